"""The names of areas: what each stands for, and which of them stand in a text.

A name may stand for ground at several levels: West Midlands is a region and a police force area. What stands
beside a name may say which ("police", "region", "CRC"), or that only a part of it is meant ("North Kent").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from vv_analysis.errors import AreaError
from vv_analysis.ingest.words.names import Found, Phrases, normalised, words_and_gaps
from vv_analysis.terms import reference, vocabulary
from vv_analysis.terms.findings import quoted

_LEVEL_BEHIND = (
    ("region", re.compile(r"(?:probation )?region\b")),
    ("area", re.compile(r"(?:police (?:force area|area|force|and crime commissioner)|police|o?pcc|constabulary)\b")),
    ("contract-package-area", re.compile(r"(?:contract package area|cpa|crc|community rehabilitation company)\b")),
)
_LEVEL_BEFORE = (
    ("region", re.compile(r"\bregion(?: of)?$")),
    ("area", re.compile(r"\b(?:police and crime commissioner|o?pcc|police force area)(?: for| of)?(?: the)?$")),
    ("contract-package-area", re.compile(r"\b(?:contract package area|cpa)(?: of)?$")),
)
_FURTHEST_LEVEL_WORD = 6
_LONGEST_TEXT = 1_000
_PART_WORD = re.compile(r"(?:north|south|east|west)(?:ern)?|central|mid|inner|outer|upper|lower")
_OLD_GROUND = frozenset({"nps", "division", "divisions"})
# What may stand beside "and" without being a place.
_PLAIN_WORD = re.compile(
    r"the|in|for|of|lots?|services?|support|contracts?|provision|programmes?|projects?|pathways?|custody|community"
    r"|probation|prisons?|wom[ae]ns?|m[ae]ns?|adults?|young|people|users|other|all|wellbeing|recovery|police"
    r"|rehabilitation|[0-9].*"
)


@dataclass(frozen=True, slots=True)
class Area:
    """A piece of ground: code, name and level as in ``areas.csv``; `region` is empty where it spans two."""

    code: str
    name: str
    level: str
    region: str


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a text: what it may stand for, the level said beside it ("" if none), and its place."""

    areas: tuple[Area, ...]
    level: str
    place: Found
    is_alone: bool


@dataclass(frozen=True, slots=True)
class _Meaning:
    areas: tuple[Area, ...] = ()
    only_alone: bool = False
    part_of: str = ""


@dataclass(frozen=True, slots=True)
class _Text:
    words: list[str]
    gaps: list[str]
    found: list[Found]

    def holds(self, word: int) -> bool:
        """Tell whether a word is part of a name that was found."""
        return any(found.start <= word < found.end for found in self.found)

    def free(self, word: int) -> str:
        """Return a word that is part of no name that was found; "" where there is none."""
        return self.words[word] if 0 <= word < len(self.words) and not self.holds(word) else ""


def names_in(text: str) -> list[Named]:
    """Return the areas that stand in a text, in order.

    Raises
    ------
    AreaError
        A part of an area is named, or ground of before 2021 that is none of ours.

    Examples
    --------
    >>> [(named.areas[0].name, named.level) for named in names_in("West Midlands PCC")]
    [('West Midlands', 'area')]
    """
    if len(text) > _LONGEST_TEXT:
        raise _unclear(text, f"it is longer than {_LONGEST_TEXT:,} signs")
    words, gaps = words_and_gaps(text)
    read = _Text(words, gaps, _phrases().found_in(words))
    index = _phrases().index
    named = []
    for found in read.found:
        meaning, (level, alone) = index[found.phrase], _level_beside(read, found)
        if meaning.only_alone and not alone:
            continue
        if meaning.part_of:
            raise _unclear(text, f"{quoted(_shown(found.phrase))} is a part of {quoted(meaning.part_of)}")
        _refuse_parts(text, read, found)
        named.append(Named(meaning.areas, level, found, alone))
    return named


def areas_called(name: str) -> tuple[Area, ...]:
    """Return what a name stands for, at every level it is known at; nothing if it is not a name alone."""
    try:
        named = names_in(name)
    except AreaError:
        return ()
    if len(named) != 1 or not named[0].is_alone:
        return ()
    return tuple(area for area in named[0].areas if named[0].level in {"", area.level})


def listed(text: str, first: Found, second: Found) -> bool:
    """Tell whether two names stand in a list, joined by "and": both are then meant, even if one lies in the other."""
    words, gaps = words_and_gaps(text)
    between = [word for word in words[first.end : second.start] if word != "the"]
    return between == ["and"] or (not between and "+" in gaps[second.start])


def gap_between(text: str, first: Found, second: Found) -> str:
    """Return the signs between two names, words left out."""
    return "".join(words_and_gaps(text)[1][first.end : second.start + 1])


def _level_beside(text: _Text, found: Found) -> tuple[str, bool]:
    """Return the level said beside a name, and whether nothing else stands in the text."""
    before = " ".join(text.words[max(found.start - _FURTHEST_LEVEL_WORD, 0) : found.start])
    behind = " ".join(text.words[found.end : found.end + _FURTHEST_LEVEL_WORD])
    says_behind = next(((level, hit) for level, words in _LEVEL_BEHIND if (hit := words.match(behind))), None)
    says_before = next(((level, hit) for level, words in _LEVEL_BEFORE if (hit := words.search(before))), None)
    used = [hit.group().count(" ") + 1 for _, hit in filter(None, (says_behind, says_before))]
    others = len(text.words) - (found.end - found.start) - sum(used) - (text.words[:1] == ["the"])
    return (says_behind or says_before or ("", None))[0], others <= 0


def _refuse_parts(text: str, read: _Text, found: Found) -> None:
    whole = quoted(_shown(found.phrase))
    if _OLD_GROUND & set(read.words):
        raise _unclear(text, "divisions of the National Probation Service (2014 to 2020) stood on other ground")
    beside = next((word for at in (found.start - 1, found.end) if _PART_WORD.fullmatch(word := read.free(at))), "")
    if beside:
        raise _unclear(text, f"{quoted(beside)} beside {whole} makes it a part, or another place")
    for other in (_joined_before(read, found), _joined_behind(read, found)):
        if other and not _PLAIN_WORD.fullmatch(other):
            raise _unclear(text, f"{quoted(other)} is joined to {whole} and is no area that is known")


def _joined_before(read: _Text, found: Found) -> str:
    return read.free(found.start - 2) if read.free(found.start - 1) == "and" else ""


def _joined_behind(read: _Text, found: Found) -> str:
    if read.free(found.end) != "and":
        return ""
    return read.free(found.end + 1) if read.free(found.end + 1) != "the" else read.free(found.end + 2)


def _shown(phrase: str) -> str:
    return phrase.title().replace(" And ", " and ").replace(" Of ", " of ").replace(" The ", " the ")


def _unclear(text: str, why: str) -> AreaError:
    return AreaError(
        f"{quoted(text)} is no area that is known: {why}",
        expected=f"a {vocabulary.AREA_LEVELS['area']}, a {vocabulary.AREA_LEVELS['region']} or a contract package area",
        remedy="name the whole area, or add the spelling to data/raw/reference/area_spellings.csv",
    )


@cache
def _phrases() -> Phrases[_Meaning]:
    rows = reference.areas()[["code", "name", "level", "region"]].itertuples(index=False)
    areas = [Area(*row) for row in rows]
    index: dict[str, _Meaning] = {}
    for area in areas:
        for key in (normalised(area.name), normalised(area.code)):
            index[key] = _Meaning((*index.get(key, _Meaning()).areas, area))
    for row in reference.area_spellings().itertuples(index=False):
        key = normalised(str(row.spelling))
        if str(row.stands) == "part":
            index[key] = _Meaning(part_of=str(row.name))
            continue
        meant = tuple(area for area in areas if (area.name, area.level) == (row.name, row.level))
        index[key] = _Meaning((*meant, *index.get(key, _Meaning()).areas), only_alone=str(row.stands) == "alone")
    return Phrases(index)
