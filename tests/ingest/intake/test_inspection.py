"""Every file below a folder is read as what it is, or named as unreadable; one bad file hides no other."""

import shutil
from pathlib import Path

import pytest

from strategies.example_contract import CONTRACT
from vv_analysis.errors import InputError
from vv_analysis.ingest.intake.inspection import inspect, sources_in
from vv_analysis.present.workbook import write_template
from vv_analysis.terms import reference

RAW = reference.folder().parent
PUBLISHED = "Area,Lot,Year,Value (£),Volume\nKent,Lot 1,2023-24,1000,10\n"


def put(folder, name, content=PUBLISHED):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def put_contract(folder, name="c.xlsx", **change):
    folder.mkdir(parents=True, exist_ok=True)
    return write_template(folder / name, [CONTRACT | change])


def kinds(path, **more):
    return [(source.kind, source.path.relative_to(path).as_posix()) for source in sources_in(path, **more)]


def test_everything_in_the_repository_is_read_and_nothing_refused_wholesale():
    found = inspect(RAW)
    assert found.rows > 2_000
    assert "file-unreadable" not in {finding.rule for finding in found.findings}
    for kind in ("awards", "contracts (40 files)", "publication (2 files)", "statements (6 files)"):
        assert kind in found.kind


def test_each_file_is_known_by_what_stands_in_it(tmp_path):
    put(tmp_path, "a.csv")
    put_contract(tmp_path, "b.xlsx")
    shutil.copytree(RAW / "publications" / "illustrative-2019-11", tmp_path / "d")
    shutil.copytree(RAW / "publications" / "2021-day-1-awards", tmp_path / "e")
    put(tmp_path / "f", "one.json", "{}")
    assert kinds(tmp_path) == [
        ("publication", "a.csv"),
        ("contracts", "b.xlsx"),
        ("publication", "d"),
        ("statements", "e"),
        ("awards", "f"),
    ]


@pytest.mark.parametrize("name", ["one.csv", "one.xlsx", "statements.csv", "one.json"])
def test_a_single_file_is_known_too(tmp_path, name):
    expected = {"one.csv": "publication", "one.xlsx": "publication", "statements.csv": "statements"}.get(name, "awards")
    assert [source.kind for source in sources_in(put(tmp_path, name))] == [expected]


def test_an_edition_with_statements_and_a_workbook_is_read_as_both(tmp_path):
    shutil.copytree(RAW / "publications" / "illustrative-2019-11", tmp_path / "d")
    shutil.copy(RAW / "publications" / "2021-day-1-awards" / "statements.csv", tmp_path / "d")
    assert kinds(tmp_path) == [("statements", "d"), ("publication", "d")]
    assert not [finding for finding in inspect(tmp_path).findings if finding.rule == "file-unreadable"]


def test_reference_tables_are_no_inputs(tmp_path):
    put(tmp_path / "reference", "areas.csv")
    put(tmp_path / "deeper" / "reference", "areas.csv")
    assert kinds(tmp_path) == []


@pytest.mark.parametrize(
    "name", [".~lock.table.csv#", "~$table.xlsx", "._table.xlsx", ".DS_Store", ".table.csv", "README.md", "a.csv.bak"]
)
def test_hidden_and_lock_files_and_words_for_people_are_no_inputs(tmp_path, name):
    put(tmp_path, name, b"\x00\x05")
    put(tmp_path / ".git", "a.csv")
    put(tmp_path, "a.csv")
    assert kinds(tmp_path) == [("publication", "a.csv")]


def test_a_lock_file_beside_the_workbook_of_an_edition_changes_nothing(tmp_path):
    shutil.copytree(RAW / "publications" / "illustrative-2019-11", tmp_path / "d")
    put(tmp_path / "d", "~$values.xlsx", b"\x00")
    put(tmp_path / "d", ".~lock.values.csv", b"\x00")
    assert inspect(tmp_path).rows == inspect(RAW / "publications" / "illustrative-2019-11").rows


def test_a_lock_file_beside_notices_changes_nothing(tmp_path):
    shutil.copytree(RAW / "awards", tmp_path / "awards")
    put(tmp_path / "awards", "._ocds.json", b"\x00")
    assert "file-unreadable" not in {finding.rule for finding in inspect(tmp_path).findings}


def test_one_unreadable_file_does_not_hide_the_good_ones(tmp_path):
    put(tmp_path, "a.csv")
    put(tmp_path, "b.xlsx", b"not a zip")
    put(tmp_path, "c.csv", b"a\0b")
    put(tmp_path, "d.csv")
    (tmp_path / "e.csv").symlink_to(tmp_path / "nowhere")
    found = inspect(tmp_path)
    assert (found.rows, found.kind) == (2, "publication (2 files)")
    unreadable = [finding for finding in found.findings if finding.rule == "file-unreadable"]
    assert [finding.file for finding in unreadable] == ["b.xlsx", "c.csv", "e.csv"]
    assert all(finding.sentence and finding.severity == "refused" for finding in unreadable)


@pytest.mark.parametrize("ending", ["xls", "fods", "xlsm", "xlsb", "numbers", "tsv"])
def test_a_table_in_another_form_is_refused_and_not_passed_over(tmp_path, ending):
    put(tmp_path, f"sent.{ending}", b"x")
    [finding] = inspect(tmp_path).findings
    assert (finding.rule, finding.where) == ("file-unreadable", f"sent.{ending}")
    assert finding.remedy == "open it and save it as .xlsx"


def test_a_folder_named_like_a_workbook_is_gone_into(tmp_path):
    put(tmp_path / "x.xlsx", "a.csv")
    assert kinds(tmp_path) == [("publication", "x.xlsx/a.csv")]


def test_links_that_lead_round_come_to_an_end(tmp_path):
    put(tmp_path / "a", "t.csv")
    (tmp_path / "a" / "round").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "other").symlink_to(tmp_path / "b", target_is_directory=True)
    assert kinds(tmp_path) == [("publication", "a/t.csv")]


def test_what_does_not_exist_is_said(tmp_path):
    with pytest.raises(InputError, match="there is no such file or folder; check the name"):
        list(sources_in(tmp_path / "absent"))
    [finding] = inspect(tmp_path / "absent").findings
    assert finding.rule == "file-unreadable"


def test_an_empty_folder_holds_nothing(tmp_path):
    found = inspect(tmp_path)
    assert (found.kind, found.rows, found.findings) == ("", 0, ())


def test_what_stands_among_contracts_is_never_a_publication_whatever_its_headings(tmp_path):
    put(tmp_path / "contracts" / "kent", "prices.csv")
    put(tmp_path / "contracts", "publication.toml", "")
    put(tmp_path / "contracts", "notice.json", "{}")
    assert kinds(tmp_path) == [("contracts", "contracts/kent/prices.csv")]
    assert [source.kind for source in sources_in(put(tmp_path / "contracts", "x.csv"))] == ["contracts"]
    found = inspect(tmp_path)
    assert found.rows == 0
    assert {finding.rule for finding in found.findings} == {"file-unreadable"}


def test_the_folder_of_contracts_may_have_another_name(tmp_path):
    put(tmp_path / "members", "prices.csv")
    put(tmp_path, "published.csv")
    expected = [("contracts", "members/prices.csv"), ("publication", "published.csv")]
    assert kinds(tmp_path, contracts=tmp_path / "members") == expected
    assert kinds(tmp_path / "members", contracts=tmp_path / "members") == [("contracts", "prices.csv")]


def test_a_template_with_a_heading_changed_is_still_known_as_contracts(tmp_path, workbook):
    headings = ["Contract reference", "Organisation", "Role", "Service category", "Area", "Value", "Volume (people)"]
    path = workbook({"Contracts": [headings, ["EX-1", "Trust", "lead", "Accommodation", "Kent", 1, 2]]}, "sent.xlsx")
    [source] = sources_in(path)
    assert source.kind == "contracts"


def test_a_notices_csv_beside_notices_is_theirs_and_another_table_is_not(tmp_path):
    put(tmp_path, "one.json", "{}")
    put(tmp_path, "notices.csv", "ocid\n")
    put(tmp_path, "table.csv")
    assert kinds(tmp_path) == [("awards", "."), ("publication", "table.csv")]


def test_a_copy_of_an_invented_file_is_not_believed_to_be_invented(tmp_path):
    invented = min((RAW / "contracts" / "illustrative").glob("*.xlsx"))
    (tmp_path / "contracts").mkdir()
    shutil.copy(invented, tmp_path / "contracts" / "real.xlsx")
    assert "status-not-believed" in {finding.rule for finding in inspect(tmp_path).findings}


def test_the_order_is_that_of_the_names(tmp_path):
    for name in ("b.csv", "a.csv", "c/a.csv"):
        put(tmp_path, name)
    assert [Path(name).as_posix() for _, name in kinds(tmp_path)] == ["a.csv", "b.csv", "c/a.csv"]
