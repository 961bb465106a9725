"""What each year lacks against the steady state, where of figures only a lowest and a highest are known."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from vv_analysis.measure.frames.bounds import Bounds, Floats
from vv_analysis.measure.ramp.by_year import Cells, Places
from vv_analysis.measure.ramp.steady_state import at_steady
from vv_analysis.measure.ramp.yearly import Yearly

Flags = npt.NDArray[np.bool_]


def shortfall_ends(yearly: Yearly, steady: Places, cells: Cells) -> dict[str, Floats | pd.Series[str]]:
    """Return the ends of the share of the steady state and of the shortfalls, and which sign is sure.

    Parameters
    ----------
    yearly : Yearly
        What each cell holds, with bounds.
    steady : array of int
        The place of each cell's steady-state year.
    cells : Cells
        Groups and years.

    Returns
    -------
    dict of array or Series
        One entry a column: fractions and pounds, NaN on a side that nothing bounds; ``sign`` says whether the value
        of the year is ``lower`` or ``higher`` than the steady state.

    Notes
    -----
    Method R2.34 and R2.35. The steady-state year is one figure wherever it stands, and is not widened against
    itself: a full one has a shortfall of exactly 0. All terms of a running shortfall rise with the steady state and
    fall with the other years, so that its ends are the running totals of their ends.
    """
    whole = _whole(yearly)
    own = steady == np.arange(len(steady))
    against = Bounds(at_steady(whole.low, steady, -np.inf), at_steady(whole.high, steady, np.inf))
    shortfall = _chosen(own, _own_shortfall(yearly, whole), against.minus(yearly.value_bounds))
    share = _share(yearly, against, shortfall, own)
    (low, high), (share_low, share_high) = shortfall.shown(), share.shown()
    return {
        "share_of_steady_low": share_low,
        "share_of_steady_high": share_high,
        "shortfall_low_gbp": low,
        "shortfall_high_gbp": high,
        "cumulative_shortfall_low_gbp": cells.running(low),
        "cumulative_shortfall_high_gbp": cells.running(high),
        "sign": sign_of(Bounds(-shortfall.high, -shortfall.low)),
    }


def _whole(yearly: Yearly) -> Bounds:
    """Return the bounds of a year at twelve months, or as stated where its days are not known."""
    return _chosen(~np.isnan(yearly.share), yearly.annualised_bounds, yearly.value_bounds)


def _own_shortfall(yearly: Yearly, whole: Bounds) -> Bounds:
    """Return what a year lacks of its own twelve months: each row's value times a factor that is never negative."""
    with np.errstate(invalid="ignore"):
        low, high = whole.low - yearly.value_bounds.low, whole.high - yearly.value_bounds.high
    full = np.isnan(yearly.share) | (yearly.even & (yearly.share == 1))
    return _chosen(full, Bounds(np.zeros_like(low), np.zeros_like(high)), _open_ended(low, high))


def _share(yearly: Yearly, against: Bounds, shortfall: Bounds, own: Flags) -> Bounds:
    """Return the bounds of value over steady state; of its own twelve months a year is its share of the days."""
    value, days = yearly.value_bounds, np.where(np.isnan(yearly.share), 1.0, yearly.share)
    # V over V and what it lacks rises with V and falls with what it lacks, and is never above 1.
    with np.errstate(divide="ignore", invalid="ignore"):
        part = _open_ended(1 / (1 + shortfall.high / value.low), 1 / (1 + shortfall.low / value.high))
    in_parts = own & (value.low >= 0) & (shortfall.low >= 0)
    known = own & (np.isnan(yearly.share) | yearly.even) & (against.high > 0)
    return _chosen(known, Bounds(days, days), _chosen(in_parts, part, value.over(against)))


def _open_ended(low: Floats, high: Floats) -> Bounds:
    return Bounds(np.where(np.isnan(low), -np.inf, low), np.where(np.isnan(high), np.inf, high))


def sign_of(difference: Bounds) -> pd.Series[str]:
    """Say which way each difference points, as `Bounds.sign` does, as a column.

    Examples
    --------
    >>> sign_of(Bounds(np.array([-1.0, 2.0]), np.array([1.0, 3.0]))).tolist()
    ['higher or lower', 'higher']
    """
    # Only on which side of 0 its ends lie makes the sign, so that 25 pairs of ends stand for all.
    kinds = np.array([-np.inf, -1.0, 0.0, 1.0, np.inf])
    words = pd.Series(Bounds(np.repeat(kinds, 5), np.tile(kinds, 5)).sign(), dtype="str")
    low, high = (
        np.searchsorted(kinds, np.where(np.isinf(end), end, np.sign(end))) for end in (difference.low, difference.high)
    )
    return words.take(5 * low + high).reset_index(drop=True)


def _chosen(where: Flags, one: Bounds, other: Bounds) -> Bounds:
    return Bounds(np.where(where, one.low, other.low), np.where(where, one.high, other.high))
