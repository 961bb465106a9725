"""Say which rows of a table were not read, and why; and account for all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from vv_analysis.errors import AreaError, CategoryError
from vv_analysis.ingest.publications.layouts import Table
from vv_analysis.ingest.publications.places import Said, vat_of
from vv_analysis.ingest.publications.rows import SortedRows
from vv_analysis.ingest.words.names import normalised
from vv_analysis.terms import vocabulary
from vv_analysis.terms.findings import Finding, quoted


def unread_rows(table: Table, rows: Sequence[int], said: Said) -> Iterator[Finding]:
    """Yield a finding for every row whose area or service is not known."""
    for place in np.flatnonzero(~said.is_known).tolist():
        row, error = rows[place], said.error(place)
        yield _refused_row(table, row, error) if _has_figures(table, row) else _words_only(table, row)


def _has_figures(table: Table, row: int) -> bool:
    return any(table.sheet.at(row, column.index) is not None for column in table.figures)


def _words_only(table: Table, row: int) -> Finding:
    first = table.sheet.own(row)[0]
    what = f"a row of words without figures was passed by: {table.sheet.text(row, first)[:80]!r}"
    return Finding(table.sheet.file, table.sheet.source(row, first), "row-of-words", "note", what)


def _refused_row(table: Table, row: int, error: AreaError | CategoryError) -> Finding:
    key = "category" if isinstance(error, CategoryError) else "area"
    column = table.keys.get(key, table.keys.get("region", 0))
    where = table.sheet.source(row, column)
    return Finding.from_error(error, file=table.sheet.file, where=where, rule=f"{key}-unknown")


def vat_unknown(table: Table, rows: Sequence[int], said: Said) -> Iterator[Finding]:
    """Yield a finding for every row that says something of VAT that is not understood."""
    for place in np.flatnonzero(said.vat_words.is_true & ~vat_of(said).is_true).tolist():
        where = table.sheet.source(rows[place], table.keys["vat"])
        what = f"{quoted(said.vat_words[place])} is no VAT basis that is known"
        expected = "excluding VAT, including VAT, or exempt"
        yield Finding(table.sheet.file, where, "vat-unknown", "warning", what, expected, "correct the cell")


def named_otherwise(table: Table, rows: Sequence[int], said: Said) -> Iterator[Finding]:
    """Yield a note for every area or service that is named otherwise than in the frame, where it first is."""
    areas = said.area.each(lambda area: getattr(area, "name", ""))
    services = said.category.each(lambda category: vocabulary.CATEGORIES.get(str(category), ""))
    for key, words, names in (("area", said.area_words, areas), ("category", said.category_words, services)):
        column = table.keys.get(key, table.keys.get("region", 0))
        _, firsts, counts = np.unique(words.which, return_index=True, return_counts=True)
        for first, count in sorted(zip(firsts.tolist(), counts.tolist(), strict=True)):
            if words[first] and normalised(words[first]) != normalised(names[first]):
                where, times = table.sheet.source(rows[first], column), "once" if count == 1 else f"{count:,} times"
                what = f"{quoted(words[first])} was read as {names[first]}, {times}"
                yield Finding(table.sheet.file, where, "name-read-as", "note", what)


def without_year(table: Table, row: int) -> Finding:
    """Return the finding for a row that names no contract year where its heading names none either."""
    where = table.sheet.source(row, table.keys.get("year", table.figures[0].index))
    what = "no contract year is stated for this row"
    return Finding(table.sheet.file, where, "year-unknown", "refused", what, "a year such as 2021-22", "add the year")


def accounted(table: Table, rows: SortedRows, read: int) -> Finding:
    """Return the account of a table: the rows read and those passed by or refused are all there are."""
    unread = len(rows.lines) - read + len(rows.awry)
    others = {
        "totals": len(rows.totals),
        "parts of other rows": len(rows.parts),
        "notes": len(rows.notes),
        "not read": unread,
    }
    rest = "".join(f", {count:,} {name}" for name, count in others.items() if count)
    where = table.sheet.source(table.rows[0] if table.rows else table.heading_row, 0)
    what = f"of {len(table.rows):,} rows below the heading, {read:,} were read{rest}"
    return Finding(table.sheet.file, where, "rows-read", "note", what)
