"""The rows of a table become lines: a service in a place in a year, with its value and its volume."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from vv_analysis.errors import AreaError, CategoryError
from vv_analysis.ingest.areas import Area, find_area, find_cohort, levels_named
from vv_analysis.ingest.categories import find_category
from vv_analysis.ingest.columns import row_awry, unread_columns
from vv_analysis.ingest.figures import Figure, read_figure
from vv_analysis.ingest.headings import ContractYear, vat_named, year_named
from vv_analysis.ingest.layouts import Column, Table
from vv_analysis.ingest.totals import is_total
from vv_analysis.terms.findings import Finding, quoted

_NOTE = re.compile(r"^\s*(?:\(\d{1,2}\)|\[?note\b|notes?:|source\b|\*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a publication; a figure the table has no column for is absent, a VAT basis not stated is ""."""

    category: str
    area: Area
    cohort: str
    year: ContractYear
    value: Figure
    volume: Figure
    vat: str = ""

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What makes a line one of its kind."""
        return (self.category, self.area.code, self.cohort, self.year.year)


def lines_of(table: Table) -> Iterator[Line | Finding]:
    """Yield the lines of a table, and a finding for what is not read; totals and notes are passed by."""
    yield from unread_columns(table)
    level = _level_of(table)
    for row in table.rows:
        if _is_note(table, row) or is_total(table, row):
            continue
        if table.sheet.spills(row, table.heading_row):
            yield row_awry(table.sheet, row)
        else:
            yield from _lines_of_row(table, row, level)


def _level_of(table: Table) -> str | None:
    """Return the level of the table's area column, if every name in it that has one level has the same.

    Among police force areas, West Midlands is the police force area; in a table of regions it is the region.
    """
    levels = [levels_named(table.words(row, "area")) for row in table.rows]
    certain = {next(iter(named)) for named in levels if len(named) == 1}
    return certain.pop() if len(certain) == 1 else None


def joined(lines: Iterable[Line]) -> list[Line]:
    """Return lines with the value of one sheet and the volume of another put together (a sheet a measure)."""
    done: list[Line] = []
    waiting: dict[tuple[str, str, str, str], int] = {}
    for line in lines:
        at = waiting.get(line.key)
        if line.value.source and line.volume.source:
            done.append(line)
        elif at is not None and not (done[at].value.source and line.value.source):
            value = line.value if line.value.source else done[at].value
            volume = line.volume if line.volume.source else done[at].volume
            done[at] = replace(done[at], value=value, volume=volume)
            del waiting[line.key]
        else:
            waiting[line.key] = len(done)
            done.append(line)
    return done


def _is_note(table: Table, row: int) -> bool:
    own = {table.sheet.text(row, column) for column in table.sheet.own(row)}
    written = own | {text for column in table.keys.values() if (text := table.sheet.text(row, column))}
    return len(written) == 1 and bool(_NOTE.match(next(iter(own))))


def _lines_of_row(table: Table, row: int, level: str | None) -> Iterator[Line | Finding]:
    words = {key: table.words(row, key) for key in table.keys}
    try:
        area = _area(words, level)
        category = _category(table, words)
    except (AreaError, CategoryError) as error:
        yield _refused_row(table, row, error) if _has_figures(table, row) else _words_only(table, row)
        return
    cohort = _cohort(words, category)
    yield from _unknown_vat(table, row, words.get("vat", ""))
    for year, columns in _years(table, row).items():
        if year is None:
            yield _without_year(table, row)
            continue
        figures = {c.measure: read_figure(table.sheet, row, c.index, c.measure, c.unit) for c in columns}
        value, volume = (figures.get(measure, Figure.absent()) for measure in ("value", "volume"))
        yield Line(category, area, cohort, year, value, volume, _vat(words, columns, value))


def _area(words: dict[str, str], level: str | None) -> Area:
    if not words.get("area"):
        return find_area(words.get("region", ""), level="region" if "region" in words else None)
    several = len(levels_named(words["area"])) > 1
    return find_area(words["area"], level=level if several and level in levels_named(words["area"]) else None)


def _category(table: Table, words: dict[str, str]) -> str:
    named = words.get("category", "")
    return table.category if table.category and not named else find_category(named)


def _vat(words: dict[str, str], columns: list[Column], value: Figure) -> str:
    """Return the VAT basis that the row, its figure or its heading states; the closest to the figure comes first."""
    headings = [
        column.heading for column in columns if column.measure == "value" and "vat" in column.heading.casefold()
    ]
    beside_figure = [part for part in value.amount.note.split("; ") if "vat" in part.casefold()]
    stated = (*beside_figure, words.get("vat", ""), *headings)
    return next((basis for text in stated if (basis := vat_named(text))), "")


def _unknown_vat(table: Table, row: int, words: str) -> Iterator[Finding]:
    if words and not vat_named(words):
        where, what = table.sheet.source(row, table.keys["vat"]), f"{quoted(words)} is no VAT basis that is known"
        expected = "excluding VAT, including VAT, or exempt"
        yield Finding(table.sheet.file, where, "vat-unknown", "warning", what, expected, "correct the cell")


def _cohort(words: dict[str, str], category: str) -> str:
    cohort = find_cohort(" ".join(words.get(key, "") for key in ("cohort", "area", "category")))
    return "women" if cohort == "not-stated" and category == "womens-services" else cohort


def _years(table: Table, row: int) -> dict[ContractYear | None, list[Column]]:
    stated = year_named(table.words(row, "year"))
    groups: dict[ContractYear | None, list[Column]] = {}
    for figure in table.figures:
        groups.setdefault(figure.year or stated, []).append(figure)
    return groups


def _has_figures(table: Table, row: int) -> bool:
    return any(table.sheet.at(row, column.index) is not None for column in table.figures)


def _words_only(table: Table, row: int) -> Finding:
    first = table.sheet.own(row)[0]
    what = f"a row of words without figures was passed by: {table.sheet.text(row, first)[:80]!r}"
    return Finding(table.sheet.file, table.sheet.source(row, first), "row-of-words", "note", what)


def _refused_row(table: Table, row: int, error: AreaError | CategoryError) -> Finding:
    key = "category" if isinstance(error, CategoryError) else "area"
    column = table.keys.get(key, table.keys.get("region", 0))
    where = table.sheet.source(row, column)
    return Finding.from_error(error, file=table.sheet.file, where=where, rule=f"{key}-unknown")


def _without_year(table: Table, row: int) -> Finding:
    where = table.sheet.source(row, table.keys.get("year", table.figures[0].index))
    what = "no contract year is stated for this row"
    return Finding(table.sheet.file, where, "year-unknown", "refused", what, "a year such as 2021-22", "add the year")
