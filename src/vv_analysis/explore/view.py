"""How a finding is shown: the chart, the table with the same figures, and the sentences beside them."""

from __future__ import annotations

import csv
import io
from collections.abc import Hashable
from typing import Any

import pandas as pd

from vv_analysis.explore.choices import ALL_SERVICES
from vv_analysis.explore.findings import Finding
from vv_analysis.measure.comparison.comparability import GRADES
from vv_analysis.present import figures, sentences
from vv_analysis.present.content import ILLUSTRATIVE, Grid
from vv_analysis.present.tables import Table, TableColumn

HARDLY_COMPARED = GRADES[-2:]


def chart_of(found: Finding) -> figures.Chart | None:
    """Draw the published cost per user of each row, and that of existing contracts where they can be compared.

    Rows graded D or E show the published side alone; nothing is drawn if no row has a published cost per user.
    """
    rows = _drawn(found)
    if rows.empty:
        return None
    told = figures.Told(_title(found, rows), subtitle(found), _alt(found, rows), found.illustrative)
    return figures.dumbbells(
        rows,
        told,
        label=TableColumn("label", found.things[:-1].capitalize()),
        before=TableColumn("existing_cost_per_user_gbp", "Existing contracts (£ per user)", "pounds"),
        after=TableColumn("published_cost_per_user_gbp", f"Published, {found.edition} (£ per user)", "pounds"),
    )


def _drawn(found: Finding) -> pd.DataFrame:
    rows = found.figures.dropna(subset=["published_cost_per_user_gbp"])
    can_be_compared = ~rows["grade"].isin(HARDLY_COMPARED)
    compared = ("existing_cost_per_user_gbp", "difference_gbp_per_user")
    return rows.assign(**{name: rows[name].where(can_be_compared) for name in compared})


def subtitle(found: Finding) -> str:
    """Return measure, ground, period and basis, as they are said."""
    choice = found.choice
    return f"Cost per user, {choice.name}, {found.edition} edition for {choice.year}, {choice.basis}"


def _title(found: Finding, rows: pd.DataFrame) -> str:
    differences = rows["difference_gbp_per_user"].dropna()
    if differences.empty:
        published = rows["published_cost_per_user_gbp"]
        costs = list(dict.fromkeys(map(sentences.pounds, (published.min(), published.max()))))
        between = f"lies between {' and '.join(costs)}" if len(costs) > 1 else f"is {costs[0]}"
        return f"Published cost per user {between}; no existing contract is shown beside it"
    if len(differences) == 1:
        only = rows.loc[differences.index[0]]
        told = sentences.compared(only["published_cost_per_user_gbp"], only["existing_cost_per_user_gbp"])
        return f"Published cost per user is {told} in existing contracts in {only['label']}, all that can be compared"
    lower = sentences.out_of(int((differences < 0).sum()), len(differences), found.things)
    return f"Published cost per user is lower than in existing contracts in {lower} compared"


def _alt(found: Finding, rows: pd.DataFrame) -> str:
    said = "; ".join(_said(row) for row in rows.to_dict("records"))
    return f"Paired marks of cost per user, {found.choice.name}, existing then published. {said}."


def _said(row: dict[Hashable, Any]) -> str:
    existing = row["existing_cost_per_user_gbp"]
    before = "none shown" if pd.isna(existing) else sentences.pounds(existing)
    return f"{row['label']}: {before}, {sentences.pounds(row['published_cost_per_user_gbp'])}"


def table_of(found: Finding) -> Table:
    """Return the figures of a finding as a table, those that can hardly be compared with their grade."""
    return Table(
        f"{subtitle(found)}: published and existing contracts",
        found.figures,
        (
            TableColumn("label", found.things[:-1].capitalize()),
            TableColumn("published_users", "Published users", "users"),
            TableColumn("published_cost_per_user_gbp", "Published cost per user (£)", "pounds"),
            TableColumn("contracts", "Existing contracts used", "count"),
            TableColumn("existing_cost_per_user_gbp", "Existing cost per user (£)", "pounds"),
            TableColumn("difference_gbp_per_user", "Published minus existing (£ per user)", "pounds change"),
            TableColumn("grade", "Grade"),
        ),
        notes=_notes(found),
        illustrative=found.illustrative,
        mark="status",
    )


def _notes(found: Finding) -> tuple[str, ...]:
    notes = ["Cost per user is the sum of values over the sum of volumes, of rows that have both, at twelve months."]
    if found.figures["existing_cost_per_user_gbp"].notna().any():
        notes.append("Grade: A compares like with like, E hardly at all; D and E are not drawn in the chart.")
        if not found.choice.prices:
            notes.append(
                "Prices are those of each period: existing contracts are older than what is published, so part of the "
                "difference is inflation. Choose a year of prices to take it out."
            )
        if not found.choice.category:
            notes.append(f"{ALL_SERVICES} together: part of the difference is that the mix of services differs.")
    return tuple(notes)


def words_of(found: Finding) -> str:
    """Return how much is shown and how much is not, or that there is nothing to show."""
    choice = found.choice
    if found.figures.empty:
        when = f" for {choice.year}" if choice.year else ""
        return f"Nothing to show: the edition {found.edition} publishes nothing{when} for {choice.name}."
    published = sentences.counted(found.lines, "published line")
    existing = sentences.counted(found.contracts, "existing contract")
    said = [f"Shown: {published} ({found.edition}, {choice.year}) and {existing}.", *_left_out(found)]
    if found.figures["published_cost_per_user_gbp"].isna().all():
        said.append("There is no chart: no row has a published cost per user.")
    return " ".join(said)


def _left_out(found: Finding) -> list[str]:
    said = []
    if found.withheld:
        rows = sentences.counted(found.withheld, found.things[:-1])
        said.append(f"Existing contracts are withheld in {rows}: fewer than five organisations stand behind them.")
    if found.undivided:
        contracts = sentences.counted(found.undivided, "contract")
        said.append(f"Not shown: {contracts} for ground larger than an area, which no one has split.")
    if found.apart:
        contracts = sentences.counted(found.apart, "contract")
        said.append(f"Not shown: {contracts} of another or an unknown VAT, period or unit of volume.")
    if found.other_kind:
        contracts = sentences.counted(found.other_kind, "contract")
        kinds = "real figures beside invented ones" if found.illustrative else "invented figures beside real ones"
        said.append(f"Not shown: {contracts}, which would set {kinds}.")
    return said


def tabbed(found: Finding) -> str:
    r"""Return the table as a spreadsheet takes it from the clipboard: its caption, then cells with tabs between."""
    grid = table_of(found).grid()
    caption = f"{grid.caption} ({ILLUSTRATIVE})" if grid.illustrative else grid.caption
    return "\n".join([caption, *("\t".join(row) for row in _plain_rows(grid))])


def _plain_rows(grid: Grid) -> list[list[str]]:
    # The table for programs guards what a spreadsheet would take for a formula, and marks what is missing.
    heads, *rows = csv.reader(io.StringIO(grid.csv()))
    numeric = {place for place, head in enumerate(grid.heads) if head.numeric}
    whole = [[cell.removesuffix(".0") if place in numeric else cell for place, cell in enumerate(row)] for row in rows]
    return [heads, *whole]
