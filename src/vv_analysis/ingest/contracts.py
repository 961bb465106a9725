"""Existing contracts, as organisations enter them in the submission template, become tidy rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from vv_analysis.errors import InputError, LayoutError, VvError
from vv_analysis.ingest.areas import find_area
from vv_analysis.ingest.categories import find_category
from vv_analysis.ingest.days import parse_day
from vv_analysis.ingest.figures import read_figure, unlikely
from vv_analysis.ingest.quality import Reading, warn_of_refusals
from vv_analysis.ingest.sheets import Sheet, read_sheets
from vv_analysis.terms import template, vocabulary
from vv_analysis.terms.findings import Finding
from vv_analysis.terms.schemas import Contracts

T = TypeVar("T")

# What a list column stands for when it is left empty, and the words for each of its codes.
_LISTS: dict[str, tuple[str, dict[str, str]]] = {
    "tier": ("lead", {code: code for code in vocabulary.TIERS}),
    "cohort": ("not-stated", vocabulary.COHORTS),
    "vat": ("unknown", vocabulary.VAT_BASES),
    "volume_unit": ("unknown", vocabulary.VOLUME_UNITS),
    "organisation_size": ("not stated", {size: size for size in vocabulary.ORGANISATION_SIZES}),
    "led_by": ("not stated", {who: who for who in vocabulary.LED_BY}),
}
_IDENTITY = [column for column in template.COLUMNS if column.required and column.name not in {"value", "volume"}]


def read_contracts(path: str | Path) -> pd.DataFrame:
    """Read the existing contracts that one organisation entered in the submission template.

    Parameters
    ----------
    path : str or Path
        The filled template as .xlsx, or its sheet of contracts as .csv.

    Returns
    -------
    DataFrame
        A contracts frame (`terms.schemas.Contracts`), values in pounds, volumes in users, dates inclusive.

    Raises
    ------
    InputError
        The file cannot be opened, is of another version of the template, or has no row of headings.

    Warns
    -----
    RefusedFiguresWarning
        Some rows or figures were refused; ``vv check PATH`` lists them.

    Examples
    --------
    >>> from vv_analysis.terms import reference
    >>> folder = reference.folder().parent / "contracts" / "illustrative"
    >>> frame = read_contracts(sorted(folder.glob("*.xlsx"))[0])
    >>> set(frame["data_status"])
    {'illustrative'}
    """
    reading = contracts(Path(path))
    warn_of_refusals(reading.findings)
    return reading.frame


def contracts(path: Path) -> Reading:
    """Read a filled template with its findings; see `read_contracts`."""
    sheets, findings = read_sheets(path)
    entries = _entries(path.name, sheets)
    items = [item for row in entries.rows for item in _read_row(entries, row)]
    records = [item for item in items if isinstance(item, dict)]
    columns = list(Contracts.to_schema().columns)
    frame = pd.DataFrame(records, columns=[name for name in columns if name not in {"data_status", "prices"}])
    frame = frame.assign(data_status=entries.data_status, prices="nominal")
    refused = [item for item in items if isinstance(item, Finding)]
    return Reading(Contracts.validate(frame[columns]), (*findings, *refused))


@dataclass(frozen=True, slots=True)
class _Entries:
    """The filled rows of a template: where they stand and what each column holds."""

    sheet: Sheet
    columns: dict[str, int]
    rows: range
    data_status: str

    def text(self, row: int, name: str) -> str:
        return self.sheet.text(row, self.columns[name]) if name in self.columns else ""

    def where(self, row: int, name: str) -> str:
        return self.sheet.source(row, self.columns.get(name, 0))


def is_template(sheets: list[Sheet]) -> bool:
    """Tell whether sheets are a filled submission template."""
    return any(_heading_row(sheet) is not None for sheet in sheets)


def _heading_row(sheet: Sheet) -> int | None:
    wanted = {column.heading for column in template.COLUMNS if column.required}
    for row in range(min(len(sheet.rows), 30)):
        if wanted <= {sheet.text(row, column) for column in range(sheet.width)}:
            return row
    return None


def _entries(file: str, sheets: list[Sheet]) -> _Entries:
    for sheet in sheets:
        heading_row = _heading_row(sheet)
        if heading_row is not None:
            return _entries_below(sheet, heading_row)
    needed = ", ".join(column.heading for column in template.COLUMNS if column.required)
    raise LayoutError(
        "the headings of the submission template were not found",
        where=file,
        expected=f"a row with {needed}",
        remedy="enter the contracts in an unchanged copy of the template",
    )


def _entries_below(sheet: Sheet, heading_row: int) -> _Entries:
    version = _labelled(sheet, heading_row, template.VERSION_LABEL)
    if version not in {"", template.VERSION}:
        raise InputError(
            f"this is version {version} of the template",
            where=f"{sheet.file}#{sheet.name}",
            expected=f"version {template.VERSION}",
            remedy="copy the rows into the present template",
        )
    places = {sheet.text(heading_row, column): column for column in range(sheet.width)}
    columns = {column.name: places[column.heading] for column in template.COLUMNS if column.heading in places}
    status = _labelled(sheet, heading_row, template.STATUS_LABEL)
    status = "illustrative" if status.casefold() == "illustrative" else "reported"
    return _Entries(sheet, columns, range(heading_row + 1, len(sheet.rows)), status)


def _labelled(sheet: Sheet, before: int, label: str) -> str:
    rows = (row for row in range(before) if sheet.text(row, 0) == label)
    return next((sheet.text(row, 1) for row in rows), "")


def _read_row(entries: _Entries, row: int) -> Iterator[dict[str, Any] | Finding]:
    sheet, columns = entries.sheet, entries.columns
    if not any(entries.text(row, name) for name in columns):
        return
    try:
        identity = _identity(entries, row)
    except VvError as error:
        yield Finding.from_error(error, file=sheet.file, where=error.where, rule="contract-row-unclear")
        return
    for name in _LISTS:
        yield from _unknown_choice(entries, row, name)
    value = read_figure(sheet, row, columns["value"], "value")
    volume = read_figure(sheet, row, columns["volume"], "volume")
    one_off = read_figure(sheet, row, columns.get("one_off_costs", sheet.width), "value")
    yield from (*value.findings, *volume.findings, *one_off.findings, *unlikely(sheet.file, value, volume))
    one_off_costs = {"one_off_costs_gbp": one_off.amount.central}
    yield identity | value.columns("value_gbp") | volume.columns("volume_users") | one_off_costs


def _identity(entries: _Entries, row: int) -> dict[str, Any]:
    """Return what the contract is, or raise with the place of the cell that does not say so."""
    for column in _IDENTITY:
        if not entries.text(row, column.name):
            where = entries.where(row, column.name)
            what = f"{column.heading!r} is empty"
            raise InputError(what, where=where, expected=column.explanation.lower(), remedy="fill it in")
    area = _in_cell(entries, row, "area", find_area)
    start = _in_cell(entries, row, "start", parse_day)
    end = _in_cell(entries, row, "end", parse_day)
    if end < start:
        what = "the last day stands before the first"
        raise InputError(what, where=entries.where(row, "end"), expected="a later day", remedy="correct the dates")
    return {
        "contract": entries.text(row, "contract"),
        "organisation": entries.text(row, "organisation"),
        "organisation_id": entries.text(row, "organisation_id"),
        "category": _in_cell(entries, row, "category", find_category),
        "area_code": area.code,
        "area": area.name,
        "area_level": area.level,
        "region": area.region,
        "start": start,
        "end": end,
    } | {name: _choice(entries.text(row, name), name) for name in _LISTS}


def _in_cell(entries: _Entries, row: int, name: str, read: Callable[[Any], T]) -> T:
    """Read one cell, and say which cell it was if it cannot be read."""
    cell = entries.sheet.at(row, entries.columns[name])
    try:
        return read(cell if name in {"start", "end"} else entries.text(row, name))
    except VvError as error:
        raise error.at(entries.where(row, name)) from error


def _choice(words: str, name: str) -> str:
    empty, codes = _LISTS[name]
    return next((code for code, said in codes.items() if words.casefold() in {code, said.casefold()}), empty)


def _unknown_choice(entries: _Entries, row: int, name: str) -> Iterator[Finding]:
    words = entries.text(row, name)
    empty, codes = _LISTS[name]
    if words and words.casefold() not in {form.casefold() for item in codes.items() for form in item}:
        what = f"{words!r} is not on the list; {codes[empty]!r} was taken"
        where, choices = entries.where(row, name), ", ".join(codes.values())
        yield Finding(entries.sheet.file, where, "choice-unknown", "warning", what, choices, "choose from the list")
