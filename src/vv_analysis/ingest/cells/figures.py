"""One figure of a sheet: its amount, where it stood, and what is to be said about it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from vv_analysis.errors import AmountError
from vv_analysis.ingest.cells.number_formats import MILLIONS, THOUSANDS
from vv_analysis.ingest.cells.sheets import Sheet
from vv_analysis.ingest.words.amounts import NAN, Amount, parse_amount
from vv_analysis.terms.findings import Finding, quoted

REFUSED = "refused"
SUSPICIOUSLY_LARGE = 1_000_000_000
_FOR_ONE = re.compile(
    r"(?:\b(?:per|a|each|every) |/ ?)(?:(?:service )?user|woman|man|person|head|participant|referral|start|place)\b",
    re.IGNORECASE,
)
# Of the words beside a figure, those that change what it says; note marks and "users" do not.
_CHANGES = re.compile(
    r"VAT|\bscale\b|minus sign|cannot be seen|estimated|provisional|revised|forecast|reliab|initial|pound sign",
    re.IGNORECASE,
)
_SCALES = {THOUSANDS: 1_000, MILLIONS: 1_000_000}


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount read from a cell; `source` is empty where the publication has no such cell."""

    amount: Amount
    source: str
    findings: tuple[Finding, ...] = field(default=())

    @classmethod
    def absent(cls) -> Figure:
        """Return a figure for which there is no cell at all."""
        return cls(Amount(NAN, NAN, "missing", "", "no such column"), "")

    def columns(self, name: str) -> dict[str, Any]:
        """Return the figure as the columns of a frame, for ``value_gbp`` or ``volume_users``.

        Examples
        --------
        >>> Figure(parse_amount("10 to 20"), "a.csv#row 2").columns("volume_users")["volume_high_users"]
        20.0
        """
        stem, unit = name.split("_")
        return {
            name: self.amount.central,
            f"{stem}_low_{unit}": self.amount.low,
            f"{stem}_high_{unit}": self.amount.high,
            f"{stem}_status": self.amount.status,
            f"{stem}_source": self.source,
        }


def read_figure(sheet: Sheet, row: int, column: int, measure: str, unit: int = 1) -> Figure:
    """Read one cell as a value or a volume; what cannot be read, or cannot be right, is refused."""
    source = sheet.source(row, column)
    if sheet.anchor(row, column) != (row, column):
        return _merged(sheet, row, column)
    try:
        unit = _unit_as_shown(sheet.shown_as.get((row, column), ""), unit)
        amount = _amount(sheet.at(row, column), unit)
    except AmountError as error:
        return _refused(sheet.file, source, error, "amount-unreadable")
    if measure == "volume" and (amount.low < 0 or amount.high < 0):
        negative = AmountError(
            f"a volume of {amount.text} is below nought",
            expected="a number of service users of 0 or more",
            remedy="correct the cell",
        )
        return _refused(sheet.file, source, negative, "volume-negative")
    if measure == "value" and (for_one := _FOR_ONE.search(amount.note)):
        price = AmountError(
            f"{quoted(amount.text)} is a price {for_one.group()}, not a value",
            expected="what the service costs overall",
            remedy="ask for the value and the volume; the two give the cost per user",
        )
        return _refused(sheet.file, source, price, "amount-per-unit")
    return Figure(amount, source, tuple(_notes(sheet.file, source, amount)))


def _amount(cell: object, unit: int) -> Amount:
    return _amount_in(cell, unit) if isinstance(cell, str) else parse_amount(_plain(cell), unit=unit)


@lru_cache(maxsize=4096)
def _amount_in(text: str, unit: int) -> Amount:
    # "[c]" or "TBC" stands in thousands of cells of one publication.
    return parse_amount(text, unit=unit)


def _unit_as_shown(shown_as: str, unit: int) -> int:
    """Return the unit in which the stored number stands, or refuse a number that is not what the page shows.

    Under "£000" a cell that shows thousands of the number it stores holds pounds: page and heading agree.
    """
    if shown_as and _SCALES.get(shown_as) == unit:
        return 1
    if shown_as:
        raise AmountError(
            f"the cell shows its number as {shown_as}, and stores another",
            expected="a figure in the unit its heading names",
            remedy="give the cell a plain number format, and check the figure",
        )
    return unit


def _merged(sheet: Sheet, row: int, column: int) -> Figure:
    """Return no figure for a cell that shares a merged range: the range's figure counts once, where it stands."""
    source, holder = sheet.source(row, column), sheet.source(*sheet.anchor(row, column)).rpartition("!")[2]
    what = f"the cell is merged with {holder}, whose figure was counted there, once; here it is missing"
    remedy = "ask the publisher for a figure for each, and do not compare these rows one by one"
    finding = Finding(sheet.file, source, "figure-merged", "refused", what, "a figure in a cell of its own", remedy)
    return Figure(Amount(NAN, NAN, "missing", "", f"merged with {holder}"), source, (finding,))


def _refused(file: str, source: str, error: AmountError, rule: str) -> Figure:
    finding = Finding.from_error(error, file=file, where=source, rule=rule)
    return Figure(Amount(NAN, NAN, "missing", "", REFUSED), source, (finding,))


def _plain(cell: object) -> object:
    return cell if cell is None or isinstance(cell, (str, int, float)) else str(cell)


def _notes(file: str, source: str, amount: Amount) -> Iterator[Finding]:
    if _CHANGES.search(amount.note):
        what = f"{quoted(amount.text)} was read as {amount}: {amount.note}"
        rule = "pound-sign-mended" if "pound sign" in amount.note else "figure-with-words"
        yield Finding(file, source, rule, "note", what)
    if max(amount.low, amount.high) > SUSPICIOUSLY_LARGE:
        what, expected = f"{amount} is more than any contract of this kind", "the value of one contract and year"
        yield Finding(
            file, source, "value-very-large", "warning", what, expected, "check the unit; it was used as it is"
        )
    if amount.high < 0:
        what, expected = f"{amount} is below nought", "an amount of 0 or more, unless money is taken back"
        yield Finding(file, source, "value-negative", "warning", what, expected, "check the sign; it was used as it is")


def unlikely(file: str, value: Figure, volume: Figure) -> Iterator[Finding]:
    """Say where a value has no volume or a volume no value: no cost per user can be worked out."""
    has_value, has_volume = (figure.amount.status != "missing" for figure in (value, volume))
    if has_value and not has_volume:
        reason = volume.amount.note or "refused"
        what = f"a value of {value.amount} stands without a volume ({reason})"
        yield Finding(
            file,
            value.source,
            "value-without-volume",
            "warning",
            what,
            "a volume beside it",
            "ask for the volume",
        )
    if has_volume and not has_value and value.source:
        reason = value.amount.note or "refused"
        what = f"a volume of {str(volume.amount).replace('£', '')} stands without a value ({reason})"
        yield Finding(
            file,
            volume.source,
            "volume-without-value",
            "warning",
            what,
            "a value beside it",
            "ask for the value",
        )
    if has_value and volume.amount.high == 0 and value.amount.central != 0:
        what = f"a value of {value.amount} stands beside a volume of 0"
        yield Finding(
            file,
            volume.source,
            "volume-nought",
            "warning",
            what,
            "a volume above 0",
            "ask what the money buys",
        )
