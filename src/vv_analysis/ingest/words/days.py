"""Read a day as organisations write it: a date cell, 2020-04-01, 01/04/2020 or 1 April 2020."""

from __future__ import annotations

import re
from datetime import date

import pandas as pd
from pandas.api.typing import NaTType

from vv_analysis.errors import InputError
from vv_analysis.terms.findings import quoted

# Day before month throughout: these files are written in England and Wales.
_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y")
_TIME = re.compile(r"[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?$")
_ORDINAL = re.compile(r"^([0-9]{1,2})(?:st|nd|rd|th)\b", re.IGNORECASE)
# A year outside these is a slip of the hand, or a number that a spreadsheet took for a date.
_FIRST_YEAR, _LAST_YEAR = 2000, 2099
_REMEDY = "correct the cell"


def parse_day(cell: object) -> pd.Timestamp:
    """Return the day that a cell states; a time of day beside it is left out.

    Raises
    ------
    InputError
        The cell holds no day from 2000 to 2099, or one written in a way that could be two.

    Examples
    --------
    >>> parse_day("01/04/2020"), parse_day("31 March 2021")
    (Timestamp('2020-04-01 00:00:00'), Timestamp('2021-03-31 00:00:00'))
    """
    day = pd.Timestamp(cell.year, cell.month, cell.day) if isinstance(cell, date) else _written_day(str(cell))
    if pd.isna(day):
        raise InputError(f"{quoted(cell)} is not a day", expected="a date such as 1 April 2020", remedy=_REMEDY)
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        expected = f"a day from {_FIRST_YEAR} to {_LAST_YEAR}"
        raise InputError(f"the day lies in the year {day.year}", expected=expected, remedy=_REMEDY)
    return day


def _written_day(text: str) -> pd.Timestamp | NaTType:
    words = _ORDINAL.sub(r"\1", _TIME.sub("", " ".join(text.split())))
    days = (pd.to_datetime(words, format=form, errors="coerce") for form in _FORMATS)
    return next((day for day in days if not pd.isna(day)), pd.NaT)
