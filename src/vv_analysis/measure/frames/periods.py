"""Days of a period: counted inclusively, with leap years, and spread over financial years."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from vv_analysis.errors import FrameError
from vv_analysis.measure.frames import guards
from vv_analysis.measure.frames.kinds import rows_of_other_kind
from vv_analysis.measure.frames.named_rows import named_rows
from vv_analysis.terms import years

Days = npt.NDArray[np.datetime64]


def period_dates(frame: pd.DataFrame, *, where: str) -> pd.DataFrame:
    """Return ``start`` and ``end`` as dates, both inclusive, missing ones as NaT.

    Parameters
    ----------
    frame : DataFrame
        Rows with ``start`` and ``end``.
    where : str
        The measure, for the message.

    Returns
    -------
    DataFrame
        The two columns, with the index of `frame`.

    Raises
    ------
    FrameError
        A column is missing or no date, or a period ends before it starts.

    Examples
    --------
    >>> day = pd.Timestamp(2021, 6, 26)
    >>> period_dates(pd.DataFrame({"start": [day], "end": [day]}), where="annualise").shape
    (1, 2)
    """
    guards.require_columns(frame, ["start", "end"], where=where)
    for column in ("start", "end"):
        if isinstance(frame[column].dtype, pd.DatetimeTZDtype):
            raise FrameError(
                f"column {column!r} has a time zone in all of its rows",
                where=where,
                expected="dates",
                remedy=f"leave it out with frame[{column!r}].dt.tz_localize(None)",
            )
        if not pd.api.types.is_datetime64_any_dtype(frame[column]) and frame[column].notna().any():
            raise FrameError(
                f"column {column!r} holds no dates in {named_rows(rows_of_other_kind(frame[column], date))}",
                where=where,
                expected="dates",
                remedy="use pandas.to_datetime",
            )
    # A day is a day, at whatever hour it is said to begin.
    days = {name: frame[name].to_numpy(dtype="datetime64[ns]").astype("datetime64[D]") for name in ("start", "end")}
    dates = pd.DataFrame({name: day.astype("datetime64[ns]") for name, day in days.items()}, index=frame.index)
    backwards = days["end"] < days["start"]
    if backwards.any():
        first = dates[backwards].iloc[0]
        raise FrameError(
            f"a period ends on {first['end']:%d %B %Y}, before it starts on {first['start']:%d %B %Y} "
            f"({named_rows(backwards)})",
            where=where,
            remedy="correct the dates at their source",
        )
    return dates


def refuse_no_years(stated: pd.Series[str], names: Iterable[object], *, where: str) -> None:
    """Refuse entries of a column ``year`` that are no financial years.

    Parameters
    ----------
    stated : Series of str
        The year of each row.
    names : iterable
        What there is in it, each once.
    where : str
        The measure, for the message.

    Raises
    ------
    FrameError
        An entry is no financial year; the message names its rows.

    Examples
    --------
    >>> refuse_no_years(pd.Series(["2021-22"]), ["2021-22"], where="ramp_up")
    """
    for name in names:
        try:
            years.days_in(str(name))
        except FrameError as error:
            raise FrameError(
                f"{str(name)!r}, the 'year' of {named_rows(stated == name)}, is not a financial year",
                where=where,
                expected="a year such as '2021-22'",
                remedy="correct the year at its source",
            ) from error


def inclusive_days(dates: pd.DataFrame) -> pd.Series[float]:
    """Return end − start + 1 in days (method, R2.19); NaN where a date is missing.

    Examples
    --------
    >>> day1 = pd.DataFrame({"start": [pd.Timestamp(2021, 6, 26)], "end": [pd.Timestamp(2022, 3, 31)]})
    >>> inclusive_days(day1).tolist()
    [279.0]
    """
    return (dates["end"] - dates["start"]).dt.days.astype("float64") + 1


def days_of_twelve_months(dates: pd.DataFrame) -> pd.Series[float]:
    """Return the days that twelve months count as: 366 where the period covers 29 February, else 365.

    Examples
    --------
    >>> leap = pd.DataFrame({"start": [pd.Timestamp(2023, 4, 1)], "end": [pd.Timestamp(2024, 2, 29)]})
    >>> days_of_twelve_months(leap).tolist()
    [366.0]
    """
    day_before = dates["start"] - pd.Timedelta(days=1)
    return 365.0 + (_leap_days_until(dates["end"]) > _leap_days_until(day_before)).astype("float64")


def _leap_days_until(day: pd.Series[pd.Timestamp]) -> pd.Series[float]:
    """Count every 29 February of the calendar up to and including a day."""
    reached = (day.dt.month > 2) | ((day.dt.month == 2) & (day.dt.day == 29))
    year = (day.dt.year - (~reached).astype("int64")).astype("float64")
    return year // 4 - year // 100 + year // 400


def mean_index(
    dates: pd.DataFrame, index: pd.Series[float], *, where: str, chosen: npt.NDArray[np.bool_] | None = None
) -> pd.Series[float]:
    """Return the mean of a yearly index over each period, weighted by its days in each financial year.

    Parameters
    ----------
    dates : DataFrame
        ``start`` and ``end``, both inclusive; a missing one gives NaN. Labels differ from each other.
    index : Series
        Index numbers by financial year, such as ``"2021-22"``.
    where : str
        The measure, for the message.
    chosen : array of bool, optional
        The rows whose index is needed; by default all. The others have none (NaN).

    Returns
    -------
    Series
        The mean index of each row.

    Raises
    ------
    FrameError
        A period reaches into a year that the index does not have; the message names those it has.

    Examples
    --------
    >>> half = pd.DataFrame({"start": [pd.Timestamp(2020, 10, 1)], "end": [pd.Timestamp(2021, 9, 29)]})
    >>> mean_index(half, pd.Series({"2020-21": 100.0, "2021-22": 102.0}), where="real_terms").tolist()
    [101.0]
    """
    days = [dates[name].to_numpy().astype("datetime64[D]") for name in ("start", "end")]
    known = ~np.isnat(days).any(axis=0) & (True if chosen is None else chosen)
    start, end = (day[known] for day in days)
    weighted = np.zeros(len(start))
    for year in _financial_years(start, end):
        exposure = _days_within(start, end, years.first_day(year), years.last_day(year))
        if (exposure > 0).any():
            touched = np.zeros(len(dates), dtype=bool)
            touched[known] = exposure > 0
            weighted = weighted + exposure * index_of(year, index, where=where, needed_by=touched)
    mean = np.full(len(dates), np.nan)
    mean[known] = weighted / ((end - start).astype("float64") + 1)
    return pd.Series(mean, index=dates.index)


def _days_within(start: Days, end: Days, first: pd.Timestamp, last: pd.Timestamp) -> npt.NDArray[np.float64]:
    starts, ends = (np.datetime64(day, "D") for day in (first, last))
    days = (np.minimum(end, ends) - np.maximum(start, starts)).astype("float64") + 1
    return days.clip(min=0)


def _financial_years(start: Days, end: Days) -> list[str]:
    if not len(start):
        return []
    first, last = (years.financial_year(pd.Timestamp(day)) for day in (start.min(), end.max()))
    return [f"{year}-{(year + 1) % 100:02d}" for year in range(int(first[:4]), int(last[:4]) + 1)]


def index_of(
    year: str, index: pd.Series[float], *, where: str, needed_by: pd.Series[bool] | npt.NDArray[np.bool_] | None = None
) -> float:
    """Return the index of a financial year, which rows need if any are told.

    Raises
    ------
    FrameError
        The index does not have the year; the message names those it has.

    Examples
    --------
    >>> index_of("2020-21", pd.Series({"2020-21": 100.0}), where="real_terms")
    100.0
    """
    if year not in index.index:
        raise FrameError(
            f"the price index has no year {year!r}" + ("" if needed_by is None else f" for {named_rows(needed_by)}"),
            where=where,
            expected=f"one of {', '.join(sorted(map(str, index.index)))}",
            remedy="choose another year, leave such rows out, or give a longer index as deflators",
        )
    return float(index.loc[year])
