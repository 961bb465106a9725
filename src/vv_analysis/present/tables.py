"""A table for reading: a caption, headings with units, marks for what is missing, notes below."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from vv_analysis.present import sentences
from vv_analysis.present.content import Cell, Grid, Heads
from vv_analysis.terms.vocabulary import STATUS_MARKS


@dataclass(frozen=True, slots=True)
class _Form:
    """How a cell is said, and its number in the unit of the heading; none for words."""

    say: Callable[[Any], str]
    number: Callable[[Any], float] | None = None


def _decimals(digits: int, times: float = 1.0) -> Callable[[Any], float]:
    return lambda number: float(sentences.rounded(times * number, digits))


BY_ROW = "by row"
FORMS: dict[str, _Form] = {
    "text": _Form(str),
    "pounds": _Form(sentences.pounds, _decimals(0)),
    "pounds with pence": _Form(lambda amount: sentences.pounds(amount, pence=True), _decimals(2)),
    "pounds change": _Form(lambda amount: sentences.pounds(amount, plus=True), _decimals(0)),
    "users": _Form(sentences.users, _decimals(0)),
    "users change": _Form(lambda number: sentences.users(number, plus=True), _decimals(0)),
    "percent": _Form(lambda number: sentences.percent(number, fixed=True), _decimals(1)),
    "percent change": _Form(lambda number: sentences.percent(number, plus=True, fixed=True), _decimals(1)),
    "share": _Form(lambda fraction: sentences.percent(100 * fraction, fixed=True), _decimals(1, 100)),
    "count": _Form(lambda number: f"{int(number):,}", _decimals(0)),
    "ratio": _Form(lambda number: format(sentences.rounded(number, 2), "f"), _decimals(2)),
    "points": _Form(sentences.points, _decimals(1)),
    "plain": _Form(lambda number: f"{number:g}", float),
    "day": _Form(sentences.day),
}


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column: the column of the frame, its heading with the unit, how its cells are said, and what is missing.

    `mark` names a column of status marks for this one; by default it is that of the table. The form ``by row`` takes
    the form of each cell from the column ``form`` of the frame, for figures of several units under each other.
    """

    name: str
    heading: str
    form: str = "text"
    absent: str = "x"
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A frame and how it is to be read.

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

    def if_known(self) -> Table | None:
        """Return the table, or nothing where none of its figures is known; a count of rows is none."""
        figures = [column.name for column in self.columns if _numeric(column) and column.form != "count"]
        return self if self.frame[figures].notna().to_numpy().any() else None

    def grid(self) -> Grid:
        """Return the finished table: every cell said, every mark explained."""
        rows = tuple(tuple(self._cell(row, column) for column in self.columns) for row in self._rows())
        return Grid(
            self.caption,
            tuple(Heads(column.heading, _numeric(column)) for column in self.columns),
            rows,
            self.notes,
            _legend(rows),
            self.illustrative,
        )

    def _rows(self) -> Iterator[dict[str, Any]]:
        """Yield what is to be said of each row; a finding has many more columns than a table shows."""
        asked = {"form", self.mark}.union(*((column.name, column.mark) for column in self.columns))
        shown = self.frame[[name for name in self.frame if name in asked]]
        cells: dict[str, list[Any]] = {str(name): column for name, column in shown.to_dict("list").items()}
        return (dict(zip(cells, row, strict=True)) for row in zip(*cells.values(), strict=True))

    def _cell(self, row: dict[Any, Any], column: TableColumn) -> Cell:
        value = row[column.name]
        if value is None or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
            status = str(row.get(column.mark or self.mark, "ok"))
            return Cell(f"[{status if status in STATUS_MARKS and status != 'ok' else column.absent}]")
        form = FORMS[row["form"] if column.form == BY_ROW else column.form]
        return Cell(form.say(value), form.number(value) if form.number else None)

    def _repr_html_(self) -> str:
        return self.grid()._repr_html_()

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return self.grid()._repr_mimebundle_()


def _numeric(column: TableColumn) -> bool:
    return column.form == BY_ROW or FORMS[column.form].number is not None


def _legend(rows: tuple[tuple[Cell, ...], ...]) -> tuple[tuple[str, str], ...]:
    shown = {cell.shown for row in rows for cell in row}
    return tuple((mark, meaning) for mark, meaning in STATUS_MARKS.items() if f"[{mark}]" in shown)
