"""Financial years: 1 April to 31 March, written 2021-22."""

from __future__ import annotations

import re
from functools import cache

import pandas as pd

from vv_analysis.errors import FrameError

# ASCII digits only: "²" and "٢" are digits to str.isdigit, and no year.
_YEAR = re.compile(r"(?:19|20)[0-9]{2}-[0-9]{2}")


@cache
def first_day(year: str) -> pd.Timestamp:
    """Return 1 April of a financial year.

    Raises
    ------
    FrameError
        The text is no financial year from 1900-01 to 2099-00.

    Examples
    --------
    >>> first_day("2021-22")
    Timestamp('2021-04-01 00:00:00')
    """
    first = pd.Timestamp(int(year[:4]), 4, 1) if _YEAR.fullmatch(year) else None
    if first is None or year != financial_year(first):
        raise FrameError(f"{year!r} is not a financial year", expected="a year such as '2021-22'")
    return first


@cache
def last_day(year: str) -> pd.Timestamp:
    """Return 31 March at the end of a financial year.

    Examples
    --------
    >>> last_day("2021-22")
    Timestamp('2022-03-31 00:00:00')
    """
    return first_day(year).replace(year=first_day(year).year + 1, month=3, day=31)


def financial_year(day: pd.Timestamp) -> str:
    """Return the financial year a day falls in.

    Examples
    --------
    >>> financial_year(pd.Timestamp("2022-03-31"))
    '2021-22'
    """
    start = day.year if day.month >= 4 else day.year - 1
    return f"{start}-{(start + 1) % 100:02d}"


def days_in(year: str) -> int:
    """Return the days of a financial year: 366 where it holds 29 February.

    Examples
    --------
    >>> days_in("2021-22"), days_in("2023-24")
    (365, 366)
    """
    return (last_day(year) - first_day(year)).days + 1
