"""When the money comes in: earned day by day, paid some days later, and counted in the year it is received."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from vv_analysis.errors import FrameError
from vv_analysis.measure.basis.exposure import day_shares, exposures, part_between
from vv_analysis.measure.frames import bounds, guards, periods
from vv_analysis.measure.frames.named_rows import named_rows
from vv_analysis.measure.ramp.by_year import cells_of

RESULTS = ("earned_gbp", "received_gbp", "owed_gbp")
_PAYMENT_LAG = "payment_lag"
_LONGEST_LAG = 3_650


def payment_lag(frame: pd.DataFrame, lag_days: int = 30, by: Sequence[str] = ()) -> pd.DataFrame:
    """Return what is earned and what is received in each financial year if payment comes some days late.

    A value is earned evenly over the days from ``start`` to ``end``, and each day's part is received `lag_days`
    later. The lag moves money from one year to the next and changes no total.

    Parameters
    ----------
    frame : DataFrame
        Rows with ``start`` and ``end`` (both inclusive, none missing), ``value_gbp`` (pounds in cash) and the
        columns of `by`. Without a column ``prices`` the values are taken as nominal.
    lag_days : int
        Days from the service to its payment; 0 or more.
    by : sequence of str
        Columns that make a group; none takes everything together.

    Returns
    -------
    DataFrame
        One row a group and financial year in which something is earned or received, in that order: the columns of
        `by`, ``year``, ``earned_gbp``, ``received_gbp``, and ``owed_gbp`` (earned and not yet received at the end of
        the year), all in pounds. Where a value is missing, so are the years that it reaches into, and what is owed
        from there on.

    Raises
    ------
    FrameError
        A column or a date is missing, a period ends before it starts, the values are not nominal, the lag is no
        whole number of days from 0 up, or illustrative figures stand beside real ones.

    Notes
    -----
    Method R2.27: cash flow is in nominal terms.

    Examples
    --------
    >>> year = {"start": [pd.Timestamp(2021, 4, 1)], "end": [pd.Timestamp(2022, 3, 31)], "value_gbp": [365_000]}
    >>> payment_lag(pd.DataFrame(year), lag_days=30).values.tolist()
    [['2021-22', 365000.0, 335000.0, 30000.0], ['2022-23', 0.0, 30000.0, 0.0]]
    """
    keys = guards.key_columns([frame], by, ["year", *RESULTS], where=_PAYMENT_LAG)
    guards.refuse_mixed_status([frame], where=_PAYMENT_LAG)
    _refuse_impossible_lag(lag_days)
    rows = frame.reset_index(drop=True)
    _refuse_other_than_nominal(rows)
    value = guards.figures(rows, ["value_gbp"], where=_PAYMENT_LAG)
    bounds.refuse_upside_down(rows, where=_PAYMENT_LAG)
    dates = _whole_dates(rows)
    named = rows[[*keys, *guards.present(rows, ["vat"])]].assign(**value)
    earned = _by_year(named, dates).rename(columns={"part_gbp": "earned_gbp"}).assign(received_gbp=0.0)
    received = _by_year(named, dates + pd.Timedelta(days=lag_days)).rename(columns={"part_gbp": "received_gbp"})
    return _added(pd.concat([earned, received.assign(earned_gbp=0.0)], ignore_index=True), keys)


def _by_year(named: pd.DataFrame, dates: pd.DataFrame) -> pd.DataFrame:
    parts = exposures(dates)
    rows = named.take(parts["place"].to_numpy()).reset_index(drop=True)
    return rows.assign(year=parts["year"], part_gbp=part_between(rows["value_gbp"].to_numpy(), *day_shares(parts)))


def _added(parts: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    cells = cells_of(parts, keys, where=_PAYMENT_LAG)
    earned, received = (cells.sums(parts[column].to_numpy()) for column in ("earned_gbp", "received_gbp"))
    # A year in which nothing moves has no row, and leaves what is owed as it is.
    owed = pd.Series(earned - received).groupby(cells.group).cumsum(skipna=False)
    return cells.framed({"earned_gbp": earned, "received_gbp": received, "owed_gbp": owed}, RESULTS)


def _whole_dates(frame: pd.DataFrame) -> pd.DataFrame:
    dates = periods.period_dates(frame, where=_PAYMENT_LAG)
    missing = dates.isna().any(axis="columns")
    if missing.any():
        raise FrameError(
            f"the first or last day of {named_rows(missing)} is missing",
            where=_PAYMENT_LAG,
            expected="both days of every period, as no year of payment can be told without them",
            remedy="enter the dates at their source, or leave such rows out with dropna(subset=['start', 'end'])",
        )
    return dates


def _refuse_impossible_lag(lag_days: int) -> None:
    if isinstance(lag_days, bool) or not isinstance(lag_days, int | np.integer) or not 0 <= lag_days <= _LONGEST_LAG:
        raise FrameError(
            f"the lag is {lag_days!r}",
            where=_PAYMENT_LAG,
            expected=f"a whole number of days from 0 to {_LONGEST_LAG:,}",
        )


def _refuse_other_than_nominal(frame: pd.DataFrame) -> None:
    if "prices" not in frame:
        return
    wrong = frame["prices"].astype("str").fillna("unknown") != "nominal"
    if wrong.any():
        raise FrameError(
            f"the prices of {named_rows(wrong)} are {str(frame['prices'][wrong].iloc[0])!r}",
            where=_PAYMENT_LAG,
            expected="'nominal', because money is paid in cash",
            remedy="start from the frame as it was read, before vv.real_terms, or state the prices in publication.toml",
        )
