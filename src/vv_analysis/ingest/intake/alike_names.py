"""Names that may be one organisation are suggested, with a score, for people to decide; never acted on."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from rapidfuzz import fuzz, process

from vv_analysis.ingest.intake.inputs import Input
from vv_analysis.ingest.intake.organisations import COLUMNS, FILE, NAME_COLUMNS, Decisions, names_by_row
from vv_analysis.ingest.words.names import normalised
from vv_analysis.terms.findings import Finding, quoted
from vv_analysis.terms.provenance import Source

LOWEST_SCORE = 88
CERTAIN = 100
_LEGAL = {"ltd", "limited", "uk", "cic", "cio", "plc", "llp", "co", "company"}
_LEGAL_PHRASES = ("community interest company", "charitable incorporated organisation")
_LONGEST_COMPARED = 100
_ROWS_AT_ONCE = 1_000


@dataclass(slots=True)
class Named:
    """An organisation's name: where it stands first, under which numbers, and whether it stands in the open."""

    name: str
    where: str = ""
    open: bool = False
    numbers: set[str] = field(default_factory=set)


class Pair(NamedTuple):
    """Two names that may be one organisation: their places in the list, how alike of 100, and why."""

    first: int
    second: int
    score: int
    reason: str


class Suggestion(NamedTuple):
    """A finding, and whether it is about contracts handed over in confidence."""

    finding: Finding
    confidential: bool


def suggestions(inputs: Iterable[Input], decisions: Decisions) -> list[Suggestion]:
    """Return the names that may be one organisation, each with the one most like it.

    Two names are passed by if each was decided to stand for itself. Invented names are compared among themselves:
    they are nobody's. A suggestion is confidential unless both names stand in the open.
    """
    return [
        _suggestion(names[pair.first], names[pair.second], pair)
        for names in _named(inputs)
        for pair in pairs_in(names, {name for name, decision in decisions.items() if decision.name == name})
    ]


def core(name: str) -> str:
    """Return the words of a name without its legal form.

    Examples
    --------
    >>> core("Women's Work (Derbyshire) Ltd"), core("The Forward Trust"), core("COMMUNITY LED INITIATIVES C.I.C.")
    ('womens work derbyshire', 'forward trust', 'community led initiatives')
    """
    text = normalised(name[:_LONGEST_COMPARED].replace(".", ""))
    for phrase in _LEGAL_PHRASES:
        text = text.removesuffix(phrase).strip()
    words = text.split()
    start = 1 if words[:1] == ["the"] else 0
    end = len(words)
    while end > start and words[end - 1] in _LEGAL:
        end -= 1
    return " ".join(words[start:end]) or text


def pairs_in(names: list[Named], own: set[str]) -> list[Pair]:
    """Return each pair of names that may be one organisation, in order; `own` names stand for themselves.

    Notes
    -----
    Every name is paired at most once for each reason, with the name most like it, so that a thousand spellings
    of one name give a thousand suggestions and not half a million.
    """
    cores = [core(one.name) for one in names]
    best: dict[tuple[int, int], Pair] = {}
    for pair in (
        *_sharing((one.numbers for one in names), "both stand with the number {}"),
        *_sharing(({text.replace(" ", "")} - {""} for text in cores), "the same words but for the legal form"),
        *_spelled_alike(cores),
        *_one_begins_other(cores),
    ):
        decided = names[pair.first].name in own and names[pair.second].name in own
        key = (min(pair[:2]), max(pair[:2]))
        if not decided and (key not in best or pair.score > best[key].score):
            best[key] = pair
    return [Pair(*key, best[key].score, best[key].reason) for key in sorted(best)]


def _sharing(marks: Iterable[set[str]], reason: str) -> Iterator[Pair]:
    """Yield each name that shares a mark with an earlier one, and the first that has it."""
    first: dict[str, int] = {}
    for place, of_name in enumerate(marks):
        for mark in sorted(of_name):
            if first.setdefault(mark, place) != place:
                yield Pair(first[mark], place, CERTAIN, reason.format(mark))


def _spelled_alike(cores: list[str]) -> Iterator[Pair]:
    words = [" ".join(sorted(text.split())) for text in cores]
    for start in range(0, len(words), _ROWS_AT_ONCE):
        rows = np.arange(start, min(start + _ROWS_AT_ONCE, len(words)))
        scores = process.cdist(
            [words[row] for row in rows], words, scorer=fuzz.ratio, score_cutoff=LOWEST_SCORE, dtype=np.uint8
        )
        scores[rows - start, rows] = 0
        nearest = scores.argmax(axis=1)
        for row, other in zip(rows, nearest, strict=True):
            score = int(scores[row - start, other])
            if score and words[row]:
                yield Pair(int(row), int(other), score, "spelled alike")


def _one_begins_other(cores: list[str]) -> Iterator[Pair]:
    places: dict[str, int] = {}
    for place, text in enumerate(cores):
        places.setdefault(text, place)
    for place, text in enumerate(cores):
        words = text.split()
        beginnings = (" ".join(words[:count]) for count in range(len(words) - 1, 0, -1))
        shorter = next((beginning for beginning in beginnings if beginning in places), None)
        if shorter:
            yield Pair(places[shorter], place, round(fuzz.WRatio(shorter, text)), "one name begins with the other")


def _named(inputs: Iterable[Input]) -> list[list[Named]]:
    """Return the real names and the invented ones, each once and in the order met."""
    found: dict[bool, dict[str, Named]] = defaultdict(dict)
    for item in inputs:
        in_the_open = not item.is_confidential
        for name, where, number, invented in _distinct(item):
            one = found[invented].setdefault(name, Named(name))
            if not one.where or (in_the_open and not one.open):
                one.where, one.open = where, in_the_open
            one.numbers |= {number} - {""}
    return [list(found[invented].values()) for invented in (False, True)]


def _distinct(item: Input) -> list[tuple[str, str, str, bool]]:
    rows = names_by_row(item)
    if not rows:
        return []
    columns = ["value_source", f"{NAME_COLUMNS[item.kind]}_id", "data_status"]
    facts = zip(*(item.reading.frame[name].tolist() for name in columns), strict=True)
    distinct: dict[tuple[str, str, bool], None] = {}
    first: dict[str, str] = {}
    for names, (where, number, status) in zip(rows, facts, strict=True):
        # Where several suppliers share an award, which number is whose is not said.
        alone = _number(number) if len(names) == 1 else ""
        for name in names:
            first.setdefault(name, where)
            distinct[name, alone, status == "illustrative"] = None
    return [(name, first[name], number, made_up) for name, number, made_up in distinct if name]


def _number(text: str) -> str:
    # "GB-COH-01234567" and "1234567" are one: a spreadsheet drops the noughts, a register adds its scheme.
    number = re.sub(r"[\W_]+", "", text.rpartition("-")[2]).casefold().lstrip("0")
    return number if any(sign.isdigit() for sign in number) else ""


def _suggestion(first: Named, second: Named, pair: Pair) -> Suggestion:
    what = (
        f"{quoted(first.name)} and {quoted(second.name)} ({second.where}) may be one organisation: score "
        f"{pair.score} of 100, {pair.reason}"
    )
    remedy = (
        f"if they are one, say so in a row of {FILE} ({', '.join(COLUMNS)}); "
        "if they are two, give each a row with its name in both 'from' and 'to'"
    )
    file = Source.parse(first.where).file
    finding = Finding(file, first.where, "name-perhaps-same", "note", what, "", remedy)
    return Suggestion(finding, not (first.open and second.open))
