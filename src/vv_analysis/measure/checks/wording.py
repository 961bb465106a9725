"""Figures and groups as words in a finding."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal

import pandas as pd

from vv_analysis.measure.frames.bounds import ends

_ANY_SIZE = Context(prec=400)


def quotes_figures(frame: pd.DataFrame, figures: bool | None) -> bool:
    """Say whether findings may quote figures: as asked, else wherever the rows are not contracts of organisations.

    Examples
    --------
    >>> quotes_figures(pd.DataFrame({"organisation": ["A"], "value_gbp": [1.0]}), None)
    False
    """
    return "organisation" not in frame if figures is None else figures


def rounded(number: float, decimals: int) -> str:
    """Return a number with so many digits behind the point, half a digit rounded up (method, R2.5).

    Examples
    --------
    >>> rounded(2.5, 0), rounded(0.125, 2), rounded(-1234.5, 0), rounded(-0.001, 2)
    ('3', '0.13', '-1,235', '0.00')
    """
    # The shortest writing of a float is the number that was meant by it.
    digits = Decimal(repr(float(number))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _ANY_SIZE)
    return f"{digits or abs(digits):,f}"


def amount(number: float, unit: str) -> str:
    """Return a figure in words: pounds (``gbp``) or a plain number (``users``).

    Examples
    --------
    >>> amount(-1234.5, "gbp"), amount(1_000_000, "gbp"), amount(229.64, "users"), amount(40, "users")
    ('-£1,234.50', '£1,000,000', '229.6', '40')
    """
    is_money = unit == "gbp"
    said = rounded(number, 2 if is_money else 1)
    whole = said.removesuffix(".00" if is_money else ".0")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    return f"{sign}{'£' if is_money else ''}{digits}"


def amounts(numbers: pd.Series[float], column: str) -> pd.Series[str]:
    """Return the figures of a column in words, in the unit at the end of the column's name.

    Examples
    --------
    >>> amounts(pd.Series([5.0, None]), "cost_per_user_gbp").tolist()
    ['£5', 'not known']
    """
    unit = column.rpartition("_")[2]
    said = numbers.map(lambda number: amount(number, unit), na_action="ignore")
    return said.astype("str").fillna("not known")


def stated(rows: pd.DataFrame, column: str) -> pd.Series[str]:
    """Return what rows state of a figure: the figure, or the one bound that is known; "" where nothing is.

    Examples
    --------
    >>> bound = pd.DataFrame({"volume_users": [None, 5.0], "volume_low_users": [40.0, 5.0]})
    >>> stated(bound, "volume_users").tolist()
    ['at least 40', '5']
    """
    low, high = ends(column)
    said = pd.Series("", index=rows.index, dtype="str")
    for name, words in ((high, "at most "), (low, "at least "), (column, "")):
        if name in rows:
            known = rows[name].astype("float64").dropna()
            said.loc[known.index] = words + amounts(known, column)
    return said


def groups(rows: pd.DataFrame, by: Sequence[str]) -> pd.Series[str]:
    """Return the group of each row in words.

    Examples
    --------
    >>> rows = pd.DataFrame({"category": ["other"], "volume_unit": ["places"]})
    >>> groups(rows, ["category", "volume_unit"]).tolist(), groups(rows, []).tolist()
    (['category other, volume unit places'], ['everything'])
    """
    if not by:
        return pd.Series("everything", index=rows.index, dtype="str")
    parts = [f"{name.replace('_', ' ')} " + rows[name].astype("str").fillna("not stated") for name in by]
    together = parts[0]
    for part in parts[1:]:
        together = together + ", " + part
    return together
