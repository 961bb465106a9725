"""A fixed price with a volume cap: what a user costs if more or fewer come than the price was set for."""

from __future__ import annotations

from collections.abc import Sequence
from numbers import Real

import numpy as np
import pandas as pd

from vv_analysis.errors import FrameError
from vv_analysis.measure.frames import bounds, guards
from vv_analysis.measure.frames.small_numbers import cost_per_user
from vv_analysis.measure.frames.used_rows import COVERAGE, cost_status, sums_of_used_rows
from vv_analysis.measure.ramp.sustainability import refuse_impossible_cost

# Steps of ten, and 16 and 48 per cent under the cap: as far as the volumes of the companies before fell short.
PERCENTS_OF_CAP = (50, 52, 60, 70, 80, 84, 90, 100, 110, 120, 130, 140, 150)
RESULTS = (
    "percent_of_cap",
    "cap_users",
    "volume_users",
    "users_over_cap",
    "value_gbp",
    "cost_per_user_gbp",
    "cost_per_user_at_cap_gbp",
    "value_pro_rata_gbp",
    "extra_value_gbp",
    "cost_per_user_pro_rata_gbp",
    "surplus_same_price_gbp",
    "surplus_pro_rata_gbp",
    *COVERAGE,
    "status",
)
_AT_VOLUMES = "at_volumes"


def at_volumes(
    frame: pd.DataFrame,
    percents: Sequence[float] = PERCENTS_OF_CAP,
    by: Sequence[str] = (),
    *,
    fixed_cost_gbp: float | None = None,
    variable_cost_gbp_per_user: float | None = None,
) -> pd.DataFrame:
    """Return what a user costs at several volumes, where value is a fixed price and volume its cap.

    Below the cap the price stays what it is, so that a user costs more: the cost per user at the cap is a floor.
    Above it there are two readings. At the same price all users are served for the fixed price, and the cost per
    user falls below the floor. Pro rata each user over the cap is paid for at the cost per user at the cap.

    Parameters
    ----------
    frame : DataFrame
        Rows with ``value_gbp`` (the fixed price, pounds), ``volume_users`` (the cap, users) and the columns of
        `by`. Only rows with both are used.
    percents : sequence of float
        Volumes in per cent of the cap; by default 50 to 150 in steps of ten, with 84 and 52.
    by : sequence of str
        Columns that make a group; none takes everything together.
    fixed_cost_gbp, variable_cost_gbp_per_user : float, optional
        A provider's fixed cost for the time that the rows of a group cover (pounds), and variable cost (pounds
        per user): both or neither.

    Returns
    -------
    DataFrame
        One row a group and volume, in the order of the keys and of volume: ``percent_of_cap``, ``cap_users``,
        ``volume_users`` (served), ``users_over_cap``, ``value_gbp`` (the fixed price), ``cost_per_user_gbp`` (at
        the same price), ``cost_per_user_at_cap_gbp`` (the floor), ``value_pro_rata_gbp``, ``extra_value_gbp``
        (what pro rata adds to the price) and ``cost_per_user_pro_rata_gbp``; the surplus after costs in both
        readings (NaN without costs); ``rows``, ``rows_used``, ``value_coverage`` (a fraction) and ``status`` as
        in `unit_cost`. Costs per user are withheld below 10 users. Users are not rounded to whole ones.

    Raises
    ------
    FrameError
        A column is missing or holds text, a volume is negative, a percentage is not above 0 or stands twice, only
        one of the costs is given or one is negative, or illustrative figures stand beside real ones.

    Notes
    -----
    Contracts of 2021 were "fixed price contracts with a volume cap". The volumes of the contracts before them were
    16 to 48 per cent under forecast, hence 84 and 52. Method R2.1, R2.4, R2.25 and R2.39.

    Examples
    --------
    >>> contract = pd.DataFrame({"value_gbp": [100_000], "volume_users": [100]})
    >>> volumes = at_volumes(contract, percents=[50, 100, 125])
    >>> volumes[["cost_per_user_gbp", "cost_per_user_pro_rata_gbp", "extra_value_gbp"]].values.tolist()
    [[2000.0, 2000.0, 0.0], [1000.0, 1000.0, 0.0], [800.0, 1000.0, 25000.0]]
    """
    keys = guards.key_columns([frame], by, RESULTS, where=_AT_VOLUMES)
    guards.refuse_mixed_status([frame], where=_AT_VOLUMES)
    bounds.refuse_upside_down(frame, where=_AT_VOLUMES)
    _refuse_impossible_percents(percents)
    _refuse_half_of_the_costs(fixed_cost_gbp, variable_cost_gbp_per_user)
    caps = sums_of_used_rows(frame, keys, ["value_gbp", "volume_users"], where=_AT_VOLUMES)
    steps = pd.DataFrame({"percent_of_cap": np.sort(np.array(percents, dtype="float64"))})
    crossed = caps.rename(columns={"volume_users": "cap_users"}).merge(steps, how="cross")
    volumes = _with_volumes(crossed)
    surplus = _surplus(volumes, fixed_cost_gbp, variable_cost_gbp_per_user)
    return volumes.assign(**surplus)[[*keys, *RESULTS]]


def _with_volumes(crossed: pd.DataFrame) -> pd.DataFrame:
    price, cap, share = crossed["value_gbp"], crossed["cap_users"], crossed["percent_of_cap"] / 100
    users, over = cap * share, (share - 1).clip(lower=0)
    return crossed.assign(
        volume_users=users,
        users_over_cap=cap * over,
        cost_per_user_gbp=cost_per_user(price, users),
        cost_per_user_at_cap_gbp=cost_per_user(price, cap),
        value_pro_rata_gbp=price + price * over,
        extra_value_gbp=price * over,
        cost_per_user_pro_rata_gbp=cost_per_user(price + price * over, users),
        status=cost_status(price, users),
    )


def _surplus(
    volumes: pd.DataFrame, fixed_cost: float | None, variable_cost: float | None
) -> dict[str, pd.Series[float]]:
    cost = pd.Series(np.nan, index=volumes.index)
    if fixed_cost is not None and variable_cost is not None:
        cost = fixed_cost + variable_cost * volumes["volume_users"]
    readings = {"surplus_same_price_gbp": "value_gbp", "surplus_pro_rata_gbp": "value_pro_rata_gbp"}
    return {surplus: volumes[value] - cost for surplus, value in readings.items()}


def _refuse_impossible_percents(percents: Sequence[float]) -> None:
    wrong = [share for share in percents if not (isinstance(share, Real) and 0 < share < np.inf)]
    if wrong or len(set(percents)) < len(percents) or not len(percents):
        raise FrameError(
            f"{', '.join(map(repr, wrong or percents)) or 'nothing'} cannot be the volumes",
            where=_AT_VOLUMES,
            expected="percentages of the cap, above 0 and each once",
        )


def _refuse_half_of_the_costs(fixed_cost: float | None, variable_cost: float | None) -> None:
    costs = {"fixed": fixed_cost, "variable": variable_cost}
    given = {name: cost for name, cost in costs.items() if cost is not None}
    if len(given) == 1:
        raise FrameError(
            f"only the {next(iter(given))} cost is given",
            where=_AT_VOLUMES,
            expected="fixed_cost_gbp and variable_cost_gbp_per_user, both or neither",
        )
    for name, cost in given.items():
        refuse_impossible_cost(name, cost, where=_AT_VOLUMES)
