"""Understand what the key cells of rows say: which service, where, for whom, in which year, with VAT or without.

A publication names few areas, services and years in many rows, so each name is understood once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from functools import partial
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from vv_analysis.errors import AreaError, CategoryError
from vv_analysis.ingest.cells.sheets import words_of
from vv_analysis.ingest.publications.layouts import Table
from vv_analysis.ingest.words.areas import Area, find_area, find_cohort, levels_named
from vv_analysis.ingest.words.categories import find_category
from vv_analysis.ingest.words.headings import ContractYear, vat_named, without_marks, year_named

_PLACE, _SERVICE = ("area", "region"), ("category",)
Places = npt.NDArray[np.int64]
T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Spread(Generic[T]):
    """A few values and, for every row, which of them it has."""

    distinct: list[T]
    which: Places

    def __getitem__(self, row: int) -> T:
        return self.distinct[int(self.which[row])]

    def each(self, read: Callable[[T], R]) -> Spread[R]:
        """Return what is read from each value, spread over the same rows."""
        return Spread([read(value) for value in self.distinct], self.which)

    def only(self, rows: Places) -> Spread[T]:
        """Return the spread over some of the rows."""
        return Spread(self.distinct, self.which[rows])

    @property
    def is_true(self) -> npt.NDArray[np.bool_]:
        """For every row, whether its value is true."""
        return np.array([bool(value) for value in self.distinct], dtype=bool)[self.which]

    @property
    def texts(self) -> pd.api.extensions.ExtensionArray:
        """The values of all rows as the column of a frame."""
        return pd.array([str(value) for value in self.distinct], dtype="str").take(self.which)


@dataclass(frozen=True, slots=True)
class Said:
    """What the key cells of rows say, row by row; an area or a service that is not known is the error that says so."""

    area: Spread[Area | AreaError]
    category: Spread[str | CategoryError]
    cohort: Spread[str]
    year: Spread[ContractYear | None]
    vat_words: Spread[str]
    area_words: Spread[str]
    category_words: Spread[str]

    def only(self, rows: Places) -> Said:
        """Return what some of the rows say."""
        return Said(*(getattr(self, each.name).only(rows) for each in fields(self)))

    @property
    def is_known(self) -> npt.NDArray[np.bool_]:
        """For every row, whether both its area and its service are known."""
        unknown = self.area.each(_is_error).is_true | self.category.each(_is_error).is_true
        return ~unknown

    def error(self, row: int) -> AreaError | CategoryError:
        """Return why a row is not read."""
        reasons = (said for said in (self.area[row], self.category[row]) if isinstance(said, AreaError | CategoryError))
        return next(reasons)

    def columns(self) -> dict[str, pd.api.extensions.ExtensionArray]:
        """Return service, place and people as the columns of a frame; the rows must be known."""
        areas = {"area_code": "code", "area": "name", "area_level": "level", "region": "region"}
        place = {column: self.area.each(partial(_part_of, name=name)) for column, name in areas.items()}
        columns = {"category": self.category.each(str)} | place | {"cohort": self.cohort}
        return {name: spread.texts for name, spread in columns.items()}


def _part_of(area: Area | AreaError, name: str) -> str:
    return str(getattr(area, name, ""))


def understood(table: Table, rows: Sequence[int]) -> Said:
    """Return what the key cells of some rows say."""
    words = {key: _texts(table, rows, key) for key in table.keys}
    texts = {key: words.get(key, [""] * len(rows)) for key in ("area", "region", "category", "cohort", "year", "vat")}
    level, has_region = _level_of(texts["area"]), "region" in words
    places, services = (_spread(zip(*(texts[key] for key in keys), strict=True)) for keys in (_PLACE, _SERVICE))
    category = services.each(lambda said: _category(table, *said))
    meant = zip(services.distinct, category.distinct, strict=True)
    is_for_women = {said: code == "womens-services" for (said,), code in meant}
    people = _spread(zip(texts["cohort"], texts["area"], texts["category"], strict=True))
    return Said(
        area=places.each(lambda said: _area(*said, level=level, has_region=has_region)),
        category=category,
        cohort=people.each(lambda said: _cohort(said, is_for_women=is_for_women[said[-1]])),
        year=_spread(zip(texts["year"], strict=True)).each(lambda said: year_named(*said)),
        vat_words=_spread(zip(texts["vat"], strict=True)).each("".join),
        area_words=places.each(lambda said: next(filter(None, said), "")),
        category_words=services.each("".join),
    )


def _spread(words: Iterable[tuple[str, ...]]) -> Spread[tuple[str, ...]]:
    ways: dict[tuple[str, ...], int] = {}
    which = [ways.setdefault(way, len(ways)) for way in words]
    return Spread(list(ways), np.array(which, dtype=np.int64))


def _texts(table: Table, rows: Sequence[int], key: str) -> list[str]:
    """Return what rows say under a key, as `Table.words` does for one row."""
    columns = [column.index for column in table.columns if column.key == key]
    if len(columns) != 1 or any(column == columns[0] and row > table.heading_row for row, column in table.sheet.merged):
        return [table.words(row, key) for row in rows]
    cells = table.sheet.column(columns[0], rows)
    meant = {cell: without_marks(words_of(cell)) for cell in set(cells)}
    return [meant[cell] for cell in cells]


def _level_of(names: Sequence[str]) -> str | None:
    """Return the level of a table's area column, if every name in it that has one level has the same.

    Among police force areas, West Midlands is the police force area; in a table of regions it is the region.
    """
    levels = [levels_named(name) for name in set(names)]
    certain = {next(iter(named)) for named in levels if len(named) == 1}
    return certain.pop() if len(certain) == 1 else None


def _area(area: str, region: str, *, level: str | None, has_region: bool) -> Area | AreaError:
    several = len(levels_named(area)) > 1
    try:
        if not area:
            return find_area(region, level="region" if has_region else None)
        return find_area(area, level=level if several and level in levels_named(area) else None)
    except AreaError as error:
        return error


def _category(table: Table, named: str) -> str | CategoryError:
    try:
        return table.category if table.category and not named else find_category(named)
    except CategoryError as error:
        return error


def _cohort(words: tuple[str, ...], *, is_for_women: bool) -> str:
    cohort = find_cohort(" ".join(words))
    return "women" if cohort == "not-stated" and is_for_women else cohort


def vat_of(said: Said) -> Spread[str]:
    """Return the VAT basis that rows state; "" where they state none that is known."""
    return said.vat_words.each(vat_named)


def _is_error(said: object) -> bool:
    return isinstance(said, AreaError | CategoryError)
