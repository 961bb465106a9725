"""What is understood of an unknown workbook, sheet by sheet, and what is not."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from vv_analysis.errors import LayoutError
from vv_analysis.ingest.cells.files import read_sheets
from vv_analysis.ingest.cells.sheets import Sheet
from vv_analysis.ingest.publications.heading_rows import likely_heading
from vv_analysis.ingest.publications.layouts import tables_with_heading
from vv_analysis.ingest.publications.reader import publication
from vv_analysis.ingest.publications.rows import sorted_rows
from vv_analysis.ingest.publications.tables import Table
from vv_analysis.ingest.publications.workbook_tables import hidden_in, tables_of
from vv_analysis.terms.findings import Finding


@dataclass(frozen=True, slots=True)
class SheetDescription:
    """One sheet: its tables, whether it is hidden, whether its tables are read, and the row its heading may stand in.

    `likely_heading` is -1 where a heading was found, or where nothing looks like one.
    """

    sheet: Sheet
    tables: tuple[Table, ...]
    is_hidden: bool = False
    is_read: bool = False
    likely_heading: int = -1


@dataclass(frozen=True, slots=True)
class Description:
    """What a workbook holds.

    Attributes
    ----------
    path : Path
        The workbook.
    sheets : tuple of SheetDescription
        Its sheets in order.
    tables : tuple of Table
        The tables that would be read.
    rows : int
        How many rows a reading gives.
    findings : tuple of Finding
        What a reading has to say.
    error : LayoutError or None
        Why nothing would be read.
    """

    path: Path
    sheets: tuple[SheetDescription, ...]
    tables: tuple[Table, ...] = ()
    rows: int = 0
    findings: tuple[Finding, ...] = field(default=())
    error: LayoutError | None = None


def describe(path: Path) -> Description:
    """Look at a workbook or CSV of which nothing is known.

    Raises
    ------
    InputError
        The file cannot be opened.
    """
    sheets, said = read_sheets(path)
    hidden = hidden_in(said)
    try:
        tables, _ = tables_of(path.name, sheets, hidden=hidden)
        reading = publication(path)
    except LayoutError as error:
        described = tuple(_described(sheet, hidden, frozenset()) for sheet in sheets)
        return Description(path, described, findings=tuple(said), error=error)
    read = frozenset(table.sheet.name for table in tables)
    described = tuple(_described(sheet, hidden, read) for sheet in sheets)
    return Description(path, described, tuple(tables), len(reading.frame), tuple(reading.findings))


def _described(sheet: Sheet, hidden: frozenset[str], read: frozenset[str]) -> SheetDescription:
    tables = tuple(tables_with_heading(sheet))
    likely = -1 if any(table.figures for table in tables) else likely_heading(sheet)
    return SheetDescription(sheet, tables, sheet.name in hidden, sheet.name in read, likely)


def kinds_of_rows(described: SheetDescription) -> dict[int, str]:
    """Return what each filled row of a sheet was understood as.

    Returns
    -------
    dict
        By the row, counted from 0: ``title``, ``heading``, ``data``, ``total``, ``note``, ``words`` (a row of a
        table without a figure), ``group`` (the name of the rows below it) or ``not read``.
    """
    filled, tables = described.sheet.filled, described.tables
    if not any(table.figures for table in tables):
        return dict.fromkeys(filled, "not read")
    last_heading = max(table.heading_row for table in tables)
    kinds = {row: "title" if row < last_heading else "group" for row in filled}
    for table in tables:
        rows = sorted_rows(table)
        kinds |= {row: "data" if _has_figure(table, row) else "words" for row in rows.lines}
        kinds |= dict.fromkeys(rows.totals, "total") | dict.fromkeys(rows.notes, "note")
        kinds |= dict.fromkeys(rows.awry, "not read")
        kinds |= {row: "heading" for row in table.heading_rows if row in kinds}
    return kinds


def _has_figure(table: Table, row: int) -> bool:
    return any(table.sheet.at(row, column.index) is not None for column in table.figures)
