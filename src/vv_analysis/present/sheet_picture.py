"""A picture of the head of a sheet, with what every column and row was understood as; for a terminal or a log."""

from __future__ import annotations

from collections.abc import Iterator

from openpyxl.utils import get_column_letter
from rich import box
from rich.cells import cell_len, set_cell_size
from rich.table import Table as Grid
from rich.text import Text

from vv_analysis.ingest.descriptions import SheetDescription, kinds_of_rows
from vv_analysis.ingest.tables import Column
from vv_analysis.present.sentences import counted

_HEAD = 14
_FOOT = 3
_WIDEST = 22
_NARROWEST = 5
_BESIDE = len("1234567  not read  ")
_WIDEST_ALONE = 60
_HEADING_WIDTH = 12


def picture(described: SheetDescription, width: int) -> Grid:
    """Return the head and foot of a sheet as a table: letters and meanings above, row numbers and kinds beside.

    Parameters
    ----------
    described : SheetDescription
        The sheet and what was understood of it.
    width : int
        How many characters there are room for.
    """
    kinds = kinds_of_rows(described)
    rows = _rows_shown(described)
    columns = _columns_shown(described, rows, width)
    grid = Grid(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    grid.add_column("row", justify="right", no_wrap=True)
    grid.add_column("kind", no_wrap=True)
    for index, size in columns.items():
        grid.add_column(_heading(described, index, size), width=size, no_wrap=True)
    last = -1
    for row in rows:
        if row > last + 1:
            grid.add_row("…", *[""] * (len(columns) + 1))
        cells = (_cell(described.sheet.text(row, index), size) for index, size in columns.items())
        grid.add_row(str(row + 1), kinds.get(row, ""), *cells)
        last = row
    return grid


def left_out(described: SheetDescription, width: int) -> str:
    """Return a sentence on the columns that found no room in the picture; "" where all did."""
    rows = _rows_shown(described)
    shown, used = _columns_shown(described, rows, width), _used(described)
    rest = [index for index in used if index > max(shown, default=-1)]
    if not rest:
        return ""
    place = " to ".join(dict.fromkeys((get_column_letter(rest[0] + 1), get_column_letter(rest[-1] + 1))))
    return f"{counted(len(rest), 'more column')} to the right: {place}."


def meanings(described: SheetDescription) -> dict[int, str]:
    """Return what each column was understood as, by its index: "area", "value 2021-22, £m" or "not read"."""
    said: dict[int, str] = {}
    for table in described.tables:
        for column in table.columns:
            said[column.index] = _or(said.get(column.index, ""), _meaning(column))
    return said


def _or(before: str, now: str) -> str:
    return now if before in {"", now} else f"{before} / {now}"


def _meaning(column: Column) -> str:
    return column.meaning or "not read"


def _rows_shown(described: SheetDescription) -> list[int]:
    """Return the first rows, those about the heading where it stands further down, and the last filled ones."""
    filled = described.sheet.filled
    if not filled:
        return []
    headings = [table.heading_rows[0] for table in described.tables] or [described.likely_heading]
    first = max(0, headings[0] - _HEAD // 2) if headings[0] >= _HEAD - 2 else 0
    head = [row for row in range(first, first + _HEAD) if row <= filled[-1]]
    return sorted({*head, *(row for row in filled[-_FOOT:] if row > head[-1])})


def _used(described: SheetDescription) -> list[int]:
    sheet = described.sheet
    known = {column.index for table in described.tables for column in table.columns}
    looked_at = {index for row in _rows_shown(described) for index in sheet.own(row)}
    return sorted(known | looked_at)


def _columns_shown(described: SheetDescription, rows: list[int], width: int) -> dict[int, int]:
    """Return the columns that fit, from the left, and how wide each is; a title may be cut, a figure hardly ever."""
    room = width - _BESIDE
    shown: dict[int, int] = {}
    for index in range(max(_used(described), default=-1) + 1):
        size = _size(described, index, rows)
        room -= size + 2
        if room < 0 and shown:
            break
        shown[index] = size
    return shown


def _size(described: SheetDescription, index: int, rows: list[int]) -> int:
    sheet = described.sheet
    # The title above a table may be cut; the lines of a sheet that holds nothing else should be read.
    beside = [row for row in rows if len(sheet.own(row)) > 1]
    headings = {row for table in described.tables for row in table.heading_rows}
    lengths = {row: cell_len(plain(sheet.text(row, index))) for row in beside or rows}
    cut = max((length for row, length in lengths.items() if row in headings), default=0)
    whole = max((length for row, length in lengths.items() if row not in headings), default=0)
    said = max(cut, len(meanings(described).get(index, "")))
    return min(max(whole, _NARROWEST, min(said, _HEADING_WIDTH)), _WIDEST if beside else _WIDEST_ALONE)


def _heading(described: SheetDescription, index: int, size: int) -> Text:
    said = meanings(described).get(index, "")
    lines = [get_column_letter(index + 1), *_wrapped(said, size)]
    return Text("\n".join(lines))


def _wrapped(said: str, size: int) -> Iterator[str]:
    line = ""
    for word in said.split():
        if line and len(line) + 1 + len(word) > size:
            yield line
            line = word
        else:
            line = f"{line} {word}".strip()
    if line:
        yield line[:size]


def _cell(text: str, size: int) -> Text:
    words = plain(text)
    return Text(words if cell_len(words) <= size else set_cell_size(words, size - 1).rstrip() + "…")


def plain(text: str) -> str:
    """Return words without any sign that steers a terminal or turns the direction of a line."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
