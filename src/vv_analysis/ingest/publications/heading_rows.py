"""Find the headings in a sheet: rows that name a place and a figure, and what stands over each column.

A heading may take several rows, merged cells or cells left blank to the right of a group's name.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from vv_analysis.errors import LayoutError
from vv_analysis.ingest.cells.sheets import Sheet
from vv_analysis.ingest.publications.layout_overrides import NOTHING_SAID, LayoutOverrides
from vv_analysis.ingest.words.headings import is_derived, key_named, measure_named, without_marks, year_named
from vv_analysis.terms.provenance import Source

# A first heading further down than this is not looked for: what stands above a table is a page, not a book.
_DEEPEST = 1_000
_LONGEST_TEXT = 60
_TOP = 100
_FEWEST_HEADINGS = 3
_NUMBER = re.compile(r"[£(-]*[0-9][0-9,]*(?:\.[0-9]+)?\)?")
_NOUGHTS = re.compile(r"£? ?['’]?0{3}['’]?s?")
CALENDAR_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_PLACES = frozenset({"area", "region"})
# Every heading of places holds one of these; that is told much sooner than which heading it is.
PLACE_WORDS = re.compile(r"area|region|cpa|location", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a table.

    Attributes
    ----------
    rows : range
        The rows it takes, counted from 0.
    texts : dict
        The texts over each column, from top to bottom; columns without any are left out.
    columns : range
        The columns of the table; other tables may stand beside it.
    beside : frozenset of int
        Columns under the same heading that repeat its keys and hold no figures.
    """

    rows: range
    texts: dict[int, tuple[str, ...]]
    columns: range
    beside: frozenset[int] = frozenset()

    def parts(self) -> list[Heading]:
        """Return the headings of the tables that stand side by side: one begins where a place comes a second time."""
        starts = [0, *self._starts_of_others(), self.columns.stop]
        blocks = [range(start, end) for start, end in pairwise(starts)]
        holding = [block for block in blocks[1:] if self._has_figures(block)]
        ends = [*(block.start for block in holding), self.columns.stop]
        firsts = [0, *(block.start for block in holding)]
        bare = {index for block in blocks[1:] if block not in holding for index in block}
        return [self._part(range(start, end), bare) for start, end in zip(firsts, ends, strict=True)]

    def _part(self, columns: range, bare: set[int]) -> Heading:
        texts = {index: texts for index, texts in self.texts.items() if index in columns}
        return Heading(self.rows, texts, columns, frozenset(bare & texts.keys()))

    def _starts_of_others(self) -> Iterator[int]:
        seen: set[str] = set()
        has_figures = False
        for index, texts in sorted(self.texts.items()):
            places = {key_of(text) for text in texts} & _PLACES
            if places & seen and has_figures:
                yield self._first_of_keys(index)
                seen, has_figures = set(), False
            seen |= places
            has_figures = has_figures or self._has_figures(range(index, index + 1))

    def _first_of_keys(self, index: int) -> int:
        """Return the first of the columns that stand together with the one at `index`, and hold no figures."""
        while index - 1 in self.texts and not self._has_figures(range(index - 1, index)):
            index -= 1
        return index

    def _has_figures(self, columns: range) -> bool:
        over = (self.texts[index] for index in columns if index in self.texts)
        return any(not key_among(texts) and any(says_figure(text) for text in texts) for texts in over)


@lru_cache(maxsize=8_192)
def key_of(text: str) -> str:
    """Return which key a heading names, or ""; long texts are no headings."""
    return key_named(text) if 0 < len(text) <= _LONGEST_TEXT else ""


def key_among(texts: tuple[str, ...]) -> str:
    """Return which key the texts over a column name, or ""; "Contract year" over "2021-22" names a group of figures."""
    keys = [key for text in texts if (key := key_of(text))]
    is_group = set(keys) == {"year"} and any(says_figure(text) for text in texts)
    return "" if is_group or not keys else keys[0]


@lru_cache(maxsize=8_192)
def says_figure(text: str) -> bool:
    """Tell whether a heading names a value, a volume or a contract year."""
    return bool(measure_named(text) or (year_named(text) and not is_derived(text)))


def headings_in(sheet: Sheet, layout: LayoutOverrides = NOTHING_SAID) -> list[Heading]:
    """Return the headings of a sheet from top to bottom.

    Raises
    ------
    LayoutError
        The rows that `layout` says hold the heading are empty.
    """
    if layout.header_rows:
        return [_stated(sheet, layout)]
    found: list[Heading] = []
    for row in _place_rows(sheet, layout):
        if found and row in found[-1].rows:
            continue
        rows = _heading_rows(sheet, row, layout, above=found[-1].rows.stop if found else 0)
        heading = Heading(rows, _texts(sheet, rows), range(sheet.width))
        if _names_a_figure(heading, layout):
            found.append(heading)
    return found


def rows_that_name_a_place(sheet: Sheet) -> list[int]:
    """Return the rows near the top that name a place among other things, whether or not they name a figure."""
    return [row for row in _naming_a_place(sheet, sheet.filled[:_DEEPEST], NOTHING_SAID) if len(sheet.own(row)) > 1]


def likely_heading(sheet: Sheet) -> int:
    """Return the row near the top that may be a heading: three texts at least, above a row with a number; else -1."""
    for row, below in pairwise(sheet.filled[:_TOP]):
        cells = [sheet.at(row, column) for column in sheet.own(row)]
        under = (sheet.at(below, column) for column in sheet.own(below))
        has_number = any(isinstance(cell, int | float) or _NUMBER.fullmatch(str(cell)) for cell in under)
        if len(cells) >= _FEWEST_HEADINGS and all(isinstance(cell, str) for cell in cells) and has_number:
            return row
    return -1


def _stated(sheet: Sheet, layout: LayoutOverrides) -> Heading:
    rows = range(layout.header_rows[0] - 1, layout.header_rows[-1])
    texts = _texts(sheet, rows)
    if not texts:
        numbers = " to ".join(dict.fromkeys(str(number) for number in (rows[0] + 1, rows[-1] + 1)))
        raise LayoutError(
            f"[layout] says that the heading stands in row {numbers}, and nothing stands there",
            where=str(Source(sheet.file, sheet=sheet.name)),
            expected="the headings of the table",
            remedy="correct header_rows in publication.toml",
        )
    return Heading(rows, texts, range(sheet.width))


def _place_rows(sheet: Sheet, layout: LayoutOverrides) -> Iterator[int]:
    """Yield the rows that may begin a heading: below the first heading, those without a number in its first figure."""
    top = _naming_a_place(sheet, sheet.filled[:_DEEPEST], layout)
    first = next((row for row in top if _figures_in(sheet, row)), None)
    if first is None:
        yield from top
        return
    yield from (row for row in top if row <= first)
    rest = sheet.filled[bisect_right(sheet.filled, first) :]
    cells = sheet.column(_figures_in(sheet, first)[0], rest)
    is_number = (_NUMBER.fullmatch(cell) if isinstance(cell, str) else cell is not None for cell in cells)
    others = [row for row, numeric in zip(rest, is_number, strict=True) if not numeric]
    yield from _naming_a_place(sheet, others, layout)


def _figures_in(sheet: Sheet, row: int) -> list[int]:
    """Return the columns that hold figures by what stands in a row or in the one below it.

    A column whose heading says that it holds a key is none, though a year stands below "Financial year".
    """
    columns = (column for column in range(sheet.width) if not key_of(sheet.text(row, column)))
    return [column for column in columns if any(says_figure(sheet.text(under, column)) for under in (row, row + 1))]


def _naming_a_place(sheet: Sheet, rows: list[int], layout: LayoutOverrides) -> list[int]:
    """Return the rows with the heading of a column of places; each text is looked at once, however often it stands."""
    found: set[int] = set()
    for column in range(sheet.width):
        cells = sheet.column(column, rows)
        names = {cell for cell in set(cells) if isinstance(cell, str) and _is_place(cell, layout)}
        found |= {row for row, cell in zip(rows, cells, strict=True) if cell in names} if names else set()
    return sorted(found)


def _is_place(cell: str, layout: LayoutOverrides) -> bool:
    if len(cell) > _LONGEST_TEXT:
        return False
    is_known = PLACE_WORDS.search(cell) and key_of(" ".join(cell.split())) in _PLACES
    return bool(is_known or (layout.columns and layout.names_a_place(cell)))


def _names_a_figure(heading: Heading, layout: LayoutOverrides) -> bool:
    said = layout.meanings(heading.texts, heading.columns).values()
    by_itself = any(says_figure(text) for texts in heading.texts.values() for text in texts)
    return by_itself or any(meaning.measure for meaning in said)


def _heading_rows(sheet: Sheet, top: int, layout: LayoutOverrides, *, above: int) -> range:
    bottom, last = top, (layout.first_row or len(sheet.rows) + 1) - 2
    while bottom < last and _continues_heading(sheet, top, bottom + 1):
        bottom += 1
    first = top
    while (upper := _filled_above(sheet, first, above)) is not None and _groups_columns(sheet, upper):
        first = upper
    return range(first, bottom + 1)


def _filled_above(sheet: Sheet, row: int, end: int) -> int | None:
    # One blank row may part a group's name from its columns.
    return next((upper for upper in (row - 1, row - 2) if upper >= end and sheet.own(upper)), None)


def _continues_heading(sheet: Sheet, top: int, row: int) -> bool:
    texts = [sheet.text(row, column) for column in range(sheet.width if row < len(sheet.rows) else 0)]
    over = [sheet.text(top, column) for column in range(len(texts))]
    keys = [key_of(text) for text in over]
    # "Contract year" over several columns is the name of a group; over one it is a column of the table.
    single = [column for column, key in enumerate(keys) if key and (key != "year" or keys.count(key) == 1)]
    same_keys = all(texts[column] in {"", over[column]} for column in single)
    return same_keys and not _holds_figures(texts) and any(says_figure(text) for text in texts)


def _holds_figures(texts: list[str]) -> bool:
    # A row of data may lack its area; its figures tell it from a second row of headings.
    numbers = (text for text in texts if _NUMBER.fullmatch(text))
    return any(not CALENDAR_YEAR.fullmatch(text) and not _NOUGHTS.fullmatch(text) for text in numbers)


def _groups_columns(sheet: Sheet, row: int) -> bool:
    """Tell whether a row above a heading names its groups: two years or measures at least, for a title may name one."""
    texts = [sheet.text(row, column) for column in sheet.own(row)]
    named = {without_marks(text) for text in texts if len(text) <= _LONGEST_TEXT and says_figure(text)}
    return len(named) > 1 and not _holds_figures(texts)


def _texts(sheet: Sheet, rows: range) -> dict[int, tuple[str, ...]]:
    lines = [[sheet.text(row, column) for column in range(sheet.width)] for row in rows]
    for number in range(len(lines) - 2, -1, -1):
        lines[number] = _spread(lines[number], lines[number + 1 :])
    columns = enumerate(zip(*lines, strict=True))
    return {column: tuple(dict.fromkeys(filter(None, texts))) for column, texts in columns if any(texts)}


def _spread(line: list[str], below: list[list[str]]) -> list[str]:
    """Return a row of headings with the name of each group over the blank cells to its right.

    Only where two groups at least have the same headings below them; otherwise a blank may be meant.
    """
    groups = _groups(line, below)
    size = len(groups[0]) if len(groups) > 1 else 0
    under = {tuple(without_marks(lower[column]) for lower in below for column in group[:size]) for group in groups}
    if len(under) != 1 or any(len(group) != size for group in groups[:-1]) or not size:
        return line
    names = {column: line[group[0]] for group in groups for column in group[:size]}
    return [names.get(column, text) for column, text in enumerate(line)]


def _groups(line: list[str], below: list[list[str]]) -> list[list[int]]:
    """Return the columns of each name in a row of headings: its own, and the blank ones that follow."""
    groups: list[list[int]] = []
    for column, text in enumerate(line):
        if text and says_figure(text):
            groups.append([column])
        elif groups and not text and any(lower[column] for lower in below) and column == groups[-1][-1] + 1:
            groups[-1].append(column)
    return groups
