"""Understand one heading: what its column holds, for which year, in which unit."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from vv_analysis.terms import years

KEYS = {
    "area": (
        r"(?:police force |pcc |police and crime commissioner )?area(?: name)?"
        r"|contract package area|cpa|location|area ?/ ?region"
    ),
    "region": r"(?:probation )?region(?: name)?",
    "category": r"lots?(?: name)?|service category|category|service(?: type)?|lot ?/ ?service",
    "cohort": r"cohort|service user group|who is served",
    "year": r"(?:contract |financial )?year|contract period",
    "vat": r"vat(?: basis| status| treatment)?",
}
MEASURES = {
    "volume": r"\bvolumes?\b|\bservice users\b|\busers\b|\breferrals\b|\bstarts\b|\bplaces\b",
    "value": r"\bvalues?\b|\bcost\b|\bprice\b|\bfunding\b|£",
}
# A figure for each of these is worked out here, not read: a published one would be a second version of it.
_DERIVED = re.compile(
    r"\bper (?:service )?(?:user|head|person|woman|participant|referral|start|place)\b|\bunit (?:cost|price)\b"
    r"|\b(?:average|mean) (?:cost|price|value)\b|\bper ?cent(?:age)?\b|%|\bshares?\b"
    r"|\b(?:change|difference|variance|increase)\b",
    re.IGNORECASE,
)
_UNITS = (
    (1_000_000, r"(?:£|\bGBP) ?m(?:n|illions?)?\b|\bmillions of pounds\b"),
    (1_000, r"£ ?['’]?0{3}['’]?s?\b|(?:£|\bGBP) ?(?:k|thousands?)\b|\bthousands of pounds\b"),
    (1, r"£|\bpounds\b|\bGBP\b"),
)
_COUNT_UNITS = (
    (1_000_000, r"(?<![0-9] )\bmillions?\b"),
    (1_000, r"(?<![0-9] )\bthousands?\b|(?<![0-9.,])['’]?\b0{3}['’]?s?\b"),
)
_VAT = (
    ("excluded", r"\b(?:ex|excl|exclud(?:es?|ed|ing)|without|net of)\b"),
    ("included", r"\b(?:inc|incl|includ(?:es?|ed|ing)|with|gross)\b"),
    ("exempt", r"\bexempt\b"),
)
_MARKS = re.compile(r"\s*(?:\[note \d+\]|\(\d{1,2}\),?)", re.IGNORECASE)
# Not where a third number follows: 2001-02-03 is a day.
_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})(?: ?[-‐‑–—−/] ?| to )(?:20)?([0-9]{2})(?![0-9]|[-/][0-9])")
_DAY = r"([0-9]{1,2}) ([A-Za-z]{3,9})\.?(?: (20[0-9]{2}))?"
_DAYS = re.compile(rf"{_DAY} (?:to|-|–) {_DAY}")


@dataclass(frozen=True, slots=True)
class ContractYear:
    """A contract year as a heading states it: its financial year, first and last day."""

    year: str
    start: pd.Timestamp
    end: pd.Timestamp


def without_marks(text: str) -> str:
    """Return a heading without its note marks.

    Examples
    --------
    >>> without_marks("2026 (1), (2)"), without_marks("Value (£m) [note 3]")
    ('2026', 'Value (£m)')
    """
    return _MARKS.sub("", text).strip(" ,")


def key_named(text: str) -> str:
    """Return which key a heading names ("area", "category" ...), or "".

    Examples
    --------
    >>> key_named("Police force area"), key_named("Lot [note 1]"), key_named("Value (£)")
    ('area', 'category', '')
    """
    bare = without_marks(text)
    return next((key for key, words in KEYS.items() if re.fullmatch(words, bare, re.IGNORECASE)), "")


def is_derived(text: str) -> bool:
    """Tell whether a heading names a figure that is worked out from values and volumes: never read, only made here.

    Examples
    --------
    >>> is_derived("Cost per user (£)"), is_derived("% of total value"), is_derived("Value (£)")
    (True, True, False)
    """
    return bool(_DERIVED.search(text))


def measure_named(text: str) -> str:
    """Return "value" or "volume" if a heading names one of them, else "".

    Examples
    --------
    >>> [measure_named(text) for text in ("Value (£m)", "Volume (users)", "Cost per user (£)")]
    ['value', 'volume', '']
    """
    if is_derived(text):
        return ""
    return next((name for name, words in MEASURES.items() if re.search(words, text, re.IGNORECASE)), "")


def unit_named(text: str) -> int:
    """Return what one stands for in a column of money: 1, 1000 or 1000000; 0 if no unit is named.

    Examples
    --------
    >>> unit_named("Value (£m)"), unit_named("£000"), unit_named("Value (£)"), unit_named("Value")
    (1000000, 1000, 1, 0)
    """
    return next((unit for unit, words in _UNITS if re.search(words, text, re.IGNORECASE)), 0)


def count_unit_named(text: str) -> int:
    """Return what one stands for in a column of users: 1000 or 1000000; 0 if no unit is named.

    Examples
    --------
    >>> [count_unit_named(text) for text in ("Volume (000s)", "Volume, thousands", "Volume", "Over 10,000 users")]
    [1000, 1000, 0, 0]
    """
    if unit_named(text):
        return 0  # "2021-22 (£m)" over both columns speaks of the value
    return next((unit for unit, words in _COUNT_UNITS if re.search(words, text, re.IGNORECASE)), 0)


def vat_named(text: str) -> str:
    """Return the code of the VAT basis that a text names, or "".

    Examples
    --------
    >>> [vat_named(text) for text in ("excl. VAT", "Including VAT", "VAT exempt", "VAT")]
    ['excluded', 'included', 'exempt', '']
    """
    return next((code for code, words in _VAT if re.search(words, text, re.IGNORECASE)), "")


def year_named(text: str) -> ContractYear | None:
    """Return the contract year a heading names, by its year, its days, or both; None if it names none.

    Examples
    --------
    >>> year_named("2021-22 (26 June to 31 March) (1)")
    ContractYear(year='2021-22', start=Timestamp('2021-06-26 ...'), end=Timestamp('2022-03-31 ...'))
    >>> year_named("26 Jun 2021 to 31 Mar 2022").year, year_named("2022/23").end
    ('2021-22', Timestamp('2023-03-31 00:00:00'))
    """
    bare = without_marks(text)
    named, days = _YEAR.search(bare), _DAYS.search(bare)
    year = f"{named[1]}-{named[2]}" if named and int(named[2]) == (int(named[1]) + 1) % 100 else ""
    if days and (year or (days[3] and days[6])):
        return _between(year, days)
    return ContractYear(year, years.first_day(year), years.last_day(year)) if year else None


def _between(year: str, days: re.Match[str]) -> ContractYear | None:
    start = _day(days[1], days[2], days[3], year)
    end = _day(days[4], days[5], days[6], year)
    if start is None or end is None or end < start or years.financial_year(start) != years.financial_year(end):
        return None
    return ContractYear(years.financial_year(start), start, end)


def _day(day: str, month: str, calendar_year: str | None, year: str) -> pd.Timestamp | None:
    number = _MONTHS.get(month[:3].casefold())
    if number is None:
        return None
    in_year = int(calendar_year) if calendar_year else int(year[:4]) + (number < 4)
    try:
        return pd.Timestamp(in_year, number, int(day))
    except ValueError:
        return None


_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, start=1)}
