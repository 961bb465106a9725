"""Cost per user: existing contracts against the published steady state, in the same prices."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd

from vv_analysis.measure.basis.prices import real_terms
from vv_analysis.measure.disclosure import MINIMUM_ORGANISATIONS, withhold_few_organisations
from vv_analysis.measure.split.unit_cost import unit_cost
from vv_analysis.present import figures, sentences
from vv_analysis.present.comparison.selection import Selection, edition_name
from vv_analysis.present.page import Headline, Prose
from vv_analysis.present.tables import Table, TableColumn

_WORST_FIRST = ("c", "x", "z", "u", "ok")


def per_user(selection: Selection) -> pd.DataFrame:
    """Return the existing and the published cost per user, row by row, and the difference between them.

    Figures that rest on contracts handed over by fewer than five organisations are withheld.
    """
    existing = unit_cost(real_terms(selection.contracts, to=selection.prices), by=[selection.by])
    published = unit_cost(real_terms(selection.steady, to=selection.prices), by=[selection.by])
    both = existing.merge(published, how="outer", on=selection.by, suffixes=("_before", "_after"))
    ordered = selection.in_order(both)
    before, after = ordered["cost_per_user_gbp_before"], ordered["cost_per_user_gbp_after"]
    measured = ordered.assign(
        contracts=ordered["rows_used_before"].fillna(0),
        difference_gbp_per_user=after - before,
        difference_percent=100 * (after / before - 1),
        difference_a_year_gbp=(after - before) * ordered["volume_users_after"],
        status=_worse(ordered["status_before"], ordered["status_after"]),
    )
    # What is published stays; only what a confidential contract could be worked out from is withheld.
    public = [name for name in measured.columns if name.endswith("_after")]
    withheld = withhold_few_organisations(measured.drop(columns=public), selection.contracts, on=[selection.by])
    return withheld.join(measured[public])


def _worse(before: pd.Series[str], after: pd.Series[str]) -> list[str]:
    pairs = zip(before.fillna("x"), after.fillna("x"), strict=True)
    return [min(pair, key=_WORST_FIRST.index) for pair in pairs]


def headline(selection: Selection) -> Headline:
    """Say in how many services (or regions) the published cost per user is lower, by how much, and how sure."""
    rows = per_user(selection).dropna(subset=["difference_gbp_per_user"])
    basis = f"Both sides are in {selection.prices} prices and exclude VAT."
    if rows.empty:
        return Headline(f"{selection.name}: no existing contract can be compared with the published figures.", basis)
    lower = rows[rows["difference_gbp_per_user"] < 0]
    low, high = (rows.loc[rows["difference_gbp_per_user"] == end].iloc[0] for end in _ends(rows))
    return Headline(
        f"{selection.name}: the published cost per user is lower than in existing contracts in "
        f"{sentences.out_of(len(lower), len(rows), selection.things)} compared.",
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
    """Return the costs per user with the contracts behind them."""
    return Table(
        f"Cost per user, existing contracts and published ({edition_name(selection.published)}), {selection.name}, "
        f"{selection.steady_year} in {selection.prices} prices",
        per_user(selection),
        (
            TableColumn("label", selection.things[:-1].capitalize()),
            TableColumn("contracts", "Existing contracts used", "count"),
            TableColumn("cost_per_user_gbp_before", "Existing cost per user (£)", "pounds"),
            TableColumn("cost_per_user_gbp_after", "Published cost per user (£)", "pounds"),
            TableColumn("difference_gbp_per_user", "Published minus existing (£ per user)", "pounds change"),
            TableColumn("difference_percent", "Difference (%)", "percent change"),
            TableColumn("difference_a_year_gbp", "Difference at the published volume (£ a year)", "pounds change"),
            TableColumn("status", "Mark"),
        ),
        notes=(
            "Cost per user is the sum of values over the sum of volumes, of rows that have both. GDP deflator, "
            "release of December 2025. Mark: ok complete; u fewer than 30 users on a side, low reliability; "
            "x nothing to compare; c withheld, fewer than five organisations.",
        ),
        illustrative=selection.illustrative,
        mark="status",
    )


def chart(selection: Selection) -> figures.Chart:
    """Draw both costs per user, row by row."""
    rows = per_user(selection).dropna(subset=["cost_per_user_gbp_after"])
    compared = rows.dropna(subset=["difference_gbp_per_user"])
    lower = compared[compared["difference_gbp_per_user"] < 0]
    edition = edition_name(selection.published)
    return figures.dumbbells(
        rows,
        label="label",
        before="cost_per_user_gbp_before",
        after="cost_per_user_gbp_after",
        names=("Existing contracts", f"Published, {edition}"),
        title="Published cost per user is lower in "
        f"{sentences.out_of(len(lower), len(compared), selection.things)} compared",
        subtitle=f"Cost per user in {selection.name}, {selection.steady_year} against existing contracts, "
        f"{selection.prices} prices",
        alt=_alt(selection, rows),
        illustrative=selection.illustrative,
    )


def _alt(selection: Selection, rows: pd.DataFrame) -> str:
    said = [_said(row) for row in rows.to_dict("records")]
    return f"Paired marks of cost per user in {selection.name}, existing then published. {'; '.join(said)}."


def _said(row: dict[Hashable, Any]) -> str:
    before, after = float(row["cost_per_user_gbp_before"]), float(row["cost_per_user_gbp_after"])
    existing = "no comparable contract" if pd.isna(before) else sentences.pounds(before)
    return f"{row['label']}: {existing}, {sentences.pounds(after)}"


def coverage(selection: Selection) -> Prose:
    """Say what was compared, what was left apart, and where there is nothing to compare."""
    rows = per_user(selection)
    absent = rows.loc[rows["difference_gbp_per_user"].isna(), "label"]
    said = [
        *_counts(selection),
        f"{sentences.capital(sentences.counted(selection.apart, 'more is', 'more are'))} left apart, because VAT is "
        "included or not known, or another unit of volume is counted.",
    ]
    if selection.spanning:
        spread = sentences.counted(selection.spanning, "more covers", "more cover")
        said.append(f"{sentences.capital(spread)} an old package area in two regions and belong to neither.")
    if len(absent):
        said.append(f"Nothing can be compared for {sentences.listed(_plain(absent, selection.by))}.")
    return Prose((" ".join(said),))


def _counts(selection: Selection) -> list[str]:
    contracts = selection.contracts
    organisations = contracts["organisation"].str.casefold().nunique()
    if 0 < organisations < MINIMUM_ORGANISATIONS and (contracts["data_status"] != "illustrative").any():
        return ["Existing contracts of fewer than five organisations stand on the same basis; they are withheld."]
    without = int(contracts[["value_gbp", "volume_users"]].isna().any(axis="columns").sum())
    return [
        f"{sentences.capital(sentences.counted(len(contracts), 'existing contract'))} of "
        f"{sentences.counted(organisations, 'organisation')} stand on the same basis as the published figures.",
        _lacking(without),
    ]


def _lacking(contracts: int) -> str:
    if contracts == 0:
        return "Each of them has a value and a volume."
    return f"{sentences.capital(sentences.counted(contracts, 'of them lacks', 'of them lack'))} a value or a volume."


def _plain(labels: pd.Series[str], by: str) -> list[str]:
    return [label.lower() if by == "category" else label for label in labels]
