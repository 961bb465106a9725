"""Figures of which only a lowest and a highest are known, column by column, and arithmetic with them.

Inside, a side on which nothing is known is infinite; `Bounds.shown` gives it out as NaN, never as money.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from vv_analysis.errors import FrameError
from vv_analysis.measure.frames import guards
from vv_analysis.measure.frames.figure_arrays import figure_arrays
from vv_analysis.measure.frames.named_rows import named_rows

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Bounds:
    """The lowest and the highest that each figure of a column can be.

    Attributes
    ----------
    low, high : array of float
        In the unit of the figures; minus or plus infinity where nothing is known on that side.

    Notes
    -----
    Arithmetic of intervals: method R2.33 to R2.35. A figure used twice is widened twice; where a formula uses one
    twice, evaluate the formula at its corners instead.

    Examples
    --------
    >>> value = Bounds(np.array([50_000.0]), np.array([100_000.0]))
    >>> users = Bounds(np.array([40.0]), np.array([60.0]))
    >>> cost = value.over(users)
    >>> cost.low.round(2).tolist(), cost.high.tolist()
    ([833.33], [2500.0])
    """

    low: Floats
    high: Floats

    def plus(self, other: Bounds) -> Bounds:
        """Return [a + c, b + d]."""
        return Bounds(self.low + other.low, self.high + other.high)

    def minus(self, other: Bounds) -> Bounds:
        """Return [a − d, b − c]."""
        return Bounds(self.low - other.high, self.high - other.low)

    def times(self, other: Bounds) -> Bounds:
        """Return the lowest and the highest product of the ends; nothing of anything is nothing."""
        with np.errstate(invalid="ignore"):
            ends = [one * two for one in (self.low, self.high) for two in (other.low, other.high)]
        products = np.stack([np.where(np.isnan(end), 0.0, end) for end in ends])
        return Bounds(products.min(axis=0), products.max(axis=0))

    def over(self, other: Bounds) -> Bounds:
        """Return [a/d, b/c] and its like for negative figures above; unbounded where the divisor may be 0."""
        possible = other.low > 0
        divisor = Bounds(np.where(possible, other.low, 1.0), np.where(possible, other.high, 1.0))
        quotient = self.times(Bounds(1.0 / divisor.high, 1.0 / divisor.low))
        return Bounds(np.where(possible, quotient.low, -np.inf), np.where(possible, quotient.high, np.inf))

    def sums(self, add_up: Callable[[Floats], Floats]) -> Bounds:
        """Return the bounds of sums, made by one way of adding up that is given both ends in turn."""
        return Bounds(add_up(self.low), add_up(self.high))

    def shown(self) -> tuple[Floats, Floats]:
        """Return both ends with NaN where nothing is known on that side."""
        return tuple(np.where(np.isfinite(end), end, np.nan) for end in (self.low, self.high))  # type: ignore[return-value]

    def sign(self) -> npt.NDArray[np.str_]:
        """Say which way a difference points, only where its interval excludes 0 (method, R2.34).

        Examples
        --------
        >>> Bounds(np.array([-1600.0, 5.0, 0.0, -np.inf]), np.array([66.67, 9.0, 0.0, np.inf])).sign().tolist()
        ['higher or lower', 'higher', 'no change', 'not known']
        """
        cases = [
            np.isinf(self.low) & np.isinf(self.high),
            self.low > 0,
            self.high < 0,
            (self.low == 0) & (self.high == 0),
        ]
        return np.select(cases, ["not known", "higher", "lower", "no change"], default="higher or lower")


def stated_bounds(frame: pd.DataFrame, column: str, *, where: str) -> Bounds:
    """Return the bounds of a column of figures: as stated, else the figure itself.

    Parameters
    ----------
    frame : DataFrame
        Rows with the column and, if present, its ends: ``value_low_gbp`` and ``value_high_gbp`` of ``value_gbp``.
        A row with a figure and no end is a point; a row with one end is bounded on that side only; a row with
        nothing is not bounded, but for people, of whom there are never fewer than none.
    column : str
        ``value_gbp``, ``volume_users`` or another column with a unit at its end.
    where : str
        The measure, for the message.

    Raises
    ------
    FrameError
        An interval is upside down, or a figure lies outside its own interval.

    Examples
    --------
    >>> ends_of_two = {"volume_low_users": [40, 16], "volume_high_users": [60, None]}
    >>> stated = pd.DataFrame({"volume_users": [50, None], **ends_of_two})
    >>> bounds = stated_bounds(stated, "volume_users", where="unit_cost")
    >>> bounds.low.tolist(), bounds.high.tolist()
    ([40.0, 16.0], [60.0, inf])
    """
    names = [column, *ends(column)]
    there = [name for name in names if name in frame]
    guards.require_columns(frame, there, where=where)
    stated = figure_arrays(frame, there, where=where)
    point, low, high = (stated[name] if name in stated else np.full(len(frame), np.nan) for name in names)
    _refuse_upside_down(point, low, high, column, where)
    is_point = np.isnan(low) & np.isnan(high)
    nothing = 0.0 if column.endswith("_users") else -np.inf
    low = np.where(is_point, point, low)
    high = np.where(is_point, point, high)
    return Bounds(np.where(np.isnan(low), nothing, low), np.where(np.isnan(high), np.inf, high))


def ends(column: str) -> tuple[str, str]:
    """Return the names of the columns of a figure's ends.

    Examples
    --------
    >>> ends("cost_per_user_gbp")
    ('cost_per_user_low_gbp', 'cost_per_user_high_gbp')
    """
    stem, _, unit = column.rpartition("_")
    return f"{stem}_low_{unit}", f"{stem}_high_{unit}"


def refuse_upside_down(frame: pd.DataFrame, *, where: str) -> None:
    """Refuse values and volumes that lie outside their ends, for measures that change figures and add up none.

    Raises
    ------
    FrameError
        An interval is upside down, or a figure lies outside its own interval.

    Examples
    --------
    >>> refuse_upside_down(pd.DataFrame({"value_low_gbp": [1.0], "value_high_gbp": [2.0]}), where="annualise")
    """
    for column in ("value_gbp", "volume_users"):
        if set(ends(column)) & set(frame.columns):
            stated_bounds(frame, column, where=where)


def _refuse_upside_down(point: Floats, low: Floats, high: Floats, column: str, where: str) -> None:
    # A midpoint worked out from both ends may miss one of them by the last digit of a float.
    slack = 1e-9 * np.nan_to_num(np.abs(point))
    wrong = (low > high) | (point < low - slack) | (point > high + slack)
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        rows = f" ({named_rows(wrong)})" if wrong.sum() > 1 else ""
        raise FrameError(
            f"{column!r} of row {row} is {point[row]:g}, between {low[row]:g} and {high[row]:g}{rows}",
            where=where,
            expected="a lowest figure not above the highest, and the figure between them",
            remedy="correct the interval at its source",
        )
