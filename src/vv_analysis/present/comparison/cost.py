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
_NOT_ALL = 0.999  # what is not all never reads as 100%
_WORST_FIRST = ("c", "x", "z", "u", "ok")


def compares_well(rows: pd.DataFrame) -> pd.Series[bool]:
    """Tell of each row whether it may stand in a headline: graded A or B (R2.43), and on no side of low reliability."""
    return rows["grade"].isin(HEADLINE_GRADES) & rows["status"].eq("ok")


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

    Only rows that can be compared well are counted.
    """
    rows = per_user(selection).dropna(subset=["difference_gbp_per_user"])
    rows = rows[compares_well(rows)]
    basis = f"Both sides are in {selection.prices} prices and exclude VAT."
    if rows.empty:
        return Headline(f"{selection.name}: no existing contract can be compared well with what is published.", basis)
    lower = rows[rows["difference_gbp_per_user"] < 0]
    return Headline(
        f"{selection.name}: the published cost per user is lower than in existing contracts in "
        f"{sentences.out_of(len(lower), len(rows), selection.things)} that can be compared well.",
        f"It is an estimate from {sentences.counted(int(rows['contracts'].sum()), 'existing contract')}. "
        f"{span(rows)} {basis}",
    )


def span(rows: pd.DataFrame) -> str:
    """Say from where to where the differences of some rows run, each with its direction and its row."""
    ordered = rows.sort_values("difference_gbp_per_user", kind="stable")
    if len(ordered) == 1:
        return f"The difference is {_gap(ordered.iloc[0])}."
    return f"The difference runs from {_gap(ordered.iloc[0])} to {_gap(ordered.iloc[-1])}."


def _gap(row: pd.Series[str]) -> str:
    difference = float(row["difference_gbp_per_user"])
    words = "higher" if difference > 0 else "lower"
    return f"{sentences.pounds(abs(difference))} {words} ({row['label']})"


def table(selection: Selection) -> Table | None:
    """Return the costs per user with the contracts behind them and their grade; D and E stand in the annex.

    None if no cost per user is known.
    """
    rows = per_user(selection)
    shown = rows[~rows["grade"].isin(ANNEX_GRADES)]
    return _table(selection, shown, "Cost per user, existing contracts and published").if_known()


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
            "reliability, in no headline; x nothing to compare; c withheld, fewer than five organisations. Grades "
            "are of terms, not of how many areas contracts cover.",
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


def without_a_volume(rows: pd.DataFrame) -> tuple[str, ...]:
    """Say of which rows a part of the value has no volume, and so no part in the cost per user."""
    said = [
        f"{row['label']} {sentences.percent(100 * min(row[f'value_coverage_{side}'], _NOT_ALL))} of the {words}"
        for side, words in (("before", "existing"), ("after", "published"))
        for row in rows[rows[f"value_coverage_{side}"] < 1].to_dict("records")
    ]
    return (f"Share of the value that has a volume, where not all of it has: {'; '.join(said)}.",) if said else ()


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
        _finding(len(lower), compared, selection),
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


def _finding(lower: int, compared: pd.DataFrame, selection: Selection) -> str:
    if compared.empty:
        return f"No existing contract can be compared in {selection.name}"
    said = f"Published cost per user is lower in {sentences.out_of(lower, len(compared), selection.things)} compared"
    well = int(compares_well(compared).sum())
    if well == len(compared):
        return said
    how_many = sentences.counted(well, "of them compares", "of them compare") if well else "none of them compares"
    return f"{said}; {how_many} well"


def _alt(selection: Selection, rows: pd.DataFrame) -> str:
    said = [_said(row) for row in rows.to_dict("records")]
    return f"Paired marks of cost per user in {selection.name}, existing then published. {'; '.join(said)}."


def _said(row: dict[Hashable, Any]) -> str:
    before, after = float(row["cost_per_user_gbp_before"]), float(row["cost_per_user_gbp_after"])
    existing = "no comparable contract" if pd.isna(before) else sentences.pounds(before)
    return f"{row['label']}: {existing}, {sentences.pounds(after)}"
