"""Change between two frames of values and volumes, split into price and volume without a remainder."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from vv_analysis.measure.frames import guards
from vv_analysis.measure.frames.small_numbers import LOW_RELIABILITY_BELOW_USERS, WITHHELD_BELOW_USERS, cost_per_user
from vv_analysis.measure.frames.sums import whole_sums

PARTS = (
    "price_effect_gbp",
    "volume_effect_gbp",
    "new_provision_gbp",
    "ended_provision_gbp",
    "unsplit_gbp",
)
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
    "status",
)
_FIGURES = ["value_gbp", "volume_users"]
_EVERYTHING = "everything"


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
        Rows with ``value_gbp`` (pounds), ``volume_users`` (users) and the columns of `on`, for periods of one
        length (see `annualise`).
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

    Raises
    ------
    FrameError
        A column is missing or holds text, a volume is negative, illustrative figures stand beside real
        ones, or the two frames differ in price base, VAT or volume unit (exempt counts as excluding VAT).

    Notes ----- Price effect ½(q0+q1)(p1−p0), volume effect ½(p0+p1)(q1−q0): method R2.9, after Diewert,
    "Index number theory using differences rather than ratios"; R2.12 says why Bennet; R2.15 keeps entrants
    and leavers apart; R2.17 gives the percentage, which is not applicable where the base is not above 0;
    R2.18 the sign.

    Examples
    --------
    >>> existing = pd.DataFrame({"value_gbp": [100_000], "volume_users": [100]})
    >>> published = pd.DataFrame({"value_gbp": [126_000], "volume_users": [140]})
    >>> change = variance(existing, published)
    >>> change[["variance_gbp", "price_effect_gbp", "volume_effect_gbp"]].loc[0].tolist()
    [26000.0, -12000.0, 38000.0]
    """
    keys = guards.key_columns([before, after], on, RESULTS, where="variance")
    guards.refuse_mixed_status([before, after], where="variance")
    guards.refuse_unlike_bases(before, after, keys, where="variance")
    guards.refuse_unlike_keys(before, after, keys, where="variance")
    sides = _side_by_side(before, after, keys)
    measured = sides.assign(**_split(sides)).pipe(_with_ratios).pipe(_with_status)
    return measured[[*keys, *RESULTS]]


def _side_by_side(before: pd.DataFrame, after: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    left, right = (_summed(frame, keys, side) for frame, side in ((before, "before"), (after, "after")))
    joined = keys or [_EVERYTHING]
    # The keys of an empty frame have no type of their own and would spoil the other side's.
    if left.empty:
        left = left.astype(right[joined].dtypes.to_dict())
    if right.empty:
        right = right.astype(left[joined].dtypes.to_dict())
    return left.merge(right, how="outer", on=joined, sort=True)


def _summed(frame: pd.DataFrame, keys: list[str], side: str) -> pd.DataFrame:
    rows = frame[keys].assign(**guards.figures(frame, _FIGURES, where=f"variance, {side}"))
    sums = whole_sums(rows, keys, _FIGURES)
    names = {"value_gbp": f"value_{side}_gbp", "volume_users": f"volume_{side}_users", "rows": f"rows_{side}"}
    return (sums if keys else sums.assign(**{_EVERYTHING: 0})).rename(columns=names)


def _stands(sides: pd.DataFrame, side: str) -> pd.Series[bool]:
    nothing = (sides[f"value_{side}_gbp"] == 0) & (sides[f"volume_{side}_users"] == 0)
    return sides[f"rows_{side}"].notna() & ~nothing


def _split(sides: pd.DataFrame) -> dict[str, pd.Series[float]]:
    was, now = _stands(sides, "before"), _stands(sides, "after")
    change = sides["value_after_gbp"].where(now, 0.0) - sides["value_before_gbp"].where(was, 0.0)
    price, volume = _bennet(sides)
    matched = was & now
    split = matched & price.notna()
    parts = [
        price.where(split, 0.0),
        volume.where(split, 0.0),
        change.where(now & ~was, 0.0),
        change.where(was & ~now, 0.0),
        change.where(matched & ~split, 0.0),
    ]
    known = [part.where(change.notna()) for part in parts]
    return {"variance_gbp": change, **dict(zip(PARTS, known, strict=True))}


def _bennet(sides: pd.DataFrame) -> tuple[pd.Series[float], pd.Series[float]]:
    q0 = sides["volume_before_users"].where(sides["volume_before_users"] > 0)
    q1 = sides["volume_after_users"].where(sides["volume_after_users"] > 0)
    p0, p1 = sides["value_before_gbp"] / q0, sides["value_after_gbp"] / q1
    return (q0 + q1) / 2 * (p1 - p0), (p0 + p1) / 2 * (q1 - q0)


def _with_ratios(sides: pd.DataFrame) -> pd.DataFrame:
    base = sides["value_before_gbp"]
    percent = 100 * sides["variance_gbp"] / base.where(base > 0)
    return sides.assign(
        variance_percent=percent.mask(sides["volume_before_users"] < WITHHELD_BELOW_USERS),
        cost_per_user_before_gbp=cost_per_user(base, sides["volume_before_users"]),
        cost_per_user_after_gbp=cost_per_user(sides["value_after_gbp"], sides["volume_after_users"]),
    )


def _with_status(sides: pd.DataFrame) -> pd.DataFrame:
    volumes = sides[["volume_before_users", "volume_after_users"]]
    cases = [
        (sides["variance_gbp"].isna(), "x"),
        (~_stands(sides, "before") | ~_stands(sides, "after"), "z"),
        (~(volumes > 0).all(axis="columns"), "x"),
        ((volumes < LOW_RELIABILITY_BELOW_USERS).any(axis="columns"), "u"),
    ]
    marks = np.select([case for case, _ in cases], [mark for _, mark in cases], default="ok")
    return sides.assign(status=pd.Series(marks, index=sides.index, dtype="str"))
