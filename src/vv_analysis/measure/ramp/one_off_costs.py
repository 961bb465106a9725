"""One-off costs of a change of provider: shown beside the cost per user, and never inside it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from vv_analysis.errors import FrameError
from vv_analysis.measure.frames import bounds, guards, periods
from vv_analysis.measure.frames.mixed_bases import MONEY, USERS
from vv_analysis.measure.frames.named_rows import named_rows
from vv_analysis.measure.frames.small_numbers import WITHHELD_BELOW_USERS, cost_per_user
from vv_analysis.measure.frames.used_rows import COVERAGE, cost_status, sums_of_used_rows

KINDS = ("tupe_gbp", "redundancy_gbp", "pension_gbp", "mobilisation_gbp")
ONE_OFF = "one_off_costs_gbp"
RESULTS = (
    "value_gbp",
    "volume_users",
    "cost_per_user_gbp",
    ONE_OFF,
    *KINDS,
    "cost_per_user_with_one_off_gbp",
    "annual_value_gbp",
    "one_off_share_of_annual_value_percent",
    *COVERAGE,
    "status",
)
_WITH_ONE_OFF_COSTS = "with_one_off_costs"
_HALF_A_PENNY = 0.005


def with_one_off_costs(frame: pd.DataFrame, by: Sequence[str] = ()) -> pd.DataFrame:
    """Return the one-off costs of each group beside its cost per user, without and with them.

    Only rows with a value, a volume and one-off costs are used, so that both costs per user speak of the same
    rows; ``value_coverage`` says how much of the group's known value they hold. One-off costs that are not
    stated are unknown and not nothing: a row without any says 0.

    Parameters
    ----------
    frame : DataFrame
        Rows with ``value_gbp`` (pounds), ``volume_users`` (users), ``one_off_costs_gbp`` (pounds) and the
        columns of `by`. In place of the last, or beside it, its kinds ``tupe_gbp``, ``redundancy_gbp``,
        ``pension_gbp`` and ``mobilisation_gbp``, as far as the frame has them.
    by : sequence of str
        Columns that make a group; none gives one row over everything.

    Returns
    -------
    DataFrame
        One row a group, in the order of the keys: ``value_gbp``, ``volume_users`` and ``cost_per_user_gbp``
        without one-off costs, ``one_off_costs_gbp`` and its kinds (NaN where one is not stated),
        ``cost_per_user_with_one_off_gbp``, ``annual_value_gbp`` (twelve months by the days from ``start`` to
        ``end``, missing where a day is; the value itself in a frame without these columns or at twelve months
        already), ``one_off_share_of_annual_value_percent``, ``rows``, ``rows_used``, ``value_coverage`` (a
        fraction) and ``status`` as in `unit_cost`. Below 10 users costs per user and the percentage are
        withheld.

    Raises
    ------
    FrameError
        A column is missing or holds text, a volume is negative, the kinds of a row do not add up to its one-off
        costs, or illustrative figures stand beside real ones.

    Notes
    -----
    Method R2.26.

    Examples
    --------
    >>> contract = pd.DataFrame(
    ...     {"value_gbp": [190_000], "volume_users": [100], "one_off_costs_gbp": [250_000]}
    ... )
    >>> costs = with_one_off_costs(contract)
    >>> costs[["cost_per_user_gbp", "cost_per_user_with_one_off_gbp"]].values.tolist()
    [[1900.0, 4400.0]]
    >>> costs["one_off_share_of_annual_value_percent"].round(1).tolist()
    [131.6]
    """
    keys = guards.key_columns([frame], by, RESULTS, where=_WITH_ONE_OFF_COSTS)
    guards.refuse_mixed_status([frame], where=_WITH_ONE_OFF_COSTS)
    rows = frame.reset_index(drop=True)
    stated = guards.figures(rows, ["value_gbp", "volume_users"], where=_WITH_ONE_OFF_COSTS)
    bounds.refuse_upside_down(rows, where=_WITH_ONE_OFF_COSTS)
    bases = [name for name in (*MONEY, *USERS) if name in rows and name not in keys]
    measured = rows[[*keys, *bases]].assign(**stated, **_one_off_costs(rows), annual_value_gbp=_annual_value(rows))
    needed, beside = ["value_gbp", "volume_users", ONE_OFF], [*KINDS, "annual_value_gbp"]
    sums = sums_of_used_rows(measured, keys, needed, beside, where=_WITH_ONE_OFF_COSTS)
    return _with_ratios(sums)[[*keys, *RESULTS]]


def _with_ratios(sums: pd.DataFrame) -> pd.DataFrame:
    value, users, one_off, annual = (
        sums[column] for column in ("value_gbp", "volume_users", ONE_OFF, "annual_value_gbp")
    )
    percent = 100 * one_off / annual.where(annual > 0)
    return sums.assign(
        cost_per_user_gbp=cost_per_user(value, users),
        cost_per_user_with_one_off_gbp=cost_per_user(value + one_off, users),
        one_off_share_of_annual_value_percent=percent.mask(users < WITHHELD_BELOW_USERS),
        status=cost_status(value, users),
    )


def _one_off_costs(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the one-off costs of each row and their kinds; kinds that are all known stand for a missing total."""
    given = [column for column in (ONE_OFF, *KINDS) if column in frame]
    guards.require_columns(frame, given or [ONE_OFF], where=_WITH_ONE_OFF_COSTS)
    stated = guards.figures(frame, given, where=_WITH_ONE_OFF_COSTS).reindex(columns=[ONE_OFF, *KINDS])
    kinds = [column for column in KINDS if column in given]
    added = stated[kinds].sum(axis="columns", skipna=False) if kinds else stated[ONE_OFF]
    wrong = (added - stated[ONE_OFF]).abs() >= _HALF_A_PENNY
    if wrong.any():
        first = stated[wrong].iloc[0]
        raise FrameError(
            f"{' + '.join(kinds)} of {named_rows(wrong)} do not add up to {ONE_OFF} "
            f"({added[wrong].iloc[0]:,.2f} and {first[ONE_OFF]:,.2f} pounds)",
            where=_WITH_ONE_OFF_COSTS,
            expected="the kinds to add up to the whole to the penny",
            remedy=f"add the kind that is missing, or leave out {ONE_OFF}",
        )
    return stated.assign(**{ONE_OFF: stated[ONE_OFF].fillna(added)}).astype("float64")


def _annual_value(frame: pd.DataFrame) -> pd.Series[float]:
    value = guards.figures(frame, ["value_gbp"], where=_WITH_ONE_OFF_COSTS)["value_gbp"]
    if "value_stated_gbp" in frame or not {"start", "end"} <= set(frame.columns):
        return value
    dates = periods.period_dates(frame, where=_WITH_ONE_OFF_COSTS)
    return value * periods.days_of_twelve_months(dates) / periods.inclusive_days(dates)
