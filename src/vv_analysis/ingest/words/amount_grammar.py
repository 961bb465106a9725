"""What a text states: one figure or two, what hedges them, and what stands around them.

A text is read once from left to right: words before, a figure, perhaps a link and a second figure, words behind.
Whatever is left over is handed back, and whoever asked refuses it; nothing is skipped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from vv_analysis.ingest.words.amount_words import AFTER, BEFORE, DASH, STATUS_LETTERS

SCALES = {
    "k": 1_000,
    "thousand": 1_000,
    "m": 1_000_000,
    "mn": 1_000_000,
    "million": 1_000_000,
    "b": 1_000_000_000,
    "bn": 1_000_000_000,
    "billion": 1_000_000_000,
}
_DIGITS = (
    r"(?!0(?:[0-9]|[, \u00a0][0-9]))"  # no nought in front: that is a code, a day, or a decimal comma
    r"(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?:[ \u00a0][0-9]{3})+(?![0-9])|[0-9]+)(?P<decimals>\.[0-9]+)?"
)
_SCALE = r"(?P<scale>thousand|million|billion|mn|bn|k|m|b)s?(?![A-Za-z0-9])"
_FIGURE = re.compile(
    rf"(?P<minus>{DASH}\s?|minus\s)?(?P<open>\(\s?)?(?P<pound>(?:£|GBP)\s?)?(?P<minus_inside>{DASH}\s?)?"
    rf"(?P<open_inside>\(\s?)?{_DIGITS}(?P<close_inside>\s?\))?(?:\s*{_SCALE})?"
    rf"(?P<sterling>\s*(?:GBP|pounds(?:\s+sterling)?|sterling)(?![A-Za-z]))?(?P<close>\s?\))?"
    rf"(?P<minus_behind>{DASH}(?=\s*$))?",
    re.IGNORECASE,
)
# A dash that touches only the second figure may be its minus: it is no link.
_LINK = re.compile(rf"\s+to\s+|\s+{DASH}\s+|(?P<tight>{DASH})\s*", re.IGNORECASE)
_LINKS = {
    "between": re.compile(rf"\s+and\s+|{_LINK.pattern}", re.IGNORECASE),
    "minimum": re.compile(r"(?:\s*[,;/]|\s+and|\s+to)?\s+max(?:imum|\.)?(?:\s+of)?:?\s*", re.IGNORECASE),
}
_END = re.compile(r"(?:(?<=[A-Za-z])\.)?\s*$")
_CLOSED = re.compile(r"\s*\)")


@dataclass(frozen=True, slots=True)
class Written:
    """A figure as it is written: its number, the scale it names (0 for none), whether it is money.

    `is_bare` is one of digits alone, without commas: a year, or the 5 of a sentence, looks like this.
    """

    number: Decimal
    scale: int
    is_money: bool
    is_bare: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Stated:
    """What a text states; `status` is "" where its hedges contradict each other, `left` what was not understood."""

    figures: tuple[Written, ...] = ()
    status: str = ""
    notes: tuple[str, ...] = ()
    opener: str = ""
    is_count: bool = False
    left: str = ""


@dataclass(slots=True)
class _Around:
    """What the words around the figures say, gathered from left to right; `at` is where to read on."""

    at: int
    hedges: set[str]
    notes: list[str]
    opener: str = ""
    is_count: bool = False
    open_brackets: int = 0


def stated_in(bare: str) -> Stated:
    """Read what a cleaned text states.

    Examples
    --------
    >>> stated = stated_in("over £45 million (inc. VAT)")
    >>> stated.status, stated.figures[0].number, stated.figures[0].scale, stated.notes, stated.left
    ('at_least', Decimal('45'), 1000000, ('inc. VAT',), '')
    >>> stated_in("12 apples").left
    'apples'
    """
    around = _Around(0, set(), [])
    while found := BEFORE.match(bare, around.at):
        _take_before(around, found)
    figures = _figures(bare, around)
    if not figures:
        return Stated(left=bare[around.at :].strip())
    around.notes += [figure.note for figure in figures if figure.note]
    while found := AFTER.match(bare, around.at):
        _take_behind(around, bare, found)
    done = _END.match(bare, around.at) and not around.open_brackets
    left = "" if done else bare[around.at :].strip() or "("
    return Stated(figures, _status(around.hedges), tuple(around.notes), around.opener, around.is_count, left)


def _take_before(around: _Around, found: re.Match[str]) -> None:
    kind, words = str(found.lastgroup), found[str(found.lastgroup)]
    around.at = found.end()
    if kind == "opener":
        around.opener = "between" if words.casefold().endswith("between") else "from"
    elif kind in {"at_least", "at_most"}:
        around.hedges.add(kind)
        around.opener = "minimum" if words.casefold().startswith("min") else around.opener
    elif kind in {"about", "estimated"}:
        around.hedges.add("about")
        around.notes.append(words)
    else:
        around.notes.append("stated as initial" if kind == "initial" else words)


def _figures(bare: str, around: _Around) -> tuple[Written, ...]:
    first, around.at = _figure(bare, around.at)
    if first is None:
        return ()
    link = _LINKS.get(around.opener, _LINK).match(bare, around.at)
    if link is None or (first.number < 0 and link.groupdict().get("tight")):
        return (first,)  # "-5-10" may be a range from minus 5 or a slip
    second, end = _figure(bare, link.end())
    if second is None:
        return (first,)
    around.at = end
    if around.opener == "minimum":
        around.hedges.discard("at_least")
    return (first, second)


def _figure(bare: str, at: int) -> tuple[Written | None, int]:
    """Return the figure that begins at a place, and where it ends; None where its signs do not fit together."""
    found = _FIGURE.match(bare, at)
    if not found or not _is_sound(found):
        return None, at
    digits = found["digits"].replace(",", "").replace(" ", "").replace("\u00a0", "")
    minus = any(found[name] for name in ("minus", "minus_inside", "minus_behind", "open", "open_inside"))
    return Written(
        Decimal(f"{'-' if minus else ''}{digits}{found['decimals'] or ''}"),
        SCALES[found["scale"].casefold()] if found["scale"] else 0,
        bool(found["pound"] or found["sterling"]),
        found.group() == digits + (found["decimals"] or ""),
        "the minus sign stood behind the figure" if found["minus_behind"] else "",
    ), found.end()


def _is_sound(found: re.Match[str]) -> bool:
    opened = bool(found["open"]) + bool(found["open_inside"])
    minus = bool(found["minus"]) + bool(found["minus_inside"]) + bool(found["minus_behind"])
    if opened != bool(found["close_inside"]) + bool(found["close"]) or opened + minus > 1:
        return False
    is_money = bool(found["pound"] or found["sterling"])
    if found["minus_behind"] and (found["scale"] or not ("," in found["digits"] or found["decimals"])):
        return False  # "10-" may be a range cut short
    if found["scale"] in {"b", "B"} and not is_money:
        return False  # billions, or the mark of a break in a series
    return is_money or bool(found["decimals"]) or found["digits"].count(" ") != 1


def _take_behind(around: _Around, bare: str, found: re.Match[str]) -> None:
    kind, words = str(found.lastgroup), found[str(found.lastgroup)]
    around.at = found.end()
    around.open_brackets += bool(found["bracket"])
    closed = _CLOSED.match(bare, around.at)
    if closed and around.open_brackets:
        around.at = closed.end()
        around.open_brackets -= 1
    letter = (found["letter"] or found["revised"] or "").casefold()
    around.notes.append(STATUS_LETTERS.get(letter, words))
    around.is_count = around.is_count or kind == "count"
    if kind in {"at_least", "at_most"}:
        around.hedges.add(kind)
    elif kind == "about" or letter == "e":
        around.hedges.add("estimated")


def _status(hedges: set[str]) -> str:
    """Return the status that hedges give together; "" where they contradict each other."""
    bounds = hedges - {"about", "estimated"}
    if len(bounds) > 1 or (bounds and "about" in hedges):
        return ""
    return next(iter(bounds), "about" if hedges else "exact")
