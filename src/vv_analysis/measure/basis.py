"""One basis for figures before they are compared: constant prices, and twelve months."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from vv_analysis.errors import FrameError
from vv_analysis.measure import checks, periods
from vv_analysis.terms import reference

NOMINAL_COLUMNS = {
    "value_gbp": "value_nominal_gbp",
    "value_low_gbp": "value_low_nominal_gbp",
    "value_high_gbp": "value_high_nominal_gbp",
}
STATED_COLUMNS = {"value_gbp": "value_stated_gbp", "volume_users": "volume_stated_users"}
TWELVE_MONTH_COLUMNS = (
    *NOMINAL_COLUMNS,
    *NOMINAL_COLUMNS.values(),
    "volume_users",
    "volume_low_users",
    "volume_high_users",
)
_REAL_TERMS = "real_terms"


def real_terms(frame: pd.DataFrame, to: str = "2020-21", deflators: pd.Series[float] | None = None) -> pd.DataFrame:
    """Bring values to the prices of one financial year with the GDP deflator.

    Real value = nominal value × index of `to` / index of the period. The index of a period is the mean over
    its days from ``start`` to ``end``; a row without both dates takes the index of its ``year``. A row
    whose period is not known gets no real value (NaN) and keeps its nominal one.

    Parameters
    ----------
    frame : DataFrame
        Rows with ``value_gbp`` (pounds; also ``value_low_gbp`` and ``value_high_gbp`` if present), and
        ``year`` or ``start`` and ``end``. Without a column ``prices`` the values are taken as nominal.
    to : str
        Financial year of the prices, such as ``"2020-21"``.
    deflators : Series, optional
        Index numbers by financial year; by default those of `vv_analysis.terms.reference.deflators`.

    Returns
    -------
    DataFrame
        The same rows with the values at constant prices, ``prices`` as ``"real 2020-21"``, and the nominal
        values in ``value_nominal_gbp`` (``value_low_nominal_gbp``, ``value_high_nominal_gbp``). Rows
        already at these prices are left as they are; rows at other constant prices start from their nominal
        values.

    Raises
    ------
    FrameError
        `to`, or the year of a row with a value, is not in the series; or a value is at other constant or at
        unknown prices and its nominal value is not there to start from.

    Notes
    -----
    Method R2.28, after the Treasury's guide to GDP deflators; the Green Book asks for this index.

    Examples
    --------
    >>> awards = pd.DataFrame({"year": ["1998-99"], "value_gbp": [7_400_000]})
    >>> index = pd.Series({"1998-99": 91.031, "2003-04": 102.789})
    >>> real_terms(awards, to="2003-04", deflators=index)[["value_gbp", "prices"]].round().values.tolist()
    [[8355819.0, 'real 2003-04']]
    """
    index = reference.deflators() if deflators is None else deflators
    target = periods.index_of(to, index, where=_REAL_TERMS)
    # Frames put together from several files repeat row labels, which would misalign the steps below.
    rows = frame.reset_index(drop=True)
    stated = checks.figures(rows, ["value_gbp", *_present(rows, NOMINAL_COLUMNS)], where=_REAL_TERMS)
    nominal = _nominal_values(rows, stated, f"real {to}")
    factor = target / _index_of_rows(rows[nominal.notna().any(axis="columns")], index)
    real = nominal.mul(factor, axis="index").mask(_prices(rows) == f"real {to}", stated)
    kept = nominal.rename(columns=NOMINAL_COLUMNS)
    priced = rows.assign(**real, **kept, prices=pd.Series(f"real {to}", index=rows.index, dtype="str"))
    return priced.set_axis(frame.index)


def _prices(frame: pd.DataFrame) -> pd.Series[str]:
    if "prices" in frame:
        return frame["prices"].astype("str")
    return pd.Series("nominal", index=frame.index, dtype="str")


def _nominal_values(frame: pd.DataFrame, stated: pd.DataFrame, target: str) -> pd.DataFrame:
    prices = _prices(frame)
    kept = frame.reindex(columns=[NOMINAL_COLUMNS[column] for column in map(str, stated)]).set_axis(
        stated.columns, axis="columns"
    )
    nominal = stated.where(prices == "nominal", kept.astype("float64"))
    lost = (stated.notna() & nominal.isna()).any(axis="columns") & (prices != target)
    if lost.any():
        raise FrameError(
            f"values at prices {prices[lost].iloc[0]!r} cannot be brought to {target!r}",
            where=_REAL_TERMS,
            expected="prices 'nominal', or the nominal values in value_nominal_gbp",
            remedy="state the prices in publication.toml, or start from the frame as it was read",
        )
    return nominal


def _index_of_rows(frame: pd.DataFrame, index: pd.Series[float]) -> pd.Series[float]:
    by_days = pd.Series(float("nan"), index=frame.index)
    if "year" not in frame or {"start", "end"} <= set(frame.columns):
        by_days = periods.mean_index(periods.period_dates(frame, where=_REAL_TERMS), index, where=_REAL_TERMS)
    if "year" not in frame:
        return by_days
    year = frame["year"].where(by_days.isna()).replace("", None).dropna()
    known = {name: periods.index_of(str(name), index, where=_REAL_TERMS) for name in year.unique()}
    return by_days.fillna(year.map(known).astype("float64"))


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
    stated = checks.figures(rows, ["value_gbp", *_present(rows, TWELVE_MONTH_COLUMNS)], where="annualise")
    yearly = stated.mul(periods.days_of_twelve_months(dates) / days, axis="index")
    kept = stated[[column for column in STATED_COLUMNS if column in stated]].rename(columns=STATED_COLUMNS)
    return rows.assign(**yearly, **kept, days=days).set_axis(frame.index)


def _present(frame: pd.DataFrame, columns: Iterable[str]) -> list[str]:
    return [column for column in columns if column in frame and column != "value_gbp"]
