"""Constant prices: values of several years in the prices of one."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from vv_analysis.errors import FrameError
from vv_analysis.measure.basis.averaged_deflators import DISTORTED_YEARS, averaged_growth, series_name, usable_index
from vv_analysis.measure.frames import bounds, guards, periods
from vv_analysis.measure.frames.bounds import Floats
from vv_analysis.measure.frames.named_rows import named_rows
from vv_analysis.measure.frames.steps import with_step
from vv_analysis.terms import reference, years

NOMINAL_COLUMNS = {
    "value_gbp": "value_nominal_gbp",
    "value_low_gbp": "value_low_nominal_gbp",
    "value_high_gbp": "value_high_nominal_gbp",
}
ALTERNATIVE = "value_alternative_gbp"
DISTORTED = "deflator_distorted"
_REAL_TERMS = "real_terms"

Marks = npt.NDArray[np.bool_]


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
        Index numbers by financial year, named as the step shall call them; by default those of
        `vv_analysis.terms.reference.deflators`. `averaged_growth` gives the alternative for the pandemic years.

    Returns
    -------
    DataFrame
        The same rows with the values at constant prices, ``prices`` as ``"real 2020-21"``, and the nominal
        values in ``value_nominal_gbp`` (``value_low_nominal_gbp``, ``value_high_nominal_gbp``). Rows
        already at these prices are left as they are; rows at other constant prices start from their nominal
        values. ``steps`` says series, release and factor; ``deflator_distorted`` is True where prices were
        changed from or to 2020-21 or 2021-22, for which `with_alternative` gives a second figure.

    Raises
    ------
    FrameError
        `to`, or the year of a row with a value, is not in the series; the series has an index that is not above
        0; or a value is at other constant or at unknown prices and its nominal value is not there to start from.

    Notes
    -----
    Method R2.28, after the Treasury's guide to GDP deflators; the Green Book asks for this index. R2.30: the
    pandemic distorted the index of 2020-21 and of the year after.

    Examples
    --------
    >>> awards = pd.DataFrame({"year": ["1998-99"], "value_gbp": [7_400_000]})
    >>> index = pd.Series({"1998-99": 91.031, "2003-04": 102.789})
    >>> deflated = real_terms(awards, to="2003-04", deflators=index)
    >>> deflated[["value_gbp", "prices"]].round().values.tolist()
    [[8355819.0, 'real 2003-04']]
    >>> deflated["steps"].tolist()
    ['nominal to real 2003-04: deflators given, x 1.1292']
    """
    index = _usual_index() if deflators is None else usable_index(deflators, where=_REAL_TERMS)
    target = periods.index_of(to, index, where=_REAL_TERMS)
    # Frames put together from several files repeat row labels, which would misalign the steps below.
    rows = frame.reset_index(drop=True)
    stated = guards.figures(rows, ["value_gbp", *guards.present(rows, NOMINAL_COLUMNS)], where=_REAL_TERMS)
    bounds.refuse_upside_down(rows, where=_REAL_TERMS)
    nominal = _nominal_values(rows, stated, f"real {to}")
    valued = np.asarray(nominal.notna().to_numpy().any(axis=1))
    factor = target / _index_of_rows(rows, valued, index)
    already = (_prices(rows) == f"real {to}").to_numpy(dtype=bool)
    real = {
        name: np.where(already, stated[name], nominal[name].to_numpy() * factor) for name in map(str, stated.columns)
    }
    kept = nominal.rename(columns=NOMINAL_COLUMNS)
    priced = rows.assign(**real, **kept, prices=pd.Series(f"real {to}", index=rows.index, dtype="str"))
    told = _with_steps(priced, factor, valued & ~already, f"nominal to real {to}: {series_name(index)}")
    return _with_distorted(told, to, ~np.isnan(factor) & ~already).set_axis(frame.index)


def with_alternative(
    frame: pd.DataFrame, to: str = "2020-21", deflators: pd.Series[float] | None = None
) -> pd.DataFrame:
    """Bring values to constant prices twice: with the index as published, and with its pandemic years averaged.

    Parameters
    ----------
    frame, to, deflators
        As for `real_terms`; rows already at these prices need ``value_nominal_gbp`` for a second figure.

    Returns
    -------
    DataFrame
        What `real_terms` returns, with ``value_alternative_gbp`` (pounds, at the same prices under
        `averaged_growth`): NaN where there is no nominal value or no period to deflate it by.

    Raises
    ------
    FrameError
        As for `real_terms` and `averaged_growth`.

    Notes
    -----
    Method R2.30. A row brought to these prices here has one figure twice where ``deflator_distorted`` is
    False.

    Examples
    --------
    >>> index = pd.Series({"2019-20": 100.0, "2020-21": 108.0, "2021-22": 109.0, "2022-23": 133.1})
    >>> contract = pd.DataFrame({"year": ["2019-20"], "value_gbp": [1_000]})
    >>> both = with_alternative(contract, to="2020-21", deflators=index)
    >>> both[["value_gbp", "value_alternative_gbp", "deflator_distorted"]].values.tolist()
    [[1080.0, 1100.0, True]]
    """
    real = real_terms(frame, to, deflators)
    dated = [column for column in ("year", "start", "end") if column in frame]
    nominal = real[dated].assign(value_gbp=real["value_nominal_gbp"])
    return real.assign(**{ALTERNATIVE: real_terms(nominal, to, averaged_growth(deflators))["value_gbp"].to_numpy()})


@cache
def _usual_index() -> pd.Series[float]:
    return usable_index(reference.deflators(), where=_REAL_TERMS)


def _prices(frame: pd.DataFrame) -> pd.Series[str]:
    if "prices" in frame:
        return frame["prices"].astype("str")
    return pd.Series("nominal", index=frame.index, dtype="str")


def _nominal_values(frame: pd.DataFrame, stated: pd.DataFrame, target: str) -> pd.DataFrame:
    prices = _prices(frame)
    as_stated = (prices == "nominal").to_numpy(dtype=bool)
    if as_stated.all():
        return stated
    kept = frame.reindex(columns=[NOMINAL_COLUMNS[column] for column in map(str, stated)]).set_axis(
        stated.columns, axis="columns"
    )
    nominal = stated.where(prices == "nominal", kept.astype("float64"))
    lost = (stated.notna() & nominal.isna()).any(axis="columns") & (prices != target)
    if lost.any():
        raise FrameError(
            f"values at prices {prices[lost].iloc[0]!r} cannot be brought to {target!r} ({named_rows(lost)})",
            where=_REAL_TERMS,
            expected="prices 'nominal', or the nominal values in value_nominal_gbp",
            remedy="state the prices in publication.toml, or start from the frame as it was read",
        )
    return nominal


def _index_of_rows(frame: pd.DataFrame, valued: Marks, index: pd.Series[float]) -> Floats:
    """Return the index of the rows that have a value, by their days, else by their year; NaN for the others."""
    by_days = np.full(len(frame), np.nan)
    if "year" not in frame or {"start", "end"} <= set(frame.columns):
        dates = periods.period_dates(frame, where=_REAL_TERMS)
        by_days = periods.mean_index(dates, index, where=_REAL_TERMS, chosen=valued).to_numpy()
    by_year = np.isnan(by_days) & valued
    if "year" not in frame or not by_year.any():
        return by_days
    year = frame["year"].where(pd.Series(by_year, index=frame.index)).replace("", None)
    known = {
        name: periods.index_of(str(name), index, where=_REAL_TERMS, needed_by=year == name)
        for name in year.dropna().unique()
    }
    return np.where(by_year, year.map(known).to_numpy(dtype="float64"), by_days)


def _with_steps(frame: pd.DataFrame, factor: Floats, rows: Marks, step: str) -> pd.DataFrame:
    rounded = np.round(factor, 4)
    words = {number: f"{step}, x {number:.4f}" for number in np.unique(rounded[rows & ~np.isnan(factor)]).tolist()}
    unknown = f"no {frame['prices'].iloc[0]} value: period not known" if len(frame) else ""
    told = [words.get(number, unknown) for number in rounded.tolist()]
    return with_step(frame, pd.Series(told, index=frame.index, dtype="str"), pd.Series(rows, index=frame.index))


def _with_distorted(frame: pd.DataFrame, to: str, changed: Marks) -> pd.DataFrame:
    stated = frame[DISTORTED] if DISTORTED in frame else pd.Series(False, index=frame.index)
    before = stated.astype("boolean").fillna(False).to_numpy(dtype=bool)
    distorted = np.where(changed, _is_distorted(frame, to), before)
    marked = frame.assign(**{DISTORTED: distorted})
    # A second figure made for other prices would be mistaken for one at these.
    return marked.assign(**{ALTERNATIVE: frame[ALTERNATIVE].mask(changed)}) if ALTERNATIVE in frame else marked


def _is_distorted(frame: pd.DataFrame, to: str) -> Marks:
    """Tell the rows whose prices are changed from or to a pandemic year; not those that lie in the year `to`."""
    nothing = np.full(len(frame), "NaT", dtype="datetime64[ns]")
    dated = {"start", "end"} <= set(frame.columns)
    start, end = (frame[name].to_numpy(dtype="datetime64[ns]") if dated else nothing for name in ("start", "end"))
    year = frame["year"] if "year" in frame else pd.Series("", index=frame.index, dtype="str")
    undated = np.isnat(start) | np.isnat(end)
    first, last = DISTORTED_YEARS
    reaches = (start <= _day(years.last_day(last))) & (end >= _day(years.first_day(first)))
    reaches |= undated & year.isin(DISTORTED_YEARS).to_numpy(dtype=bool)
    lies_in = (start >= _day(years.first_day(to))) & (end <= _day(years.last_day(to)))
    lies_in |= undated & (year == to).to_numpy(dtype=bool)
    marks: Marks = (reaches | (to in DISTORTED_YEARS)) & ~lies_in
    return marks


def _day(day: pd.Timestamp) -> np.datetime64:
    return day.to_datetime64()
