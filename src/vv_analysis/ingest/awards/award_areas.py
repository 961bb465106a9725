"""Find the area of an award in its title or in where it delivers; statistical regions are not probation regions."""

from __future__ import annotations

import re
from functools import lru_cache

from vv_analysis.errors import AreaError
from vv_analysis.ingest.awards.award_fields import Doubt
from vv_analysis.ingest.awards.award_lots import lots_in_title, lots_of_tender
from vv_analysis.ingest.awards.ocds import objects
from vv_analysis.ingest.awards.ocds_documents import Json
from vv_analysis.ingest.words.areas import Area, find_area, find_area_in
from vv_analysis.ingest.words.names import normalised
from vv_analysis.terms.findings import quoted

NOWHERE = Area("", "", "not-stated", "")
# The statistical regions (ITL 1, before that NUTS 1) by code, as the Office for National Statistics names them.
STATISTICAL = {
    "UKC": "North East", "UKD": "North West", "UKE": "Yorkshire and The Humber", "UKF": "East Midlands",
    "UKG": "West Midlands", "UKH": "East", "UKI": "London", "UKJ": "South East", "UKK": "South West",
    "UKL": "Wales", "UKM": "Scotland", "UKN": "Northern Ireland",
}  # fmt: skip
# Those on the same ground as a probation region of that name. "South East" and "North West" are not: the one
# holds parts of two probation regions, the other holds Greater Manchester as well.
SAME_GROUND = ("UKC", "UKE", "UKG", "UKI", "UKK", "UKL")

_CODE = re.compile(r"(UK[C-N])[0-9A-Z]{0,2}")
_BY_NAME = {normalised(name): code for code, name in STATISTICAL.items()} | {"east of england": "UKH"}


def area_of(title: str, tender: Json) -> tuple[Area, list[Doubt]]:
    """Return the area a notice names in its title, else the one region it delivers to; never a guess."""
    named = lots_in_title(title)
    if named and any(lot not in named for lot in lots_of_tender(tender)):
        what = "the title names one lot, the notice has others; its value may cover all of them"
        return NOWHERE, [Doubt("title-names-one-lot", what, "a notice of one lot")]
    try:
        area = _area_in(title) or _delivery_region(title, tender)
    except AreaError as error:
        return NOWHERE, [Doubt("area-not-stated", error.what, error.expected)]
    return area, []


@lru_cache(maxsize=128)
def _area_in(title: str) -> Area | None:
    return find_area_in(title)


def _delivery_region(title: str, tender: Json) -> Area:
    stated = sorted(_regions(tender))
    codes = [_BY_NAME.get(normalised(region), region) for region in stated]
    if len(codes) == 1 and codes[0] in SAME_GROUND:
        return find_area(STATISTICAL[codes[0]], level="region")
    what = f"{title!r:.120} names no area" if title else "there is no title that names an area"
    known = [region for region, code in zip(stated, codes, strict=True) if _CODE.fullmatch(code)]
    if known:
        what += f", and {' and '.join(map(quoted, known))} is ground of statistics, not of probation"
    raise AreaError(what, expected="an area")


def _regions(tender: Json) -> set[str]:
    return {region for item in objects(tender.get("items")) for region in item.get("regions", ())}
