"""Open a workbook that nobody vouches for: nothing in it is run, fetched, or allowed to grow beyond reason."""

from __future__ import annotations

import warnings
import zipfile
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from pathlib import Path

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from vv_analysis.errors import InputError
from vv_analysis.ingest.sheet_marks import SheetMarks, marks_by_sheet
from vv_analysis.ingest.sheets import Sheet
from vv_analysis.terms.findings import Finding
from vv_analysis.terms.provenance import Source

MOST_BYTES = 100_000_000
MOST_PARTS = 2_000
MOST_RATIO = 100
MOST_CELLS = 20_000_000
MOST_MERGED_CELLS = 2_000_000
_MOST_RUNS = 10


def read_workbook(path: Path) -> tuple[list[Sheet], list[Finding]]:
    """Read every sheet of an .xlsx: stored values, never formulas; hidden sheets like the others.

    Raises
    ------
    InputError
        The file is no workbook, is damaged or protected, holds macros, or unpacks beyond reason.
    """
    with _archive(path) as archive:
        _refuse_bomb(archive, path.name)
        _refuse_macros(archive, path.name)
        try:
            return _read(path, marks_by_sheet(archive))
        except InputError:
            raise
        # A damaged or hostile part can fail anywhere inside the parser; whatever it is, the file is not readable.
        except Exception as error:
            raise InputError(
                "the workbook cannot be opened",
                where=path.name,
                expected="a sound .xlsx workbook",
                remedy="open it in a spreadsheet program and save it again",
            ) from error


def _archive(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        raise InputError(
            "this is not a workbook, or it is damaged or protected by a password",
            where=path.name,
            expected="an .xlsx workbook",
            remedy="open it and save it again as .xlsx, without a password",
        ) from error


def _refuse_bomb(archive: zipfile.ZipFile, file: str) -> None:
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    if len(parts) > MOST_PARTS or unpacked > MOST_BYTES or unpacked / packed > MOST_RATIO:
        raise InputError(
            f"the workbook unpacks to {unpacked:,} bytes in {len(parts):,} parts",
            where=file,
            expected=f"at most {MOST_BYTES:,} bytes, {MOST_PARTS:,} parts and {MOST_RATIO} times its size",
            remedy="split it, or ask who sent it",
        )


def _refuse_macros(archive: zipfile.ZipFile, file: str) -> None:
    if any(name.casefold().endswith("vbaproject.bin") for name in archive.namelist()):
        raise InputError(
            "the workbook holds macros",
            where=file,
            expected="an .xlsx workbook without macros",
            remedy="save it as .xlsx, which leaves them out",
        )


def _read(path: Path, marks: dict[str, SheetMarks]) -> tuple[list[Sheet], list[Finding]]:
    # What the library has to remark on styles and date formats is no concern of who reads figures.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        workbook = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
        try:
            sheets = _sheets(path.name, workbook, marks)
            hidden = [ws.title for ws in workbook.worksheets if ws.sheet_state != "visible"]
        finally:
            workbook.close()
    findings = [finding for sheet in sheets for finding in _said_of(sheet, marks[sheet.name], sheet.name in hidden)]
    return sheets, findings


def _sheets(file: str, workbook: Workbook, marks: dict[str, SheetMarks]) -> list[Sheet]:
    sheets = []
    for worksheet in workbook.worksheets:
        rows = _rows(file, worksheet)
        sheets.append(Sheet(file, worksheet.title, rows, _anchors(rows, marks[worksheet.title])))
    return sheets


def _rows(file: str, worksheet: Worksheet) -> list[list[object]]:
    """Return the cells down to the last that holds something, whatever size the sheet says it has."""
    worksheet.reset_dimensions()
    rows: list[list[object]] = []
    passed = 0
    for cells in worksheet.iter_rows(values_only=True):
        passed += len(cells)
        if passed > MOST_CELLS:
            where = str(Source(file, sheet=worksheet.title))
            what, expected = "the sheet is far larger than any publication", f"at most {MOST_CELLS:,} cells"
            raise InputError(what, where=where, expected=expected, remedy="delete the empty rows and columns")
        rows.append(_trimmed(cells))
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _trimmed(cells: tuple[object, ...]) -> list[object]:
    last = next((index for index in range(len(cells), 0, -1) if cells[index - 1] not in (None, "")), 0)
    return [None if cell == "" else cell for cell in cells[:last]]


def _anchors(rows: list[list[object]], marks: SheetMarks) -> dict[tuple[int, int], tuple[int, int]]:
    """Return, for every cell of a merged range that lies where the sheet holds anything, the range's first cell."""
    width = max((len(row) for row in rows), default=0)
    filled = [number for number, row in enumerate(rows, start=1) if row]
    anchors: dict[tuple[int, int], tuple[int, int]] = {}
    for first_column, first_row, last_column, last_row in marks.merged:
        columns = range(first_column - 1, min(last_column, width))
        for number in filled[bisect_left(filled, first_row) : bisect_right(filled, last_row)]:
            if (number - 1, first_column - 1) in anchors or len(anchors) > MOST_MERGED_CELLS:
                raise ValueError("merged ranges overlap, or cover more than any publication")
            anchors.update({(number - 1, column): (first_row - 1, first_column - 1) for column in columns})
    return anchors


def _said_of(sheet: Sheet, marks: SheetMarks, hidden: bool) -> Iterator[Finding]:
    where = str(Source(sheet.file, sheet=sheet.name))
    if hidden:
        yield Finding(sheet.file, where, "sheet-hidden", "note", "this sheet is hidden; it was read like the others")
    for kind, numbers in (("rows", marks.hidden_rows), ("columns", marks.hidden_columns)):
        if numbers:
            what = f"{kind} {_runs(numbers, kind)} are hidden; they were read like the others"
            yield Finding(sheet.file, where, f"{kind}-hidden", "note", what)
    for row, column in sorted(marks.formulas):
        if sheet.at(row - 1, column - 1) is None:
            yield _without_value(sheet, row - 1, column - 1)


def _runs(numbers: set[int], kind: str) -> str:
    """Return numbers as runs ("5, 7 to 9"), columns by their letters; a sentence holds the first few."""
    starts = sorted(number for number in numbers if number - 1 not in numbers)
    ends = sorted(number for number in numbers if number + 1 not in numbers)
    name = get_column_letter if kind == "columns" else str
    runs = [" to ".join(dict.fromkeys((name(first), name(last)))) for first, last in zip(starts, ends, strict=True)]
    more = f" and {len(runs) - _MOST_RUNS:,} more" if len(runs) > _MOST_RUNS else ""
    return ", ".join(runs[:_MOST_RUNS]) + more


def _without_value(sheet: Sheet, row: int, column: int) -> Finding:
    return Finding(
        sheet.file,
        sheet.source(row, column),
        "formula-without-value",
        "refused",
        "the cell holds a formula whose result was never stored",
        "a stored result",
        "open the workbook in a spreadsheet program and save it again",
    )
