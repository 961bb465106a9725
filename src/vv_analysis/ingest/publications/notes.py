"""Attach the notes of a publication to the cells they mark: "2026 (1)" and, below the table, "(1) Part year"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from vv_analysis.ingest.cells.sheets import Sheet, words_of
from vv_analysis.ingest.publications.layouts import Table
from vv_analysis.ingest.publications.rows import SortedRows
from vv_analysis.terms.findings import Finding, quoted

_SMALL = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
# A mark stands behind something: "(5,000)" and "(5)" alone are figures, "1,234 (5)" carries a note.
_MARK = re.compile(
    r"\[note (\d{1,2})\]|(?<=\S)\s+\((\d{1,2})\)(?=[\s,(]|$)|(?<=\S)([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})(?!\S)", re.IGNORECASE
)
_NEXT_MARK = re.compile(r"(?<=\)),? \((\d{1,2})\)(?=[\s,(]|$)")
_NOTE = re.compile(
    r"^(?:\((\d{1,2})\)|\[?note (\d{1,2})\]?\s*[:.)]?|([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})|(\d{1,2})[.)])\s+(?=\S)(.*)$",
    re.IGNORECASE | re.DOTALL,
)
_NOTE_ALONE = re.compile(r"^\[?(?:note )?(\d{1,2})\]?$", re.IGNORECASE)
_SHEET_OF_NOTES = re.compile(r"\bnotes?\b", re.IGNORECASE)


def marks_in(text: str) -> tuple[str, ...]:
    """Return the numbers of the notes that a text is marked with.

    Examples
    --------
    >>> marks_in("2026 (1), (2)"), marks_in("Value (£m) [note 3]"), marks_in("Kent¹"), marks_in("(5)")
    (('1', '2'), ('3',), ('1',), ())
    """
    found = [next(filter(None, match.groups())).translate(_SMALL) for match in _MARK.finditer(text)]
    return tuple(dict.fromkeys([*found, *(_NEXT_MARK.findall(text) if found else [])]))


def note_in(text: str) -> tuple[str, str] | None:
    """Return the number and the words of a note, or None if a text is none.

    Examples
    --------
    >>> note_in("(1) Part year, from 26 June"), note_in("Note 2: excludes VAT"), note_in("Kent")
    (('1', 'Part year, from 26 June'), ('2', 'excludes VAT'), None)
    """
    found = _NOTE.match(text.strip())
    if not found:
        return None
    return next(filter(None, found.groups()[:-1])).translate(_SMALL), found[5].strip()


def attached_notes(
    sheets: Sequence[Sheet], tables: Sequence[Table], sorted_rows: Sequence[SortedRows]
) -> Iterator[Finding]:
    """Yield, for every cell that is marked with a note, what the note says; or that there is no such note."""
    of_book = {
        number: words for sheet in sheets if _SHEET_OF_NOTES.search(sheet.name) for number, words in _listed(sheet)
    }
    for table, rows in zip(tables, sorted_rows, strict=True):
        notes = of_book | dict(_below_and_above(table, rows))
        for row, column, text in _marked(table, rows):
            for number in marks_in(text):
                yield _attached(table.sheet, row, column, number, notes.get(number))


def _listed(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Yield the notes of a sheet of notes: number and words in one cell, or in two side by side."""
    for row in sheet.filled:
        first, *others = [sheet.text(row, column) for column in sheet.own(row)]
        number = _NOTE_ALONE.match(first)
        if number and others:
            yield number[1], others[0]
        elif note := note_in(first):
            yield note


def _below_and_above(table: Table, rows: SortedRows) -> Iterator[tuple[str, str]]:
    for row in (*range(table.heading_row), *rows.notes):
        for column in table.sheet.own(row):
            if note := note_in(table.sheet.text(row, column)):
                yield note


def _marked(table: Table, rows: SortedRows) -> Iterator[tuple[int, int, str]]:
    """Yield the cells at and above the heading, and those of the lines, whose words carry a mark."""
    sheet = table.sheet
    for row in range(table.heading_row + 1):
        for column in sheet.own(row):
            text = sheet.text(row, column)
            if marks_in(text) and not note_in(text):
                yield row, column, text
    lines = (*rows.lines, *rows.totals)
    for index in (*table.keys.values(), *(column.index for column in table.figures)):
        marked = {cell for cell in sheet.distinct(index) if marks_in(words_of(cell))}
        if marked:
            cells = sheet.column(index, lines)
            yield from ((row, index, str(cell)) for row, cell in zip(lines, cells, strict=True) if cell in marked)


def _attached(sheet: Sheet, row: int, column: int, number: str, words: str | None) -> Finding:
    where = sheet.source(row, column)
    if words is None:
        what, remedy = f"the cell is marked with note {number}, which is not among the notes", "look for it on the page"
        return Finding(sheet.file, where, "note-missing", "note", what, "a note for every mark", remedy)
    return Finding(sheet.file, where, "note-attached", "note", f"note {number} says: {quoted(words)}")
