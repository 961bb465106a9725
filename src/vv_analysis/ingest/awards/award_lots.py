"""Read which lots a notice means, however they are strung together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from vv_analysis.ingest.awards.ocds import objects, text
from vv_analysis.ingest.awards.ocds_documents import Json

_NUMBER = r"\d{1,2}(?:\.\d{1,2})?"
_BETWEEN = r"\s*(?:,\s*and\b|,\s*&|,|;|\band\b|&|\bto\b|-|–)\s*"
_SEVERAL = rf"{_NUMBER}(?:{_BETWEEN}{_NUMBER})*"
_LOTS = re.compile(rf"\s*(?:lots?\b\s*)?({_SEVERAL})\s*", re.IGNORECASE)
_LOTS_IN_TITLE = re.compile(rf"\blots?\s+({_SEVERAL})(?![\w.]*\w)", re.IGNORECASE)
_PART = re.compile(rf"({_NUMBER})(?:\s*(?:\bto\b|-|–)\s*({_NUMBER}))?", re.IGNORECASE)


def lots_named(name: str) -> tuple[str, ...]:
    """Return the lots that an id or a text names; what is no list of numbers is the name of one lot.

    Examples
    --------
    >>> lots_named("1, 2 and 3"), lots_named("1-3"), lots_named("Lots 2.1 and 2.2"), lots_named("LOT-0001")
    (('1', '2', '3'), ('1', '2', '3'), ('2.1', '2.2'), ('LOT-0001',))
    """
    several = _LOTS.fullmatch(name)
    if several is None:
        return (name.strip(),) if name.strip() else ()
    return tuple(dict.fromkeys(lot for part in _PART.finditer(several[1]) for lot in _from_to(part[1], part[2])))


def lots_in_title(title: str) -> tuple[str, ...]:
    """Return the lots that a title names.

    Examples
    --------
    >>> lots_in_title("Re-Run South West (Lots 2 and 3)"), lots_in_title("Accommodation for Kent")
    (('2', '3'), ())
    """
    found = _LOTS_IN_TITLE.search(title)
    return lots_named(found[1]) if found else ()


def lots_of(names: Iterable[object]) -> tuple[str, ...]:
    """Return the lots that a list of ids names, each once.

    Examples
    --------
    >>> lots_of(["1", "2 and 3", 3, None])
    ('1', '2', '3')
    """
    stated = (str(name) for name in names if isinstance(name, str | int) and not isinstance(name, bool))
    return tuple(dict.fromkeys(lot for name in stated for lot in lots_named(name)))


def lots_of_tender(tender: Json) -> tuple[str, ...]:
    """Return the lots of a tender."""
    return lots_of(lot.get("id") for lot in objects(tender.get("lots")))


def title_of_lot(tender: Json, lot: str) -> str:
    """Return the title of one lot of a tender; empty where it has none."""
    return next((text(one, "title") for one in objects(tender.get("lots")) if str(one.get("id")) == lot), "")


def _from_to(first: str, last: str | None) -> Iterator[str]:
    start, end = first.split("."), (last or first).split(".")
    if start[:-1] != end[:-1] or int(end[-1]) <= int(start[-1]):
        yield from (first, *([last] if last else []))
        return
    yield from (".".join((*start[:-1], str(number))) for number in range(int(start[-1]), int(end[-1]) + 1))
