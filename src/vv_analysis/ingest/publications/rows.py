"""Sort the rows below a heading: those with figures, totals, notes, and rows that stand awry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from vv_analysis.ingest.cells.sheet_findings import row_awry
from vv_analysis.ingest.cells.sheets import EMPTY
from vv_analysis.ingest.publications.layouts import Table
from vv_analysis.terms.findings import Finding, quoted

_TOTAL = re.compile(
    r"^(?:grand |overall |sub[- ]?)?totals?\b|^all (?:areas|regions|lots)\b|\btotals?:?$", re.IGNORECASE
)
_PART = re.compile(r"^(?:of which|of whom|thereof|including)\b", re.IGNORECASE)
_NOTE = re.compile(r"^\s*(?:\(\d{1,2}\)|\[?note\b|notes?:|source\b|\*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SortedRows:
    """The rows of a table by what they are; `totals` and `parts` have the words that make each of them one."""

    lines: tuple[int, ...]
    totals: dict[int, str]
    parts: dict[int, str]
    notes: tuple[int, ...]
    awry: tuple[int, ...]

    def findings(self, table: Table) -> Iterator[Finding]:
        """Yield a finding for every row with more cells than headings, and for every part of the row above it."""
        yield from (row_awry(table.sheet, row) for row in self.awry)
        for row, words in self.parts.items():
            what = f"{quoted(words)} is a part of the row above it, and was not read, so that nobody is counted twice"
            yield Finding(table.sheet.file, table.sheet.source(row, 0), "row-of-which", "note", what)


def sorted_rows(table: Table) -> SortedRows:
    """Return the rows of a table, each in the one place where it belongs."""
    table.sheet.fetch([0, *table.keys.values(), *(column.index for column in table.figures)])
    totals = _totals(table)
    places = (table.keys[key] for key in ("area", "category") if key in table.keys)
    parts = _called(table, places, _PART)
    notes = frozenset(row for row in _maybe_notes(table) if _is_note(table, row))
    rest = [row for row in table.rows if row not in notes and row not in totals and row not in parts]
    awry = frozenset(table.spilling(rest))
    lines = tuple(row for row in rest if row not in awry)
    return SortedRows(lines, totals, parts, tuple(sorted(notes)), tuple(sorted(awry)))


def is_total(table: Table, row: int) -> bool:
    """Tell whether a row holds totals: its area, lot or first cell says so."""
    return row in _totals(table)


def _totals(table: Table) -> dict[int, str]:
    return _called(table, table.keys.values(), _TOTAL)


def _called(table: Table, columns: Iterable[int], words_for: re.Pattern[str]) -> dict[int, str]:
    """Return the words of every row with figures that one of its first or key cells calls by some words."""
    found: dict[int, str] = {}
    for index in sorted({0, *columns}, reverse=True):
        words = {cell for cell in table.sheet.distinct(index) if words_for.search(cell.strip())}
        cells = table.sheet.column(index, table.rows) if words else []
        found |= {row: str(cell) for row, cell in zip(table.rows, cells, strict=False) if cell in words}
    # A sentence about totals has no figures under the headings.
    return {row: found[row] for row in sorted(found) if any(table.sheet.uses(c.index, [row]) for c in table.figures)}


def _maybe_notes(table: Table) -> list[int]:
    """Return the rows whose first cell begins as a note does, or cannot tell: few of a long table."""
    merged = {row for row, _ in table.sheet.merged}
    maybe = list(table.rows)
    for index in sorted({0, *(column.index for column in table.columns[:1])}):
        cells = table.sheet.column(index, maybe)
        notes = {*EMPTY, *(cell for cell in table.sheet.distinct(index) if _NOTE.match(cell))}
        maybe = [row for row, cell in zip(maybe, cells, strict=True) if cell in notes or row in merged]
    return maybe


def _is_note(table: Table, row: int) -> bool:
    own = {table.sheet.text(row, column) for column in table.sheet.own(row)}
    written = own | {text for column in table.keys.values() if (text := table.sheet.text(row, column))}
    return len(written) == 1 and bool(_NOTE.match(next(iter(own))))
