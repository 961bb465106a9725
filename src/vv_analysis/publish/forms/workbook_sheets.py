"""The sheets of a report's workbook: what stands above each table, its cells, and how its numbers are shown."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from vv_analysis.present import content
from vv_analysis.publish.forms.workbook_words import MARK, number_format, text, words
from vv_analysis.terms.vocabulary import STATUS_MARKS

_LONGEST_HEAD = 255
_NUMBERED_LETTER = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_MISSING = "x"
_ONE_TABLE = "This worksheet contains one table."
_HERE = "This part begins here."


@dataclass(slots=True)
class Sheet:
    """A sheet of one table: what stands above the table, its cells, and how they look.

    Attributes
    ----------
    label, about : str
        Its name in the workbook, and what it holds.
    instructions : str
        What is said of the sheet in its second cell.
    heads, rows : list
        The table. A cell is a text, a number or a link, which is a mapping of its words to where it leads.
    markers : str
        The notes named in its title.
    legend, scope : list of str, str
        What the marks stand for, and what else stands above the table.
    looks : list of dict
        How columns and single cells look, in the words of the writing library.
    """

    label: str
    about: str
    instructions: str
    heads: list[str]
    rows: list[list[Any]]
    markers: str = ""
    legend: list[str] = field(default_factory=list)
    scope: str = ""
    looks: list[dict[str, Any]] = field(default_factory=list)

    @property
    def title(self) -> str:
        """What the sheet is called in its first cell, with the notes that belong to it."""
        return self.about + self.markers

    @property
    def table_name(self) -> str:
        """A name of its own for the table: its sheet's, and what it holds in the letters that every program takes."""
        if not re.search(r"_\d+$", self.label):
            return self.label
        return f"{self.label}_{re.sub(r'[^A-Za-z0-9]+', '_', self.about)[:80]}".rstrip("_")


def title(report: content.Report) -> str:
    """Return what a report is called: what it is about, and which one.

    Examples
    --------
    >>> title(content.Report("Wales", "region", "2026-03-11", "0.1.0", "wales", (content.Title("Region", "Wales"),)))
    'Region: Wales'
    """
    return text(": ".join(filter(str.strip, (report.head.kind, report.head.name))) or report.title) or "Report"


def sheets(report: content.Report) -> list[Sheet]:
    """Return every sheet that has a table, in the order of the workbook.

    Parameters
    ----------
    report : content.Report
        The finished report.

    Returns
    -------
    list of Sheet
        The contents, the notes, the findings, the tables and the figures of the pictures; none if it has none of them.

    Examples
    --------
    >>> sheets(content.Report("Wales", "region", "2026-03-11", "0.1.0", "wales", (content.Title("Region", "Wales"),)))
    []
    """
    notes: dict[str, int] = {}
    tables = _tables(report, notes)
    drawn = sorted((one for one in tables.values() if one.rows), key=lambda one: one.label.startswith("Picture"))
    found = [*_notes_sheet(notes), *_findings_sheet(report, tables), *drawn]
    return [*_contents_sheet(found), *found]


def _tables(report: content.Report, notes: dict[str, int]) -> dict[int, Sheet]:
    """Return the sheet of every table and picture by the place of its block, and number the notes of all of them."""
    table, picture = count(1), count(1)
    sheets = {}
    for place, block in enumerate(report.blocks):
        if isinstance(block, content.Grid):
            sheets[place] = _table_sheet(f"Table_{next(table)}", block.caption, block, notes)
        elif isinstance(block, content.Picture):
            caption = f"Figures of the picture: {block.title}"
            sheet = _table_sheet(f"Picture_{next(picture)}", caption, block.data, notes, invented=block.illustrative)
            parts = dict.fromkeys(filter(None, map(text, (block.data.caption, block.subtitle, block.alt))))
            sheet.scope = " ".join(part if part.endswith((".", "?", "!")) else f"{part}." for part in parts)
            sheets[place] = sheet
    return sheets


def _table_sheet(
    label: str, caption: str, grid: content.Grid, notes: dict[str, int], *, invented: bool = False
) -> Sheet:
    invented = invented or grid.illustrative
    heads, cut = _heads(grid.heads)
    about = (f"{content.ILLUSTRATIVE}: " if invented else "") + (text(caption) or label.replace("_", " "))
    lines = dict.fromkeys(filter(None, map(text, (*grid.notes, *cut))))
    markers = "".join(f" [note {notes.setdefault(line, len(notes) + 1)}]" for line in lines)
    legend = _legend(grid)
    instructions = _ONE_TABLE
    instructions += " The shorthand in its cells is explained above the table." if legend else ""
    instructions += " The notes that its title names are on the worksheet Notes." if markers else ""
    rows = [[_value(cell) for cell in row] for row in grid.rows] if heads else []
    return Sheet(label, about, instructions, heads, rows, markers, legend, looks=list(_looks(grid)))


def _heads(heads: Sequence[content.Heads]) -> tuple[list[str], list[str]]:
    """Return the heads as Excel takes them, each once whatever its case; and in full those that were cut."""
    made: list[str] = []
    cut: list[str] = []
    for number, head in enumerate(heads, 1):
        # In the name of a column, unlike in a cell, Excel would read _x0041_ as the letter with that number.
        said = _NUMBERED_LETTER.sub("_ ", words(head.words))
        if not any(sign.isalnum() for sign in said):
            said = f"Column {number}: {said}" if said else f"Column {number}"
        if len(said) > _LONGEST_HEAD:
            cut.append(f"Column {number} in full: {said}")
            said = f"{said[: _LONGEST_HEAD - 40]}…"
        while said.casefold() in {other.casefold() for other in made}:
            said = f"Column {number}: {said}"
        made.append(said)
    return made, cut


def _legend(grid: content.Grid) -> list[str]:
    shown = [words(cell.shown) for row in grid.rows for cell in row]
    found = {mark for said in shown for mark in MARK.findall(said)} | {_MISSING for said in shown if not said}
    known = {mark: meaning for mark, meaning in STATUS_MARKS.items() if mark in found}
    given = {words(mark): words(meaning) for mark, meaning in grid.legend if words(meaning)}
    return [f"[{mark}] {meaning}" for mark, meaning in (known | given).items()]


def _value(cell: content.Cell) -> Any:
    return cell.number if _is_number(cell) else text(cell.shown) or f"[{_MISSING}]"


def _looks(grid: content.Grid) -> Iterator[dict[str, Any]]:
    """Yield the looks of a table: numbers and the marks among them to the right, each number as it is shown."""
    right = [column for column, head in enumerate(grid.heads) if head.numeric]
    if right:
        yield {"column": {"columns": right, "format": {"align": "right"}, "include_names": True}}
    usual: dict[str, list[int]] = {}
    rare: list[dict[str, Any]] = []
    for column in range(len(grid.heads)):
        forms = _forms(grid, column)
        most = Counter(forms.values()).most_common(1)[0][0] if forms else ""
        usual.setdefault(most, []).append(column)
        for place, form in forms.items():
            if form != most:
                rare.append({"cell": {"cells": (place, column), "format": {"num_format": form}}})
    for form, columns in usual.items():
        if form:
            yield {"column": {"columns": columns, "format": {"num_format": form}, "include_names": False}}
    yield from rare


def _forms(grid: content.Grid, column: int) -> dict[int, str]:
    """Return how each number of a column is shown, by its row; every number has a sign if one is a rise."""
    cells = {place: row[column] for place, row in enumerate(grid.rows, 1)}
    signed = any(cell.shown.startswith("+") for cell in cells.values())
    return {
        place: number_format(cell.number, cell.shown, signed=signed)
        for place, cell in cells.items()
        if cell.number is not None and math.isfinite(cell.number)
    }


def _is_number(cell: content.Cell) -> bool:
    return cell.number is not None and math.isfinite(cell.number)


def _notes_sheet(notes: Mapping[str, int]) -> Iterator[Sheet]:
    if notes:
        rows = [[number, line] for line, number in notes.items()]
        yield Sheet("Notes", "Notes", _ONE_TABLE, ["Note number", "Note text"], rows)


def _findings_sheet(report: content.Report, tables: Mapping[int, Sheet]) -> Iterator[Sheet]:
    """Give the words of the report in their order, and where each of its tables stands among them."""
    part = "Introduction"
    rows: list[list[str]] = []
    for place, block in enumerate(report.blocks):
        if isinstance(block, content.Heading):
            part = text(block.words) or part
            rows.append([part, _HERE])
            continue
        for line in _said(block, tables.get(place)):
            if rows and rows[-1] == [part, _HERE]:
                rows.pop()
            rows.append([part, line])
    if rows:
        instructions = f"{_ONE_TABLE} It holds the words of the report, part by part."
        heads = ["Part of the report", "What it says"]
        yield Sheet("Findings", f"Findings: {title(report)}", instructions, heads, rows)


def _said(block: content.Block, sheet: Sheet | None) -> Iterator[str]:
    if isinstance(block, content.Prose):
        yield from filter(None, map(text, block.paragraphs))
    elif isinstance(block, content.Points):
        yield from filter(None, map(text, block.points))
    elif sheet is not None:
        yield f"{sheet.label}: {sheet.title}" if sheet.rows else f"There are no rows in the table: {sheet.title}"
        if sheet.scope and not sheet.rows:
            yield sheet.scope


def _contents_sheet(sheets: Sequence[Sheet]) -> Iterator[Sheet]:
    if sheets:
        rows = [[{one.label: f"internal:'{one.label}'!A1"}, one.about] for one in sheets]
        instructions = f"{_ONE_TABLE} It lists the worksheets that follow, with a link to each."
        yield Sheet("Table_of_contents", "Table of contents", instructions, ["Worksheet", "What it holds"], rows)
