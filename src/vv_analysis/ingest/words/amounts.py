"""Read an amount of money or a volume as it was published, and refuse what could mean two things.

The grammar is small: a hedge ("over"), a figure, or two figures with a dash or "to" between; each figure has
an optional pound sign, digits in thousands, and an optional scale ("m", "million"). What stands around it
and does not change the figure (VAT words, "per woman", note marks) is kept as a note; anything else refuses it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from decimal import Decimal
from numbers import Integral, Real

import pandas as pd

from vv_analysis.errors import AmountError
from vv_analysis.ingest.words import amount_refusals as refusals
from vv_analysis.ingest.words.amount_grammar import Stated, Written, stated_in
from vv_analysis.ingest.words.amount_refusals import reason_of, refused
from vv_analysis.ingest.words.amount_words import LONGEST, MARKS, cleaned, why_missing
from vv_analysis.terms.findings import quoted

NAN = math.nan
# About what the whole state spends in a year: above it, pounds stand under a heading of millions.
_ABSURD_BY_UNIT = 1_000_000_000_000
_SMALLEST_THOUSAND = 1_000
_FIRST_YEAR, _LAST_YEAR = 1900, 2099


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
            return MARKS.get(self.note.partition(";")[0], "[x]")
        if self.status == "range":
            return f"{_pounds(self.low)} to {_pounds(self.high)}"
        return words.get(self.status, "") + _pounds(self.high if math.isnan(self.low) else self.low)


def parse_amount(text: object, *, unit: int = 1) -> Amount:
    """Read an amount of money or a volume.

    Parameters
    ----------
    text : object
        A cell: text, a number, or None. A float is read to the 15 digits that a spreadsheet shows: where a
        sum of 0.1 and 0.2 left 0.30000000000000004 in a file, its publisher saw and stated 0.3.
    unit : int
        What one stands for by the heading above: 1 (£), 1000 (£000), 1000000 (£m). A figure that names its
        own scale ("£1.2m") is not multiplied again; a note says so where the heading names another.

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
    vv_analysis.errors.AmountError: '1,23' is not an amount: its comma may be a decimal comma, or misplaced; ...
    """
    if isinstance(text, str):
        return _parse_text(text, unit)
    if text is None or text is pd.NA or text is pd.NaT:
        return Amount(NAN, NAN, "missing", "", "empty")
    if isinstance(text, bool) or not isinstance(text, (Real, Decimal)):
        raise refused(text, f"a cell of kind {type(text).__name__} holds no figure")
    if isinstance(text, Decimal):
        return _parse_number(text, unit)
    return _parse_number(int(text) if isinstance(text, Integral) else float(text), unit)


def _parse_number(number: float | Decimal, unit: int) -> Amount:
    if number.is_nan() if isinstance(number, Decimal) else number != number:
        return Amount(NAN, NAN, "missing", "", "empty")
    if isinstance(number, int) and abs(number) >= 10**LONGEST:
        raise refused("a whole number of a thousand digits or more", refusals.TOO_LARGE)
    if not -math.inf < number < math.inf:
        raise refused(number, refusals.TOO_LARGE)
    exact = Decimal(f"{number:.15g}" if isinstance(number, float) else number)
    value = _in_units(str(number), Written(exact, 0, is_money=False, is_bare=False), unit)
    return Amount(value, value, "exact", f"{exact:f}")


def _parse_text(text: str, unit: int) -> Amount:
    bare, notes = cleaned(text)
    if why := why_missing(bare):
        return Amount(NAN, NAN, "missing", text, why)
    stated = stated_in(bare) if len(bare) <= LONGEST else Stated()
    if not stated.figures or stated.left:
        raise refused(text, reason_of(bare), left=stated.left)
    if why := _why_unclear(stated, unit):
        raise refused(text, why)
    figures, shared = _with_one_scale(text, stated.figures, unit)
    values = [_in_units(text, figure, unit) for figure in figures]
    notes += [*stated.notes, *shared, *_own_scale(stated.figures, unit)]
    if len(values) > 1:
        return _range(text, values, notes)
    low = NAN if stated.status == "at_most" else values[0]
    high = NAN if stated.status == "at_least" else values[0]
    return Amount(low, high, stated.status, text, "; ".join(notes))


def _why_unclear(stated: Stated, unit: int) -> str:
    """Return why a text that was understood word by word still could mean two things."""
    first, is_range = stated.figures[0], len(stated.figures) > 1
    is_word_alone = first.is_bare and abs(first.number) < _SMALLEST_THOUSAND and not stated.is_count
    says_about = any(note.casefold() == "about" for note in stated.notes)
    checks = {
        refusals.CONTRADICTION: not stated.status,
        refusals.BOUNDED_RANGE: is_range and stated.status in {"at_least", "at_most"},
        refusals.OPEN_RANGE: not is_range and stated.opener in {"between", "from"},
        refusals.MONEY_COUNTED: stated.is_count and any(figure.is_money for figure in stated.figures),
        # R2.45: "about 5" may be prose about anything; a pound sign, a scale or thousands make it an amount.
        refusals.VAGUE: says_about and is_word_alone,
        refusals.MAY_BE_YEARS: is_range and _may_be_years(*stated.figures),
        refusals.THREE_DECIMALS: unit == 1 and any(_may_be_thousands(figure) for figure in stated.figures),
    }
    return next((why for why, applies in checks.items() if applies), "")


def _may_be_years(first: Written, second: Written) -> bool:
    if not (first.is_bare and second.is_bare and _FIRST_YEAR <= first.number <= _LAST_YEAR):
        return False
    return _FIRST_YEAR <= second.number <= _LAST_YEAR or second.number == (first.number + 1) % 100


def _may_be_thousands(figure: Written) -> bool:
    decimals = -int(figure.number.as_tuple().exponent)
    return not figure.scale and decimals == 3 and 1 <= abs(figure.number) < _SMALLEST_THOUSAND


def _with_one_scale(text: str, figures: tuple[Written, ...], unit: int) -> tuple[tuple[Written, ...], list[str]]:
    """Return figures, the first with the scale of the second where that stands once for both: "£1.2-1.5m"."""
    first, last = figures[0], figures[-1]
    if bool(first.scale) == bool(last.scale):
        return figures, []
    if last.scale and 0 <= first.number <= last.number:
        return (replace(first, scale=last.scale), last), ["the scale stood once, for both figures"]
    without = first if last.scale else last
    if unit > 1 or abs(without.number) < _SMALLEST_THOUSAND:
        raise refused(text, refusals.SCALE_UNCLEAR)
    return figures, []


def _own_scale(figures: tuple[Written, ...], unit: int) -> list[str]:
    own = {figure.scale for figure in figures if figure.scale} - {unit}
    return ["it names its own scale, which is not that of the heading"] if own and unit > 1 else []


def _range(text: str, values: list[float], notes: list[str]) -> Amount:
    low, high = values
    if low > high:
        raise AmountError(f"{quoted(text)} runs from high to low", expected="low to high", remedy="correct the cell")
    return Amount(low, high, "range", text, "; ".join(notes))


def _in_units(text: str, figure: Written, unit: int) -> float:
    value = float(figure.number * (figure.scale or unit)) + 0.0  # -0.0 would be written "-£0"
    if math.isinf(value):
        raise refused(text, refusals.TOO_LARGE)
    if unit > 1 and not figure.scale and abs(value) > _ABSURD_BY_UNIT:
        raise refused(text, f"by the unit of its heading it would be {value:,.0f}; it may be in another unit")
    return value


def _pounds(value: float) -> str:
    # repr keeps every digit of the float, so that reading the text again gives the same amount.
    whole, _, decimals = format(Decimal(repr(abs(value))), "f").partition(".")
    if len(decimals) == len("000") and len(whole) <= len("000"):
        decimals += "0"  # three digits could be read as thousands
    fraction = f".{decimals}" if decimals.strip("0") else ""
    return f"{'-' if value < 0 else ''}£{int(whole):,}{fraction}"
