"""The data package says what stands in the folder, and others' tools find it so, or find what was changed."""

import csv
import json
import shutil

import frictionless
import pandas as pd
import pytest

from vv_analysis.errors import InputError
from vv_analysis.ingest.intake.processed import refresh
from vv_analysis.present.workbook import write_template
from vv_analysis.terms import reference

RAW = reference.folder().parent
FRAMES = {"published", "contracts", "awards", "statements", "quality", "scores"}
HOSTILE = ["=cmd|' /C calc'!A0", "a\rb", "a\nb", 'say "x", y', "a\r\nb", "’ £ 漢", "'quoted'", "Trust, The"]


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("written")
    return refresh(RAW, RAW / "contracts", folder), folder


@pytest.fixture
def folder(written, tmp_path):
    """A copy of what was written, to be broken."""
    return shutil.copytree(written[1], tmp_path / "copy")


def faults(folder):
    report = frictionless.validate(str(folder / "datapackage.json"))
    return {error.type for task in report.tasks for error in task.errors} | {error.type for error in report.errors}


def described(folder, name):
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    [resource] = [resource for resource in package["resources"] if resource["name"] == name]
    return resource


def described_again(folder, name):
    """Forget hash, bytes and rows, so that only the cells themselves can be at fault."""
    path = folder / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    for resource in package["resources"]:
        for fact in ("hash", "bytes", "rows"):
            del resource[fact]
    path.write_text(json.dumps(package), encoding="utf-8")


def broken(folder, name, column, cell):
    path = folder / f"{name}.csv"
    table = pd.read_csv(path, dtype="str", keep_default_na=False)
    table.loc[0, column] = cell
    table.to_csv(path, index=False, lineterminator="\n")


def test_what_is_written_of_the_real_data_is_valid(written):
    assert faults(written[1]) == set()


def test_every_column_of_every_csv_is_described(written):
    read, folder = written
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert {resource["name"] for resource in package["resources"]} == FRAMES
    for resource in package["resources"]:
        fields = resource["schema"]["fields"]
        table = pd.read_csv(folder / resource["path"], dtype="str", keep_default_na=False)
        assert [field["name"] for field in fields] == table.columns.tolist()
        assert all(field["description"] for field in fields)
        assert all("unit" in field for field in fields if field["type"] in {"number", "integer"})
        assert resource["rows"] == len(table) == len(getattr(read, resource["name"]))
        assert resource["bytes"] == (folder / resource["path"]).stat().st_size


def test_columns_beyond_the_promise_are_described_too(written):
    text = (written[1] / "datapackage.json").read_text(encoding="utf-8")
    for column in ("duplicate_of", "source_note", "organisation_stated", "supplier_stated"):
        assert f'"{column}"' in text


def test_a_file_that_was_edited_is_found_by_its_hash(folder):
    broken(folder, "statements", "said_by", "Somebody else")
    assert {"hash-count", "byte-count"} & faults(folder)


@pytest.mark.parametrize(
    ("name", "column", "cell", "fault"),
    [
        ("published", "category", "housing", "constraint-error"),
        ("published", "volume_users", "-1", "constraint-error"),
        ("published", "value_gbp", "about a million", "type-error"),
        ("published", "start", "26 June 2021", "type-error"),
        ("contracts", "organisation", "", "constraint-error"),
        ("quality", "severity", "", "constraint-error"),
        ("scores", "score", "1.5", "constraint-error"),
        ("scores", "met", "a half", "type-error"),
    ],
)
def test_a_cell_that_breaks_a_rule_of_its_column_is_found(folder, name, column, cell, fault):
    described_again(folder, name)
    assert faults(folder) == set()
    broken(folder, name, column, cell)
    assert faults(folder) == {fault}


def test_a_row_too_many_is_found_by_its_key(folder):
    described_again(folder, "statements")
    path = folder / "statements.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines, lines[-1]]), encoding="utf-8")
    assert faults(folder) == {"primary-key"}


@pytest.mark.parametrize("title", [*HOSTILE, "a\r=1+1,b", "a\x00b", "a\u2028b", "\ufeffa", "  a  "])
def test_whatever_a_notice_is_called_the_package_is_valid(tmp_path, title):
    raw, folder = tmp_path / "raw", tmp_path / "processed"
    raw.mkdir()
    release = {"ocid": "ocds-1-1", "id": "1", "date": "2021-05-01T00:00:00Z", "tender": {"title": title}}
    contract = {"id": "1", "awardID": "1", "value": {"amount": 1000, "currency": "GBP"}}
    package = {"version": "1.1", "releases": [release | {"contracts": [contract]}]}
    (raw / "notice.json").write_text(json.dumps(package), encoding="utf-8")
    read = refresh(raw, raw / "contracts", folder)
    assert len(read.awards) == 1
    assert faults(folder) == set()


@pytest.mark.parametrize("name", ["a\r=1+1.csv", "a\r=1+1,b.csv", "a\n=1+1.csv", "a\r\n=1+1.csv", 'a"=1+1.csv'])
def test_no_name_of_a_file_starts_a_row_of_its_own(tmp_path, name):
    raw, folder = tmp_path / "raw", tmp_path / "processed"
    raw.mkdir()
    (raw / name).write_text("Area,Lot,Year,Value (£),Volume\nKent,Lot 1,2023-24,1000,10\n", encoding="utf-8")
    read = refresh(raw, raw / "contracts", folder)
    for table in FRAMES:
        with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
            assert len(list(csv.reader(lines))) == 1 + len(getattr(read, table))
    assert faults(folder) == set()


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_an_organisation_is_called_the_package_is_valid(tmp_path, name):
    raw, folder = tmp_path / "raw", tmp_path / "processed"
    (raw / "contracts").mkdir(parents=True)
    contract = {"contract": "C1", "organisation": "Trust", "tier": "lead", "category": "Accommodation", "area": "Kent"}
    days = {"start": "2020-04-01", "end": "2021-03-31", "value": 1000, "volume": 10}
    write_template(raw / "contracts" / "c.xlsx", [contract | days | {"contract": name, "organisation": name}])
    read = refresh(raw, raw / "contracts", folder)
    assert len(read.contracts) == 1
    assert faults(folder) == set()


def test_after_a_refusal_the_package_still_describes_what_stands_there(tmp_path):
    raw, folder = tmp_path / "raw", tmp_path / "processed"
    raw.mkdir()
    (raw / "table.csv").write_text("Area,Lot,Year,Value (£),Volume\nKent,Lot 1,2023-24,1000,10\n", encoding="utf-8")
    (raw / "broken.xlsx").write_bytes(b"not a zip")
    with pytest.raises(InputError):
        refresh(raw, raw / "contracts", folder)
    assert {path.name for path in folder.glob("*.csv")} == {"quality.csv", "scores.csv"}
    assert faults(folder) == set()
    (raw / "broken.xlsx").unlink()
    refresh(raw, raw / "contracts", folder)
    assert faults(folder) == set()
    (raw / "broken.xlsx").write_bytes(b"not a zip")
    with pytest.raises(InputError):
        refresh(raw, raw / "contracts", folder)
    assert faults(folder) == set()


def test_each_csv_has_its_metadata_for_the_web(written):
    for name in FRAMES:
        metadata = json.loads((written[1] / f"{name}.csv-metadata.json").read_text(encoding="utf-8"))
        header = (written[1] / metadata["url"]).read_text(encoding="utf-8").splitlines()[0]
        assert metadata["@context"][0] == "http://www.w3.org/ns/csvw"
        assert ",".join(column["name"] for column in metadata["tableSchema"]["columns"]) == header
        assert {column["datatype"] for column in metadata["tableSchema"]["columns"]} <= {
            *("string", "number", "integer", "date")
        }
    keys = {name: described(written[1], name)["schema"].get("primaryKey") for name in FRAMES}
    assert keys["statements"] == ["statement"]
    assert keys["scores"] == ["source", "kind", "dimension"]
    assert keys["quality"] is None
