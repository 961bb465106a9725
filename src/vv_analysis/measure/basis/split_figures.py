"""Figures of a larger area as figures of its parts, which add up to the last penny and the last person."""

from __future__ import annotations

from functools import reduce

import numpy as np
import numpy.typing as npt
import pandas as pd

from vv_analysis.measure.basis.area_shares import Parts
from vv_analysis.measure.frames import bounds, guards
from vv_analysis.measure.frames.largest_remainder import largest_remainder

Floats = npt.NDArray[np.float64]

# The figures to which a second way to split gives an interval, with the columns of its ends.
INTERVALS = {
    "value_gbp": ("value_low_gbp", "value_high_gbp"),
    "value_nominal_gbp": ("value_low_nominal_gbp", "value_high_nominal_gbp"),
    "volume_users": ("volume_low_users", "volume_high_users"),
}
_PENCE_IN_A_POUND = 100
_MANTISSA_BITS = 53


def split_figures(rows: pd.DataFrame, parts: Parts, weight: Floats, *, where: str) -> pd.DataFrame:
    """Return the figures of each part, with ends that span the split by weights and the split in equal parts.

    Parameters
    ----------
    rows : DataFrame
        Rows with columns of pounds (``_gbp``) and people (``_users``), numbered from 0.
    parts : Parts
        Which row becomes which parts.
    weight : array of float
        The weight of each part (a fraction); not used where a row is not split.
    where : str
        The measure, for the message.

    Returns
    -------
    DataFrame
        One row a part: every column of pounds and people, and the ends of those in `INTERVALS`. A cost per user is
        no amount that can be split, and is not among them.

    Raises
    ------
    FrameError
        A column holds text or an infinite figure, a number of people is negative, or an interval is upside down.

    Examples
    --------
    >>> row = pd.DataFrame({"volume_users": [10]})
    >>> parts = Parts(np.array([0, 0]), np.array([0, 1]))
    >>> split_figures(row, parts, np.array([0.8, 0.2]), where="apportion").values.tolist()
    [[8.0, 5.0, 8.0], [2.0, 2.0, 5.0]]
    """
    columns = [str(column) for column in rows if str(column).endswith(("_gbp", "_users")) and not is_rate(column)]
    stated = guards.figures(rows, columns, where=where)
    for column in ("value_gbp", "volume_users"):
        if column in stated:
            bounds.stated_bounds(stated, column, where=where)
    split = {column: _by(weight, stated[column], parts) for column in columns}
    for column, ends in INTERVALS.items():
        if column in stated:
            split |= dict(zip(ends, _ends(stated.reindex(columns=[column, *ends]), parts, weight), strict=True))
    return pd.DataFrame(split)


def is_rate(column: object) -> bool:
    """Say whether a column holds a cost per user, which follows from the parts and is never split.

    Examples
    --------
    >>> is_rate("cost_per_user_gbp"), is_rate("value_gbp")
    (True, False)
    """
    return "per_user" in str(column)


def _ends(stated: pd.DataFrame, parts: Parts, weight: Floats) -> tuple[Floats, Floats]:
    """Return the lowest and the highest that a part can be; a side that is open for the whole is open for it."""
    point, low, high = (stated[column] for column in stated)
    equal = np.ones_like(weight)
    # The figure itself is among them: rounded parts of an end may pass by the rounded part of the figure.
    ways = [
        _by(shares, figure, parts)
        for figure in (point, low, high)
        if figure.notna().any()
        for shares in (weight, equal)
    ]
    is_point = low.isna() & high.isna()
    ends = []
    for end, outermost in ((low, np.fmin), (high, np.fmax)):
        known = end.fillna(point.where(is_point)).notna().to_numpy()[parts.source]
        reached = reduce(outermost, ways, np.full(len(weight), np.nan))
        ends.append(np.where(parts.is_split, np.where(known, reached, np.nan), end.to_numpy()[parts.source]))
    return ends[0], ends[1]


def _by(shares: Floats, figure: pd.Series[float], parts: Parts) -> Floats:
    figures = np.asarray(figure, dtype=np.float64)[parts.source]
    split = parts.is_split
    one = _PENCE_IN_A_POUND if str(figure.name).endswith("_gbp") else 1
    figures[split] = _exact_parts(figures[split], shares[split], parts.source[split], one)
    return figures


def _exact_parts(totals: Floats, shares: Floats, groups: npt.NDArray[np.int64], one: int) -> Floats:
    """Split in whole pence or people; a total that is not whole, in units of its own last binary digit."""
    known = np.where(np.isnan(totals), 0.0, totals)
    whole = np.rint(known * one)
    is_whole = np.abs(known * one - whole) <= np.minimum(1e-6, 1e-9 * np.abs(whole))
    is_whole &= np.abs(whole) < 2.0**_MANTISSA_BITS
    mantissa, exponent = np.frexp(known)
    digits = np.where(is_whole, whole, np.ldexp(mantissa, _MANTISSA_BITS)).astype("int64")
    units = largest_remainder(digits, shares, groups).astype("float64")
    amounts = np.where(is_whole, units / one, np.ldexp(units, exponent - _MANTISSA_BITS))
    return np.where(np.isnan(totals), np.nan, amounts)
