"""Bennet's split of a change in value into price and volume, of figures and of what they can be at the ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from vv_analysis.measure.frames.bounds import Bounds, Floats

_Effect = Callable[[Floats, Floats, Floats], Floats]


def bennet(value0: Floats, users0: Floats, value1: Floats, users1: Floats) -> tuple[Floats, Floats]:
    """Return price effect and volume effect in pounds, NaN where a side has no users to divide by.

    Notes
    -----
    Price ½(q0+q1)(p1−p0), volume ½(p0+p1)(q1−q0), p = V/q: method R2.9.

    Examples
    --------
    >>> price, volume = bennet(*np.array([[100_000.0], [100.0], [126_000.0], [140.0]]))
    >>> price.tolist(), volume.tolist()
    ([-12000.0], [38000.0])
    """
    before, after = (np.where(users > 0, users, np.nan) for users in (users0, users1))
    old, new = value0 / before, value1 / after
    return (before + after) / 2 * (new - old), (old + new) / 2 * (after - before)


def bennet_bounds(value0: Bounds, users0: Bounds, value1: Bounds, users1: Bounds) -> tuple[Bounds, Bounds]:
    """Return the lowest and highest price effect and volume effect, each figure counted once.

    Both are unbounded where a volume may be 0 (method, R2.33).

    Notes
    -----
    With r = q0/q1, price = ½[V1(1+r) − V0(1+1/r)] and volume = ½[V0(1/r−1) + V1(1−r)]. For every r both run
    straight in V0 and V1; in r they turn at most once, at r² = −V0/V1. So the ends lie at the corners or there
    (method, R2.35).

    Examples
    --------
    >>> point = [Bounds(np.array([figure]), np.array([figure])) for figure in (100_000.0, 100.0)]
    >>> banded = Bounds(np.array([119_000.0]), np.array([133_000.0])), Bounds(np.array([140.0]), np.array([140.0]))
    >>> price, volume = bennet_bounds(*point, *banded)
    >>> price.low.round(2).tolist(), price.high.round(2).tolist()
    ([-18000.0], [-6000.0])
    """
    ratios = users0.over(users1)
    open_end = ~((users0.low > 0) & (users1.low > 0))
    low, high = (np.where(open_end, 1.0, end) for end in (ratios.low, ratios.high))
    apart = [(value0.low, value1.high), (value0.high, value1.low)]
    together = [(value0.low, value1.low), (value0.high, value1.high)]
    return tuple(  # type: ignore[return-value]
        Bounds(np.where(open_end, -np.inf, ends.low), np.where(open_end, np.inf, ends.high))
        for ends in (_ends(_price_effect, apart, low, high), _ends(_volume_effect, together, low, high))
    )


def around(bounds: Bounds, figures: Floats, exact: np.typing.NDArray[np.bool_]) -> Bounds:
    """Return bounds that hold the figures in spite of the last digit of a float; where all is exact, just them.

    Examples
    --------
    >>> ends = around(Bounds(np.array([1.1, 0.0]), np.array([2.0, 2.0])), np.array([1.0, 1.0]), np.array([False, True]))
    >>> ends.low.tolist(), ends.high.tolist()
    ([1.0, 1.0], [2.0, 1.0])
    """
    point = exact & ~np.isnan(figures)
    low, high = np.fmin(bounds.low, figures), np.fmax(bounds.high, figures)
    return Bounds(np.where(point, figures, low), np.where(point, figures, high))


def _ends(effect: _Effect, pairs: Sequence[tuple[Floats, Floats]], low: Floats, high: Floats) -> Bounds:
    with np.errstate(all="ignore"):
        found = [
            effect(value0, value1, ratio)
            for value0, value1 in pairs
            for ratio in (low, high, _turning_point(value0, value1, low, high))
        ]
    effects = np.stack(found)
    unknown = np.isnan(effects)
    return Bounds(np.where(unknown, -np.inf, effects).min(axis=0), np.where(unknown, np.inf, effects).max(axis=0))


def _turning_point(value0: Floats, value1: Floats, low: Floats, high: Floats) -> Floats:
    turn = np.sqrt(-value0 / value1)
    return np.where(np.isfinite(turn), np.clip(turn, low, high), low)


def _price_effect(value0: Floats, value1: Floats, ratio: Floats) -> Floats:
    return (_times(value1, 1 + ratio) - _times(value0, 1 + 1 / ratio)) / 2


def _volume_effect(value0: Floats, value1: Floats, ratio: Floats) -> Floats:
    return (_times(value0, 1 / ratio - 1) + _times(value1, 1 - ratio)) / 2


def _times(value: Floats, factor: Floats) -> Floats:
    """Multiply; nothing of anything is nothing, even without end."""
    return np.where((value == 0) | (factor == 0), 0.0, value * factor)
