"""How names are compared: by their words, without case or punctuation, whatever the spelling of 'and'."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

T = TypeVar("T")
_APOSTROPHES = str.maketrans(dict.fromkeys("'’‘ʼ`´", "") | {"&": " and ", "_": " "})
_WORD = re.compile(r"\w+")
_ALIKE = 75
_NEAR_THE_BEST = 10
_LONGEST_NAME = 100


def normalised(name: str) -> str:
    """Return the words of a name, lower case, single spaces, '&' written out.

    Examples
    --------
    >>> normalised("Avon & Somerset"), normalised("Dyfed-Powys"), normalised("Women’s  Services")
    ('avon and somerset', 'dyfed powys', 'womens services')
    """
    return " ".join(words_and_gaps(name)[0])


def words_and_gaps(text: str) -> tuple[list[str], list[str]]:
    """Return the words of a text as they are compared, and what stood before each of them.

    Examples
    --------
    >>> words_and_gaps("Kent, Surrey & Sussex")
    (['kent', 'surrey', 'and', 'sussex'], ['', ', ', '  ', '  '])
    """
    plain = text.casefold().translate(_APOSTROPHES)
    found = list(_WORD.finditer(plain))
    ends = [0, *(word.end() for word in found)]
    gaps = [plain[end : word.start()] for end, word in zip(ends, found, strict=False)]
    return [word.group() for word in found], gaps


class Found(NamedTuple):
    """A known phrase in a text: its first word and the word behind its last, counted from 0."""

    phrase: str
    start: int
    end: int


@dataclass(frozen=True)
class Phrases(Generic[T]):
    """Known phrases, each with what it stands for."""

    index: Mapping[str, T]
    longest: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "longest", max((phrase.count(" ") + 1 for phrase in self.index), default=0))

    def found_in(self, words: Sequence[str]) -> list[Found]:
        """Return the phrases that stand in a text as whole words, in order, none inside another.

        Two that share a word, neither inside the other, are both returned: the text may mean either.

        Examples
        --------
        >>> known = Phrases({"wales": 1, "south wales": 2, "south west": 3, "west yorkshire": 4})
        >>> [found.phrase for found in known.found_in("south wales only".split())]
        ['south wales']
        >>> [found.phrase for found in known.found_in("south west yorkshire".split())]
        ['south west', 'west yorkshire']
        """
        found: list[Found] = []
        for start in range(len(words)):
            for end in range(min(start + self.longest, len(words)), start, -1):
                phrase = " ".join(words[start:end])
                if phrase in self.index:
                    if not found or end > found[-1].end:
                        found.append(Found(phrase, start, end))
                    break
        return found


def suggestions(text: str, names: Iterable[str], *, most: int = 3) -> list[str]:
    """Return the known names most like a text, best first; for people to choose from, never to act on.

    Examples
    --------
    >>> suggestions("Yorkshre and the Humber", ["Yorkshire and the Humber", "Wales"])
    ['Yorkshire and the Humber']
    >>> suggestions("Wels", ["West Midlands", "Wales", "Kent"])
    ['Wales']
    """
    names, written = list(dict.fromkeys(names)), tuple(normalised(text[:_LONGEST_NAME]).split())
    if not written:
        return []
    likeness = {word: [fuzz.ratio(word, other) for other in written] for name in names for word in _compared(name)}
    alike = {name: _likeness(written, _compared(name), likeness) for name in names}
    enough = max(_ALIKE, max(alike.values(), default=0) - _NEAR_THE_BEST)
    best = sorted((name for name in alike if alike[name] >= enough), key=lambda name: -alike[name])
    return best[:most]


@lru_cache(maxsize=4096)
def _compared(name: str) -> tuple[str, ...]:
    return tuple(normalised(name).split())


def _likeness(written: tuple[str, ...], known: tuple[str, ...], by_word: Mapping[str, list[float]]) -> float:
    """Return how like two names are, of 100: as a whole, or word by word where one leaves words out.

    The whole weighs the beginning most (Jaro-Winkler), which is seldom what is mistyped; word by word, what was
    written counts for more than what was left out.
    """
    if not written or not known:
        return 0.0
    rows = [by_word[word] for word in known]
    of_known = sum(map(max, rows)) / len(known)
    of_written = sum(map(max, zip(*rows, strict=True))) / len(written)
    as_a_whole = 100 * JaroWinkler.similarity(" ".join(written), " ".join(known))
    return float(max(as_a_whole, 0.7 * of_written + 0.3 * of_known))


def did_you_mean(text: str, names: Iterable[str]) -> str:
    """Return a remedy that names what may have been meant, or "" if nothing is near."""
    near = suggestions(text, names)
    return f"did you mean {' or '.join(repr(name) for name in near)}?" if near else ""
