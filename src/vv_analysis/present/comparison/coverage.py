"""What was compared, what was left apart, what was done to it, and how much hangs on the price index."""

from __future__ import annotations

import pandas as pd

from vv_analysis.measure.basis.averaged_deflators import averaged_growth
from vv_analysis.present import sentences
from vv_analysis.present.comparison.cost import compares_well, difference_at, per_user, without_a_volume
from vv_analysis.present.comparison.remembered import remembered
from vv_analysis.present.comparison.selection import Selection
from vv_analysis.present.content import Prose
from vv_analysis.present.tables import Table, TableColumn

_WITHHELD = "Existing contracts of fewer than five organisations stand on the same basis; they are withheld."
_COUNTS = {
    "contracts": "Existing contracts on the same basis as the published figures",
    "organisations": "Organisations that hold them",
    "without_figures": "Of these contracts, those that lack a value or a volume",
    "with_vat": "Of these contracts, those whose value included VAT, which was taken out",
    "spread": "Of these contracts, parts of an old package area in two regions, split by residents",
    "apart": "Contracts left apart: VAT not known, or another unit of volume",
    "repeated": "Contracts left out: the same money or people are counted in another one",
    "headline": "Existing contracts behind the headline (grades A and B)",
    "compared": "Rows with a published and an existing cost per user",
    "well": "Of these rows, those that compare well (grades A and B)",
    "lines": "Published lines",
    "least": "Even growth of prices changes a difference by at least (£ per user)",
    "most": "Even growth of prices changes a difference by at most (£ per user)",
}
_OF_CONTRACTS = ("contracts", "organisations", "without_figures", "with_vat", "spread", "headline")


@remembered
def counts(selection: Selection) -> pd.DataFrame:
    """Return how many contracts were compared, changed and left out; withheld if of too few organisations."""
    contracts = selection.contracts
    with_vat = contracts["value_with_vat_gbp"].notna().sum() if "value_with_vat_gbp" in contracts else 0
    known = {
        "contracts": len(contracts),
        "organisations": contracts["organisation"].str.casefold().nunique(),
        "without_figures": contracts[["value_gbp", "volume_users"]].isna().any(axis="columns").sum(),
        "with_vat": with_vat,
        "spread": contracts["apportioned"].sum(),
        "apart": selection.apart,
        "repeated": selection.repeated,
    }
    known |= _of_rows(selection)
    hidden = set(_OF_CONTRACTS) if selection.withheld else set()
    return pd.DataFrame(
        [(name, _COUNTS[name], float("nan") if name in hidden else float(number), "c" if name in hidden else "ok")
         for name, number in known.items()],
        columns=["count", "label", "number", "status"],
    )  # fmt: skip


def _of_rows(selection: Selection) -> dict[str, float]:
    rows = per_user(selection).dropna(subset=["difference_gbp_per_user"])
    well = rows[compares_well(rows)]
    change = other_index(selection)["change"]
    found = {
        "headline": well["contracts"].sum(),
        "compared": len(rows),
        "well": len(well),
        "lines": len(selection.published),
    }
    return found if change.empty else found | {"least": change.min(), "most": change.max()}


def table(selection: Selection) -> Table:
    """Return what was compared and what was left out, counted."""
    return Table(
        f"What was compared, {selection.name}",
        counts(selection),
        (TableColumn("label", "What"), TableColumn("number", "Number", "users")),
        notes=without_a_volume(per_user(selection)),
        illustrative=selection.illustrative,
        mark="status",
    )


def words(selection: Selection) -> Prose:
    """Say what was compared, what was left apart, and where there is nothing to compare."""
    rows = per_user(selection)
    absent = rows.loc[rows["difference_gbp_per_user"].isna(), "label"]
    number = counts(selection).set_index("count")["number"]
    said = [_WITHHELD] if selection.withheld else [*_counted(number), *_done(number)]
    if selection.apart or selection.repeated:
        said.append(_left_out(number))
    if len(absent):
        said.append(_nothing_compared(absent, selection))
    return Prose((" ".join(said), *_other_index(selection)))


def _counted(number: pd.Series[float]) -> list[str]:
    contracts, organisations, without = (
        int(number[name]) for name in ("contracts", "organisations", "without_figures")
    )
    if contracts == 0:
        return ["No existing contract was sent in that stands on the same basis as the published figures."]
    said = (
        f"{sentences.capital(sentences.counted(contracts, 'existing contract stands', 'existing contracts stand'))} "
        f"on the same basis as the published figures, held by {sentences.counted(organisations, 'organisation')}."
    )
    if without == 0:
        return [said]
    return [
        said,
        f"{sentences.capital(sentences.counted(without, 'of them lacks', 'of them lack'))} a value or a volume.",
    ]


def _done(number: pd.Series[float]) -> list[str]:
    with_vat, spread, said = int(number["with_vat"]), int(number["spread"]), []
    if with_vat:
        what = sentences.counted(with_vat, "value that included it", "values that included it")
        said.append(f"VAT was taken out of {what}.")
    if spread:
        what = sentences.counted(spread, "is a part", "are parts")
        said.append(f"{sentences.capital(what)} of an old package area in two regions, split by residents.")
    return said


def _left_out(number: pd.Series[float]) -> str:
    apart, repeated = int(number["apart"]), int(number["repeated"])
    said = []
    if apart:
        said.append(
            f"{sentences.capital(sentences.counted(apart, 'more is', 'more are'))} left apart, because VAT is not "
            "known, or another unit of volume is counted."
        )
    if repeated:
        said.append(
            f"{sentences.capital(sentences.counted(repeated, 'is', 'are'))} left out, because the same money or people "
            "are counted in another contract."
        )
    return " ".join(said)


def _nothing_compared(absent: pd.Series[str], selection: Selection) -> str:
    if len(absent) == len(selection.labels):
        return f"So nothing can be compared in any of the {selection.things}."
    if len(absent) > 8:
        what = sentences.counted(len(absent), selection.things[:-1])
        return f"Nothing can be compared for {what}; the table names them."
    names = [label.lower() if selection.by == "category" else label for label in absent]
    return f"Nothing can be compared for {sentences.listed(names)}."


def _other_index(selection: Selection) -> list[str]:
    """Say what even growth of prices over the pandemic years would change (method, R2.30)."""
    change = other_index(selection)
    if change.empty:
        return []
    turned = int(change["turned"].sum())
    signs = sentences.counted(turned, "of them changes", "of them change") if turned else "none of them changes"
    low, high = (sentences.pounds(end, plus=True) for end in (change["change"].min(), change["change"].max()))
    by_how_much = low if low == high else f"{low} to {high}"
    return [
        "The price index jumped in the pandemic year 2020-21 and stood still in the next. With even growth over those "
        f"years the differences change by {by_how_much} per user. {sentences.capital(signs)} sign."
    ]


@remembered
def other_index(selection: Selection) -> pd.DataFrame:
    """Return, for each row compared, what even growth of prices would add to its difference, and whether it turns."""
    rows = per_user(selection)
    usual = rows["difference_gbp_per_user"]
    # Where nothing is compared nothing changes, whatever the index.
    other = usual if usual.isna().all() else difference_at(selection, averaged_growth())
    changed = pd.DataFrame({"label": rows["label"], "change": other - usual, "turned": other * usual < 0})
    return changed[usual.notna() & other.notna()]
