"""The keys of two frames side by side: value and users of each before and after, and what each key is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from vv_analysis.measure.frames import bounds, guards
from vv_analysis.measure.frames.bounds import Bounds, Floats
from vv_analysis.measure.frames.sums import Groups, Places, groups_of
from vv_analysis.measure.split.like_periods import refuse_unlike_periods

Marks = npt.NDArray[np.bool_]
REST = ("new_provision_gbp", "ended_provision_gbp", "unsplit_gbp")
_SIDES = ("before", "after")


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """What each key holds on one side.

    Attributes
    ----------
    rows : array of int
        Rows of the frame.
    value, users : array of float
        Pounds and users; NaN where a row lacks its figure, or there is none.
    value_bounds, users_bounds : Bounds
        Lowest and highest pounds and users; nothing where there is no row.
    """

    rows: Places
    value: Floats
    users: Floats
    value_bounds: Bounds
    users_bounds: Bounds

    def stands(self) -> Marks:
        """Say which keys are provided at all: no value for no users is as good as no row."""
        return np.asarray((self.rows > 0) & ~((self.value == 0) & (self.users == 0)))

    def counted(self) -> Floats:
        """Return the value of each key, 0 where it is not provided."""
        return np.where(self.stands(), self.value, 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class TwoSides:
    """The keys of two frames, in order, with what they hold before and after.

    Attributes
    ----------
    labels : DataFrame
        One row a key.
    before, after : Side
        What the keys hold.
    """

    labels: pd.DataFrame
    before: Side
    after: Side

    def change(self) -> Floats:
        """Return the value after minus the value before, NaN where one of them is missing."""
        return self.after.counted() - self.before.counted()

    def change_bounds(self) -> Bounds:
        """Return the lowest and the highest change of each key."""
        return self.after.value_bounds.minus(self.before.value_bounds)

    def matched(self) -> Marks:
        """Say which keys are provided on both sides."""
        return self.before.stands() & self.after.stands()

    def divisible(self) -> Marks:
        """Say which keys have a cost per user on both sides."""
        users = (self.before.users > 0) & (self.after.users > 0)
        return self.matched() & users & ~np.isnan(self.change())

    def rest(self, split: Marks) -> dict[str, Floats]:
        """Return the change of the keys that are not split, as new, ended or unsplit; NaN where it is not known."""
        change, was, now = self.change(), self.before.stands(), self.after.stands()
        chosen = dict(zip(REST, (now & ~was, was & ~now, was & now & ~split), strict=True))
        return {name: np.where(np.isnan(change), np.nan, np.where(keys, change, 0.0)) for name, keys in chosen.items()}

    def effect(self, amounts: Floats, split: Marks) -> Floats:
        """Return an effect where a key is split, 0 where it is not, and NaN where its change is not known."""
        return np.where(np.isnan(self.change()), np.nan, np.where(split, amounts, 0.0))


def two_sides(
    before: pd.DataFrame,
    after: pd.DataFrame,
    keys: Sequence[str],
    *,
    where: str,
    added_by: Sequence[str] | None = None,
) -> TwoSides:
    """Sum the rows of each key on both sides, once they can be compared.

    Parameters
    ----------
    before, after : DataFrame
        Rows with ``value_gbp`` and ``volume_users``, their ends if they have any, and the keys.
    keys : sequence of str
        Columns that make a key; none takes everything together.
    where : str
        The measure, for the message.
    added_by : sequence of str, optional
        Columns that make the group within which users are added up, if it is wider than the key.

    Raises
    ------
    FrameError
        Figures are missing as columns, text, infinite or outside their ends; a volume is negative; illustrative
        figures stand beside real ones; the frames differ in price base, VAT, volume unit, or length of period.
    """
    guards.refuse_mixed_status([before, after], where=where)
    guards.refuse_unlike_bases(before, after, keys if added_by is None else added_by, where=where)
    guards.refuse_unlike_keys(before, after, keys, where=where)
    frames = [frame.reset_index(drop=True) for frame in (before, after)]
    groups = groups_of_both(frames, keys)
    # Looked at before the periods, which need their values to be figures.
    sides = [
        side_of(frame, group, where=f"{where}, {name}")
        for frame, group, name in zip(frames, groups, _SIDES, strict=True)
    ]
    refuse_unlike_periods(frames, [group.of_row for group in groups], groups[0].labels, where=where)
    return TwoSides(groups[0].labels, *sides)


def groups_of_both(frames: list[pd.DataFrame], keys: Sequence[str]) -> list[Groups]:
    """Return the groups of both frames, which share their labels."""
    # The keys of an empty frame have no type of their own and would spoil the other's.
    filled = [frame[list(keys)] for frame in frames if len(frame)] or [frames[0][list(keys)]]
    both = groups_of(pd.concat(filled, ignore_index=True) if len(filled) > 1 else filled[0], keys)
    first = len(frames[0])
    return [Groups(both.labels, rows) for rows in (both.of_row[:first], both.of_row[first:])]


def side_of(frame: pd.DataFrame, groups: Groups, *, where: str) -> Side:
    """Return what each group of a frame holds, its figures looked at before they are added."""
    figures = guards.figures(frame, ["value_gbp", "volume_users"], where=where)
    rows = groups.rows()
    value, users = (groups.sums(figures[column].to_numpy()) for column in figures)
    return Side(
        rows,
        np.where(rows > 0, value, np.nan),
        np.where(rows > 0, users, np.nan),
        bounds_of_sums(frame, "value_gbp", groups, value, where=where),
        bounds_of_sums(frame, "volume_users", groups, users, where=where),
    )


def bounds_of_sums(frame: pd.DataFrame, column: str, groups: Groups, sums: Floats, *, where: str) -> Bounds:
    """Return the lowest and highest sums of a column; where every figure is stated and has no ends, the sums."""
    if not set(bounds.ends(column)) & set(frame.columns) and not np.isnan(sums).any():
        return Bounds(sums, sums)
    return bounds.stated_bounds(frame, column, where=where).sums(groups.sums)
