"""Twelve months: figures of a part year or of several years brought to a year."""

from __future__ import annotations

import pandas as pd

from vv_analysis.errors import FrameError
from vv_analysis.measure.basis.prices import NOMINAL_COLUMNS
from vv_analysis.measure.frames import guards, periods

STATED_COLUMNS = {"value_gbp": "value_stated_gbp", "volume_users": "volume_stated_users"}
TWELVE_MONTH_COLUMNS = (
    *NOMINAL_COLUMNS,
    *NOMINAL_COLUMNS.values(),
    "volume_users",
    "volume_low_users",
    "volume_high_users",
)


def annualise(frame: pd.DataFrame) -> pd.DataFrame:
    """Bring values and volumes to twelve months by the inclusive days of their period.

    Annual figure = figure × 365 / days, with 366 where the period covers 29 February. The cost per user
    does not change. A row without both dates has no annual figure (NaN).

    Parameters
    ----------
    frame : DataFrame
        Rows with ``start`` and ``end`` (both inclusive), ``value_gbp`` (pounds) and, if present,
        ``volume_users`` (users), bounds and nominal values.

    Returns
    -------
    DataFrame
        The same rows at twelve months, with ``days`` of the period and what was stated in
        ``value_stated_gbp`` and ``volume_stated_users``.

    Raises
    ------
    FrameError
        A column is missing, a period ends before it starts, or the frame is at twelve months already.

    Notes
    -----
    Method R2.19.

    Examples
    --------
    >>> half = pd.DataFrame(
    ...     {"start": pd.to_datetime(["2020-10-01"]), "end": pd.to_datetime(["2021-03-31"]),
    ...      "value_gbp": [30_000], "volume_users": [25]}
    ... )
    >>> annualise(half)[["value_gbp", "volume_users", "days"]].round(2).values.tolist()
    [[60164.84, 50.14, 182.0]]
    """
    if "value_stated_gbp" in frame:
        raise FrameError(
            "the figures are at twelve months already",
            where="annualise",
            remedy="leave out the second annualise",
        )
    rows = frame.reset_index(drop=True)
    dates = periods.period_dates(rows, where="annualise")
    days = periods.inclusive_days(dates)
    stated = guards.figures(rows, ["value_gbp", *guards.present(rows, TWELVE_MONTH_COLUMNS)], where="annualise")
    yearly = stated.mul(periods.days_of_twelve_months(dates) / days, axis="index")
    kept = stated[[column for column in STATED_COLUMNS if column in stated]].rename(columns=STATED_COLUMNS)
    return rows.assign(**yearly, **kept, days=days).set_axis(frame.index)
