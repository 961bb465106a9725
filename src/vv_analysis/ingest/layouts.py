"""Find the table in a sheet by its headings, whatever stands above it and however its years are laid out.

A heading may span two rows and merged cells. Every column is either a key (area, lot, cohort ...) or a figure
(value or volume, for a contract year). What a column does not say is said by its sheet: a sheet a lot names
the category in its title, a sheet a measure says whether its figures are values or volumes.
"""

from __future__ import annotations

from dataclasses import dataclass

from vv_analysis.errors import CategoryError
from vv_analysis.ingest.categories import find_category
from vv_analysis.ingest.headings import ContractYear, key_named, measure_named, unit_named, year_named
from vv_analysis.ingest.sheets import Sheet

_DEEPEST_HEADING = 60


@dataclass(frozen=True, slots=True)
class Column:
    """What one column holds: a key, or a measure for a year in a unit."""

    index: int
    heading: str
    key: str = ""
    measure: str = ""
    year: ContractYear | None = None
    unit: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table found in a sheet: its columns, its first row of data, and the category its sheet is about."""

    sheet: Sheet
    columns: tuple[Column, ...]
    first_row: int
    category: str

    @property
    def keys(self) -> dict[str, int]:
        """The index of each key column."""
        return {column.key: column.index for column in self.columns if column.key}

    @property
    def figures(self) -> tuple[Column, ...]:
        """The columns that hold values or volumes, from left to right."""
        return tuple(column for column in self.columns if column.measure)


def find_table(sheet: Sheet) -> Table | None:
    """Return the table of a sheet, or None if no row of it is a heading with an area and a figure."""
    for top in range(min(len(sheet.rows), _DEEPEST_HEADING)):
        if _names_a_place(sheet, top):
            table = _table_below(sheet, top)
            if table.figures:
                return table
    return None


def _names_a_place(sheet: Sheet, row: int) -> bool:
    return any(key_named(sheet.text(row, column)) in {"area", "region"} for column in range(sheet.width))


def _table_below(sheet: Sheet, top: int) -> Table:
    bottom = top
    while _continues_heading(sheet, top, bottom + 1):
        bottom += 1
    first = top - 1 if top and _names_a_year(sheet, top - 1) else top
    about = [sheet.name, *_lines(sheet, first)]
    columns = [_column(sheet, index, range(first, bottom + 1), about) for index in range(sheet.width)]
    return Table(sheet, tuple(columns), bottom + 1, _category_of(about))


def _continues_heading(sheet: Sheet, top: int, row: int) -> bool:
    texts = [sheet.text(row, column) for column in range(sheet.width)]
    places = [index for index in range(sheet.width) if key_named(sheet.text(top, index)) in {"area", "region"}]
    same_place = all(texts[index] in {"", sheet.text(top, index)} for index in places)
    return same_place and any(measure_named(text) or year_named(text) for text in texts)


def _names_a_year(sheet: Sheet, row: int) -> bool:
    # Two years at least: a title may name one.
    named = {found.year for column in range(sheet.width) if (found := year_named(sheet.text(row, column)))}
    return len(named) > 1


def _lines(sheet: Sheet, before: int) -> list[str]:
    return [text for row in range(before) for column in range(sheet.width) if (text := sheet.text(row, column))]


def _column(sheet: Sheet, index: int, rows: range, about: list[str]) -> Column:
    texts = list(dict.fromkeys(text for row in rows if (text := sheet.text(row, index))))
    heading = " ".join(texts)
    key = next((name for text in texts if (name := key_named(text))), "")
    if key or not texts:
        return Column(index, heading, key=key)
    year = next((found for text in texts if (found := year_named(text))), None)
    measure = next((name for text in reversed(texts) if (name := measure_named(text))), "")
    if year and not measure:
        measure = next((name for text in about if (name := _only_measure(text))), "")
    unit = _unit(texts, about) if measure == "value" else 1
    return Column(index, heading, measure=measure, year=year, unit=unit)


def _only_measure(text: str) -> str:
    both = "value" in text.casefold() and "volume" in text.casefold()
    return "" if both else measure_named(text)


def _unit(texts: list[str], about: list[str]) -> int:
    # A line above the table may state a unit for all of it; the heading itself comes first.
    above = [text for text in about if " in £" in text or text.startswith("£")]
    return next((unit for text in [*reversed(texts), *above] if (unit := unit_named(text))), 1)


def _category_of(about: list[str]) -> str:
    for text in about:
        try:
            return find_category(text)
        except CategoryError:
            continue
    return ""
