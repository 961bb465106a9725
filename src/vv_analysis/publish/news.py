"""What changed in the figures since the release before: read from the tables of both, the largest change first."""

from __future__ import annotations

import csv
from collections.abc import Container
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from vv_analysis.present import sentences
from vv_analysis.present.content import Cell, Grid, Heads
from vv_analysis.publish.releases import plain_name

_MOST_CHANGES = 12
_Figures = dict[tuple[str, str, str], float]


@dataclass(frozen=True, slots=True)
class Change:
    """One figure that is not what it was."""

    page: str
    row: str
    column: str
    was: float
    now: float

    @property
    def before(self) -> str:
        """What it was, in words."""
        return _shown(self.was)

    @property
    def after(self) -> str:
        """What it is now, in words."""
        return _shown(self.now)


@dataclass(frozen=True, slots=True)
class News:
    """What is new in a release.

    Attributes
    ----------
    release : str
        The release before.
    figures : int
        How many figures stand in both and differ.
    pages : tuple of str
        The pages on which a figure changed, is new or is gone.
    changes : tuple of Change
        Each change of a row and column, the largest for its size first; what several pages share is told once.
    """

    release: str
    figures: int
    pages: tuple[str, ...]
    changes: tuple[Change, ...]

    @property
    def largest(self) -> tuple[Change, ...]:
        """The few that the front page has room for."""
        return self.changes[:_MOST_CHANGES]


def news(folder: Path, before: Path | None) -> News | None:
    """Compare the tables of a finished folder with those of the release before; None if there is none."""
    if before is None:
        return None
    now, was = _figures(folder), _figures(before)
    changed = {key for key in now.keys() & was.keys() if now[key] != was[key]}
    moved = {_page(key[0]) for key in changed | (now.keys() ^ was.keys())}
    ordered = sorted(changed, key=lambda key: (-_share(was[key], now[key]), key))
    told_once: dict[tuple[str, str, str], Change] = {}
    for key in ordered:
        # Pages share figures; the same row and column is told once.
        told = Change(_page(key[0]), key[1], key[2], was[key], now[key])
        told_once.setdefault((told.row, told.before, told.after), told)
    return News(plain_name(before.name), len(changed), tuple(sorted(moved)), tuple(told_once.values()))


def csv_of(new: News, invented: Container[str] = ()) -> str:
    """Return every change as CSV, for programs; those on pages whose figures are invented say so."""
    heads = (Heads("Figure"), Heads("Page"), Heads("Data status"), Heads("Before", True), Heads("Now", True))
    return Grid("Changes", heads, tuple(_row(change, invented) for change in new.changes)).csv()


def _row(change: Change, invented: Container[str]) -> tuple[Cell, ...]:
    figure, status = f"{change.row}: {change.column}", "illustrative" if change.page in invented else "official"
    words = (Cell(figure), Cell(change.page), Cell(status))
    return (*words, Cell(change.before, change.was), Cell(change.after, change.now))


def _figures(folder: Path) -> _Figures:
    found: _Figures = {}
    for path in sorted(folder.rglob("*-table-*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            heads, *rows = list(csv.reader(lines))
        name = path.relative_to(folder).as_posix()
        for row in rows:
            for head, cell in zip_longest(heads[1:], row[1:], fillvalue=""):
                if (number := _number(cell)) is not None:
                    found[(name, row[0], head)] = number
    return found


def _number(cell: str) -> float | None:
    try:
        return float(cell)
    except ValueError:
        return None


def _share(before: float, after: float) -> float:
    return abs(after - before) / max(abs(before), abs(after))


def _page(table: str) -> str:
    return table.rpartition("-table-")[0]


def _shown(number: float) -> str:
    return sentences.users(number) if number == round(number) else f"{number:,g}".replace("-", sentences.MINUS)
