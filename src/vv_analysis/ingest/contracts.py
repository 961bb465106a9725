"""Existing contracts, as organisations enter them in the submission template, become tidy rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from vv_analysis.errors import InputError, VvError
from vv_analysis.ingest.areas import find_area
from vv_analysis.ingest.categories import find_category
from vv_analysis.ingest.columns import row_awry
from vv_analysis.ingest.days import parse_day
from vv_analysis.ingest.entries import Entries, entries_in, said_of
from vv_analysis.ingest.figures import read_figure, unlikely
from vv_analysis.ingest.files import read_sheets
from vv_analysis.ingest.quality import Reading, warn_of_refusals
from vv_analysis.terms import template, vocabulary
from vv_analysis.terms.findings import Finding, quoted
from vv_analysis.terms.schemas import Contracts

T = TypeVar("T")

# What a list column stands for when it is left empty, and the words for each of its codes.
_LISTS: dict[str, tuple[str, dict[str, str]]] = {
    "cohort": ("not-stated", vocabulary.COHORTS),
    "vat": ("unknown", vocabulary.VAT_BASES),
    "volume_unit": ("unknown", vocabulary.VOLUME_UNITS),
    "organisation_size": ("not stated", {size: size for size in vocabulary.ORGANISATION_SIZES}),
    "led_by": ("not stated", {who: who for who in vocabulary.LED_BY}),
}
KEY = ["organisation", "contract", "category", "area_code", "cohort", "start", "end"]
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
    filled = entries_in(path.name, sheets)
    items = [item for entries in filled for row in entries.rows for item in _read_row(entries, row)]
    records = [item for item in items if isinstance(item, dict)]
    frame = Contracts.validate(pd.DataFrame(records, columns=list(Contracts.to_schema().columns)))
    refused = [item for item in items if isinstance(item, Finding)]
    return Reading(frame, (*findings, *said_of(filled, sheets), *refused, *_repeated(frame)))


def _read_row(entries: Entries, row: int) -> Iterator[dict[str, Any] | Finding]:
    sheet, columns = entries.sheet, entries.columns
    if all(sheet.at(row, column) is None for column in columns.values()):
        return
    if sheet.spills(row, entries.heading_row):
        yield row_awry(sheet, row)
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
    if "missing" == value.amount.status == volume.amount.status:
        yield _without_figures(entries, row)
    stated = {"one_off_costs_gbp": one_off.amount.central, "data_status": entries.data_status, "prices": "nominal"}
    yield identity | value.columns("value_gbp") | volume.columns("volume_users") | stated


def _without_figures(entries: Entries, row: int) -> Finding:
    what = "the contract has neither a value nor a volume; nothing can be compared with it"
    where, expected = entries.where(row, "value"), "a value and a volume"
    return Finding(entries.sheet.file, where, "contract-without-figures", "warning", what, expected, "fill them in")


def _identity(entries: Entries, row: int) -> dict[str, Any]:
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
        "tier": _in_cell(entries, row, "tier", _tier),
    } | {name: _choice(entries.text(row, name), name) for name in _LISTS}


def _in_cell(entries: Entries, row: int, name: str, read: Callable[[Any], T]) -> T:
    """Read one cell, and say which cell it was if it cannot be read."""
    cell = entries.sheet.at(*entries.sheet.anchor(row, entries.columns[name]))
    try:
        return read(cell if name in {"start", "end"} else entries.text(row, name))
    except VvError as error:
        raise error.at(entries.where(row, name)) from error


def _tier(words: str) -> str:
    # Required, and no answer stands for "not stated": to take one would make a lead of a subcontractor.
    named = next((code for code, said in vocabulary.TIERS.items() if words.casefold() in {code, said}), "")
    if not named:
        expected = f"one of {', '.join(vocabulary.TIERS)}"
        raise InputError(f"{quoted(words)} is not on the list", expected=expected, remedy="choose from the list")
    return named


def _choice(words: str, name: str) -> str:
    empty, codes = _LISTS[name]
    return next((code for code, said in codes.items() if words.casefold() in {code, said.casefold()}), empty)


def _unknown_choice(entries: Entries, row: int, name: str) -> Iterator[Finding]:
    words = entries.text(row, name)
    empty, codes = _LISTS[name]
    if words and words.casefold() not in {form.casefold() for item in codes.items() for form in item}:
        what = f"{quoted(words)} is not on the list; {codes[empty]!r} was taken"
        where, choices = entries.where(row, name), ", ".join(codes.values())
        yield Finding(entries.sheet.file, where, "choice-unknown", "warning", what, choices, "choose from the list")


def _repeated(frame: pd.DataFrame) -> Iterator[Finding]:
    for row in frame[frame.duplicated(KEY)].itertuples():
        where = str(row.value_source)
        what = "the same contract, service, area and period stand in an earlier row"
        remedy = "remove one of them; both were read"
        yield Finding(where.split("#")[0], where, "contract-repeated", "warning", what, "one row a contract", remedy)
