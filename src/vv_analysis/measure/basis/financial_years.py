"""Financial years: contracts that run over 31 March told apart by the days they have in each year."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from vv_analysis.errors import FrameError
from vv_analysis.measure.basis.exposure import Floats, Places, day_shares, exposures, part_between
from vv_analysis.measure.basis.twelve_months import TWELVE_MONTH_COLUMNS
from vv_analysis.measure.frames import bounds, guards, periods
from vv_analysis.measure.frames.named_rows import named_rows
from vv_analysis.measure.frames.steps import with_step
from vv_analysis.terms import years

ONE_OFF = "one_off_costs_gbp"
ASSUMED = "assumed_profile"
_BY_FINANCIAL_YEAR = "by_financial_year"


def by_financial_year(frame: pd.DataFrame, year: str | None = None) -> pd.DataFrame:
    """Return one row a contract and financial year, with the figures shared out by days.

    Figure of a year = figure × days of the period in the year / days of the period. The parts of a figure add up to
    it exactly. A row that lies within one financial year stays as it is.

    Parameters
    ----------
    frame : DataFrame
        Rows with ``start`` and ``end`` (both inclusive, none missing), ``value_gbp`` (pounds) and, if present,
        ``volume_users`` (users), their ends, nominal values and ``one_off_costs_gbp``.
    year : str, optional
        Financial year to which the result is kept, such as ``"2020-21"``; all by default.

    Returns
    -------
    DataFrame
        One row a contract and year, in the order of the contracts and numbered anew: ``year``, ``start`` and
        ``end`` within it, ``days``, the figures, ``steps``, and ``assumed_profile``: True where a total of more
        than twelve months was shared out, as nobody said how it falls on the years. One-off costs are not shared
        out: they stand once, in the first year's row, and are missing in the others, because when they fall is
        not stated.

    Raises
    ------
    FrameError
        A date is missing; a period ends before it starts; a row has a ``year`` in which its period does not lie;
        or the figures are at twelve months, and so are no totals of their periods.

    Notes
    -----
    Method R2.21 and R2.22. Whole-life totals are never added as they stand.

    Examples
    --------
    >>> contracts = pd.DataFrame(
    ...     {"contract": ["C1", "C2"], "start": pd.to_datetime(["2019-04-01", "2020-10-01"]),
    ...      "end": pd.to_datetime(["2021-03-31", "2021-09-30"]), "value_gbp": [200_000, 50_000]}
    ... )
    >>> by_financial_year(contracts, year="2020-21")[["contract", "days", "value_gbp"]].round(2).values.tolist()
    [['C1', 365.0, 99863.2], ['C2', 182.0, 24931.51]]
    """
    rows = frame.reset_index(drop=True)
    parts = year_parts(rows, where=_BY_FINANCIAL_YEAR)
    shared = shared_out(rows, parts, *day_shares(parts), where=_BY_FINANCIAL_YEAR)
    told = told_by_days(shared, rows, parts, parts["days"] < parts["days_of_period"])
    if year is None:
        return told
    years.first_day(year)
    return told[told["year"] == year].reset_index(drop=True)


def year_parts(rows: pd.DataFrame, *, where: str) -> pd.DataFrame:
    """Return the `exposures` of rows, once every row has its dates and lies in the year it may already have.

    Parameters
    ----------
    rows : DataFrame
        Rows numbered from 0 with ``start`` and ``end``.
    where : str
        The measure, for the message.

    Raises
    ------
    FrameError
        As for `by_financial_year`.
    """
    if "value_stated_gbp" in rows:
        raise FrameError(
            "the figures are at twelve months, and so are no totals of their periods",
            where=where,
            remedy="share them out first, then annualise",
        )
    dates = periods.period_dates(rows, where=where)
    missing = dates.isna().any(axis="columns")
    if missing.any():
        raise FrameError(
            f"the first or last day of {named_rows(missing)} is missing",
            where=where,
            expected="both days of every period, as no share of a year can be told without them",
            remedy="enter the dates at their source, or leave such rows out with dropna(subset=['start', 'end'])",
        )
    parts = exposures(dates)
    _refuse_another_year(rows, parts, where)
    return parts


def shared_out(
    rows: pd.DataFrame,
    parts: pd.DataFrame,
    since: Floats,
    until: Floats,
    *,
    where: str,
) -> pd.DataFrame:
    """Return one row a part with the figures of its row between two shares of them, and the part's year and days.

    Parameters
    ----------
    rows : DataFrame
        Rows numbered from 0 with their figures.
    parts : DataFrame
        ``place`` of each part's row, ``year``, ``start``, ``end`` and ``days``.
    since, until : array of float
        Shares of the row's figures before the part, and up to its end.
    where : str
        The measure, for the message.
    """
    names = ["value_gbp", *guards.present(rows, TWELVE_MONTH_COLUMNS)]
    whole = guards.figures(rows, names, where=where)
    bounds.refuse_upside_down(rows, where=where)
    place = parts["place"].to_numpy()
    figures = {name: part_between(whole[name].to_numpy()[place], since, until) for name in names}
    if ONE_OFF in rows:
        one_off = guards.figures(rows, [ONE_OFF], where=where)[ONE_OFF].to_numpy()[place]
        figures[ONE_OFF] = np.where(_first_of_its_row(place), one_off, np.nan)
    repeated = rows.iloc[place].reset_index(drop=True)
    within = parts[["year", "start", "end", "days"]].astype({day: rows[day].dtype for day in ("start", "end")})
    return repeated.assign(**within, **figures)


def told_by_days(
    shared: pd.DataFrame, rows: pd.DataFrame, parts: pd.DataFrame, by_days: pd.Series[bool]
) -> pd.DataFrame:
    """Return the parts with their step and with ``assumed_profile``, which keeps the marks that were there.

    Parameters
    ----------
    shared : DataFrame
        What `shared_out` returned.
    rows, parts : DataFrame
        What it was made from.
    by_days : Series of bool
        The parts that were shared out by days, rather than as somebody stated.
    """
    place = parts["place"].to_numpy()
    long = periods.inclusive_days(rows) > periods.days_of_twelve_months(rows)
    assumed = by_days & long.to_numpy()[place]
    before = shared[ASSUMED].astype("boolean").fillna(False).astype("bool") if ASSUMED in shared else False
    days, whole = (parts[name].astype("int64").astype("str") for name in ("days", "days_of_period"))
    words = "shared out by days, " + days + " of " + whole + " in " + parts["year"]
    step = words.where(~assumed, words + " (profile assumed)")
    return with_step(shared.assign(**{ASSUMED: assumed | before}), step, by_days)


def _refuse_another_year(rows: pd.DataFrame, parts: pd.DataFrame, where: str) -> None:
    if "year" not in rows:
        return
    stated = rows["year"].astype("str").replace("", None).iloc[parts["place"]].reset_index(drop=True)
    other = stated.notna() & (stated != parts["year"])
    if other.any():
        first = int(np.flatnonzero(other)[0])
        wrong = pd.Series(np.bincount(parts["place"][other], minlength=len(rows)) > 0)
        raise FrameError(
            f"the period of {named_rows(wrong)} has days outside its year ({stated[first]!r} in the first)",
            where=where,
            expected="a period within the year of its row, or no year",
            remedy="correct year or dates at their source, or leave the column year out",
        )


def _first_of_its_row(place: Places) -> npt.NDArray[np.bool_]:
    return np.diff(place, prepend=-1) > 0
