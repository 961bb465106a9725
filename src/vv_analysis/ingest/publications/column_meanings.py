"""What each column of a table holds: said by `[layout]`, else by its heading, else by the lines around the table."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from vv_analysis.errors import LayoutError
from vv_analysis.ingest.publications.heading_rows import CALENDAR_YEAR, Heading, key_among
from vv_analysis.ingest.publications.layout_overrides import LayoutOverrides, Meaning
from vv_analysis.ingest.publications.sheet_lines import SheetLines, category_named
from vv_analysis.ingest.publications.tables import UNITS, Column, Unread
from vv_analysis.ingest.words.areas import find_cohort
from vv_analysis.ingest.words.headings import (
    ContractYear,
    count_unit_named,
    is_derived,
    measure_named,
    unit_named,
    without_marks,
    year_named,
)
from vv_analysis.terms.findings import quoted

DERIVED = Unread("column-derived", "note", "such figures are worked out from values and volumes")
UNKNOWN = Unread("column-not-read", "note", "it is neither a value nor a volume, nor says whose they are")
IGNORED = Unread("column-ignored", "note", "publication.toml says to pass it by")
CALENDAR = Unread("column-calendar-year", "note", "it is a calendar year, and contract years run from April to March")
WITHOUT_YEAR = Unread("column-without-year", "note", "it names no contract year, and the others do")
YEAR_UNCLEAR = Unread("column-year-unclear", "refused", "it names no contract year, and the others do")
WITHOUT_MEASURE = Unread(
    "column-without-measure", "refused", "it names a year, and neither it nor a title says whether a value or a volume"
)
UNIT_UNCLEAR = Unread("unit-unclear", "refused", "the lines above the table name two units, and its heading neither")
UNIT_ELSEWHERE = Unread(
    "unit-elsewhere", "refused", "neither it nor its sheet names a unit, and another sheet names one above pounds"
)
PART = Unread(
    "column-of-a-part", "refused", "its heading names one service or group of people, and each needs rows of its own"
)
REPEATED = Unread(
    "column-repeated", "refused", "an earlier column holds the same measure for the same year, and was read"
)
_YEAR_WORD = re.compile(
    r"year|contract|financial|part|full|months|to|from|of|and|in|fy"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
)
_ALL_YEARS = ("total", "all years", "term", "lifetime", "overall", "maximum")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a table's columns are understood by beside their headings."""

    lines: SheetLines
    layout: LayoutOverrides
    where: str
    holds_figures: Callable[[int], bool]


def columns_of(heading: Heading, around: Surroundings) -> tuple[Column, ...]:
    """Return what the columns under a heading hold, those not read with the reason; they end with its last text."""
    said = around.layout.meanings(heading.texts, heading.columns)
    over = {index: heading.texts.get(index, ()) for index in sorted({*heading.texts, *said})}
    columns = [
        _as_said(index, texts, said[index]) if index in said else _column(index, texts) for index, texts in over.items()
    ]
    columns = [_unread_beside(column) if column.index in heading.beside else column for column in columns]
    if not any(column.year or column.key == "year" for column in columns):
        year = around.lines.year()
        columns = [replace(column, year=year) if column.measure else column for column in columns]
    return _that_can_be_read(_whole(_with_sheet(columns, around), around), around)


def _column(index: int, texts: tuple[str, ...]) -> Column:
    """Return what the heading of a column says by itself; a unit of 0 is one it does not say."""
    heading = " ".join(texts)
    key = key_among(texts)
    if key:
        return Column(index, heading, key=key)
    if is_derived(heading):
        return Column(index, heading, unread=DERIVED)
    year = next((found for text in texts if (found := year_named(text))), None)
    if year is None and any(CALENDAR_YEAR.fullmatch(without_marks(text)) for text in texts):
        return Column(index, heading, unread=CALENDAR)
    measure = next((name for text in reversed(texts) if (name := measure_named(text))), "")
    return Column(index, heading, measure=measure, year=year, unit=_unit(texts, measure))


def _unread_beside(column: Column) -> Column:
    # The keys of a table without figures say nothing of the rows of the table that it stands beside.
    return replace(column, key="", unread=column.unread or UNKNOWN)


def _as_said(index: int, texts: tuple[str, ...], said: Meaning) -> Column:
    heading = " ".join(texts)
    if said.key:
        return Column(index, heading, key=said.key)
    if not said.measure:
        return Column(index, heading, unread=IGNORED)
    year = said.year or next((found for text in texts if (found := year_named(text))), None)
    return Column(index, heading, measure=said.measure, year=year, unit=_unit(texts, said.measure))


def _unit(texts: tuple[str, ...], measure: str) -> int:
    named = count_unit_named if measure == "volume" else _unit_of_money
    return next((unit for text in reversed(texts) if (unit := named(text))), 0)


def _unit_of_money(text: str) -> int:
    # In the heading of a value "(millions)" is enough; in a line above the table it may be said of anything.
    return unit_named(text) or count_unit_named(text)


def _with_sheet(columns: list[Column], around: Surroundings) -> list[Column]:
    """Add to columns what is said of all of them: the measure, and the unit of money."""
    bare = [column for column in columns if column.year and not (column.measure or column.unread)]
    has_measures = any(column.measure and column.year for column in columns)
    # "2021-22 comments" is no measure, whatever its sheet holds: years by themselves are, or years with one word.
    alike = not has_measures and len({_beside_year(column) for column in bare}) == 1
    measured = {column.index for column in bare if alike or all(map(_YEAR_WORD.fullmatch, _beside_year(column)))}
    measure = around.lines.measure()
    return [
        _with_unit(replace(column, measure=measure) if column.index in measured else column, around)
        for column in columns
    ]


def _beside_year(column: Column) -> tuple[str, ...]:
    return tuple(re.findall(r"[a-z]{2,}", without_marks(column.heading).casefold()))


def _with_unit(column: Column, around: Surroundings) -> Column:
    if column.key or column.unread:
        return column
    if column.measure == "value":
        return _in_unit(column, around)
    return replace(column, unit=column.unit or 1, unit_stated=bool(column.unit))


def _in_unit(column: Column, around: Surroundings) -> Column:
    said = around.layout.unit
    if said and column.unit and column.unit != said:
        raise LayoutError(
            f"the heading {quoted(column.heading)} names {UNITS[column.unit]}, and [layout] says {UNITS[said]}",
            where=around.where,
            expected="one unit",
            remedy="take unit out of publication.toml, or correct it",
        )
    units = {unit for unit in (column.unit or said,) if unit} or around.lines.units()
    if len(units) > 1:
        return replace(column, measure="", unit=1, unread=UNIT_UNCLEAR)
    stated = bool(units) or around.lines.names_pounds()
    return replace(column, unit=units.pop() if units else 1, unit_stated=stated)


def _whole(columns: list[Column], around: Surroundings) -> list[Column]:
    """Return columns, those for one service or group of people among several marked as such."""
    has_category = any(column.key == "category" for column in columns)
    return [_of_a_part(column, columns, around.lines, has_category=has_category) for column in columns]


def _of_a_part(column: Column, columns: list[Column], lines: SheetLines, *, has_category: bool) -> Column:
    if not column.measure:
        return column
    category = "" if has_category else category_named(column.heading)
    same = [other for other in columns if (other.measure, other.year) == (column.measure, column.year)]
    is_part = (category and category != lines.category()) or (
        len(same) > 1 and find_cohort(column.heading) != "not-stated"
    )
    return replace(column, measure="", unread=PART) if is_part else column


def _that_can_be_read(columns: list[Column], around: Surroundings) -> tuple[Column, ...]:
    """Return columns, those not read marked with the reason: of two that say the same, the first is read."""
    years_across = any(column.year for column in columns) and not any(column.key == "year" for column in columns)
    seen: set[tuple[str, ContractYear | None]] = set()
    return tuple(_marked(column, seen, around, years_across=years_across) for column in columns)


def _marked(
    column: Column, seen: set[tuple[str, ContractYear | None]], around: Surroundings, *, years_across: bool
) -> Column:
    if column.key or column.unread:
        return column
    if not column.measure:
        is_lost = column.year and around.holds_figures(column.index)
        return replace(column, unread=WITHOUT_MEASURE if is_lost else UNKNOWN)
    if years_across and column.year is None:
        of_all = any(word in column.heading.casefold() for word in _ALL_YEARS)
        return replace(column, measure="", unread=WITHOUT_YEAR if of_all else YEAR_UNCLEAR)
    if (column.measure, column.year) in seen:
        return replace(column, measure="", unread=REPEATED)
    seen.add((column.measure, column.year))
    return column
