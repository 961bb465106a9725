"""The rows of each group and financial year, found once and added together, with the part of the year they cover."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from vv_analysis.errors import FrameError
from vv_analysis.measure.frames import guards, periods
from vv_analysis.measure.frames.bounds import Floats
from vv_analysis.measure.frames.mixed_bases import MONEY, USERS, refuse_mixed_bases
from vv_analysis.measure.frames.named_rows import named_rows
from vv_analysis.measure.frames.steps import STEPS
from vv_analysis.measure.frames.sums import grouped

Places = npt.NDArray[np.int64]
NO_PLACE = -1
_CELL = "cell"
_LAST_DIGITS = 1e-12
_LARGE_ODD_NUMBER = 0x5851F42D4C957F2D


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """The groups and years that a frame has, in that order, and which of them each row belongs to.

    Attributes
    ----------
    labels : DataFrame
        One row a cell: the keys and ``year``.
    of_row : array of int
        The cell of each row of the frame.
    group : array of int
        The group of each cell, counted from 0.
    begins : array of int
        The calendar year in which the year of each cell begins.
    """

    labels: pd.DataFrame
    of_row: Places
    group: Places
    begins: Places

    def sums(self, figures: Floats) -> Floats:
        """Add figures of rows up to their cells; a sum with a hole in it is missing."""
        # Whole pounds and the rest are added apart: whole ones add without an error, so that no order of rows and
        # no trillion pounds cost a penny.
        finite = np.where(np.isfinite(figures), figures, 0.0)
        parts = (np.round(figures), finite - np.round(finite))
        pounds, pence = (np.bincount(self.of_row, weights=part, minlength=len(self.group)) for part in parts)
        return np.asarray(pounds + pence, dtype="float64")

    def starts(self) -> Places:
        """Return the place of the first cell of each group."""
        return np.flatnonzero(np.diff(self.group, prepend=-1))

    def follows(self) -> npt.NDArray[np.bool_]:
        """Say which cells come right after the year before of their own group."""
        return np.asarray((np.diff(self.group, prepend=-1) == 0) & (np.diff(self.begins, prepend=0) == 1))

    def unbroken(self) -> npt.NDArray[np.bool_]:
        """Say up to where no year of a group is left out."""
        first = self.starts()[self.group]
        return np.asarray((self.begins - self.begins[first]) == (np.arange(len(self.group)) - first))

    def running(self, figures: Floats) -> Floats:
        """Return the running total within each group; it is missing after a gap, or a year that is missing."""
        totals = pd.Series(figures).groupby(self.group).cumsum(skipna=False)
        return np.where(self.unbroken(), totals.to_numpy(), np.nan)

    def lowest(self, figures: Floats) -> Floats:
        """Return the lowest figure of each cell's group; it is missing if one of them is."""
        return np.minimum.reduceat(figures, self.starts())[self.group] if len(figures) else figures

    def first_place(self, chosen: npt.NDArray[np.bool_]) -> Places:
        """Return the place of the first chosen cell of each cell's group, or `NO_PLACE`."""
        places = np.where(chosen, np.arange(len(chosen)), len(chosen)).astype("float64")
        first = self.lowest(places).astype("int64")
        return np.where(first == len(chosen), NO_PLACE, first)

    def year_at(self, places: Places, otherwise: str | None) -> pd.Series[str]:
        """Return the year of the cell at each place, or something else where there is none."""
        names = self.labels["year"].take(np.maximum(places, 0)).reset_index(drop=True)
        return names.where(pd.Series(places != NO_PLACE), otherwise)

    def framed(self, columns: Mapping[str, Any], names: Sequence[str]) -> pd.DataFrame:
        """Return the labels and the columns as a frame: first the labels, then what is named, in that order."""
        labels: dict[Any, Any] = {name: self.labels[name] for name in self.labels}
        return pd.DataFrame(labels | {name: columns[name] for name in names}, copy=False)


def cells_of(frame: pd.DataFrame, keys: Sequence[str], *, where: str) -> Cells:
    """Return the groups and years of a frame.

    Parameters
    ----------
    frame : DataFrame
        Rows with ``year`` and the keys; its labels are those of a range.
    keys : sequence of str
        Columns that make a group; none takes everything together.
    where : str
        The measure, for the message.

    Raises
    ------
    FrameError
        A year is missing or no financial year, illustrative figures stand beside real ones, or the rows of a group
        differ in price base or VAT.

    Examples
    --------
    >>> spend = pd.DataFrame({"year": ["2022-23", "2021-22", "2022-23"]})
    >>> cells = cells_of(spend, [], where="ramp_up")
    >>> cells.labels["year"].tolist(), cells.of_row.tolist()
    (['2021-22', '2022-23'], [1, 0, 1])
    """
    guards.refuse_mixed_status([frame], where=where)
    year_of_row, names = _years(frame, where)
    group = grouped(frame, keys).ngroup().to_numpy(dtype="int64") if keys else np.zeros(len(frame), dtype="int64")
    of_row, pairs = pd.factorize(group * max(len(names), 1) + year_of_row, sort=True)
    first_row = np.zeros(len(pairs), dtype="int64")
    first_row[of_row[::-1]] = np.arange(len(frame))[::-1]
    year = pairs % max(len(names), 1)
    labels = frame[list(keys)].take(first_row).reset_index(drop=True).assign(year=names.take(year))
    begins = np.array([int(name[:4]) for name in names], dtype="int64")
    cells = Cells(labels, of_row.astype("int64"), pairs // max(len(names), 1), begins[year])
    bases = (*MONEY, *(USERS if "volume_users" in frame else ()))
    refuse_mixed_bases(frame, cells.group[cells.of_row], bases, where=where)
    return cells


def _years(frame: pd.DataFrame, where: str) -> tuple[Places, pd.Index[str]]:
    """Return the place of each row's year among the years of the frame; each distinct year is looked at once."""
    guards.require_columns(frame, ["year"], where=where)
    missing = frame["year"].isna()
    if missing.any():
        raise FrameError(
            f"the year of {named_rows(missing)} is missing",
            where=where,
            expected="a financial year such as '2021-22'",
            remedy="use vv.by_financial_year first, or leave such rows out",
        )
    # As text, so that the order is that of time whatever order a categorical column has.
    places, names = pd.factorize(frame["year"].astype("str"), sort=True)
    stated = pd.Index([str(name) for name in names], dtype="str")
    periods.refuse_no_years(frame["year"], names, where=where)
    return places.astype("int64"), stated


def refuse_twice(frame: pd.DataFrame, cells: Cells, figures: Floats, *, where: str) -> None:
    """Refuse rows that were put in twice: one figure of one cell, read from one place, and alike in every name.

    Raises
    ------
    FrameError
        Two rows stand for what should be one.
    """
    if "value_source" not in frame:
        return
    # Few rows of a cell have the same figure, and only of those do the names, which cost much more, need comparing.
    mixed = figures.view("int64") + cells.of_row * _LARGE_ODD_NUMBER
    alike = frame[pd.Series(mixed).duplicated(keep=False).to_numpy()]
    stated = alike[alike["value_source"].notna() & (alike["value_source"] != "")]
    # Parts of one published figure, such as its areas, share its source and differ in their names.
    named = stated.drop(columns=[STEPS], errors="ignore").select_dtypes(exclude=["number", "bool"])
    # Alike in what was mixed and of one cell, they are alike in their figure too.
    twice = named.assign(**{_CELL: cells.of_row[stated.index.to_numpy()]}).duplicated()
    if twice.any():
        rows = twice.reindex(frame.index, fill_value=False)
        source = frame["value_source"][rows].iloc[0]
        raise FrameError(
            f"{named_rows(rows)} repeat earlier ones: two rows for what should be one, read from {source}",
            where=where,
            expected="each published figure once",
            remedy="leave the repeated rows out with frame.drop_duplicates()",
        )


def share_of_year(frame: pd.DataFrame, cells: Cells, *, where: str) -> Floats:
    """Return the share of its year's days that each row covers, at most 1; NaN where a date is missing.

    Rows of a cell that follow each other, of which no two share a day, are one service in turn: each has the share
    that they cover together.

    Raises
    ------
    FrameError
        A period is longer than a year.
    """
    if not {"start", "end"} <= set(frame.columns):
        return np.full(len(frame), np.nan)
    dates = periods.period_dates(frame, where=where)
    days = periods.inclusive_days(dates)
    too_long = days > 366
    if too_long.any():
        raise FrameError(
            f"a period of {days.max():.0f} days stands under one year ({named_rows(too_long)})",
            where=where,
            expected="one row a contract year",
            remedy="split the value over its years before",
        )
    return _in_turn(np.minimum(days.to_numpy() / days_of_year(cells)[cells.of_row], 1.0), dates, cells)


def _in_turn(share: Floats, dates: pd.DataFrame, cells: Cells) -> Floats:
    """Give rows that follow each other the share of the year that they cover together."""
    rows = np.bincount(cells.of_row)
    together = np.bincount(cells.of_row, weights=share)
    # Rows that cover more than a year between them share a day; most do.
    chosen = np.flatnonzero(((rows > 1) & (together <= 1 + _LAST_DIGITS))[cells.of_row])
    if not len(chosen):
        return share
    start, end = (_day_numbers(dates[name]) for name in ("start", "end"))
    order = chosen[np.lexsort((start[chosen], cells.of_row[chosen]))]
    cell = cells.of_row[order]
    shared = (cell[1:] == cell[:-1]) & (start[order][1:] <= end[order][:-1])
    side_by_side = np.bincount(cell[1:], weights=shared, minlength=len(rows)) > 0
    in_turn = np.isin(np.arange(len(rows)), cell) & ~side_by_side
    return np.where(in_turn[cells.of_row], np.minimum(together, 1.0)[cells.of_row], share)


def covered_share_of_year(frame: pd.DataFrame, cells: Cells, *, where: str) -> Floats:
    """Return the share of its year's days from the first start to the last end of each cell, at most 1.

    Without the columns ``start`` and ``end`` the years are taken as whole; where a date is missing it is NaN.
    """
    if not {"start", "end"} <= set(frame.columns):
        return np.ones(len(cells.group))
    share_of_year(frame, cells, where=where)
    dates = periods.period_dates(frame, where=where)
    first, last = np.full(len(cells.group), np.inf), np.full(len(cells.group), -np.inf)
    with np.errstate(invalid="ignore"):
        np.minimum.at(first, cells.of_row, _day_numbers(dates["start"]))
        np.maximum.at(last, cells.of_row, _day_numbers(dates["end"]))
    return np.asarray(np.minimum((last - first + 1) / days_of_year(cells), 1.0))


def _day_numbers(days: pd.Series[pd.Timestamp]) -> Floats:
    return np.asarray((days - pd.Timestamp(1970, 1, 1)).dt.days, dtype="float64")


def days_of_year(cells: Cells) -> Floats:
    """Return the days of the year of each cell: 366 where it holds 29 February."""
    next_year = cells.begins + 1
    leap = (next_year % 4 == 0) & ((next_year % 100 != 0) | (next_year % 400 == 0))
    return np.where(leap, 366.0, 365.0)
