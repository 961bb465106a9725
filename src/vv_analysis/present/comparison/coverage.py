"""What was compared, what was left apart, what was done to it, and how much hangs on the price index."""

from __future__ import annotations

import pandas as pd

from vv_analysis.measure.basis.averaged_deflators import averaged_growth
from vv_analysis.measure.disclosure import MINIMUM_ORGANISATIONS
from vv_analysis.present import sentences
from vv_analysis.present.comparison.cost import per_user
from vv_analysis.present.comparison.selection import Selection
from vv_analysis.present.page import Prose


def words(selection: Selection) -> Prose:
    """Say what was compared, what was left apart, and where there is nothing to compare."""
    rows = per_user(selection)
    absent = rows.loc[rows["difference_gbp_per_user"].isna(), "label"]
    said = [*_counts(selection), *_done(selection), *_left_out(selection)]
    if len(absent):
        said.append(f"Nothing can be compared for {sentences.listed(_plain(absent, selection.by))}.")
    return Prose((" ".join(said), *_other_index(selection, rows)))


def _counts(selection: Selection) -> list[str]:
    contracts = selection.contracts
    organisations = contracts["organisation"].str.casefold().nunique()
    if _confidential(selection):
        return ["Existing contracts of fewer than five organisations stand on the same basis; they are withheld."]
    without = int(contracts[["value_gbp", "volume_users"]].isna().any(axis="columns").sum())
    return [
        f"{sentences.capital(sentences.counted(len(contracts), 'existing contract'))} of "
        f"{sentences.counted(organisations, 'organisation')} stand on the same basis as the published figures.",
        _lacking(without),
    ]


def _confidential(selection: Selection) -> bool:
    contracts = selection.contracts
    organisations = contracts["organisation"].str.casefold().nunique()
    return bool(0 < organisations < MINIMUM_ORGANISATIONS and (contracts["data_status"] != "illustrative").any())


def _lacking(contracts: int) -> str:
    if contracts == 0:
        return "Each of them has a value and a volume."
    return f"{sentences.capital(sentences.counted(contracts, 'of them lacks', 'of them lack'))} a value or a volume."


def _done(selection: Selection) -> list[str]:
    contracts = selection.contracts
    with_vat = int(contracts["value_with_vat_gbp"].notna().sum()) if "value_with_vat_gbp" in contracts else 0
    spread = int(contracts["apportioned"].sum())
    if _confidential(selection) or not (with_vat or spread):
        return []
    said = []
    if with_vat:
        said.append(
            f"VAT was taken out of {sentences.counted(with_vat, 'value that included it', 'that included it')}."
        )
    if spread:
        what = sentences.counted(spread, "is a part", "are parts")
        said.append(f"{sentences.capital(what)} of an old package area in two regions, split by residents.")
    return said


def _left_out(selection: Selection) -> list[str]:
    apart = sentences.capital(sentences.counted(selection.apart, "more is", "more are"))
    said = [f"{apart} left apart, because VAT is not known, or another unit of volume is counted."]
    if selection.repeated:
        said.append(
            f"{sentences.capital(sentences.counted(selection.repeated, 'is', 'are'))} left out, because the same money "
            "or people are counted in another contract."
        )
    return said


def _other_index(selection: Selection, rows: pd.DataFrame) -> list[str]:
    """Say what even growth of prices over the pandemic years would change (method, R2.30)."""
    other = per_user(selection, deflators=averaged_growth())
    compared = rows["difference_gbp_per_user"].notna() & other["difference_gbp_per_user"].notna()
    if not compared.any():
        return []
    change = (other["difference_gbp_per_user"] - rows["difference_gbp_per_user"])[compared]
    turned = int((other["difference_gbp_per_user"] * rows["difference_gbp_per_user"] < 0)[compared].sum())
    signs = sentences.counted(turned, "of them changes", "of them change") if turned else "none of them changes"
    low, high = (sentences.pounds(end, plus=True) for end in (change.min(), change.max()))
    by_how_much = low if low == high else f"{low} to {high}"
    return [
        "The price index jumped in the pandemic year 2020-21 and stood still in the next. With even growth from "
        f"2019-20 to 2022-23 the differences change by {by_how_much} per user. {sentences.capital(signs)} sign."
    ]


def _plain(labels: pd.Series[str], by: str) -> list[str]:
    return [label.lower() if by == "category" else label for label in labels]
