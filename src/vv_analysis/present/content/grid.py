"""A finished table: what each cell shows, its number, the notes below, and what the marks stand for."""

from __future__ import annotations

import csv
import io
from html import escape
from typing import Any, Literal

from pydantic.dataclasses import dataclass

from vv_analysis.present.content.words import FINISHED, Words, bundle, tag


@dataclass(frozen=True, slots=True, config=FINISHED)
class Cell:
    """One cell: how it is shown, and its number in the unit of the heading if it is one.

    A missing figure is shown as its mark (``[x]``) and has no number.
    """

    shown: Words
    number: float | None = None


@dataclass(frozen=True, slots=True, config=FINISHED)
class Heads:
    """The head of one column: its words with the unit in round brackets, and whether it holds numbers."""

    words: Words
    numeric: bool = False


@dataclass(frozen=True, slots=True, config=FINISHED)
class Grid:
    """A finished table, the first column naming the rows.

    Attributes
    ----------
    caption : str
        What it shows: content, place, period.
    heads : tuple of Heads
        The columns.
    rows : tuple of tuple of Cell
        One cell a column in each row.
    notes : tuple of str
        Sentences and sources below it.
    legend : tuple of (str, str)
        The status marks that stand in it, each with its meaning: ``("x", "missing")``.
    illustrative : bool
        Whether any figure in it is invented.

    Examples
    --------
    >>> grid = Grid("Cost", (Heads("Area"), Heads("Cost (£)", True)), ((Cell("Kent"), Cell("£1,250", 1250.0)),))
    >>> print(grid.csv())
    Area,Cost (£)
    Kent,1250.0
    """

    caption: Words
    heads: tuple[Heads, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[Words, ...] = ()
    legend: tuple[tuple[str, str], ...] = ()
    illustrative: bool = False
    block: Literal["table"] = "table"

    @property
    def marks(self) -> str:
        """What the marks in it stand for, as a sentence; empty if there are none."""
        return f"Marks: {'; '.join(f'[{mark}] {meaning}' for mark, meaning in self.legend)}." if self.legend else ""

    def csv(self) -> str:
        """Return it for programs: numbers as numbers; a missing one is empty, its mark in a column beside it."""
        written = io.StringIO()
        writer = csv.writer(written, lineterminator="\n")
        marked = [place for place in range(len(self.heads)) if self._has_marks(place)]
        writer.writerow([*(_guarded(head.words) for head in self.heads), *self._mark_heads(marked)])
        for row in self.rows:
            cells = [self._plain(place, cell) for place, cell in enumerate(row)]
            writer.writerow([*cells, *("" if row[place].number is not None else _mark(row[place]) for place in marked)])
        return written.getvalue()

    def _has_marks(self, place: int) -> bool:
        return self.heads[place].numeric and any(row[place].number is None for row in self.rows)

    def _mark_heads(self, marked: list[int]) -> list[str]:
        return [_guarded(f"Mark of: {self.heads[place].words}") for place in marked]

    def _plain(self, place: int, cell: Cell) -> str:
        if self.heads[place].numeric:
            return "" if cell.number is None else repr(cell.number)
        return _guarded(cell.shown)

    def _repr_html_(self) -> str:
        return self.markup(self.caption)

    def markup(self, label: str) -> str:
        """Return the table in a frame of its own that scrolls, named by a label that no other on the page has."""
        caption = f"<caption><span>{escape(self.caption)}{tag(illustrative=self.illustrative)}</span></caption>"
        head = "".join(f'<th scope="col"{_numeric(one)}>{escape(one.words)}</th>' for one in self.heads)
        body = "".join(self._row(row) for row in self.rows)
        table = f'<table class="data">{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
        named = escape(label, quote=True)
        region = f'<div class="scroll" role="region" tabindex="0" aria-label="{named}">{table}</div>'
        lines = [*self.notes, *([self.marks] if self.legend else [])]
        return region + "".join(f'<p class="notes">{escape(line)}</p>' for line in lines)

    def _row(self, cells: tuple[Cell, ...]) -> str:
        pairs = zip(self.heads[1:], cells[1:], strict=True)
        rest = "".join(f"<td{_numeric(head)}>{escape(cell.shown)}</td>" for head, cell in pairs)
        return f'<tr><th scope="row">{escape(cells[0].shown)}</th>{rest}</tr>'

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return bundle(self)


def _numeric(head: Heads) -> str:
    return ' class="number"' if head.numeric else ""


def _mark(cell: Cell) -> str:
    return cell.shown.strip("[]")


def _guarded(text: str) -> str:
    # A spreadsheet would run a text that begins like a formula; a quote before it keeps it text (R6.9).
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
