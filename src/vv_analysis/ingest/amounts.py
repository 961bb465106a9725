"""Read an amount of money or a volume as it was published, and refuse what could mean two things.

The grammar is small: a hedge ("over"), a figure, or two figures with a dash or "to" between; each figure has
an optional pound sign, digits in thousands, and an optional scale ("m", "million"). What stands around it
and does not change the figure (VAT words, "per woman", note marks) is taken off first and kept as a note.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal

from vv_analysis.errors import AmountError
from vv_analysis.terms.findings import quoted

NAN = math.nan

_SCALES = {
    "k": 1_000,
    "thousand": 1_000,
    "m": 1_000_000,
    "mn": 1_000_000,
    "million": 1_000_000,
    "b": 1_000_000_000,
    "bn": 1_000_000_000,
    "billion": 1_000_000_000,
}
_SHORTHAND = {
    "": "empty",
    "-": "a dash",
    "–": "a dash",
    "—": "a dash",
    "..": "not available",
    "~": "not available",
    "n/a": "not applicable",
    "na": "not applicable",
    "tbc": "to be confirmed",
    "tba": "to be announced",
    "not set": "not set",
    "[c]": "confidential",
    "[x]": "not available",
    "[z]": "not applicable",
    "[low]": "too low to show",
}
_AT_LEAST = (
    r"at least|no less than|(?:just )?over|more than|greater than|above|minimum(?: of)?"
    r"|(?:would |will |to )?exceed(?:s|ing)?"
)
_AT_MOST = r"at most|no more than|up to|less than|(?:just )?under|almost|nearly|maximum(?: of)?|could rise to"
_ABOUT = r"about|around|approximately|approx\.?|circa|c\.|roughly"
_HEDGES = (("at_least", _AT_LEAST), ("at_most", _AT_MOST), ("about", _ABOUT))

_GARBLED_POUND = re.compile(r"Â£|ÂŁ|\bPS(?=\s?\d)")
_NOTE_MARKS = re.compile(r"(?<=[\w.)\]%])(?:\s*\[note \d+\]|\s+\(\d{1,2}\),?)+$", re.IGNORECASE)
_VAT_WORDS = re.compile(r"[\s,]*\(?\b(inc|incl|including|ex|excl|excluding)\b\.? ?VAT\)?", re.IGNORECASE)
_UNIT_WORDS = re.compile(
    r"\s+(?:per|a) (?:woman|person|(?:service )?user|head|year|annum)\b.*$"
    r"|\s+to charities$|\s+(?:in )?total$",
    re.IGNORECASE,
)
_INITIAL = re.compile(r"^(?:an )?initial\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"^(?:may range )?between\s+(.+?)\s+(?:and|to)\s+(.+)$", re.IGNORECASE)
_TWO_FIGURES = re.compile(r"^(.*\w)\s*(?:\s(?:to|-)\s|[–—]|(?<=[\dkmn])-(?=[£\d]))\s*(.*\d.*)$", re.IGNORECASE)
_FIGURE = re.compile(
    r"""^(?P<bracket>\()?\s*(?P<minus>[-−–])?\s*(?P<pound>£)?\s*(?P<minus_after>[-−])?
        (?P<digits>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?:\ [0-9]{3})+|[0-9]+)(?P<decimals>\.[0-9]+)?
        \s*(?P<scale>k|thousand|mn?|million|bn?|billion)?\s*(?:GBP)?\s*(?P<bracket_end>\))?$""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount as published: an interval, how it was stated, the text it was read from.

    Attributes
    ----------
    low, high : float
        The interval in pounds or users; equal for a point, NaN on the open side of a bound.
    status : str
        ``exact``, ``range``, ``about``, ``at_least``, ``at_most`` or ``missing``.
    text : str
        The text as it stood.
    note : str
        What was taken off or mended on the way, or why the amount is missing.
    """

    low: float
    high: float
    status: str
    text: str
    note: str = ""

    @property
    def central(self) -> float:
        """The point, or the midpoint of a range; NaN for a bound and for a missing amount."""
        return self.low if self.low == self.high else (self.low + self.high) / 2

    def __str__(self) -> str:
        words = {"about": "about ", "at_least": "at least ", "at_most": "up to "}
        if self.status == "missing":
            return "[x]"
        if self.status == "range":
            return f"{_pounds(self.low)} to {_pounds(self.high)}"
        return words.get(self.status, "") + _pounds(self.high if math.isnan(self.low) else self.low)


def parse_amount(text: object, *, unit: int = 1) -> Amount:
    """Read an amount of money or a volume.

    Parameters
    ----------
    text : object
        A cell: text, a number, or None.
    unit : int
        What one stands for by the heading above: 1 (£), 1000 (£000), 1000000 (£m). A figure that names its
        own scale ("£1.2m") is not multiplied again.

    Returns
    -------
    Amount
        In pounds (or users), exact to the digits stated.

    Raises
    ------
    AmountError
        The text is no amount, or could be two different ones (method R2.45).

    Examples
    --------
    >>> parse_amount("£1.2m")
    Amount(low=1200000.0, high=1200000.0, status='exact', text='£1.2m', note='')
    >>> parse_amount("over £45 million").status
    'at_least'
    >>> parse_amount(44.5, unit=1_000_000).central
    44500000.0
    >>> parse_amount("1,23")
    Traceback (most recent call last):
    vv_analysis.errors.AmountError: '1,23' is not an amount; expected a figure such as ...
    """
    if text is None or (isinstance(text, float) and math.isnan(text)):
        return Amount(NAN, NAN, "missing", "", "empty")
    if isinstance(text, bool) or not isinstance(text, (int, float, str)):
        raise _refused(text)
    if isinstance(text, (int, float)):
        return _exact_number(text, unit)
    return _parse_text(text, unit)


def _exact_number(number: float, unit: int) -> Amount:
    value = float(Decimal(repr(number)) * unit)
    if math.isinf(value):
        raise _refused(number)
    return Amount(value, value, "exact", repr(number))


def _parse_text(text: str, unit: int) -> Amount:
    bare, notes = _bare(text)
    if bare.casefold() in _SHORTHAND:
        return Amount(NAN, NAN, "missing", text, _SHORTHAND[bare.casefold()])
    status, rest = _hedge(bare)
    ends = _range_ends(rest)
    if ends:
        low, high = _range(text, *ends, unit)
        return Amount(low, high, "range", text, "; ".join(notes))
    _refuse_vague(text, bare, status)
    value = _figure(text, rest, unit)
    low = NAN if status == "at_most" else value
    high = NAN if status == "at_least" else value
    return Amount(low, high, status, text, "; ".join(notes))


def _bare(text: str) -> tuple[str, list[str]]:
    notes = []
    bare = re.sub(r"\s+", " ", text).strip()
    for pattern, replacement, note in (
        (_GARBLED_POUND, "£", "the pound sign was garbled or lost"),
        (_VAT_WORDS, "", ""),
        (_UNIT_WORDS, "", ""),
        (_NOTE_MARKS, "", ""),
        (_INITIAL, "", "stated as initial"),
    ):
        found = pattern.search(bare)
        if found:
            notes.append(note or found.group().strip(" ,()"))
            bare = pattern.sub(replacement, bare).strip()
    return bare, notes


def _hedge(bare: str) -> tuple[str, str]:
    for status, words in _HEDGES:
        found = re.match(rf"(?:{words})(?=[\s£])\s*|c\.(?=\d)", bare, re.IGNORECASE)
        if found and (found.group() != "c." or status == "about"):
            return status, bare[found.end() :]
    return "exact", bare


def _refuse_vague(text: str, bare: str, status: str) -> None:
    # R2.45: "about 5" may be prose about anything; a pound sign, a scale or thousands make it an amount.
    if status == "about" and re.fullmatch(r"about \d{1,3}(?:\.\d+)?", bare, re.IGNORECASE):
        raise _refused(text)


def _range_ends(rest: str) -> tuple[str, str] | None:
    found = _BETWEEN.match(rest) or _TWO_FIGURES.match(rest)
    return (found.group(1), found.group(2)) if found else None


def _range(text: str, first: str, second: str, unit: int) -> tuple[float, float]:
    scale = _scale_of(second)
    if scale and not _scale_of(first) and _figure(text, first, 1) <= _figure(text, second, 1) / scale:
        first = f"{first} {_scale_word(second)}"  # "£1.2-1.5m": the scale stands once, for both
    low, high = _figure(text, first, unit), _figure(text, second, unit)
    if low > high:
        raise AmountError(f"{quoted(text)} runs from high to low", expected="low to high", remedy="correct the cell")
    return low, high


def _scale_word(figure: str) -> str:
    found = _FIGURE.match(figure.strip())
    return (found["scale"] or "").casefold() if found else ""


def _scale_of(figure: str) -> int:
    return _SCALES.get(_scale_word(figure), 0)


def _figure(text: str, figure: str, unit: int) -> float:
    found = _FIGURE.match(figure.strip())
    if not found or bool(found["bracket"]) != bool(found["bracket_end"]):
        raise _refused(text)
    digits = re.sub(r"[ ,]", "", found["digits"]) + (found["decimals"] or "")
    scale = _SCALES[found["scale"].casefold()] if found["scale"] else unit
    negative = bool(found["bracket"] or found["minus"] or found["minus_after"])
    value = float(Decimal(digits) * scale)
    if math.isinf(value):
        raise _refused(text)
    return -value if negative else value


def _pounds(value: float) -> str:
    # repr keeps every digit of the float, so that reading the text again gives the same amount.
    whole, _, decimals = format(Decimal(repr(abs(value))), "f").partition(".")
    fraction = f".{decimals}" if decimals.strip("0") else ""
    return f"{'-' if value < 0 else ''}£{int(whole):,}{fraction}"


def _refused(text: object) -> AmountError:
    return AmountError(
        f"{quoted(text)} is not an amount",
        expected="a figure such as 1,234,567 or £1.2 million, a range, a bound such as 'over £45 million', "
        "or a shorthand such as [x] or TBC",
        remedy="correct the cell, or ask the publisher what it means",
    )
