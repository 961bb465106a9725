"""Read the contract year that a heading or a cell states: by its name, by its days, or by the March it ends in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from vv_analysis.terms import years

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTH = rf"({'|'.join(f'{name[:3]}(?:{name[3:]})?' for name in _MONTHS).replace('sep(?:', 'sept?(?:')})\.?"
_TO = r"\s*(?:\bto\b|\buntil\b|[-‐‑‒–—―−])\s*"
_DAY = rf"(?:([0-9]{{1,2}})(?:st|nd|rd|th)?\s+)?{_MONTH}(?:\s+(20[0-9]{{2}}))?"
_DAYS = re.compile(rf"(?<![0-9])\b{_DAY}{_TO}{_DAY}(?![0-9A-Za-z])", re.IGNORECASE)
_ISO = r"(20[0-9]{2})-([0-9]{2})-([0-9]{2})(?:[ T]00:00:00)?"
_ISO_DAYS = re.compile(rf"(?<![0-9]){_ISO}\s*(?:to|until|[‐‑‒–—―−]|\s-\s)\s*{_ISO}(?![0-9])", re.IGNORECASE)
# Not where a third number stands beside: 2001-02-03 is a day, 2021-2022-2023 is more than a year.
_YEAR = re.compile(
    r"(?<![0-9])(?<![0-9][-/–])(20[0-9]{2})(?:\s?[-‐‑‒–—―−/]\s?(?:20)?|\s+to\s+20)([0-9]{2})(?![0-9]|[-/–][0-9])",
    re.IGNORECASE,
)
_SHORT_YEAR = re.compile(
    r"\b(?:FY|financial year|contract year)\s*['’]?([0-9]{2})[-‐‑‒–—―−/]([0-9]{2})(?![0-9/-])", re.IGNORECASE
)
_YEAR_TO_MARCH = re.compile(
    r"\b(?:(?:year|12 months|FY)\s+(?:ending|ended|to|up to)|FYE|Y/?E)(?:\s+on)?\s+"
    r"(?:(?:31(?:st)?\s+)?mar(?:ch)?\.?\s+|31[/.]0?3[/.])(20[0-9]{2})(?![0-9])",
    re.IGNORECASE,
)
# The year of a price base, or of another edition, is not the year of the figures.
_PRICES = re.compile(
    r"(?:20[0-9]{2}[-‐‑‒–—―−/](?:20)?[0-9]{2}\s+(?:constant\s+|real\s+)?(?:prices|terms)"
    r"|\b(?:prices|terms)\s*(?:of|in|from|:|,)?\s*\(?20[0-9]{2}[-‐‑‒–—―−/](?:20)?[0-9]{2})",
    re.IGNORECASE,
)
_NOT_WHOLE = re.compile(
    r"\bQ[1-4]\b|\bquarter|\bH[12]\b|\bhalf\b|\bpart[- ]?year|\bcalendar\b"
    r"|\b(?!12\b)(?:[0-9]{1,2}|three|six|nine)\s+months\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ContractYear:
    """A contract year as a heading states it: its financial year, first and last day."""

    year: str
    start: pd.Timestamp
    end: pd.Timestamp


def contract_year(text: str) -> ContractYear | None:
    """Return the contract year that a text without note marks states; see `headings.year_named`.

    A part of a year is one only by its days: "2021-22 (part year)" does not say which part.

    Examples
    --------
    >>> contract_year("Year ending 31 March 2022").year, contract_year("July 2021 to March 2022").start
    ('2021-22', Timestamp('2021-07-01 00:00:00'))
    >>> [contract_year(text) for text in ("2022", "FY22", "2021-22 to 2024-25", "2021-22 Q1", "2021-22 prices")]
    [None, None, None, None, None]
    """
    bare = _PRICES.sub(" ", text)
    days, bare = _taken(_DAYS, bare)
    iso_days, bare = _taken(_ISO_DAYS, bare)
    named = set(_years_in(bare))
    if len(named) > 1 or "" in named or len(days) + len(iso_days) > 1:
        return None
    year = next(iter(named), "")
    if days or iso_days:
        start, end = _span(days[0], year) if days else _iso_span(iso_days[0])
        return _between(year, start, end)
    if not year or _NOT_WHOLE.search(bare):
        return None
    return ContractYear(year, years.first_day(year), years.last_day(year))


def _taken(pattern: re.Pattern[str], text: str) -> tuple[list[re.Match[str]], str]:
    """Return what a pattern finds in a text, and the text without it."""
    return list(pattern.finditer(text)), pattern.sub(" ; ", text)


def _years_in(text: str) -> Iterator[str]:
    """Yield the financial years a text names; "" for a pair of years that do not follow each other."""
    for found in _YEAR.finditer(text):
        yield _following(found[1], found[2])
    for found in _SHORT_YEAR.finditer(text):
        yield _following(f"20{found[1]}", found[2])
    for found in _YEAR_TO_MARCH.finditer(text):
        yield _following(str(int(found[1]) - 1), found[1][2:])


def _following(first: str, second: str) -> str:
    return f"{first}-{second}" if int(second) == (int(first) + 1) % 100 else ""


def _span(days: re.Match[str], year: str) -> tuple[pd.Timestamp | None, pd.Timestamp | None]:
    """Return the first and the last day; where neither they nor the name of the year say a year, None."""
    if not year and not (days[3] and days[6]):
        return None, None
    return _day(days[1], days[2], days[3], year), _day(days[4], days[5], days[6], year, is_last=True)


def _day(day: str | None, month: str, stated: str | None, year: str, *, is_last: bool = False) -> pd.Timestamp | None:
    number = next(place for place, name in enumerate(_MONTHS, start=1) if name.startswith(month[:3].casefold()))
    in_year = int(stated) if stated else int(year[:4]) + (number < 4) if year else 0
    try:
        found = pd.Timestamp(in_year, number, int(day or 1))
    except ValueError:
        return None
    return found + pd.offsets.MonthEnd(0) if is_last and not day else found


def _iso_span(days: re.Match[str]) -> tuple[pd.Timestamp | None, pd.Timestamp | None]:
    try:
        return pd.Timestamp("-".join(days.groups()[:3])), pd.Timestamp("-".join(days.groups()[3:]))
    except ValueError:
        return None, None


def _between(year: str, start: pd.Timestamp | None, end: pd.Timestamp | None) -> ContractYear | None:
    """Return the year that two days lie in; None where they lie in two, or in another one than is named."""
    if start is None or end is None or end < start:
        return None
    lies_in = years.financial_year(start)
    if lies_in != years.financial_year(end) or (year and year != lies_in):
        return None
    return ContractYear(lies_in, start, end)
