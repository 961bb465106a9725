"""Figures of which only a lowest and a highest are known; NaN stands for a side on which nothing is known."""

from __future__ import annotations

import math

from vv_analysis.errors import FrameError


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
