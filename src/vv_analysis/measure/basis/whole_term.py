"""Whole-term totals, as awards state them, told apart by year: as somebody stated, else in a straight line."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from vv_analysis.errors import FrameError
from vv_analysis.measure.basis.exposure import Floats, day_shares
from vv_analysis.measure.basis.financial_years import shared_out, told_by_days, year_parts
from vv_analysis.measure.frames import guards
from vv_analysis.measure.frames.named_rows import named_rows
from vv_analysis.measure.frames.steps import with_step

PENNY_GBP = 0.01
_SHARE_TOLERANCE = 1e-9
_YEARLY_VALUES = "yearly_values"
_STATED = "stated"


def yearly_values(
    frame: pd.DataFrame, profile: pd.DataFrame | None = None, on: Sequence[str] = ("contract",)
) -> pd.DataFrame:
    """Return one row a contract and financial year out of totals over the whole term.

    A contract that the profile names takes its yearly values as they stand there; any other is shared out in a
    straight line by days, and marked so.

    Parameters
    ----------
    frame : DataFrame
        Rows with ``start`` and ``end`` (both inclusive, none missing), ``value_gbp`` (pounds over the whole term)
        and the columns of `on`; whatever else a row has, such as ``includes_extensions``, is kept.
    profile : DataFrame, optional
        One row a contract and financial year of its term: the columns of `on`, ``year``, and either ``share``
        (fractions that add up to 1) or ``value_gbp`` (pounds that add up to the total).
    on : sequence of str
        Columns by which a contract is found in the profile.

    Returns
    -------
    DataFrame
        As of `by_financial_year`, with ``assumed_profile``: False where the profile was used. Volumes and the ends
        of values take the same shares as the value, so that the cost per user does not change.

    Raises
    ------
    FrameError
        As for `by_financial_year`; or the profile names a contract that is not there or is there twice, has not
        just the years of its term, has a year twice, or does not add up.

    Notes
    -----
    Method R2.22. Procurement notices value a contract with its extensions; a frame says so in
    ``includes_extensions``, and its ``end`` must then be the end of the extensions.

    Examples
    --------
    >>> award = pd.DataFrame(
    ...     {"contract": ["A1"], "start": pd.to_datetime(["2020-04-01"]), "end": pd.to_datetime(["2023-03-31"]),
    ...      "value_gbp": [900_000]}
    ... )
    >>> yearly_values(award)[["year", "value_gbp", "assumed_profile"]].values.tolist()
    [['2020-21', 300000.0, True], ['2021-22', 300000.0, True], ['2022-23', 300000.0, True]]
    >>> stated = pd.DataFrame({"contract": "A1", "year": ["2020-21", "2021-22", "2022-23"]})
    >>> yearly_values(award, stated.assign(value_gbp=[200_000, 300_000, 400_000]))["value_gbp"].tolist()
    [200000.0, 300000.0, 400000.0]
    """
    rows = frame.reset_index(drop=True)
    parts = year_parts(rows, where=_YEARLY_VALUES)
    divided = parts["days"] < parts["days_of_period"]
    if profile is None:
        return told_by_days(shared_out(rows, parts, *day_shares(parts), where=_YEARLY_VALUES), rows, parts, divided)
    keys = guards.key_columns([frame, profile], on, ["year", "share", "value_gbp"], where=_YEARLY_VALUES)
    kind = _kind(profile)
    stated = _stated_by_part(rows, parts, profile, keys, kind)
    since, until = _shares(rows, parts, stated, kind)
    shared = shared_out(rows, parts, since, until, where=_YEARLY_VALUES)
    if kind == "value_gbp":
        shared = shared.assign(value_gbp=stated.where(stated.notna(), shared["value_gbp"]))
    told = told_by_days(shared, rows, parts, divided & stated.isna())
    return with_step(told, _words(until - since), stated.notna())


def _kind(profile: pd.DataFrame) -> str:
    kinds = [kind for kind in ("share", "value_gbp") if kind in profile]
    if len(kinds) != 1:
        raise FrameError(
            f"the profile has {'both' if kinds else 'neither'} 'share' {'and' if kinds else 'nor'} 'value_gbp'",
            where=_YEARLY_VALUES,
            expected="one of the two",
        )
    return kinds[0]


def _stated_by_part(
    rows: pd.DataFrame, parts: pd.DataFrame, profile: pd.DataFrame, keys: list[str], kind: str
) -> pd.Series[float]:
    """Return what the profile states for each part, NaN for contracts it does not name."""
    stated = _profile_rows(profile, keys, kind)
    guards.refuse_unlike_keys(rows, profile, keys, where=_YEARLY_VALUES)
    _refuse_named_twice(rows, stated, keys)
    by_part = rows[keys].iloc[parts["place"]].reset_index(drop=True).assign(year=parts["year"])
    matched = by_part.assign(part=by_part.index).merge(stated, how="outer", on=[*keys, "year"])
    unknown = matched["part"].isna()
    _refuse(matched, unknown, keys, "has the year {year!r}, in which no such contract has days", "the profile of")
    figures = matched.set_index("part")[_STATED].reindex(by_part.index)
    named = figures.groupby(parts["place"]).transform("count") > 0
    _refuse(by_part, named & figures.isna(), keys, "has no year {year!r}, in which it has days", "the profile of")
    return figures


def _profile_rows(profile: pd.DataFrame, keys: list[str], kind: str) -> pd.DataFrame:
    guards.require_columns(profile, [*keys, "year", kind], where=_YEARLY_VALUES)
    rows = profile.reset_index(drop=True)
    figure = guards.figures(rows, [kind], where=_YEARLY_VALUES)[kind]
    stated = rows[keys].assign(year=rows["year"].astype("str"), **{_STATED: figure})
    _refuse(stated, stated.isna().any(axis="columns"), keys, "has an empty cell in {year}", "the profile of")
    _refuse(stated, stated.duplicated([*keys, "year"]), keys, "has the year {year!r} twice", "the profile of")
    if kind == "share":
        _refuse(stated, (figure < 0) | (figure > 1), keys, "has a share outside 0 to 1 in {year}", "the profile of")
    return stated


def _refuse_named_twice(rows: pd.DataFrame, stated: pd.DataFrame, keys: list[str]) -> None:
    named = stated[keys].drop_duplicates()
    found = rows[keys].merge(named, how="inner", on=keys)
    _refuse(found, found.duplicated(keys), keys, "stands in several rows, so that its profile fits none")


def _shares(rows: pd.DataFrame, parts: pd.DataFrame, stated: pd.Series[float], kind: str) -> tuple[Floats, Floats]:
    place = parts["place"]
    value = guards.figures(rows, ["value_gbp"], where=_YEARLY_VALUES)["value_gbp"]
    total = value.iloc[place].reset_index(drop=True) if kind == "value_gbp" else pd.Series(1.0, index=parts.index)
    sums = stated.groupby(place).transform("sum")
    allowed = PENNY_GBP / 2 if kind == "value_gbp" else _SHARE_TOLERANCE
    wrong = stated.notna() & ~((sums - total).abs() < allowed)
    if wrong.any():
        first = int(np.flatnonzero(wrong)[0])
        raise FrameError(
            f"the profile of row {place[first]} adds up to {sums[first]:.12g}, its total is {total[first]:.12g}",
            where=_YEARLY_VALUES,
            expected="yearly values that add up to the total to the penny, or shares that add up to 1",
            remedy="correct the profile, or the total and what it includes",
        )
    _refuse_users_by_money_taken_back(rows, place, stated)
    running = stated.groupby(place).cumsum()
    last = ~place.duplicated(keep="last")
    until = (running / total.where(total != 0)).mask(last, 1.0)
    since = until.groupby(place).shift(fill_value=0.0)
    by_days = day_shares(parts)
    given = stated.notna().to_numpy()
    return np.where(given, since, by_days[0]), np.where(given, until, by_days[1])


def _refuse_users_by_money_taken_back(rows: pd.DataFrame, place: pd.Series[int], stated: pd.Series[float]) -> None:
    if "volume_users" not in rows:
        return
    # Of a total of nothing there are no shares, and the users are missing.
    shared = rows["volume_users"].notna() & (rows["value_gbp"] != 0)
    taken_back = (stated < 0).groupby(place).any().reindex(rows.index, fill_value=False) & shared
    if taken_back.any():
        raise FrameError(
            f"the profile of {named_rows(taken_back)} has a value below 0, by which 'volume_users' cannot be shared",
            where=_YEARLY_VALUES,
            expected="yearly values of 0 or more where users are shared out by them",
            remedy="leave volume_users out, or take the credit note out of the profile",
        )


def _words(share: Floats) -> pd.Series[str]:
    numbers = pd.Series(share).round(4)
    words = {number: f"{number:.4f} of the whole term, from the profile given" for number in numbers.dropna().unique()}
    return numbers.map(words).astype("str").fillna("yearly value from the profile given")


def _refuse(frame: pd.DataFrame, wrong: pd.Series[bool], keys: list[str], what: str, whose: str = "") -> None:
    if not wrong.any():
        return
    first = frame[wrong].iloc[0]
    name = ", ".join(f"{key} {first[key]!r}" for key in keys)
    more = f" (and {int(wrong.sum()) - 1} more)" if wrong.sum() > 1 else ""
    raise FrameError(
        f"{whose} {name} {what.format(year=first.get('year', ''))}{more}".strip(),
        where=_YEARLY_VALUES,
        expected="one row for each contract and financial year of its term",
        remedy="correct the profile, or choose with on= the columns that tell contracts apart",
    )
