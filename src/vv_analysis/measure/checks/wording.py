"""Figures and groups as words in a finding."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from vv_analysis.measure.frames.bounds import ends


def quotes_figures(frame: pd.DataFrame, figures: bool | None) -> bool:
    """Say whether findings may quote figures: as asked, else wherever the rows are not contracts of organisations.

    Examples
    --------
    >>> quotes_figures(pd.DataFrame({"organisation": ["A"], "value_gbp": [1.0]}), None)
    False
    """
    return "organisation" not in frame if figures is None else figures


def amount(number: float, unit: str) -> str:
    """Return a figure in words: pounds (``gbp``) or a plain number (``users``).

    Examples
    --------
    >>> amount(-1234.5, "gbp"), amount(1_000_000, "gbp"), amount(229.64, "users"), amount(40, "users")
    ('-£1,234.50', '£1,000,000', '229.6', '40')
    """
    whole = math.isclose(number, round(number), abs_tol=0.005)
    decimals = 0 if whole else {"gbp": 2}.get(unit, 1)
    sign = "-" if number < 0 and round(number, decimals) else ""
    return f"{sign}{'£' if unit == 'gbp' else ''}{abs(number):,.{decimals}f}"


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
