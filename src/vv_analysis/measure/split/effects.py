"""Price and volume effect of the keys of two frames, and what they can be at the ends."""

from __future__ import annotations

import numpy as np

from vv_analysis.measure.frames.bounds import Bounds, Floats
from vv_analysis.measure.split.bennet import around, bennet, bennet_bounds
from vv_analysis.measure.split.two_sides import TwoSides


def effects(sides: TwoSides) -> tuple[Floats, Floats]:
    """Return Bennet's price effect and volume effect of each key, NaN where it has no cost per user on a side."""
    return bennet(sides.before.value, sides.before.users, sides.after.value, sides.after.users)


def effect_bounds(sides: TwoSides) -> tuple[Bounds, Bounds]:
    """Return the bounds of both effects: none where a change is unsplit, and 0 where only one side can be there."""
    before, after = sides.before, sides.after
    boxes = (before.value_bounds, before.users_bounds, after.value_bounds, after.users_bounds)
    exact = np.all([box.low == box.high for box in boxes], axis=0)
    split, matched = sides.divisible(), sides.matched()
    either_way = (before.rows > 0) & (after.rows > 0) & ~exact
    unsplit = ~split & ~np.isnan(sides.change()) & (matched | either_way)
    found = zip(bennet_bounds(*boxes), effects(sides), strict=True)
    return tuple(  # type: ignore[return-value]
        Bounds(
            np.where(unsplit, -np.inf, np.where(matched, ends.low, 0.0)),
            np.where(unsplit, np.inf, np.where(matched, ends.high, 0.0)),
        )
        for ends in (around(ends, np.where(split, effect, np.nan), exact) for ends, effect in found)
    )
