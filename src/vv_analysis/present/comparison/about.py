"""What a reader must know of a report before its figures: what is compared, on which basis, and how alike it is."""

from __future__ import annotations

from collections import Counter

from vv_analysis.present import sentences
from vv_analysis.present.comparison.cost import per_user
from vv_analysis.present.comparison.selection import Selection, edition_name
from vv_analysis.present.content import Facts
from vv_analysis.terms.vocabulary import DATA_STATUSES, VAT_BASES, VOLUME_UNITS


def facts(selection: Selection) -> Facts:
    """Return what is compared and on which basis (presentation R5.20)."""
    published = selection.published if len(selection.published) else selection.earlier
    first = published.iloc[0] if len(published) else None
    pairs = [
        ("Published figures", f"{edition_name(selection.published)}, compared with {edition_name(selection.earlier)}"),
        ("Existing contracts", _contracts(selection)),
        ("How comparable", _grades(selection)),
        ("Prices", f"Costs per user in {selection.prices} prices (GDP deflator); values as published, in cash"),
    ]
    if first is not None:
        pairs += [
            (
                "VAT and volume",
                f"Published {VAT_BASES[first['vat']]}; volume counts {VOLUME_UNITS[first['volume_unit']]}",
            ),
            ("Data status", sentences.capital(DATA_STATUSES[first["data_status"]])),
        ]
    pairs.append(("Questions and corrections", "To whoever sent you this report; its figures lead back to their cells"))
    return Facts(tuple(pairs))


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
