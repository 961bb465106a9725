"""What stands in a workbook beside its values: merged ranges, hidden rows and columns, and where formulas are.

The parts are read one by one with a parser that refuses entities. A merged range stays four numbers: a range
over a whole sheet costs no more than one over two cells.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element  # only the type: parsing is defusedxml's
from zipfile import ZipFile

from defusedxml.ElementTree import iterparse, parse
from openpyxl.utils import coordinate_to_tuple, range_boundaries

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
_BOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True, slots=True)
class SheetMarks:
    """The marks of one sheet, rows and columns counted from 1.

    Attributes
    ----------
    merged : list of tuples
        First column, first row, last column and last row of every merged range.
    hidden_rows : set of int
        Numbers of the hidden rows.
    hidden_columns : set of int
        Numbers of the hidden columns.
    formulas : list of tuples
        Row and column of every formula, but for those whose result is an empty text.
    """

    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    formulas: list[tuple[int, int]] = field(default_factory=list)


def marks_by_sheet(archive: ZipFile) -> dict[str, SheetMarks]:
    """Return the marks of every worksheet of an opened workbook, by the name of the sheet.

    Raises
    ------
    Exception
        The parts are not those of a workbook: KeyError, ValueError, or what the XML parser says.
    """
    with archive.open(_RELATIONS) as part:
        relations = [relation for relation in parse(part).getroot() if relation.get("Type", "").endswith("/worksheet")]
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    with archive.open(_BOOK) as part:
        sheets = parse(part).getroot().findall("{*}sheets/{*}sheet")
    return {
        sheet.get("name", ""): _marks(archive, posixpath.join("/xl", target).lstrip("/"))
        for sheet in sheets
        if (target := targets.get(sheet.get(_RELATION_ID)))
    }


def _marks(archive: ZipFile, part: str) -> SheetMarks:
    marks = SheetMarks()
    with archive.open(part) as content:
        for _, element in iterparse(content):
            _note(marks, element)
    return marks


def _note(marks: SheetMarks, element: Element) -> None:
    kind = element.tag.rpartition("}")[2]
    if kind == "c" and _is_formula(element):
        marks.formulas.append(coordinate_to_tuple(element.get("r", "")))
    elif kind == "row":
        _note_row(marks, element)
        element.clear()
    elif kind == "col" and element.get("hidden") in {"1", "true"}:
        last = min(int(element.get("max", "")), LAST_COLUMN)
        marks.hidden_columns.update(range(int(element.get("min", "")), last + 1))
    elif kind == "mergeCell":
        first_column, first_row, last_column, last_row = range_boundaries(element.get("ref", ""))
        marks.merged.append((first_column or 1, first_row or 1, last_column or LAST_COLUMN, last_row or LAST_ROW))


def _note_row(marks: SheetMarks, row: Element) -> None:
    number = int(row.get("r", "1"))
    if not 1 <= number <= LAST_ROW:
        raise ValueError(f"a row is numbered {number}")
    if row.get("hidden") in {"1", "true"}:
        marks.hidden_rows.add(number)


def _is_formula(cell: Element) -> bool:
    parts = {part.tag.rpartition("}")[2] for part in cell}
    return "f" in parts and not (cell.get("t") == "str" and "v" in parts)
