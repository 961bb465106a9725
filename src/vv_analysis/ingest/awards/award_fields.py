"""Read single fields of an award: value, days, supplier; say what cannot be right about them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeGuard

import pandas as pd
from pandas.api.typing import NaTType

from vv_analysis.ingest.awards.ocds import inner, objects, text
from vv_analysis.ingest.awards.ocds_documents import Json
from vv_analysis.ingest.words.moments import day_of, is_before

NO_LARGER_GBP = 1_000_000_000
SUSPICIOUSLY_LONG_YEARS = 15
VAT = 0.2

_NO_NUMBER_FROM = 1_000_000_000_000_000
_REFERENCE = re.compile(r"\bCon_ ?(\d+)\b")


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is to be said about a field: a rule, a sentence, what would be right; ``refused`` puts the value aside."""

    rule: str
    what: str
    expected: str = ""
    severity: str = "warning"


@dataclass(frozen=True, slots=True)
class Term:
    """First and last day of a contract, and the last day with all extensions; NaT where not stated."""

    start: pd.Timestamp | NaTType
    end: pd.Timestamp | NaTType
    extension_end: pd.Timestamp | NaTType


NO_TERM = Term(pd.NaT, pd.NaT, pd.NaT)


def value_doubts(value: Json) -> list[Doubt]:
    """Return what cannot be right about a stated value (formats R4.9, R4.4); nothing if nothing is stated."""
    amount, currency = stated_amount(value), value.get("currency")
    if amount is None:
        return []
    if not _is_number(amount):
        return [_refused("value-unreadable", f"the value {amount!r:.60} is no number", "a number")]
    if currency != "GBP":
        what = f"the value is in {currency!r:.20}" if currency else "the value has no currency"
        return [_refused("value-not-in-pounds", what, "GBP")]
    if amount < 0 or amount in (0, 1):
        return [_refused("value-placeholder", f"a value of {amount:,} says nothing", "the value in pounds")]
    gross = value.get("amountGross")
    if _is_number(gross) and gross < amount:
        return [_refused("value-gross-below-net", "the value with taxes is below the one without", "more")]
    if amount > NO_LARGER_GBP:
        what = f"£{amount:,.0f} is no value of one contract; it may be the ceiling of a framework"
        return [_refused("value-very-large", what, "at most £1 billion")]
    return []


def headline_doubts(tender: Json) -> list[Doubt]:
    """Return a doubt where the value of a tender seems to include VAT, because its lots add up to it without."""
    headline, lots = inner(tender, "value").get("amount"), [inner(lot, "value") for lot in objects(tender.get("lots"))]
    net = _total(lots, "amount")
    if not _is_number(headline) or net is None or not 0 < net < headline:
        return []
    gross = _total(lots, "amountGross") or net * (1 + VAT)
    # Each lot may have been rounded to the pound on its own.
    if abs(gross - headline) > len(lots):
        return []
    what = f"the value £{headline:,.2f} seems to include VAT: its lots add up to £{net:,.2f} without"
    return [Doubt("value-includes-vat", what, "values on one basis")]


def amendment_doubts(contract: Json) -> list[Doubt]:
    """Return a note where an amendment states another value than its contract, whose value is the one used."""
    own = inner(contract, "value").get("amount")
    amended = [inner(change, "value").get("amount") for change in objects(contract.get("amendments"))]
    others = [amount for amount in amended if _is_number(amount) and amount != own]
    if not others or not _is_number(own):
        return []
    what = f"an amendment states £{others[-1]:,.2f}, the contract itself £{own:,.2f}; the latter is used"
    return [Doubt("award-amended", what, severity="note")]


def stated_amount(value: Json) -> object:
    """Return the amount of a value: without taxes where both are stated; None where none is."""
    return value.get("amountGross") if value.get("amount") is None else value["amount"]


def vat_basis(value: Json) -> str:
    """Return "excluded" or "included" where the value says so by its field, else "unknown": plain OCDS does not say."""
    if not _is_number(value.get("amountGross")):
        return "unknown"
    return "included" if value.get("amount") is None else "excluded"


def term_of(period: Json) -> tuple[Term, list[Doubt]]:
    """Return the days of a period, and what cannot be right about them."""
    names = ("startDate", "endDate", "maxExtentDate")
    start, end, extension_end = (day_of(text(period, name)) for name in names)
    stated = zip(names, (start, end, extension_end), strict=True)
    doubts = [
        Doubt("day-unreadable", f"{name} {period[name]!r:.40} is no day", "a day such as 2021-06-26")
        for name, day in stated
        if period.get(name) is not None and pd.isna(day)
    ]
    term = Term(start, _end_after(start, period) if "endDate" not in period else end, extension_end)
    if is_before(term.end, term.start):
        what = f"the contract ends on {term.end:%Y-%m-%d}, before it starts on {term.start:%Y-%m-%d}"
        return NO_TERM, [*doubts, _refused("end-before-start", what, "start before end")]
    if _is_very_long(term):
        what = f"the contract runs for more than {SUSPICIOUSLY_LONG_YEARS} years"
        doubts.append(Doubt("term-very-long", what, "the term of one contract"))
    return term, doubts


def suppliers(awards: Iterable[Json], parties: object) -> tuple[str, str]:
    """Return names and numbers of the suppliers, of the awards else of the process; "" where none is named."""
    named = [supplier for award in awards for supplier in objects(award.get("suppliers"))]
    named = named or objects(parties)
    return _joined(named, "name"), _joined(named, "number")


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


def _total(values: list[Json], field: str) -> float | None:
    stated = [amount for value in values if _is_number(amount := value.get(field))]
    return sum(stated) if stated and len(stated) == len(values) else None


def _joined(organisations: list[Json], field: str) -> str:
    return "; ".join(filter(None, (text(one, field) for one in organisations)))


def _refused(rule: str, what: str, expected: str) -> Doubt:
    return Doubt(rule, what, expected, "refused")


def _is_number(value: object) -> TypeGuard[float]:
    # The comparison is also false for NaN, and safe for a whole number of a thousand digits.
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _NO_NUMBER_FROM


def _end_after(start: pd.Timestamp | NaTType, period: Json) -> pd.Timestamp | NaTType:
    """Return the last day of a period that states its first and its length in months (Procurement Act 2023)."""
    months = period.get("durationInMonths")
    if isinstance(months, bool) or not isinstance(months, int) or not 0 < months < 1200 or isinstance(start, NaTType):
        return pd.NaT
    return start + pd.DateOffset(months=months, days=-1)


def _is_very_long(term: Term) -> bool:
    if isinstance(term.start, NaTType) or isinstance(term.end, NaTType):
        return False
    latest = (term.start.year + SUSPICIOUSLY_LONG_YEARS, term.start.month, term.start.day)
    return (term.end.year, term.end.month, term.end.day) > latest
