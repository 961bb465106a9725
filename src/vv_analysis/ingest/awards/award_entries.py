"""Find the contracts of one process: by contract, else by award, else the tender as a whole."""

from __future__ import annotations

from dataclasses import dataclass

from vv_analysis.ingest.awards.award_lots import lots_of, lots_of_tender
from vv_analysis.ingest.awards.ocds import inner, objects, text
from vv_analysis.ingest.awards.ocds_documents import Json


@dataclass(frozen=True, slots=True)
class Entry:
    """One contract of a process: where its value, its days, its suppliers and its lots are stated.

    `is_tender` where nothing but the tender states it; `framework_only` where only a framework states days.
    """

    body: Json
    value: Json
    period: Json
    awards: list[Json]
    lots: tuple[str, ...]
    is_tender: bool = False
    framework_only: bool = False


def entries_of(body: Json) -> list[Entry]:
    """Return the contracts, else the awards, where any states a value; else the tender as one contract."""
    awards = objects(body.get("awards"))
    contracts = objects(body.get("contracts"))
    if any(inner(contract, "value") for contract in contracts):
        return [_of_contract(contract, awards, body, alone=len(contracts) == 1) for contract in contracts]
    if any(inner(award, "value") for award in awards):
        return [_entry(award, body, [award], [inner(award, "contractPeriod")]) for award in awards]
    stated = [inner(one, "period") for one in contracts] + [inner(one, "contractPeriod") for one in awards]
    return [_entry(inner(body, "tender"), body, awards, stated[:1], is_tender=True)]


def _of_contract(contract: Json, all_awards: list[Json], body: Json, *, alone: bool) -> Entry:
    named = str(contract.get("awardID", ""))
    mine = [award for award in all_awards if named and named == str(award.get("stated_id", award.get("id", "")))]
    mine = mine or (all_awards if alone or len(all_awards) == 1 else [])
    periods = [inner(contract, "period"), *(inner(award, "contractPeriod") for award in mine)]
    return _entry(contract, body, mine, periods)


def _entry(item: Json, body: Json, awards: list[Json], periods: list[Json], *, is_tender: bool = False) -> Entry:
    tender = inner(body, "tender")
    of_tender = inner(tender, "contractPeriod")
    period = next((period for period in periods if period), {})
    of_framework = not period and _sets_up_framework(body)
    return Entry(
        item,
        inner(item, "value"),
        period or ({} if of_framework else of_tender),
        awards,
        lots_of_tender(tender) if is_tender else _related_lots(item, awards),
        is_tender,
        of_framework and bool(of_tender or _framework_period(tender)),
    )


def _related_lots(item: Json, awards: list[Json]) -> tuple[str, ...]:
    return lots_of(name for one in (item, *awards) for name in _list(one.get("relatedLots")))


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _sets_up_framework(body: Json) -> bool:
    """Return whether a process sets up a framework; one that calls off from a framework has a term of its own."""
    related = [_list(process.get("relationship")) for process in objects(body.get("relatedProcesses"))]
    techniques = _techniques(inner(body, "tender"))
    is_framework = any(
        one.get("hasFrameworkAgreement") is True or inner(one, "frameworkAgreement") for one in techniques
    )
    return is_framework and not any("framework" in relationship for relationship in related)


def _techniques(tender: Json) -> list[Json]:
    return [inner(one, "techniques") for one in (tender, *objects(tender.get("lots")))]


def _framework_period(tender: Json) -> bool:
    return any(inner(inner(one, "frameworkAgreement"), "period") for one in _techniques(tender))


def name_of(place: int, entries: list[Entry]) -> str:
    """Return what tells one contract of a process from the others: its id, where each states one of its own."""
    # Ids repeat inside one release (formats R4.6); the place then tells the contracts apart.
    if any("named" in entry.body for entry in entries):
        return str(place + 1)
    return text(entries[place].body, "id") or str(entries[place].body["id"])
