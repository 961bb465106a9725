"""Read single fields of an award: value, days, supplier, area; say what cannot be right about them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd
from pandas.api.typing import NaTType

from vv_analysis.errors import AreaError
from vv_analysis.ingest.areas import Area, find_area, find_area_in
from vv_analysis.ingest.ocds import day_of, inner, is_before, objects, text
from vv_analysis.ingest.ocds_files import Json

NOWHERE = Area("", "", "not-stated", "")
# Statistical regions on the same ground as a probation region of that name. "South East" and "North West"
# are not: the one holds parts of two probation regions, the other holds Greater Manchester as well.
SAME_GROUND = ("London", "North East", "South West", "Wales", "West Midlands", "Yorkshire and the Humber")
SUSPICIOUSLY_LARGE_GBP = 1_000_000_000
NO_LARGER_GBP = 1_000_000_000_000
SUSPICIOUSLY_LONG_YEARS = 15

_LOT_IN_TITLE = re.compile(r"\blot (\d+)\b", re.IGNORECASE)
_REFERENCE = re.compile(r"\bCon_ ?(\d+)\b")


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is wrong with a field: a rule, a sentence, what to do; whether the value is still used."""

    rule: str
    what: str
    expected: str = ""
    refuses_value: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """First and last day of a contract, and the last day with all extensions; NaT where not stated."""

    start: pd.Timestamp | NaTType
    end: pd.Timestamp | NaTType
    extension_end: pd.Timestamp | NaTType


NO_TERM = Term(pd.NaT, pd.NaT, pd.NaT)


def value_doubts(value: Json) -> list[Doubt]:
    """Return what cannot be right about a stated value (method R4.9, R4.4); nothing if nothing is stated."""
    amount, gross, currency = value.get("amount"), value.get("amountGross"), value.get("currency")
    if amount is None:
        return []
    if not _is_number(amount):
        return [Doubt("value-unreadable", f"the value {amount!r:.60} is no number", "a number", True)]
    if currency != "GBP":
        what = f"the value is in {currency!r:.20}" if currency else "the value has no currency"
        return [Doubt("value-not-in-pounds", what, "GBP", True)]
    if amount < 0 or amount in (0, 1):
        return [Doubt("value-placeholder", f"a value of {amount:,} says nothing", "the value in pounds", True)]
    if _is_number(gross) and gross < amount:
        return [Doubt("value-gross-below-net", "the value with taxes is below the one without", "more", True)]
    if amount > SUSPICIOUSLY_LARGE_GBP:
        return [Doubt("value-very-large", f"£{amount:,.0f} may be the ceiling of a framework", "one contract")]
    return []


def vat_basis(value: Json) -> str:
    """Return "excluded" where the value with taxes stands beside it, else "unknown": OCDS does not say."""
    return "excluded" if _is_number(value.get("amountGross")) and _is_number(value.get("amount")) else "unknown"


def term_of(period: Json) -> tuple[Term, list[Doubt]]:
    """Return the days of a period, and what cannot be right about them."""
    names = ("startDate", "endDate", "maxExtentDate")
    term = Term(*(day_of(text(period, name)) for name in names))
    stated = zip(names, (term.start, term.end, term.extension_end), strict=True)
    doubts = [
        Doubt("day-unreadable", f"{name} {period[name]!r:.40} is no day", "a day such as 2021-06-26")
        for name, day in stated
        if period.get(name) is not None and pd.isna(day)
    ]
    if is_before(term.end, term.start):
        what = f"the contract ends on {term.end:%Y-%m-%d}, before it starts on {term.start:%Y-%m-%d}"
        return NO_TERM, [
            *doubts,
            Doubt("end-before-start", what, "start before end", True),
        ]
    if is_before(term.start + pd.DateOffset(years=SUSPICIOUSLY_LONG_YEARS), term.end):
        what = f"the contract runs for more than {SUSPICIOUSLY_LONG_YEARS} years"
        doubts.append(Doubt("term-very-long", what, "the term of one contract"))
    return term, doubts


def area_of(title: str, tender: Json) -> tuple[Area, list[Doubt]]:
    """Return the area a notice names in its title, else the one region it delivers to; never a guess."""
    if _names_one_of_several_lots(title, tender):
        what = "the title names one lot, the notice has others; its value may cover all of them"
        return NOWHERE, [Doubt("title-names-one-lot", what, "a notice of one lot")]
    try:
        area = find_area_in(title) or _delivery_region(tender)
    except AreaError as error:
        return NOWHERE, [Doubt("area-not-stated", error.what, error.expected)]
    if area is None:
        what = f"{title!r:.120} names no area" if title else "there is no title that names an area"
        return NOWHERE, [Doubt("area-not-stated", what, "an area")]
    return area, []


def suppliers(awards: Iterable[Json], parties: object) -> tuple[str, str]:
    """Return the names and the numbers of the suppliers, joined by a semicolon; empty where none is named."""
    named = [supplier for award in awards for supplier in objects(award.get("suppliers"))]
    numbers = [text(supplier, "number") for supplier in named]
    if not named:
        named = [party for party in objects(parties) if "supplier" in _roles(party)]
        numbers = [_party_number(party) for party in named]
    return "; ".join(filter(None, (text(one, "name") for one in named))), "; ".join(filter(None, numbers))


def reference_of(title: str, tender: Json, ocid: str) -> str:
    """Return the buyer's reference of a contract, else the OCID.

    Find a Tender gives the buyer's reference as the id of the tender; that of Contracts Finder is its own.

    Examples
    --------
    >>> reference_of("Con_ 25304 Leicestershire Health Trainers", {}, "ocds-h6vhtk-058795")
    'Con_25304'
    >>> reference_of("Accommodation", {"id": "tender_263828/969056"}, "ocds-b5fd17-1")
    'ocds-b5fd17-1'
    """
    found, own = _REFERENCE.search(title), text(tender, "id")
    if found:
        return f"Con_{found[1]}"
    return own if own and not own.startswith(("tender_", "ocds-")) else ocid


def _is_number(value: object) -> bool:
    # The comparison is also false for NaN, and safe for a whole number of a thousand digits.
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < NO_LARGER_GBP


def _names_one_of_several_lots(title: str, tender: Json) -> bool:
    named = _LOT_IN_TITLE.search(title)
    return named is not None and any(text(lot, "id") not in ("", named[1]) for lot in objects(tender.get("lots")))


def _delivery_region(tender: Json) -> Area | None:
    regions = {
        text(address, "region")
        for item in objects(tender.get("items"))
        for address in objects(item.get("deliveryAddresses"))
    }
    same = regions.issubset(SAME_GROUND) and len(regions) == 1
    return find_area(regions.pop(), level="region") if same else None


def _roles(party: Json) -> list[object]:
    roles = party.get("roles")
    return roles if isinstance(roles, list) else []


def _party_number(party: Json) -> str:
    identifier = inner(party, "identifier")
    scheme, number = text(identifier, "scheme"), text(identifier, "id")
    return f"{scheme}-{number}" if scheme and number else ""
