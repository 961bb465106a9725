"""Understand what the key cells of rows say: which service, where, for whom, in which year, with VAT or without.

A publication names few places and services in many rows, so each way of naming them is understood once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vv_analysis.errors import AreaError, CategoryError
from vv_analysis.ingest.areas import Area, find_area, find_cohort, levels_named
from vv_analysis.ingest.categories import find_category
from vv_analysis.ingest.headings import ContractYear, vat_named, without_marks, year_named
from vv_analysis.ingest.layouts import Table
from vv_analysis.ingest.sheets import words_of

Places = npt.NDArray[np.int64]
_Words = dict[str, str]


NOWHERE = Area("", "", "", "")


@dataclass(frozen=True, slots=True)
class Said:
    """What the key cells of a row say: its service, place, people, year and VAT basis; or why they say nothing."""

    words: _Words
    category: str = ""
    area: Area = NOWHERE
    cohort: str = ""
    year: ContractYear | None = None
    vat: str = ""
    error: AreaError | CategoryError | None = None


def understood(table: Table, rows: Sequence[int]) -> tuple[list[Said], Places]:
    """Return what key cells say, each way once, and which of these ways every row uses."""
    level = _level_of(table)
    words = {key: _texts(table, rows, key) for key in table.keys}
    ways: dict[tuple[str, ...], int] = {}
    which = [ways.setdefault(way, len(ways)) for way in zip(*words.values(), strict=True)] or [0] * len(rows)
    said = [_said(table, dict(zip(words, way, strict=True)), level) for way in ways]
    return said or [_said(table, {}, level)], np.array(which, dtype=np.int64)


def _texts(table: Table, rows: Sequence[int], key: str) -> list[str]:
    """Return what rows say under a key, as `Table.words` does for one row."""
    columns = [column.index for column in table.columns if column.key == key]
    if table.sheet.merged or len(columns) != 1:
        return [table.words(row, key) for row in rows]
    cells = table.sheet.column(columns[0], rows)
    meant = {cell: without_marks(words_of(cell)) for cell in set(cells)}
    return [meant[cell] for cell in cells]


def _level_of(table: Table) -> str | None:
    """Return the level of the table's area column, if every name in it that has one level has the same.

    Among police force areas, West Midlands is the police force area; in a table of regions it is the region.
    """
    levels = [levels_named(words) for words in set(_texts(table, table.rows, "area"))]
    certain = {next(iter(named)) for named in levels if len(named) == 1}
    return certain.pop() if len(certain) == 1 else None


def _said(table: Table, words: _Words, level: str | None) -> Said:
    try:
        area, category = _area(words, level), _category(table, words)
    except (AreaError, CategoryError) as error:
        return Said(words, error=error)
    vat = vat_named(words.get("vat", ""))
    return Said(words, category, area, _cohort(words, category), year_named(words.get("year", "")), vat)


def _area(words: _Words, level: str | None) -> Area:
    if not words.get("area"):
        return find_area(words.get("region", ""), level="region" if "region" in words else None)
    several = len(levels_named(words["area"])) > 1
    return find_area(words["area"], level=level if several and level in levels_named(words["area"]) else None)


def _category(table: Table, words: _Words) -> str:
    named = words.get("category", "")
    return table.category if table.category and not named else find_category(named)


def _cohort(words: _Words, category: str) -> str:
    cohort = find_cohort(" ".join(words.get(key, "") for key in ("cohort", "area", "category")))
    return "women" if cohort == "not-stated" and category == "womens-services" else cohort
