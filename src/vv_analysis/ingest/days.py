"""Read a day as organisations write it: a date cell, 2020-04-01, 01/04/2020 or 1 April 2020."""

from __future__ import annotations

from datetime import date

import pandas as pd

from vv_analysis.errors import InputError

# Day before month throughout: these files are written in England and Wales.
_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y")


def parse_day(cell: object) -> pd.Timestamp:
    """Return the day that a cell states.

    Raises
    ------
    InputError
        The cell holds no day, or one written in a way that could be two.

    Examples
    --------
    >>> parse_day("01/04/2020"), parse_day("31 March 2021")
    (Timestamp('2020-04-01 00:00:00'), Timestamp('2021-03-31 00:00:00'))
    """
    if isinstance(cell, date):
        return pd.Timestamp(cell.year, cell.month, cell.day)
    for form in _FORMATS:
        day = pd.to_datetime(str(cell).strip(), format=form, errors="coerce")
        if not pd.isna(day):
            return day
    raise InputError(f"{cell!r} is not a day", expected="a date such as 1 April 2020", remedy="correct the cell")
