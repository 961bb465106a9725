"""Read all the figures of a column at once: plain numbers together, every other cell by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from vv_analysis.ingest.cells.figures import SUSPICIOUSLY_LARGE, Figure, read_figure
from vv_analysis.ingest.cells.sheets import Sheet
from vv_analysis.ingest.publications.layouts import Column
from vv_analysis.terms.findings import Finding

Numbers = npt.NDArray[np.float64]
# Up to six decimals are read together: then a figure is a whole number of millionths, and the arithmetic is exact.
_DECIMALS = 1_000_000
_LARGEST_EXACT = 2.0**53


@dataclass(frozen=True, slots=True)
class FigureColumn:
    """The figures of one column, row by row.

    Attributes
    ----------
    low, high : arrays of float
        The interval in pounds or users; NaN on the open side of a bound, and where the figure is missing.
    status, source, note : lists of str
        As in `figures.Figure`.
    findings : dict
        What is to be said about a figure, by its place in the arrays.
    """

    low: Numbers
    high: Numbers
    status: list[str]
    source: list[str]
    note: list[str]
    findings: dict[int, tuple[Finding, ...]]

    @property
    def central(self) -> Numbers:
        """The point or midpoint; NaN for a bound and where missing."""
        return np.where(self.low == self.high, self.low, (self.low + self.high) / 2)

    def frame(self, name: str) -> pd.DataFrame:
        """Return the figures as the columns of a frame, for ``value_gbp`` or ``volume_users``, and their notes."""
        stem, unit = name.split("_")
        return pd.DataFrame(
            {
                name: self.central,
                f"{stem}_low_{unit}": self.low,
                f"{stem}_high_{unit}": self.high,
                f"{stem}_status": pd.array(self.status, dtype="str"),
                f"{stem}_source": pd.array(self.source, dtype="str"),
                f"{stem}_note": pd.array(self.note, dtype="str"),
            }
        )


def read_figures(sheet: Sheet, rows: Sequence[int], column: Column) -> FigureColumn:
    """Read the cells of a column in some rows as values or volumes, each as `figures.read_figure` would."""
    cells = sheet.column(column.index, rows)
    read = _together(cells, column)
    figures = FigureColumn(
        read.copy(), read.copy(), ["exact"] * len(rows), _sources(sheet, rows, column), [""] * len(rows), {}
    )
    for place in _apart(sheet, rows, column, read):
        _set(figures, place, read_figure(sheet, rows[place], column.index, column.measure, column.unit))
    return figures


def _together(cells: list[object], column: Column) -> Numbers:
    """Return the plain numbers among cells in pounds or users; NaN for every other cell."""
    plain = (cell if type(cell) is float or type(cell) is int else np.nan for cell in cells)
    try:
        numbers = np.fromiter(plain, dtype=np.float64, count=len(cells))
    except OverflowError:
        return np.full(len(cells), np.nan)  # a whole number of hundreds of digits: cell by cell, it is refused
    with np.errstate(over="ignore", invalid="ignore"):
        millionths = np.rint(numbers * _DECIMALS)
        exact = (np.abs(millionths) * column.unit < _LARGEST_EXACT) & (millionths / _DECIMALS == numbers)
        exact &= numbers * column.unit <= SUSPICIOUSLY_LARGE
    # Of figures below nought, or far too large, there is something to say: those cells are read one by one.
    return np.where(exact & (numbers >= 0), millionths * column.unit / _DECIMALS, np.nan)


def _apart(sheet: Sheet, rows: Sequence[int], column: Column, read: Numbers) -> list[int]:
    """Return the places of the cells that must be read one by one."""
    places = set(np.flatnonzero(np.isnan(read)).tolist())
    if sheet.merged or sheet.shown_as:
        odd = {row for row, index in (*sheet.merged, *sheet.shown_as) if index == column.index}
        places |= {place for place, row in enumerate(rows) if row in odd}
    return sorted(places)


def _sources(sheet: Sheet, rows: Sequence[int], column: Column) -> list[str]:
    first = sheet.source(0, column.index)
    stem = first.removesuffix("1")
    return [f"{stem}{row + 1}" for row in rows]


def _set(figures: FigureColumn, place: int, figure: Figure) -> None:
    figures.low[place], figures.high[place] = figure.amount.low, figure.amount.high
    figures.status[place], figures.note[place] = figure.amount.status, figure.amount.note
    if figure.findings:
        figures.findings[place] = figure.findings
