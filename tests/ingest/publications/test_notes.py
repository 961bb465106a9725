"""A note of a publication is attached to every cell that it marks; a mark without a note is said."""

import pytest

from vv_analysis.ingest.publications.notes import marks_in, note_in
from vv_analysis.ingest.publications.reader import publication

TABLE = [
    ["Values and volumes [note 1]"],
    ["Area", "Lot", "Year", "Value (£) (2)", "Volume"],
    ["Kent", "Lot 1", "2021-22 (3)", "£1,000 [note 4]", 10],
    ["Essex", "Lot 1", "2021-22", 2000, 20],
    ["Total", None, None, 3000, 30],
    ["(2) Excludes VAT"],
    ["(3) Part year, from 26 June 2021"],
]


def said(path):
    return {
        (finding.where.rpartition("!")[2], finding.rule): finding.what
        for finding in publication(path).findings
        if finding.rule.startswith("note-")
    }


def test_notes_above_and_below_a_table_are_attached_to_the_cells_they_mark(workbook):
    assert said(workbook({"T": TABLE})) == {
        ("A1", "note-missing"): "the cell is marked with note 1, which is not among the notes",
        ("D2", "note-attached"): "note 2 says: 'Excludes VAT'",
        ("C3", "note-attached"): "note 3 says: 'Part year, from 26 June 2021'",
        ("D3", "note-missing"): "the cell is marked with note 4, which is not among the notes",
    }


@pytest.mark.parametrize(
    "rows", [[["Note", "Text"], ["[note 4]", "Estimated"]], [["Note 4: Estimated"]], [[4, "Estimated"]]]
)
def test_notes_on_a_sheet_of_their_own_are_attached_too(workbook, rows):
    found = said(workbook({"T": TABLE, "Notes": rows}))
    assert found["D3", "note-attached"] == "note 4 says: 'Estimated'"


def test_a_marked_figure_is_read_without_its_mark(workbook):
    frame = publication(workbook({"T": TABLE})).frame
    assert frame["value_gbp"].tolist() == [1000, 2000]
    assert frame["year"].tolist() == ["2021-22", "2021-22"]


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("2026 (1), (2)", ("1", "2")),
        ("Kent¹²", ("12",)),
        ("Value [NOTE 3] [note 12]", ("3", "12")),
        ("(5)", ()),
        ("(5,000)", ()),
        ("Services in South Wales (18-25)", ()),
        ("£1,234 (5)", ("5",)),
        ("Lot 2 (2.1)", ()),
    ],
)
def test_a_mark_is_told_from_a_figure_in_brackets(text, marks):
    assert marks_in(text) == marks


@pytest.mark.parametrize("text", ["Kent", "12 months", "2021-22", "1,234", "", "(5)", "Notes"])
def test_words_that_are_no_note_are_none(text):
    assert note_in(text) is None
