"""An unknown workbook is looked at: what each row is, what is read, what is not."""

import openpyxl
import pytest

from vv_analysis.errors import InputError, LayoutError
from vv_analysis.ingest.drafting.descriptions import describe, kinds_of_rows

PATCHY = [
    ["Spend by patch"],
    [],
    ["Patch", "Stream", "When", "Spend", "Clients"],
    ["Kent", "Lot 1", "2021-22", 1.5, 10],
    ["Essex", "Lot 1", "2021-22", 2, 20],
]
LOT = [
    ["Lot 1: Accommodation"],
    ["Area", "Year", "Value (£)", "Volume"],
    ["Kent, Surrey and Sussex"],
    ["Kent", "2021-22", 1, 2],
    ["Surrey", "2021-22", 3, 4],
    ["Total", None, 4, 6],
    ["Note: words"],
]


def test_every_filled_row_is_told_what_it_is(workbook):
    [described] = describe(workbook({"T": LOT})).sheets
    kinds = kinds_of_rows(described)
    assert list(kinds.values()) == ["title", "heading", "group", "data", "data", "total", "note"]


def test_what_would_be_read_is_told_apart_from_what_would_not(workbook):
    description = describe(workbook({"Lot 1": LOT, "Words": [["Words"]]}))
    assert [(one.sheet.name, one.is_read) for one in description.sheets] == [("Lot 1", True), ("Words", False)]
    assert (description.rows, description.error) == (2, None)


def test_where_nothing_is_understood_the_row_of_the_heading_is_suggested(workbook):
    description = describe(workbook({"T": PATCHY}))
    assert isinstance(description.error, LayoutError)
    assert [one.likely_heading for one in description.sheets] == [2]
    assert set(kinds_of_rows(description.sheets[0]).values()) == {"not read"}


def test_a_hidden_sheet_is_said_to_be_hidden(workbook):
    def hide(book):
        book.create_sheet("Old").sheet_state = "hidden"

    sheets = describe(workbook({"Lot 1": LOT}, change=hide)).sheets
    assert [(one.sheet.name, one.is_hidden) for one in sheets] == [("Lot 1", False), ("Old", True)]


def test_what_is_no_workbook_is_refused(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"words")
    with pytest.raises(InputError):
        describe(tmp_path / "a.xlsx")


def test_an_empty_workbook_has_nothing_in_it(tmp_path):
    openpyxl.Workbook().save(tmp_path / "e.xlsx")
    description = describe(tmp_path / "e.xlsx")
    assert kinds_of_rows(description.sheets[0]) == {}
    assert description.error is not None
