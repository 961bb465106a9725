"""The words and signs that stand around a figure, and those that stand in place of one.

Every pattern is compiled once and tried at one place of a text, never searched for with a repeat inside a
repeat, so that a text of any making costs time in proportion to its length.
"""

from __future__ import annotations

import re

DASHES = "‐‑‒–—―−-"
DASH = rf"[{DASHES[:-1]}\-]"
NO_BREAK = "\u00a0"
LONGEST = 1_000  # two figures of 300 digits with their commas; prose and hostile texts are longer

# A reader does not see these, so they do not make another amount. Signs that turn the order of reading are not here.
_INVISIBLE = str.maketrans(dict.fromkeys("\u200b\u200c\u200d\u200e\u2060\ufeff"))
_THIN_SPACES = str.maketrans(dict.fromkeys("\u2007\u2008\u2009\u200a\u202f", NO_BREAK))
_BREAKS = re.compile(r"[\t\n\r\f\v\x1c-\x1f\x85\u2028\u2029]")
_GARBLED_POUND = re.compile(r"Ã‚Â£|Â£|ÂŁ|Ł(?=[0-9])|&pound;|&#163;|\bPS(?=\s?[0-9])")

CONFIDENTIAL, NOT_APPLICABLE, TOO_LOW = "confidential", "not applicable", "too low to show"
UNRELIABLE, NOT_AVAILABLE = "too unreliable to show", "not available"
MARKS = {CONFIDENTIAL: "[c]", NOT_APPLICABLE: "[z]", TOO_LOW: "[low]", UNRELIABLE: "[u]"}
# In lower case, without spaces, brackets or a closing full stop. Bare letters are the older form of the bracketed ones.
_SHORTHAND = {
    "": "empty",
    "..": NOT_AVAILABLE,
    "...": NOT_AVAILABLE,
    "…": NOT_AVAILABLE,
    "~": NOT_AVAILABLE,
    "x": NOT_AVAILABLE,
    "notavailable": NOT_AVAILABLE,
    "z": NOT_APPLICABLE,
    "notapplicable": NOT_APPLICABLE,
    **dict.fromkeys(("n/a", "n.a", "na"), "not available or not applicable"),
    "low": TOO_LOW,
    "u": UNRELIABLE,
    **dict.fromkeys(("c", "confidential", "commercialinconfidence", "commercial-in-confidence"), CONFIDENTIAL),
    **dict.fromkeys(("commerciallysensitive", "commerciallyconfidential", "inconfidence"), CONFIDENTIAL),
    **dict.fromkeys(("withheld", "redacted", "suppressed", "notdisclosed"), CONFIDENTIAL),
    **dict.fromkeys(("tbc", "t.b.c", "tobeconfirmed"), "to be confirmed"),
    **dict.fromkeys(("tba", "tobeannounced"), "to be announced"),
    **dict.fromkeys(("tbd", "tobedetermined"), "to be determined"),
    **dict.fromkeys(("tofollow", "pending", "awaited"), "to follow"),
    **dict.fromkeys(("notset", "notyetset"), "not set"),
    **dict.fromkeys(("n/k", "nk", "notknown", "unknown", "notyetknown"), "not known"),
    **dict.fromkeys(("notstated", "notprovided", "notpublished"), "not stated"),
}
_LONGEST_SHORTHAND = 80
_NOTE_MARK = r"\[notes?\s?[0-9]{1,3}(?:\s?(?:,|and|&)\s?[0-9]{1,3})*\]|\[[0-9]{1,2}\]|\([0-9]{1,2}\)|[¹²³⁰⁴-⁹]+|[*†‡§]+"
_MARKS_BEHIND = re.compile(rf"(?:\s?(?:{_NOTE_MARK}),?)+$", re.IGNORECASE)

_AT_MOST = (
    r"at most|(?:no|not) more than|up to(?: and including)?|less than|fewer than|(?:just |well |slightly )?under"
    r"|below|almost|nearly|max(?:imum|\.)?(?: of)?|(?:(?:would|will|must|may|shall|should) )?not (?:to )?exceed(?:ing)?"
    r"|could rise to|<=?|≤"
)
_AT_LEAST = (
    r"at least|(?:no|not) (?:less|fewer) than|(?:just |well |slightly |a little )?over|above|more than|greater than"
    r"|in excess of|min(?:imum|\.)?(?: of)?|(?:(?:would|will|should|expected to|to) )?exceed(?:s|ing)?|>=?|≥"
)
_ABOUT = r"about|around|approximately|approx\.?|circa|ca\.|c\.|c(?=£)|roughly|close to|~|≈"
_ESTIMATED = r"(?:an? )?estimated?(?: at)?|est\.?"
_OPENER = r"(?:may |could |will )?range[sd]? (?:between|from)|between|from|in the range(?: of)?"
_VAT = (
    r"(?:\+|plus|(?:not )?includ(?:es|ed|ing)|inclusive of|incl?\.?|exclud(?:es|ed|ing)|exclusive of|excl?\.?|ex\.?"
    r"|net of|gross of|with|without|before|exempt from|no) ?(?:any |all |[0-9]{1,2}(?:\.[0-9])?% )?VAT"
    r"|VAT(?: |-)(?:is )?(?:not )?(?:(?:inclusive|exclusive|included|excluded|incl?|excl?|ex)\b\.?|exempt|free|extra)"
)


def _pattern(groups: dict[str, str], *, before: str = "", after: str = "") -> re.Pattern[str]:
    """Return a pattern for one of several kinds of words, spaces of any kind between them."""
    words = "|".join(f"(?P<{name}>{alternatives})" for name, alternatives in groups.items())
    return re.compile(rf"{before}(?:{words}){after}".replace(" ", r"\s+").replace(r"\s+?", r"\s?"), re.IGNORECASE)


BEFORE = _pattern(
    {
        "vat": _VAT,
        "initial": r"(?:an )?initial",
        "total": r"(?:a )?total(?: of)?",
        "estimated": _ESTIMATED,
        "opener": _OPENER,
        "at_most": _AT_MOST,
        "at_least": _AT_LEAST,
        "about": _ABOUT,
    },
    after=rf"(?![A-Za-z]):?(?:\s|(?=[£(0-9]|{DASH}))\s*",
)
_PEOPLE = (
    r"(?:(?:unique|individual|new|adult|female|male) )*(?:service users?|users?|wom[ae]n|m[ae]n|people|persons?"
    r"|young adults?|adults?|participants?|clients?|individuals?|referrals?|starts?|completions?|places?)"
)
_ONE = r"(?:service user|user|woman|man|person|head|participant|client|individual|referral|start|completion|place)"
_YEAR = r"(?:(?:per|an?|each|every) |/ ?)(?:year|annum)|p\.? ?a\.?|annually"
_STANDING = r"provisional|revised|forecast|indicative(?: only)?|in total|total|to charities"
_BEHIND = {
    "vat": _VAT,
    "per": rf"(?:(?:per|an?|each|every) |/ ?){_ONE}",
    "year": _YEAR,
    "mark": _NOTE_MARK,
    "status": r"[\[(](?P<letter>[eprbfu])[\])]|(?P<revised>r)",
    "count": _PEOPLE,
    # Not "min": 30 min may be minutes.
    "at_least": r"or (?:more|above|over)|and (?:above|over)|at least|minimum|\+",
    "at_most": r"or (?:less|fewer|below|under)|at most|maximum|max\.?",
    "about": r"approximately|approx\.?|estimated?|est\.?",
    "standing": _STANDING,
}
AFTER = _pattern(_BEHIND, before=rf"(?:\s*[,;]\s*|\s+{DASH}\s+|\s*(?P<bracket>\()\s*|\s*)", after=r"(?![A-Za-z])")
STATUS_LETTERS = {
    "e": "estimated",
    "p": "provisional",
    "r": "revised",
    "b": "break in series",
    "f": "forecast",
    "u": "low reliability",
}


def cleaned(text: str) -> tuple[str, list[str]]:
    """Return a text in the signs the patterns know, and notes on what was mended.

    A line break or a tab becomes two spaces, which are never a thousands mark; every thin or no-break space
    becomes one no-break space, which is.

    Examples
    --------
    >>> cleaned(" PS1,650,000 ")
    ('£1,650,000', ['the pound sign was garbled or lost'])
    """
    seen = text.translate(_INVISIBLE)
    bare = _BREAKS.sub("  ", seen.translate(_THIN_SPACES)).strip()
    mended = _GARBLED_POUND.sub("£", bare) if len(bare) <= LONGEST else bare
    notes = ["signs that cannot be seen were taken off"] if seen != text and seen.strip() else []
    return mended, [*notes, "the pound sign was garbled or lost"] if mended != bare else notes


def why_missing(bare: str) -> str:
    """Return why there is no figure where a shorthand stands in its place; "" where none does.

    Examples
    --------
    >>> [why_missing(text) for text in ("[c]", "Commercial in confidence", "- (1)", "T B C", "12")]
    ['confidential', 'confidential', 'a dash; (1)', 'to be confirmed', '']
    """
    if len(bare) > _LONGEST_SHORTHAND:
        return ""
    marks = _MARKS_BEHIND.search(bare)
    words = bare[: marks.start()] if marks else bare
    why = _shorthand(words)
    if not marks:
        return why
    return f"{why}; {marks.group().strip(' ,')}" if words and why else ""


def _shorthand(words: str) -> str:
    key = "".join(words.casefold().split())
    if key[:1] + key[-1:] in {"[]", "()"} and len(key) > len("[]"):
        key = key[1:-1]
    if key and not key.strip(DASHES):
        return "a dash"
    if key[:1] == "£" and key[1:2].isalpha():
        key = key[1:]
    if len(key) > len("c."):  # "c." alone is circa, and its figure is lost
        key = key.rstrip(".") or key
    return _SHORTHAND.get(key, "")
