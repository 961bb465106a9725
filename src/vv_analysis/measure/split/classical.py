"""The splits that readers may be used to, beside Bennet's: the classical ones, and the logarithmic one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from vv_analysis.measure.frames import guards
from vv_analysis.measure.frames.bounds import Floats
from vv_analysis.measure.split.logarithmic import logarithmic_effects
from vv_analysis.measure.split.two_sides import REST, Marks, TwoSides, two_sides

CLASSICAL = (
    "variance_gbp",
    "price_at_old_volume_gbp",
    "volume_at_old_price_gbp",
    "joint_gbp",
    "price_at_new_volume_gbp",
    "volume_at_new_price_gbp",
    *REST,
    "status",
)
MONTGOMERY = ("variance_gbp", "price_effect_gbp", "volume_effect_gbp", *REST, "status")
_CLASSICAL, _MONTGOMERY = "classical_split", "montgomery_split"


def classical_split(before: pd.DataFrame, after: pd.DataFrame, on: Sequence[str] = ()) -> pd.DataFrame:
    """Return the classical splits of what changed, key by key; each name says at which weights.

    Three parts with the joint one apart: price (p1−p0)q0, volume (q1−q0)p0, joint (p1−p0)(q1−q0). Standard-cost
    texts put the joint part with the price: price at the new volume (p1−p0)q1 and volume at the old price. The other
    way round: volume at the new price (q1−q0)p1 and price at the old volume. `variance` gives half the joint part to
    each, and so does not depend on which side is called old.

    Parameters
    ----------
    before, after, on
        As for `variance`.

    Returns
    -------
    DataFrame
        One row a key, all in pounds: ``variance_gbp``; ``price_at_old_volume_gbp`` (Laspeyres),
        ``volume_at_old_price_gbp`` (Laspeyres) and ``joint_gbp``, which make up the change of a key that can be
        split; ``price_at_new_volume_gbp`` (Paasche; with the volume at the old price the standard-cost pair) and
        ``volume_at_new_price_gbp`` (Paasche); new, ended and unsplit as in `variance`; ``status``: ``x`` not known or
        not split, ``z`` on one side only, else ``ok``.

    Raises
    ------
    FrameError
        As for `variance`.

    Notes
    -----
    Method R2.11 and R2.12.

    Examples
    --------
    >>> existing = pd.DataFrame({"value_gbp": [100_000], "volume_users": [100]})
    >>> published = pd.DataFrame({"value_gbp": [126_000], "volume_users": [140]})
    >>> split = classical_split(existing, published)
    >>> split[["price_at_old_volume_gbp", "volume_at_old_price_gbp", "joint_gbp"]].values.tolist()
    [[-10000.0, 40000.0, -4000.0]]
    """
    keys = guards.key_columns([before, after], on, CLASSICAL, where=_CLASSICAL)
    sides = two_sides(before, after, keys, where=_CLASSICAL)
    split = sides.divisible()
    q0, q1 = (np.where(split, side.users, np.nan) for side in (sides.before, sides.after))
    p0, p1 = sides.before.value / q0, sides.after.value / q1
    effects = {
        "price_at_old_volume_gbp": (p1 - p0) * q0,
        "volume_at_old_price_gbp": (q1 - q0) * p0,
        "joint_gbp": (p1 - p0) * (q1 - q0),
        "price_at_new_volume_gbp": (p1 - p0) * q1,
        "volume_at_new_price_gbp": (q1 - q0) * p1,
    }
    return _assembled(sides, split, effects)[[*keys, *CLASSICAL]]


def montgomery_split(before: pd.DataFrame, after: pd.DataFrame, on: Sequence[str] = ()) -> pd.DataFrame:
    """Return the logarithmic split of what changed, as a check on how far the split hangs on the formula.

    With V̄ = (V1−V0)/(ln V1−ln V0): price V̄·ln(p1/p0), volume V̄·ln(q1/q0). The headline is `variance`.

    Parameters
    ----------
    before, after, on
        As for `variance`.

    Returns
    -------
    DataFrame
        One row a key, in pounds: ``variance_gbp``, ``price_effect_gbp``, ``volume_effect_gbp``, new, ended and
        unsplit, and ``status`` as for `classical_split`. A value of 0 is split by its limit; a negative one has no
        logarithm, and its change stands in ``unsplit_gbp``.

    Raises
    ------
    FrameError
        As for `variance`.

    Notes
    -----
    Method R2.13, after Montgomery and Vartia; the limits are those of `logarithmic_effects`.

    Examples
    --------
    >>> existing = pd.DataFrame({"value_gbp": [100_000], "volume_users": [100]})
    >>> published = pd.DataFrame({"value_gbp": [126_000], "volume_users": [140]})
    >>> split = montgomery_split(existing, published)
    >>> split[["price_effect_gbp", "volume_effect_gbp"]].round(2).values.tolist()
    [[-11853.03, 37853.03]]
    """
    keys = guards.key_columns([before, after], on, MONTGOMERY, where=_MONTGOMERY)
    sides = two_sides(before, after, keys, where=_MONTGOMERY)
    split = sides.divisible() & (sides.before.value >= 0) & (sides.after.value >= 0)
    x0, xt = (_price_and_volume(side.value, side.users, split) for side in (sides.before, sides.after))
    found = logarithmic_effects(x0, xt)
    effects = {f"{name}_effect_gbp": found[name].to_numpy() for name in ("price", "volume")}
    return _assembled(sides, split, effects)[[*keys, *MONTGOMERY]]


def _price_and_volume(value: Floats, users: Floats, split: Marks) -> pd.DataFrame:
    volume = np.where(split, users, 1.0)
    return pd.DataFrame({"price": np.where(split, value, 1.0) / volume, "volume": volume})


def _assembled(sides: TwoSides, split: Marks, effects: dict[str, Floats]) -> pd.DataFrame:
    unknown = np.isnan(sides.change()) | (sides.matched() & ~split)
    status = np.select([unknown, ~sides.matched()], ["x", "z"], default="ok")
    found = {name: sides.effect(effect, split) for name, effect in effects.items()}
    columns = {"variance_gbp": sides.change(), **found, **sides.rest(split), "status": status}
    return sides.labels.assign(**columns).astype({"status": "str"})
