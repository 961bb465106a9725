"""The template is written where it was asked for, is read back without a contract, and replaces nothing unasked."""

from __future__ import annotations

import csv

import openpyxl
import pytest

from vv_analysis.errors import SettingsError
from vv_analysis.ingest.contracts.reader import contracts
from vv_analysis.present.empty_template import write_empty_template
from vv_analysis.terms import template

ENDINGS = ["ours.xlsx", "ours.csv", "OURS.XLSX"]


@pytest.mark.parametrize("name", ENDINGS)
def test_what_is_written_is_read_back_and_holds_no_contract(tmp_path, name):
    write_empty_template(tmp_path / name)
    reading = contracts(tmp_path / name)
    assert reading.frame.empty
    assert [finding.rule for finding in reading.findings] == ["example-row", "template-empty"]


def test_the_csv_has_the_rows_of_the_sheet(tmp_path):
    write_empty_template(tmp_path / "ours.xlsx")
    write_empty_template(tmp_path / "ours.csv")
    sheet = openpyxl.load_workbook(tmp_path / "ours.xlsx")["Contracts"]
    with (tmp_path / "ours.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.reader(lines))
    assert rows[4] == [cell.value for cell in sheet[5]]
    assert [row[0] if row else None for row in rows] == [row[0].value for row in sheet.iter_rows()]
    assert rows[1][1] == sheet["B2"].value == template.VERSION


def test_excel_sees_the_pound_sign_of_the_csv(tmp_path):
    write_empty_template(tmp_path / "ours.csv")
    assert (tmp_path / "ours.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_csv_filled_in_is_read(tmp_path):
    write_empty_template(tmp_path / "ours.csv")
    row = '\r\nA-1,Our Trust,,lead,Accommodation,Kent,,01/04/2019,31/03/2020,"£12,000",,10,,,,,A council,\r\n'
    with (tmp_path / "ours.csv").open("a", encoding="utf-8", newline="") as lines:
        lines.write(row)
    frame = contracts(tmp_path / "ours.csv").frame
    assert frame[["contract", "value_gbp", "paid_by"]].to_numpy().tolist() == [["A-1", 12_000, "A council"]]


@pytest.mark.parametrize("name", ENDINGS)
def test_a_file_that_stands_there_is_left_alone_unless_it_is_asked_for(tmp_path, name):
    (tmp_path / name).write_bytes(b"filled in")
    with pytest.raises(SettingsError, match=r"a file stands there already, and may be filled in; .* with --force\."):
        write_empty_template(tmp_path / name)
    assert (tmp_path / name).read_bytes() == b"filled in"
    write_empty_template(tmp_path / name, replace=True)
    assert contracts(tmp_path / name).frame.empty


def test_a_link_that_leads_nowhere_stands_there_too(tmp_path):
    (tmp_path / "ours.xlsx").symlink_to(tmp_path / "elsewhere.xlsx")
    with pytest.raises(SettingsError, match="a file stands there already"):
        write_empty_template(tmp_path / "ours.xlsx")
    assert not (tmp_path / "elsewhere.xlsx").exists()


@pytest.mark.parametrize("name", ["ours", "ours.ods", "ours.xlsm", "ours.xls", "ours.pdf", ".xlsx"])
def test_another_ending_is_refused_with_the_two_there_are(tmp_path, name):
    with pytest.raises(SettingsError, match=r"expected \.xlsx or \.csv; end the name in \.xlsx\."):
        write_empty_template(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_said_and_not_made(tmp_path):
    with pytest.raises(SettingsError, match=r"there is no folder .*absent.*; make it first, or name another\."):
        write_empty_template(tmp_path / "absent" / "ours.xlsx")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("replace", [False, True])
def test_a_folder_of_that_name_is_said_to_be_one(tmp_path, replace):
    (tmp_path / "ours.xlsx").mkdir()
    with pytest.raises(SettingsError, match="a folder stands there; name a file in it"):
        write_empty_template(tmp_path / "ours.xlsx", replace=replace)


def test_what_the_system_refuses_is_said_in_a_sentence(tmp_path):
    with pytest.raises(SettingsError, match="the template cannot be written there"):
        write_empty_template(tmp_path / f"{'x' * 300}.csv")
