"""What existing contracts pay in a year, key by key, as stated and in the prices of a publication."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from vv_analysis.errors import FrameError
from vv_analysis.measure.basis.prices import NOMINAL_COLUMNS
from vv_analysis.measure.frames import bounds, guards, periods
from vv_analysis.measure.frames.bounds import Bounds, Floats
from vv_analysis.measure.frames.named_rows import named_rows
from vv_analysis.measure.frames.sums import groups_of
from vv_analysis.measure.split.like_periods import ANNUALISED
from vv_analysis.measure.split.two_sides import Side, side_of

_YEAR_DAYS, _SLACK_DAYS = 365, 1


@dataclass(frozen=True, slots=True, eq=False)
class RunRate:
    """What each key of existing contracts has in a year.

    Attributes
    ----------
    labels : DataFrame
        One row a key.
    side : Side
        Value and users a year, in the prices of the publication.
    nominal : array of float
        Pounds a year in the prices that were stated.
    nominal_bounds, inflation_bounds : Bounds
        Lowest and highest of these, and of what the prices of the publication add to them.
    """

    labels: pd.DataFrame
    side: Side
    nominal: Floats
    nominal_bounds: Bounds
    inflation_bounds: Bounds


def run_rate(frame: pd.DataFrame, keys: Sequence[str], *, where: str) -> RunRate:
    """Return what each key of existing contracts has in a year.

    Parameters
    ----------
    frame : DataFrame
        Existing contracts at twelve months, after `real_terms` with ``value_nominal_gbp``; a row without that
        figure is at the prices of the publication as it stands.
    keys : sequence of str
        Columns that make a key.
    where : str
        The measure, for the message.

    Raises
    ------
    FrameError
        A period is no year and the frame is not annualised, or as for `stated_bounds`.
    """
    rows = frame.reset_index(drop=True)
    side_name = f"{where}, before"
    guards.figures(rows, ["value_gbp"], where=side_name)
    _refuse_other_than_a_year(rows, where)
    groups = groups_of(rows, keys)
    nominal = _nominal(rows, side_name)
    stated, there = (bounds.stated_bounds(table, "value_gbp", where=side_name) for table in (nominal, rows))
    return RunRate(
        groups.labels,
        side_of(rows, groups, where=side_name),
        groups.sums(nominal["value_gbp"].to_numpy()),
        stated.sums(groups.sums),
        _added(stated, there).sums(groups.sums),
    )


def _refuse_other_than_a_year(frame: pd.DataFrame, where: str) -> None:
    if ANNUALISED in frame or not {"start", "end"} <= set(frame.columns):
        return
    days = periods.inclusive_days(periods.period_dates(frame, where=where))
    other = ((days - _YEAR_DAYS).abs() > _SLACK_DAYS) & frame["value_gbp"].notna()
    if other.any():
        raise FrameError(
            f"the period from 'start' to 'end' of {named_rows(other)} of the existing contracts is no year "
            f"({days[other].iloc[0]:.0f} days is the first)",
            where=where,
            expected="existing contracts at twelve months",
            remedy="use vv.annualise on them first",
        )


def _nominal(frame: pd.DataFrame, where: str) -> pd.DataFrame:
    """Return value and ends before `real_terms`, as far as they are there, else as they stand."""
    columns = ["value_gbp", *guards.present(frame, NOMINAL_COLUMNS)]
    kept = {name: NOMINAL_COLUMNS[name] for name in columns if NOMINAL_COLUMNS[name] in frame}
    figures = guards.figures(frame, [*columns, *kept.values()], where=where)
    if "value_gbp" not in kept:
        return figures[columns]
    # Ends belong to the figure beside them: a row without a nominal value takes both as they stand.
    unchanged = figures[kept["value_gbp"]].isna() & figures["value_gbp"].notna()
    nominal = {name: figures[old].where(~unchanged, figures[name]) for name, old in kept.items()}
    return figures[columns].assign(**nominal)


def _added(nominal: Bounds, real: Bounds) -> Bounds:
    """Return what prices add at both ends, which go up or down by one and the same factor."""
    with np.errstate(invalid="ignore"):
        ends = [real.low - nominal.low, real.high - nominal.high]
    unknown = np.isnan(ends).any(axis=0) | np.isinf(ends).any(axis=0)
    low, high = np.minimum(*ends), np.maximum(*ends)
    return Bounds(np.where(unknown, -np.inf, low), np.where(unknown, np.inf, high))
