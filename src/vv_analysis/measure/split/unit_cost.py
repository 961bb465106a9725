"""Cost per user of groups, as a ratio of sums with its coverage."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from vv_analysis.measure.frames import guards
from vv_analysis.measure.frames.bounds import Bounds, Floats, ends, stated_bounds
from vv_analysis.measure.frames.small_numbers import LOW_RELIABILITY_BELOW_USERS, cost_per_user
from vv_analysis.measure.frames.sums import Groups, groups_of
from vv_analysis.measure.split.bennet import around

RESULTS = (
    "value_gbp",
    "volume_users",
    "cost_per_user_gbp",
    "rows",
    "rows_used",
    "value_coverage",
    "cost_per_user_low_gbp",
    "cost_per_user_high_gbp",
    "status",
)
_UNIT_COST = "unit_cost"


def unit_cost(frame: pd.DataFrame, by: Sequence[str] = ()) -> pd.DataFrame:
    """Return the cost per user of each group: sum of values over sum of volumes, never a mean of ratios.

    Only rows with both a value and a volume are used; ``value_coverage`` says how much of the group's known
    value they hold. Rows are added as they are: bring them to one basis (VAT, prices, period) first, or name
    the basis in `by`.

    Parameters
    ----------
    frame : DataFrame
        Rows with ``value_gbp`` (pounds), ``volume_users`` (users), their ends if they have any
        (``value_low_gbp``, ``volume_high_users`` ...), and the columns of `by`.
    by : sequence of str
        Columns that make a group; none gives one row over everything.

    Returns
    -------
    DataFrame
        One row a group, in the order of the keys: the columns of `by`, ``value_gbp`` and ``volume_users`` of
        the rows used, ``cost_per_user_gbp``, ``rows``, ``rows_used``, ``value_coverage`` (a fraction) and
        ``status``: ``x`` if no row has both figures or there is a value without a single user, ``z`` if value
        and volume are both 0, ``u`` below 30 users, else ``ok``. Below 10 users the cost per user is also
        withheld (NaN), as one more or one fewer user would change it too much. ``cost_per_user_low_gbp`` and
        ``cost_per_user_high_gbp`` are the lowest and highest that the cost of the rows used can be: the cost itself
        where no row states ends, NaN where it is withheld or where nothing bounds it.

    Raises
    ------
    FrameError
        A column is missing or holds text, a volume is negative, a figure lies outside its ends, or illustrative
        figures stand beside real ones.

    Notes
    -----
    Method R2.1 to R2.4, R2.33 and R2.39; the precedent is HMPPS's overall cost per prisoner, total expenditure over
    average population.

    Examples
    --------
    >>> contracts = pd.DataFrame(
    ...     {"value_gbp": [100_000, 50_000, 30_000], "volume_users": [100, None, 20]}
    ... )
    >>> unit_cost(contracts).round(3).to_dict("records")
    [{'value_gbp': 130000.0, 'volume_users': 120.0, 'cost_per_user_gbp': 1083.333, 'rows': 3, 'rows_used': 2,
      'value_coverage': 0.722, 'cost_per_user_low_gbp': 1083.333, 'cost_per_user_high_gbp': 1083.333, 'status': 'ok'}]
    """
    keys = guards.key_columns([frame], by, RESULTS, where=_UNIT_COST)
    guards.refuse_mixed_status([frame], where=_UNIT_COST)
    groups = groups_of(frame, keys) if keys else _everything(frame)
    sums = _sums_of_used_rows(frame, groups)
    cost = cost_per_user(sums["value_gbp"], sums["volume_users"])
    low, high = (end.where(cost.notna()) for end in _ends(sums))
    columns: dict[str, pd.Series[Any]] = {
        "cost_per_user_gbp": cost,
        "value_coverage": _coverage(sums),
        "cost_per_user_low_gbp": low,
        "cost_per_user_high_gbp": high,
        "status": _status(sums),
    }
    return groups.labels.assign(**sums, **columns).astype({"status": "str"})[[*keys, *RESULTS]]


def _everything(frame: pd.DataFrame) -> Groups:
    """Return one group, also where there is nothing to add up."""
    return Groups(pd.DataFrame(index=pd.RangeIndex(1)), np.zeros(len(frame), dtype="int64"))


def _sums_of_used_rows(frame: pd.DataFrame, groups: Groups) -> pd.DataFrame:
    stated = guards.figures(frame, ["value_gbp", "volume_users"], where=_UNIT_COST)
    value, users = (stated[column].to_numpy() for column in stated)
    valued = ~np.isnan(value)
    used = valued & ~np.isnan(users)
    rows_used = groups.rows(used)
    none_used = rows_used == 0
    sums = {
        "value_gbp": np.where(none_used, np.nan, groups.sums(np.where(used, value, 0.0))),
        "volume_users": np.where(none_used, np.nan, groups.sums(np.where(used, users, 0.0))),
        "known_gbp": groups.sums(np.where(valued, value, 0.0)),
        "rows": groups.rows(),
        "rows_used": rows_used,
    }
    return pd.DataFrame(sums | _bounds_of_used_rows(frame, groups, used, sums))


def _bounds_of_used_rows(
    frame: pd.DataFrame, groups: Groups, used: npt.NDArray[np.bool_], sums: dict[str, Floats]
) -> dict[str, Floats]:
    """Return the ends of both sums; without stated ends they are the sums."""
    found: dict[str, Floats] = {}
    for column in ("value_gbp", "volume_users"):
        low, high = ends(column)
        found |= {low: sums[column], high: sums[column]}
        if {low, high} & set(frame.columns):
            stated = stated_bounds(frame, column, where=_UNIT_COST)
            found |= {
                low: groups.sums(np.where(used, stated.low, 0.0)),
                high: groups.sums(np.where(used, stated.high, 0.0)),
            }
    return found


def _ends(sums: pd.DataFrame) -> tuple[pd.Series[float], pd.Series[float]]:
    """Return the lowest and the highest cost per user; NaN where a volume that may be 0 bounds nothing."""
    value, users = (
        Bounds(*(sums[end].fillna(0.0).to_numpy() for end in ends(column))) for column in ("value_gbp", "volume_users")
    )
    cost = (sums["value_gbp"] / sums["volume_users"]).to_numpy()
    exact = (value.low == value.high) & (users.low == users.high)
    low, high = around(value.over(users), cost, exact).shown()
    return pd.Series(low), pd.Series(high)


def _coverage(sums: pd.DataFrame) -> pd.Series[float]:
    covered = sums["value_gbp"].where(sums["rows_used"] > 0, 0.0)
    return covered / sums["known_gbp"].where(sums["known_gbp"] > 0)


def _status(sums: pd.DataFrame) -> pd.Series[str]:
    nobody = sums["volume_users"] == 0
    cases = [
        (sums["rows_used"] == 0, "x"),
        (nobody & (sums["value_gbp"] == 0), "z"),
        (nobody, "x"),
        (sums["volume_users"] < LOW_RELIABILITY_BELOW_USERS, "u"),
    ]
    marks = np.select([case for case, _ in cases], [mark for _, mark in cases], default="ok")
    return pd.Series(marks, index=sums.index)
