"""The days of a period in each financial year it reaches into, and parts that add up to the whole to the last bit."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from vv_analysis.measure.frames import periods
from vv_analysis.terms import years

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]


def exposures(dates: pd.DataFrame) -> pd.DataFrame:
    """Return one row a period and financial year it reaches into, in the order of the periods and of time.

    Parameters
    ----------
    dates : DataFrame
        ``start`` and ``end``, both inclusive and none missing.

    Returns
    -------
    DataFrame
        ``place`` of the period (counted from 0), ``year``, ``start`` and ``end`` within the year, their ``days``,
        ``days_before`` of the period in earlier years, and ``days_of_period``.

    Examples
    --------
    >>> contract = pd.DataFrame({"start": [pd.Timestamp(2020, 10, 1)], "end": [pd.Timestamp(2021, 9, 30)]})
    >>> exposures(contract)[["year", "days", "days_before", "days_of_period"]].values.tolist()
    [['2020-21', 182.0, 0.0, 365.0], ['2021-22', 183.0, 182.0, 365.0]]
    """
    first, last = (_first_calendar_year(dates[day]) for day in ("start", "end"))
    reached = last - first + 1
    place = np.repeat(np.arange(len(dates)), reached)
    year = first[place] + np.arange(len(place)) - np.repeat(reached.cumsum() - reached, reached)
    periods_of_rows = dates.iloc[place].reset_index(drop=True)
    within = _within_year(periods_of_rows, year)
    days_before = (within["start"] - periods_of_rows["start"]).dt.days.astype("float64")
    return within.assign(
        place=place,
        days=periods.inclusive_days(within),
        days_before=days_before,
        days_of_period=periods.inclusive_days(periods_of_rows),
    )


def day_shares(parts: pd.DataFrame) -> tuple[Floats, Floats]:
    """Return the share of its period's days before each part, and up to the part's end.

    Examples
    --------
    >>> contract = pd.DataFrame({"start": [pd.Timestamp(2021, 2, 10)], "end": [pd.Timestamp(2021, 5, 20)]})
    >>> since, until = day_shares(exposures(contract))
    >>> since.tolist(), until.tolist()
    ([0.0, 0.5], [0.5, 1.0])
    """
    before, days, whole = (parts[name].to_numpy() for name in ("days_before", "days", "days_of_period"))
    return before / whole, (before + days) / whole


def part_between(whole: Floats, since: Floats, until: Floats) -> Floats:
    """Return the part of a whole between two shares of it, so that parts that meet add up to the whole bit for bit.

    Parameters
    ----------
    whole : array of float
        Pounds, or users; NaN stays NaN.
    since, until : array of float
        Shares from 0 to 1. Parts that meet give 0 and 1 at the outer ends and the same share where they meet.

    Notes
    -----
    The amounts up to each share are taken on the grid of the whole's own last binary place. Their differences are
    then exact floats, and so are sums of them in whatever order they are taken.

    Examples
    --------
    >>> wholes, thirds = np.full(3, 1e15 + 1), np.array([0, 1, 2, 3]) / 3
    >>> float(part_between(wholes, thirds[:-1], thirds[1:]).sum()) == 1e15 + 1
    True
    """
    grid = np.spacing(whole)
    below, above = (np.rint(whole * share / grid) * grid for share in (since, until))
    parts: Floats = above - below
    return parts


def _first_calendar_year(day: pd.Series[pd.Timestamp]) -> Places:
    first: Places = (day.dt.year - (day.dt.month < 4).astype("int64")).to_numpy().astype("int64")
    return first


def _within_year(dates: pd.DataFrame, calendar_year: Places) -> pd.DataFrame:
    codes, distinct = pd.factorize(calendar_year, sort=True)
    names = [years.financial_year(pd.Timestamp(int(year), 4, 1)) for year in distinct]
    first, last = (
        pd.Series(pd.DatetimeIndex([day(name) for name in names], dtype="datetime64[ns]")[codes])
        for day in (years.first_day, years.last_day)
    )
    return pd.DataFrame(
        {
            "year": pd.Series(np.array(names, dtype=object)[codes], dtype="str"),
            "start": dates["start"].where(dates["start"] > first, first),
            "end": dates["end"].where(dates["end"] < last, last),
        }
    )
