"""Open a workbook that nobody vouches for: nothing in it is run, fetched, or allowed to grow beyond reason.

The cells come from calamine, which is quick and knows nothing else; what it cannot see comes from the marks.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import cast
from zipfile import ZipFile

from python_calamine import CalamineWorkbook, SheetVisibleEnum, load_workbook

from vv_analysis.errors import InputError
from vv_analysis.ingest.cells.archives import opened
from vv_analysis.ingest.cells.open_documents import marks_in_tables
from vv_analysis.ingest.cells.sheet_findings import findings_of
from vv_analysis.ingest.cells.sheet_marks import SheetMarks, marks_by_sheet, refuse_disorder
from vv_analysis.ingest.cells.sheets import EMPTY, Sheet
from vv_analysis.ingest.cells.sparse_sheets import sparse_rows, too_large
from vv_analysis.settings import limits
from vv_analysis.terms.findings import Finding

MOST_MERGED_CELLS = 2_000_000

_Rows = list[list[object]]


def read_workbook(path: Path) -> tuple[list[Sheet], list[Finding]]:
    """Read every sheet of an .xlsx: stored values, never formulas; hidden sheets like the others.

    Raises
    ------
    InputError
        The file is no workbook, is damaged or protected, holds macros, or unpacks beyond reason.
    """
    return _read(path, marks_by_sheet)


def read_open_document(path: Path) -> tuple[list[Sheet], list[Finding]]:
    """Read every sheet of an .ods, as `read_workbook` does."""
    return _read(path, marks_in_tables)


def _read(path: Path, marks_in: Callable[[ZipFile], dict[str, SheetMarks]]) -> tuple[list[Sheet], list[Finding]]:
    with opened(path) as archive, _damage_refused(path.name):
        marks = marks_in(archive)
        _refuse_unbearable(path, marks)
        book = load_workbook(path)
        rows = {name: _rows(path, book, name, mark) for name, mark in marks.items()}
        for name in (name for name in marks if _is_short(rows[name], marks[name])):
            refuse_disorder(archive, name)
        sheets = [_sheet(path, name, rows[name], marks[name]) for name in marks]
        hidden = {sheet.name for sheet in book.sheets_metadata if sheet.visible != SheetVisibleEnum.Visible}
    said = [list(findings_of(sheet, marks[sheet.name], is_hidden=sheet.name in hidden)) for sheet in sheets]
    return sheets, [finding for findings in said for finding in findings]


@contextmanager
def _damage_refused(file: str) -> Iterator[None]:
    try:
        yield
    except (InputError, KeyboardInterrupt, SystemExit):
        raise
    # A damaged or hostile part can fail anywhere inside the parsers, and calamine's own faults are no Exceptions.
    except BaseException as error:
        raise InputError(
            "the workbook cannot be opened",
            where=file,
            expected="a sound workbook",
            remedy="open it in a spreadsheet program and save it again",
        ) from error


def _refuse_unbearable(path: Path, marks: Mapping[str, SheetMarks]) -> None:
    # Only an .xlsx can be read cell by cell, whatever ground lies between its cells.
    for name, mark in marks.items():
        if _cells(mark) > limits().sheet_cells and path.suffix.casefold() != ".xlsx":
            raise too_large(path.name, name)


def _rows(path: Path, book: CalamineWorkbook, name: str, size: SheetMarks) -> _Rows:
    if _cells(size) > limits().sheet_cells:
        return sparse_rows(path, name)
    return cast("_Rows", book.get_sheet_by_name(name).to_python(skip_empty_area=False))


def _sheet(path: Path, name: str, rows: _Rows, marks: SheetMarks) -> Sheet:
    for (row, column), error in marks.errors.items():
        _put(rows, row - 1, column - 1, error)
    while rows and all(cell in EMPTY for cell in rows[-1]):
        rows.pop()
    shown_as = {(row - 1, column - 1): what for (row, column), what in marks.shown_as.items()}
    sheet = Sheet(path.name, name, rows, shown_as=shown_as)
    return replace(sheet, merged=_anchors(sheet, marks))


def _cells(marks: SheetMarks) -> int:
    return marks.last_row * marks.last_column


def _put(rows: _Rows, row: int, column: int, text: str) -> None:
    rows.extend([] for _ in range(row + 1 - len(rows)))
    rows[row].extend("" for _ in range(column + 1 - len(rows[row])))
    rows[row][column] = text


def _is_short(rows: _Rows, marks: SheetMarks) -> bool:
    """Tell whether fewer cells were handed over than the sheet stores, by a count of our own."""
    return marks.stored > sum(len(cells) - cells.count("") for cells in rows)


def _anchors(sheet: Sheet, marks: SheetMarks) -> dict[tuple[int, int], tuple[int, int]]:
    """Return, for every cell of a merged range that lies where the sheet holds anything, the range's first cell."""
    filled = [row + 1 for row in sheet.filled] if marks.merged else []
    anchors: dict[tuple[int, int], tuple[int, int]] = {}
    for first_column, first_row, last_column, last_row in marks.merged:
        columns = range(first_column - 1, min(last_column, sheet.width))
        for number in filled[bisect_left(filled, first_row) : bisect_right(filled, last_row)]:
            if (number - 1, first_column - 1) in anchors or len(anchors) > MOST_MERGED_CELLS:
                raise ValueError("merged ranges overlap, or cover more than any publication")
            anchors.update({(number - 1, column): (first_row - 1, first_column - 1) for column in columns})
    return anchors
