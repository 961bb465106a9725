"""Constant prices: values of several years in the prices of one."""

from __future__ import annotations

import pandas as pd

from vv_analysis.errors import FrameError
from vv_analysis.measure.frames import guards, periods
from vv_analysis.terms import reference

NOMINAL_COLUMNS = {
    "value_gbp": "value_nominal_gbp",
    "value_low_gbp": "value_low_nominal_gbp",
    "value_high_gbp": "value_high_nominal_gbp",
}
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
    stated = guards.figures(rows, ["value_gbp", *guards.present(rows, NOMINAL_COLUMNS)], where=_REAL_TERMS)
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
