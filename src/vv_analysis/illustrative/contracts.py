"""Forty submission templates, filled with the invented existing contracts of invented organisations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

from vv_analysis.illustrative.figures import CITY_OF_LONDON, between, draw, price_gbp
from vv_analysis.illustrative.names import Organisation, organisations
from vv_analysis.present.workbook import write_template
from vv_analysis.terms import reference, vocabulary

Choice = TypeVar("Choice")

FIRST_DAY, LAST_DAY = date(2018, 4, 1), date(2021, 3, 31)
LOWEST_GBP, HIGHEST_GBP = 20_000, 600_000
# Existing contracts are mostly a little dearer than the published ones, and some are cheaper.
PRICE_AGAINST_PUBLISHED = (0.90, 1.26)
UNKNOWN_VOLUME = {
    "Plumtarn Housing & Advice": "TBC",
    "Wrenmarrow Foundation": "TBC",
    "Yewlantern Trust": "TBC",
    "Gorsewhistle Women's Centre": None,
    "Siskinthwick Employment Ltd": None,
}
# Subcontracts that are part of another organisation's contract in these files: lead provider and its reference.
PART_OF = {
    "GLIMM-2019-03": ("Emberquoit Futures", "EMBER-2019-01"),
    "HAZEL-2020-04": ("Kestrelgarth Training Ltd", "KESTR-2020-01"),
    "MOONB-2018-03": ("Larchpenny Women's Network", ""),
}

# Who pays, by role: names that are on no map, and nobody where the organisation did not say.
PAYERS = {
    "lead": (
        "Marlowfen Borough Council",
        "Harrowquill Commissioner",
        "Tidefennel Rehabilitation Company",
        "Oldwhistle Rehabilitation Company",
        "",
    ),
    "subcontractor": ("Tidefennel Rehabilitation Company", "Oldwhistle Rehabilitation Company", "Briarlantern Ltd", ""),
    "grant": ("The Saltquince Foundation", "Fernlantern Community Fund", "Marlowfen Borough Council", ""),
}

# Each entry stands as often as it is likely, out of ten.
_PERIODS = (
    *((date(2019, 4, 1), date(2020, 3, 31)),) * 4,
    (date(2018, 4, 1), date(2019, 3, 31)),
    (date(2020, 4, 1), date(2021, 3, 31)),
    (date(2019, 7, 1), date(2020, 3, 31)),
    (date(2018, 10, 1), date(2019, 9, 30)),
    (date(2018, 4, 1), date(2020, 3, 31)),
    (date(2018, 7, 1), date(2021, 3, 31)),
)
_LEVELS = ("area",) * 13 + ("region",) * 4 + ("contract-package-area",) * 3
_TIERS = ("lead",) * 3 + ("subcontractor",) * 5 + ("grant",) * 2
_VAT = ("excluded",) * 16 + ("exempt", "exempt", "unknown", "included")
_UNITS = ("service-users",) * 17 + ("referrals", "referrals", "starts")
_COHORTS = {
    "accommodation": ("all", "adult-men"),
    "finance-benefits-debt": ("all", "adult-men"),
    "education-training-employment": ("all", "adult-men", "young-adults"),
    "dependency-recovery": ("all", "adult-men"),
    "personal-wellbeing": ("adult-men", "adult-men", "adult-men", "young-adults"),
    "womens-services": ("women",),
}


def write_contracts(into: Path) -> list[Path]:
    """Write one filled template for each invented organisation.

    Parameters
    ----------
    into : Path
        The folder of raw data; the templates go into its ``contracts/illustrative``.

    Returns
    -------
    list of Path
        The files written, one an organisation.
    """
    folder = into / "contracts" / "illustrative"
    folder.mkdir(parents=True, exist_ok=True)
    return [
        write_template(folder / f"{organisation.slug}.xlsx", contract_rows(organisation), "illustrative")
        for organisation in organisations()
    ]


def contract_rows(organisation: Organisation) -> list[dict[str, object]]:
    """Return the two to eight contracts of an organisation, as rows of the template.

    Examples
    --------
    >>> from vv_analysis.illustrative.names import organisations
    >>> rows = contract_rows(organisations()[0])
    >>> 2 <= len(rows) <= 8, rows[0]["organisation"]
    (True, 'Umberquay Resettlement Trust')
    """
    count = 2 + int(7 * draw("count", organisation.name))
    rows = [_contract(organisation, number) for number in range(1, count + 1)]
    if organisation.name in UNKNOWN_VOLUME:
        rows[0]["volume"] = UNKNOWN_VOLUME[organisation.name]
    return rows


def _contract(organisation: Organisation, number: int) -> dict[str, object]:
    key = (organisation.name, number)
    category, region = _service(organisation, number - 1)
    area, priced_as = _area(region, key)
    start, end = _chosen(_PERIODS, "period", *key)
    vat = _chosen(_VAT, "vat", *key)
    reference = f"{organisation.initials}-{start.year}-{number:02d}"
    tier = _chosen(_TIERS, "tier", *key)
    return {
        "contract": reference,
        "organisation": organisation.name,
        "organisation_id": organisation.identifier or None,
        "tier": tier,
        "category": vocabulary.CATEGORIES[category],
        "area": area,
        "cohort": vocabulary.COHORTS[_chosen(_COHORTS[category], "cohort", *key)],
        "start": start,
        "end": end,
        "vat": vocabulary.VAT_BASES[vat],
        **_figures(category, priced_as, key, vat_included=vat == "included"),
        "volume_unit": vocabulary.VOLUME_UNITS[_chosen(_UNITS, "unit", *key)],
        "one_off_costs": _one_off_costs_gbp(key),
        "organisation_size": organisation.size,
        "led_by": organisation.led_by,
        **_payment(reference, tier, key),
    }


def _payment(reference: str, tier: str, key: tuple[str, int]) -> dict[str, object]:
    payer, part_of = PART_OF.get(reference, (_chosen(PAYERS[tier], "payer", *key), ""))
    return {"paid_by": payer or None, "part_of_contract": part_of or None}


def _service(organisation: Organisation, turn: int) -> tuple[str, str]:
    """Return category and region of a contract: an organisation takes each of them by turns."""
    categories, regions = organisation.categories, organisation.regions
    return categories[turn % len(categories)], regions[(turn + turn // len(categories)) % len(regions)]


def _figures(category: str, area: str, key: tuple[str, int], *, vat_included: bool) -> dict[str, object]:
    """Return value and volume of the whole period; most contracts are small, as a square of a draw is."""
    most_gbp = HIGHEST_GBP - LOWEST_GBP
    value_gbp = 100 * round((LOWEST_GBP + most_gbp * draw("value", *key) * draw("value", *key)) / 100)
    price = price_gbp(category, area) * between(*PRICE_AGAINST_PUBLISHED, "price", *key)
    net_gbp = value_gbp / 1.2 if vat_included else value_gbp
    return {"value": value_gbp, "volume": round(net_gbp / price)}


def _area(region: str, key: tuple[str, int]) -> tuple[str, str]:
    """Return an area of a region at one of three levels, and the police force area it is priced as."""
    table = reference.areas()
    inside = table[(table["region"] == region) & (table["level"] == "area") & (table["name"] != CITY_OF_LONDON)]
    chosen = inside.iloc[int(len(inside) * draw("area", *key))]
    names = {
        "area": str(chosen["name"]),
        "region": region,
        "contract-package-area": str(chosen["contract_package_area"]),
    }
    return names[_chosen(_LEVELS, "level", *key)], names["area"]


def _one_off_costs_gbp(key: tuple[str, int]) -> int | None:
    return 500 * round(between(10, 120, "one-off", *key)) if draw("has one-off", *key) < 0.08 else None


def _chosen(choices: Sequence[Choice], *key: object) -> Choice:
    return choices[int(len(choices) * draw(*key))]
