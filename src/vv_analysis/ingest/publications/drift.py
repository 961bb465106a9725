"""How an edition is laid out, as a value; and what is otherwise in the next one: to be read, never guessed at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from vv_analysis.ingest.publications.tables import UNITS, Column, Table
from vv_analysis.ingest.words.headings import without_marks
from vv_analysis.ingest.words.names import normalised, suggestions
from vv_analysis.terms.findings import quoted

_YEARS_OR_DAYS = re.compile(
    r"[0-9]+|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|\bto\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class ColumnLayout:
    """One column: its heading, and what it was understood as; "" where it was not read."""

    heading: str
    meaning: str
    year: str = ""
    unit: int = 1
    letter: str = field(default="", compare=False)

    @property
    def without_year(self) -> tuple[str, str]:
        """The heading and the meaning without the year: what a column of the next year has in common with it."""
        return " ".join(_YEARS_OR_DAYS.sub(" ", normalised(self.heading)).split()), self.meaning


@dataclass(frozen=True, slots=True)
class TableLayout:
    """One table: its sheet, the service its sheet is about, the rows of its heading and its columns."""

    sheet: str
    category: str
    columns: tuple[ColumnLayout, ...]
    heading_rows: tuple[int, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Layout:
    """How the tables of a workbook are laid out; two that are equal are read alike.

    Where a heading stands, and in which order its columns, makes no difference: they are found by their words.
    """

    tables: tuple[TableLayout, ...]

    def __str__(self) -> str:
        return "\n".join(line for table in self.tables for line in _lines(table))


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference between two layouts: a sentence without a full stop, and whether the reading must stop for it.

    The rest is what a `[layout]` may speak of to settle it: the sheet, the heading or letter of a column that
    is there now, and the unit where that is what changed.
    """

    sentence: str
    stops: bool = True
    sheet: str = ""
    heading: str = ""
    letter: str = ""
    unit: int = 0


def layout_of(tables: Iterable[Table]) -> Layout:
    """Return the layout of the tables of a workbook."""
    return Layout(tuple(_of_table(table) for table in tables))


def _of_table(table: Table) -> TableLayout:
    columns = tuple(sorted((_of_column(column) for column in table.columns if column.heading), key=_order))
    rows = tuple(row + 1 for row in table.heading_rows)
    return TableLayout(table.sheet.name, table.category, columns, rows)


def _of_column(column: Column) -> ColumnLayout:
    year = column.year.year if column.year else ""
    return ColumnLayout(column.heading, column.measure or column.key, year, column.unit, column.letter)


def _order(column: ColumnLayout) -> tuple[str, str, str]:
    return column.heading, column.meaning, column.year


def _lines(table: TableLayout) -> Iterator[str]:
    rows = " to ".join(dict.fromkeys(str(row) for row in (table.heading_rows[:1] + table.heading_rows[-1:])))
    yield f"{table.sheet or 'the table'}: heading in row {rows}" + (f", {table.category}" if table.category else "")
    for column in table.columns:
        unit = f", {UNITS[column.unit]}" if column.meaning == "value" else ""
        meaning = f"{column.meaning} {column.year}".strip() + unit if column.meaning else "not read"
        yield f"  {column.letter} {column.heading}: {meaning}"


def differences(before: Layout, after: Layout) -> list[Difference]:
    """Return what is laid out otherwise after than before, the differences that stop a reading first.

    Examples
    --------
    >>> def layout(heading, unit):
    ...     return Layout((TableLayout("Values", "", (ColumnLayout(heading, "value", unit=unit),)),))
    >>> [one.sentence for one in differences(layout("Value", 1), layout("Value", 1000))]
    ["the unit of 'Value' in the sheet 'Values' was £ and is now £000"]
    """
    pairs, gone, new = _paired(before.tables, after.tables)
    found = [one for was, now in pairs for one in _of_sheet(was, now)]
    found += _of_unpaired(gone, new)
    return sorted(dict.fromkeys(found), key=lambda one: not one.stops)


def _paired(
    before: tuple[TableLayout, ...], after: tuple[TableLayout, ...]
) -> tuple[list[tuple[TableLayout, TableLayout]], list[TableLayout], list[TableLayout]]:
    """Return tables of one sheet in their order, and those left over on either side."""
    pairs, gone, rest = [], [], list(after)
    for was in before:
        same = [now for now in rest if now.sheet == was.sheet]
        alike = [now for now in same if now.category == was.category] or same
        if alike:
            pairs.append((was, alike[0]))
            rest.remove(alike[0])
        else:
            gone.append(was)
    return pairs, gone, rest


def _of_unpaired(gone: list[TableLayout], new: list[TableLayout]) -> Iterator[Difference]:
    rest = list(new)
    for was in gone:
        now = _renamed(was, rest)
        if now is None:
            yield Difference(f"the {_name(was)} is gone", sheet=was.sheet)
        else:
            rest.remove(now)
            sentence = f"the {_name(was)} is gone; was it renamed to {quoted(now.sheet)}?"
            yield Difference(sentence, sheet=now.sheet)
            yield from _of_columns(was, now)
    yield from (Difference(f"the {_name(now)} is new", sheet=now.sheet) for now in rest)


def _name(table: TableLayout) -> str:
    return f"sheet {quoted(table.sheet)}" if table.sheet else "table"


def _renamed(was: TableLayout, new: list[TableLayout]) -> TableLayout | None:
    """Return the one of some new tables that may be an old one under another name: of the same service, or alike."""
    of_category = [now for now in new if now.category and now.category == was.category]
    near = suggestions(was.sheet, [now.sheet for now in new], most=1)
    alike = [now for now in new if now.sheet in near]
    same_columns = [now for now in new if set(now.columns) == set(was.columns) and not now.category]
    return next(iter([*of_category, *alike, *same_columns]), None)


def _of_sheet(was: TableLayout, now: TableLayout) -> Iterator[Difference]:
    if was.category != now.category:
        what = f"the {_name(was)} was about {was.category or 'no one service'} and is now about "
        yield Difference(what + (now.category or "no one service"), sheet=now.sheet)
    yield from _of_columns(was, now)


def _of_columns(was: TableLayout, now: TableLayout) -> Iterator[Difference]:
    place = _Place(now.sheet)
    left, right = list(was.columns), list(now.columns)
    for column in was.columns:
        same = next((other for other in right if _words(other) == _words(column)), None)
        if same:
            left.remove(column)
            right.remove(same)
            yield from _changed(column, same, place)
    older = [column for column in left if _is_another_year(column, now)]
    newer = [column for column in right if _is_another_year(column, was)]
    yield from (place.note(f"the column {quoted(column.heading)}", "is gone, with its year") for column in older)
    yield from (place.note(f"the column {quoted(column.heading)}", "is of a new year") for column in newer)
    yield from _renamed_or_gone(
        [column for column in left if column not in older], [column for column in right if column not in newer], place
    )


@dataclass(frozen=True, slots=True)
class _Place:
    sheet: str

    def __str__(self) -> str:
        return f" in the sheet {quoted(self.sheet)}" if self.sheet else ""

    def note(self, name: str, what: str) -> Difference:
        return Difference(f"{name}{self} {what}", stops=False)

    def stop(self, name: str, what: str, of: ColumnLayout | None, unit: int = 0) -> Difference:
        heading, letter = (of.heading, of.letter) if of else ("", "")
        return Difference(f"{name}{self} {what}", heading=heading, letter=letter, unit=unit)


def _words(column: ColumnLayout) -> str:
    return normalised(without_marks(column.heading))


def _is_another_year(column: ColumnLayout, others: TableLayout) -> bool:
    """Tell whether a column is that of a year which the other side has not, and of other years has."""
    same = [other for other in others.columns if (other.meaning, other.unit) == (column.meaning, column.unit)]
    is_series = any(other.without_year == column.without_year for other in same if other.year)
    return bool(column.year) and is_series and column.year not in {other.year for other in same}


def _changed(was: ColumnLayout, now: ColumnLayout, place: _Place) -> Iterator[Difference]:
    name = quoted(now.heading)
    if (was.meaning, was.year) != (now.meaning, now.year):
        yield place.stop(name, f"was understood as {_meaning(was)} and is now {_meaning(now)}", now)
    yield from _other_unit(was, now, place)


def _other_unit(was: ColumnLayout, now: ColumnLayout, place: _Place) -> Iterator[Difference]:
    if was.meaning == now.meaning and was.unit != now.unit:
        what = f"was {_unit(was)} and is now {_unit(now)}"
        yield place.stop(f"the unit of {quoted(now.heading)}", what, now, now.unit)


def _unit(column: ColumnLayout) -> str:
    return UNITS[column.unit] if column.meaning == "value" else f"{column.unit:,}"


def _meaning(column: ColumnLayout) -> str:
    return f"{column.meaning} {column.year}".strip() or "not understood"


def _renamed_or_gone(left: list[ColumnLayout], right: list[ColumnLayout], place: _Place) -> Iterator[Difference]:
    rest = list(right)
    for was in left:
        now = _same_but_name(was, rest)
        name = f"the column {quoted(was.heading)}"
        if now is None:
            yield place.stop(name, "is gone", None)
        else:
            rest.remove(now)
            yield place.stop(name, f"is gone; was it renamed to {quoted(now.heading)}?", now)
            yield from _other_unit(was, now, place)
    yield from (place.stop(f"the column {quoted(now.heading)}", "is new", now) for now in rest)


def _same_but_name(was: ColumnLayout, others: list[ColumnLayout]) -> ColumnLayout | None:
    """Return the one that may be a column under another name: it means the same, or its heading is alike."""
    same = [other for other in others if was.meaning and (other.meaning, other.year) == (was.meaning, was.year)]
    near = suggestions(was.heading, [other.heading for other in others if other.year == was.year], most=1)
    return next(iter([*same, *(other for other in others if other.heading in near)]), None)
