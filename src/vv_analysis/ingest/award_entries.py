"""Find the contracts of one process: by contract, else by award, else the tender as a whole."""

from __future__ import annotations

from dataclasses import dataclass

from vv_analysis.ingest.ocds import identified, inner, objects, text
from vv_analysis.ingest.ocds_files import Json


@dataclass(frozen=True, slots=True)
class Entry:
    """One contract of a process: where its value, its days and its suppliers are stated."""

    body: Json
    value: Json
    period: Json
    awards: list[Json]


def entries_of(body: Json) -> list[Entry]:
    """Return the contracts, else the awards, where any states a value; else the tender as one contract."""
    tender, all_awards = inner(body, "tender"), objects(body.get("awards"))
    contracts = objects(body.get("contracts"))
    if any(inner(contract, "value") for contract in contracts):
        return [_of_contract(contract, all_awards, tender, alone=len(contracts) == 1) for contract in contracts]
    if any(inner(award, "value") for award in all_awards):
        return [
            Entry(award, inner(award, "value"), _period(tender, inner(award, "contractPeriod")), [award])
            for award in all_awards
        ]
    stated = [inner(one, "period") for one in contracts] + [inner(one, "contractPeriod") for one in all_awards]
    return [Entry(tender, inner(tender, "value"), _period(tender, *stated[:1]), all_awards)]


def _of_contract(contract: Json, all_awards: list[Json], tender: Json, *, alone: bool) -> Entry:
    mine = [award for award in all_awards if "id" in award and award["id"] == contract.get("awardID")]
    mine = mine or (all_awards if alone or len(all_awards) == 1 else [])
    periods = (inner(contract, "period"), *(inner(award, "contractPeriod") for award in mine))
    return Entry(contract, inner(contract, "value"), _period(tender, *periods), mine)


def _period(tender: Json, *stated: Json) -> Json:
    return next((period for period in stated if period), inner(tender, "contractPeriod"))


def name_of(place: int, entries: list[Entry]) -> str:
    """Return what tells one contract of a process from the others: its id, where no two share one."""
    body = entries[place].body
    # Ids repeat inside one release (method R4.6); the place then tells the contracts apart.
    if not identified([entry.body for entry in entries]):
        return str(place + 1)
    return text(body, "id") or str(body["id"])
