"""Change of a group split into volume, mix and price: whom it serves has a part of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from vv_analysis.measure.frames import guards
from vv_analysis.measure.frames.bounds import Floats
from vv_analysis.measure.frames.small_numbers import LOW_RELIABILITY_BELOW_USERS, cost_per_user
from vv_analysis.measure.frames.sums import Groups, groups_of
from vv_analysis.measure.split.bennet import around
from vv_analysis.measure.split.two_sides import REST, Marks, TwoSides, two_sides
from vv_analysis.measure.split.variance import change_sign

_LEVELS = ("value_before_gbp", "value_after_gbp", "variance_gbp")
_ENDS = ("variance_low_gbp", "variance_high_gbp", "sign")
_ITEMS = ("items", "items_split")
_USERS_AND_COSTS = (
    "volume_before_users",
    "volume_after_users",
    "cost_per_user_before_gbp",
    "cost_per_user_after_gbp",
)
PARTS = ("volume_effect_gbp", "mix_effect_gbp", "price_effect_gbp", *REST)
CLASSICAL_PARTS = ("volume_at_old_cost_gbp", "mix_at_old_price_gbp", "price_at_new_volume_gbp", *REST)
RESULTS = (*_LEVELS, *PARTS, *_USERS_AND_COSTS, *_ITEMS, *_ENDS, "status")
CLASSICAL_RESULTS = (*_LEVELS, *CLASSICAL_PARTS, *_USERS_AND_COSTS, *_ITEMS, *_ENDS, "status")
_MIX, _CLASSICAL_MIX = "mix", "classical_mix"


@dataclass(frozen=True, slots=True, eq=False)
class _Group:
    """What each group holds of the items that can be split, and what each item is in it.

    Attributes
    ----------
    q0, q1, u0, u1 : array of float
        Users and cost per user of each group, before and after.
    s0, s1, p0, p1 : array of float
        Share of its group's users and cost per user of each item; 0 for an item that is not split.
    """

    q0: Floats
    q1: Floats
    u0: Floats
    u1: Floats
    s0: Floats
    s1: Floats
    p0: Floats
    p1: Floats


def mix(before: pd.DataFrame, after: pd.DataFrame, on: Sequence[str] = (), within: Sequence[str] = ()) -> pd.DataFrame:
    """Return what changed in each group, split into volume, mix and price; positive means higher after.

    Volume: more or fewer people at the group's cost per user. Mix: people moved towards dearer or cheaper items.
    Price: the items' own costs per user changed. The price line differs from the sum of that of `variance` by
    ¼ΔQ·ΣΔsΔp, as there a move between items is volume: never show lines of both in one table without saying so.

    Parameters
    ----------
    before, after : DataFrame
        As for `variance`; the users of the items of a group count the same thing.
    on : sequence of str
        Columns that make an item of a group, such as the service.
    within : sequence of str
        Columns that make a group, such as the region; none takes everything as one group.

    Returns
    -------
    DataFrame
        One row a group, in order: the columns of `within`, the values and their change, its parts in pounds, and

        ``volume_before_users``, ``cost_per_user_before_gbp`` and so on
            of the items that are split; the cost per user is withheld below 10 users.
        ``items``, ``items_split``
            how many there are on either side, and how many could be split.
        ``variance_low_gbp``, ``variance_high_gbp``, ``sign``
            the ends of the change, as for `variance`.
        ``status``
            ``x`` an item is unsplit or its change not known; ``z`` no item is on both sides; ``u`` fewer than 30
            users on a side; else ``ok``.

        Items on one side only, or without a cost per user, are left out of the three effects and stand in
        ``new_provision_gbp``, ``ended_provision_gbp`` and ``unsplit_gbp``, so that the six parts add up to
        ``variance_gbp``. If the change of an item is not known, that of its group is not either: leave such items
        out before.

    Raises
    ------
    FrameError
        As for `variance`, also where the items of a group differ in price base, VAT or volume unit.

    Notes
    -----
    With Q = Σq, s = q/Q, u = V/Q and a bar for the mean of both sides: volume ū(Q1−Q0), mix Q̄·Σp̄(s1−s0), price
    Q̄·Σs̄(p1−p0): method R2.14, Bennet's formula within Bennet's formula.

    Examples
    --------
    >>> services = {"service": ["A", "B"]}
    >>> existing = pd.DataFrame({**services, "value_gbp": [30_000, 60_000], "volume_users": [60, 40]})
    >>> published = pd.DataFrame({**services, "value_gbp": [40_500, 48_000], "volume_users": [90, 30]})
    >>> change = mix(existing, published, on=["service"])
    >>> change[["volume_effect_gbp", "mix_effect_gbp", "price_effect_gbp"]].round(2).values.tolist()
    [[16375.0, -17737.5, -137.5]]
    """
    return _split(before, after, on, within, classical=False)


def classical_mix(
    before: pd.DataFrame, after: pd.DataFrame, on: Sequence[str] = (), within: Sequence[str] = ()
) -> pd.DataFrame:
    """Return what changed in each group by the classical formulae, for readers used to them.

    Parameters
    ----------
    before, after, on, within
        As for `mix`.

    Returns
    -------
    DataFrame
        As for `mix`, with ``volume_at_old_cost_gbp`` u0(Q1−Q0), ``mix_at_old_price_gbp`` Q1·Σp0(s1−s0) and
        ``price_at_new_volume_gbp`` Σq1(p1−p0) in the place of the three effects. They add up, but give another answer
        when the sides are swapped.

    Raises
    ------
    FrameError
        As for `mix`.

    Notes
    -----
    Method R2.11 (the standard-cost pair) and O7.

    Examples
    --------
    >>> services = {"service": ["A", "B"]}
    >>> existing = pd.DataFrame({**services, "value_gbp": [30_000, 60_000], "volume_users": [60, 40]})
    >>> published = pd.DataFrame({**services, "value_gbp": [40_500, 48_000], "volume_users": [90, 30]})
    >>> change = classical_mix(existing, published, on=["service"])
    >>> change[list(CLASSICAL_PARTS[:3])].round(2).values.tolist()
    [[18000.0, -18000.0, -1500.0]]
    """
    return _split(before, after, on, within, classical=True)


def _split(
    before: pd.DataFrame, after: pd.DataFrame, on: Sequence[str], within: Sequence[str], *, classical: bool
) -> pd.DataFrame:
    where, results = (_CLASSICAL_MIX, CLASSICAL_RESULTS) if classical else (_MIX, RESULTS)
    items = guards.key_columns([before, after], on, results, where=where)
    names = guards.key_columns([before, after], within, results, where=where)
    keys = [*names, *(item for item in items if item not in names)]
    sides = two_sides(before, after, keys, where=where, added_by=names)
    split = sides.divisible()
    groups = groups_of(sides.labels, names)
    effects = (_classical_effects if classical else _effects)(_grouped(sides, groups, split), groups)
    unknown = groups.rows(np.isnan(sides.change())) > 0
    columns = {
        **_levels(sides, groups, unknown),
        **{name: np.where(unknown, np.nan, effect) for name, effect in effects.items()},
        **{name: groups.sums(amounts) for name, amounts in sides.rest(split).items()},
        **_users_and_costs(sides, groups, split),
        "items": groups.rows(),
        "items_split": groups.rows(split),
        "status": _status(sides, groups, split),
    }
    return groups.labels.assign(**columns).astype({"sign": "str", "status": "str"})[[*names, *results]]


def _grouped(sides: TwoSides, groups: Groups, split: Marks) -> _Group:
    q0, q1 = (np.where(split, side.users, 0.0) for side in (sides.before, sides.after))
    v0, v1 = (np.where(split, side.value, 0.0) for side in (sides.before, sides.after))
    users0, users1 = groups.sums(q0), groups.sums(q1)
    return _Group(
        q0=users0,
        q1=users1,
        u0=_ratio(groups.sums(v0), users0),
        u1=_ratio(groups.sums(v1), users1),
        s0=_ratio(q0, users0[groups.of_row]),
        s1=_ratio(q1, users1[groups.of_row]),
        p0=_ratio(v0, q0),
        p1=_ratio(v1, q1),
    )


def _ratio(above: Floats, below: Floats) -> Floats:
    return np.divide(above, below, out=np.zeros_like(above), where=below > 0)


def _effects(group: _Group, groups: Groups) -> dict[str, Floats]:
    users = (group.q0 + group.q1) / 2
    return {
        "volume_effect_gbp": (group.u0 + group.u1) / 2 * (group.q1 - group.q0),
        "mix_effect_gbp": users * groups.sums((group.p0 + group.p1) / 2 * (group.s1 - group.s0)),
        "price_effect_gbp": users * groups.sums((group.s0 + group.s1) / 2 * (group.p1 - group.p0)),
    }


def _classical_effects(group: _Group, groups: Groups) -> dict[str, Floats]:
    return {
        "volume_at_old_cost_gbp": group.u0 * (group.q1 - group.q0),
        "mix_at_old_price_gbp": group.q1 * groups.sums(group.p0 * (group.s1 - group.s0)),
        "price_at_new_volume_gbp": group.q1 * groups.sums(group.s1 * (group.p1 - group.p0)),
    }


def _levels(sides: TwoSides, groups: Groups, unknown: Marks) -> dict[str, np.typing.NDArray[np.generic]]:
    """Return the values of the groups, their change and its ends; where a side has no item its value is missing."""
    change = groups.sums(sides.change())
    values = {
        f"value_{name}_gbp": np.where(
            groups.rows(side.rows > 0) > 0, groups.sums(_or_nothing(side.value, side.rows)), np.nan
        )
        for name, side in (("before", sides.before), ("after", sides.after))
    }
    stated = sides.change_bounds()
    exact = groups.rows(stated.low != stated.high) == 0
    ends = around(stated.sums(groups.sums), change, exact & ~unknown)
    low, high = ends.shown()
    return {**values, "variance_gbp": change, **dict(zip(_ENDS, (low, high, change_sign(ends)), strict=True))}


def _or_nothing(figures: Floats, rows: np.typing.NDArray[np.int64]) -> Floats:
    return np.where(rows > 0, figures, 0.0)


def _users_and_costs(sides: TwoSides, groups: Groups, split: Marks) -> dict[str, Floats | pd.Series[float]]:
    found: dict[str, Floats | pd.Series[float]] = {}
    for name, side in (("before", sides.before), ("after", sides.after)):
        users, value = (groups.sums(np.where(split, figures, 0.0)) for figures in (side.users, side.value))
        found[f"volume_{name}_users"] = users
        found[f"cost_per_user_{name}_gbp"] = cost_per_user(pd.Series(value), pd.Series(users))
    return found


def _status(sides: TwoSides, groups: Groups, split: Marks) -> np.typing.NDArray[np.str_]:
    users = np.stack([groups.sums(np.where(split, side.users, 0.0)) for side in (sides.before, sides.after)])
    cases = [
        (groups.rows(np.isnan(sides.change()) | (sides.matched() & ~split)) > 0, "x"),
        (groups.rows(split) == 0, "z"),
        ((users < LOW_RELIABILITY_BELOW_USERS).any(axis=0), "u"),
    ]
    return np.select([case for case, _ in cases], [mark for _, mark in cases], default="ok")
