"""What a slow start does to a provider: break-even, money needed until then, and the year it is earned back."""

from __future__ import annotations

from collections.abc import Sequence
from numbers import Real

import numpy as np
import numpy.typing as npt
import pandas as pd

from vv_analysis.errors import FrameError
from vv_analysis.measure.basis.discounting import discount_factors
from vv_analysis.measure.frames import guards
from vv_analysis.measure.frames.bounds import Bounds, Floats, stated_bounds
from vv_analysis.measure.frames.named_rows import named_rows
from vv_analysis.measure.frames.small_numbers import LOW_RELIABILITY_BELOW_USERS, cost_per_user
from vv_analysis.measure.ramp.by_year import NO_PLACE, Cells, cells_of, covered_share_of_year
from vv_analysis.measure.ramp.shortfall import sign_of
from vv_analysis.measure.ramp.yearly import Yearly, yearly_figures

RESULTS = (
    "value_gbp",
    "volume_users",
    "cost_per_user_gbp",
    "contribution_per_user_gbp",
    "contribution_gbp",
    "share_of_year",
    "fixed_cost_gbp",
    "break_even_users",
    "surplus_gbp",
    "surplus_low_gbp",
    "surplus_high_gbp",
    "sign",
    "cumulative_surplus_gbp",
    "cumulative_surplus_low_gbp",
    "cumulative_surplus_high_gbp",
    "full_cost_per_user_gbp",
    "present_value_gbp",
    "peak_funding_need_gbp",
    "peak_funding_year",
    "payback_year",
    "status",
)
NOT_WITHIN_TERM = "not within term"
NOT_KNOWN = "not known"
NO_NEED = "none"
_SUSTAINABILITY = "sustainability"
_HALF_A_PENNY = 0.005


def sustainability(
    frame: pd.DataFrame,
    fixed_cost_gbp: float,
    variable_cost_gbp_per_user: float,
    *,
    by: Sequence[str] = (),
    discount_rate: float | None = None,
) -> pd.DataFrame:
    """Return, year by year, what is left of a contract's value after a provider's costs.

    With p the cost per user to the commissioner (value over users), v the variable cost per user, F the fixed cost
    and q the users of a year: contribution per user p − v, break-even ceil(F/(p − v)) users, surplus
    (p − v)q − F, full cost per user v + F/q. The peak funding need is the lowest running surplus with its sign
    turned, and payback the first year in which the running surplus is not below 0.

    Parameters
    ----------
    frame : DataFrame
        Rows with ``year`` (financial year), ``value_gbp`` (pounds), ``volume_users`` (users), their ends if
        known, and the columns of `by`. Rows of one group and year are added.
    fixed_cost_gbp : float
        Fixed cost of each group, in pounds for a full year. In a part year it counts for the share of the
        year's days from the first ``start`` to the last ``end``; without these columns years count as full.
    variable_cost_gbp_per_user : float
        Variable cost, in pounds per user. Both costs are in the prices of the frame.
    by : sequence of str
        Columns that make a group, such as the provider; none takes everything together.
    discount_rate : float, optional
        Fraction a year above inflation, such as `vv_analysis.measure.basis.discounting.DISCOUNT_RATE`, a dated
        parameter. By default nothing is discounted.

    Returns
    -------
    DataFrame
        One row a group and year, in that order: the columns of `by`, ``year``, ``value_gbp``, ``volume_users``,
        ``cost_per_user_gbp`` (p), ``contribution_per_user_gbp``, ``contribution_gbp`` (pounds of the year),
        ``share_of_year`` (fraction), ``fixed_cost_gbp`` of the period, ``break_even_users`` in the period,
        ``surplus_gbp`` and its running total with their ends, ``sign`` of the surplus (``higher``: the value is
        higher than the cost), ``full_cost_per_user_gbp``, ``present_value_gbp`` (the surplus discounted to the
        first year of the frame; NaN without a rate), and the same in all rows of a group:
        ``peak_funding_need_gbp`` (0 if there is none), ``peak_funding_year`` (or ``none``) and
        ``payback_year`` (or ``not within term``); ``not known`` where a year is missing. ``status``: ``x`` if a
        figure is missing or there is value without a user, ``z`` if there is no break-even (p ≤ v) or nothing
        at all, ``u`` below 30 users, else ``ok``. Below 10 users everything per user, and the break-even that
        rests on it, is withheld.

    Raises
    ------
    FrameError
        A column is missing or holds text; a cost is negative; a year is no financial year; two rows stand for what
        should be one; bases or statuses are mixed; or a rate is given for figures that are not at constant prices.

    Notes
    -----
    Method R2.25; R2.31 and R2.32 for discounting. A later year may fall below 0 again after payback:
    ``peak_funding_year`` says when most is needed.

    Examples
    --------
    >>> users = [160, 280, 360, 400, 400]
    >>> contract = pd.DataFrame(
    ...     {"year": ["2021-22", "2022-23", "2023-24", "2024-25", "2025-26"], "volume_users": users,
    ...      "value_gbp": [1_000 * count for count in users]}
    ... )
    >>> years = sustainability(contract, fixed_cost_gbp=220_000, variable_cost_gbp_per_user=300)
    >>> years["surplus_gbp"].tolist()
    [-108000.0, -24000.0, 32000.0, 60000.0, 60000.0]
    >>> years[["break_even_users", "peak_funding_need_gbp", "payback_year"]].tail(1).values.tolist()
    [[315.0, 132000.0, '2025-26']]
    """
    keys = guards.key_columns([frame], by, ["year", *RESULTS], where=_SUSTAINABILITY)
    guards.require_columns(frame, ["year", "value_gbp", "volume_users"], where=_SUSTAINABILITY)
    for name, cost in (("fixed", fixed_cost_gbp), ("variable", variable_cost_gbp_per_user)):
        refuse_impossible_cost(name, cost, where=_SUSTAINABILITY)
    rows = frame.reset_index(drop=True)
    cells = cells_of(rows, keys, where=_SUSTAINABILITY)
    yearly = yearly_figures(rows, cells, where=_SUSTAINABILITY)
    factors = _factors(rows, cells, discount_rate)
    share = covered_share_of_year(rows, cells, where=_SUSTAINABILITY)
    money = _money(yearly, fixed_cost_gbp * share, variable_cost_gbp_per_user)
    ends = _surplus_ends(rows, cells, yearly, share, fixed_cost_gbp, variable_cost_gbp_per_user)
    columns = {
        **money,
        **ends,
        **_term(money["surplus_gbp"], cells),
        "share_of_year": share,
        "present_value_gbp": money["surplus_gbp"] * factors,
        "status": _status(money),
    }
    return cells.framed(columns, RESULTS)


def refuse_impossible_cost(name: str, cost: float, *, where: str) -> None:
    """Refuse a cost that is no amount of pounds from 0 up.

    Raises
    ------
    FrameError
        The cost is negative, infinite, missing or no number.

    Examples
    --------
    >>> refuse_impossible_cost("fixed", 220_000, where="sustainability")
    """
    if isinstance(cost, bool) or not isinstance(cost, Real) or not 0 <= cost < np.inf:
        raise FrameError(f"the {name} cost is {cost!r}", where=where, expected="pounds from 0 up")


def _money(yearly: Yearly, fixed_cost: Floats, variable_cost: float) -> dict[str, Floats]:
    value, users = yearly.value, yearly.users
    price = _per_user(value, users)
    contribution = value - variable_cost * users
    return {
        "value_gbp": value,
        "volume_users": users,
        "cost_per_user_gbp": price,
        "contribution_per_user_gbp": price - variable_cost,
        "contribution_gbp": contribution,
        "fixed_cost_gbp": fixed_cost,
        "break_even_users": _break_even(fixed_cost, price - variable_cost),
        "surplus_gbp": contribution - fixed_cost,
        "full_cost_per_user_gbp": _per_user(variable_cost * users + fixed_cost, users),
    }


def _per_user(value: Floats, users: Floats) -> Floats:
    return np.asarray(cost_per_user(pd.Series(value), pd.Series(users)), dtype="float64")


def _break_even(fixed_cost: Floats, contribution_per_user: Floats) -> Floats:
    users = fixed_cost / np.where(contribution_per_user > 0, contribution_per_user, np.nan)
    # Division may leave 300 users as 300.00000000000006, which does not need another user.
    return np.ceil(users - 1e-9 * np.maximum(users, 1.0)) + 0.0


def _surplus_ends(
    frame: pd.DataFrame, cells: Cells, yearly: Yearly, share: Floats, fixed_cost: float, variable_cost: float
) -> dict[str, Floats | pd.Series[str]]:
    users = stated_bounds(frame, "volume_users", where=_SUSTAINABILITY).sums(cells.sums)
    every = np.full(len(cells.group), 1.0)
    variable = users.times(Bounds(variable_cost * every, variable_cost * every))
    # A period of unknown days costs something from nothing to a full year's fixed cost.
    unknown = np.isnan(share)
    fixed = Bounds(fixed_cost * np.where(unknown, 0.0, share), fixed_cost * np.where(unknown, 1.0, share))
    surplus = yearly.value_bounds.minus(variable).minus(fixed)
    low, high = surplus.shown()
    return {
        "surplus_low_gbp": low,
        "surplus_high_gbp": high,
        "sign": sign_of(surplus),
        "cumulative_surplus_low_gbp": cells.running(low),
        "cumulative_surplus_high_gbp": cells.running(high),
    }


def _term(surplus: Floats, cells: Cells) -> dict[str, Floats | pd.Series[str]]:
    """Return the running surplus and what it says of the whole term (method, R2.25)."""
    running = cells.running(surplus)
    lowest = cells.lowest(running)
    need = np.maximum(-lowest, 0.0) + 0.0
    deepest = cells.first_place((running == lowest) & (need > 0))
    paid_back = cells.first_place(running >= -_HALF_A_PENNY)
    unknown = np.isnan(lowest)
    return {
        "cumulative_surplus_gbp": running,
        "peak_funding_need_gbp": need,
        "peak_funding_year": cells.year_at(deepest, NO_NEED).mask(unknown, NOT_KNOWN),
        "payback_year": cells.year_at(paid_back, NOT_WITHIN_TERM).mask(unknown & (paid_back == NO_PLACE), NOT_KNOWN),
    }


def _factors(frame: pd.DataFrame, cells: Cells, rate: float | None) -> Floats:
    if rate is None:
        return np.full(len(cells.group), np.nan)
    _refuse_other_than_constant_prices(frame)
    factors = discount_factors(sorted(set(cells.labels["year"])), rate)
    return np.asarray(cells.labels["year"].map(factors), dtype="float64")


def _refuse_other_than_constant_prices(frame: pd.DataFrame) -> None:
    guards.require_columns(frame, ["prices"], where=f"{_SUSTAINABILITY}, discounted")
    prices = frame["prices"].astype("str").fillna("unknown")
    wrong = ~prices.str.startswith("real ")
    stated = sorted(set(prices[wrong] if wrong.any() else prices))
    if wrong.any() or len(stated) > 1:
        raise FrameError(
            f"the prices of {named_rows(wrong if wrong.any() else ~wrong)} are {' and '.join(map(repr, stated))}",
            where=_SUSTAINABILITY,
            expected="one price base, such as 'real 2020-21', because the discount rate is above inflation",
            remedy="use vv.real_terms first, or leave out discount_rate",
        )


def _status(money: dict[str, Floats]) -> pd.Series[str]:
    value, users = money["value_gbp"], money["volume_users"]
    nobody = users == 0
    cases: list[tuple[npt.NDArray[np.bool_], str]] = [
        (np.isnan(money["surplus_gbp"]), "x"),
        (nobody & (value == 0), "z"),
        (nobody, "x"),
        (money["contribution_gbp"] <= 0, "z"),
        (users < LOW_RELIABILITY_BELOW_USERS, "u"),
    ]
    marks = np.select([case for case, _ in cases], [mark for _, mark in cases], default="ok")
    return pd.Series(marks, dtype="str")
