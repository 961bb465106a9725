"""What is read is written as it is, described to the last column, and replaced as a whole or not at all."""

import dataclasses
import shutil

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from strategies import example_contract
from vv_analysis.errors import InputError
from vv_analysis.ingest.intake.processed import load, refresh
from vv_analysis.ingest.intake.written_tables import without_formulas
from vv_analysis.present.workbook import write_template
from vv_analysis.terms import reference

RAW = reference.folder().parent
FRAMES = ("published", "contracts", "awards", "statements", "quality", "scores")
PUBLISHED = "Area,Lot,Year,Value (£),Volume\nKent,Lot 1,2023-24,1000,10\n"
CONTRACT = example_contract.CONTRACT | {"volume": "TBC"}


@pytest.fixture
def places(tmp_path):
    raw = tmp_path / "raw"
    (raw / "contracts").mkdir(parents=True)
    (raw / "table.csv").write_text(PUBLISHED, encoding="utf-8")
    return raw, raw / "contracts", tmp_path / "processed"


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    """All of data/raw, as read and as written."""
    folder = tmp_path_factory.mktemp("record")
    return refresh(RAW, RAW / "contracts", folder), folder


def contents(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.name != ".read"}


def test_every_frame_stands_there_twice_beside_its_description(places):
    refresh(*places)
    tables = {f"{name}.{ending}" for name in FRAMES for ending in ("parquet", "csv", "csv-metadata.json")}
    assert set(contents(places[2])) == {*tables, "datapackage.json"}


def test_what_is_loaded_is_what_was_read(record):
    read, folder = record
    loaded = load(folder)
    for name in FRAMES:
        assert_frame_equal(getattr(loaded, name), getattr(read, name))
    assert loaded.as_at == read.as_at


def test_whoever_changes_what_was_loaded_changes_nothing_for_the_next(record):
    folder, before = record[1], load(record[1]).published
    mine = load(folder).published
    mine.loc[:, "value_gbp"] = 0.0
    mine["volume_users"].array[0] = -1.0
    mine.insert(0, "note", "mine")
    assert_frame_equal(load(folder).published, before)
    assert_frame_equal(record[0].published, before)


def test_a_file_that_changed_is_read_again(places):
    refresh(*places)
    assert load(places[2]).published["value_gbp"].tolist() == [1000.0]
    (places[0] / "table.csv").write_text(PUBLISHED.replace("1000", "2000"), encoding="utf-8")
    refresh(*places)
    assert load(places[2]).published["value_gbp"].tolist() == [2000.0]


def test_what_is_loaded_is_what_was_read_even_of_nothing(places):
    (places[0] / "table.csv").unlink()
    read = refresh(*places)
    for name in FRAMES:
        assert_frame_equal(getattr(load(places[2]), name), getattr(read, name))
        assert getattr(read, name).empty


def test_reading_twice_gives_the_same_bytes(record, tmp_path):
    refresh(RAW, RAW / "contracts", tmp_path)
    assert contents(tmp_path) == contents(record[1])


def test_without_data_there_is_one_sentence(tmp_path):
    with pytest.raises(InputError, match="there are no processed data yet; run `vv run` first"):
        load(tmp_path)


def test_one_unreadable_file_leaves_the_frames_as_they_were_and_is_named(places):
    refresh(*places)
    before = contents(places[2])
    (places[0] / "a.xlsx").write_bytes(b"not a zip")
    (places[0] / "b.xlsx").write_bytes(b"not a zip")
    (places[0] / "table.csv").write_text(PUBLISHED.replace("1000", "2000"), encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.xlsx: 2 files could not be read; this is not a workbook"):
        refresh(*places)
    after = contents(places[2])
    log = {f"{name}.{ending}" for name in ("quality", "scores") for ending in ("csv", "parquet")}
    assert {name for name in after if after[name] != before[name]} == {*log, "datapackage.json"}
    assert load(places[2]).quality.query("rule == 'file-unreadable'")["file"].tolist() == ["a.xlsx", "b.xlsx"]


def test_no_half_written_file_is_left_behind(places):
    refresh(*places)
    assert not [name for name in contents(places[2]) if name.startswith(".")]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_a_text_that_a_spreadsheet_would_run_is_guarded_and_a_number_is_not(start):
    frame = pd.DataFrame({"title": [f"{start}1+1", "Kent", ""], "value_gbp": [-5.0, 1.0, float("nan")]})
    guarded = without_formulas(frame)
    assert guarded["title"].tolist() == [f"'{start}1+1", "Kent", ""]
    assert guarded["value_gbp"].equals(frame["value_gbp"])
    assert frame["title"].iloc[0] == f"{start}1+1"


def test_formula_texts_are_guarded_in_the_csv_and_whole_in_the_frame(places):
    hostile = "=cmd|' /C calc'!A0"
    write_template(places[1] / "=1+1.xlsx", [CONTRACT | {"organisation": hostile, "value": -5}])
    refresh(*places)
    assert load(places[2]).contracts["organisation"].tolist() == [hostile]
    assert "=1+1.xlsx" in set(load(places[2]).quality["file"])
    csv = pd.read_csv(places[2] / "contracts.csv")
    assert csv["organisation"].tolist() == [f"'{hostile}"]
    assert csv["value_gbp"].tolist() == [-5]
    assert pd.read_csv(places[2] / "quality.csv")["file"].str.startswith("'=1+1").any()


def test_contracts_may_stand_elsewhere_and_are_read_once(places, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    write_template(elsewhere / "c.xlsx", [CONTRACT])
    assert len(refresh(places[0], elsewhere, places[2]).contracts) == 1
    write_template(places[1] / "d.xlsx", [CONTRACT | {"contract": "EX-2"}])
    relative = places[0] / ".." / "raw" / "contracts"
    assert len(refresh(places[0], relative, places[2]).contracts) == 1


def confidential(places):
    quality = refresh(*places).quality
    assert_frame_equal(load(places[2]).quality, quality)
    return dict(zip(quality["file"], quality["confidential"], strict=True))


def test_what_is_said_of_contracts_handed_over_is_confidential(places):
    write_template(places[1] / "real.xlsx", [CONTRACT])
    (places[1] / "illustrative").mkdir()
    write_template(places[1] / "illustrative" / "made-up.xlsx", [CONTRACT | {"contract": "X"}], status="illustrative")
    (places[0] / "table.csv").write_text(PUBLISHED.replace("1000", "x"), encoding="utf-8")
    assert confidential(places) == {"real.xlsx": "yes", "made-up.xlsx": "no", "table.csv": "no"}


def test_a_contracts_file_of_which_nothing_was_read_is_confidential(places):
    write_template(places[1] / "empty.xlsx", [CONTRACT | {"area": "Atlantis"}], status="illustrative")
    assert confidential(places) == {"empty.xlsx": "yes", "table.csv": "no"}


def test_a_contracts_file_that_cannot_be_read_is_confidential(places):
    (places[1] / "broken.xlsx").write_bytes(b"not a zip")
    (places[0] / "broken.csv").write_bytes(b"a\0b")
    with pytest.raises(InputError):
        refresh(*places)
    quality = pd.read_csv(places[2] / "quality.csv").set_index("file")["confidential"].to_dict()
    assert quality == {"broken.xlsx": "yes", "broken.csv": "no", "table.csv": "no"}


def test_prices_among_contracts_never_become_published_figures(places):
    (places[1] / "prices.csv").write_text(PUBLISHED, encoding="utf-8")
    with pytest.raises(InputError, match="the headings of the submission template were not found"):
        refresh(*places)
    (places[1] / "prices.csv").unlink()
    assert set(refresh(*places).published["value_source"]) == {"table.csv#row 2"}


def test_an_identifier_of_two_editions_stands_for_the_earlier_one_and_is_said(places):
    for name in ("a", "b"):
        shutil.copytree(RAW / "publications" / "2021-day-1-awards", places[0] / name)
    once = pd.read_csv(places[0] / "a" / "statements.csv")
    read = refresh(*places)
    assert set(read.statements["publication"]) == {"a"}
    assert len(read.statements) == len(once)
    repeated = read.quality.query("rule == 'statement-repeated'")
    assert len(repeated) == len(once)
    assert repeated.iloc[0]["where"] == "b/statements.csv#row 2"
    assert set(repeated["severity"]) == {"refused"}


def test_a_contracts_file_saved_under_two_names_is_said(places):
    for name in ("a.xlsx", "b.xlsx"):
        write_template(places[1] / name, [CONTRACT])
    read = refresh(*places)
    [finding] = read.quality.query("rule == 'contract-repeated'").to_dict("records")
    assert finding["where"] == "b.xlsx#Contracts!J6"
    assert finding["confidential"] == "yes"
    assert len(read.contracts) == 2


def test_the_log_says_of_every_file_that_gave_rows_how_many(record):
    read, _ = record
    notes = read.quality.query("rule == 'rows-read'")
    counted = notes["what"].str.extract(r"^([\d,]+) rows? w(?:as|ere) read")[0].str.replace(",", "").astype(float)
    for frame in (read.contracts, read.awards):
        files = frame["value_source"].str.split("#").str[0]
        assert counted[notes["file"].isin(files)].sum() == len(frame)
    statements = read.statements["publication"] + "/statements.csv"
    assert counted[notes["file"].isin(statements)].sum() == len(read.statements)
    editions = notes["file"].isin(read.published["value_source"].str.split("#").str[0])
    assert editions.sum() >= read.published["publication"].nunique()
    assert counted[editions].isna().all()  # their reader accounts for every table, and nobody says it again
    assert set(notes["severity"]) == {"note"}


def test_a_file_of_which_no_row_was_read_is_in_the_log_too(places):
    write_template(places[1] / "empty.xlsx", [CONTRACT | {"area": "Atlantis"}])
    quality = refresh(*places).quality
    [note] = quality.query("file == 'empty.xlsx' and rule == 'rows-read'").to_dict("records")
    assert note["what"] == "0 rows were read; 1 cell or row was refused"


def test_no_path_of_the_machine_stands_in_what_is_written(places, tmp_path):
    elsewhere = tmp_path / "vault"
    elsewhere.mkdir()
    write_template(elsewhere / "c.xlsx", [CONTRACT])
    scores = refresh(places[0], elsewhere, places[2]).scores
    assert set(scores["source"]) == {"table.csv", "contracts/c.xlsx"}
    written = [path.read_bytes() for path in places[2].rglob("*") if path.is_file()]  # what is remembered too
    assert not any(str(tmp_path).encode() in content for content in written)


def test_what_is_scored_of_contracts_handed_over_is_confidential(places):
    write_template(places[1] / "real.xlsx", [CONTRACT])
    scores = refresh(*places).scores
    assert dict(zip(scores["source"], scores["confidential"], strict=True)) == {
        "contracts/real.xlsx": "yes",
        "table.csv": "no",
    }


def test_the_finished_thing_does_not_change(data):
    with pytest.raises(dataclasses.FrozenInstanceError):
        data.published = None
