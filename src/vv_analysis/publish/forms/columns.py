"""How wide the columns of a printed table are, and how small its type must be for every word to fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vv_analysis.present.content import Grid

# Characters across a page, upright and on its side, by the size of the type in points.
_PORTRAIT = {8.5: 101, 7.5: 114}
_LANDSCAPE = {8.5: 153, 7.5: 173}
_LONGEST_WORD, _LONGEST_LINE = 18, 60
_GAP = 2
_LINES_OF_HEAD = 4
_SHORT = 12


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
    (0.5, 0.5)
    """
    texts = [[head.words, *(row[place].shown for row in grid.rows)] for place, head in enumerate(grid.heads)]
    least = [_GAP + min(_longest_word(column), _LONGEST_WORD) for column in texts]
    wanted = [max(narrow, _GAP + _wanted(column)) for narrow, column in zip(least, texts, strict=True)]
    for landscape, sizes in ((False, _PORTRAIT), (True, _LANDSCAPE)):
        for points, room in sizes.items():
            if sum(least) <= room:
                return _spread(least, wanted, points, room, landscape=landscape)
        if not turning:
            break
    return _spread(least, wanted, points, room, landscape=landscape)


def _spread(least: Sequence[int], wanted: Sequence[int], points: float, room: int, *, landscape: bool) -> Columns:
    """Give each column what it needs at least, then an even part of the rest until it has what it wants."""
    widths = [float(width) for width in least]
    spare = max(0.0, room - sum(widths))
    by_lack = sorted(range(len(widths)), key=lambda place: wanted[place] - least[place])
    for done, place in enumerate(by_lack):
        more = min(wanted[place] - least[place], spare / (len(by_lack) - done))
        widths[place] += more
        spare -= more
    shares = tuple(round(width / sum(widths), 4) for width in widths)
    characters = tuple(max(1, int(share * room) - _GAP) for share in shares)
    return Columns(shares, characters, points, landscape)


def _wanted(column: Sequence[str]) -> int:
    """Return the line a column would have: its cells on one line, in a long table most of them, its head on a few."""
    head, *cells = column
    lengths = sorted(map(len, cells)) or [0]
    longest = lengths[-1] if len(lengths) <= _SHORT else lengths[3 * len(lengths) // 4]
    return min(_LONGEST_LINE, max(-(-len(head) // _LINES_OF_HEAD), longest))


def _longest_word(column: Sequence[str]) -> int:
    return max((len(word) for text in column for word in text.replace("-", "- ").split()), default=0)
