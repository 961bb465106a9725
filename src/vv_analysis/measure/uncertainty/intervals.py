"""Figures of which only a lowest and a highest are known; NaN stands for a side on which nothing is known."""

from __future__ import annotations

import math

import numpy as np

from vv_analysis.errors import FrameError
from vv_analysis.measure.frames.bounds import Bounds


def interval(low: float, high: float, *, where: str) -> tuple[float, float]:
    """Return a lowest and a highest figure, once they can be an interval of amounts.

    Raises
    ------
    FrameError
        An end is negative, or they stand the wrong way round.

    Examples
    --------
    >>> interval(195e6, math.nan, where="a_year")
    (195000000.0, nan)
    """
    if low < 0 or high < 0 or low > high:
        raise FrameError(
            f"{low:g} to {high:g} is no interval of amounts",
            where=where,
            expected="a lowest and a highest figure, neither negative",
        )
    return (float(low), float(high))


def interval_ratio(low: float, high: float, low2: float, high2: float) -> tuple[float, float]:
    """Return the interval of a ratio of two figures of which only intervals are known.

    Parameters
    ----------
    low, high : float
        The figure above the line, not negative.
    low2, high2 : float
        The figure below the line, not negative.

    Returns
    -------
    tuple of float
        Lowest and highest ratio; NaN where nothing bounds it, so also for a divisor that may be 0.

    Raises
    ------
    FrameError
        An interval is negative or has its ends the wrong way round.

    Notes
    -----
    [a, b] / [c, d] = [a/d, b/c]: method R2.33, after the arithmetic of intervals.

    Examples
    --------
    >>> interval_ratio(50_000, 100_000, 40, 60)
    (833.3333333333334, 2500.0)
    """
    above = interval(low, high, where="interval_ratio")
    below = interval(low2, high2, where="interval_ratio")
    if 0 in below:
        return (math.nan, math.nan)
    return (above[0] / below[1], above[1] / below[0])


def interval_difference(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    """Return the interval of one figure less another, of which only intervals are known.

    Parameters
    ----------
    one, other : tuple of float
        Lowest and highest figure, in one unit; NaN on a side on which nothing is known.

    Returns
    -------
    tuple of float
        Lowest and highest difference; NaN where nothing bounds it. A figure less itself is 0, and not this:
        the formula takes the two for figures that have nothing to do with each other (method, R2.35).

    Raises
    ------
    FrameError
        The ends of an interval stand the wrong way round.

    Notes
    -----
    [a, b] − [c, d] = [a − d, b − c]: method R2.34.

    Examples
    --------
    >>> interval_difference((900, 900), (850, 2_500))
    (-1600.0, 50.0)
    """
    (low, high), (low2, high2) = (_ordered(pair, where="interval_difference") for pair in (one, other))
    return (low - high2, high - low2)


def interval_sign(difference: tuple[float, float]) -> str:
    """Say which way a difference points, only where its interval excludes 0.

    Parameters
    ----------
    difference : tuple of float
        Lowest and highest difference; NaN on a side on which nothing is known.

    Returns
    -------
    str
        ``higher``, ``lower``, ``no change``, ``higher or lower``, or ``not known`` where no side is bounded.

    Raises
    ------
    FrameError
        The ends stand the wrong way round.

    Notes
    -----
    Method R2.34 and R2.18: "higher" is higher after than before, and neither good nor bad.

    Examples
    --------
    >>> interval_sign((-1_600, 50)), interval_sign((5, math.nan))
    ('higher or lower', 'higher')
    """
    low, high = _ordered(difference, where="interval_sign")
    open_low, open_high = math.isnan(low), math.isnan(high)
    bounds = Bounds(np.array([-math.inf if open_low else low]), np.array([math.inf if open_high else high]))
    return str(bounds.sign()[0])


def _ordered(pair: tuple[float, float], *, where: str) -> tuple[float, float]:
    low, high = pair
    if low > high:
        raise FrameError(
            f"{low:g} to {high:g} stands the wrong way round", where=where, expected="a lowest and a highest figure"
        )
    return (float(low), float(high))
