"""Read a sheet cell by cell with openpyxl, where calamine would fill all the ground between two cells far apart."""

from __future__ import annotations

import warnings
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from vv_analysis.errors import InputError
from vv_analysis.ingest.cells.sheets import EMPTY
from vv_analysis.settings import limits
from vv_analysis.terms.provenance import Source


def sparse_rows(path: Path, name: str) -> list[list[object]]:
    """Return the rows of a sheet of an .xlsx down to the last that holds something, whatever size it says it has.

    Raises
    ------
    InputError
        Even so, the sheet is far larger than any publication.
    """
    # What the library has to remark on styles and date formats is no concern of who reads figures.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        workbook = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
        try:
            return _rows(path.name, workbook[name])
        finally:
            workbook.close()


def too_large(file: str, sheet: str) -> InputError:
    """Return the refusal of a sheet with more cells than the limit."""
    what, expected = "the sheet is far larger than any publication", f"at most {limits().sheet_cells:,} cells"
    where, remedy = str(Source(file, sheet=sheet)), "delete the empty rows and columns"
    return InputError(what, where=where, expected=expected, remedy=remedy)


def _rows(file: str, worksheet: Worksheet) -> list[list[object]]:
    worksheet.reset_dimensions()
    rows: list[list[object]] = []
    passed, most = 0, limits().sheet_cells
    for cells in worksheet.iter_rows(values_only=True):
        passed += len(cells)
        if passed > most:
            raise too_large(file, worksheet.title)
        last = next((index for index in range(len(cells), 0, -1) if cells[index - 1] not in EMPTY), 0)
        rows.append(list(cells[:last]))
    return rows
