"""A measure's frame becomes a picture whose title states the finding and whose alt text gives the figures."""

from __future__ import annotations

import pandas as pd

from vv_analysis.present import figures, sentences
from vv_analysis.present.tables import TableColumn

STEP_NAMES = {
    "existing": "Existing contracts",
    "prices": "Inflation",
    "volume": "Volume",
    "price": "Cost per user",
    "new provision": "New provision",
    "ended provision": "Ended provision",
    "not split": "Not split",
    "part year": "Part year",
    "ramp-up": "Ramp-up",
    "published": "Published",
}
FACTOR_NAMES = {"value_gbp": "value", "volume_users": "volume"}


def bridge(steps: pd.DataFrame, *, place: str, years: str, illustrative: bool = False) -> figures.Chart:
    """Draw the steps from existing contracts to the published total (`vv_analysis.bridge`, one group).

    Parameters
    ----------
    steps : DataFrame
        ``step``, ``amount_gbp`` and ``running_total_gbp`` in order.
    place, years : str
        What it is about, for the subtitle: "Wales, accommodation", "2021-22 to 2024-25".
    illustrative : bool
        Whether any figure is invented.

    Examples
    --------
    >>> steps = pd.DataFrame(
    ...     {"step": ["existing", "price", "published"], "amount_gbp": [100.0, -10.0, 90.0],
    ...      "running_total_gbp": [100.0, 90.0, 90.0]}
    ... )
    >>> bridge(steps, place="Wales", years="2024-25").title
    'The published total is £10 lower than existing contracts; cost per user is the largest step'
    """
    named = steps.assign(label=steps["step"].map(STEP_NAMES).fillna(steps["step"]))
    between = named.iloc[1:-1]
    first, last = float(steps["amount_gbp"].iloc[0]), float(steps["running_total_gbp"].iloc[-1])
    said = "; ".join(f"{row['label']} {_signed(row['amount_gbp'])}" for row in between.to_dict("records"))
    told = figures.Told(
        _bridge_title(between, last - first),
        f"Steps from what existing contracts pay to what is published, {place}, {years} together, pounds",
        f"Bars step by step from {sentences.pounds_in_words(first)} to {sentences.pounds_in_words(last)}. {said}.",
        illustrative,
    )
    return figures.waterfall(
        named,
        told,
        label=TableColumn("label", "Step"),
        amount=TableColumn("amount_gbp", "Amount (£)", "pounds change"),
        total=TableColumn("running_total_gbp", "Reached so far (£)", "pounds"),
    )


def _bridge_title(between: pd.DataFrame, difference_gbp: float) -> str:
    words = "higher" if difference_gbp > 0 else "lower"
    if abs(difference_gbp) < 0.005:
        return "The published total is that of existing contracts"
    largest = between.sort_values("amount_gbp", key=abs, kind="stable")["label"].iloc[-1]
    amount = sentences.pounds_in_words(abs(difference_gbp))
    return f"The published total is {amount} {words} than existing contracts; {largest.lower()} is the largest step"


def _signed(amount_gbp: float) -> str:
    words = sentences.pounds_in_words(amount_gbp)
    return f"+{words}" if amount_gbp > 0 else words


def tornado(bars: pd.DataFrame, *, what: str, illustrative: bool = False) -> figures.Chart:
    """Draw what an answer hangs on (`vv_analysis.tornado`): one bar a factor, widest first.

    Parameters
    ----------
    bars : DataFrame
        ``factor``, ``result_low``, ``result_central`` and ``result_high``, in pounds, widest first.
    what : str
        The answer, with its unit: "cost per user, pounds".
    illustrative : bool
        Whether any figure is invented.

    Examples
    --------
    >>> bars = pd.DataFrame(
    ...     {"factor": ["value", "volume"], "result_low": [1000.0, 1250.0], "result_central": [1500.0, 1500.0],
    ...      "result_high": [2000.0, 1875.0]}
    ... )
    >>> tornado(bars, what="cost per user").title
    'The answer hangs most on value, which alone moves it from £1,000 to £2,000'
    """
    named = bars.assign(factor=bars["factor"].replace(FACTOR_NAMES))
    ends = named[["result_low", "result_high"]]
    spread = named.assign(least=ends.min(axis="columns"), most=ends.max(axis="columns"))
    said = [f"{row['factor']}: {sentences.interval(row['least'], row['most'])}" for row in spread.to_dict("records")]
    widest = spread.iloc[0]
    told = figures.Told(
        f"The answer hangs most on {_inline(widest['factor'])}, which alone moves it from "
        f"{sentences.pounds(widest['least'])} to {sentences.pounds(widest['most'])}",
        f"Range of {what} when one figure at a time is at its lowest and at its highest",
        f"Bars around {sentences.pounds(widest['result_central'])}, widest first. {'; '.join(said)}.",
        illustrative,
    )
    return figures.tornado(
        named,
        told,
        label=TableColumn("factor", "What is varied"),
        low=TableColumn("result_low", "At its lowest (£)", "pounds"),
        central=TableColumn("result_central", "Central (£)", "pounds"),
        high=TableColumn("result_high", "At its highest (£)", "pounds"),
    )


def _inline(factor: str) -> str:
    return factor[:1].lower() + factor[1:]


def ramp_up(years: pd.DataFrame, *, place: str, illustrative: bool = False) -> figures.Chart:
    """Draw values year by year against the steady state (`vv_analysis.ramp_up`, one group).

    Examples
    --------
    >>> years = pd.DataFrame(
    ...     {"year": ["2021-22", "2022-23"], "value_gbp": [160.0, 400.0], "annualised_gbp": [160.0, 400.0],
    ...      "steady_gbp": [400.0, 400.0], "share_of_steady": [0.4, 1.0], "cumulative_shortfall_gbp": [240.0, 240.0]}
    ... )
    >>> ramp_up(years, place="one contract").title
    'The first year pays 40% of the steady state; £240 is missed by 2022-23'
    """
    first, last = years.iloc[0], years.iloc[-1]
    said = "; ".join(f"{row['year']} {sentences.pounds_in_words(row['value_gbp'])}" for row in years.to_dict("records"))
    steady = sentences.pounds_in_words(first["steady_gbp"])
    told = figures.Told(
        f"The first year pays {sentences.percent(100 * first['share_of_steady'])} of the steady state; "
        f"{sentences.pounds_in_words(last['cumulative_shortfall_gbp'])} is missed by {last['year']}",
        f"Value by contract year, {place}, pounds",
        f"Lines of value by year against a steady state of {steady}: {said}.",
        illustrative,
    )
    return figures.ramp(
        years,
        told,
        year=TableColumn("year", "Contract year"),
        value=TableColumn("value_gbp", "Value (£)", "pounds"),
        annualised=TableColumn("annualised_gbp", "At twelve months (£)", "pounds"),
        steady_gbp=float(first["steady_gbp"]),
        part_years=[first["year"]] if first["annualised_gbp"] > first["value_gbp"] else [],
    )
