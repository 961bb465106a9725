"""One sheet of a workbook or one CSV: its cells, and where each one stood."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter

from openpyxl.utils import get_column_letter

from vv_analysis.terms.provenance import Source

EMPTY: tuple[object, ...] = ("", None)


@dataclass(frozen=True)
class Sheet:
    """One sheet: its cells as they stand, counted from 0, and what a reader of the frame cannot see.

    Attributes
    ----------
    name : str
        Name of the sheet; empty for a CSV.
    rows : list of lists
        Cell values as they were handed over: an empty cell is None or "", and a row may end before the last column.
        Only the first cell of a merged range holds its value.
    merged : dict
        For every cell of a merged range, the (row, column) of the cell that holds its value.
    shown_as : dict
        What its number format makes of the figure in a cell (``per cent``, ``thousands`` ...), where it says
        anything other than the stored value.
    """

    file: str
    name: str
    rows: list[list[object]]
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    shown_as: dict[tuple[int, int], str] = field(default_factory=dict)
    _fetched: dict[int, list[object]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _distinct: dict[int, frozenset[str]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def at(self, row: int, column: int) -> object:
        """Return the value of a cell, None where there is none; a whole number is an int, however it was stored."""
        cells = self.rows[row] if row < len(self.rows) else []
        cell = cells[column] if column < len(cells) else None
        return _plain(cell) if isinstance(cell, float | str) else cell

    def column(self, column: int, rows: Sequence[int]) -> list[object]:
        """Return the cells of a column in some rows as they were handed over: "" or None where empty."""
        fetched = self._fetched.get(column)
        if fetched is not None:
            is_run = len(rows) > 0 and rows[-1] - rows[0] == len(rows) - 1
            return fetched[rows[0] : rows[-1] + 1] if is_run else [fetched[row] for row in rows]
        every = self.rows
        return [cells[column] if column < len(cells := every[row]) else None for row in rows]

    def fetch(self, columns: Iterable[int]) -> None:
        """Bring columns together in one pass over the rows: to go through a large sheet again is what costs."""
        wanted = sorted(set(columns) - set(self._fetched))
        if len(wanted) > 1 and self.is_rectangular:
            cells = map(itemgetter(*wanted), self.rows)
            self._fetched.update(zip(wanted, map(list, zip(*cells, strict=True)), strict=True))

    def distinct(self, column: int) -> frozenset[str]:
        """Return the texts of a column, each once, to be looked at before the many cells that hold them."""
        if column not in self._distinct:
            cells = self.column(column, range(len(self.rows)))
            self._distinct[column] = frozenset([cell for cell in cells if isinstance(cell, str)])
        return self._distinct[column]

    def uses(self, column: int, rows: Iterable[int]) -> bool:
        """Tell whether a column holds anything in some rows."""
        every = self.rows
        return any(column < len(cells := every[row]) and cells[column] not in EMPTY for row in rows)

    def text(self, row: int, column: int) -> str:
        """Return the words of a cell; a cell inside a merged range has the words of the whole range."""
        return words_of(self.at(*self.anchor(row, column)))

    def anchor(self, row: int, column: int) -> tuple[int, int]:
        """Return the cell that holds the value of a cell: itself, unless it lies inside a merged range."""
        return self.merged.get((row, column), (row, column))

    def own(self, row: int) -> list[int]:
        """Return the columns of a row whose cells hold something of their own, from left to right."""
        return [column for column, cell in enumerate(self.rows[row]) if cell not in EMPTY]

    def spills(self, row: int, heading_row: int) -> bool:
        """Tell whether a row of a CSV goes on beyond its headings: a comma without quotation marks moved its cells."""
        return not self.name and max(self.own(row), default=-1) > max(self.own(heading_row), default=-1)

    def source(self, row: int, column: int) -> str:
        """Return where a cell stands, as written in every frame."""
        if not self.name:
            return str(Source(self.file, row=row + 1))
        return str(Source(self.file, sheet=self.name, cell=f"{get_column_letter(column + 1)}{row + 1}"))

    @cached_property
    def filled(self) -> list[int]:
        """The rows that hold anything; a stray cell far below costs no more than its own row."""
        # A row with anything but noughts in it is told at once; only the others are looked at cell by cell.
        return [row for row, cells in enumerate(self.rows) if any(cells) or any(cell not in EMPTY for cell in cells)]

    @cached_property
    def is_rectangular(self) -> bool:
        """Whether every row has as many cells as the widest."""
        return bool(self.rows) and min(map(len, self.rows)) == self.width > 0

    @cached_property
    def width(self) -> int:
        """The number of columns of the widest row."""
        return max(map(len, self.rows), default=0)


def words_of(cell: object) -> str:
    """Return the words of a cell, single spaces between them; a whole number without decimals.

    Examples
    --------
    >>> words_of("  Kent   police "), words_of(2022.0), words_of(None)
    ('Kent police', '2022', '')
    """
    value = _plain(cell) if isinstance(cell, float | str) else cell
    return "" if value is None else " ".join(str(value).split())


def _plain(cell: float | str) -> object:
    if isinstance(cell, float):
        # What is no number is handed on as a word, which no reader takes for a missing figure.
        return (int(cell) if cell.is_integer() else cell) if math.isfinite(cell) else str(cell)
    return cell or None
