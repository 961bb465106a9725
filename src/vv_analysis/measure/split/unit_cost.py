"""Cost per user of groups, as a ratio of sums with its coverage."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from vv_analysis.measure.frames import guards
from vv_analysis.measure.frames.bounds import Bounds, ends, stated_bounds
from vv_analysis.measure.frames.mixed_bases import refuse_mixed_bases
from vv_analysis.measure.frames.small_numbers import cost_per_user
from vv_analysis.measure.frames.used_rows import UsedRows, cost_status, used_rows
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
_FIGURES = ("value_gbp", "volume_users")
_UNIT_COST = "unit_cost"


def unit_cost(frame: pd.DataFrame, by: Sequence[str] = ()) -> pd.DataFrame:
    """Return the cost per user of each group: sum of values over sum of volumes, never a mean of ratios.

    Only rows with both a value and a volume are used; ``value_coverage`` says how much of the group's known
    value they hold, money taken back by its size. Rows of unlike VAT, prices or volume unit are not added: bring
    them to one basis first, or name the basis in `by`. Periods are added as they are (see `annualise`).

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
        A column is missing or holds text, a volume is negative, a figure lies outside its ends, illustrative
        figures stand beside real ones, or the rows of a group differ in VAT, price base or volume unit.

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
    stated = guards.figures(frame, _FIGURES, where=_UNIT_COST)
    rows = used_rows(frame, keys, stated)
    refuse_mixed_bases(frame, rows.groups.of_row, where=_UNIT_COST, used=rows.used)
    sums = pd.DataFrame({name: rows.sums(stated[name].to_numpy()) for name in _FIGURES})
    cost = cost_per_user(sums["value_gbp"], sums["volume_users"])
    low, high = _ends(sums, *(_bounds_of_sums(frame, column, rows, sums) for column in _FIGURES))
    columns: dict[str, Any] = {
        **rows.groups.labels,
        **sums,
        **rows.coverage(stated["value_gbp"].to_numpy()),
        "cost_per_user_gbp": cost,
        "cost_per_user_low_gbp": low.where(cost.notna()),
        "cost_per_user_high_gbp": high.where(cost.notna()),
        "status": cost_status(sums["value_gbp"], sums["volume_users"]),
    }
    return pd.DataFrame({name: columns[name] for name in (*keys, *RESULTS)}, index=rows.groups.labels.index)


def _bounds_of_sums(frame: pd.DataFrame, column: str, rows: UsedRows, sums: pd.DataFrame) -> Bounds:
    """Return the bounds of a sum over the rows used; without stated ends they are the sum."""
    if not set(ends(column)) & set(frame.columns):
        return Bounds(sums[column].to_numpy(), sums[column].to_numpy())
    return stated_bounds(frame, column, where=_UNIT_COST).sums(rows.sums)


def _ends(sums: pd.DataFrame, value: Bounds, users: Bounds) -> tuple[pd.Series[float], pd.Series[float]]:
    """Return the lowest and the highest cost per user; NaN where a volume that may be 0 bounds nothing."""
    cost = (sums["value_gbp"] / sums["volume_users"]).to_numpy()
    exact = (value.low == value.high) & (users.low == users.high)
    low, high = around(value.over(users), cost, exact).shown()
    return pd.Series(low), pd.Series(high)
