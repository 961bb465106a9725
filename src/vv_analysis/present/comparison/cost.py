"""Cost per user: existing contracts against the published steady state, in the same prices."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd

from vv_analysis.measure.basis.prices import real_terms
from vv_analysis.measure.comparison.comparability import comparability
from vv_analysis.measure.disclosure import withhold_few_organisations
from vv_analysis.measure.split.unit_cost import unit_cost
from vv_analysis.present import figures, sentences
from vv_analysis.present.comparison.remembered import remembered
from vv_analysis.present.comparison.selection import Selection, edition_name
from vv_analysis.present.content import Headline
from vv_analysis.present.tables import Table, TableColumn
from vv_analysis.terms.vocabulary import LOT_CATEGORIES

HEADLINE_GRADES, ANNEX_GRADES = ("A", "B"), ("D", "E")
_WORST_FIRST = ("c", "x", "z", "u", "ok")


@remembered
def per_user(selection: Selection) -> pd.DataFrame:
    """Return the existing and the published cost per user, row by row, the difference, and how alike they are.

    Figures that rest on contracts handed over by fewer than five organisations are withheld.
    """
    costs = _costs(_sides(selection, None), [selection.by])
    return _compared(selection, costs, selection.contracts)


def difference_at(selection: Selection, deflators: pd.Series[float]) -> pd.Series[float]:
    """Return the difference of each row with other deflators: the line that stands beside the usual one.

    Nothing is withheld here: it stands beside the usual difference, or nowhere.
    """
    costs = selection.in_order(_both(_sides(selection, deflators), [selection.by]))
    return costs["cost_per_user_gbp_after"] - costs["cost_per_user_gbp_before"]


def per_service(selection: Selection) -> dict[str, pd.DataFrame]:
    """Return, for each service by its code, what `per_user` gives on the page of that service."""
    costs, contracts = _costs(_sides(selection, None), ["category", selection.by]), selection.contracts
    return {
        code: _compared(
            selection,
            costs[costs["category"] == code].drop(columns="category"),
            contracts[contracts["category"] == code],
        )
        for code in LOT_CATEGORIES
    }


def _sides(selection: Selection, deflators: pd.Series[float] | None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return existing contracts and published lines of the steady-state year, at the prices of the page."""
    existing = real_terms(selection.contracts, selection.prices, deflators)
    if deflators is None:
        return existing, steady_at_prices(selection)
    return existing, real_terms(selection.steady, selection.prices, deflators)


@remembered
def steady_at_prices(selection: Selection) -> pd.DataFrame:
    """Return the lines of the steady-state year at the prices of the page."""
    return real_terms(selection.steady, selection.prices)


def _both(sides: tuple[pd.DataFrame, pd.DataFrame], by: list[str]) -> pd.DataFrame:
    costs = [unit_cost(side, by=by) for side in sides]
    return costs[0].merge(costs[1], how="outer", on=by, suffixes=("_before", "_after"))


def _costs(sides: tuple[pd.DataFrame, pd.DataFrame], by: list[str]) -> pd.DataFrame:
    """Return both costs per user of each group that has one, and how alike they are."""
    grades = comparability(*sides, on=by)[[*by, "grade", "reasons"]]
    return _both(sides, by).merge(grades, how="left", on=by)


def _compared(selection: Selection, costs: pd.DataFrame, contracts: pd.DataFrame) -> pd.DataFrame:
    """Lay the costs out as rows in order, with their difference, and withhold what rests on too few contracts."""
    ordered = selection.in_order(costs)
    before, after = ordered["cost_per_user_gbp_before"], ordered["cost_per_user_gbp_after"]
    measured = ordered.assign(
        contracts=ordered["rows_used_before"].fillna(0),
        difference_gbp_per_user=after - before,
        difference_percent=100 * (after / before - 1),
        difference_a_year_gbp=(after - before) * ordered["volume_users_after"],
        grade=ordered["grade"].fillna(""),
        reasons=ordered["reasons"].fillna(""),
        status=_worse(ordered["status_before"], ordered["status_after"]),
    )
    # What is published stays; only what a confidential contract could be worked out from is withheld.
    public = [name for name in measured.columns if name.endswith("_after")]
    withheld = withhold_few_organisations(measured.drop(columns=public), contracts, on=[selection.by])
    shown = withheld["status"] != "c"
    graded = {name: withheld[name].where(shown, "") for name in ("grade", "reasons")}
    return withheld.assign(**graded).join(measured[public])


def _worse(before: pd.Series[str], after: pd.Series[str]) -> list[str]:
    pairs = zip(before.fillna("x"), after.fillna("x"), strict=True)
    return [min(pair, key=_WORST_FIRST.index) for pair in pairs]


def headline(selection: Selection) -> Headline:
    """Say in how many services (or regions) the published cost per user is lower, by how much, and how sure.

    Only rows that can be compared well (grades A and B) are counted.
    """
    rows = per_user(selection).dropna(subset=["difference_gbp_per_user"])
    rows = rows[rows["grade"].isin(HEADLINE_GRADES)]
    basis = f"Both sides are in {selection.prices} prices and exclude VAT."
    if rows.empty:
        return Headline(f"{selection.name}: no existing contract can be compared well with what is published.", basis)
    lower = rows[rows["difference_gbp_per_user"] < 0]
    low, high = (rows.loc[rows["difference_gbp_per_user"] == end].iloc[0] for end in _ends(rows))
    return Headline(
        f"{selection.name}: the published cost per user is lower than in existing contracts in "
        f"{sentences.out_of(len(lower), len(rows), selection.things)} that can be compared well.",
        f"It is an estimate from {sentences.counted(int(rows['contracts'].sum()), 'existing contract')}. "
        f"The difference runs from {_gap(low)} to {_gap(high)}. {basis}",
    )


def _ends(rows: pd.DataFrame) -> tuple[float, float]:
    return rows["difference_gbp_per_user"].min(), rows["difference_gbp_per_user"].max()


def _gap(row: pd.Series[str]) -> str:
    difference = float(row["difference_gbp_per_user"])
    words = "higher" if difference > 0 else "lower"
    return f"{sentences.pounds(abs(difference))} {words} ({row['label']})"


def table(selection: Selection) -> Table:
    """Return the costs per user with the contracts behind them and their grade; D and E stand in the annex."""
    rows = per_user(selection)
    return _table(selection, rows[~rows["grade"].isin(ANNEX_GRADES)], "Cost per user, existing contracts and published")


def annex(selection: Selection) -> Table | None:
    """Return the rows that can hardly be compared (grades D and E), with the reasons; none if there are none."""
    rows = per_user(selection)
    hardly = rows[rows["grade"].isin(ANNEX_GRADES)]
    return None if hardly.empty else _table(selection, hardly, "Annex: cost per user that can hardly be compared")


def _table(selection: Selection, rows: pd.DataFrame, what: str) -> Table:
    return Table(
        f"{what} ({edition_name(selection.published)}), {selection.name} by {selection.thing.lower()}, "
        f"{selection.steady_year} in {selection.prices} prices",
        rows,
        (
            TableColumn("label", selection.thing),
            TableColumn("contracts", "Existing contracts used", "count"),
            TableColumn("cost_per_user_gbp_before", "Existing cost per user (£)", "pounds"),
            TableColumn("cost_per_user_gbp_after", "Published cost per user (£)", "pounds"),
            TableColumn("difference_gbp_per_user", "Published minus existing (£ per user)", "pounds change"),
            TableColumn("difference_percent", "Difference (%)", "percent change"),
            TableColumn("difference_a_year_gbp", "Difference at the published volume (£ a year)", "pounds change"),
            TableColumn("grade", "Grade"),
            TableColumn("status", "Mark"),
        ),
        notes=(
            "Cost per user is the sum of values over the sum of volumes, of rows that have both, at twelve months. GDP "
            "deflator, release of December 2025. Mark: ok complete; u fewer than 30 users on a side, low "
            "reliability; x nothing to compare; c withheld, fewer than five organisations.",
            *_reasons(rows),
        ),
        illustrative=selection.illustrative,
        mark="status",
    )


def _reasons(rows: pd.DataFrame) -> list[str]:
    """Say what each grade stands for here: A loses no point, each reason loses one."""
    graded = rows[rows["grade"].ne("") & rows["reasons"].ne("")]
    said = [
        f"{grade}: {sentences.listed(sorted(set('; '.join(alike['reasons']).split('; '))))}"
        for grade, alike in graded.groupby("grade")
    ]
    return [f"Grade A compares like with like; each of these lost a row a point. {'. '.join(said)}."] if said else []


def chart(selection: Selection) -> figures.Chart | None:
    """Draw both costs per user, row by row; none if nothing published has both a value and a volume."""
    costs = per_user(selection)
    rows = costs[~costs["grade"].isin(ANNEX_GRADES)].dropna(subset=["cost_per_user_gbp_after"])
    if rows.empty:
        return None
    compared = rows.dropna(subset=["difference_gbp_per_user"])
    lower = compared[compared["difference_gbp_per_user"] < 0]
    edition = edition_name(selection.published)
    told = figures.Told(
        _finding(len(lower), len(compared), selection),
        f"Cost per user in {selection.name}, {selection.steady_year} against existing contracts, "
        f"{selection.prices} prices",
        _alt(selection, rows),
        selection.illustrative,
    )
    return figures.dumbbells(
        rows,
        told,
        label=TableColumn("label", selection.thing),
        before=TableColumn("cost_per_user_gbp_before", "Existing contracts (£ per user)", "pounds"),
        after=TableColumn("cost_per_user_gbp_after", f"Published, {edition} (£ per user)", "pounds"),
    )


def _finding(lower: int, compared: int, selection: Selection) -> str:
    if compared == 0:
        return f"No existing contract can be compared in {selection.name}"
    return f"Published cost per user is lower in {sentences.out_of(lower, compared, selection.things)} compared"


def _alt(selection: Selection, rows: pd.DataFrame) -> str:
    said = [_said(row) for row in rows.to_dict("records")]
    return f"Paired marks of cost per user in {selection.name}, existing then published. {'; '.join(said)}."


def _said(row: dict[Hashable, Any]) -> str:
    before, after = float(row["cost_per_user_gbp_before"]), float(row["cost_per_user_gbp_after"])
    existing = "no comparable contract" if pd.isna(before) else sentences.pounds(before)
    return f"{row['label']}: {existing}, {sentences.pounds(after)}"
