"""Value, volume and cost per user of two editions side by side: the figures that the split is made of."""

from __future__ import annotations

import pandas as pd

from vv_analysis.measure.split.variance import variance
from vv_analysis.present import figures, sentences
from vv_analysis.present.comparison.change import by_line
from vv_analysis.present.comparison.remembered import remembered
from vv_analysis.present.comparison.selection import LINE, Selection, edition_name
from vv_analysis.present.content import Prose
from vv_analysis.present.tables import Table, TableColumn
from vv_analysis.terms.vocabulary import CATEGORIES

_SUMS = ["value_before_gbp", "value_after_gbp", "volume_before_users", "volume_after_users"]
_COSTS = ["cost_per_user_before_gbp", "cost_per_user_after_gbp"]
_MOST_LINES = 15


@remembered
def of_rows(selection: Selection) -> pd.DataFrame:
    """Return both editions row by row, over the lines that have a value and a volume in both; the total last."""
    lines = by_line(selection)
    complete = lines.dropna(subset=_SUMS)
    complete = complete[(complete[_SUMS[2:]] > 0).all(axis="columns")]
    rows = selection.in_order(complete.groupby(selection.by, as_index=False)[_SUMS].sum())
    total = pd.DataFrame([{**rows[_SUMS].sum(min_count=1), "label": f"All {selection.things}"}])
    return _with_costs(pd.concat([rows, total], ignore_index=True))


def _with_costs(rows: pd.DataFrame) -> pd.DataFrame:
    before = rows["value_before_gbp"] / rows["volume_before_users"].where(rows["volume_before_users"] > 0)
    after = rows["value_after_gbp"] / rows["volume_after_users"].where(rows["volume_after_users"] > 0)
    volume = 100 * (rows["volume_after_users"] / rows["volume_before_users"].where(rows["volume_before_users"] > 0) - 1)
    return rows.assign(
        cost_per_user_before_gbp=before,
        cost_per_user_after_gbp=after,
        volume_percent=volume,
        cost_percent=100 * (after / before - 1),
    )


def words(selection: Selection) -> Prose:
    """Say how volume and cost per user changed in all."""
    total = of_rows(selection).iloc[-1]
    if pd.isna(total["cost_per_user_before_gbp"]) or pd.isna(total["cost_per_user_after_gbp"]):
        return Prose(("No line has a value and a volume in both editions, so volumes and costs cannot be compared.",))
    before, after = edition_name(selection.earlier), edition_name(selection.published)
    return Prose(
        (
            f"On the lines that state a value and a volume of {selection.steady_year} in both editions, {before} "
            f"counts {sentences.users(total['volume_before_users'])} users and "
            f"{after} {sentences.users(total['volume_after_users'])}: "
            f"{sentences.percent(total['volume_percent'], plus=True)}. The cost per user goes from "
            f"{sentences.pounds(total['cost_per_user_before_gbp'])} to "
            f"{sentences.pounds(total['cost_per_user_after_gbp'])}: "
            f"{sentences.percent(total['cost_percent'], plus=True)}. Neither edition says which eligibility criteria "
            "its volumes assume.",
        )
    )


def table(selection: Selection) -> Table | None:
    """Return volume and cost per user of both editions; none if no line has both in both."""
    before, after = edition_name(selection.earlier), edition_name(selection.published)
    return Table(
        f"Volume and cost per user in {before} and {after}, {selection.name}, {selection.steady_year}, in cash",
        of_rows(selection),
        (
            TableColumn("label", selection.thing),
            TableColumn("volume_before_users", f"Volume, {before} (users)", "users"),
            TableColumn("volume_after_users", f"Volume, {after} (users)", "users"),
            TableColumn("volume_percent", "Change in volume (%)", "percent change"),
            TableColumn("cost_per_user_before_gbp", f"Cost per user, {before} (£)", "pounds"),
            TableColumn("cost_per_user_after_gbp", f"Cost per user, {after} (£)", "pounds"),
            TableColumn("cost_percent", "Change in cost per user (%)", "percent change"),
        ),
        notes=("Over the lines that have a value and a volume in both editions, so like with like.",),
        illustrative=selection.illustrative,
    ).if_known()


def dumbbells(selection: Selection) -> figures.Chart | None:
    """Draw the cost per user of every area in both editions; none if no line has both figures in both."""
    lines = by_line(selection.by_rows_of("area"))
    complete = lines.dropna(subset=_SUMS)
    rows = _with_costs(complete.groupby("area", as_index=False)[_SUMS].sum()).dropna(subset=_COSTS)
    if rows.empty:
        return None
    ordered = rows.assign(label=rows["area"].map(sentences.place)).sort_values("cost_percent", kind="stable")
    lower = int((ordered["cost_percent"] < 0).sum())
    before, after = edition_name(selection.earlier), edition_name(selection.published)
    ends = ordered.iloc[[0, -1]].to_dict("records")
    said = "; ".join(
        f"{row['label']} {sentences.pounds(row[_COSTS[0]])}, {sentences.pounds(row[_COSTS[1]])}" for row in ends
    )
    told = figures.Told(
        f"Cost per user is lower in {after} than in {before} in {sentences.out_of(lower, len(ordered), 'areas')}",
        f"Cost per user by area over all services, {before} and {after}, {selection.steady_year}, in cash",
        f"Paired marks of cost per user by area, ordered by change. First and last: {said}.",
        selection.illustrative,
    )
    return figures.dumbbells(
        ordered,
        told,
        label=TableColumn("label", "Area"),
        before=TableColumn(_COSTS[0], f"{before} (£ per user)", "pounds"),
        after=TableColumn(_COSTS[1], f"{after} (£ per user)", "pounds"),
        compact=True,
    )


def largest(selection: Selection) -> Table:
    """Return the lines whose value changed most, with what the change is made of."""
    lines = variance(_steady(selection.earlier, selection), _steady(selection.published, selection), on=[*LINE, "area"])
    ordered = lines.sort_values("variance_gbp", key=abs, ascending=False, kind="stable").head(_MOST_LINES)
    named = ordered["category"].map(CATEGORIES) + ", " + ordered["area"].map(sentences.place)
    return Table(
        f"The {len(ordered)} lines whose value changed most, {selection.name}, {selection.steady_year}",
        ordered.assign(label=named),
        (
            TableColumn("label", "Service and area"),
            TableColumn("value_before_gbp", f"{edition_name(selection.earlier)} (£)", "pounds"),
            TableColumn("value_after_gbp", f"{edition_name(selection.published)} (£)", "pounds"),
            TableColumn("variance_gbp", "Change (£)", "pounds change"),
            TableColumn("price_effect_gbp", "Cost per user (£)", "pounds change"),
            TableColumn("volume_effect_gbp", "Volume (£)", "pounds change"),
        ),
        notes=("A line without a volume on a side is not split; a line in one edition only is new or ended.",),
        illustrative=selection.illustrative,
        mark="status",
    )


def _steady(lines: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    return lines[lines["year"] == selection.steady_year]
