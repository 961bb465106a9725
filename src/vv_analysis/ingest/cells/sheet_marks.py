"""What stands in a workbook beside its values: merged ranges, hidden rows, formulas, formats and comments.

Only where the bytes of a sheet hold such a mark, or are written in an unusual way, is it parsed cell by cell; a large
plain sheet costs a fraction of what its cells cost. The parser refuses entities.
A merged range stays four numbers: a range over a whole sheet costs no more than one over two cells.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import IO
from xml.etree.ElementTree import Element  # only the type: parsing is defusedxml's
from zipfile import ZipFile

from defusedxml.ElementTree import iterparse, parse
from openpyxl.comments.comment_sheet import CommentSheet
from openpyxl.utils import coordinate_to_tuple, range_boundaries

from vv_analysis.ingest.cells.archives import chunks
from vv_analysis.ingest.cells.number_formats import styles_that_change_figures
from vv_analysis.ingest.cells.shared_texts import refuse_too_many_characters
from vv_analysis.ingest.cells.sheet_bytes import look_through
from vv_analysis.settings import limits

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
_BOOK = "xl/workbook.xml"
_BOOK_RELATIONS = "xl/_rels/workbook.xml.rels"
_STYLES = "xl/styles.xml"
_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

_TRUE = {"1", "true"}

Cell = tuple[int, int]


@dataclass(slots=True)
class SheetMarks:
    """The marks of one sheet, rows and columns counted from 1.

    Attributes
    ----------
    merged : list of tuples
        First column, first row, last column and last row of every merged range.
    hidden_rows, hidden_columns : set of int
        Numbers of the hidden rows and columns.
    formulas : list of tuples
        Row and column of every formula, but for those whose result is an empty text.
    errors : dict
        The error (``#DIV/0!``) by the row and column of the cell that shows it.
    shown_as : dict
        What its number format makes of a figure, by row and column; see `number_formats`.
    comments : dict
        The words of a comment by the row and column it is attached to.
    last_row, last_column : int
        The last row and column that hold a value, or may: a sheet that is not parsed is taken to be larger.
    rows_passed : int
        The number of the last row, whether it holds anything or not.
    stored : int
        How many cells store a value, at most.
    texts : int
        How many cells show one of the texts that the workbook keeps apart, at most.
    """

    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    formulas: list[Cell] = field(default_factory=list)
    errors: dict[Cell, str] = field(default_factory=dict)
    shown_as: dict[Cell, str] = field(default_factory=dict)
    comments: dict[Cell, str] = field(default_factory=dict)
    last_row: int = 0
    last_column: int = 0
    rows_passed: int = 0
    stored: int = 0
    texts: int = 0


def marks_by_sheet(archive: ZipFile) -> dict[str, SheetMarks]:
    """Return the marks of every worksheet of an opened workbook, by the name of the sheet.

    Raises
    ------
    InputError
        The cells hold more characters than the limit.
    Exception
        The parts are not those of a workbook: KeyError, ValueError, or what the XML parser says.
    """
    styles, parts = _styles(archive), sheet_parts(archive)
    marks = {name: _marks(archive, part, styles) for name, part in parts.items()}
    refuse_too_many_characters(archive, {parts[name]: mark.texts for name, mark in marks.items()})
    for name, mark in marks.items():
        mark.comments.update(_comments(archive, parts[name]))
    return marks


def refuse_disorder(archive: ZipFile, name: str) -> None:
    """Raise ValueError if cells of a sheet stand twice or out of order: only one of them would be read."""
    parts = sheet_parts(archive) if _BOOK in archive.namelist() else {}
    if name in parts:
        _read_through(archive, parts[name], {})


def sheet_parts(archive: ZipFile) -> dict[str, str]:
    """Return the part that holds each worksheet, by the name of the sheet, in the order of the workbook."""
    targets = {
        relation.get("Id"): relation.get("Target", "")
        for relation in _parsed(archive, _BOOK_RELATIONS).iterfind("{*}Relationship")
        if relation.get("Type", "").endswith("/worksheet")
    }
    sheets = _parsed(archive, _BOOK).iterfind("{*}sheets/{*}sheet")
    named = ((sheet.get("name", ""), targets.get(sheet.get(_RELATION_ID, ""))) for sheet in sheets)
    return {name: _part(_BOOK, target) for name, target in named if target}


def _part(of: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(of), target)).lstrip("/")


def _parsed(archive: ZipFile, part: str) -> Element:
    with archive.open(part) as content:
        root: Element = parse(content).getroot()
        return root


def _styles(archive: ZipFile) -> dict[str, str]:
    return styles_that_change_figures(_parsed(archive, _STYLES)) if _STYLES in archive.namelist() else {}


def _marks(archive: ZipFile, part: str, styles: Mapping[str, str]) -> SheetMarks:
    """Return the marks of a sheet; it is parsed where its bytes do not tell, or tell of more than is bearable."""
    look = look_through(archive, part, styles)
    if look is None or look.last_row * look.last_column > limits().sheet_cells:
        return _read_through(archive, part, styles)
    marks = _parsed_marks(BytesIO(look.outline), styles)
    marks.last_row, marks.last_column, marks.texts = look.last_row, look.last_column, look.texts
    marks.stored = look.stored - len(marks.errors)
    return marks


def _read_through(archive: ZipFile, part: str, styles: Mapping[str, str]) -> SheetMarks:
    for _ in chunks(archive, archive.getinfo(part)):
        pass  # unpacked once before it is parsed: a part may be larger than it declares
    with archive.open(part) as content:
        return _parsed_marks(content, styles)


def _parsed_marks(content: IO[bytes], styles: Mapping[str, str]) -> SheetMarks:
    marks = SheetMarks()
    for _, element in iterparse(content):
        _note(marks, element, styles)
    return marks


def _note(marks: SheetMarks, element: Element, styles: Mapping[str, str]) -> None:
    kind = element.tag.rpartition("}")[2]
    if kind == "row":
        _note_row(marks, element, styles)
        element.clear()
    elif kind == "col" and element.get("hidden") in _TRUE:
        last = min(int(element.get("max", "")), LAST_COLUMN)
        marks.hidden_columns.update(range(int(element.get("min", "")), last + 1))
    elif kind == "mergeCell":
        first_column, first_row, last_column, last_row = range_boundaries(element.get("ref", ""))
        marks.merged.append((first_column or 1, first_row or 1, last_column or LAST_COLUMN, last_row or LAST_ROW))


def _note_row(marks: SheetMarks, row: Element, styles: Mapping[str, str]) -> None:
    number = int(row.get("r", marks.rows_passed + 1))
    if not marks.rows_passed < number <= LAST_ROW:
        raise ValueError(f"row {number} stands after row {marks.rows_passed}")
    marks.rows_passed = number
    if row.get("hidden") in _TRUE:
        marks.hidden_rows.add(number)
    column = 0
    for cell in row:
        stated = coordinate_to_tuple(cell.get("r")) if cell.get("r") else (number, column + 1)
        if stated[0] != number or not column < stated[1] <= LAST_COLUMN:
            raise ValueError(f"a cell of row {number} stands at {cell.get('r')}")
        column = stated[1]
        _note_cell(marks, stated, cell, styles)


def _note_cell(marks: SheetMarks, at: Cell, cell: Element, styles: Mapping[str, str]) -> None:
    parts = {part.tag.rpartition("}")[2]: part for part in cell}
    stored = "".join(parts["v"].itertext()) if "v" in parts else ""
    kind = cell.get("t")
    if "f" in parts and not (kind == "str" and "v" in parts):
        marks.formulas.append(at)
    marks.texts += kind == "s"
    if kind == "e":
        marks.errors[at] = stored or "an error"
    elif stored and cell.get("s") in styles and kind in {None, "n"}:
        marks.shown_as[at] = styles[cell.get("s", "")]
    if stored or "is" in parts:
        marks.stored += kind != "e"
        marks.last_row, marks.last_column = at[0], max(marks.last_column, at[1])


def _comments(archive: ZipFile, part: str) -> dict[Cell, str]:
    """Return the words of the comments of a sheet by the cell they are attached to."""
    folder, _, name = part.rpartition("/")
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in archive.namelist():
        return {}
    targets = [
        _part(part, relation.get("Target", ""))
        for relation in _parsed(archive, relations).iterfind("{*}Relationship")
        if relation.get("Type", "").endswith("/comments")
    ]
    sheets = (CommentSheet.from_tree(_parsed(archive, target)) for target in targets)
    return {coordinate_to_tuple(ref): comment.text for sheet in sheets for ref, comment in sheet.comments}
