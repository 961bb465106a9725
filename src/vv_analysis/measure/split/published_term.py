"""What a publication offers over its years, key by key: its total, its steady-state year, and the days it covers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from vv_analysis.errors import FrameError
from vv_analysis.measure.frames import bounds
from vv_analysis.measure.frames.bounds import Bounds, Floats
from vv_analysis.measure.frames.sums import Groups
from vv_analysis.measure.ramp.by_year import Cells, Places, cells_of, share_of_year
from vv_analysis.measure.ramp.steady_state import STEADY_GROWTH_PERCENT, settled_cells, stated_steady_cells
from vv_analysis.measure.ramp.yearly import Yearly, yearly_figures
from vv_analysis.measure.split.like_periods import ANNUALISED
from vv_analysis.measure.split.two_sides import Marks, Side

# A steady-state year and how far it can be relied on: its name, and whether it had to be assumed.
Steady = tuple[str | None, bool]


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """What each key of a publication has over its years.

    Attributes
    ----------
    labels : DataFrame
        One row a key.
    years : int
        Years of the whole publication; a year that a key lacks is a part year of no days.
    steady_year : str or None
        The year taken as fully running; None if there is none.
    assumed_steady : bool
        Whether the publication has no steady state, so that its last full year had to serve (method, R2.47).
    side : Side
        Value and users of the steady-state year at twelve months.
    total : array of float
        Value of all years together, NaN where one is missing.
    total_bounds, ramp_bounds : Bounds
        Lowest and highest total, and total less the steady-state value over the days covered.
    covered_years : array of float
        Days covered in years, over all years; NaN where a date is missing.
    loose : array of bool
        Whether the days covered hang on values of which only ends are known, since the rows of a year cover unlike
        parts of it.
    """

    labels: pd.DataFrame
    years: int
    steady_year: str | None
    assumed_steady: bool
    side: Side
    total: Floats
    total_bounds: Bounds
    ramp_bounds: Bounds
    covered_years: Floats
    loose: Marks


def published_term(frame: pd.DataFrame, keys: Sequence[str], steady_year: str | None, *, where: str) -> Term:
    """Return what each key of a publication has over its years.

    Parameters
    ----------
    frame : DataFrame
        Published rows by ``year`` with ``start``, ``end``, ``value_gbp`` and ``volume_users``.
    keys : sequence of str
        Columns that make a key.
    steady_year : str or None
        The year taken as fully running; None chooses one by the total of the keys whose every year is known.
    where : str
        The measure, for the message.

    Raises
    ------
    FrameError
        There is no row, the figures are at twelve months already, or as for `cells_of` and `yearly_figures`.
    """
    _refuse_no_term(frame, where)
    rows = frame.reset_index(drop=True)
    cells = cells_of(rows, keys, where=where)
    yearly = yearly_figures(rows, cells, where=where)
    key = Groups(cells.labels[list(keys)].take(cells.starts()).reset_index(drop=True), cells.group)
    total = key.sums(yearly.value)
    name, assumed = _steady_year(yearly, cells, ~np.isnan(total), steady_year, where)
    steady = (cells.labels["year"] == name).to_numpy(dtype="bool")
    users = _users_bounds(rows, cells, yearly, where)
    return Term(
        labels=key.labels,
        years=len(np.unique(cells.begins)),
        steady_year=name,
        assumed_steady=assumed,
        side=_steady_side(yearly, users, steady, key),
        total=total,
        total_bounds=yearly.value_bounds.sums(key.sums),
        ramp_bounds=_ramp_bounds(yearly, steady, key),
        covered_years=key.sums(yearly.share),
        loose=key.rows(~yearly.even & (yearly.value_bounds.low != yearly.value_bounds.high)) > 0,
    )


def _refuse_no_term(frame: pd.DataFrame, where: str) -> None:
    if frame.empty:
        raise FrameError("the published frame has no rows", where=where, expected="published rows by year")
    if ANNUALISED in frame:
        raise FrameError(
            "the published figures are at twelve months already, and a part year can no longer be told",
            where=where,
            remedy="leave out vv.annualise for the published frame: the bridge shows the part year as a step",
        )


def _steady_year(yearly: Yearly, cells: Cells, known: Marks, stated: str | None, where: str) -> Steady:
    """Return the year as stated, else the last that hardly grew (R2.23), else the last full one, assumed (R2.47)."""
    years, value, share = _totals_by_year(yearly, cells, known)
    if stated is not None:
        stated_steady_cells(years, stated, where=where)
        return stated, False
    if not known.any():
        return None, False
    growth = _growth_percent(value, years)
    full = np.flatnonzero(share >= 1)
    settled = int(settled_cells(years, value, share, growth)[0])
    last = int(full[-1]) if len(full) else len(value) - 1
    # Growth out of a part year says nothing about the service.
    growth = np.where(np.concatenate([[False], share[:-1] >= 1]), growth, np.nan)
    rising = growth[last] > STEADY_GROWTH_PERCENT
    is_steady = len(full) > 0 and not rising and bool(abs(growth[settled]) <= STEADY_GROWTH_PERCENT)
    chosen = settled if is_steady else last
    return str(years.labels["year"].iloc[chosen]), not is_steady


def _totals_by_year(yearly: Yearly, cells: Cells, known: Marks) -> tuple[Cells, Floats, Floats]:
    """Return the years of the publication with the value of the known keys and the share of each year they cover."""
    begins, first, year_of_cell = np.unique(cells.begins, return_index=True, return_inverse=True)
    labels = cells.labels[["year"]].take(first).reset_index(drop=True)
    years = Cells(labels, year_of_cell.astype("int64"), np.zeros(len(begins), dtype="int64"), begins)
    chosen = known[cells.group]
    value, annual = (years.sums(np.where(chosen, figures, 0.0)) for figures in (yearly.value, yearly.annualised))
    part = years.sums((chosen & ~(yearly.share >= 1)).astype("float64")) > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(part, np.minimum(value / annual, np.nextafter(1, 0)), 1.0)
    return years, value, np.where(np.isnan(share), 0.0, share)


def _growth_percent(value: Floats, years: Cells) -> Floats:
    before = np.concatenate([[np.nan], value[:-1]])
    # In this form growth from 200 to 204 is 2 per cent, and not a digit more.
    return np.asarray(100 * (value - before) / np.where(years.follows() & (before > 0), before, np.nan))


def _users_bounds(frame: pd.DataFrame, cells: Cells, yearly: Yearly, where: str) -> Bounds:
    """Return the lowest and highest users a year of each cell."""
    users = yearly.annualised_users
    if not set(bounds.ends("volume_users")) & set(frame.columns):
        return Bounds(np.where(np.isnan(users), 0.0, users), np.where(np.isnan(users), np.inf, users))
    share = share_of_year(frame, cells, where=where)
    known = np.where(np.isnan(share), 1.0, share)
    stated = bounds.stated_bounds(frame, "volume_users", where=where)
    found = Bounds(stated.low / known, stated.high / known).sums(cells.sums)
    undated = np.isnan(yearly.share)
    return Bounds(np.where(undated, 0.0, found.low), np.where(undated, np.inf, found.high))


def _steady_side(yearly: Yearly, users: Bounds, steady: Marks, key: Groups) -> Side:
    """Return the steady-state year of each key; a key without that year has no row in it."""
    at = _Chosen(steady, key)
    return Side(
        rows=key.rows(steady),
        value=at.figures(yearly.annualised, np.nan),
        users=at.figures(yearly.annualised_users, np.nan),
        value_bounds=at.bounds(yearly.annualised_bounds),
        users_bounds=at.bounds(users),
    )


def _ramp_bounds(yearly: Yearly, steady: Marks, key: Groups) -> Bounds:
    """Return the bounds of ΣV − S·Σf, the value of the steady-state year V_s = S·f_s counted once (R2.35).

    So it is the sum of the other years and V_s·(1 − Σf/f_s).
    """
    at = _Chosen(steady, key)
    value = yearly.value_bounds
    covered = key.sums(yearly.share)
    weight = 1 - covered / at.figures(yearly.share, np.nan)
    weight = np.where(key.rows(steady) > 0, weight, 0.0)
    others = Bounds(np.where(steady, 0.0, value.low), np.where(steady, 0.0, value.high)).sums(key.sums)
    found = others.plus(at.bounds(value).times(Bounds(weight, weight)))
    unknown = np.isnan(covered) | np.isnan(found.low) | np.isnan(found.high)
    return Bounds(np.where(unknown, -np.inf, found.low), np.where(unknown, np.inf, found.high))


@dataclass(frozen=True, slots=True, eq=False)
class _Chosen:
    """The one chosen cell of each key that has one."""

    chosen: Marks
    key: Groups

    def figures(self, figures: Floats, otherwise: float) -> Floats:
        found = np.full(len(self.key.labels), otherwise)
        found[self._keys()] = figures[self.chosen]
        return found

    def bounds(self, ends: Bounds) -> Bounds:
        return Bounds(self.figures(ends.low, 0.0), self.figures(ends.high, 0.0))

    def _keys(self) -> npt.NDArray[np.int64]:
        places: Places = self.key.of_row[self.chosen]
        return places
