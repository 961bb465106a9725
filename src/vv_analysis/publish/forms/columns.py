"""How wide the columns of a printed table are, and how small its type must be for every word to fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vv_analysis.present.content import Grid

_LONGEST_WORD, _LONGEST_LINE = 18, 60
# Between columns, in characters; words after a column of numbers stand off from them.
_GAP = 2
_LINES_OF_HEAD = 4
_SHORT = 12


@dataclass(frozen=True, slots=True)
class _Paper:
    points: float
    characters: int
    landscape: bool = False


# The page upright and on its side, in two sizes of type: how many characters go across it.
_PAPERS = (_Paper(8.5, 104), _Paper(7.5, 118), _Paper(8.5, 158, landscape=True), _Paper(7.5, 179, landscape=True))


@dataclass(frozen=True, slots=True)
class _Column:
    """How many characters a column must have, would have on one line, and leaves empty."""

    least: int
    wanted: int
    gap: int


@dataclass(frozen=True, slots=True)
class Columns:
    """How a table stands on the page.

    Attributes
    ----------
    shares : tuple of float
        The width of each column, as a share of the whole.
    characters : tuple of int
        How many characters go into one line of it.
    points : float
        The size of the type.
    landscape : bool
        Whether it needs a page on its side.
    """

    shares: tuple[float, ...]
    characters: tuple[int, ...]
    points: float
    landscape: bool = False


def columns(grid: Grid, *, turning: bool = True) -> Columns:
    """Return how the columns of a table stand on the page: each at least as wide as its longest word.

    Parameters
    ----------
    grid : Grid
        The table.
    turning : bool
        Whether a table that is too wide may have a page on its side.

    Examples
    --------
    >>> from vv_analysis.present.content import Cell, Heads
    >>> grid = Grid("Cost", (Heads("Area"), Heads("Cost (£)", True)), ((Cell("Kent"), Cell("£1,250", 1250.0)),))
    >>> columns(grid).shares
    (0.4286, 0.5714)
    """
    measured = [_measured(grid, place) for place in range(len(grid.heads))]
    papers = [paper for paper in _PAPERS if turning or not paper.landscape]
    needed = sum(column.least for column in measured)
    return _spread(measured, next((paper for paper in papers if needed <= paper.characters), papers[-1]))


def _measured(grid: Grid, place: int) -> _Column:
    column = [grid.heads[place].words, *(row[place].shown for row in grid.rows)]
    after_numbers = place > 0 and grid.heads[place - 1].numeric and not grid.heads[place].numeric
    gap = _GAP + after_numbers
    least = gap + min(_longest_word(column), _LONGEST_WORD)
    return _Column(least, max(least, gap + _wanted(column)), gap)


def _spread(measured: Sequence[_Column], paper: _Paper) -> Columns:
    """Give each column what it needs at least, then an even part of the rest until it has what it wants."""
    widths = [float(column.least) for column in measured]
    spare = max(0.0, paper.characters - sum(widths))
    lacks = [column.wanted - column.least for column in measured]
    for done, place in enumerate(sorted(range(len(lacks)), key=lambda place: lacks[place])):
        more = min(lacks[place], spare / (len(lacks) - done))
        widths[place] += more
        spare -= more
    shares = tuple(round(width / sum(widths), 4) for width in widths)
    # To the nearest: a share that was rounded down is not a letter less.
    rooms = [round(share * paper.characters - column.gap) for share, column in zip(shares, measured, strict=True)]
    return Columns(shares, tuple(max(1, room) for room in rooms), paper.points, paper.landscape)


def _wanted(column: Sequence[str]) -> int:
    """Return the line a column would have: its cells on one line, in a long table most of them, its head on a few."""
    head, *cells = column
    lengths = sorted(map(len, cells)) or [0]
    longest = lengths[-1] if len(lengths) <= _SHORT else lengths[3 * len(lengths) // 4]
    return min(_LONGEST_LINE, max(-(-len(head) // _LINES_OF_HEAD), longest))


def _longest_word(column: Sequence[str]) -> int:
    return max((len(word) for text in column for word in text.replace("-", "- ").split()), default=0)
