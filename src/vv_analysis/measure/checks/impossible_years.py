"""Years and periods that cannot be right: no such year, days outside it, an end before its start, two at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd

from vv_analysis.errors import FrameError
from vv_analysis.measure.checks.findings import Rule, in_order, nothing_found, places
from vv_analysis.measure.checks.lines import PERIOD, line_columns
from vv_analysis.measure.checks.wording import quotes_figures
from vv_analysis.measure.frames import guards
from vv_analysis.measure.frames.kinds import rows_of_other_kind
from vv_analysis.measure.frames.named_rows import named_rows
from vv_analysis.measure.frames.periods import inclusive_days
from vv_analysis.measure.frames.sums import grouped
from vv_analysis.terms import years
from vv_analysis.terms.findings import quoted

# A rule, the rows that break it, what is said of them with their days, and what without.
_Broken = tuple[Rule, "pd.Series[bool]", Callable[[pd.DataFrame], "pd.Series[str]"], str]
_WHERE = "impossible_years"
_AT_SOURCE = "correct the dates at their source"
NO_YEAR = Rule("year-unreadable", "refused", "a financial year such as 2021-22", "correct the year at its source")
BACKWARDS = Rule("period-backwards", "refused", "a last day on or after the first", _AT_SOURCE)
OUTSIDE = Rule("period-outside-year", "refused", "a period within the year of its row", f"{_AT_SOURCE}, or the year")
TOO_LONG = Rule("period-longer-than-year", "refused", "a period within one financial year", _AT_SOURCE)
NO_DAYS = Rule("year-without-days", "warning", "first and last day", "ask for the days; a part year cannot be told")
UNKNOWN = Rule("period-unknown", "warning", "a year, or first and last day", "ask which period it is")
OVERLAP = Rule(
    "periods-overlap",
    "warning",
    "periods of one line that follow each other",
    "check which is meant; days in both are counted twice",
)


def impossible_years(frame: pd.DataFrame, figures: bool | None = None) -> pd.DataFrame:
    """Find years and periods that cannot be right, or are not known.

    Parameters
    ----------
    frame : DataFrame
        Rows with ``year``, or with ``start`` and ``end`` (both inclusive), or with all three.
    figures : bool, optional
        Whether findings quote years and days. By default they do unless the frame names an ``organisation``.

    Returns
    -------
    DataFrame
        Findings, one a row and rule. Refused, as it cannot be right: year-unreadable (no financial year),
        period-backwards (ends before it starts), period-longer-than-year and period-outside-year (of its own
        row's year). Warnings: year-without-days (a first or last day is missing), period-unknown (no year either),
        and periods-overlap: two periods of one line, which is one publication or contract, category, cohort and area,
        share days. Of two rows of one period `duplicate_lines` tells.

    Raises
    ------
    FrameError
        The frame has neither ``year`` nor ``start`` and ``end``, or these hold no dates.

    Notes
    -----
    Days are inclusive and years end on 31 March: method R2.19 and R2.21. A period of several years is right where
    the row has no year.

    Examples
    --------
    >>> odd = pd.DataFrame(
    ...     {"year": ["2021-22", "2021-23"], "start": pd.to_datetime(["2021-06-26", "2021-04-01"]),
    ...      "end": pd.to_datetime(["2022-06-30", "2022-03-31"])}
    ... )
    >>> impossible_years(odd)[["rule", "what"]].values.tolist()
    [['period-longer-than-year', 'the period from 26 June 2021 to 30 June 2022 is longer than 2021-22'],
     ['year-unreadable', "'2021-23' is no financial year"]]
    """
    rows = frame.reset_index(drop=True)
    periods = _periods(rows)
    with_days = quotes_figures(rows, figures)
    single = [
        rule.found(rows[chosen], told(periods[chosen]) if with_days else plain)
        for rule, chosen, told, plain in (*_of_years(periods), *_of_days(periods))
        if chosen.any()
    ]
    return in_order([*single, _overlaps(rows, periods, with_days)])


def _periods(rows: pd.DataFrame) -> pd.DataFrame:
    """Return year, start and end of each row, missing where unknown, and the first and last day of its year."""
    if "year" not in rows:
        guards.require_columns(rows, ["start", "end"], where=_WHERE)
    nothing = pd.Series(pd.NaT, index=rows.index)
    start, end = (_days(rows, name) if name in rows else nothing.astype("datetime64[ns]") for name in ("start", "end"))
    year = rows["year"].astype("str").replace("", None) if "year" in rows else nothing.astype("str")
    spans = {name: _span(name) for name in year.dropna().unique()}
    first, last = (year.map({name: span[side] for name, span in spans.items()}) for side in (0, 1))
    kinds = {"first": "datetime64[ns]", "last": "datetime64[ns]"}
    return pd.DataFrame({"year": year, "start": start, "end": end, "first": first, "last": last}).astype(kinds)


def _days(rows: pd.DataFrame, name: str) -> pd.Series[Any]:
    if not pd.api.types.is_datetime64_any_dtype(rows[name]) and rows[name].notna().any():
        raise FrameError(
            f"column {name!r} holds no dates in {named_rows(rows_of_other_kind(rows[name], date))}",
            where=_WHERE,
            expected="dates",
            remedy="use pandas.to_datetime",
        )
    return rows[name].astype("datetime64[ns]").dt.normalize()


def _span(year: str) -> tuple[pd.Timestamp | None, pd.Timestamp | None]:
    try:
        return years.first_day(year), years.last_day(year)
    except FrameError:
        return None, None


def _of_years(periods: pd.DataFrame) -> list[_Broken]:
    stated = periods["year"].notna()
    no_days = periods[["start", "end"]].isna().any(axis="columns")
    unknown = "neither a year nor a first and last day is known"
    return [
        (
            NO_YEAR,
            stated & periods["first"].isna(),
            lambda odd: odd["year"].map(quoted) + " is no financial year",
            "the year is no financial year",
        ),
        (
            NO_DAYS,
            stated & no_days,
            lambda odd: "the first or last day of " + odd["year"] + " is missing",
            "the first or last day is missing",
        ),
        (UNKNOWN, ~stated & no_days, lambda odd: pd.Series(unknown, index=odd.index), unknown),
    ]


def _of_days(periods: pd.DataFrame) -> list[_Broken]:
    start, end, first, last = (periods[name] for name in ("start", "end", "first", "last"))
    backwards = end < start
    too_long = inclusive_days(periods) > (last - first).dt.days + 1
    outside = (start < first) | (start > last) | (end < first) | (end > last)
    return [
        (BACKWARDS, backwards, lambda odd: _period(odd) + " ends before it starts", "the period ends before it starts"),
        (
            TOO_LONG,
            too_long,
            lambda odd: _period(odd) + " is longer than " + odd["year"],
            "the period is longer than its year",
        ),
        (
            OUTSIDE,
            outside & ~backwards & ~too_long,
            lambda odd: _period(odd) + " has days outside " + odd["year"],
            "the period has days outside its year",
        ),
    ]


def _period(periods: pd.DataFrame) -> pd.Series[str]:
    start, end = (periods[name].dt.strftime("%d %B %Y").fillna("a day not known") for name in ("start", "end"))
    said: pd.Series[str] = "the period from " + start + " to " + end
    return said


def _overlaps(rows: pd.DataFrame, periods: pd.DataFrame, with_days: bool) -> pd.DataFrame:
    """Find periods that begin before an earlier one of the same line has ended, each at the later of the two."""
    keys = [name for name in line_columns(rows) if name not in PERIOD]
    known = periods[periods["end"] >= periods["start"]]
    if not keys or known.empty:
        return nothing_found()
    named = known.assign(line=grouped(rows.loc[known.index], keys).ngroup())
    line = named.drop_duplicates(["line", "year", "start", "end"]).sort_values(["line", "start", "end"], kind="stable")
    reached = line.groupby("line")["end"].cummax()
    within = line["end"] <= reached.groupby(line["line"]).shift()
    furthest = pd.Series(line.index, index=line.index).mask(within).ffill()
    before = pd.DataFrame({"end": reached, "row": furthest}).groupby(line["line"]).shift()
    overlapping = line["start"] <= before["end"]
    if not overlapping.any():
        return nothing_found()
    return _told_overlaps(rows, line[overlapping], before[overlapping], with_days)


def _told_overlaps(rows: pd.DataFrame, periods: pd.DataFrame, before: pd.DataFrame, with_days: bool) -> pd.DataFrame:
    other = places(rows.loc[before["row"].astype("int64")]).set_axis(periods.index)
    shared = inclusive_days(pd.DataFrame({"start": periods["start"], "end": periods["end"].clip(upper=before["end"])}))
    days = shared.astype("int64").map("{:,} days".format).astype("str").replace("1 days", "one day")
    what = "the period shares " + (days if with_days else "days") + " with another of the same line at " + other
    return OVERLAP.found(rows.loc[periods.index], what, 2)
