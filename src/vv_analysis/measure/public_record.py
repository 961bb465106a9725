"""Arithmetic on the public record: small sets of figures, with bounds kept as bounds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from vv_analysis.errors import FrameError
from vv_analysis.measure.frames import guards
from vv_analysis.measure.uncertainty.intervals import interval, interval_ratio

__all__ = [
    "PartYearGrowth",
    "ScopedShare",
    "a_year",
    "interval_ratio",
    "part_year_growth",
    "share_within_scope",
    "steady_state_by_lot",
]

# Shares were published as whole per cents, so that each may be half a point lower or higher.
ROUNDING_PERCENT = 0.5


@dataclass(frozen=True, slots=True)
class ScopedShare:
    """A share of the categories in scope, as a fraction, with its interval from rounding."""

    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class PartYearGrowth:
    """Growth from a part year to a full year, told apart from the growth of the service.

    Attributes
    ----------
    growth_percent : float
        Growth from the part-year figure as published.
    annualised : float
        The part-year figure at a full year, in its own unit.
    annualised_growth_percent : float
        Growth that is left once the part year is allowed for.
    due_to_part_year : float
        Part of the rise that is only the longer period, in the unit of the figures.
    due_to_part_year_points : float
        The same in percentage points of `growth_percent`.
    """

    growth_percent: float
    annualised: float
    annualised_growth_percent: float
    due_to_part_year: float
    due_to_part_year_points: float


def steady_state_by_lot(shares: pd.DataFrame, total_low_gbp: float) -> pd.DataFrame:
    """Return the value of each lot in a steady-state year of which only the lowest total is known.

    Parameters
    ----------
    shares : DataFrame
        One row a lot: ``category``, and ``value``, its share of the total in per cent, rounded to whole ones.
    total_low_gbp : float
        The figure that the total exceeds, in pounds a year.

    Returns
    -------
    DataFrame
        ``category``, ``value_percent`` (the share as stated), ``share``, ``share_low`` and ``share_high``
        (fractions), ``value_at_floor_gbp`` (share of the lowest total), ``low_gbp`` (lowest share of it) and
        ``high_gbp``, which is NaN: no highest total was stated.

    Raises
    ------
    FrameError
        A column is missing, a category stands twice, or a share is not from 0 to 100.

    Notes
    -----
    Method O22, after the written answer of 28 July 2020 (UIN 76697).

    Examples
    --------
    >>> shares = pd.DataFrame({"category": ["womens-services"], "value": [13]})
    >>> steady_state_by_lot(shares, 100e6)[["value_at_floor_gbp", "low_gbp", "high_gbp"]].values.tolist()
    [[13000000.0, 12500000.0, nan]]
    """
    percent = _percent_by_category(shares, "steady_state_by_lot").reset_index(name="percent")
    floor = interval(total_low_gbp, math.nan, where="steady_state_by_lot")[0]
    share = percent["percent"] / 100
    low = (share - ROUNDING_PERCENT / 100).clip(lower=0)
    return percent[["category"]].assign(
        value_percent=percent["percent"],
        share=share,
        share_low=low,
        share_high=(share + ROUNDING_PERCENT / 100).clip(upper=1),
        value_at_floor_gbp=share * floor,
        low_gbp=low * floor,
        high_gbp=math.nan,
    )


def share_within_scope(shares: pd.DataFrame, category: str, scope: Sequence[str]) -> ScopedShare:
    """Return the share of a category among the categories in scope, with its interval from rounding.

    The lowest share takes the category at half a point less and all others at half a point more.

    Parameters
    ----------
    shares : DataFrame
        ``category`` and ``value`` in per cent, rounded to whole ones.
    category : str
        The category asked about; it is in `scope`.
    scope : sequence of str
        The categories that are compared like for like.

    Returns
    -------
    ScopedShare
        Fractions.

    Raises
    ------
    FrameError
        The category is not in scope, or a category in scope is not in `shares`.

    Examples
    --------
    >>> shares = pd.DataFrame({"category": ["womens-services", "other"], "value": [13, 63]})
    >>> round(share_within_scope(shares, "womens-services", ["womens-services", "other"]).share, 3)
    0.171
    """
    percent = _percent_by_category(shares, "share_within_scope")
    unknown = [name for name in scope if name not in percent.index]
    if unknown or category not in scope:
        raise FrameError(
            f"category {(unknown or [category])[0]!r} is not among the {'shares' if unknown else 'scope'}",
            where="share_within_scope",
            expected=f"one of {', '.join(percent.index if unknown else scope)}",
        )
    own, others = percent[category], percent[[name for name in dict.fromkeys(scope) if name != category]]
    low = _share(own - ROUNDING_PERCENT, others + ROUNDING_PERCENT)
    return ScopedShare(_share(own, others), low, _share(own + ROUNDING_PERCENT, others - ROUNDING_PERCENT))


def _share(own_percent: float, others_percent: pd.Series[float]) -> float:
    own, others = max(float(own_percent), 0.0), float(others_percent.clip(lower=0).sum())
    return own / (own + others) if own + others > 0 else math.nan


def _percent_by_category(shares: pd.DataFrame, where: str) -> pd.Series[float]:
    guards.require_columns(shares, ["category", "value"], where=where)
    percent = guards.figures(shares, ["value"], where=where)["value"]
    if shares["category"].duplicated().any() or not percent.between(0, 100).all():
        raise FrameError(
            "the shares are not one percentage a category",
            where=where,
            expected="each category once, with a figure from 0 to 100",
        )
    return pd.Series(percent.to_numpy(), index=pd.Index(shares["category"], name="category"))


def a_year(low_gbp: float, high_gbp: float, years_low: float, years_high: float) -> tuple[float, float]:
    """Return the interval of a yearly value from a whole-term value and the length of its term.

    Parameters
    ----------
    low_gbp, high_gbp : float
        Value over the whole term, in pounds; NaN for a side on which nothing is known.
    years_low, years_high : float
        Shortest and longest term, in years.

    Returns
    -------
    tuple of float
        Lowest and highest value in pounds a year.

    Raises
    ------
    FrameError
        An interval is negative or has its ends the wrong way round.

    Examples
    --------
    >>> a_year(195e6, 195e6, 3, 3)
    (65000000.0, 65000000.0)
    """
    return interval_ratio(low_gbp, high_gbp, years_low, years_high)


def part_year_growth(value_part: float, value_full: float, days: int, year_days: int = 365) -> PartYearGrowth:
    """Tell the growth from a part year to a full year apart from the growth of the service.

    Parameters
    ----------
    value_part, value_full : float
        Figures of the part year and of the full year after it, in one unit.
    days : int
        Days that the part year covers, inclusive.
    year_days : int
        Days of the financial year that it is a part of: 365 or 366.

    Returns
    -------
    PartYearGrowth
        Growth as published, growth on the annualised part year, and the difference of the two.

    Raises
    ------
    FrameError
        The part-year figure is not above 0, or the days are not from 1 to `year_days`.

    Notes
    -----
    Method R2.19 and R2.20.

    Examples
    --------
    >>> growth = part_year_growth(44.5, 58.8, days=279)
    >>> round(growth.growth_percent, 1), round(growth.annualised_growth_percent, 1)
    (32.1, 1.0)
    """
    if not value_part > 0 or not 1 <= days <= year_days:
        raise FrameError(
            f"no growth can be told from {value_part:g} in {days} of {year_days} days",
            where="part_year_growth",
            expected="a figure above 0 and days within the year",
        )
    annualised = value_part * year_days / days
    growth, left = (100 * (value_full / first - 1) for first in (value_part, annualised))
    return PartYearGrowth(growth, annualised, left, annualised - value_part, growth - left)
