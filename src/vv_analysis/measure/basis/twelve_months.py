"""Twelve months: figures of a part year or of several years brought to a year."""

from __future__ import annotations

import pandas as pd

from vv_analysis.errors import FrameError
from vv_analysis.measure.basis.prices import ALTERNATIVE, NOMINAL_COLUMNS
from vv_analysis.measure.frames import bounds, guards, periods
from vv_analysis.measure.frames.named_rows import named_rows
from vv_analysis.measure.frames.steps import with_step

STATED_COLUMNS = {"value_gbp": "value_stated_gbp", "volume_users": "volume_stated_users"}
WITH_VAT = "value_with_vat_gbp"
# Every figure that is a total of its period, and so grows and shrinks with its days.
TWELVE_MONTH_COLUMNS = (
    *NOMINAL_COLUMNS,
    *NOMINAL_COLUMNS.values(),
    ALTERNATIVE,
    WITH_VAT,
    "volume_users",
    "volume_low_users",
    "volume_high_users",
)
METHODS = ("days", "months")
_ANNUALISE = "annualise"


def annualise(frame: pd.DataFrame, by: str = "days") -> pd.DataFrame:
    """Bring values and volumes to twelve months by the inclusive days, or the whole months, of their period.

    Annual figure = figure × 365 / days, with 366 where the period covers 29 February; by months, figure × 12 /
    months. The cost per user does not change. A row without both dates has no annual figure (NaN).

    Parameters
    ----------
    frame : DataFrame
        Rows with ``start`` and ``end`` (both inclusive), ``value_gbp`` (pounds) and, if present,
        ``volume_users`` (users), bounds and nominal values.
    by : str
        ``"days"``, or ``"months"`` where every period begins on the first and ends on the last day of a month.

    Returns
    -------
    DataFrame
        The same rows at twelve months, with ``days`` of the period, what was stated in
        ``value_stated_gbp`` and ``volume_stated_users``, and ``steps``.

    Raises
    ------
    FrameError
        A column is missing, a period ends before it starts, the frame is at twelve months already, or a period
        has no whole months and months were asked for.

    Notes
    -----
    Method R2.19; which of the two was used stands in ``steps``.

    Examples
    --------
    >>> half = pd.DataFrame(
    ...     {"start": pd.to_datetime(["2020-10-01"]), "end": pd.to_datetime(["2021-03-31"]),
    ...      "value_gbp": [30_000], "volume_users": [25]}
    ... )
    >>> annualise(half)[["value_gbp", "volume_users", "days"]].round(2).values.tolist()
    [[60164.84, 50.14, 182.0]]
    >>> annualise(half, by="months")[["value_gbp", "steps"]].values.tolist()
    [[60000.0, 'annualised from 6 months, by months']]
    """
    if by not in METHODS:
        raise FrameError(f"by is {by!r}", where=_ANNUALISE, expected="'days' or 'months'")
    if "value_stated_gbp" in frame:
        raise FrameError(
            "the figures are at twelve months already",
            where=_ANNUALISE,
            remedy="leave out the second annualise",
        )
    rows = frame.reset_index(drop=True)
    dates = periods.period_dates(rows, where=_ANNUALISE)
    days = periods.inclusive_days(dates)
    stated = guards.figures(rows, ["value_gbp", *guards.present(rows, TWELVE_MONTH_COLUMNS)], where=_ANNUALISE)
    bounds.refuse_upside_down(rows, where=_ANNUALISE)
    length, year = (days, periods.days_of_twelve_months(dates)) if by == "days" else (_whole_months(dates), 12.0)
    kept = stated[[column for column in STATED_COLUMNS if column in stated]].rename(columns=STATED_COLUMNS)
    yearly = rows.assign(**stated.mul(year / length, axis="index"), **kept, days=days)
    return _with_steps(yearly, length, by, stated.notna().any(axis="columns")).set_axis(frame.index)


def _whole_months(dates: pd.DataFrame) -> pd.Series[float]:
    start, end = dates["start"], dates["end"]
    after = end + pd.Timedelta(days=1)
    broken = start.notna() & end.notna() & ((start.dt.day != 1) | (after.dt.day != 1))
    if broken.any():
        first = dates[broken].iloc[0]
        raise FrameError(
            f"the period of {named_rows(broken)} has no whole months ({first['start']:%d %B %Y} to "
            f"{first['end']:%d %B %Y} is the first)",
            where=_ANNUALISE,
            expected="periods from the first day of a month to the last day of a month",
            remedy="annualise by days",
        )
    months: pd.Series[float] = 12.0 * (after.dt.year - start.dt.year) + (after.dt.month - start.dt.month)
    return months


def _with_steps(frame: pd.DataFrame, length: pd.Series[float], by: str, rows: pd.Series[bool]) -> pd.DataFrame:
    units = {number: by if number > 1 else by.removesuffix("s") for number in length.dropna().unique()}
    words = {number: f"annualised from {number:.0f} {unit}, by {by}" for number, unit in units.items()}
    told = length.map(words).astype("str").fillna("no annual value: first or last day not known")
    return with_step(frame, told, rows)
