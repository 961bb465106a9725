"""Find the area, region or contract package area that a text names, and the people it is for."""

from __future__ import annotations

import re
from functools import cache
from itertools import combinations

from vv_analysis.errors import AreaError
from vv_analysis.ingest.words.area_names import Area, Named, areas_called, gap_between, listed, names_in
from vv_analysis.ingest.words.names import did_you_mean
from vv_analysis.terms import reference, vocabulary
from vv_analysis.terms.findings import quoted

__all__ = ["Area", "find_area", "find_area_in", "find_cohort", "levels_named"]

# A name that stands for ground at several levels means the first of these, unless a level is asked for.
_LEVEL_ORDER = ("region", "area", "contract-package-area", "nation")
_YOUNG = re.compile(r"(?<![0-9])18\s?(?:[-‐‑‒–—―−/]|to|and)\s?25s?(?![0-9])|\byoung adults?\b", re.IGNORECASE)
_WOMEN = re.compile(r"\bwom[ae]n(?:['’]?s)?\b|\bfemales?\b", re.IGNORECASE)
_MEN = re.compile(r"(?<!isle of )\bm[ae]n(?:['’]?s)?\b|\bmales?\b", re.IGNORECASE)
_ALL = re.compile(
    r"\beveryone\b|\ball (?:eligible|cohorts|service users)\b|^\s*all\b(?!\s+(?:lots?|areas?|regions?|services?)\b)",
    re.IGNORECASE,
)


def find_area(text: str, level: str | None = None) -> Area:
    """Return the area that a text names, in any spelling of the record.

    Parameters
    ----------
    text : str
        A name, a code, or a title that holds exactly one.
    level : {"region", "area", "contract-package-area", "nation"}, optional
        Which kind of ground is meant; by default a name that is both region and area is the region.

    Raises
    ------
    AreaError
        No area is named, a part of one, or two that are not one inside the other; the message suggests near names.

    Examples
    --------
    >>> find_area("Avon & Somerset")
    Area(code='E23000036', name='Avon and Somerset', level='area', region='South West')
    >>> find_area("West Midlands").level, find_area("West Midlands", level="area").level
    ('region', 'area')
    >>> find_area("Personal Wellbeing Services in South Wales (18-25)").name
    'South Wales'
    """
    area = find_area_in(text, level)
    if area is None:
        raise _unknown(text, level)
    return area


def find_area_in(text: str, level: str | None = None) -> Area | None:
    """Return the area that a title names, or None if it names none; two areas are refused."""
    if level is not None and level not in vocabulary.AREA_LEVELS:
        raise AreaError(f"{level!r} is no level of area", expected=f"one of {', '.join(_LEVEL_ORDER)}")
    named = names_in(text)
    meant = [_meant(one, level) for one in named]
    for (first, area), (second, other) in combinations(zip(named, meant, strict=True), 2):
        if area != other and _are_two(text, first, second, area, other):
            raise _two(text, area, other)
    fitting = [area for area in meant if level in {None, area.level}]
    return max(fitting, key=_smallness, default=None)


def levels_named(text: str) -> frozenset[str]:
    """Return the levels at which a name is known: one, several for a name such as West Midlands, or none.

    Examples
    --------
    >>> sorted(levels_named("Kent")), sorted(levels_named("West Midlands"))
    (['area'], ['area', 'region'])
    """
    return frozenset(area.level for area in areas_called(text))


def find_cohort(text: str) -> str:
    """Return the code of the people a text names, or "not-stated"; men and women together are all.

    Examples
    --------
    >>> find_cohort("Personal Wellbeing Services in South Wales (18-25)"), find_cohort("Women's services")
    ('young-adults', 'women')
    >>> find_cohort("Men and women"), find_cohort("adult and young adult males")
    ('all', 'adult-men')
    """
    return _cohort_of(re.sub(r"\badult and young adult (?=m|f|w)", "", text, flags=re.IGNORECASE))


def _cohort_of(text: str) -> str:
    women, men = bool(_WOMEN.search(text)), bool(_MEN.search(text))
    if _YOUNG.search(text):
        return "young-adults"
    if women and men:
        return "all"
    if women or men:
        return "women" if women else "adult-men"
    return "all" if _ALL.search(text) else "not-stated"


def _meant(named: Named, level: str | None) -> Area:
    """Return what a name means: at the level said beside it, else at the level asked for, else at the first."""
    wanted = (named.level, level or "", *_LEVEL_ORDER)
    return next(area for name in wanted for area in named.areas if area.level == name)


def _are_two(text: str, first: Named, second: Named, area: Area, other: Area) -> bool:
    """Tell whether two names in a text mean two pieces of ground; one inside the other is one, told more closely."""
    if not (_contains(area, other) or _contains(other, area)) or listed(text, first.place, second.place):
        return True
    if second.place.start < first.place.end:
        return True  # "East of England and Wales" holds the words of both, and is neither
    # "Staffordshire - West Midlands" is an area and its region; with a comma it may be two police force areas.
    outer = first if _contains(area, other) else second
    may_be_apart = not outer.level and any(one.level == "area" for one in outer.areas)
    return may_be_apart and (outer is first or not re.search(r"[-–—(]", gap_between(text, first.place, second.place)))


def _contains(outer: Area, inner: Area) -> bool:
    if outer.level == "nation":
        return inner.level != "nation"
    return outer.level == "region" != inner.level and inner.region == outer.name


def _smallness(area: Area) -> int:
    return -1 if area.level == "nation" else _LEVEL_ORDER.index(area.level)


def _two(text: str, area: Area, other: Area) -> AreaError:
    names = " and ".join(sorted(repr(one.name) for one in {area, other}))
    what = f"{quoted(text)} names two areas, {names}"
    return AreaError(what, expected="one area", remedy="split the row, or name one")


def _unknown(text: str, level: str | None) -> AreaError:
    kind = vocabulary.AREA_LEVELS[level] if level else "police force area, probation region or contract package area"
    near = did_you_mean(text, _names(level)) if text.strip() else "name one"
    return AreaError(
        f"{quoted(text)} is no area that is known" if text.strip() else "no area is named",
        expected=f"a {kind}",
        remedy=near or "correct it, or add the spelling to data/raw/reference/area_spellings.csv",
    )


@cache
def _names(level: str | None) -> tuple[str, ...]:
    table = reference.areas()
    return tuple(table["name"] if level is None else table.loc[table["level"] == level, "name"])
