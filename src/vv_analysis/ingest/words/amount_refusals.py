"""Why a text is not read as an amount: the sentence a reader can act on."""

from __future__ import annotations

import re
import unicodedata

from vv_analysis.errors import AmountError
from vv_analysis.ingest.words.amount_words import DASH, LONGEST
from vv_analysis.terms.findings import quoted

VAGUE = "'about' before a small plain figure may be said of anything; write £ before it, or what is counted behind it"
MAY_BE_YEARS = "it may be a range, or a year"
CONTRADICTION = "its words contradict each other: it cannot be a bound on both sides, or both about and a bound"
BOUNDED_RANGE = "it is a range and a bound at once"
OPEN_RANGE = "it opens a range and names one figure"
SCALE_UNCLEAR = "only one of its two figures names a scale, and it is not said whether that is for both"
MONEY_COUNTED = "it is money by its sign and a count by its words"
THREE_DECIMALS = "its point may part thousands, written the continental way, or be a decimal point with three digits"
TOO_LARGE = "it is larger than any number that can be kept"
_EXPECTED = (
    "a figure such as 1,234,567 or £1.2 million, a range, a bound such as 'over £45 million', "
    "or a shorthand such as [x] or TBC"
)
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
# In this order: the first that fits says why. Each is plain enough to be searched for in a text of any making.
_REASONS = tuple(
    (re.compile(pattern, re.IGNORECASE), why)
    for pattern, why in (
        (r"^[=@]", "it begins as a formula does"),
        (r"^\+", "with a plus sign in front it may be a change or a formula"),
        (r"^#", "it is an error that a spreadsheet shows"),
        (r"�", "a sign was lost that may have been a pound sign or another one"),
        (r"%|per\s?cent|‰", "it is a per cent"),
        (r"[$€¥¢₤₣₹￡]|\b(?:EUR|USD|CHF|JPY)|\b(?:euros?|dollars?|pence)\b|[0-9]p\b", "it is not in pounds"),
        (r"[0-9]e[+-]?[0-9]", "it is in scientific notation, which a spreadsheet may have rounded"),
        (
            r"[0-9]{4}-[0-9]{1,2}-[0-9]|[0-9][/.][0-9]{1,2}[/.][0-9]|[0-9]:[0-9]|(?:19|20)[0-9]{2}/[0-9]",
            "it is a day or a year",
        ),
        (rf"[0-9](?:st|nd|rd|th)?[\s-]*(?:{_MONTHS})|\b(?:{_MONTHS})[a-z]*[\s'-]+[0-9]", "it is a day or a year"),
        (r"[0-9]\.[0-9]{3}(?:\.[0-9]{3}|,[0-9])", "its points and commas are set the continental way, or misplaced"),
        (
            r"(?<![0-9])[0-9]{1,2},[0-9]{2},[0-9]{2,3}",
            "its commas do not part thousands: misplaced, or set as in India",
        ),
        (r"[0-9],[0-9]{1,2}(?![0-9])", "its comma may be a decimal comma, or misplaced"),
        (r",[0-9]{4}", "its commas do not part thousands"),
        (r"(?<![0-9.,_])0[0-9]", "it begins with a nought, as a code or a day does"),
        (r"\[(?:c|x|z|low)\]", "a figure and the mark of one that is not shown stand together"),
        (
            r"(?:per|a|each|every|/)\s*(?:month|week|fortnight|quarter|day|hour)\b|\b(?:month|week|quarter|dai)ly\b",
            "it is said of another period than a year",
        ),
        (r"[0-9]\s?b\b", "b may stand for billions or mark a break in a series"),
        (r"(?<![0-9 ])[0-9]{1,3} [0-9]{3}(?![0-9]| [0-9])", "its space may part thousands, or two figures"),
        (r"[0-9](?:[^0-9.,]|[.,][^0-9])[^0-9]*[0-9]", "it holds more than one figure and is no range"),
        (rf"{DASH}\s*$", "its last dash may be a minus sign, or a range is cut short"),
        (rf"^[^A-Za-z]*(?:[()\[\]]|{DASH})[^A-Za-z]*$", "its brackets and minus signs do not fit together"),
        (r"^(?:nil|none|zero|nothing|nought)\.?$", "the word may stand for 0 or for no figure; write 0 or [x]"),
    )
)
_KNOWN_SIGNS = frozenset("¹²³⁰⁴⁵⁶⁷⁸⁹")


def refused(text: object, why: str = "", *, left: str = "") -> AmountError:
    """Return the refusal of a text; `left` is the part of it that was not understood.

    Examples
    --------
    >>> print(refused("12 apples", left="apples"))
    '12 apples' is not an amount; expected a figure such as ...; take 'apples' out of the cell, or ask ...
    """
    about_rest = f"take {quoted(left)} out of the cell, or ask the publisher what it means" if left else ""
    return AmountError(
        f"{quoted(text)} is not an amount{f': {why}' if why else ''}",
        expected=_EXPECTED,
        remedy="correct the cell, or ask the publisher what it means" if why or not left else about_rest,
    )


def reason_of(bare: str) -> str:
    """Return why a cleaned text cannot be read as an amount; "" where only words are in the way.

    Examples
    --------
    >>> reason_of("1,23"), reason_of("€100"), reason_of("12 apples")
    ('its comma may be a decimal comma, or misplaced', 'it is not in pounds', '')
    """
    if len(bare) > LONGEST:
        return f"it is longer than {LONGEST:,} signs"
    if any(sign.isdigit() and not sign.isascii() and sign not in _KNOWN_SIGNS for sign in bare):
        return "its digits are full-width or of another script"
    if any(unicodedata.category(sign) in {"Cc", "Cf", "Co", "Cn"} for sign in bare):
        return "it holds signs that cannot be seen"
    why = next((why for pattern, why in _REASONS if pattern.search(bare)), "")
    return why or ("" if re.search(r"[0-9]", bare) else "it holds no figure")
