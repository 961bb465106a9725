"""Service by service within each region and area, so that no mix of services passes for a difference in cost."""

from __future__ import annotations

from functools import partial

import pandas as pd

from vv_analysis.ingest.intake.processed import Processed
from vv_analysis.present import figures, sentences
from vv_analysis.present.comparison import cost
from vv_analysis.present.comparison.cost import ANNEX_GRADES
from vv_analysis.present.comparison.selection import of_nation, rows_of
from vv_analysis.present.content import Prose
from vv_analysis.present.tables import Table, TableColumn
from vv_analysis.settings import Comparison
from vv_analysis.terms import reference
from vv_analysis.terms.vocabulary import CATEGORIES, LOT_CATEGORIES

_CLASSES = {1: "none of six services", 2: "1 or 2", 3: "3 or 4", 4: "5 or 6"}


def by_region(data: Processed, comparison: Comparison) -> pd.DataFrame:
    """Return, for each region, the difference in cost per user of each service in per cent, and how many are lower."""
    rows = pd.DataFrame({"label": list(rows_of("region"))}).set_index("label")
    for code, costs in cost.per_service(of_nation(data, comparison, by="region")).items():
        page = costs.set_index("label")
        hardly = page["grade"].isin(ANNEX_GRADES)
        rows[f"{code}_percent"] = page["difference_percent"].mask(hardly)
        rows[f"{code}_status"] = page["status"].replace("ok", "x")  # where there is no figure
    percents = rows[[f"{code}_percent" for code in LOT_CATEGORIES]]
    return rows.assign(
        compared=percents.notna().sum(axis="columns"), lower=(percents < 0).sum(axis="columns")
    ).reset_index()


def regions_words(rows: pd.DataFrame) -> Prose:
    """Say in how many pairs of region and service the published cost per user is lower."""
    compared, lower = int(rows["compared"].sum()), int(rows["lower"].sum())
    pairs = len(rows) * len(LOT_CATEGORIES)
    if compared == 0:
        return Prose(("In no region does any service have an existing contract to compare.",))
    return Prose(
        (
            f"Of {pairs} pairs of a region and a service, {compared} can be compared. In {lower} of them the published "
            "cost per user is lower than the existing one. Services are compared one by one, because regions differ in "
            "which services they have contracts for.",
        )
    )


def regions_table(rows: pd.DataFrame, comparison: Comparison, *, illustrative: bool) -> Table:
    """Return the differences of each service in each region, in per cent, with the counts."""
    total = pd.DataFrame([{"label": "All regions", **rows[["compared", "lower"]].sum()}])
    pairs = len(rows) * len(LOT_CATEGORIES)
    return Table(
        "Published against existing cost per user by region and service: difference in per cent, England and Wales, "
        f"{comparison.steady_year} in {comparison.prices} prices",
        pd.concat([rows, total], ignore_index=True),
        (
            TableColumn("label", "Region"),
            *(
                TableColumn(
                    f"{code}_percent", f"{CATEGORIES[code]} (%)", "percent change", absent="z", mark=f"{code}_status"
                )
                for code in LOT_CATEGORIES
            ),
            TableColumn("compared", "Services compared", "count"),
            TableColumn("lower", "Of these, lower", "count"),
        ),
        notes=(
            f"Pairs of a region and a service: {pairs}. A minus sign: the published cost per user is lower. Pairs of "
            "grade D or E, which can hardly be compared, are left out.",
        ),
        illustrative=illustrative,
    )


def by_area(data: Processed, comparison: Comparison) -> pd.DataFrame:
    """Return, for each area, how many of the six services have an existing contract of its own to compare."""
    nation = of_nation(data, comparison, by="region").by_rows_of("area")
    own_area = nation.contracts[nation.contracts["area_level"] == "area"]
    pages = cost.per_service(nation.with_contracts(own_area)).values()
    known = [page.set_index("area")["difference_gbp_per_user"].notna() for page in pages]
    table = reference.areas().query("level == 'area'").set_index("code")
    counts = table["name"].map(pd.concat(known, axis="columns").sum(axis="columns"))
    rows = pd.DataFrame({"label": table["name"].map(sentences.place), "region": table["region"], "compared": counts})
    shade = 1.0 + (counts > 0) + (counts > 2) + (counts > 4)
    return rows.assign(shade=shade, shade_words=shade.map(_CLASSES)).reset_index(names="code")


def areas_words(rows: pd.DataFrame) -> Prose:
    """Say in how many areas nothing can be compared, and name them."""
    none = rows.loc[rows["compared"] == 0, "label"]
    if none.empty:
        return Prose(("In every area at least one service has an existing contract for the area itself.",))
    return Prose(
        (
            f"In {sentences.out_of(len(none), len(rows), 'areas')} no service has an existing contract for the area "
            f"itself: {sentences.listed(none)}. Contracts for a whole region or an old package area stand on the page "
            "of their region.",
        )
    )


def areas_map(rows: pd.DataFrame, *, illustrative: bool) -> figures.Chart:
    """Draw how many services can be compared in each area, as a map of hexagons."""
    none, most = int((rows["compared"] == 0).sum()), int(rows["compared"].max())
    told = figures.Told(
        f"In {sentences.out_of(none, len(rows), 'areas')} nothing can be compared",
        "How many of the six services have an existing contract for the area itself to compare, one hexagon an area",
        f"Map of hexagons shaded by how many services can be compared. In {sentences.out_of(none, len(rows), 'areas')} "
        f"there is none; the most in any area is {most}.",
        illustrative,
    )
    draw = partial(figures.hex_map, rows, told, code="code", label=TableColumn("label", "Area"))
    return draw(
        value=TableColumn("compared", "Services compared", "count"),
        shade=TableColumn("shade_words", "Shade"),
        classes=_CLASSES,
    )


def areas_table(rows: pd.DataFrame, *, illustrative: bool) -> Table:
    """Return the areas with how many of their services can be compared, those with the fewest first."""
    ordered = rows.sort_values(["compared", "region", "label"], kind="stable")
    none = int((rows["compared"] == 0).sum())
    return Table(
        "Areas by how many of six services have an existing contract to compare, England and Wales",
        ordered,
        (
            TableColumn("label", "Area"),
            TableColumn("region", "Region"),
            TableColumn("compared", "Services compared", "count"),
        ),
        notes=(
            f"Areas: {len(rows)}; with none: {none}. City of London is usually counted with the Metropolitan Police.",
        ),
        illustrative=illustrative,
    )
