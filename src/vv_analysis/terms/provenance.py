"""Where a figure came from: the one way a place in a file is written."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """A place in an input file.

    Examples
    --------
    >>> str(Source("values.xlsx", sheet="Lot 1", cell="D17"))
    'values.xlsx#Lot 1!D17'
    >>> str(Source("awards.csv", row=12))
    'awards.csv#row 12'
    >>> str(Source("notice.json", pointer="/tender/value/amount"))
    'notice.json#/tender/value/amount'
    """

    file: str
    sheet: str = ""
    cell: str = ""
    row: int = 0
    pointer: str = ""

    def __str__(self) -> str:
        place = self.pointer or (f"row {self.row}" if self.row else f"{self.sheet}!{self.cell}".strip("!"))
        return f"{self.file}#{place}" if place else self.file
