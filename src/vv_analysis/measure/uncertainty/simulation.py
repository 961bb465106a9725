"""Intervals become percentiles: values and volumes drawn at random, the same for the same seed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from vv_analysis.errors import FrameError
from vv_analysis.measure.frames import guards
from vv_analysis.measure.frames.bounds import Floats
from vv_analysis.measure.frames.mixed_bases import refuse_mixed_bases
from vv_analysis.measure.frames.small_numbers import LOW_RELIABILITY_BELOW_USERS, WITHHELD_BELOW_USERS
from vv_analysis.measure.frames.sums import grouped, groups_of
from vv_analysis.measure.uncertainty.spreads import Spread, stated_spread

FEWEST_DRAWS = 100_000
PERCENTILES = (10, 50, 90)
INDEPENDENCE = "every figure drawn by itself (A10)"
_DRAWN = ("value_p{}_gbp", "volume_p{}_users", "cost_per_user_p{}_gbp")
_COST, _MEAN = 2, "cost_per_user_mean_gbp"
RESULTS = (
    *(name.format(percentile) for name in _DRAWN for percentile in PERCENTILES),
    _MEAN,
    "rows",
    "rows_used",
    "value_coverage",
    "draws",
    "seed",
    "independence",
    "status",
)
_TYPES = {
    **dict.fromkeys(RESULTS, "float64"),
    **dict.fromkeys(("rows", "rows_used", "draws", "seed"), "int64"),
    **dict.fromkeys(("independence", "status"), "str"),
}
_WHERE = "simulate"
_LARGEST_SEED = 2**63 - 1

Rows = npt.NDArray[np.intp]


def simulate(frame: pd.DataFrame, n: int = FEWEST_DRAWS, *, seed: int, by: Sequence[str] = ()) -> pd.DataFrame:
    """Return what values, volumes and cost per user of each group can be: 10th, 50th and 90th percentile.

    Each figure with two ends is drawn `n` times: evenly between them, or with a peak at the figure itself where
    one was stated between them (the midpoint of a range was not stated). A point stays a point. Rows are
    drawn **independently** of each other, and values of volumes; where all are wrong in one direction, the true
    range is wider (assumption A10), and the ends that other measures carry along are its outermost limit.

    Parameters
    ----------
    frame : DataFrame
        Rows with ``value_gbp`` (pounds), ``volume_users`` (users), their ends ``value_low_gbp``,
        ``value_high_gbp``, ``volume_low_users`` and ``volume_high_users`` as far as there are any, and the columns
        of `by`. Figures stated as "about" are points until `widen_about` gives them ends.
    n : int
        Draws, 100,000 at least.
    seed : int
        Number that the draws follow from, 0 or more: the same seed gives the same result to the last digit, in
        whatever order rows stand, and whatever other groups stand beside a group. Keep it with the result.
    by : sequence of str
        Columns that make a group; none gives one row over everything.

    Returns
    -------
    DataFrame
        One row a group, in the order of the keys: the columns of `by`; the percentiles of value (pounds),
        volume (users) and cost per user (pounds per user), and the mean cost per user; ``rows`` and
        ``rows_used``: those that are missing or open on a side cannot be drawn and are left out;
        ``value_coverage`` (share of the known value in the rows used); ``draws``, ``seed``, ``independence``.
        ``status``: ``x`` if no row can be drawn or the volume may be 0, ``z`` if value and volume are both 0,
        ``u`` below 30 users in the middle, or where most rows could not be drawn, so that the range shown is
        narrower than it should be; else ``ok``. Below 10 users the cost per user is withheld.

    Raises
    ------
    FrameError
        Fewer than 100,000 draws, no usable seed, a column missing, an interval upside down, illustrative figures
        beside real ones, or rows of a group that differ in VAT, price base or volume unit.

    Notes
    -----
    Method R2.36 (draws), R2.35 (one draw of value and volume serves all three figures), R2.33 (a divisor that
    may be 0), R2.39 (small numbers), R2.40 (mostly unquantified), R2.4 (coverage).

    Examples
    --------
    >>> ends = {"value_low_gbp": 50_000, "value_high_gbp": 100_000, "volume_low_users": 40, "volume_high_users": 60}
    >>> drawn = simulate(pd.DataFrame([ends]), seed=2021)
    >>> drawn.filter(like="cost_per_user").round(-1).values.tolist()
    [[1080.0, 1500.0, 2000.0, 1520.0]]
    """
    keys = guards.key_columns([frame], by, RESULTS, where=_WHERE)
    guards.refuse_mixed_status([frame], where=_WHERE)
    _refuse_lottery(n, seed)
    value, volume = (stated_spread(frame, column, where=_WHERE) for column in ("value_gbp", "volume_users"))
    refuse_mixed_bases(frame, groups_of(frame, keys).of_row, where=_WHERE, used=value.known & volume.known)
    groups, members = _groups(frame, keys)
    measured = [
        _measured(value.of(mine), volume.of(mine), n, _streams(seed, name))
        for name, mine in zip(_names(groups, keys), members, strict=True)
    ]
    figures = pd.DataFrame(measured, columns=list(RESULTS))
    whole = figures.assign(draws=n, seed=seed, independence=INDEPENDENCE).astype(_TYPES)
    return groups[keys].join(whole)


def _refuse_lottery(n: int, seed: int) -> None:
    if not isinstance(n, int | np.integer) or n < FEWEST_DRAWS:
        raise FrameError(
            f"{n!r} draws are too few to give a percentile",
            where=_WHERE,
            expected=f"a whole number of {FEWEST_DRAWS:,} or more",
            remedy=f"leave out n, or take n={FEWEST_DRAWS:_}",
        )
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or not 0 <= seed <= _LARGEST_SEED:
        raise FrameError(
            f"{seed!r} is no seed",
            where=_WHERE,
            expected="a whole number, 0 or more",
            remedy="choose one such as 2021 and keep it with the result",
        )


def _groups(rows: pd.DataFrame, keys: list[str]) -> tuple[pd.DataFrame, list[Rows]]:
    if not keys:
        return pd.DataFrame(index=range(1)), [np.arange(len(rows))]
    groups = grouped(rows[keys], keys)
    sizes = groups.size().reset_index(name="rows")
    members = np.argsort(groups.ngroup().to_numpy(), kind="stable")
    return sizes, np.split(members, sizes["rows"].cumsum().to_numpy()[:-1]) if len(sizes) else []


def _names(groups: pd.DataFrame, keys: list[str]) -> list[str]:
    """Return each group's keys as one text: the same whatever else there is, and in whatever order keys are named."""
    if not keys:
        return ["[]"]
    texts = {key: [_text(value) for value in groups[key].tolist()] for key in sorted(keys)}
    return [json.dumps(list(zip(texts, one, strict=True))) for one in zip(*texts.values(), strict=True)]


def _text(value: Any) -> str | None:
    if pd.isna(value):
        return None
    # One missing key among whole numbers turns all of them into floats, and would rename every other group.
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _streams(seed: int, name: str) -> list[np.random.Generator]:
    # A group's draws hang on the seed and its own name alone, so that no other group can change them.
    words = np.frombuffer(hashlib.sha256(name.encode()).digest(), dtype="<u4").tolist()
    return [np.random.default_rng(part) for part in np.random.SeedSequence([int(seed), *words]).spawn(2)]


def _measured(value: Spread, volume: Spread, n: int, streams: list[np.random.Generator]) -> dict[str, object]:
    usable = value.known & volume.known
    used = np.flatnonzero(usable)
    value_used, volume_used = value.of(used), volume.of(used)
    counted = {"rows": len(usable), "rows_used": len(used), "value_coverage": _coverage(value, usable)}
    impossible = _impossible(value_used, volume_used)
    if not len(used):
        return {**counted, "status": impossible}
    gbp, users = (
        spread.drawn_sums(n, stream) for spread, stream in zip((value_used, volume_used), streams, strict=True)
    )
    drawn = {**_percentiles(0, gbp), **_percentiles(1, users)}
    middle = drawn[_DRAWN[1].format(50)]
    if not impossible and middle >= WITHHELD_BELOW_USERS:
        cost = gbp / users
        drawn |= {**_percentiles(_COST, cost), _MEAN: float(cost.mean())}
    unsure = middle < LOW_RELIABILITY_BELOW_USERS or 2 * len(used) < len(usable)
    return {**counted, **drawn, "status": impossible or ("u" if unsure else "ok")}


def _coverage(value: Spread, usable: npt.NDArray[np.bool_]) -> float:
    central = np.where(value.known, np.abs(value.central), 0.0)
    everything = central.sum()
    return float(central[usable].sum() / everything) if everything > 0 else np.nan


def _impossible(value: Spread, volume: Spread) -> str:
    """Return the mark of a group without a cost per user: none to draw, none served, or perhaps none served."""
    if not len(value.low):
        return "x"
    nothing = volume.high.sum() == 0 and not value.low.any() and not value.high.any()
    return "z" if nothing else "" if volume.low.sum() > 0 else "x"


def _percentiles(figure: int, drawn: Floats) -> dict[str, float]:
    found = np.percentile(drawn, PERCENTILES)
    return {_DRAWN[figure].format(percentile): float(one) for percentile, one in zip(PERCENTILES, found, strict=True)}
