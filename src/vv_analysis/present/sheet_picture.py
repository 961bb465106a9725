"""A picture of the head of a sheet, with what every column and row was understood as; for a terminal or a log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from openpyxl.utils import get_column_letter
from rich.cells import cell_len, set_cell_size
from rich.text import Text

from vv_analysis.ingest.drafting.descriptions import SheetDescription, kinds_of_rows
from vv_analysis.ingest.publications.tables import Column
from vv_analysis.present.sentences import counted

_HEAD = 14
_FOOT = 3
_WIDEST = 22
_NARROWEST = 5
_HEADING_WIDTH = 12
_GAP = "  "


def picture(described: SheetDescription, width: int) -> Text:
    """Return the head and foot of a sheet: letters and meanings above, row numbers and kinds beside.

    A line of one text, such as a title, runs on over the empty cells to its right, as in a spreadsheet.

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
    lines = [*_headings(described, columns), "─" * (len(_beside("", "")) + sum(columns.values()) + 2 * len(columns))]
    for before, row in zip([-1, *rows], rows, strict=False):
        lines += [_beside("…", "")] if row > before + 1 else []
        lines.append(_beside(str(row + 1), kinds.get(row, "")) + _line(described, row, columns, width))
    return Text("\n".join(line.rstrip()[:width] for line in lines), no_wrap=True)


def _beside(number: str, kind: str) -> str:
    return f"{number:>7}{_GAP}{kind:<8}"


def _headings(described: SheetDescription, columns: dict[int, int]) -> list[str]:
    """Return the letters of the columns and, below each, what it was understood as."""
    said = meanings(described)
    over = [[get_column_letter(index + 1), *_wrapped(said.get(index, ""), size)] for index, size in columns.items()]
    depth = max(map(len, over), default=0)
    rows = zip(*([*texts, *[""] * (depth - len(texts))] for texts in over), strict=True)
    names = [_beside("row", "kind"), *[_beside("", "")] * (depth - 1)]
    lines = zip(names, rows, strict=True) if over else ()
    return [name + _joined(texts, columns.values()) for name, texts in lines]


def _line(described: SheetDescription, row: int, columns: dict[int, int], width: int) -> str:
    own = described.sheet.own(row)
    if len(own) != 1 or own[0] not in columns:
        return _joined([described.sheet.text(row, index) for index in columns], columns.values())
    indent = sum(size + len(_GAP) for index, size in columns.items() if index < own[0])
    room = width - len(_beside("", "")) - len(_GAP) - indent
    return _GAP + " " * indent + _cut(described.sheet.text(row, own[0]), room)


def _joined(texts: Iterable[str], sizes: Iterable[int]) -> str:
    cells = (set_cell_size(_cut(text, size), size) for text, size in zip(texts, sizes, strict=True))
    return "".join(f"{_GAP}{cell}" for cell in cells)


def _cut(text: str, size: int) -> str:
    words = plain(text)
    return words if cell_len(words) <= size else set_cell_size(words, size - 1).rstrip() + "…"


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
    """Return the columns that fit, from the left, and how wide each is; a figure is hardly ever cut."""
    room = width - len(_beside("", ""))
    shown: dict[int, int] = {}
    for index in range(max(_used(described), default=-1) + 1):
        size = _size(described, index, rows)
        room -= size + len(_GAP)
        if room < 0 and shown:
            break
        shown[index] = size
    return shown


def _size(described: SheetDescription, index: int, rows: list[int]) -> int:
    sheet = described.sheet
    headings = {row for table in described.tables for row in table.heading_rows}
    lengths = {row: cell_len(plain(sheet.text(row, index))) for row in rows if len(sheet.own(row)) > 1}
    cut = max((length for row, length in lengths.items() if row in headings), default=0)
    whole = max((length for row, length in lengths.items() if row not in headings), default=0)
    said = max(cut, len(meanings(described).get(index, "")))
    return min(max(whole, _NARROWEST, min(said, _HEADING_WIDTH)), _WIDEST)


def _wrapped(said: str, size: int) -> Iterator[str]:
    line = ""
    for word in said.split():
        if line and len(line) + 1 + len(word) > size:
            yield line
            line = word
        else:
            line = f"{line} {word}".strip()
    if line:
        yield line


def plain(text: str) -> str:
    """Return words without any sign that steers a terminal or turns the direction of a line."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
