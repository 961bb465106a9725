"""The public record says what it says: counts, bounds, sources; and a row that does not is left out."""

import csv
import tomllib
import warnings

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vv_analysis.errors import InputError, LayoutError, RefusedFiguresWarning
from vv_analysis.ingest.publications.editions import read_edition
from vv_analysis.ingest.publications.statements import COLUMNS, read_statements, statements
from vv_analysis.terms import reference

EDITIONS = reference.folder().parent / "publications"
GOOD = {
    "statement": "s1",
    "said_by": "A minister",
    "data_status": "official",
    "published_on": "2021-05-21",
    "category": "all",
    "stated": "£1.2m",
    "unit": "pounds",
    "vat": "unknown",
    "source_url": "https://example.org/answer",
}


@pytest.fixture(scope="module")
def record():
    return read_statements(EDITIONS).set_index("statement")


@pytest.fixture
def written(tmp_path):
    def write(*rows, columns=(*COLUMNS, "figure")):
        path = tmp_path / "an-edition" / "statements.csv"
        path.parent.mkdir(exist_ok=True)
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, columns, extrasaction="ignore")
            writer.writeheader()
            writer.writerows(rows)
        return path

    return write


def test_nothing_in_the_record_is_refused():
    assert statements(EDITIONS).findings == ()


def test_the_record_has_seventy_one_statements_in_six_editions(record):
    assert record["publication"].value_counts().to_dict() == {
        "2020-07-28-written-answer-76697": 7,
        "2020-dynamic-framework-notice": 1,
        "2021-day-1-awards": 15,
        "2025-second-generation": 8,
        "existing-contract-evidence": 28,
        "greater-manchester-spend": 12,
    }


def test_every_statement_has_a_source_and_a_speaker(record):
    assert record["source_url"].str.startswith(("https://", "http://")).all()
    assert (record["said_by"] != "").all()


def test_the_shares_of_the_six_lots_are_as_answered_and_sum_to_a_hundred(record):
    shares = record[record["measure"].str.startswith("share of indicative")].set_index("category")["value"]
    assert shares.to_dict() == {
        "accommodation": 9,
        "finance-benefits-debt": 9,
        "education-training-employment": 11,
        "dependency-recovery": 15,
        "personal-wellbeing": 43,
        "womens-services": 13,
    }
    assert shares.sum() == 100


def test_eighty_nine_and_four_and_seventeen_contracts_are_a_hundred_and_ten(record):
    assert record.loc[["aw001", "pv020", "pv021"], "value"].tolist() == [89, 4, 17]
    assert record.loc["pv016", "value"] == 89 + 4 + 17 == 110


@pytest.mark.parametrize(
    ("statement", "stated", "status", "low", "high"),
    [
        ("pv007", "would exceed £100m per year", "at_least", 100_000_000, None),
        ("pv008", "up to £4 billion", "at_most", None, 4_000_000_000),
        ("pv010", "could rise to £270 million", "at_most", None, 270_000_000),
        ("pv011", "over £45 million", "at_least", 45_000_000, None),
        ("pv012", "almost £46 million", "at_most", None, 46_000_000),
        ("pv013", "just over £33 million", "at_least", 33_000_000, None),
        ("pv015", "almost £46 million to charities", "at_most", None, 46_000_000),
    ],
)
def test_a_bound_is_read_as_a_bound_and_has_no_value(record, statement, stated, status, low, high):
    row = record.loc[statement]
    assert (row["stated"], row["status"]) == (stated, status)
    assert pd.isna(row["value"])
    assert [None if pd.isna(end) else end for end in (row["low"], row["high"])] == [low, high]


def test_three_totals_of_day_1_are_three_right_answers(record):
    assert record.loc["pv009", "value"] == 195_000_000
    assert record.loc["pv010", "high"] == 270_000_000
    assert record.loc["aw002", "value"] == 242_000_000


def test_the_range_of_may_2025_became_a_point_including_vat_and_then_a_wider_range(record):
    may, august, autumn = (record.loc[name] for name in ("sg002", "sg004", "sg008"))
    assert (may["low"], may["high"], may["vat"]) == (848_639_908, 1_016_353_576, "unknown")
    assert may["value"] == 932_496_742
    assert (august["value"], august["vat"]) == (854_446_831.86, "included")
    assert (autumn["low"], autumn["high"], autumn["vat"]) == (854_446_832, 1_128_855_881, "included")
    assert may["published_on"] < august["published_on"] < autumn["published_on"]
    assert autumn["title"] == "Community Support for Men"


def test_millions_in_the_unit_become_pounds_and_the_part_year_has_its_days(record):
    spend = record[(record["series"] == "Probation Service spend") & (record["area"] == "Greater Manchester")]
    assert spend.set_index("year")["value"].to_dict() == {
        "2021-22": 44_500_000,
        "2022-23": 58_800_000,
        "2023-24": 66_700_000,
        "2024-25": 72_100_000,
    }
    assert set(spend["unit"]) == {"pounds"}
    part = spend.iloc[0]
    assert (part["end"] - part["start"]).days + 1 == 279
    assert spend["start"].notna().sum() == 1


def test_a_womens_centre_costs_a_range_a_woman(record):
    row = record.loc["ex001"]
    assert (row["low"], row["high"], row["status"]) == (1_223, 4_125, "range")
    assert (row["unit"], row["category"]) == ("pounds per user", "womens-services")


def test_volumes_fell_short_by_sixteen_to_forty_eight_percent(record):
    row = record.loc["ex020"]
    assert (row["low"], row["high"], row["unit"]) == (16, 48, "percent")


def test_words_that_are_no_number_keep_their_wording_beside_the_figure(record):
    row = record.loc["pv017"]
    assert (row["stated"], row["value"], row["status"]) == ("Around two-thirds", 67, "about")


def test_what_third_parties_wrote_is_reported_and_what_public_bodies_said_is_official(record):
    assert record.loc[["pv001", "pv016", "sg004", "gm001", "ex010", "ex020"], "data_status"].unique() == ["official"]
    assert record.loc[["pv008", "pv011", "pv019", "aw002", "ex001"], "data_status"].unique() == ["reported"]


def test_every_edition_says_whose_it_is():
    folders = sorted(path.parent for path in EDITIONS.glob("*/statements.csv"))
    for folder in folders:
        edition = read_edition(folder)
        assert edition.title
        assert edition.licence
        assert edition.source_url.startswith("https://")
        assert set(tomllib.loads((folder / "publication.toml").read_text(encoding="utf-8"))) == {"publication"}


def test_a_figure_leads_back_to_the_line_of_its_file(record):
    for name, row in record.iterrows():
        file, _, line = row["value_source"].partition("#row ")
        lines = (EDITIONS / row["publication"] / file).read_text(encoding="utf-8").splitlines()
        assert lines[int(line) - 1].startswith(f"{name},")


def test_one_edition_can_be_read_by_its_folder_or_by_its_file():
    folder = EDITIONS / "greater-manchester-spend"
    pd.testing.assert_frame_equal(read_statements(folder), read_statements(folder / "statements.csv"))


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"stated": "a good deal"}, "amount-unreadable"),
        ({"stated": "1,23"}, "amount-unreadable"),
        ({"category": "gardening"}, "category-unknown"),
        ({"data_status": "rumoured"}, "data-status-unknown"),
        ({"vat": "inc."}, "vat-unknown"),
        ({"unit": "£bn"}, "unit-unknown"),
        ({"source_url": ""}, "source-missing"),
        ({"source_url": "javascript:alert(1)"}, "source-missing"),
        ({"statement": ""}, "statement-unnamed"),
        ({"published_on": "May 2021"}, "day-unreadable"),
        ({"published_on": "9999-12-31"}, "day-unreadable"),
        ({"start": "2022-03-31", "end": "2021-06-26"}, "end-before-start"),
        ({"year": "2021-23"}, "year-unknown"),
        ({"year": "²021-22"}, "year-unknown"),
    ],
)
def test_a_row_that_is_not_as_it_should_be_stays_out_and_is_named(written, change, rule):
    reading = statements(written({**GOOD, "statement": "good"}, GOOD | change))
    assert reading.frame["statement"].tolist() == ["good"]
    (finding,) = reading.findings
    assert (finding.rule, finding.severity) == (rule, "refused")
    assert finding.where == "an-edition/statements.csv#row 3"
    assert finding.sentence.endswith(".")


def test_an_identifier_used_twice_counts_once(written):
    reading = statements(written(GOOD, GOOD | {"stated": "£9m"}))
    assert reading.frame["value"].tolist() == [1_200_000]
    assert [finding.rule for finding in reading.findings] == ["statement-repeated"]


def test_reading_warns_once_of_what_was_left_out(written):
    path = written(GOOD, GOOD | {"statement": "s2", "stated": "lots"}, GOOD | {"statement": "s3", "vat": "?"})
    with pytest.warns(RefusedFiguresWarning, match="2 refused"):
        frame = read_statements(path)
    assert frame["statement"].tolist() == ["s1"]


def test_a_missing_figure_is_missing_and_not_nought(written):
    frame = statements(written(GOOD | {"stated": "TBC"})).frame
    assert frame["status"].tolist() == ["missing"]
    assert frame[["value", "low", "high"]].isna().all(axis=None)


def test_a_text_that_looks_like_a_formula_stays_the_text_it_is(written):
    formula = '=HYPERLINK("http://example.org","click")'
    frame = statements(written(GOOD | {"title": formula, "said_by": "<script>alert(1)</script>"})).frame
    assert frame.loc[0, "title"] == formula
    assert frame.loc[0, "said_by"] == "<script>alert(1)</script>"


def test_a_table_without_a_column_is_refused_by_name(written):
    path = written(GOOD, columns=[column for column in COLUMNS if column != "source_url"])
    with pytest.raises(LayoutError, match="source_url"):
        statements(path)


def test_a_folder_without_statements_says_so(tmp_path):
    with pytest.raises(InputError, match="no statements here"):
        read_statements(tmp_path)


def test_an_edition_whose_every_row_is_refused_is_an_empty_frame_with_all_columns(written):
    frame = statements(written(GOOD | {"stated": "lots"})).frame
    assert frame.empty
    assert {"value", "low", "high", "status", "source_note"} <= set(frame.columns)


@settings(max_examples=25, deadline=None)
@given(pounds=st.integers(min_value=1, max_value=10**11))
def test_what_is_stated_in_millions_is_a_million_times_what_is_stated_in_pounds(tmp_path_factory, pounds):
    folder = tmp_path_factory.mktemp("edition")
    rows = [
        GOOD | {"statement": "a", "stated": f"{pounds:,}", "unit": "pounds"},
        GOOD | {"statement": "b", "stated": f"{pounds // 10**6}.{pounds % 10**6:06d}", "unit": "£m"},
    ]
    with (folder / "statements.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        frame = read_statements(folder)
    assert frame["value"].tolist() == [pounds, pounds]
    assert set(frame["unit"]) == {"pounds"}
