"""The briefing: the headline of the whole country, three pictures, and what follows for a meeting."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from vv_analysis.present import sentences
from vv_analysis.present.comparison import change, coverage, ramp, risk, volumes
from vv_analysis.present.comparison.cost import compares_well, per_user, span
from vv_analysis.present.comparison.selection import Selection, edition_name
from vv_analysis.present.content import Headline, Prose, Title
from vv_analysis.present.tables import BY_ROW, Table, TableColumn


def title(selection: Selection) -> Title:
    """Return the title of the briefing."""
    return Title("RR3 briefing", "Values and volumes: what to take to officials", selection.illustrative)


def headline(selection: Selection) -> Headline:
    """Say the answer for everybody in the room, and how sure it is."""
    rows = per_user(selection).dropna(subset=["difference_gbp_per_user"])
    years = ramp.by_year(selection)
    if rows.empty or years.empty:
        return Headline("There is not enough to compare yet.", "The sections below say what is missing.")
    well = rows[compares_well(rows)]
    if well.empty:
        return Headline(
            "No existing contract can be compared well with what is published.",
            f"The table shows {sentences.counted(len(rows), selection.things[:-1])} that can be compared less well.",
        )
    lower = int((well["difference_gbp_per_user"] < 0).sum())
    share = sentences.percent(100 * years.iloc[0]["share_of_steady"])
    return Headline(
        f"The published cost per user is lower than what existing contracts pay in "
        f"{sentences.out_of(lower, len(well), selection.things)} that compare well, and the first year pays {share} of "
        "a steady-state year.",
        f"These are estimates. {span(well)} In {len(well)} of {len(rows)} {selection.things} the contracts "
        "compare well; the others stand in the table.",
    )


def summary(selection: Selection) -> Prose:
    """Say in a few sentences what was compared, and what it comes to."""
    effects = change.effects(selection)
    known = change.in_both(selection)
    total = effects[["variance_gbp", "price_effect_gbp", "volume_effect_gbp"]].sum()
    before, after = edition_name(selection.earlier), edition_name(selection.published)
    said = [f"This briefing lays the values and volumes of {after} beside existing contracts and beside {before}."]
    if known:
        said.append(
            f"Since {before} the value of {selection.steady_year} changed by {change.signed(total['variance_gbp'])}. "
            f"Cost per user accounts for {change.signed(total['price_effect_gbp'])} of it, volume for "
            f"{change.signed(total['volume_effect_gbp'])}."
        )
    return Prose((" ".join(said),))


def figures(selection: Selection) -> Table:
    """Return every figure that the briefing quotes, each with its unit."""
    rows = pd.DataFrame(_quoted(selection), columns=["label", "figure", "form"])
    return Table(
        f"The figures of this briefing, {selection.name}",
        rows,
        (TableColumn("label", "What"), TableColumn("figure", "Figure", BY_ROW)),
        notes=(
            "Volumes 16% to 48% below the cap: as paid activity fell short of forecast in the first quarter of 2017-18 "
            "(National Audit Office). 2021-22 is 279 of 365 days. The national report has every table in full.",
        ),
        illustrative=selection.illustrative,
    )


def _quoted(selection: Selection) -> Iterator[tuple[str, float, str]]:
    compared = coverage.counts(selection).dropna(subset=["number"]).set_index("count")["number"]
    for name, label in (
        ("contracts", "Existing contracts on the same basis"),
        ("organisations", "Organisations that hold them"),
        ("compared", "Services with both costs per user"),
        ("well", "Of these, services that compare well (grades A and B)"),
    ):
        if name in compared:
            yield label, compared[name], "count"
    if change.in_both(selection):
        total = change.effects(selection)[["variance_gbp", "price_effect_gbp", "volume_effect_gbp"]].sum()
        since = f"since {edition_name(selection.earlier)} (£)"
        yield f"Change in the value of {selection.steady_year} {since}", total["variance_gbp"], "pounds change"
        yield f"Of it, through cost per user {since}", total["price_effect_gbp"], "pounds change"
        yield f"Of it, through volume {since}", total["volume_effect_gbp"], "pounds change"
    yield from _of_years(selection)
    volume = volumes.of_rows(selection).iloc[-1]
    if pd.notna(volume["volume_percent"]):
        label = f"Volume of {selection.steady_year}, on the lines that both editions state in full (users)"
        yield label, volume["volume_after_users"], "users"
        yield (
            f"Change in volume since {edition_name(selection.earlier)} (%)",
            volume["volume_percent"],
            "percent change",
        )
    yield from _of_volumes(selection)


def _of_years(selection: Selection) -> Iterator[tuple[str, float, str]]:
    years = ramp.by_year(selection)
    if years.empty:
        return
    first, last = years.iloc[0], years.iloc[-1]
    steady = float(years.loc[years["year"] == selection.steady_year, "value_gbp"].iloc[0])
    yield f"Share of the steady state paid in {first['year']} (%)", first["share_of_steady"], "share"
    yield "The same at a full year's rate (%)", first["annualised_gbp"] / steady, "share"
    yield f"Missing in {first['year']} because of the part year (£)", -first["part_year_effect_gbp"], "pounds"
    yield f"Missing in {first['year']} because of ramp-up (£)", -first["ramp_effect_gbp"], "pounds"
    yield f"Missing in all by {last['year']} (£)", last["cumulative_shortfall_gbp"], "pounds"


def _of_volumes(selection: Selection) -> Iterator[tuple[str, float, str]]:
    other = risk.at_each_volume(selection).dropna(subset=["at_100_gbp_per_user"])
    if other.empty:
        return
    dearest = other.sort_values("at_100_gbp_per_user", kind="stable").iloc[-1]
    for percent, words in ((84, "16% below"), (52, "48% below")):
        label = f"{dearest['label']}: cost per user with a volume {words} the cap (£)"
        yield label, dearest[f"at_{percent}_gbp_per_user"], "pounds"
