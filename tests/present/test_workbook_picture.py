"""The picture of a workbook says in words what each row and column is, in any width, whatever stands in the cells."""

import io

import openpyxl
import pytest
from rich.console import Console

from vv_analysis.ingest.drafting.descriptions import describe
from vv_analysis.present.workbook_picture import workbook_picture

ROWS = [
    ["Lot 1: Accommodation [bold red]x[/]"],
    ["Area", "2021-22", None, "2022-23", None, "Notes"],
    [None, "Value (£m)", "Volume", "Value (£m)", "Volume", None],
    ["Kent", 0.5, 10, 0.6, 12, "\u202eturned :smile:"],
    *[["Essex", 0.5, 10, 0.6, 12, "words"] for _ in range(20)],
    ["Total", 11, 220, 13, 260],
]


@pytest.fixture
def seen(tmp_path):
    def _seen(rows, width=100, hidden=()):
        book = openpyxl.Workbook()
        book.active.title = "Lot 1"
        for row in rows:
            book.active.append(row)
        for name in hidden:
            book.create_sheet(name).sheet_state = "hidden"
        book.save(tmp_path / "p.xlsx")
        out = io.StringIO()
        console = Console(file=out, width=width, highlight=False, markup=False, emoji=False)
        for part in workbook_picture(describe(tmp_path / "p.xlsx"), "[publication]\n", width):
            console.print(part)
        return out.getvalue()

    return _seen


def rows_of(text, number):
    return next(line.split() for line in text.splitlines() if line.split()[:1] == [str(number)])


def test_rows_and_columns_are_marked_in_words(seen):
    text = seen(ROWS)
    assert [rows_of(text, number)[1] for number in (1, 2, 3, 4, 25)] == ["title", "heading", "heading", "data", "total"]
    head = text.partition("──")[0]
    for words in ("area", "value", "2021-22, £m", "volume", "not read"):
        assert words in head
    lines = [line.split()[:1] for line in text.splitlines()]
    assert lines[lines.index(["14"]) + 1] == ["…"]


@pytest.mark.parametrize("width", [40, 80, 100, 140])
def test_no_line_of_the_picture_is_wider_than_the_terminal(seen, width):
    picture = seen(ROWS, width).partition("Understood")[0]
    assert max(map(len, picture.splitlines())) <= width
    shown = "F" in picture.partition("──")[0].split()
    assert shown or "more column" in picture


def test_cells_are_words_and_steer_nothing(seen):
    text = seen(ROWS)
    assert "\u202e" not in text
    assert "Lot 1: Accommodation [bold red]x[/]" in text
    assert "turned :smile:" in text


def test_what_is_understood_is_said_in_sentences(seen):
    text = " ".join(seen(ROWS, 400, hidden=["Old"]).split())
    assert (
        "Sheet 'Lot 1': heading in rows 2 to 3, about accommodation; rows say area; figures are values in £m of "
        "2021-22 and 2022-23 and volumes of 2021-22 and 2022-23." in text
    )
    assert "Sheet 'Old': no filled rows, hidden, not read" in text or "hidden, not read" in text
    assert "the column 'Notes' was not read" in text


def test_a_workbook_that_is_not_understood_is_shown_with_the_reason(seen):
    text = " ".join(seen([["Patch", "Spend", "Heads"], ["Kent", 1, 2]], 400).split())
    assert "Nothing: no table of values and volumes was found." in text
    assert "p.xlsx: no heading was found; expected a row with an area" in text
