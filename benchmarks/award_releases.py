"""Made-up award releases in the three UK shapes, as JSON lines: the same bytes for the same number and seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

Json = dict[str, Any]

# Two in five processes have one release; the mean is 2.5, so 100,000 releases are some 40,000 processes.
_RELEASES_A_PROCESS = (1, 1, 2, 3, 5, 3)
_SERVICES = (
    "Accommodation Services",
    "Education, Training and Employment Services",
    "Personal Wellbeing Services",
    "Women's Services",
    "Dependency and Recovery",
    "Finance, Benefits and Debt",
)
_AREAS = ("Kent", "South Wales", "West Midlands", "Avon & Somerset", "Greater Manchester", "KSS", "Norfolk", "Cumbria")
_REGIONS = ("South East", "Wales", "West Midlands", "South West", "North West", "UKD33", "UKJ4")
_PROSE = "The provider delivers support to people on probation, in custody and through the gate. " * 4


def write(path: Path, releases: int, seed: int = 2021) -> int:
    """Write so many releases, those of one process scattered over the file; return the number of processes."""
    lots = random.Random(seed)
    made = [(process, stage) for process, stage in _plan(releases, lots)]
    lots.shuffle(made)
    with path.open("wb") as file:
        for process, stage in made:
            file.write(orjson.dumps(release(process, stage, seed)) + b"\n")
    return len({process for process, _ in made})


def _plan(releases: int, lots: random.Random) -> Iterator[tuple[int, int]]:
    process = left = 0
    for _ in range(releases):
        if not left:
            process, left, stage = process + 1, lots.choice(_RELEASES_A_PROCESS), 0
        yield process, stage
        left, stage = left - 1, stage + 1


def release(process: int, stage: int, seed: int) -> Json:
    """Return one release of a process: its first is a tender, the later ones award, contract and amend it."""
    lots = random.Random(f"{seed}/{process}")
    shape = (_contracts_finder, _old_law, _procurement_act)[process % 3]
    amount = round(lots.uniform(50_000, 5_000_000), 2)
    title = f"DF {lots.choice(_SERVICES)} for {lots.choice(_AREAS)} - {process}"
    return shape(process, stage, title, amount, lots)


def _head(ocid: str, process: int, stage: int) -> Json:
    date = f"20{15 + process % 10}-{1 + stage:02d}-{1 + process % 28:02d}T{process % 24:02d}:{stage:02d}:00Z"
    tag = ["tender"] if stage == 0 else ["award"] if stage == 1 else ["awardUpdate"]
    return {"ocid": ocid, "id": f"{ocid}-{stage}", "date": date, "tag": tag, "initiationType": "tender"}


def _tender(reference: str, title: str, amount: float, stage: int) -> Json:
    return {
        "id": reference,
        "title": title,
        "description": _PROSE,
        "status": "active" if stage == 0 else "complete",
        "classification": {"scheme": "CPV", "id": "75231240", "description": "Probation services"},
        "value": {"amount": round(amount * (1 + stage / 10), 2), "currency": "GBP"},
        "procurementMethod": "selective",
        "procurementMethodDetails": "Restricted procedure (above threshold)",
        "tenderPeriod": {"endDate": "2020-12-09T12:00:00Z"},
        "contractPeriod": {"startDate": "2021-06-26T00:00:00+01:00", "endDate": "2024-06-25T23:59:59+01:00"},
        "mainProcurementCategory": "services",
    }


def _party(place: int, name: str, role: str, number: str) -> Json:
    return {
        "id": f"GB-FTS-{place}",
        "name": name,
        "identifier": {"scheme": "GB-COH", "id": number, "legalName": name},
        "address": {
            "streetAddress": "1 High Street",
            "locality": "Leeds",
            "postalCode": "LS1 1AA",
            "countryName": "UK",
        },
        "contactPoint": {"name": "Commercial team", "telephone": "+44 113 000000"},
        "roles": [role],
    }


def _awards(process: int, stage: int, amount: float, many: int) -> Json:
    each = round(amount / many, 2)
    awards, contracts = [], []
    for place in range(1, many + 1):
        name, period = (
            f"{process}-{place}",
            {"startDate": "2021-06-26T00:00:00+01:00", "endDate": "2024-06-25T00:00:00+01:00"},
        )
        supplier = {"id": f"GB-FTS-{place}", "name": f"Charity {process % 500 + place}"}
        value = {"amount": each, "currency": "GBP"}
        award = {
            "id": name,
            "title": f"Lot {place}",
            "status": "active",
            "date": "2021-04-19T00:00:00Z",
            "value": value,
        }
        awards.append({**award, "contractPeriod": period, "relatedLots": [str(place)], "suppliers": [supplier]})
        contract = {"id": name, "awardID": name, "status": "active", "dateSigned": "2021-05-01T00:00:00Z"}
        contracts.append({**contract, "value": {**value, "amount": each + stage}, "period": period})
    return {"awards": awards} if stage == 1 else {"awards": awards, "contracts": contracts}


def _lots(many: int, amount: float) -> list[Json]:
    value = {"amount": round(amount / many, 2), "currency": "GBP"}
    return [
        {"id": str(n), "title": f"Lot {n}", "description": _PROSE[:200], "status": "active", "value": value}
        for n in range(1, many + 1)
    ]


def _items(region: str, many: int = 1) -> list[Json]:
    address = {"region": region, "countryName": "United Kingdom"}
    return [{"id": str(n), "deliveryAddresses": [address], "relatedLot": str(n)} for n in range(1, many + 1)]


def _contracts_finder(process: int, stage: int, title: str, amount: float, lots: random.Random) -> Json:
    tender = _tender(f"tender_{process}/{process + 7}", title, amount, stage)
    tender |= {"items": _items(lots.choice(_REGIONS)), "suitability": {"sme": True, "vcse": True}}
    body = {**_head(f"ocds-b5fd17-{process:012d}", process, stage), "language": "en", "tender": tender}
    parties = [
        _party(1, "Ministry of Justice", "buyer", "00000001"),
        _party(2, f"Charity {process % 500}", "supplier", f"{process:08d}"),
    ]
    body |= {"parties": parties, "buyer": {"id": "GB-FTS-1", "name": "Ministry of Justice"}}
    return body if stage == 0 else {**body, **_awards(process, stage, amount, 1)}


def _old_law(process: int, stage: int, title: str, amount: float, lots: random.Random) -> Json:
    many = lots.choice((1, 1, 2, 4))
    tender = _tender(f"prj_{process}", title, amount, stage) | {"legalBasis": {"id": "32014L0024", "scheme": "CELEX"}}
    tender |= {"lots": _lots(many, amount), "items": _items(lots.choice(_REGIONS), many)}
    body = {**_head(f"ocds-h6vhtk-0{process:06x}", process, stage), "tender": tender}
    parties = [_party(n, f"Charity {process % 500 + n}", "supplier", f"{process + n:08d}") for n in range(1, many + 1)]
    body |= {
        "parties": [_party(99, "Ministry of Justice", "buyer", "00000001"), *parties],
        "buyer": {"id": "GB-FTS-99"},
    }
    return body if stage == 0 else {**body, **_awards(process, stage, amount, many)}


def _procurement_act(process: int, stage: int, title: str, amount: float, lots: random.Random) -> Json:
    body = _head(f"ocds-h6vhtk-1{process:06x}", process, stage)
    parties = [
        _party(1, f"Charity {process % 500}", "supplier", f"{process:08d}"),
        _party(2, "GMCA", "buyer", "PXBN-3793-LCTQ"),
    ]
    body |= {"parties": parties, "buyer": {"id": "GB-FTS-2", "name": "GMCA"}}
    tender = _tender(f"ocds-h6vhtk-1{process:06x}", title, amount, stage)
    tender["value"]["amountGross"] = round(tender["value"]["amount"] * 1.2, 2)
    tender |= {"legalBasis": {"scheme": "UKPGA", "id": "2023/54"}, "aboveThreshold": True, "lots": _lots(1, amount)}
    body |= {"tender": {**tender, "items": _items(lots.choice(_REGIONS))}}
    return body if stage == 0 else {**body, **_awards(process, stage, amount, 1)}
