"""Values year on year against the steady state, with a part year told apart from ramp-up."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from vv_analysis.errors import FrameError
from vv_analysis.measure.frames import guards, periods
from vv_analysis.measure.frames.sums import grouped, whole_sums
from vv_analysis.terms import years

STEADY_GROWTH_PERCENT = 2.0
RESULTS = (
    "value_gbp",
    "annualised_gbp",
    "share_of_year",
    "share_of_steady",
    "growth_percent",
    "annualised_growth_percent",
    "part_year_effect_gbp",
    "ramp_effect_gbp",
    "shortfall_gbp",
    "cumulative_shortfall_gbp",
    "steady_gbp",
    "steady_year",
)


def ramp_up(frame: pd.DataFrame, by: Sequence[str] = (), steady_year: str | None = None) -> pd.DataFrame:
    """Return each group's value year by year against its steady state.

    With V the value of a year, S the steady-state value and f the share of the year's days that the period
    covers: part-year effect −S(1−f), ramp effect V − S·f; the two add up to V − S. The shortfall is S − V.

    Parameters
    ----------
    frame : DataFrame
        Rows with ``year`` (financial year such as ``"2021-22"``), ``start`` and ``end`` (both inclusive),
        ``value_gbp`` (pounds) and the columns of `by`. Rows of one group and year run side by side and are
        added; without ``start`` and ``end``, or where they are missing, part year and ramp-up are not known.
    by : sequence of str
        Columns that make a group, other than the year; none takes everything together.
    steady_year : str, optional
        The year taken as fully running. By default each group's last full year that grew by at most 2 per
        cent on a full year before it, else its last full year.

    Returns
    -------
    DataFrame
        One row a group and year, in that order: the columns of `by`, ``year``, ``value_gbp``,
        ``annualised_gbp`` (pounds a year), ``share_of_year`` and ``share_of_steady`` (fractions),
        ``growth_percent`` and ``annualised_growth_percent`` on the financial year before, the two effects,
        the shortfall and its running total (pounds), and the steady-state value and year. A year in which a
        row lacks its value is missing, and so is the running total from there on; rows that are not applicable
        in any year are best left out before.

    Raises
    ------
    FrameError
        A column is missing, a year is no financial year, a period is longer than its year, `steady_year` is
        not in the frame, or illustrative figures stand beside real ones.

    Notes
    -----
    Method R2.20, R2.23 and R2.24. Where the rows of a group cover different parts of a year, f is the mean of
    theirs weighted by their annualised values. A steady-state year that is itself a part year is annualised.

    Examples
    --------
    >>> values = pd.DataFrame(
    ...     {"year": ["2021-22", "2022-23"], "start": pd.to_datetime(["2021-06-26", "2022-04-01"]),
    ...      "end": pd.to_datetime(["2022-03-31", "2023-03-31"]), "value_gbp": [279_000, 400_000]}
    ... )
    >>> effects = ramp_up(values)[["annualised_gbp", "part_year_effect_gbp", "ramp_effect_gbp"]]
    >>> effects.round(2).values.tolist()
    [[365000.0, -94246.58, -26753.42], [400000.0, 0.0, 0.0]]
    """
    keys = guards.key_columns([frame], by, ["year", *RESULTS], where="ramp_up")
    guards.require_columns(frame, ["year", "value_gbp"], where="ramp_up")
    guards.refuse_mixed_status([frame], where="ramp_up")
    by_year = _values_by_year(frame, keys)
    steady = _with_steady_state(_with_growth(by_year, keys), keys, steady_year)
    return _with_effects(steady, keys)[[*keys, "year", *RESULTS]]


def _values_by_year(frame: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    rows = frame.reset_index(drop=True)
    value = guards.figures(rows, ["value_gbp"], where="ramp_up")["value_gbp"]
    share = _share_of_year(rows)
    measured = rows[[*keys, "year"]].assign(value_gbp=value, annualised_gbp=value / share, share=share)
    sums = whole_sums(measured, [*keys, "year"], ["value_gbp", "annualised_gbp", "share"])
    shares = grouped(measured, [*keys, "year"])["share"].agg(["min", "max"]).reset_index(drop=True)
    weighted = sums["value_gbp"] / sums["annualised_gbp"].where(sums["annualised_gbp"] > 0)
    even = (shares["min"] == shares["max"]) | weighted.isna()
    return sums.assign(share_of_year=weighted.mask(even, sums["share"] / sums["rows"]))


def _share_of_year(frame: pd.DataFrame) -> pd.Series[float]:
    lengths = {year: float(years.days_in(str(year))) for year in frame["year"].unique()}
    if not {"start", "end"} <= set(frame.columns):
        return pd.Series(float("nan"), index=frame.index)
    days = periods.inclusive_days(periods.period_dates(frame, where="ramp_up"))
    if (days > 366).any():
        raise FrameError(
            f"a period of {days.max():.0f} days stands under one year",
            where="ramp_up",
            expected="one row a contract year",
            remedy="split the value over its years before",
        )
    return (days / frame["year"].map(lengths).astype("float64")).clip(upper=1.0)


def _with_growth(by_year: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    groups = grouped(by_year, keys)
    first = by_year["year"].astype("str").str[:4].astype("int64")
    gap = grouped(by_year.assign(first=first), keys)["first"].diff()
    before = groups[["value_gbp", "annualised_gbp", "share_of_year"]].shift()
    before = before.where((gap == 1) & (before["value_gbp"] > 0))
    growth = {
        "growth_percent": 100 * (by_year["value_gbp"] / before["value_gbp"] - 1),
        "annualised_growth_percent": 100 * (by_year["annualised_gbp"] / before["annualised_gbp"] - 1),
    }
    return by_year.assign(**growth, share_before=before["share_of_year"], missing_years=(gap > 1))


def _with_steady_state(by_year: pd.DataFrame, keys: list[str], steady_year: str | None) -> pd.DataFrame:
    if steady_year is not None and steady_year not in set(by_year["year"]):
        raise FrameError(
            f"the steady-state year {steady_year!r} is not in the frame",
            where="ramp_up",
            expected=f"one of {', '.join(sorted(set(by_year['year']))) or 'its years, but it has none'}",
        )
    chosen = by_year["year"] == steady_year if steady_year is not None else _steady_rows(by_year, keys)
    whole = by_year["annualised_gbp"].fillna(by_year["value_gbp"])
    steady = grouped(by_year.assign(steady_gbp=whole.where(chosen), steady_year=by_year["year"].where(chosen)), keys)
    # Each group has one chosen row at most, so that its maximum is that row's.
    return by_year.assign(
        steady_gbp=steady["steady_gbp"].transform("max"), steady_year=steady["steady_year"].transform("first")
    )


def _steady_rows(by_year: pd.DataFrame, keys: list[str]) -> pd.Series[bool]:
    """Mark each group's last full year that hardly grew, else its last full year (method, R2.23)."""
    full = by_year["value_gbp"].notna() & ~(by_year["share_of_year"] < 1)
    hardly_grew = by_year["growth_percent"].abs() <= STEADY_GROWTH_PERCENT
    settled = full & ~(by_year["share_before"] < 1) & hardly_grew
    rank = full.astype("int64") + settled.astype("int64")
    position = pd.Series(range(len(by_year)), index=by_year.index)
    order = (rank * len(by_year) + position).where(full)
    return order.eq(grouped(by_year.assign(order=order), keys)["order"].transform("max"))


def _with_effects(by_year: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    value, steady, share = by_year["value_gbp"], by_year["steady_gbp"], by_year["share_of_year"]
    shortfall = steady - value
    running = grouped(by_year.assign(shortfall=shortfall, gaps=by_year["missing_years"].astype("int64")), keys)
    # Adding 0 turns the minus zero of a full year into plain zero.
    return by_year.assign(
        share_of_steady=value / steady.where(steady > 0),
        part_year_effect_gbp=-steady * (1 - share) + 0.0,
        ramp_effect_gbp=value - steady * share,
        shortfall_gbp=shortfall,
        cumulative_shortfall_gbp=running["shortfall"].cumsum(skipna=False).where(running["gaps"].cumsum() == 0),
    )
