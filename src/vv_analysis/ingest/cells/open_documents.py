"""What stands in an OpenDocument spreadsheet (.ods) beside its values; `sheet_marks` for the other kind.

One element may stand for a million equal rows or cells, so a few bytes can describe more cells than any
memory holds: they are counted here before anything is unfolded.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element  # only the type: parsing is defusedxml's
from zipfile import ZipFile

from defusedxml.ElementTree import iterparse

from vv_analysis.ingest.cells.archives import chunks
from vv_analysis.ingest.cells.number_formats import CURRENCY, MILLIONS, PERCENT, THOUSANDS
from vv_analysis.ingest.cells.sheet_marks import LAST_COLUMN, LAST_ROW, SheetMarks
from vv_analysis.settings import limits

_CONTENT = "content.xml"
_SCALES = {"1000": THOUSANDS, "1000000": MILLIONS}
_POUNDS = {"GBP", "£"}


@dataclass(slots=True)
class _Styles:
    """What cell styles make of a figure, by the name of the style, and of the number format it uses."""

    by_format: dict[str, str] = field(default_factory=dict)
    by_cell: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Table:
    """A sheet as far as it has been read: its marks, and what its columns say of all their cells."""

    name: str
    marks: SheetMarks = field(default_factory=SheetMarks)
    columns: list[tuple[int, str]] = field(default_factory=list)  # last column, style of its cells
    column: int = 0
    characters: int = 0


def marks_in_tables(archive: ZipFile) -> dict[str, SheetMarks]:
    """Return the marks of every sheet of an opened .ods, by the name of the sheet.

    Raises
    ------
    Exception
        The parts are not those of a spreadsheet: KeyError, ValueError, or what the XML parser says.
    """
    for _ in chunks(archive, archive.getinfo(_CONTENT)):
        pass  # unpacked once before it is parsed: a part may be larger than it declares
    styles, tables = _Styles(), []
    with archive.open(_CONTENT) as content:
        for event, element in iterparse(content, events=("start", "end")):
            kind = _local(element.tag)
            if event == "start" and kind == "table":
                tables.append(_Table(_get(element, "name")))
            elif event == "end" and tables:
                _note(tables[-1], kind, element, styles)
            elif event == "end":
                _note_style(styles, kind, element)
    if sum(table.characters for table in tables) > limits().text_characters:
        raise ValueError("the cells hold more characters than any publication")
    return {table.name: table.marks for table in tables}


def _note_style(styles: _Styles, kind: str, element: Element) -> None:
    if kind in {"number-style", "currency-style", "percentage-style"}:
        parts = {_local(part.tag): part for part in element}
        scale = _SCALES.get(_get(parts["number"], "display-factor"), "") if "number" in parts else ""
        symbol = "".join(parts["currency-symbol"].itertext()).strip() if "currency-symbol" in parts else "£"
        styles.by_format[_get(element, "name")] = scale if symbol in _POUNDS else CURRENCY
    elif kind == "style" and _get(element, "data-style-name"):
        styles.by_cell[_get(element, "name")] = styles.by_format.get(_get(element, "data-style-name"), "")


def _note(table: _Table, kind: str, element: Element, styles: _Styles) -> None:
    if kind == "table-column":
        last = min(table.column + _times(element, "columns"), LAST_COLUMN)
        if _get(element, "visibility") == "collapse":
            table.marks.hidden_columns.update(range(table.column + 1, last + 1))
        table.columns.append((last, _get(element, "default-cell-style-name")))
        table.column = last
    elif kind == "table-row":
        _note_row(table, element, styles)
        element.clear()


def _note_row(table: _Table, row: Element, styles: _Styles) -> None:
    marks, times = table.marks, _times(row, "rows")
    first, column, filled = marks.rows_passed + 1, 0, 0
    for cell in row:
        last = column + _times(cell, "columns")
        if _is_filled(cell):
            filled = last
            marks.stored += (last - column) * times
            table.characters += (last - column) * times * sum(map(len, cell.itertext()))
            _note_cell(table, (first, column + 1), cell, styles)
        _note_range(marks, first, column + 1, cell)
        column = last
    marks.rows_passed += times
    if filled:
        marks.last_row, marks.last_column = marks.rows_passed, max(marks.last_column, filled)
    if _get(row, "visibility") == "collapse":
        marks.hidden_rows.update(range(first, min(marks.rows_passed, LAST_ROW) + 1))


def _is_filled(cell: Element) -> bool:
    texts = (part for part in cell if _local(part.tag) == "p")
    return _get(cell, "value-type") not in {"", "string"} or any("".join(text.itertext()) for text in texts)


def _note_cell(table: _Table, at: tuple[int, int], cell: Element, styles: _Styles) -> None:
    marks, kinds = table.marks, {value for name, value in cell.attrib.items() if name.endswith("value-type")}
    if "error" in kinds:
        marks.errors[at] = "".join(text for part in cell if _local(part.tag) == "p" for text in part.itertext())
        marks.stored -= 1
    style = _get(cell, "style-name") or next((name for last, name in table.columns if at[1] <= last), "")
    shown = styles.by_cell.get(style, "")
    if "percentage" in kinds:
        shown = PERCENT
    elif "currency" in kinds and _get(cell, "currency") not in {"", *_POUNDS}:
        shown = CURRENCY
    if shown and kinds & {"float", "currency", "percentage"}:
        marks.shown_as[at] = shown


def _note_range(marks: SheetMarks, row: int, column: int, cell: Element) -> None:
    across, down = (int(_get(cell, f"number-{what}-spanned") or 1) for what in ("columns", "rows"))
    if across > 1 or down > 1:
        marks.merged.append((column, row, column + across - 1, row + down - 1))
    for note in (part for part in cell if _local(part.tag) == "annotation"):
        words = (text for part in note if _local(part.tag) == "p" for text in part.itertext())
        marks.comments[row, column] = " ".join(words)


def _times(element: Element, what: str) -> int:
    times = int(_get(element, f"number-{what}-repeated") or 1)
    if not 1 <= times <= LAST_ROW:
        raise ValueError(f"a row or cell stands {times} times")
    return times


def _get(element: Element, name: str) -> str:
    """Return an attribute by its local name; the programs that write these files agree on no prefix."""
    return next((value for key, value in element.attrib.items() if _local(key) == name), "")


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
