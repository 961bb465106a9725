"""Where a figure came from: the one way a place in a file is written, and read again."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ROW = re.compile(r"row ([1-9][0-9]*)(/.*)?", re.DOTALL)
# Only what would be misread is written otherwise, so that other names stand as their owners gave them.
_MISREAD_IN_NAME = re.compile(r"#|%(?=23|25)")
_WRITTEN_OTHERWISE = re.compile(r"%(23|25)")


@dataclass(frozen=True, slots=True)
class Source:
    """A place in an input file: a cell of a sheet, a whole sheet, a row, a JSON pointer, or the file itself.

    A ``#`` in the name of the file is written ``%23``; the name of a sheet may hold any sign but ``/`` at its start.

    Examples
    --------
    >>> str(Source("values.xlsx", sheet="Lot 1", cell="D17"))
    'values.xlsx#Lot 1!D17'
    >>> str(Source("awards.csv", row=12))
    'awards.csv#row 12'
    >>> str(Source("notice.json", pointer="/tender/value/amount"))
    'notice.json#/tender/value/amount'
    >>> str(Source("notices.jsonl", row=3, pointer="/tender/value/amount"))
    'notices.jsonl#row 3/tender/value/amount'
    """

    file: str
    sheet: str = ""
    cell: str = ""
    row: int = 0
    pointer: str = ""

    def __str__(self) -> str:
        name = _MISREAD_IN_NAME.sub(lambda sign: "%23" if sign[0] == "#" else "%25", self.file)
        place = f"row {self.row}{self.pointer}" if self.row else self.pointer or self._in_sheet
        return f"{name}#{place}" if place else name

    @classmethod
    def parse(cls, text: str) -> Source:
        """Return the place that was written as `text`; `str` gives the same text again.

        Examples
        --------
        >>> Source.parse("values.xlsx#Lot #1!D17")
        Source(file='values.xlsx', sheet='Lot #1', cell='D17', row=0, pointer='')
        >>> Source.parse("awards.csv#row 12").spot
        'row 12'
        """
        name, _, place = text.partition("#")
        file = _WRITTEN_OTHERWISE.sub(lambda code: "#" if code[1] == "23" else "%", name)
        row = _ROW.fullmatch(place)
        if row:
            return cls(file, row=int(row[1]), pointer=row[2] or "")
        if place.startswith("/"):
            return cls(file, pointer=place)
        sheet, sign, cell = place.rpartition("!")
        return cls(file, sheet=sheet, cell=cell) if sign else cls(file, sheet=place)

    @property
    def spot(self) -> str:
        """The place without file and sheet: a cell, ``row 12`` or a JSON pointer; "" for a whole sheet or file."""
        return self.cell or (f"row {self.row}{self.pointer}" if self.row else self.pointer)

    @property
    def _in_sheet(self) -> str:
        # A sheet that is itself called "Prices!A1" or "row 3" is told by a mark after its name.
        marked = self.cell or "!" in self.sheet or _ROW.fullmatch(self.sheet)
        return f"{self.sheet}!{self.cell}" if marked else self.sheet
