"""Change between two frames of values and volumes, split into price and volume without a remainder."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from vv_analysis.measure.frames import guards
from vv_analysis.measure.frames.bounds import Bounds, Floats
from vv_analysis.measure.frames.small_numbers import LOW_RELIABILITY_BELOW_USERS, WITHHELD_BELOW_USERS, cost_per_user
from vv_analysis.measure.split.bennet import around
from vv_analysis.measure.split.effects import effect_bounds, effects
from vv_analysis.measure.split.two_sides import REST, Marks, TwoSides, two_sides

PARTS = ("price_effect_gbp", "volume_effect_gbp", *REST)
RESULTS = (
    "value_before_gbp",
    "value_after_gbp",
    "variance_gbp",
    "variance_percent",
    *PARTS,
    "volume_before_users",
    "volume_after_users",
    "cost_per_user_before_gbp",
    "cost_per_user_after_gbp",
    "variance_low_gbp",
    "variance_high_gbp",
    "price_effect_low_gbp",
    "price_effect_high_gbp",
    "volume_effect_low_gbp",
    "volume_effect_high_gbp",
    "sign",
    "status",
)
HALF_A_PENNY_GBP = 0.005
_VARIANCE = "variance"


def variance(before: pd.DataFrame, after: pd.DataFrame, on: Sequence[str] = ()) -> pd.DataFrame:
    """Return what changed from `before` to `after`, key by key; positive means higher after.

    Rows of one key are summed first, and a sum in which a row lacks its figure is itself missing. A key on
    both sides is split into price and volume by Bennet's formula; a key on one side only is new or ended
    provision; a key that has no cost per user on a side (no volume, or a value without a single user)
    stands in ``unsplit_gbp``. The five parts add up to ``variance_gbp``. Where a publication leaves cells open,
    compare by the finest key, such as category and area, and add up the parts of the keys that are known.

    Parameters
    ----------
    before, after : DataFrame
        Rows with ``value_gbp`` (pounds), ``volume_users`` (users), their ends if they have any
        (``value_low_gbp``, ``volume_high_users`` ...), and the columns of `on`, for periods of one length (see
        `annualise`).
    on : sequence of str
        Columns that make a key; none compares the two totals.

    Returns
    -------
    DataFrame
        One row a key, in the order of the keys: values, volumes and costs per user before and after, the
        variance in pounds and per cent, its five parts, and ``status``. Where a side has no such key its
        figures are missing and the mark is ``z``. A key stated as no value for no users counts as absent.
        ``x``: a value is missing, and all is unknown, or a volume is, and the change is unsplit. ``u``:
        fewer than 30 users on a side. Below 10 users the cost per user, and with such a base the
        percentage, are withheld.

        ``variance_low_gbp`` and ``variance_high_gbp``, and likewise those of the price and the volume effect, are the
        lowest and highest that they can be: NaN where nothing bounds them, also where a volume may be 0 or the
        change is unsplit, and the figure itself where all of it is stated as points. ``sign`` says which way the
        value went as far as its ends tell: ``higher``, ``lower``, ``no change`` (less than half a penny),
        ``higher or lower``, ``not known``.

    Raises
    ------
    FrameError
        A column is missing or holds text, a volume is negative, a figure lies outside its ends, illustrative figures
        stand beside real ones, the two frames differ in price base, VAT or volume unit (exempt counts as excluding
        VAT), or a key covers more days on one side than on the other and is not at twelve months.

    Notes
    -----
    Price effect ½(q0+q1)(p1−p0), volume effect ½(p0+p1)(q1−q0): method R2.9, after Diewert, "Index number theory
    using differences rather than ratios"; R2.12 says why Bennet; R2.15 keeps entrants and leavers apart; R2.17 gives
    the percentage, which is not applicable where the base is not above 0; R2.18 the sign; R2.33 to R2.35 the ends.

    Examples
    --------
    >>> existing = pd.DataFrame({"value_gbp": [100_000], "volume_users": [100]})
    >>> published = pd.DataFrame({"value_gbp": [126_000], "volume_users": [140]})
    >>> change = variance(existing, published)
    >>> change[["variance_gbp", "price_effect_gbp", "volume_effect_gbp"]].loc[0].tolist()
    [26000.0, -12000.0, 38000.0]
    """
    keys = guards.key_columns([before, after], on, RESULTS, where=_VARIANCE)
    sides = two_sides(before, after, keys, where=_VARIANCE)
    found = {**_levels(sides), **_parts(sides), **_ratios(sides), **_ends(sides), "status": _status(sides)}
    columns = {**sides.labels, **{name: found[name] for name in RESULTS}}
    return pd.DataFrame(columns, index=sides.labels.index).astype({"sign": "str", "status": "str"})


def change_sign(ends: Bounds) -> np.typing.NDArray[np.str_]:
    """Say which way an amount in pounds changed; less than half a penny is none.

    Examples
    --------
    >>> change_sign(Bounds(np.array([0.001, 3.0]), np.array([0.004, 5.0]))).tolist()
    ['no change', 'higher']
    """
    low, high = (np.where(np.abs(end) < HALF_A_PENNY_GBP, 0.0, end) for end in (ends.low, ends.high))
    return Bounds(low, high).sign()


def _levels(sides: TwoSides) -> dict[str, Floats]:
    return {
        "value_before_gbp": sides.before.value,
        "value_after_gbp": sides.after.value,
        "variance_gbp": sides.change(),
        "volume_before_users": sides.before.users,
        "volume_after_users": sides.after.users,
    }


def _parts(sides: TwoSides) -> dict[str, Floats]:
    split = sides.divisible()
    price, volume = (sides.effect(effect, split) for effect in effects(sides))
    return {"price_effect_gbp": price, "volume_effect_gbp": volume, **sides.rest(split)}


def _ratios(sides: TwoSides) -> dict[str, Floats | pd.Series[float]]:
    base, users = sides.before.value, sides.before.users
    withheld = (users < WITHHELD_BELOW_USERS) | ~(base > 0)
    costs = {
        f"cost_per_user_{name}_gbp": cost_per_user(pd.Series(side.value), pd.Series(side.users))
        for name, side in (("before", sides.before), ("after", sides.after))
    }
    return {"variance_percent": 100 * sides.change() / np.where(withheld, np.nan, base), **costs}


def _ends(sides: TwoSides) -> dict[str, Floats | np.typing.NDArray[np.str_]]:
    change = around(sides.change_bounds(), sides.change(), _exact_values(sides))
    found = dict(zip(("price_effect", "volume_effect"), effect_bounds(sides), strict=True))
    columns: dict[str, Floats | np.typing.NDArray[np.str_]] = {"sign": change_sign(change)}
    for name, ends in {"variance": change, **found}.items():
        columns[f"{name}_low_gbp"], columns[f"{name}_high_gbp"] = ends.shown()
    return columns


def _exact_values(sides: TwoSides) -> Marks:
    values = (sides.before.value_bounds, sides.after.value_bounds)
    return np.asarray(np.all([box.low == box.high for box in values], axis=0))


def _status(sides: TwoSides) -> np.typing.NDArray[np.str_]:
    users = np.stack([sides.before.users, sides.after.users])
    cases = [
        (np.isnan(sides.change()), "x"),
        (~sides.matched(), "z"),
        (~(users > 0).all(axis=0), "x"),
        ((users < LOW_RELIABILITY_BELOW_USERS).any(axis=0), "u"),
    ]
    return np.select([case for case, _ in cases], [mark for _, mark in cases], default="ok")
