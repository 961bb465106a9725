"""Open a workbook or CSV that nobody vouches for, and hand over its cells with where each one stood."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from vv_analysis.errors import InputError
from vv_analysis.terms.findings import Finding
from vv_analysis.terms.provenance import Source

MOST_BYTES = 100_000_000
MOST_PARTS = 2_000
MOST_RATIO = 100
MOST_ROWS = 1_000_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its cells as they stand, counted from 0, and what a reader of the frame cannot see.

    Attributes
    ----------
    rows : list of lists
        Cell values; None where empty. Only the first cell of a merged range holds its value.
    merged : dict
        For every other cell of a merged range, the (row, column) that holds its value.
    """

    file: str
    name: str
    rows: list[list[object]]
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    def at(self, row: int, column: int) -> object:
        """Return the value of a cell, None where there is none."""
        cells = self.rows[row] if row < len(self.rows) else []
        return cells[column] if column < len(cells) else None

    def text(self, row: int, column: int) -> str:
        """Return the words of a cell; a cell inside a merged range has the words of the whole range."""
        value = self.at(*self.merged.get((row, column), (row, column)))
        return "" if value is None else " ".join(str(value).split())

    def source(self, row: int, column: int) -> str:
        """Return where a cell stands, as written in every frame."""
        if not self.name:
            return str(Source(self.file, row=row + 1))
        return str(Source(self.file, sheet=self.name, cell=f"{get_column_letter(column + 1)}{row + 1}"))

    @property
    def width(self) -> int:
        """The number of columns of the widest row."""
        return max((len(row) for row in self.rows), default=0)


def read_sheets(path: Path) -> tuple[list[Sheet], list[Finding]]:
    """Read every sheet of a workbook (.xlsx), or the one table of a .csv.

    Raises
    ------
    InputError
        The file is absent, of another type, damaged, or far larger unpacked than any publication is.
    """
    if not path.is_file():
        raise InputError("there is no such file", where=str(path), remedy="check the name")
    if path.suffix.casefold() == ".csv":
        return _read_csv(path)
    if path.suffix.casefold() != ".xlsx":
        raise InputError(
            f"{path.suffix or 'a file without an ending'} is not read",
            where=path.name,
            expected="an .xlsx workbook without macros, or a .csv",
            remedy="open it and save it as .xlsx",
        )
    _refuse_bomb(path)
    return _read_workbook(path)


def _refuse_bomb(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile as error:
        raise InputError(
            "this is not a workbook, or it is damaged or protected by a password",
            where=path.name,
            expected="an .xlsx workbook",
            remedy="open it and save it again as .xlsx",
        ) from error
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    if len(parts) > MOST_PARTS or unpacked > MOST_BYTES or unpacked / packed > MOST_RATIO:
        raise InputError(
            f"the workbook unpacks to {unpacked:,} bytes in {len(parts):,} parts",
            where=path.name,
            expected=f"at most {MOST_BYTES:,} bytes, {MOST_PARTS:,} parts and {MOST_RATIO} times its size",
            remedy="split it, or ask who sent it",
        )


def _read_workbook(path: Path) -> tuple[list[Sheet], list[Finding]]:
    with_formulas = _open(path, values=False)
    formulas = {
        (sheet.title, cell.row - 1, cell.column - 1)
        for sheet in with_formulas.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }
    workbook = _open(path, values=True) if formulas else with_formulas
    sheets = [_sheet(path.name, worksheet) for worksheet in workbook.worksheets]
    findings = [finding for ws in workbook.worksheets for finding in _hidden(path.name, ws)]
    findings += [finding for sheet in sheets for finding in _without_value(sheet, formulas)]
    return sheets, findings


def _open(path: Path, *, values: bool) -> Workbook:
    try:
        return openpyxl.load_workbook(path, data_only=values)
    # A damaged or hostile part can fail anywhere inside the parser; whatever it is, the file is not readable.
    except Exception as error:
        raise InputError(
            "the workbook cannot be opened",
            where=path.name,
            expected="a sound .xlsx workbook",
            remedy="open it in a spreadsheet program and save it again",
        ) from error


def _sheet(file: str, worksheet: Worksheet) -> Sheet:
    rows = [[cell if cell != "" else None for cell in row] for row in worksheet.iter_rows(values_only=True)]
    merged = {
        (row - 1, column - 1): (block.min_row - 1, block.min_col - 1)
        for block in worksheet.merged_cells.ranges
        for row in range(block.min_row, block.max_row + 1)
        for column in range(block.min_col, block.max_col + 1)
    }
    return Sheet(file, worksheet.title, rows, merged)


def _hidden(file: str, worksheet: Worksheet) -> Iterator[Finding]:
    where = str(Source(file, sheet=worksheet.title))
    if worksheet.sheet_state != "visible":
        yield Finding(file, where, "sheet-hidden", "note", "this sheet is hidden; it was read like the others")
    hidden = [str(number) for number, row in sorted(worksheet.row_dimensions.items()) if row.hidden]
    if hidden:
        what = f"rows {', '.join(hidden)} are hidden; they were read like the others"
        yield Finding(file, where, "rows-hidden", "note", what)


def _without_value(sheet: Sheet, formulas: set[tuple[str, int, int]]) -> Iterator[Finding]:
    for name, row, column in sorted(formulas):
        if name == sheet.name and sheet.at(row, column) is None:
            yield Finding(
                sheet.file,
                sheet.source(row, column),
                "formula-without-value",
                "refused",
                "the cell holds a formula whose result was never stored",
                "a figure",
                "open the workbook in a spreadsheet program and save it again",
            )


def _read_csv(path: Path) -> tuple[list[Sheet], list[Finding]]:
    data = path.read_bytes()
    if len(data) > MOST_BYTES or b"\0" in data:
        raise InputError("this is not a text table, or it is too large", where=path.name, expected="a CSV in UTF-8")
    findings = []
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
        what = "the file is not UTF-8; it was read as Windows-1252"
        findings = [Finding(path.name, path.name, "encoding", "warning", what, "UTF-8", "save it as CSV UTF-8")]
    rows: list[list[object]] = [[cell or None for cell in row] for row in csv.reader(text.splitlines())]
    if len(rows) > MOST_ROWS:
        raise InputError(f"the table has {len(rows):,} rows", where=path.name, expected=f"at most {MOST_ROWS:,}")
    return [Sheet(path.name, "", rows)], findings
