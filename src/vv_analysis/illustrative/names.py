"""Forty organisations that do not exist, with place names that are on no map."""

from __future__ import annotations

import re
from dataclasses import dataclass

from vv_analysis.illustrative.figures import draw
from vv_analysis.terms import reference

WOMEN = "women"
MINORITISED = "racially minoritised people"
LIVED = "people with lived experience"
NONE = "none of these"

# Name, size, by and for whom it is led, lots it works in.
_TABLE = (
    ("Umberquay Resettlement Trust", "medium", NONE, "1 4"),
    ("Plumtarn Housing & Advice", "medium", NONE, "1 2.1"),
    ("Gorsewhistle Women's Centre", "small", WOMEN, "5"),
    ("The Merrowfold Project", "small", NONE, "4"),
    ("Thrushlock Works CIC", "small", LIVED, "2.2 4"),
    ("Kestrelgarth Training Ltd", "large", NONE, "2.2"),
    ("Duskwaterby Recovery", "medium", LIVED, "3"),
    ("Larchpenny Women's Network", "micro", WOMEN, "5"),
    ("Fennelgate Families", "small", NONE, "4 5"),
    ("Hobbinfold Debt Advice", "small", NONE, "2.1"),
    ("Wrenmarrow Foundation", "large", NONE, "1 3 4"),
    ("Ambergillow Mentors", "micro", MINORITISED, "4"),
    ("Cindermossy Bridge", "small", MINORITISED, "4 2.2"),
    ("Dapplecrossing Homes", "large", NONE, "1"),
    ("Elderwhin Women Together", "small", WOMEN, "5 4"),
    ("St Quillow’s Hostel Trust", "medium", NONE, "1"),
    ("Glimmerfordby Skills", "medium", NONE, "2.2 2.1"),
    ("Hazelquoit Futures CIC", "micro", LIVED, "2.2"),
    ("Juniperstowick Alliance", "super-major", NONE, "3 4 2.2"),
    ("Knapwhistle Money Matters", "micro", NONE, "2.1"),
    ("Lapwingholt Partnership", "large", NONE, "4 1 2.1"),
    ("Moonbarrowby Women's Space", "small", WOMEN, "5"),
    ("Nightjarley Recovery & Hope", "medium", LIVED, "3 4"),
    ("Otterquill Rehabilitation", "super-major", NONE, "4 2.2 1"),
    ("Pebblewhin Start Again", "small", LIVED, "1 2.2"),
    ("Quincemarrow Trust", "medium", NONE, "3"),
    ("Rushlanternby House", "small", NONE, "1 3"),
    ("Siskinthwick Employment Ltd", "medium", NONE, "2.2"),
    ("Tansyquay Citizens' Support", "medium", NONE, "2.1 4"),
    ("Umbelfinch Young Adults", "small", MINORITISED, "4"),
    ("Vetchpenny Women's Hub", "medium", WOMEN, "5 2.1"),
    ("Wagtailby Wellbeing", "small", NONE, "4"),
    ("Yewlantern Trust", "large", NONE, "4 3 5"),
    ("Zinnibeckle Community CIC", "micro", MINORITISED, "4 2.1"),
    ("Applethorpenny Women", "micro", WOMEN, "5"),
    ("Brackenquill Society", "large", NONE, "1 2.1 4"),
    ("Cobblemarsh & Fenwhistle Trust", "medium", NONE, "3 1"),
    ("Dewlarkby Fathers and Families", "micro", MINORITISED, "4"),
    ("Emberquoit Futures", "small", LIVED, "2.2 3"),
    ("Foxglimmer Women's Services", "large", WOMEN, "5 4"),
)
_WITHOUT_NUMBER = ("Ambergillow Mentors", "Applethorpenny Women", "Pebblewhin Start Again")


@dataclass(frozen=True, slots=True)
class Organisation:
    """An invented organisation; `identifier` is no charity number and cannot be mistaken for one."""

    name: str
    identifier: str
    size: str
    led_by: str
    categories: tuple[str, ...]
    regions: tuple[str, ...]

    @property
    def slug(self) -> str:
        """The name as a file is called after it.

        Examples
        --------
        >>> Organisation("Gorsewhistle Women's Centre", "", "small", "women", (), ()).slug
        'gorsewhistle-womens-centre'
        """
        return re.sub(r"[^a-z0-9]+", "-", re.sub(r"['’]", "", self.name.lower())).strip("-")

    @property
    def initials(self) -> str:
        """The first five letters of its place, as its references begin."""
        return re.sub(r"^(?:The|St) ", "", self.name)[:5].upper()


def organisations() -> list[Organisation]:
    """Return the forty organisations, each at home in one region and at work in one or two more.

    Examples
    --------
    >>> organisations()[0].name, len(organisations())
    ('Umberquay Resettlement Trust', 40)
    """
    return [_organisation(number, *row) for number, row in enumerate(_TABLE)]


def _organisation(number: int, name: str, size: str, led_by: str, lots: str) -> Organisation:
    category = reference.categories().set_index("lot")["category"]
    identifier = "" if name in _WITHOUT_NUMBER else f"ILLUSTRATIVE-{number + 1:02d}"
    categories = tuple(str(category[lot]) for lot in lots.split())
    return Organisation(name, identifier, size, led_by, categories, _regions(number, name, size))


def _regions(number: int, name: str, size: str) -> tuple[str, ...]:
    regions = reference.regions()
    further = {"micro": 0, "small": 2, "medium": 3, "large": 4, "super-major": 6}[size]
    strides = (0, *(1 + int(11 * draw("region", name, step)) for step in range(further)))
    return tuple(dict.fromkeys(regions[(number + stride) % len(regions)] for stride in strides))
