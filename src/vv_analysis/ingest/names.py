"""How names are compared: by their words, without case or punctuation, whatever the spelling of 'and'."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TypeVar

from rapidfuzz import fuzz, process

T = TypeVar("T")


def normalised(name: str) -> str:
    """Return the words of a name, lower case, single spaces, '&' written out.

    Examples
    --------
    >>> normalised("Avon & Somerset"), normalised("Dyfed-Powys"), normalised("Women’s  Services")
    ('avon and somerset', 'dyfed powys', 'womens services')
    """
    words = name.casefold().replace("&", " and ").replace("’", "").replace("'", "")
    return " ".join(re.findall(r"\w+", words))


def phrases_in(text: str, index: Mapping[str, T]) -> dict[str, T]:
    """Return the known phrases that stand in a text as whole words, longest first, none inside another.

    Examples
    --------
    >>> phrases_in("Services in South Wales (18-25)", {"wales": 1, "south wales": 2})
    {'south wales': 2}
    """
    rest = f" {normalised(text)} "
    found: dict[str, T] = {}
    for phrase in sorted(index, key=lambda known: (-len(known), known)):
        if f" {phrase} " in rest:
            found[phrase] = index[phrase]
            rest = rest.replace(f" {phrase} ", " | ")
    return found


def suggestions(text: str, names: Iterable[str], *, most: int = 3) -> list[str]:
    """Return the known names most like a text, best first; for people to choose from, never to act on.

    Examples
    --------
    >>> suggestions("Yorkshre and the Humber", ["Yorkshire and the Humber", "Wales"])
    ['Yorkshire and the Humber']
    """
    best = process.extract(text, list(names), scorer=fuzz.WRatio, processor=normalised, limit=most, score_cutoff=70)
    return [name for name, _, _ in best]


def did_you_mean(text: str, names: Iterable[str]) -> str:
    """Return a remedy that names what may have been meant, or "" if nothing is near."""
    near = suggestions(text, names)
    return f"did you mean {' or '.join(repr(name) for name in near)}?" if near else ""
