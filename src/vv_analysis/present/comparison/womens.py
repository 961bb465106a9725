"""Women's services have questions of their own: their share on one scope, and how it moved with the total."""

from __future__ import annotations

import pandas as pd

from vv_analysis.ingest.intake.processed import Processed
from vv_analysis.present import figures, sentences
from vv_analysis.present.comparison.selection import Selection, edition_name, of_nation, rows_of
from vv_analysis.present.content import Heading, Points, Prose, Section
from vv_analysis.present.tables import Table, TableColumn
from vv_analysis.settings import Comparison
from vv_analysis.terms.vocabulary import WOMENS_SERVICES

_CLOSE_PERCENT = 0.05


def section(data: Processed, comparison: Comparison, category: str) -> Section:
    """Return the section of the women's services page; nothing for other services."""
    if category != WOMENS_SERVICES:
        return Section()
    everything = of_nation(data, comparison, by="region")
    shares = by_region(everything)
    if shares["share_after_percent"].isna().all():
        return Section((Heading("The women's share, like for like"), Prose(("No edition states enough values.",))))
    return Section(
        (
            Heading("The women's share, like for like"),
            words(everything, shares),
            chart(everything, shares).picture(),
            table(everything, shares).grid(),
            Heading("What to ask about women's services", 3),
            questions(shares),
        )
    )


def by_region(everything: Selection) -> pd.DataFrame:
    """Return the women's share of the value of all six services in both editions, in per cent; the total last."""
    sides = {
        side: _shares(lines[lines["year"] == everything.steady_year])
        for side, lines in (("before", everything.earlier), ("after", everything.published))
    }
    rows = pd.DataFrame({"region": [*rows_of("region"), "All regions"]})
    for side, shares in sides.items():
        rows = rows.merge(shares.rename(columns={"share": f"share_{side}_percent", "women": f"women_{side}_gbp"}),
                          how="left", on="region")  # fmt: skip
    points = rows["share_after_percent"] - rows["share_before_percent"]
    return rows.assign(label=rows["region"], change_points=points)


def _shares(lines: pd.DataFrame) -> pd.DataFrame:
    # A line without a value would lower one side of the share and not the other.
    known = lines.dropna(subset=["value_gbp"])
    women = known[known["category"] == WOMENS_SERVICES].groupby("region")["value_gbp"].sum()
    whole = known.groupby("region")["value_gbp"].sum()
    women["All regions"], whole["All regions"] = women.sum(), whole.sum()
    shares = 100 * women / whole.where(whole > 0)
    return pd.DataFrame({"region": whole.index, "share": shares.reindex(whole.index).to_numpy(),
                         "women": women.reindex(whole.index).to_numpy()})  # fmt: skip


def words(everything: Selection, shares: pd.DataFrame) -> Prose:
    """Say what share women's services have in both editions, on the scope of all six services."""
    total = shares.iloc[-1]
    before, after = edition_name(everything.earlier), edition_name(everything.published)
    return Prose(
        (
            f"On one scope, all six services in {everything.steady_year}, women's services have "
            f"{sentences.percent(total['share_after_percent'])} of the published value in {after}. In {before} it was "
            f"{sentences.percent(total['share_before_percent'])}. A share of all six services and a share of some of "
            "them answer different questions.",
        )
    )


def chart(everything: Selection, shares: pd.DataFrame) -> figures.Chart:
    """Draw the share of each region in both editions."""
    regions = shares.iloc[:-1].dropna(subset=["share_after_percent"])
    lower = int((regions["change_points"] < -_CLOSE_PERCENT).sum())
    before, after = edition_name(everything.earlier), edition_name(everything.published)
    low, high = (sentences.percent(end) for end in _ends(regions["share_after_percent"]))
    told = figures.Told(
        f"The women's share is lower than in {before} in {sentences.out_of(lower, len(regions), 'regions')}",
        f"Women's services as a share of the published value of all six services, {everything.steady_year}",
        f"Paired marks of the women's share by region. In {after} it runs from {low} to {high}.",
        everything.illustrative,
    )
    return figures.dumbbells(
        regions,
        told,
        label=TableColumn("label", "Region"),
        before=TableColumn("share_before_percent", f"{before} (%)", "percent"),
        after=TableColumn("share_after_percent", f"{after} (%)", "percent"),
        form="percent",
    )


def _ends(values: pd.Series[float]) -> tuple[float, float]:
    return float(values.min()), float(values.max())


def table(everything: Selection, shares: pd.DataFrame) -> Table:
    """Return the shares with the money behind them."""
    before, after = edition_name(everything.earlier), edition_name(everything.published)
    return Table(
        f"Women's services as a share of all six services, by region, {before} and {after}, {everything.steady_year}",
        shares,
        (
            TableColumn("label", "Region"),
            TableColumn("women_before_gbp", f"Women's services, {before} (£)", "pounds"),
            TableColumn("women_after_gbp", f"Women's services, {after} (£)", "pounds"),
            TableColumn("share_before_percent", f"Share, {before} (%)", "percent"),
            TableColumn("share_after_percent", f"Share, {after} (%)", "percent"),
            TableColumn("change_points", "Change (percentage points)", "points"),
        ),
        notes=("Shares of the lines that state a value. Values as published, in cash.",),
        illustrative=everything.illustrative,
    )


def questions(shares: pd.DataFrame) -> Points:
    """Return what to ask about women's services, with figures."""
    total = shares.iloc[-1]
    return Points(
        (
            f"Is {sentences.percent(total['share_after_percent'])} of the value the share of need, and by which count "
            "of women?",
            "Is the volume one of women referred, women who start, or places in a women's centre?",
            "May a women's centre that is also paid by a council or a police and crime commissioner count a woman for "
            "each of them?",
        )
    )
