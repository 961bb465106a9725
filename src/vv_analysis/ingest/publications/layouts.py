"""Find the tables in a sheet by their headings, whatever stands above them and however their years are laid out.

Every column is either a key (area, lot, cohort ...) or a figure (value or volume, for a contract year). What a
column does not say is said by its sheet: a sheet a lot names the category in its title, a sheet a measure says
whether its figures are values or volumes. What `[layout]` of a ``publication.toml`` says comes before both.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import replace
from functools import cache, partial

from vv_analysis.ingest.cells.sheets import EMPTY, Sheet
from vv_analysis.ingest.publications.column_meanings import UNKNOWN, Surroundings, columns_of
from vv_analysis.ingest.publications.heading_rows import Heading, headings_in
from vv_analysis.ingest.publications.layout_overrides import NOTHING_SAID, LayoutOverrides
from vv_analysis.ingest.publications.sheet_lines import SheetLines, category_named, is_remark, speaks_of_figures
from vv_analysis.ingest.publications.tables import Column, Table, Unread
from vv_analysis.ingest.words.areas import levels_named
from vv_analysis.terms.provenance import Source

__all__ = ["Column", "Table", "Unread", "tables_in", "tables_with_heading"]

_ROWS_OF_NOTES = 60

_FIGURE = re.compile(r"[^A-Za-z]*[0-9][^A-Za-z]*")


def tables_in(sheet: Sheet, layout: LayoutOverrides = NOTHING_SAID) -> list[Table]:
    """Return the tables of a sheet that hold figures, from top to bottom and from left to right.

    Parameters
    ----------
    sheet : Sheet
        One sheet of a workbook, or a CSV.
    layout : LayoutOverrides, optional
        What ``publication.toml`` says of its layout.

    Raises
    ------
    LayoutError
        The sheet is not as `layout` says.
    """
    return [table for table in tables_with_heading(sheet, layout) if table.figures]


def tables_with_heading(sheet: Sheet, layout: LayoutOverrides = NOTHING_SAID) -> list[Table]:
    """Return every table of a sheet, even one of whose figures no column can be read."""
    headings = headings_in(sheet, layout)
    starts = [0, *(_first_line_above(sheet, heading) for heading in headings[1:]), len(sheet.rows)]
    top = range(headings[0].rows.start) if headings else range(0)
    above = _lines(sheet, top)
    only = cache(partial(_only, sheet))
    tables = []
    for number, heading in enumerate(headings):
        own = range(starts[number], heading.rows.start) if number else range(0)
        for part in (parts := heading.parts()):
            if len(parts) == 1:
                ground, lines = sheet, SheetLines(sheet.name, own=_lines(sheet, own), above=above)
            else:
                ground = only(part.columns)
                lines = SheetLines(sheet.name, own=_lines(ground, own or top), beside=above)
            rows = _rows_below(ground, part, starts[number + 1], layout)
            tables += _tables(ground, part, rows, replace(lines, below=_notes_below(ground, rows)), layout)
    return tables


def _tables(
    sheet: Sheet, heading: Heading, rows: tuple[int, ...], lines: SheetLines, layout: LayoutOverrides
) -> list[Table]:
    where = str(Source(sheet.file, sheet=sheet.name))
    around = Surroundings(lines, layout, where, lambda index: _holds_figures(sheet, index, rows))
    columns = columns_of(heading, around)
    others = _without_heading(sheet, heading, rows, {column.index for column in columns})
    in_order = tuple(sorted((*columns, *others), key=lambda column: column.index))
    table = Table(sheet, in_order, heading.rows[-1], rows, lines.category(), heading.rows[0])
    return _by_group(table)


def _only(sheet: Sheet, columns: range) -> Sheet:
    """Return a sheet with nothing outside some columns, each cell still in its place."""
    start, stop = columns.start, columns.stop
    return replace(sheet, rows=[[None] * min(start, len(cells)) + cells[start:stop] for cells in sheet.rows])


def _rows_below(sheet: Sheet, heading: Heading, end: int, layout: LayoutOverrides) -> tuple[int, ...]:
    first = max(heading.rows.stop, (layout.first_row or 1) - 1)
    return tuple(sheet.filled[bisect_left(sheet.filled, first) : bisect_left(sheet.filled, end)])


def _without_heading(sheet: Sheet, heading: Heading, rows: tuple[int, ...], known: set[int]) -> tuple[Column, ...]:
    bare = (index for index in heading.columns if index not in known)
    used = (index for index in bare if sheet.uses(index, rows))
    return tuple(Column(index, "", unread=UNKNOWN) for index in used)


def _holds_figures(sheet: Sheet, index: int, rows: tuple[int, ...]) -> bool:
    cells = (cell for cell in sheet.column(index, rows) if cell not in EMPTY)
    return any(not isinstance(cell, str) or _FIGURE.fullmatch(cell) for cell in cells)


def _first_line_above(sheet: Sheet, heading: Heading) -> int:
    """Return the first of the lines of one text that stand together above a heading, such as its title."""
    row = heading.rows.start
    while row and not sheet.own(row - 1):
        row -= 1
    while row and len(sheet.own(row - 1)) == 1:
        row -= 1
    return row


def _lines(sheet: Sheet, rows: Iterable[int]) -> tuple[str, ...]:
    return tuple(sheet.text(row, column) for row in rows for column in sheet.own(row))


def _notes_below(sheet: Sheet, rows: tuple[int, ...]) -> tuple[str, ...]:
    """Return the lines of one text among the last rows of a table that speak of its figures."""
    notes = (row for row in rows[-_ROWS_OF_NOTES:] if len(sheet.own(row)) == 1)
    return tuple(text for text in _lines(sheet, notes) if speaks_of_figures(text))


def _by_group(table: Table) -> list[Table]:
    """Return a table in parts, each of the lot that a row by itself names above it.

    The name of a region over its areas is no row of the table; the region of an area is known.
    """
    named = _group_rows(table)
    if not named:
        return [table]
    lots = {row: category for row, text in named.items() if (category := category_named(text))}
    starts = [table.rows[0], *lots] if table.rows[0] not in lots else list(lots)
    parts: list[Table] = []
    told: set[int] = set()
    for start, end in zip(starts, [*starts[1:], table.rows[-1] + 1], strict=True):
        rows = tuple(row for row in table.rows if start <= row < end and row not in named)
        if rows:
            # A column that is not read is said once, with the first part that uses it.
            columns = tuple(column for column in table.columns if column.index not in told)
            parts.append(replace(table, rows=rows, columns=columns, category=lots.get(start, table.category)))
            told |= {column.index for column in columns if column.unread and table.sheet.uses(column.index, rows)}
    return parts or [table]


def _group_rows(table: Table) -> dict[int, str]:
    """Return the rows that hold one text and no figure, and that text, where it names the lot or region of others."""
    figures = table.figures
    if not figures or not table.rows:
        return {}
    cells = table.sheet.column(figures[0].index, table.rows)
    bare = (place for place, cell in enumerate(cells) if cell in EMPTY)
    alone = [place for place in bare if len(table.sheet.own(table.rows[place])) == 1]
    return {table.rows[place]: text for place in alone if (text := _group_named(table, place))}


def _group_named(table: Table, place: int) -> str:
    row = table.rows[place]
    text = table.sheet.text(row, table.sheet.own(row)[0])
    below = table.rows[place + 1 : place + 2]
    if "category" not in table.keys and not is_remark(text) and category_named(text):
        return text
    if "area" in table.keys and below and "region" in levels_named(text):
        next_area = table.words(below[0], "area")
        return text if next_area == text or levels_named(next_area) == {"area"} else ""
    return ""
