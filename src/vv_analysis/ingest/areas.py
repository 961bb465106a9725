"""Find the area, region or contract package area that a text names, and the people it is for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from vv_analysis.errors import AreaError
from vv_analysis.ingest.names import did_you_mean, normalised, phrases_in
from vv_analysis.terms import reference, vocabulary
from vv_analysis.terms.findings import quoted

# A name that stands for ground at several levels means the first of these, unless a level is asked for.
_LEVEL_ORDER = ("region", "area", "contract-package-area", "nation")
_LEVEL_WORDS = (
    ("region", re.compile(r" (?:probation )?region$")),
    ("area", re.compile(r" (?:police force area|pcc area|police|constabulary)$")),
    ("contract-package-area", re.compile(r" (?:contract package area|cpa|crc)$")),
)
_COHORT_WORDS = (
    ("young-adults", r"\b18 ?(?:-|–|to) ?25\b|\byoung adults?\b"),
    ("women", r"\bwom[ae]n(?:['’]?s)?\b|\bfemales?\b"),
    ("adult-men", r"\bm[ae]n(?:['’]?s)?\b|\bmales?\b"),
    ("all", r"\beveryone\b|\ball (?:eligible|cohorts|service users)\b"),
)


@dataclass(frozen=True, slots=True)
class Area:
    """A piece of ground: code, name and level as in ``areas.csv``; `region` is empty where it spans two."""

    code: str
    name: str
    level: str
    region: str


def find_area(text: str, level: str | None = None) -> Area:
    """Return the area that a text names, in any spelling of the record.

    Parameters
    ----------
    text : str
        A name, or a title that holds exactly one.
    level : {"region", "area", "contract-package-area", "nation"}, optional
        Which kind of ground is meant; by default a name that is both region and area is the region.

    Raises
    ------
    AreaError
        No area is named, or two that are not one inside the other; the message suggests near names.

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
    index = _index()
    whole, stated = _without_level(normalised(text))
    found = {whole: index[whole]} if whole in index else phrases_in(text, index)
    candidates = [area for areas in found.values() if (area := _at_level(areas, level or stated))]
    return _the_one(text, candidates)


def _without_level(words: str) -> tuple[str, str | None]:
    """Return a name without the words that say its level, and that level: "kent police" is kent, an area."""
    for level, pattern in _LEVEL_WORDS:
        if pattern.search(words):
            return pattern.sub("", words), level
    return words, None


def levels_named(text: str) -> frozenset[str]:
    """Return the levels at which a name is known: one, several for a name such as West Midlands, or none.

    Examples
    --------
    >>> sorted(levels_named("Kent")), sorted(levels_named("West Midlands"))
    (['area'], ['area', 'region'])
    """
    whole, stated = _without_level(normalised(text))
    levels = frozenset(area.level for area in _index().get(whole, ()))
    return levels & {stated} if stated else levels


def find_cohort(text: str) -> str:
    """Return the code of the people a text names, or "not-stated".

    Examples
    --------
    >>> find_cohort("Personal Wellbeing Services in South Wales (18-25)"), find_cohort("Women's services")
    ('young-adults', 'women')
    """
    return next((code for code, words in _COHORT_WORDS if re.search(words, text, re.IGNORECASE)), "not-stated")


@cache
def _index() -> dict[str, tuple[Area, ...]]:
    rows = reference.areas()[["code", "name", "level", "region"]].itertuples(index=False)
    areas = [Area(*row) for row in rows]
    index: dict[str, tuple[Area, ...]] = {}
    for area in areas:
        index[normalised(area.name)] = (*index.get(normalised(area.name), ()), area)
    for spelling in reference.area_spellings().itertuples(index=False):
        meant = tuple(area for area in areas if (area.name, area.level) == (spelling.name, spelling.level))
        key = normalised(str(spelling.spelling))
        index[key] = (*meant, *index.get(key, ()))
    return index


def _at_level(areas: tuple[Area, ...], level: str | None) -> Area | None:
    wanted = _LEVEL_ORDER if level is None else (level,)
    return next((area for name in wanted for area in areas if area.level == name), None)


def _the_one(text: str, candidates: list[Area]) -> Area | None:
    """Choose the smallest ground where one candidate lies inside the other; never between two apart."""
    if not candidates:
        return None
    smallest = max(candidates, key=lambda area: _LEVEL_ORDER.index(area.level) if area.level != "nation" else -1)
    apart = [area for area in candidates if area != smallest and not _contains(area, smallest)]
    if apart:
        names = " and ".join(sorted(repr(area.name) for area in {smallest, *apart}))
        raise AreaError(
            f"{quoted(text)} names two areas, {names}", expected="one area", remedy="split the row, or name one"
        )
    return smallest


def _contains(outer: Area, inner: Area) -> bool:
    return outer.level == "nation" or (outer.level == "region" and inner.region == outer.name)


def _unknown(text: str, level: str | None) -> AreaError:
    table = reference.areas()
    names = table["name"] if level is None else table.loc[table["level"] == level, "name"]
    kind = vocabulary.AREA_LEVELS[level] if level else "police force area, probation region or contract package area"
    near = did_you_mean(text, names) if text.strip() else "name one"
    return AreaError(
        f"{quoted(text)} is no area that is known" if text.strip() else "no area is named",
        expected=f"a {kind}",
        remedy=near or "correct it, or add the spelling to data/raw/reference/area_spellings.csv",
    )
