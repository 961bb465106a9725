"""What the `[layout]` of a ``publication.toml`` says, where a reader cannot find it in the workbook by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated

from openpyxl.utils import column_index_from_string
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from vv_analysis.ingest.publications.tables import UNITS
from vv_analysis.ingest.words.headings import KEYS, MEASURES, ContractYear, year_named
from vv_analysis.ingest.words.names import normalised

IGNORED = "ignore"
MEANINGS = (*KEYS, *MEASURES, IGNORED)
_LETTERS = re.compile(r"[A-Z]{1,3}")
_LAST_ROW = 1_048_576
RowNumber = Annotated[int, Field(ge=1, le=_LAST_ROW)]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a column is said to hold: a key, or a measure and perhaps its year; neither if it is to be passed by."""

    key: str = ""
    measure: str = ""
    year: ContractYear | None = None


class LayoutOverrides(BaseModel):
    """The `[layout]` of a ``publication.toml``; what it leaves out is found by the labels of the workbook.

    Attributes
    ----------
    sheet : tuple of str
        The sheets to read; none means all.
    header_rows : tuple of int
        The rows of the heading as a spreadsheet counts them.
    first_row : int or None
        The first row of data.
    unit : int
        What one stands for in values whose heading names no unit, such as 1000; 0 if not said.
    columns : dict
        The meaning of a column, by its heading or by its letter.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    sheet: tuple[str, ...] = ()
    header_rows: tuple[RowNumber, ...] = ()
    first_row: RowNumber | None = None
    unit: int = 0
    columns: Mapping[str, str] = Field(default_factory=dict)

    @field_validator("sheet", mode="before")
    @classmethod
    def _one_or_several(cls, named: object) -> object:
        return (named,) if isinstance(named, str) else named

    @field_validator("unit", mode="before")
    @classmethod
    def _as_number(cls, unit: object) -> object:
        named = {name: number for number, name in UNITS.items()}
        number = named.get(unit.replace(" ", ""), unit) if isinstance(unit, str) else unit
        if isinstance(number, bool) or number not in UNITS:
            raise ValueError('the unit should be "£", "£000", "£m" or "£bn"')
        return number

    @field_validator("header_rows")
    @classmethod
    def _one_after_another(cls, rows: tuple[int, ...]) -> tuple[int, ...]:
        if rows and list(rows) != list(range(rows[0], rows[0] + len(rows))):
            raise ValueError("header rows should stand one below the other, such as [5, 6]")
        return rows

    @field_validator("columns")
    @classmethod
    def _known(cls, columns: Mapping[str, str]) -> Mapping[str, str]:
        for name, words in columns.items():
            if meaning_of(words) is None:
                known = ", ".join(MEANINGS)
                raise ValueError(f"{words!r}, said of {name!r}, should be one of {known}, or such as 'value 2021-22'")
        return columns

    @model_validator(mode="after")
    def _data_below_heading(self) -> LayoutOverrides:
        if self.first_row and self.header_rows and self.first_row <= self.header_rows[-1]:
            raise ValueError("first_row should lie below header_rows")
        return self

    def __hash__(self) -> int:
        return hash((self.sheet, self.header_rows, self.first_row, self.unit, tuple(self.columns.items())))

    def meanings(self, texts: Mapping[int, Iterable[str]], columns: range) -> dict[int, Meaning]:
        """Return what is said of the columns of a table, by any text over them or, failing that, by their letter."""
        said = {index: meaning_of(self.columns[name]) for index, name in self.named(texts, columns).items()}
        return {index: meaning for index, meaning in said.items() if meaning}

    def named(self, texts: Mapping[int, Iterable[str]], columns: range) -> dict[int, str]:
        """Return the names under which `columns` speaks of the columns of a table."""
        found: dict[int, str] = {}
        for index, over in texts.items() if self.columns else ():
            headings = {normalised(text) for text in (*over, " ".join(over))}
            names = [name for name in self.columns if normalised(name) in headings - {""}]
            found |= {index: names[0]} if names else {}
        letters = (name for name in self.columns if name not in found.values() and _LETTERS.fullmatch(name))
        by_letter = {column_index_from_string(name) - 1: name for name in letters}
        return {index: name for index, name in by_letter.items() if index in columns} | found

    def names_a_place(self, text: str) -> bool:
        """Tell whether a heading is said to be that of areas or regions."""
        said = normalised(text)
        return bool(said) and any(
            normalised(name) == said and words in {"area", "region"} for name, words in self.columns.items()
        )


NOTHING_SAID = LayoutOverrides()


def meaning_of(words: str) -> Meaning | None:
    """Return the meaning that some words stand for, None if they are not understood.

    Examples
    --------
    >>> meaning_of("area").key, meaning_of("value 2021-22").year.year, meaning_of("patch")
    ('area', '2021-22', None)
    """
    name, _, year = words.strip().partition(" ")
    if name in MEASURES:
        named = year_named(year) if year else None
        return None if year and named is None else Meaning(measure=name, year=named)
    if year or name not in MEANINGS:
        return None
    return Meaning() if name == IGNORED else Meaning(key=name)
