"""Numbers and comparisons in plain English: one way to say each, for prose, tables and alt text alike."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd  # only ever handed in: the command line counts in words without it

MINUS = "\N{MINUS SIGN}"


def rounded(number: float, digits: int = 0) -> Decimal:
    """Return a number rounded half up, as people are taught to (Python rounds half to even).

    Examples
    --------
    >>> rounded(2.5), rounded(0.125, 2), rounded(-2.5)
    (Decimal('3'), Decimal('0.13'), Decimal('-3'))
    """
    step = Decimal(1).scaleb(-digits)
    result = Decimal(repr(float(number))).quantize(step, rounding=ROUND_HALF_UP)
    return abs(result) if result == 0 else result


def _signed(number: float, words: str, *, plus: bool = False) -> str:
    sign = MINUS if number < 0 else ("+" if plus and number > 0 else "")
    return f"{sign}{words}"


def pounds(amount_gbp: float, *, pence: bool = False, plus: bool = False) -> str:
    """Return pounds in full, with commas; for tables.

    Examples
    --------
    >>> pounds(1234567), pounds(-1600), pounds(999.5), pounds(854446831.86, pence=True), pounds(5, plus=True)
    ('£1,234,567', '−£1,600', '£1,000', '£854,446,831.86', '+£5')
    """
    value = rounded(amount_gbp, 2 if pence else 0)
    return _signed(float(value), f"£{abs(value):,}", plus=plus)


def pounds_in_words(amount_gbp: float) -> str:
    """Return pounds as they are said in prose: from a million up in millions to one decimal (R5.14).

    Examples
    --------
    >>> [pounds_in_words(amount) for amount in (1234567, 400000, -1600, 45e6, 854446832, 999_999_999)]
    ['£1.2 million', '£400,000', '−£1,600', '£45 million', '£854.4 million', '£1 billion']
    >>> pounds_in_words(23_955)
    '£24,000'
    """
    size = abs(amount_gbp)
    for scale, name, digits in ((1e9, "billion", 2), (1e6, "million", 1)):
        # A little below the scale already rounds up to it.
        if size >= scale * 0.9995:
            return _signed(amount_gbp, f"£{_plain(rounded(size / scale, digits))} {name}")
    return pounds(float(rounded(amount_gbp)) if size < 10_000 else float(_significant(amount_gbp, 3)))


def _significant(number: float, figures: int) -> Decimal:
    if number == 0:
        return Decimal(0)
    return rounded(number, figures - 1 - math.floor(math.log10(abs(number))))


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(number_percent: float, *, digits: int = 1, plus: bool = False, fixed: bool = False) -> str:
    """Return a percentage; `fixed` keeps a last nought, so that the figures of a column stand under each other.

    Examples
    --------
    >>> percent(12.5), percent(9.0), percent(-0.04), percent(32.13, plus=True), percent(9.0, fixed=True)
    ('12.5%', '9%', '0%', '+32.1%', '9.0%')
    """
    value = rounded(number_percent, digits)
    words = format(abs(value), "f") if fixed else _plain(abs(value))
    return _signed(float(value), f"{words}%", plus=plus)


def points(number_points: float) -> str:
    """Return a change in percentage points, with its sign.

    Examples
    --------
    >>> points(-1.25), points(0.5), points(0.0)
    ('−1.3', '+0.5', '0.0')
    """
    value = rounded(number_points, 1)
    return _signed(float(value), format(abs(value), "f"), plus=True)


def users(number_users: float, *, plus: bool = False) -> str:
    """Return a number of people.

    Examples
    --------
    >>> users(12345.0), users(-5, plus=True), users(5, plus=True)
    ('12,345', '−5', '+5')
    """
    value = rounded(number_users)
    return _signed(float(value), f"{abs(value):,}", plus=plus)


_FORMS: dict[str, Callable[[float], str]] = {"pounds": pounds_in_words, "percent": percent, "users": users}


def interval(low: float, high: float, *, form: str = "pounds") -> str:
    """Return a range, a bound or a point in words, never a dash.

    Examples
    --------
    >>> interval(45e6, 46e6), interval(9e6, math.nan), interval(17.1, 17.1, form="percent")
    ('£45 million to £46 million', 'at least £9 million', '17.1%')
    >>> interval(math.nan, math.nan)
    '[x]'
    """
    say = _FORMS[form]
    if math.isnan(low) and math.isnan(high):
        return "[x]"
    if math.isnan(high):
        return f"at least {say(low)}"
    if math.isnan(low):
        return f"at most {say(high)}"
    return say(low) if say(low) == say(high) else f"{say(low)} to {say(high)}"


def listed(words: Iterable[str]) -> str:
    """Return words as a list in a sentence.

    Examples
    --------
    >>> listed(["Wales"]), listed(["Wales", "London", "Kent"])
    ('Wales', 'Wales, London and Kent')
    """
    *before, last = list(words) or [""]
    return f"{', '.join(before)} and {last}" if before else last


def counted(number: int, thing: str, things: str = "") -> str:
    """Return how many of a thing there are; numbers up to nine in words.

    Examples
    --------
    >>> counted(1, "contract"), counted(12, "contract"), counted(2, "category", "categories")
    ('one contract', '12 contracts', 'two categories')
    """
    small = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    plural = things or f"{thing}s"
    return f"{small[number] if number < len(small) else f'{number:,}'} {thing if number == 1 else plural}"


def compared(after: float, before: float) -> str:
    """Return "higher than", "lower than" or "the same as"; never a judgement, never a cause.

    Examples
    --------
    >>> compared(900, 1000), compared(1000, 1000)
    ('lower than', 'the same as')
    """
    return "higher than" if after > before else "lower than" if after < before else "the same as"


def day(date: pd.Timestamp) -> str:
    """Return a day as it is written in prose.

    Examples
    --------
    >>> import pandas as pd
    >>> day(pd.Timestamp("2021-06-26"))
    '26 June 2021'
    """
    return f"{date.day} {date.month_name()} {date.year}"


def place(name: str) -> str:
    """Return the name of an area as it is said.

    Examples
    --------
    >>> place("London, City of"), place("Kent")
    ('City of London', 'Kent')
    """
    return f"City of {name.removesuffix(', City of')}" if name.endswith(", City of") else name


def capital(sentence: str) -> str:
    """Return a sentence with its first letter in capitals, the rest as it stands."""
    return sentence[:1].upper() + sentence[1:]


def out_of(part: int, whole: int, things: str) -> str:
    """Return how many out of a number of things, as it is said.

    Examples
    --------
    >>> out_of(3, 12, "regions"), out_of(5, 5, "services"), out_of(0, 6, "services")
    ('3 of 12 regions', 'all five services', 'none of six services')
    >>> out_of(2, 2, "regions")
    'both regions'
    """
    if part == whole == 2:
        return f"both {things}"
    if part == whole:
        return f"all {counted(whole, things, things)}" if whole > 1 else f"the only one of the {things}"
    return f"none of {counted(whole, things, things)}" if part == 0 else f"{part} of {whole} {things}"
