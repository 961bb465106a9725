"""Values and users of each group and year, as stated and at twelve months."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from vv_analysis.measure.frames import bounds, guards
from vv_analysis.measure.frames.bounds import Bounds, Floats
from vv_analysis.measure.ramp.by_year import Cells, Places, refuse_twice, share_of_year


@dataclass(frozen=True, slots=True, eq=False)
class Yearly:
    """What each cell of a frame holds; a figure that one of its rows lacks is NaN.

    Attributes
    ----------
    value, annualised : array of float
        Pounds, and pounds a year.
    share : array of float
        Share of the year's days: the mean of the rows' shares weighted by their annualised values.
    even : array of bool
        True where all rows cover the same share of the year.
    users, annualised_users : array of float
        Users, and users a year.
    value_bounds, annualised_bounds : Bounds
        Lowest and highest pounds, and pounds a year.
    """

    value: Floats
    annualised: Floats
    share: Floats
    even: npt.NDArray[np.bool_]
    users: Floats
    annualised_users: Floats
    value_bounds: Bounds
    annualised_bounds: Bounds

    def whole_value(self) -> Floats:
        """Return pounds a year, or pounds as stated where the days are not known."""
        return np.where(np.isnan(self.annualised), self.value, self.annualised)

    def whole_users(self) -> Floats:
        """Return users a year, or users as stated where the days are not known."""
        return np.where(np.isnan(self.annualised_users), self.users, self.annualised_users)


def yearly_figures(frame: pd.DataFrame, cells: Cells, *, where: str) -> Yearly:
    """Add the rows of each cell, as stated and at twelve months.

    Raises
    ------
    FrameError
        A column is missing or holds text, a volume is negative, an interval is upside down, a period is longer
        than a year, or two rows stand for what should be one.
    """
    share = share_of_year(frame, cells, where=where)
    value = guards.figures(frame, ["value_gbp"], where=where)["value_gbp"].to_numpy()
    refuse_twice(frame, cells, value, where=where)
    stated = {"value": value, "users": _users(frame, where)}
    if set(bounds.ends("value_gbp")) & set(frame.columns):
        ends = bounds.stated_bounds(frame, "value_gbp", where=where)
        stated |= {"low": ends.low, "high": ends.high}
    annual = {f"annual_{name}": figures / share for name, figures in stated.items()}
    figure = {name: cells.sums(figures) for name, figures in {**stated, **annual, "share": share}.items()}
    even = _same_within(share, cells)
    return Yearly(
        value=figure["value"],
        annualised=figure["annual_value"],
        share=_weighted_share(figure, even, np.bincount(cells.of_row)),
        even=even,
        users=figure["users"],
        annualised_users=figure["annual_users"],
        value_bounds=_bounds(figure, ""),
        annualised_bounds=_bounds(figure, "annual_"),
    )


def _users(frame: pd.DataFrame, where: str) -> Floats:
    if "volume_users" not in frame:
        return np.full(len(frame), np.nan)
    return guards.figures(frame, ["volume_users"], where=where)["volume_users"].to_numpy()


def _same_within(figures: Floats, cells: Cells) -> npt.NDArray[np.bool_]:
    one = np.full(len(cells.group), np.nan)
    one[cells.of_row] = figures
    differs = np.bincount(cells.of_row, weights=figures != one[cells.of_row], minlength=len(one))
    return np.asarray(differs == 0)


def _weighted_share(figure: dict[str, Floats], even: npt.NDArray[np.bool_], rows: Places) -> Floats:
    """Return the share of the year of each cell; where its values say nothing, the plain mean of the rows'."""
    with np.errstate(divide="ignore", invalid="ignore"):
        weighted = figure["value"] / figure["annual_value"]
    plain = figure["share"] / rows
    return np.where(even | ~(figure["annual_value"] > 0), plain, weighted)


def _bounds(figure: dict[str, Floats], prefix: str) -> Bounds:
    """Return the bounds of a figure; without stated ends a missing one is not bounded."""
    value = figure[f"{prefix}value"]
    low, high = figure.get(f"{prefix}low", value), figure.get(f"{prefix}high", value)
    return Bounds(np.where(np.isnan(low), -np.inf, low), np.where(np.isnan(high), np.inf, high))
