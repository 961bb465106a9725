"""Present value: later years count for less, at a dated rate, and only for figures at constant prices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from numbers import Integral, Real
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from vv_analysis.errors import FrameError
from vv_analysis.measure.frames import bounds, guards, periods
from vv_analysis.measure.frames.named_rows import named_rows
from vv_analysis.measure.frames.sums import grouped, whole_sums
from vv_analysis.terms import years

Years = npt.NDArray[np.int64]
_PRESENT_VALUE = "present_value"
_DISCOUNT_FACTORS = "discount_factors"
RESULTS = (
    "first_year",
    "years",
    "value_gbp",
    "present_value_gbp",
    "present_value_low_gbp",
    "present_value_high_gbp",
    "discount_rate",
    "prices",
    "status",
)


@dataclass(frozen=True, slots=True)
class DatedRate:
    """A discount rate with the day it was stated and where, because it changes by decision.

    Attributes
    ----------
    rate : float
        Fraction a year above inflation, for figures at constant prices.
    last_year : int
        Highest t, counted from 0, for which the rate is meant.
    stated_in : str
        Year of the source.
    source : str
        Where it is stated.
    review : str
        What is known about its next change.
    """

    rate: float
    last_year: int
    stated_in: str
    source: str
    review: str


SOCIAL_TIME_PREFERENCE = DatedRate(
    rate=0.035,
    last_year=30,
    stated_in="2022",
    source="HM Treasury, Green Book 2022, 5.11 to 5.13 and Table 1",
    review="under review, report due June 2026; its outcome was not found when this was written",
)
DISCOUNT_RATE = SOCIAL_TIME_PREFERENCE.rate


def discount_factors(years_counted: int | Sequence[str], rate: float = DISCOUNT_RATE) -> pd.Series[float]:
    """Return what a pound of each year counts for in the first year: 1/(1+r)^t.

    Parameters
    ----------
    years_counted : int or sequence of str
        How many years, from t = 0; or financial years such as ``"2021-22"``, the earliest of which is t = 0.
    rate : float
        Fraction a year above inflation.

    Returns
    -------
    Series
        Factors (fractions), by t or by financial year as asked for.

    Raises
    ------
    FrameError
        The rate is no fraction from 0 to below 1, a year is no financial year, or a year lies more than 30 years
        after the first, for which the Treasury states a lower rate.

    Notes
    -----
    Method R2.31: the social time preference rate of the Green Book, see `SOCIAL_TIME_PREFERENCE`.

    Examples
    --------
    >>> discount_factors(5).round(6).tolist()
    [1.0, 0.966184, 0.933511, 0.901943, 0.871442]
    >>> discount_factors(["2022-23", "2021-22"], rate=0.25).to_dict()
    {'2022-23': 0.8, '2021-22': 1.0}
    """
    _refuse_no_fraction(rate)
    labels, t = _years_after_the_first(years_counted)
    _refuse_far_years(t)
    return pd.Series((1.0 + rate) ** -t.astype("float64"), index=labels, name="discount_factor")


def _years_after_the_first(years_counted: int | Sequence[str]) -> tuple[pd.Index[Any], Years]:
    if isinstance(years_counted, Integral):
        return pd.RangeIndex(int(years_counted), name="t"), np.arange(int(years_counted), dtype="int64")
    names = list(map(str, years_counted))  # type: ignore[arg-type]
    starts = np.array([years.first_day(name).year for name in names], dtype="int64")
    return pd.Index(names, name="year", dtype="str"), starts - starts.min(initial=9999)


def present_value(
    values: pd.DataFrame | pd.Series[float],
    rate: float = DISCOUNT_RATE,
    by: Sequence[str] = (),
    first_year: str | None = None,
) -> pd.DataFrame:
    """Return the sum of the years' values, each discounted to the first year.

    Present value = Σ V_t / (1+r)^t, with t = 0 in the first year.

    Parameters
    ----------
    values : DataFrame or Series
        Rows with ``year``, ``value_gbp`` (pounds; also its ends if present), ``prices`` and the columns of `by`;
        or the pounds of one series by financial year, whose name says its prices, such as ``"real 2020-21"``.
    rate : float
        Fraction a year above inflation. It changes by decision: a report says the rate, its date and its source.
    by : sequence of str
        Columns that make a group; none takes everything together.
    first_year : str, optional
        The year in which t is 0; by default the earliest of all groups, so that groups may be compared.

    Returns
    -------
    DataFrame
        One row a group, in the order of the groups: ``first_year``, ``years`` (how many have a value),
        ``value_gbp`` (undiscounted), ``present_value_gbp`` with its ends, ``discount_rate`` (fraction), ``prices``
        and ``status``: ``x`` where the value of a year is missing, and with it the present value.

    Raises
    ------
    FrameError
        The prices are nominal, unknown or of more than one year; a year is missing between two of a group, lies
        before `first_year` or more than 30 years after it; illustrative figures stand beside real ones; the rate
        is no fraction.

    Notes
    -----
    Method R2.31. R2.32: a briefing shows undiscounted figures, and discounted ones in an annex.

    Examples
    --------
    >>> yearly = pd.Series(100_000.0, index=["2021-22", "2022-23", "2023-24", "2024-25", "2025-26"])
    >>> present_value(yearly.rename("real 2020-21"))["present_value_gbp"].round(2).tolist()
    [467307.92]
    """
    frame = _as_frame(values)
    keys = guards.key_columns([frame], by, ["year", *RESULTS], where=_PRESENT_VALUE)
    guards.require_columns(frame, ["year", "value_gbp", "prices"], where=_PRESENT_VALUE)
    guards.refuse_mixed_status([frame], where=_PRESENT_VALUE)
    prices = _constant_prices(frame)
    factors = _factors(frame, rate, first_year)
    by_year = _values_by_year(frame, keys)
    _refuse_gaps(by_year, keys)
    discounted = _discounted(by_year, factors)
    sums = whole_sums(discounted, keys, ["value_gbp", "present", "low", "high"])
    shown = bounds.Bounds(sums["low"].to_numpy(), sums["high"].to_numpy()).shown()
    status = sums["present"].isna().map({True: "x", False: "ok"}).astype("str")
    measured = sums.rename(columns={"rows": "years", "present": "present_value_gbp"}).assign(
        first_year=pd.Series(str(factors.index[0]) if len(factors) else "", index=sums.index, dtype="str"),
        present_value_low_gbp=shown[0],
        present_value_high_gbp=shown[1],
        discount_rate=float(rate),
        prices=pd.Series(prices, index=sums.index, dtype="str"),
        status=status,
    )
    return measured[[*keys, *RESULTS]]


def _as_frame(values: pd.DataFrame | pd.Series[float]) -> pd.DataFrame:
    if isinstance(values, pd.DataFrame):
        return values.reset_index(drop=True)
    prices = "unknown" if values.name is None else str(values.name)
    return pd.DataFrame({"year": values.index.astype("str"), "value_gbp": values.to_numpy(), "prices": prices})


def _constant_prices(frame: pd.DataFrame) -> str:
    prices = frame["prices"].astype("str").fillna("unknown")
    wrong = ~prices.str.startswith("real ")
    if wrong.any():
        raise FrameError(
            f"the prices of {named_rows(wrong)} are {prices[wrong].iloc[0]!r}",
            where=_PRESENT_VALUE,
            expected="figures at constant prices, such as 'real 2020-21', because the rate is above inflation",
            remedy="use vv.real_terms first (a series says its prices by its name)",
        )
    bases = sorted(prices.unique())
    if len(bases) > 1:
        raise FrameError(
            f"values at prices {' and '.join(map(repr, bases))} stand together",
            where=_PRESENT_VALUE,
            expected="the prices of one year",
            remedy="bring all to one year with vv.real_terms",
        )
    return bases[0] if bases else ""


def _factors(frame: pd.DataFrame, rate: float, first_year: str | None) -> pd.Series[float]:
    if frame["year"].isna().any():
        raise FrameError(
            f"the year of {named_rows(frame['year'].isna())} is missing",
            where=_PRESENT_VALUE,
            remedy="use vv.by_financial_year first, or leave such rows out",
        )
    periods.refuse_no_years(frame["year"], frame["year"].unique(), where=_PRESENT_VALUE)
    stated = sorted(map(str, frame["year"].unique()))
    early = [year for year in stated if first_year is not None and year < first_year]
    if early:
        raise FrameError(
            f"the year {early[0]!r} lies before the first year, {first_year!r}",
            where=_PRESENT_VALUE,
            remedy="choose an earlier first_year, or leave such rows out",
        )
    return discount_factors(stated if first_year is None or not stated else sorted({first_year, *stated}), rate)


def _values_by_year(frame: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    value = guards.figures(frame, ["value_gbp"], where=_PRESENT_VALUE)["value_gbp"]
    ends = bounds.stated_bounds(frame, "value_gbp", where=_PRESENT_VALUE)
    rows = frame[keys].assign(year=frame["year"].astype("str"), value_gbp=value, low=ends.low, high=ends.high)
    return whole_sums(rows, [*keys, "year"], ["value_gbp", "low", "high"]).drop(columns="rows")


def _discounted(by_year: pd.DataFrame, factors: pd.Series[float]) -> pd.DataFrame:
    factor = by_year["year"].map(factors).astype("float64")
    return by_year.assign(
        present=by_year["value_gbp"] * factor, low=by_year["low"] * factor, high=by_year["high"] * factor
    )


def _refuse_gaps(by_year: pd.DataFrame, keys: list[str]) -> None:
    start = by_year["year"].str[:4].astype("int64")
    # Rows stand in the order of group and year, so that the row before is the year before.
    step = grouped(by_year.assign(start=start), keys)["start"].diff()
    if (step > 1).any():
        after = int(np.flatnonzero(step > 1)[0])
        two = by_year["year"].iloc[[after - 1, after]].tolist()
        group = "".join(f", {key} {by_year[key].iloc[after]!r}" for key in keys)
        raise FrameError(
            f"no year stands between {two[0]} and {two[1]}{group}",
            where=_PRESENT_VALUE,
            expected="every year from the first to the last, with 0 where nothing is paid",
            remedy="add the years, or discount the parts by themselves with one first_year",
        )


def _refuse_no_fraction(rate: float) -> None:
    if not (isinstance(rate, Real) and 0 <= rate < 1):
        raise FrameError(
            f"the discount rate is {rate!r}", where=_DISCOUNT_FACTORS, expected="a fraction a year, such as 0.035"
        )


def _refuse_far_years(t: Years) -> None:
    if (t > SOCIAL_TIME_PREFERENCE.last_year).any():
        raise FrameError(
            f"a year lies {t.max()} years after the first",
            where=_DISCOUNT_FACTORS,
            expected=f"at most {SOCIAL_TIME_PREFERENCE.last_year}; later ones have a lower rate in the Green Book",
            remedy="leave out the later years",
        )
