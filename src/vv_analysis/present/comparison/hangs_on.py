"""What the published cost per user hangs on most: one assumption at a time at its lowest and its highest."""

from __future__ import annotations

import pandas as pd

from vv_analysis.measure.uncertainty.tornado import tornado
from vv_analysis.present import figures, pictures, sentences
from vv_analysis.present.comparison.remembered import remembered
from vv_analysis.present.comparison.selection import Selection
from vv_analysis.present.content import Prose
from vv_analysis.present.tables import Table, TableColumn
from vv_analysis.terms import reference
from vv_analysis.terms.assumptions import assumption_factors, assumptions

_NAMES = {
    "volume_percent_of_cap": "How many users come",
    "inflation_2021_22_percent": "Inflation from 2020-21 to 2021-22",
    "steady_year_starting": "Which year counts as fully running",
}


@remembered
def bars(selection: Selection) -> pd.DataFrame:
    """Return how far the published cost per user moves with each assumption; empty where there is none."""
    costs = _cost_by_starting_year(selection)
    log = assumption_factors(assumptions())
    factors = log[log["factor"].isin(_NAMES)]
    first = int(factors.loc[factors["factor"] == "steady_year_starting", "low"].iloc[0])
    if not {first, first + 1} <= set(costs):
        return pd.DataFrame()
    index = reference.deflators()
    usual = 100 * (index["2021-22"] / index["2020-21"] - 1)

    def _cost(volume_percent_of_cap: float, inflation_2021_22_percent: float, steady_year_starting: float) -> float:
        other_index = (100 + usual) / (100 + inflation_2021_22_percent)
        return costs[round(steady_year_starting)] * other_index * 100 / volume_percent_of_cap

    units = {one.factor: one.unit for one in assumptions()}
    return tornado(_cost, factors).assign(
        label=lambda found: found["factor"].map(_NAMES), unit=lambda found: found["factor"].map(units)
    )


def _cost_by_starting_year(selection: Selection) -> dict[int, float]:
    """Return the cost per user of each year at the prices of the page, over lines with both figures."""
    lines = selection.published.dropna(subset=["value_gbp", "volume_users"])
    sums = lines.groupby("year")[["value_gbp", "volume_users"]].sum()
    index = reference.deflators()
    return {
        int(str(year)[:4]): float(row["value_gbp"] * index[selection.prices] / index[str(year)] / row["volume_users"])
        for year, row in sums.iterrows()
        if row["volume_users"] > 0 and str(year) in index.index
    }


def words(selection: Selection) -> Prose:
    """Say which assumption moves the answer most."""
    found = bars(selection)
    if found.empty:
        return Prose(("No published line has a value and a volume, so there is no answer to try assumptions on.",))
    widest = found.iloc[0]
    low, high = sorted([widest["result_low"], widest["result_high"]])
    return Prose(
        (
            f"The published cost per user over all services is {sentences.pounds(widest['result_central'])}. It hangs "
            f"most on {widest['label'][:1].lower()}{widest['label'][1:]}, which alone moves it from "
            f"{sentences.pounds(low)} to {sentences.pounds(high)}.",
        )
    )


def chart(selection: Selection) -> figures.Chart | None:
    """Draw the assumptions, the widest first; none if there is no cost per user."""
    found = bars(selection)
    if found.empty:
        return None
    named = found.assign(factor=found["label"])
    return pictures.tornado(named, what=f"cost per user, {selection.name}", illustrative=selection.illustrative)


def table(selection: Selection) -> Table | None:
    """Return the assumptions with their ends and the answers they give; none if there is no cost per user."""
    found = bars(selection)
    if found.empty:
        return None
    return Table(
        f"What the published cost per user hangs on, {selection.name}, {selection.prices} prices",
        found,
        (
            TableColumn("label", "Assumption"),
            TableColumn("unit", "Unit"),
            TableColumn("low", "Lowest", "plain"),
            TableColumn("central", "Taken", "plain"),
            TableColumn("high", "Highest", "plain"),
            TableColumn("result_low", "Cost per user at the lowest (£)", "pounds"),
            TableColumn("result_central", "As taken (£)", "pounds"),
            TableColumn("result_high", "At the highest (£)", "pounds"),
        ),
        notes=("One assumption at a time, the others as taken. Why each is taken stands in the log of assumptions.",),
        illustrative=selection.illustrative,
    )
