"""Recognise the total rows of a table and check them against the sum of their parts."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from vv_analysis.errors import AmountError
from vv_analysis.ingest.amounts import Amount, parse_amount
from vv_analysis.ingest.layouts import Column, Table
from vv_analysis.ingest.rows import SortedRows
from vv_analysis.terms.findings import Finding

_GRAND = re.compile(r"\b(?:grand|overall)\b|^all lots\b", re.IGNORECASE)


def check_totals(table: Table, rows: SortedRows) -> Iterator[Finding]:
    """Compare each total with its parts; a difference beyond rounding is a finding, not an error.

    A total may stand below its parts or above them, and cover those next to it or all; a grand total covers
    all. A range counts at its midpoint; missing parts count as nothing and are named in the sentence.
    """
    words = dict.fromkeys(table.rows, "") | rows.totals if rows.totals else {}
    for row in rows.totals:
        covered = _covered(row, words)
        for column in table.figures:
            yield from _difference(table, row, column, covered)


def _covered(total: int, words: dict[int, str]) -> list[list[int]]:
    """Return the runs of rows that a total may cover, the likeliest first."""
    every = [row for row in words if not words[row]]
    if _GRAND.search(words[total]):
        return [every]
    last_before = max((row for row in words if words[row] and row < total), default=-1)
    next_after = min((row for row in words if words[row] and row > total), default=max(words) + 1)
    above = [row for row in every if last_before < row < total]
    below = [row for row in every if total < row < next_after]
    return [rows for rows in (above, below, every) if rows]


def _difference(table: Table, row: int, column: Column, covered: list[list[int]]) -> Iterator[Finding]:
    stated = _amount(table, row, column)
    if stated is None or stated.status != "exact":
        return
    sums = [_sum_of(table, rows, column) for rows in covered]
    if any(abs(stated.central - parts.added) <= parts.rounding for parts in sums) or not sums:
        return
    without = f"; {sums[0].missing} of them missing" if sums[0].missing else ""
    yield Finding(
        table.sheet.file,
        table.sheet.source(row, column.index),
        "total-differs",
        "warning",
        f"the total is {stated.central:,.0f} and its {sums[0].parts} parts add up to {sums[0].added:,.0f}{without}",
        "a total that its parts add up to",
        "ask the publisher which is right; the total is not used",
    )


@dataclass(frozen=True, slots=True)
class _Sum:
    added: float
    parts: int
    missing: int
    rounding: float


def _sum_of(table: Table, rows: list[int], column: Column) -> _Sum:
    amounts = [amount for row in rows if (amount := _amount(table, row, column)) and amount.text]
    known = [amount.central for amount in amounts if not math.isnan(amount.central)]
    return _Sum(math.fsum(known), len(amounts), len(amounts) - len(known), _rounding(amounts, column.unit))


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
