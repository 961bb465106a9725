"""What a reader must know of a report before its figures: what is compared, on which basis, and how alike it is."""

from __future__ import annotations

from collections import Counter

from vv_analysis.present import sentences
from vv_analysis.present.comparison.cost import per_user
from vv_analysis.present.comparison.selection import Selection, edition_name
from vv_analysis.present.content import Facts
from vv_analysis.present.standing import standing
from vv_analysis.terms.vocabulary import DATA_STATUSES, VAT_BASES, VOLUME_UNITS

_WEIGHTING = "Old package areas in two regions are split by residents; nothing else is weighted"


def facts(selection: Selection) -> Facts:
    """Return what is compared and on which basis (presentation R5.20)."""
    published = selection.published if len(selection.published) else selection.earlier
    first = published.iloc[0] if len(published) else None
    pairs = [
        (
            "Compared",
            f"{edition_name(selection.published)} with {edition_name(selection.earlier)} and existing contracts",
        ),
        ("Existing contracts", _contracts(selection)),
        ("How comparable", _grades(selection)),
        ("Prices", f"Costs per user in {selection.prices} prices (GDP deflator); values as published, in cash"),
    ]
    if first is not None:
        pairs += [
            ("VAT", sentences.capital(VAT_BASES[first["vat"]])),
            ("Volume counts", sentences.capital(VOLUME_UNITS[first["volume_unit"]])),
            ("Data status", sentences.capital(DATA_STATUSES[first["data_status"]])),
        ]
    return Facts((*pairs, *standing(_source(selection), published["published_on"].max(), _WEIGHTING)))


def _source(selection: Selection) -> str:
    return f"Values and volumes of {edition_name(selection.earlier)} and {edition_name(selection.published)}"


def _contracts(selection: Selection) -> str:
    contracts = selection.contracts
    organisations = contracts["organisation"].str.casefold().nunique()
    if contracts.empty:
        return "None on the same basis"
    if organisations < 5:
        return "Of fewer than 5 organisations"
    return f"{len(contracts)} of {organisations} organisations"


def _grades(selection: Selection) -> str:
    grades = Counter(grade for grade in per_user(selection)["grade"] if grade)
    said = [f"{grade}: {sentences.counted(number, selection.things[:-1])}" for grade, number in sorted(grades.items())]
    return f"Grades {', '.join(said)} (A like with like, E hardly)" if said else "Nothing can be compared"
