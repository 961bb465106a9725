"""Cost per user of groups, as a ratio of sums with its coverage."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from vv_analysis.measure.frames import guards
from vv_analysis.measure.frames.small_numbers import LOW_RELIABILITY_BELOW_USERS, cost_per_user
from vv_analysis.measure.frames.sums import grouped

RESULTS = (
    "value_gbp",
    "volume_users",
    "cost_per_user_gbp",
    "rows",
    "rows_used",
    "value_coverage",
    "status",
)


def unit_cost(frame: pd.DataFrame, by: Sequence[str] = ()) -> pd.DataFrame:
    """Return the cost per user of each group: sum of values over sum of volumes, never a mean of ratios.

    Only rows with both a value and a volume are used; ``value_coverage`` says how much of the group's known
    value they hold. Rows are added as they are: bring them to one basis (VAT, prices, period) first, or name
    the basis in `by`.

    Parameters
    ----------
    frame : DataFrame
        Rows with ``value_gbp`` (pounds), ``volume_users`` (users) and the columns of `by`.
    by : sequence of str
        Columns that make a group; none gives one row over everything.

    Returns
    -------
    DataFrame
        One row a group, in the order of the keys: the columns of `by`, ``value_gbp`` and ``volume_users`` of
        the rows used, ``cost_per_user_gbp``, ``rows``, ``rows_used``, ``value_coverage`` (a fraction) and
        ``status``: ``x`` if no row has both figures or there is a value without a single user, ``z`` if value
        and volume are both 0, ``u`` below 30 users, else ``ok``. Below 10 users the cost per user is also
        withheld (NaN), as one more or one fewer user would change it too much.

    Raises
    ------
    FrameError
        A column is missing or holds text, a volume is negative, or illustrative figures stand beside real
        ones.

    Notes
    -----
    Method R2.1 to R2.4 and R2.39; the precedent is HMPPS's overall cost per prisoner, total expenditure over
    average population.

    Examples
    --------
    >>> contracts = pd.DataFrame(
    ...     {"value_gbp": [100_000, 50_000, 30_000], "volume_users": [100, None, 20]}
    ... )
    >>> unit_cost(contracts).round(3).to_dict("records")
    [{'value_gbp': 130000.0, 'volume_users': 120.0, 'cost_per_user_gbp': 1083.333, 'rows': 3, 'rows_used': 2,
      'value_coverage': 0.722, 'status': 'ok'}]
    """
    keys = guards.key_columns([frame], by, RESULTS, where="unit_cost")
    guards.refuse_mixed_status([frame], where="unit_cost")
    sums = _sums_of_used_rows(frame, keys)
    cost = cost_per_user(sums["value_gbp"], sums["volume_users"])
    measured = sums.assign(cost_per_user_gbp=cost, value_coverage=_coverage(sums), status=_status(sums).astype("str"))
    return measured.reset_index(drop=not keys)[[*keys, *RESULTS]]


def _sums_of_used_rows(frame: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    stated = guards.figures(frame, ["value_gbp", "volume_users"], where="unit_cost")
    used = stated.notna().all(axis="columns")
    rows = frame[keys].assign(**stated.where(used), known_gbp=stated["value_gbp"], rows_used=used.astype("int64"))
    groups = grouped(rows, keys)
    sums: pd.DataFrame = groups[["value_gbp", "volume_users", "known_gbp"]].sum(min_count=1)
    sums = sums.assign(rows=groups.size(), rows_used=groups["rows_used"].sum())
    return sums if keys else _one_row(sums)


def _one_row(sums: pd.DataFrame) -> pd.DataFrame:
    """Keep the row over everything when there is nothing to add up."""
    row = sums.reindex([0])
    return row.fillna({"rows": 0, "rows_used": 0}).astype({"rows": "int64", "rows_used": "int64"})


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
