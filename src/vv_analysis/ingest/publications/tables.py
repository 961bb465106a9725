"""A table found in a sheet: what its columns hold, which rows lie below its heading, and what its sheet is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from vv_analysis.ingest.cells.sheets import Sheet
from vv_analysis.ingest.words.headings import ContractYear, without_marks

UNITS = {1: "£", 1_000: "£000", 1_000_000: "£m", 1_000_000_000: "£bn"}


@dataclass(frozen=True, slots=True)
class Unread:
    """Why a column is not read: a rule and a severity as in a finding, and half a sentence."""

    rule: str
    severity: str
    why: str


@dataclass(frozen=True, slots=True)
class Column:
    """What one column holds: a key, or a measure for a year in a unit; `unread` says why it is neither.

    `unit_stated` tells whether anything says the unit of a value; where nothing does it is taken to be pounds.
    """

    index: int
    heading: str
    key: str = ""
    measure: str = ""
    year: ContractYear | None = None
    unit: int = 1
    unread: Unread | None = None
    unit_stated: bool = False

    @property
    def letter(self) -> str:
        """The column as a spreadsheet names it: A, B ... AA."""
        return str(get_column_letter(self.index + 1))

    @property
    def meaning(self) -> str:
        """What the column was understood as: "area", "value 2021-22, £m"; "" where it was not.

        Examples
        --------
        >>> Column(0, "Area", key="area").meaning, Column(3, "Value (£m)", measure="value", unit=1_000_000).meaning
        ('area', 'value, £m')
        """
        if not self.measure:
            return self.key
        users = f", in {self.unit:,}s" if self.unit > 1 else ""
        unit = f", {UNITS[self.unit]}" if self.measure == "value" else users
        return f"{self.measure} {self.year.year if self.year else ''}".strip() + unit


@dataclass(frozen=True, slots=True)
class Table:
    """A table found in a sheet: its columns, the filled rows below its heading, and the category its sheet is about."""

    sheet: Sheet
    columns: tuple[Column, ...]
    heading_row: int
    rows: tuple[int, ...]
    category: str
    first_heading_row: int = -1

    @property
    def keys(self) -> dict[str, int]:
        """The index of each key column; of the first, where a key has several."""
        return {column.key: column.index for column in reversed(self.columns) if column.key}

    @property
    def figures(self) -> tuple[Column, ...]:
        """The columns that hold values or volumes, from left to right."""
        return tuple(column for column in self.columns if column.measure)

    @property
    def heading_rows(self) -> range:
        """The rows of the heading, counted from 0."""
        return range(self.heading_row if self.first_heading_row < 0 else self.first_heading_row, self.heading_row + 1)

    def words(self, row: int, key: str) -> str:
        """Return what a row says under every column of a key, without note marks."""
        texts = (self.sheet.text(row, column.index) for column in self.columns if column.key == key)
        return without_marks(" ".join(text for text in texts if text))

    def spilling(self, rows: Iterable[int]) -> list[int]:
        """Return the rows of a CSV that go on beyond the headings; the cells of a workbook cannot."""
        is_csv = not self.sheet.name
        return [row for row in rows if self.sheet.spills(row, self.heading_row)] if is_csv else []
