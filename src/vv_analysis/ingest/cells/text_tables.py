"""Open a CSV that nobody vouches for, and hand over its cells with the line each one stood on."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

from vv_analysis.errors import InputError
from vv_analysis.ingest.cells.sheets import Sheet
from vv_analysis.settings import limits
from vv_analysis.terms.findings import Finding
from vv_analysis.terms.provenance import Source

_SAVE_AGAIN = "open it in a spreadsheet program and save it as CSV UTF-8"
_SPLIT = "split it; [limits] in vv.toml allows more"
_LONGEST_CELL = 131_072
_OTHER_SEPARATORS = {";": "semicolons", "\t": "tabs"}


def read_text_table(path: Path) -> tuple[list[Sheet], list[Finding]]:
    """Read a CSV: commas between cells, in UTF-8 or, with a warning, Windows-1252.

    The index of a row is the line it starts on, counted from 0; a row that runs over several lines, with line
    breaks inside quotation marks, is followed by an empty row for each further line.

    Raises
    ------
    InputError
        The file is no text, too large, parted by something other than commas, or has a quotation mark too many.
    """
    most = limits()
    if path.stat().st_size > most.text_bytes:
        what, expected = "the file is too large", f"at most {most.text_bytes:,} bytes"
        raise InputError(what, where=path.name, expected=expected, remedy=_SPLIT)
    text, findings = _decoded(path)
    _refuse_other_separators(text, path.name)
    rows = _rows(text, path.name)
    if len(rows) > most.text_rows:
        what, expected = f"the table has {len(rows):,} rows", f"at most {most.text_rows:,}"
        raise InputError(what, where=path.name, expected=expected, remedy=_SPLIT)
    return [Sheet(path.name, "", rows)], findings


def _decoded(path: Path) -> tuple[str, list[Finding]]:
    data = path.read_bytes()
    if b"\0" in data:
        raise InputError("this is not a text table", where=path.name, expected="a CSV in UTF-8", remedy=_SAVE_AGAIN)
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        what = "the file is not UTF-8; it was read as Windows-1252"
        finding = Finding(path.name, path.name, "encoding", "warning", what, "UTF-8", "save it as CSV UTF-8")
        return data.decode("cp1252", errors="replace"), [finding]


def _refuse_other_separators(text: str, file: str) -> None:
    lines = [line for line in text.splitlines() if line.strip()]
    for separator, name in _OTHER_SEPARATORS.items():
        if lines and 2 * sum(line.count(separator) > line.count(",") for line in lines) > len(lines):
            raise InputError(
                f"the cells are parted by {name}",
                where=file,
                expected="commas between the cells",
                remedy=_SAVE_AGAIN,
            )


def _rows(text: str, file: str) -> list[list[object]]:
    rows: list[list[object]] = []
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    try:
        for cells in reader:
            _refuse_long_cell(cells)
            rows.append([cell or None for cell in cells])
            rows.extend([] for _ in range(reader.line_num - len(rows)))
    except csv.Error as error:
        raise InputError(
            f"the table cannot be read from this row on ({error})",
            where=str(Source(file, row=len(rows) + 1)),
            expected="quotation marks in pairs around a cell, and doubled inside it",
            remedy="correct the row, or " + _SAVE_AGAIN,
        ) from error
    return rows


def _refuse_long_cell(cells: list[str]) -> None:
    # The limit of the csv module is one for the whole process, and other libraries set it aside.
    if max(map(len, cells), default=0) > _LONGEST_CELL:
        raise csv.Error(f"a cell of more than {_LONGEST_CELL:,} characters")
