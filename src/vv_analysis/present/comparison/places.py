"""Area by area: the map, the two costs per user side by side, and where there is nothing to compare."""

from __future__ import annotations

import math
from itertools import pairwise

import pandas as pd

from vv_analysis.measure.ramp.ramp_up import ramp_up
from vv_analysis.present import figures, sentences
from vv_analysis.present.comparison import cost
from vv_analysis.present.comparison.ramp import complete_lines
from vv_analysis.present.comparison.remembered import remembered
from vv_analysis.present.comparison.selection import Selection, edition_name
from vv_analysis.present.content import Prose
from vv_analysis.present.tables import Table, TableColumn
from vv_analysis.terms import reference

_CLASSES = 4
_COSTS = ["cost_per_user_gbp_before", "cost_per_user_gbp_after"]


@remembered
def by_area(selection: Selection) -> pd.DataFrame:
    """Return both costs per user of each of the 43 areas, from contracts for that area alone."""
    own_area = selection.contracts[selection.contracts["area_level"] == "area"]
    areas = selection.by_rows_of("area")
    return cost.per_user(areas.with_contracts(own_area)).merge(
        reference.areas().query("level == 'area'")[["name", "code", "region"]], left_on="area", right_on="name"
    )


def words(selection: Selection) -> Prose:
    """Say how far areas lie apart, and in how many an existing contract can be compared."""
    rows = by_area(selection)
    known = rows.dropna(subset=["cost_per_user_gbp_after"])
    if known.empty:
        return Prose(("No area has a published value and volume, so no cost per user can be shown on the map.",))
    low, high = (known.loc[known["cost_per_user_gbp_after"] == end].iloc[0] for end in _ends(known))
    compared = int(rows["difference_gbp_per_user"].notna().sum())
    return Prose(
        (
            f"The published cost per user runs from {sentences.pounds(low['cost_per_user_gbp_after'])} "
            f"({low['label']}) to {sentences.pounds(high['cost_per_user_gbp_after'])} ({high['label']}). "
            f"An existing contract for the area itself can be compared in {compared} of {len(rows)} areas.",
        )
    )


def _ends(rows: pd.DataFrame) -> tuple[float, float]:
    return rows["cost_per_user_gbp_after"].min(), rows["cost_per_user_gbp_after"].max()


def map_of_costs(selection: Selection) -> figures.Chart | None:
    """Draw the published cost per user of each area as a map of hexagons; none if none is known."""
    rows = by_area(selection)
    known = rows["cost_per_user_gbp_after"].dropna()
    if known.empty:
        return None
    edges = _round_edges(known)
    shades = rows["cost_per_user_gbp_after"].map(lambda amount: _class_of(amount, edges))
    low, high = (sentences.pounds(end) for end in (known.min(), known.max()))
    classes = _class_words(edges)
    ends = rows["label"].reindex([known.idxmin(), known.idxmax()]).tolist()
    told = figures.Told(
        f"The published cost per user runs from {low} to {high} across areas",
        f"Published cost per user, {selection.name}, {selection.steady_year} in {selection.prices} prices, one hexagon "
        "an area",
        f"Map of hexagons in {len(classes)} shades of cost per user: {sentences.listed(classes.values())}. The lowest "
        f"is {ends[0]}, {low}, the highest {ends[1]}, {high}.",
        selection.illustrative,
    )
    return figures.hex_map(
        rows.assign(shade=shades, shade_words=shades.map(classes).fillna("no figure")),
        told,
        code="code",
        label=TableColumn("label", "Area"),
        value=TableColumn("cost_per_user_gbp_after", "Published cost per user (£)", "pounds"),
        shade=TableColumn("shade_words", "Shade"),
        classes=classes,
    )


def _round_edges(known: pd.Series[float]) -> list[float]:
    """Return the edges between four classes: quartiles, rounded so that they can be said."""
    step = 10 ** max(math.floor(math.log10(max(known.max() - known.min(), 1))) - 1, 0)
    quartiles = [known.quantile(part / _CLASSES) for part in range(1, _CLASSES)]
    return sorted({float(step * round(edge / step)) for edge in quartiles})


def _class_of(amount: float, edges: list[float]) -> float:
    return math.nan if math.isnan(amount) else 1.0 + sum(amount >= edge for edge in edges)


def _class_words(edges: list[float]) -> dict[int, str]:
    said = [sentences.pounds(edge) for edge in edges]
    between = [f"{low} to under {high}" for low, high in pairwise(said)]
    return dict(enumerate([f"under {said[0]}", *between, f"{said[-1]} and over"], start=1))


def dumbbells(selection: Selection) -> figures.Chart | None:
    """Draw both costs per user of every area, the largest difference first; none if none is known."""
    rows = by_area(selection).dropna(subset=["cost_per_user_gbp_after"])
    if rows.empty:
        return None
    ordered = rows.sort_values(
        ["difference_gbp_per_user", "cost_per_user_gbp_after"], na_position="last", kind="stable"
    )
    compared = ordered.dropna(subset=["difference_gbp_per_user"])
    lower = int((compared["difference_gbp_per_user"] < 0).sum())
    title = (
        f"Published cost per user is lower in {sentences.out_of(lower, len(compared), 'areas')} compared"
        if len(compared)
        else "No area has an existing contract to compare"
    )
    said = "; ".join(
        f"{name} {sentences.pounds(before)}, {sentences.pounds(after)}"
        for name, before, after in compared[["label", *_COSTS]].itertuples(index=False)
    )
    told = figures.Told(
        title,
        f"Cost per user by area, {selection.name}, {selection.steady_year} against existing contracts for the same "
        f"area, {selection.prices} prices",
        f"Paired marks of cost per user by area, existing then published. {said or 'Published alone'}.",
        selection.illustrative,
    )
    edition = edition_name(selection.published)
    return figures.dumbbells(
        ordered,
        told,
        label=TableColumn("label", "Area"),
        before=TableColumn("cost_per_user_gbp_before", "Existing contracts (£ per user)", "pounds"),
        after=TableColumn("cost_per_user_gbp_after", f"Published, {edition} (£ per user)", "pounds"),
        compact=True,
    )


def table(selection: Selection) -> Table:
    """Return the 43 areas with both costs per user, region by region."""
    rows = by_area(selection).sort_values(["region", "label"], kind="stable")
    return Table(
        f"Cost per user by area, {selection.name}, {selection.steady_year} in {selection.prices} prices",
        rows,
        (
            TableColumn("label", "Area"),
            TableColumn("region", "Region"),
            TableColumn("volume_users_after", "Published volume (users)", "users"),
            TableColumn("cost_per_user_gbp_before", "Existing cost per user (£)", "pounds"),
            TableColumn("cost_per_user_gbp_after", "Published cost per user (£)", "pounds"),
            TableColumn("difference_gbp_per_user", "Published minus existing (£ per user)", "pounds change"),
            TableColumn("grade", "Grade"),
        ),
        notes=(
            "Existing figures are those of contracts for the area itself. Contracts for a whole region or an old "
            "package area stand on the page of their region. Areas with an existing contract to compare: "
            f"{int(rows['difference_gbp_per_user'].notna().sum())} of {len(rows)}. City of London is usually counted "
            "with the Metropolitan Police.",
        ),
        illustrative=selection.illustrative,
        mark="status",
    )


@remembered
def first_years(selection: Selection) -> pd.DataFrame:
    """Return the value of each region and year as a share of its steady state, in per cent, over complete lines."""
    lines = complete_lines(selection)
    if lines.empty:
        return lines.head(0)
    found = ramp_up(lines, by=["region"], steady_year=selection.steady_year)
    return found.assign(share_percent=100 * found["share_of_steady"])


def small_multiples(selection: Selection) -> figures.Chart | None:
    """Draw the ramp-up of every region on one scale; none if no line is complete."""
    rows = first_years(selection)
    if rows.empty:
        return None
    first = rows[rows["year"] == rows["year"].min()]["share_percent"]
    low, high = sentences.percent(first.min()), sentences.percent(first.max())
    share = low if low == high else f"{low} to {high}"
    told = figures.Told(
        f"The first year pays {share} of the steady state, region by region",
        f"Published value by contract year as a share of {selection.steady_year}, {selection.name}; hollow: part year",
        f"A small line chart for each of {rows['region'].nunique()} regions. The first year is {share} of the steady "
        "state, and each line rises to 100%.",
        selection.illustrative,
    )
    return figures.small_multiples(
        rows,
        told,
        panel=TableColumn("region", "Region"),
        year=TableColumn("year", "Contract year"),
        value=TableColumn("share_percent", "Share of steady state (%)", "percent"),
        part_years=sorted(set(rows.loc[rows["part_year_effect_gbp"] < -0.5, "year"])),
    )
