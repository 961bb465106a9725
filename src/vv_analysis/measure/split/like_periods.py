"""Periods of unlike length are not compared: a part year against a year is no change of the service."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from vv_analysis.errors import FrameError
from vv_analysis.measure.frames import periods
from vv_analysis.measure.frames.bounds import Floats
from vv_analysis.measure.frames.sums import Places

ANNUALISED = "value_stated_gbp"
LEAP_DAY = 1
_YEAR_DAYS = 365.0


def refuse_unlike_periods(
    frames: Sequence[pd.DataFrame], keys_of_rows: Sequence[Places], labels: pd.DataFrame, *, where: str
) -> None:
    """Refuse to compare values of periods that differ by more than a leap day within a key (method, R2.7, R2.20).

    What counts is the days from the first start to the last end of the rows with a value. A frame at twelve months
    (see `annualise`) counts as a year. Frames without ``start`` and ``end`` are not looked at.

    Parameters
    ----------
    frames : sequence of DataFrame
        The frame before and the frame after, with ``value_gbp``.
    keys_of_rows : sequence of array of int
        The key of each row of each frame.
    labels : DataFrame
        One row a key.
    where : str
        The measure, for the message.

    Raises
    ------
    FrameError
        A key covers more days on one side than on the other.
    """
    annual = [ANNUALISED in frame for frame in frames]
    if all(annual) or not all({"start", "end"} <= set(frame.columns) for frame in frames):
        return
    before, after = (
        _days_covered(frame, of_row, len(labels), where=where, annual=is_annual)
        for frame, of_row, is_annual in zip(frames, keys_of_rows, annual, strict=True)
    )
    unlike = np.abs(before - after) > LEAP_DAY
    if unlike.any():
        first = int(np.flatnonzero(unlike)[0])
        raise FrameError(
            f"{_named(labels, first)} covers {before[first]:.0f} days from 'start' to 'end' before and "
            f"{after[first]:.0f} after{_more(int(unlike.sum()) - 1)}",
            where=where,
            expected="periods of one length on both sides of a key",
            remedy="bring both to twelve months with vv.annualise, or name the year among the keys",
        )


def _days_covered(frame: pd.DataFrame, of_row: Places, count: int, *, where: str, annual: bool) -> Floats:
    dates = periods.period_dates(frame, where=where)
    known = (dates["start"].notna() & dates["end"].notna() & frame["value_gbp"].notna()).to_numpy()
    first, last = np.full(count, np.nan), np.full(count, np.nan)
    np.fmin.at(first, of_row, np.where(known, _day_numbers(dates["start"].to_numpy()), np.nan))
    np.fmax.at(last, of_row, np.where(known, _day_numbers(dates["end"].to_numpy()), np.nan))
    # Rows that do not fill the time between them cover no more days than they have.
    each = np.where(known, _day_numbers(dates["end"].to_numpy()) - _day_numbers(dates["start"].to_numpy()) + 1, 0.0)
    days = np.minimum(last - first + 1, np.bincount(of_row, weights=each, minlength=count))
    return np.where(np.isnan(days), np.nan, _YEAR_DAYS) if annual else days


def _day_numbers(days: np.typing.NDArray[np.datetime64]) -> Floats:
    return days.astype("datetime64[D]").astype("float64")


def _named(labels: pd.DataFrame, place: int) -> str:
    if labels.columns.empty:
        return "the total"
    key = labels.iloc[place]
    return ", ".join(f"{name} {key[name]!r}" for name in labels.columns)


def _more(keys: int) -> str:
    return f" (and {keys} more such key{'s' if keys > 1 else ''})" if keys else ""
