"""Find the tables in a sheet by their headings, whatever stands above them and however their years are laid out.

A heading may span two rows and merged cells. Every column is either a key (area, lot, cohort ...) or a figure
(value or volume, for a contract year). What a column does not say is said by its sheet: a sheet a lot names
the category in its title, a sheet a measure says whether its figures are values or volumes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from vv_analysis.errors import CategoryError
from vv_analysis.ingest.categories import find_category
from vv_analysis.ingest.headings import (
    ContractYear,
    count_unit_named,
    is_derived,
    key_named,
    measure_named,
    unit_named,
    without_marks,
    year_named,
)
from vv_analysis.ingest.sheets import Sheet

_NUMBER = re.compile(r"[£(-]*[0-9][0-9,]*(?:\.[0-9]+)?\)?")
_CALENDAR_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Unread:
    """Why a column is not read: a rule and a severity as in a finding, and half a sentence."""

    rule: str
    severity: str
    why: str


DERIVED = Unread("column-derived", "note", "such figures are worked out from values and volumes")
UNKNOWN = Unread("column-not-read", "note", "it is neither a value nor a volume, nor says whose they are")
WITHOUT_YEAR = Unread("column-without-year", "note", "it names no contract year, and the others do")
UNIT_UNCLEAR = Unread("unit-unclear", "refused", "the lines above the table name two units, and its heading neither")
REPEATED = Unread(
    "column-repeated", "refused", "an earlier column holds the same measure for the same year, and was read"
)


@dataclass(frozen=True, slots=True)
class Column:
    """What one column holds: a key, or a measure for a year in a unit; `unread` says why it is neither."""

    index: int
    heading: str
    key: str = ""
    measure: str = ""
    year: ContractYear | None = None
    unit: int = 1
    unread: Unread | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table found in a sheet: its columns, the filled rows below its heading, and the category its sheet is about."""

    sheet: Sheet
    columns: tuple[Column, ...]
    heading_row: int
    rows: tuple[int, ...]
    category: str

    @property
    def keys(self) -> dict[str, int]:
        """The index of each key column; of the first, where a key has several."""
        return {column.key: column.index for column in reversed(self.columns) if column.key}

    @property
    def figures(self) -> tuple[Column, ...]:
        """The columns that hold values or volumes, from left to right."""
        return tuple(column for column in self.columns if column.measure)

    def words(self, row: int, key: str) -> str:
        """Return what a row says under every column of a key, without note marks."""
        texts = (self.sheet.text(row, column.index) for column in self.columns if column.key == key)
        return without_marks(" ".join(text for text in texts if text))


@dataclass(frozen=True, slots=True)
class _Heading:
    rows: range
    columns: tuple[Column, ...]


def tables_in(sheet: Sheet) -> list[Table]:
    """Return the tables of a sheet, from top to bottom; a table ends where the title of the next one begins."""
    headings = _headings(sheet)
    if not headings:
        return []
    starts = [0, *(_first_line_above(sheet, heading) for heading in headings[1:]), len(sheet.rows)]
    title = [sheet.name, *_lines(sheet, range(headings[0].rows.start))]
    tables = []
    for number, heading in enumerate(headings):
        own = _lines(sheet, range(starts[number], heading.rows.start)) if number else []
        tables.append(_table(sheet, heading, starts[number + 1], [*own, *_not_said_by(own, title)]))
    return [table for table in tables if table.figures]


def _not_said_by(own: list[str], title: list[str]) -> list[str]:
    """Return the lines at the top of a sheet without their units, where the lines of a table name its own."""
    has_unit = any(unit_named(text) > 1 for text in own)
    return [text for text in title if not (has_unit and unit_named(text) > 1)]


def _table(sheet: Sheet, heading: _Heading, end: int, about: list[str]) -> Table:
    rows = tuple(row for row in sheet.filled if heading.rows.stop <= row < end)
    used = {column for row in rows for column in sheet.own(row)}
    columns = [column for column in heading.columns if column.heading or column.index in used]
    read = _that_can_be_read([_with_sheet(column, about) for column in columns])
    return Table(sheet, read, heading.rows[-1], rows, _category_of(about))


def _headings(sheet: Sheet) -> list[_Heading]:
    """Return every heading: rows that name a place and a figure."""
    found: list[_Heading] = []
    for top in sheet.filled:
        inside = found and top in found[-1].rows
        if not inside and _names_a_place(sheet, top):
            rows = _heading_rows(sheet, top)
            columns = tuple(_column(sheet, index, rows) for index in range(sheet.width))
            if any(column.measure or column.year for column in columns):
                found.append(_Heading(rows, columns))
    return found


def _names_a_place(sheet: Sheet, row: int) -> bool:
    return any(key_named(sheet.text(row, column)) in {"area", "region"} for column in sheet.own(row))


def _heading_rows(sheet: Sheet, top: int) -> range:
    bottom = top
    while _continues_heading(sheet, top, bottom + 1):
        bottom += 1
    first = top - 1 if top and _names_years(sheet, top - 1) else top
    return range(first, bottom + 1)


def _continues_heading(sheet: Sheet, top: int, row: int) -> bool:
    texts = [sheet.text(row, column) for column in range(sheet.width)]
    places = [index for index in range(sheet.width) if key_named(sheet.text(top, index)) in {"area", "region"}]
    same_place = all(texts[index] in {"", sheet.text(top, index)} for index in places)
    return same_place and not _holds_figures(texts) and any(measure_named(text) or year_named(text) for text in texts)


def _holds_figures(texts: list[str]) -> bool:
    # A row of data may lack its area; its figures tell it from a second row of headings.
    return any(_NUMBER.fullmatch(text) and not _CALENDAR_YEAR.fullmatch(text) for text in texts)


def _names_years(sheet: Sheet, row: int) -> bool:
    # Two years at least: a title may name one.
    named = {found.year for column in range(sheet.width) if (found := year_named(sheet.text(row, column)))}
    return len(named) > 1


def _first_line_above(sheet: Sheet, heading: _Heading) -> int:
    """Return the first of the rows above a heading that are blank or hold a single text, such as its title."""
    row = heading.rows.start
    while row and sum(cell is not None for cell in sheet.rows[row - 1]) < 2:
        row -= 1
    return row


def _lines(sheet: Sheet, rows: range) -> list[str]:
    return [sheet.text(row, column) for row in rows for column in sheet.own(row)]


def _column(sheet: Sheet, index: int, rows: range) -> Column:
    """Return what the heading of a column says by itself; a unit of 0 is one it does not say."""
    texts = list(dict.fromkeys(text for row in rows if (text := sheet.text(row, index))))
    heading = " ".join(texts)
    key = next((name for text in texts if (name := key_named(text))), "")
    if key or not texts:
        return Column(index, heading, key=key)
    if is_derived(heading):
        return Column(index, heading, unread=DERIVED)
    year = next((found for text in texts if (found := year_named(text))), None)
    measure = next((name for text in reversed(texts) if (name := measure_named(text))), "")
    named = count_unit_named if measure == "volume" else _unit_of_money
    unit = next((unit for text in reversed(texts) if (unit := named(text))), 0)
    return Column(index, heading, measure=measure, year=year, unit=unit)


def _unit_of_money(text: str) -> int:
    # In the heading of a value "(millions)" is enough; in a line above the table it may be said of anything.
    return unit_named(text) or count_unit_named(text)


def _with_sheet(column: Column, about: list[str]) -> Column:
    """Add to a column what its sheet says of all of them: the measure, and the unit of its money."""
    if column.key or column.unread:
        return column
    measure = column.measure
    if column.year and not measure:
        measure = next((name for text in about if (name := _only_measure(text))), "")
    if measure == "value" and not column.unit:
        return _in_unit_of_sheet(replace(column, measure=measure), about)
    return replace(column, measure=measure, unit=column.unit or 1)


def _only_measure(text: str) -> str:
    both = "value" in text.casefold() and "volume" in text.casefold()
    return "" if both else measure_named(text)


def _in_unit_of_sheet(column: Column, about: list[str]) -> Column:
    units = {unit for text in about if (unit := unit_named(text)) > 1}
    if len(units) > 1:
        return replace(column, measure="", unread=UNIT_UNCLEAR)
    return replace(column, unit=units.pop() if units else 1)


def _that_can_be_read(columns: list[Column]) -> tuple[Column, ...]:
    """Return columns, those not read marked with the reason: of two that say the same, the first is read."""
    years_across = any(column.year for column in columns) and not any(column.key == "year" for column in columns)
    seen: set[tuple[str, ContractYear | None]] = set()
    return tuple(_marked(column, years_across, seen) for column in columns)


def _marked(column: Column, years_across: bool, seen: set[tuple[str, ContractYear | None]]) -> Column:
    if column.key or column.unread:
        return column
    if not column.measure:
        return replace(column, unread=UNKNOWN)
    if years_across and column.year is None:
        return replace(column, measure="", unread=WITHOUT_YEAR)
    if (column.measure, column.year) in seen:
        return replace(column, measure="", unread=REPEATED)
    seen.add((column.measure, column.year))
    return column


def _category_of(about: list[str]) -> str:
    for text in about:
        try:
            return find_category(text)
        except CategoryError:
            continue
    return ""
