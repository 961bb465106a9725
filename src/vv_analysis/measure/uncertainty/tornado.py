"""What an answer hangs on most: one factor at a time at its lowest and highest, the others in the middle."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd

from vv_analysis.errors import FrameError
from vv_analysis.measure.frames import guards
from vv_analysis.measure.frames.bounds import ends
from vv_analysis.measure.uncertainty.spreads import stated_spread

FACTORS = ("factor", "assumption", "low", "central", "high")
RESULTS = ("result_low", "result_central", "result_high", "swing", "status")
_ENDS = ["low", "central", "high"]
_WHERE = "tornado"
_ONE_ROW = "cost_per_user_tornado"

Factor = tuple[str, float, float, float, str]


def tornado(measure: Callable[..., float], factors: pd.DataFrame | Iterable[Factor]) -> pd.DataFrame:
    """Return how far a result moves with each factor by itself, the largest swing first.

    Parameters
    ----------
    measure : callable
        Takes every factor as a keyword and returns one number.
    factors : DataFrame or iterable of tuple
        ``factor`` (the keyword), ``low``, ``central`` and ``high`` (in the factor's own unit) and ``assumption``
        (its number in the log of assumptions, or ""); as tuples in the order factor, low, central, high,
        assumption. `terms.assumptions.assumption_factors` gives them for the assumptions of the log.

    Returns
    -------
    DataFrame
        One row a factor: ``factor``, ``assumption``, ``low``, ``central``, ``high``; ``result_low`` and
        ``result_high`` with the factor at its low and high end and all others central, ``result_central``;
        ``swing``, the widest distance between the three, in the unit of the result; ``status``: ``x`` where a
        result is not defined (a division by 0, a number too large), else ``ok``. Largest swing first, ties by
        name.

    Raises
    ------
    FrameError
        A factor stands twice, is upside down or not a number.

    Notes
    -----
    Method R2.37. A figure that stands twice in a measure is one factor and moves in both places at once (R2.35).

    Examples
    --------
    >>> factors = [("value_gbp", 50_000, 75_000, 100_000, ""), ("volume_users", 40, 50, 60, "")]
    >>> bars = tornado(lambda value_gbp, volume_users: value_gbp / volume_users, factors)
    >>> bars[["factor", "result_low", "result_high", "swing"]].values.tolist()
    [['value_gbp', 1000.0, 2000.0, 1000.0], ['volume_users', 1875.0, 1250.0, 625.0]]
    """
    bars = _checked(factors)
    central = dict(zip(bars["factor"], bars["central"].tolist(), strict=True))
    middle = _result(measure, central)
    results = {
        f"result_{end}": [
            _result(measure, central | {name: at}) for name, at in zip(bars["factor"], bars[end].tolist(), strict=True)
        ]
        for end in ("low", "high")
    }
    measured = bars.assign(**results, result_central=middle).astype(dict.fromkeys(RESULTS[:3], "float64"))
    three = measured[list(RESULTS[:3])]
    swing = three.max(axis="columns", skipna=False) - three.min(axis="columns", skipna=False)
    status = pd.Series(np.where(swing.isna(), "x", "ok"), index=bars.index, dtype="str")
    ordered = measured.assign(swing=swing, status=status).sort_values(
        ["swing", "factor"], ascending=[False, True], na_position="last", ignore_index=True
    )
    return ordered[[*FACTORS, *RESULTS]]


def cost_per_user_tornado(frame: pd.DataFrame) -> pd.DataFrame:
    """Return how far the cost per user of one row moves with its value and with its volume.

    Parameters
    ----------
    frame : DataFrame
        One row with ``value_gbp`` (pounds) and ``volume_users`` (users), with both ends of each, or with all of
        them. The figure is the central one, else the middle of its ends.

    Returns
    -------
    DataFrame
        As `tornado`, with the factors ``value_gbp`` and ``volume_users`` and results in pounds per user.

    Raises
    ------
    FrameError
        There is not one row, or a figure is missing or open on a side.

    Notes
    -----
    Method R2.37, O16.

    Examples
    --------
    >>> row = {"value_gbp": 75_000, "volume_low_users": 40, "volume_high_users": 60}
    >>> cost_per_user_tornado(pd.DataFrame([row]))[["factor", "result_central", "swing"]].values.tolist()
    [['volume_users', 1500.0, 625.0], ['value_gbp', 1500.0, 0.0]]
    """
    if len(frame) != 1:
        raise FrameError(
            f"there are {len(frame)} rows", where=_ONE_ROW, expected="one row", remedy="choose one, or call tornado"
        )
    factors = [_factor(frame, column) for column in ("value_gbp", "volume_users")]
    return tornado(lambda value_gbp, volume_users: value_gbp / volume_users, factors)


def _factor(frame: pd.DataFrame, column: str) -> Factor:
    spread = stated_spread(frame, column, where=_ONE_ROW)
    if not spread.known.all():
        raise FrameError(
            f"{column!r} of the row is missing or open on a side",
            where=_ONE_ROW,
            expected=f"a figure, or both {' and '.join(ends(column))}",
            remedy="leave the row out, or find the other end at its source",
        )
    low, central, high = (float(figures[0]) for figures in (spread.low, spread.central, spread.high))
    return (column, low, central, high, "")


def _checked(factors: pd.DataFrame | Iterable[Factor]) -> pd.DataFrame:
    if not isinstance(factors, pd.DataFrame):
        factors = pd.DataFrame(list(factors), columns=["factor", *_ENDS, "assumption"])
    guards.require_columns(factors, FACTORS, where=_WHERE)
    ends_given = guards.figures(factors, _ENDS, where=_WHERE)
    named = factors[["factor", "assumption"]].astype("str")
    low, central, high = (ends_given[end] for end in _ENDS)
    _refuse(named["factor"], ~((low <= central) & (central <= high)), "upside down or without a number")
    _refuse(named["factor"], named["factor"].duplicated(), "there twice")
    return named.assign(**{end: ends_given[end] for end in _ENDS})


def _refuse(names: pd.Series[str], wrong: pd.Series[bool], why: str) -> None:
    if wrong.any():
        raise FrameError(
            f"factor {', '.join(repr(name) for name in names[wrong].unique())} is {why}",
            where=_WHERE,
            expected="each factor once, with low not above central and central not above high",
            remedy="correct the factor, or the assumption it comes from",
        )


def _result(measure: Callable[..., float], at: dict[str, float]) -> float:
    try:
        result = float(measure(**at))
    except ArithmeticError:
        return math.nan
    return result if math.isfinite(result) else math.nan
