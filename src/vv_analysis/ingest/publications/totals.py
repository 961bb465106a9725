"""Recognise the total rows of a table and check them against the sum of their parts."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

import numpy as np

from vv_analysis.ingest.cells.figures import REFUSED, read_figure
from vv_analysis.ingest.cells.sheets import EMPTY
from vv_analysis.ingest.publications.figure_columns import read_figures
from vv_analysis.ingest.publications.layouts import Column, Table
from vv_analysis.ingest.publications.rows import SortedRows
from vv_analysis.terms.findings import Finding

_GRAND = re.compile(r"\b(?:grand|overall)\b|^all lots\b", re.IGNORECASE)


def check_totals(table: Table, rows: SortedRows) -> tuple[int, list[Finding]]:
    """Compare each total with its parts; a difference beyond rounding is a finding, not an error.

    A total may stand below its parts or above them, and cover those next to it or all; a grand total covers
    all. A range counts at its midpoint; missing parts count as nothing and are named in the sentence.

    Returns
    -------
    checks : int
        How many totals were compared with their parts.
    findings : list of Finding
        Those that differ.
    """
    words = dict.fromkeys((row for row in table.rows if row not in rows.parts), "") | rows.totals if rows.totals else {}
    checked = [
        _difference(table, row, column, covered)
        for row in rows.totals
        if (covered := _covered(row, words))
        for column in table.figures
        if _stated(table, row, column) is not None
    ]
    return len(checked), [finding for finding in checked if finding]


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


def _difference(table: Table, row: int, column: Column, covered: list[list[int]]) -> Finding | None:
    stated = _stated(table, row, column)
    sums = [_sum_of(table, rows, column) for rows in covered]
    if stated is None or any(abs(stated - parts.added) <= parts.rounding for parts in sums):
        return None
    without = f"; {sums[0].missing} of them missing" if sums[0].missing else ""
    return Finding(
        table.sheet.file,
        table.sheet.source(row, column.index),
        "total-differs",
        "warning",
        f"the total is {stated:,.0f} and its {sums[0].parts} parts add up to {sums[0].added:,.0f}{without}",
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
    figures = read_figures(table.sheet, rows, column)
    cells = table.sheet.column(column.index, rows)
    # A cell that cannot be read is already a finding of its own, where it was read.
    stated = [cell not in EMPTY and note != REFUSED for cell, note in zip(cells, figures.note, strict=True)]
    known = figures.central[~np.isnan(figures.central)]
    texts = [str(cell) for cell, is_stated in zip(cells, stated, strict=True) if is_stated]
    return _Sum(math.fsum(known), len(texts), len(texts) - len(known), _rounding(texts, column.unit))


def _stated(table: Table, row: int, column: Column) -> float | None:
    figure = read_figure(table.sheet, row, column.index, column.measure, column.unit)
    return figure.amount.central if figure.amount.status == "exact" else None


def _rounding(texts: list[str], unit: int) -> float:
    """Return how far rounded parts may stray: half the last digit of each of them and of their total."""
    if unit == 1:
        return 0.5
    decimals = max((len(text.partition(".")[2].rstrip("0")) for text in texts if "." in text), default=0)
    return 0.5 * unit * 10.0 ** -min(decimals, 3) * (len(texts) + 1)
