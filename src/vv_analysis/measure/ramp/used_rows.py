"""Groups added over the rows in which every figure needed is known, with how much of the group they hold."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from vv_analysis.measure.frames import guards
from vv_analysis.measure.frames.small_numbers import LOW_RELIABILITY_BELOW_USERS
from vv_analysis.measure.frames.sums import grouped

COVERAGE = ("rows", "rows_used", "value_coverage")
_KNOWN = "known_value_gbp"


def sums_of_used_rows(
    frame: pd.DataFrame, keys: Sequence[str], needed: Sequence[str], beside: Sequence[str] = (), *, where: str
) -> pd.DataFrame:
    """Return the sums of each group over the rows that have every figure needed.

    Parameters
    ----------
    frame : DataFrame
        Rows with the keys and the figures, ``value_gbp`` among them.
    keys : sequence of str
        Columns that make a group; none gives one row over everything, also where there is nothing to add.
    needed : sequence of str
        Figures that a row must have to be used.
    beside : sequence of str
        Figures added over the same rows; where one of them lacks it, that sum alone is missing.
    where : str
        The measure, for the message.

    Returns
    -------
    DataFrame
        One row a group: the keys, the sums, ``rows``, ``rows_used`` and ``value_coverage`` (the share of the
        group's known value that the rows used hold, a fraction).

    Notes
    -----
    Method R2.1, R2.2 and R2.4.

    Examples
    --------
    >>> contracts = pd.DataFrame({"value_gbp": [30.0, 10.0], "volume_users": [3.0, None]})
    >>> sums_of_used_rows(contracts, [], ["value_gbp", "volume_users"], where="at_volumes").values.tolist()
    [[30.0, 3.0, 2.0, 1.0, 0.75]]
    """
    rows = frame.reset_index(drop=True)
    stated = guards.figures(rows, [*needed, *beside], where=where)
    used = stated[list(needed)].notna().all(axis="columns")
    known = {_KNOWN: stated["value_gbp"], "rows_used": used.astype("int64")}
    # A row that is not used adds nothing; a row that is and lacks a figure beside makes that sum missing.
    parts = stated[list(beside)].where(used, 0.0)
    groups = grouped(rows[list(keys)].assign(**stated[list(needed)].where(used), **parts, **known), keys)
    sums = groups[[*needed, _KNOWN]].sum(min_count=1)
    sums[list(beside)] = groups[list(beside)].sum(skipna=False)
    sums = sums.assign(rows=groups.size(), rows_used=groups["rows_used"].sum())
    return _with_coverage(sums if keys else _one_row(sums), beside).reset_index(drop=not keys)


def _one_row(sums: pd.DataFrame) -> pd.DataFrame:
    row = sums.reindex([0])
    return row.fillna({"rows": 0, "rows_used": 0}).astype({"rows": "int64", "rows_used": "int64"})


def _with_coverage(sums: pd.DataFrame, beside: Sequence[str]) -> pd.DataFrame:
    any_used = sums["rows_used"] > 0
    covered = sums["value_gbp"].where(any_used, 0.0) / sums[_KNOWN].where(sums[_KNOWN] > 0)
    nothing_added = {column: sums[column].where(any_used) for column in beside}
    return sums.assign(**nothing_added, value_coverage=covered).drop(columns=_KNOWN)


def cost_status(value_gbp: pd.Series[float], volume_users: pd.Series[float]) -> pd.Series[str]:
    """Return the mark of a cost per user, as `unit_cost` gives it (method, R2.3 and R2.39).

    Examples
    --------
    >>> value = pd.Series([None, 0.0, 5_000.0, 5_000.0, 5_000.0])
    >>> cost_status(value, pd.Series([10.0, 0.0, 0.0, 29.0, 30.0])).tolist()
    ['x', 'z', 'x', 'u', 'ok']
    """
    nobody = volume_users == 0
    cases = [
        (value_gbp.isna() | volume_users.isna(), "x"),
        (nobody & (value_gbp == 0), "z"),
        (nobody, "x"),
        (volume_users < LOW_RELIABILITY_BELOW_USERS, "u"),
    ]
    marks = np.select([case for case, _ in cases], [mark for _, mark in cases], default="ok")
    return pd.Series(marks, index=value_gbp.index, dtype="str")
