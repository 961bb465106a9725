"""The year taken as fully running, group by group."""

from __future__ import annotations

import numpy as np

from vv_analysis.errors import FrameError
from vv_analysis.measure.frames.bounds import Floats
from vv_analysis.measure.ramp.by_year import NO_PLACE, Cells, Places

STEADY_GROWTH_PERCENT = 2.0
# From 100 to 102 is 2.0000000000000018 per cent in floats.
_LAST_DIGITS = 1e-9


def stated_steady_cells(cells: Cells, steady_year: str, *, where: str) -> Places:
    """Return for each cell the place of its group's cell of the stated year, or `NO_PLACE`.

    Raises
    ------
    FrameError
        The frame does not have the year; the message names those it has.
    """
    is_steady = (cells.labels["year"] == steady_year).to_numpy(dtype="bool")
    if not is_steady.any():
        stated = sorted(set(cells.labels["year"]))
        raise FrameError(
            f"the steady-state year {steady_year!r} is not in the frame",
            where=where,
            expected=f"one of {', '.join(stated) or 'its years, but it has none'}",
        )
    return _highest_of_group(np.where(is_steady, np.arange(len(cells.group)), NO_PLACE), cells)


def settled_cells(cells: Cells, value: Floats, share_of_year: Floats, growth_percent: Floats) -> Places:
    """Return for each cell the place of its group's last full year that hardly grew, else of its last full year.

    Parameters
    ----------
    cells : Cells
        Groups and years.
    value, share_of_year, growth_percent : array of float
        One figure a cell: pounds, fraction and per cent on the year before.

    Returns
    -------
    array of int
        Places of cells; `NO_PLACE` for a group without a full year.

    Notes
    -----
    Method R2.23: growth of at most 2 per cent either way. Growth out of a part year says nothing about the service.
    """
    part_year = share_of_year < 1
    full = ~np.isnan(value) & ~part_year
    after_full = ~np.concatenate([[False], part_year[:-1]]) if len(part_year) else full
    settled = full & after_full & (np.abs(growth_percent) <= STEADY_GROWTH_PERCENT + _LAST_DIGITS)
    count = len(cells.group)
    # A settled year ranks above every other; among alike the last one wins.
    rank = np.where(full, np.arange(count) + count * settled, NO_PLACE)
    best = _highest_of_group(rank, cells)
    return np.where(best == NO_PLACE, NO_PLACE, best % max(count, 1))


def at_steady(figures: Floats, steady: Places, otherwise: float = np.nan) -> Floats:
    """Return the figure of each cell's steady-state year.

    Examples
    --------
    >>> at_steady(np.array([160.0, 400.0]), np.array([1, 1])).tolist()
    [400.0, 400.0]
    """
    if not len(figures):
        return figures
    return np.where(steady == NO_PLACE, otherwise, figures[steady])


def _highest_of_group(rank: Places, cells: Cells) -> Places:
    return np.maximum.reduceat(rank, cells.starts())[cells.group]
