"""Recognise the total rows of a table and check them against the sum of their parts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vv_analysis.errors import AmountError
from vv_analysis.ingest.amounts import Amount, parse_amount
from vv_analysis.ingest.layouts import Column, Table
from vv_analysis.terms.findings import Finding

_TOTAL = re.compile(r"^(?:grand |overall |sub-?)?total\b|^all (?:areas|regions|lots)\b|\btotal$", re.IGNORECASE)
_GRAND = re.compile(r"\b(?:grand|overall)\b|^all lots\b", re.IGNORECASE)


def is_total(table: Table, row: int) -> bool:
    """Tell whether a row holds totals: its area, lot or first cell says so."""
    return bool(_total_words(table, row))


def _total_words(table: Table, row: int) -> str:
    own = [str(table.sheet.at(row, index) or "") for index in sorted({0, *table.keys.values()})]
    return next((words for words in own if _TOTAL.search(words.strip())), "")


def check_totals(table: Table) -> Iterator[Finding]:
    """Compare each total with its parts; a difference beyond rounding is a finding, not an error.

    A plain total covers the rows since the one before it, a grand total the whole table. A range counts at
    its midpoint; missing parts count as nothing and are named in the sentence.
    """
    parts: list[int] = []
    every: list[int] = []
    for row in range(table.first_row, len(table.sheet.rows)):
        words = _total_words(table, row)
        if not words:
            parts.append(row)
            every.append(row)
            continue
        covered = every if _GRAND.search(words) else parts
        for column in table.figures:
            yield from _difference(table, row, column, covered)
        parts = []


def _difference(table: Table, row: int, column: Column, covered: list[int]) -> Iterator[Finding]:
    stated = _amount(table, row, column)
    amounts = [amount for part in covered if (amount := _amount(table, part, column)) and amount.text]
    if stated is None or stated.status != "exact":
        return
    added = sum(amount.central for amount in amounts if amount.status in {"exact", "range", "about"})
    missing = sum(amount.central != amount.central for amount in amounts)
    if abs(stated.central - added) <= _rounding(amounts, column.unit):
        return
    without = f"; {missing} of them missing" if missing else ""
    yield Finding(
        table.sheet.file,
        table.sheet.source(row, column.index),
        "total-differs",
        "warning",
        f"the total is {stated.central:,.0f} and its {len(amounts)} parts add up to {added:,.0f}{without}",
        "a total that its parts add up to",
        "ask the publisher which is right; the total is not used",
    )


def _amount(table: Table, row: int, column: Column) -> Amount | None:
    try:
        return parse_amount(table.sheet.at(row, column.index), unit=column.unit)
    except AmountError:
        return None  # already a finding of its own, where the cell was read


def _rounding(amounts: list[Amount], unit: int) -> float:
    """Return how far rounded parts may stray: half the last digit of each of them and of their total."""
    decimals = max((len(amount.text.partition(".")[2]) for amount in amounts if "." in amount.text), default=0)
    digit = unit * 10.0 ** -min(decimals, 3)
    return 0.5 * digit * (len(amounts) + 1) if unit > 1 else 0.5
