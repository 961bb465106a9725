"""A table for reading: a caption, headings with units, marks for what is missing, notes below."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from vv_analysis.present import sentences
from vv_analysis.present.page import ILLUSTRATIVE
from vv_analysis.terms.vocabulary import STATUS_MARKS

FORMS: dict[str, Callable[[Any], str]] = {
    "text": str,
    "pounds": sentences.pounds,
    "pounds with pence": lambda amount: sentences.pounds(amount, pence=True),
    "pounds change": lambda amount: sentences.pounds(amount, plus=True),
    "users": sentences.users,
    "percent": sentences.percent,
    "percent change": lambda number: sentences.percent(number, plus=True),
    "share": lambda fraction: sentences.percent(100 * fraction),
    "count": lambda number: f"{int(number):,}",
    "day": sentences.day,
}


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column: the column of the frame, its heading with the unit, how its cells are said, and what is missing."""

    name: str
    heading: str
    form: str = "text"
    absent: str = "x"


@dataclass(frozen=True, slots=True)
class Table:
    """A finished table.

    Attributes
    ----------
    caption : str
        What the table shows: content, place, period.
    frame : DataFrame
        Its rows in order; the first column names the row.
    columns : tuple of TableColumn
        What to show of the frame.
    notes : tuple of str
        Sentences below the table.
    illustrative : bool
        Whether any figure in it is invented; the caption then says so.
    mark : str
        A column of the frame with status marks (``x``, ``c`` ...) that stand where a number is missing.
    """

    caption: str
    frame: pd.DataFrame
    columns: tuple[TableColumn, ...]
    notes: tuple[str, ...] = ()
    illustrative: bool = False
    mark: str = ""

    def _repr_html_(self) -> str:
        cells = self._cells()
        tag = f' <span class="tag-illustrative">{ILLUSTRATIVE}</span>' if self.illustrative else ""
        caption = f"<caption><span>{escape(self.caption)}{tag}</span></caption>"
        head = "".join(f'<th scope="col"{_numeric(one)}>{escape(one.heading)}</th>' for one in self.columns)
        body = "".join(self._row(row) for row in cells)
        table = f'<table class="data">{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
        label = escape(self.caption, quote=True)
        region = f'<div class="scroll" role="region" tabindex="0" aria-label="{label}">{table}</div>'
        return region + self._below(cells)

    def _cells(self) -> list[list[str]]:
        return [[self._say(row, column) for column in self.columns] for row in self.frame.to_dict("records")]

    def _say(self, row: dict[Any, Any], column: TableColumn) -> str:
        value = row[column.name]
        if value is None or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
            status = str(row.get(self.mark, "ok"))
            return f"[{status if status != 'ok' else column.absent}]"
        return FORMS[column.form](value)

    def _row(self, cells: list[str]) -> str:
        pairs = zip(self.columns[1:], cells[1:], strict=True)
        rest = "".join(f"<td{_numeric(column)}>{escape(cell)}</td>" for column, cell in pairs)
        return f'<tr><th scope="row">{escape(cells[0])}</th>{rest}</tr>'

    def _below(self, cells: list[list[str]]) -> str:
        used = {cell[1:-1] for row in cells for cell in row if len(cell) == 3 and cell[0] == "[" and cell[2] == "]"}
        legend = "; ".join(f"[{mark}] {meaning}" for mark, meaning in STATUS_MARKS.items() if mark in used)
        lines = [*self.notes, *([f"Marks: {legend}."] if legend else [])]
        return "".join(f'<p class="notes">{escape(line)}</p>' for line in lines)


def _numeric(column: TableColumn) -> str:
    return "" if column.form in {"text", "day"} else ' class="number"'
