"""Take from a release what rows are made of, in a form in which releases of one process can be merged.

Every value is told where it stands (key ``place``), every supplier gets the identifier that its own release
states, because the ids of parties mean nothing outside their release, and what shares an id, or has none, is
named apart, because merging would lose all but one of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from vv_analysis.ingest.awards.ocds import inner, objects, text
from vv_analysis.ingest.awards.ocds_documents import Json

# Of every organisation the number that most people can look up (formats R4.10).
_SCHEMES = ("GB-COH", "GB-CHC", "GB-SC", "GB-NIC", "GB-PPON")
_OURS = ("named", "stated_id")
_RELEASE = ("ocid", "id", "date", "relatedProcesses")
_TENDER = ("id", "title", "status", "value", "contractPeriod", "techniques", "lots", "items")
_VALUE = ("amount", "amountGross", "currency")
_LOT = ("id", "title", "value", "techniques")
_AWARD = (*_OURS, "id", "title", "status", "value", "contractPeriod", "relatedLots")
_CONTRACT = (*_OURS, "id", "awardID", "title", "status", "value", "period", "relatedLots", "amendments")


def for_rows(body: Json) -> Json:
    """Return of a release what rows are made of; a field set to null stays, because null removes.

    Examples
    --------
    >>> for_rows({"ocid": "o-1", "language": "en", "tender": {"value": {"amount": 5}, "documents": []}})
    {'ocid': 'o-1', 'tender': {'value': {'amount': 5, 'place': '/tender/value/amount'}}}
    """
    kept = _only(body, _RELEASE)
    for name, of_section in (
        ("tender", _tender),
        ("awards", _awards),
        ("contracts", _contracts),
        ("parties", _parties),
    ):
        if name in body:
            kept[name] = None if body[name] is None else of_section(body)
    return kept


def _awards(body: Json) -> list[Json]:
    return [
        _supplied(body, award, _valued(_only(award, _AWARD), f"/awards/{place}"))
        for place, award in _named_apart(body["awards"])
    ]


def _contracts(body: Json) -> list[Json]:
    return [
        _valued(_only(contract, _CONTRACT), f"/contracts/{place}")
        for place, contract in _named_apart(body["contracts"])
    ]


def _parties(body: Json) -> list[Json]:
    return [_named(party) for party in objects(body["parties"]) if "supplier" in _roles(party)]


def _only(item: Json, names: Iterable[str]) -> Json:
    return {name: item[name] for name in names if name in item}


def _tender(body: Json) -> Json:
    tender = inner(body, "tender")
    kept = _valued(_only(tender, _TENDER), "/tender")
    if isinstance(tender.get("lots"), list):
        kept["lots"] = [_only(lot, _LOT) for _, lot in _named_apart(tender["lots"])]
    if isinstance(tender.get("items"), list):
        kept["items"] = [{"id": item["id"], "regions": _regions(item)} for _, item in _named_apart(tender["items"])]
    return kept


def _regions(item: Json) -> list[str]:
    # As a list of texts a later release replaces them; addresses, which have no ids, would be added to each other.
    return [region for place in objects(item.get("deliveryAddresses")) if (region := text(place, "region"))]


def _valued(item: Json, pointer: str) -> Json:
    value = item.get("value")
    if not isinstance(value, dict):
        return item
    field = next((name for name in ("amount", "amountGross") if value.get(name) is not None), "")
    place = {"place": f"{pointer}/value/{field}"} if field else {}
    return {**item, "value": {**_only(value, _VALUE), **place}}


def _named_apart(items: Any) -> list[tuple[int, Json]]:
    """Return the objects of a list with their places, each with an id of its own; ``named`` says why it is made up."""
    apart: list[tuple[int, Json]] = []
    used: set[str] = set()
    for place, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, dict):
            named = _apart_from(used, {name: value for name, value in item.items() if name not in _OURS})
            used.add(str(named["id"]))
            apart.append((place, named))
    return apart


def _apart_from(used: set[str], item: Json) -> Json:
    name = item.get("id")
    stated = isinstance(name, str | int) and not isinstance(name, bool)
    if stated and str(name) not in used:
        return item
    # The same in every release, so that a later release still amends what an earlier one said.
    start, count = (f"{name} " if stated else ""), 2 if stated else 1
    while f"{start}({count})" in used:
        count += 1
    made = {**item, "id": f"{start}({count})", "named": "repeated" if stated else "missing"}
    return {**made, "stated_id": str(name)} if stated else made


def _supplied(body: Json, stated: Json, award: Json) -> Json:
    if "suppliers" in stated:
        award["suppliers"] = [_supplier(one, body) for one in objects(stated["suppliers"])]
    return award


def _supplier(supplier: Json, body: Json) -> Json:
    """Return name and number of a supplier: its own number, else that of its party in the same release."""
    known = supplier.get("id")
    party = next((one for one in objects(body.get("parties")) if known is not None and one.get("id") == known), {})
    number = _number(supplier) or _number(party)
    own = text(supplier, "id")
    if not number and own.startswith(tuple(f"{scheme}-" for scheme in _SCHEMES)):
        number = own
    return {"name": text(supplier, "name") or text(party, "name"), "number": number}


def _roles(party: Json) -> list[Any]:
    roles = party.get("roles")
    return roles if isinstance(roles, list) else [roles]


def _named(party: Json) -> Json:
    return {"name": text(party, "name"), "number": _number(party)}


def _number(organisation: Json) -> str:
    """Return scheme and number of an organisation, of several the one that most people can look up."""
    stated = [inner(organisation, "identifier"), *objects(organisation.get("additionalIdentifiers"))]
    known = [(text(one, "scheme"), text(one, "id")) for one in stated]
    whole = [(scheme, number) for scheme, number in known if scheme and number]
    ranked = sorted(whole, key=lambda one: _SCHEMES.index(one[0]) if one[0] in _SCHEMES else len(_SCHEMES))
    return f"{ranked[0][0]}-{ranked[0][1]}" if ranked else ""
