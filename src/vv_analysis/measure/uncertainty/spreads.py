"""What each figure of a column can be and how likely: a point, any figure between two ends, or one with a peak."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from vv_analysis.measure.frames import guards
from vv_analysis.measure.frames.bounds import Floats, ends, stated_bounds

# Blocks of draws that stay in the cache of a processor; results hang on them, so they are no setting.
_DRAWS_AT_ONCE = 5_000
_FIGURES_AT_ONCE = 8


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """The ends and the peak of each figure of a column.

    Attributes
    ----------
    low, high : array of float
        In the unit of the figures; NaN where a figure is missing or open on a side, equal for a point.
    peak : array of float
        The central figure, strictly between the ends; NaN where none was given.
    """

    low: Floats
    high: Floats
    peak: Floats

    @property
    def known(self) -> npt.NDArray[np.bool_]:
        """Which figures have both ends and can be drawn."""
        return np.isfinite(self.low)

    @property
    def central(self) -> Floats:
        """The peak, else the middle of the ends."""
        return np.where(np.isnan(self.peak), (self.low + self.high) / 2, self.peak)

    def of(self, rows: npt.NDArray[np.intp]) -> Spread:
        """Return the spread of some of the figures."""
        return Spread(self.low[rows], self.high[rows], self.peak[rows])

    def drawn_sums(self, draws: int, stream: np.random.Generator) -> Floats:
        """Draw every figure so many times and return the sums; one sum alone where every figure is a point.

        Notes
        -----
        Each figure is drawn by itself. With a peak at share c of its width, (1 − c)·min(u, v) + c·max(u, v) of two
        even draws u and v has the triangular distribution (Stein and Keblis, "A new method to simulate the
        triangular distribution", 2009). The order in which figures are handed over changes nothing.

        Examples
        --------
        >>> ends = Spread(np.array([10.0, 5.0]), np.array([20.0, 5.0]), np.array([np.nan, np.nan]))
        >>> sums = ends.drawn_sums(1_000, np.random.default_rng(1))
        >>> bool(sums.min() > 15), bool(sums.max() < 25), len(sums)
        (True, True, 1000)
        """
        ordered = self.of(np.lexsort((self.peak, self.high, self.low)))
        width = ordered.high - ordered.low
        even, peaked = (np.flatnonzero((width > 0) & (np.isnan(ordered.peak) == flat)) for flat in (True, False))
        sums = np.full(draws if len(even) + len(peaked) else 1, ordered.low.sum())
        tilt = (ordered.peak - ordered.low) / np.where(width > 0, width, 1.0) - 0.5
        for first in range(0, len(sums), _DRAWS_AT_ONCE):
            block = sums[first : first + _DRAWS_AT_ONCE]
            for rows in _blocks(even):
                block += _even(stream, width[rows], len(block))
            for rows in _blocks(peaked):
                block += _peaked(stream, width[rows], tilt[rows], len(block))
        return sums


def stated_spread(frame: pd.DataFrame, column: str, *, where: str) -> Spread:
    """Return the spread of a column of figures, from the figures and their ends.

    Parameters
    ----------
    frame : DataFrame
        Rows with the column, with its ends, or with both (see `bounds.ends`). A figure strictly between its ends
        is their peak, unless the status says ``range``: then it is the midpoint that reading put there, and
        nobody stated it.
    column : str
        ``value_gbp`` or ``volume_users``.
    where : str
        The measure, for the message.

    Raises
    ------
    FrameError
        There is neither the column nor its ends, or an interval is upside down.

    Examples
    --------
    >>> stated = pd.DataFrame({"value_gbp": [60.0, 75.0], "value_low_gbp": 50.0, "value_high_gbp": 100.0})
    >>> read = stated.assign(value_status=["about", "range"])
    >>> stated_spread(read, "value_gbp", where="simulate").peak.tolist()
    [60.0, nan]
    """
    low_name, high_name = ends(column)
    if not {low_name, high_name} <= set(frame.columns):
        guards.require_columns(frame, [column], where=where)
    bounds = stated_bounds(frame, column, where=where)
    # Of people there are never fewer than none, which bounds them and is still no statement to draw from.
    one_sided = _missing(frame, low_name) ^ _missing(frame, high_name)
    known = np.isfinite(bounds.low) & np.isfinite(bounds.high) & ~one_sided
    low, high = (np.where(known, end, np.nan) for end in (bounds.low, bounds.high))
    figure = frame[column].to_numpy(dtype="float64") if column in frame else np.full(len(frame), np.nan)
    status = f"{column.partition('_')[0]}_status"
    is_midpoint = frame[status].astype("str").to_numpy() == "range" if status in frame else np.zeros(len(frame), bool)
    return Spread(low, high, np.where((low < figure) & (figure < high) & ~is_midpoint, figure, np.nan))


def _missing(frame: pd.DataFrame, column: str) -> npt.NDArray[np.bool_]:
    return frame[column].isna().to_numpy() if column in frame else np.ones(len(frame), bool)


def _blocks(rows: npt.NDArray[np.intp]) -> list[npt.NDArray[np.intp]]:
    return [rows[first : first + _FIGURES_AT_ONCE] for first in range(0, len(rows), _FIGURES_AT_ONCE)]


def _even(stream: np.random.Generator, width: Floats, draws: int) -> Floats:
    above = stream.random((len(width), draws))
    above *= width[:, np.newaxis]
    sums: Floats = above.sum(axis=0)
    return sums


def _peaked(stream: np.random.Generator, width: Floats, tilt: Floats, draws: int) -> Floats:
    one, other = stream.random((len(width), draws)), stream.random((len(width), draws))
    apart = np.abs(one - other)
    apart *= (width * tilt)[:, np.newaxis]
    one += other
    one *= (width / 2)[:, np.newaxis]
    one += apart
    sums: Floats = one.sum(axis=0)
    return sums
