"""From what existing contracts pay to what is published for the same areas and services, step by step."""

from __future__ import annotations

import pandas as pd

from vv_analysis.measure.basis.prices import real_terms
from vv_analysis.measure.disclosure import withhold_few_organisations
from vv_analysis.measure.split.bridge import bridge
from vv_analysis.present import figures, pictures, sentences
from vv_analysis.present.comparison.remembered import kept, remembered
from vv_analysis.present.comparison.selection import Selection, edition_name
from vv_analysis.present.content import Prose
from vv_analysis.present.tables import Table, TableColumn

ON = ["area_code", "category"]


@kept
def matched(selection: Selection) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the contracts and the published lines of the areas and services that have both, in the same prices."""
    own_area = selection.contracts[selection.contracts["area_level"] == "area"]
    contracts = in_force_together(own_area.dropna(subset=["value_gbp", "volume_users"]))
    complete = selection.published.groupby(ON)[["value_gbp", "volume_users"]].transform("count").min(axis="columns")
    published = selection.published[complete == selection.published["year"].nunique()]
    both = contracts[ON].drop_duplicates().merge(published[ON].drop_duplicates(), on=ON)
    sides = [side.merge(both, on=ON) for side in (contracts, published)]
    return real_terms(sides[0], selection.prices), real_terms(sides[1], selection.prices)


def in_force_together(contracts: pd.DataFrame) -> pd.DataFrame:
    """Return, for each area and service, the contracts in force on the day the last of them began.

    Contracts that follow each other are one service: adding up what each pays a year would count it twice.
    """
    day = contracts.groupby(ON)["start"].transform("max")
    return contracts[(contracts["start"] <= day) & (contracts["end"] >= day)]


@remembered
def steps(selection: Selection) -> pd.DataFrame:
    """Return the steps; empty where no area and service has both sides, or too few organisations stand behind them."""
    contracts, published = matched(selection)
    if contracts.empty:
        return pd.DataFrame()
    found = bridge(contracts, published, on=ON, steady_year=selection.steady_year)
    shown = withhold_few_organisations(found, contracts, on=[])
    if (shown["status"] == "c").any() and selection.kind != "Organisation":
        return pd.DataFrame()
    return found


def chart(selection: Selection) -> figures.Chart | None:
    """Draw the steps; none if there are none to show."""
    found = steps(selection)
    if found.empty:
        return None
    years = f"{selection.published['year'].min()} to {selection.published['year'].max()}"
    place = f"{selection.name}, {selection.prices} prices"
    return pictures.bridge(_told(found), place=place, years=years, illustrative=selection.illustrative)


def _told(found: pd.DataFrame) -> pd.DataFrame:
    """Leave out steps that are nothing, but never the first, the last, or the four that every reader asks about."""
    asked = found["step"].isin(["existing", "prices", "volume", "price", "part year", "ramp-up", "published"])
    return found[asked | (found["amount_gbp"].abs() >= 0.5)]


def words(selection: Selection) -> Prose:
    """Say from what to what, over how many pairs of area and service, and which step is the largest."""
    found = steps(selection)
    if found.empty:
        return Prose((_why_not(selection),))
    first, last = found.iloc[0], found.iloc[-1]
    contracts, _ = matched(selection)
    pairs = len(contracts[ON].drop_duplicates())
    what = sentences.counted(pairs, "pair of an area and a service has", "pairs of an area and a service have")
    years = sentences.counted(int(first["years"]), "year")
    return Prose(
        (
            f"{sentences.capital(what)} an existing contract and a published line. Over the {years} of the "
            f"publication, what these contracts pay now comes to {sentences.pounds_in_words(first['amount_gbp'])}. "
            f"What is published comes to {sentences.pounds_in_words(last['amount_gbp'])}. Existing contracts are "
            "those that were sent in, so a step in volume is partly contracts that nobody sent.",
        )
    )


def _why_not(selection: Selection) -> str:
    contracts, _ = matched(selection)
    if contracts.empty:
        return (
            "No area and service here has both an existing contract and a published line with a value and a volume in "
            "each year. So no way from one to the other can be shown."
        )
    return (
        "The steps from existing contracts to what is published rest on contracts of fewer than five organisations. "
        "They are withheld, so that no organisation's price can be worked out."
    )


def table(selection: Selection) -> Table | None:
    """Return the steps with their running total; none if there are none to show."""
    found = steps(selection)
    if found.empty:
        return None
    contracts, _ = matched(selection)
    pairs = len(contracts[ON].drop_duplicates())
    difference = float(found["running_total_gbp"].iloc[-1] - found["amount_gbp"].iloc[0])
    return Table(
        f"Steps from existing contracts to the published total ({edition_name(selection.published)}), "
        f"{selection.name}, {selection.prices} prices",
        _told(found).assign(
            label=found["step"].map(pictures.STEP_NAMES).fillna(found["step"]),
            change_gbp=found["amount_gbp"].where(~found["step"].isin(["existing", "published"])),
        ),
        (
            TableColumn("label", "Step"),
            TableColumn("change_gbp", "Step (£)", "pounds change", absent="z"),
            TableColumn("running_total_gbp", "Reached so far (£)", "pounds"),
        ),
        notes=(
            f"Published minus existing: {sentences.pounds(difference, plus=True)}. Areas and services with an existing "
            f"contract and a complete published line: {pairs}. Of contracts that follow each other, those in force "
            "when the last began are counted. Volume and cost per user are split by Bennet's formula "
            "against the steady-state year. A part year pays for fewer days; ramp-up is what else is missing before "
            "the steady state.",
        ),
        illustrative=selection.illustrative,
    )
