"""Existing contracts, as organisations enter them in the submission template, become tidy rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from vv_analysis.errors import InputError, VvError
from vv_analysis.ingest.cells.figures import Figure, read_figure, unlikely
from vv_analysis.ingest.cells.files import read_sheets
from vv_analysis.ingest.cells.sheet_findings import row_awry
from vv_analysis.ingest.contracts.counted_in import counted_in
from vv_analysis.ingest.contracts.double_counting import counted_twice
from vv_analysis.ingest.contracts.entries import Entries, entries_in, said_of
from vv_analysis.ingest.reading import Reading, warn_of_refusals
from vv_analysis.ingest.words.amounts import NAN, Amount
from vv_analysis.ingest.words.areas import find_area
from vv_analysis.ingest.words.categories import find_category
from vv_analysis.ingest.words.days import parse_day
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
# Figures are read as those of a publication are; what to do differs, since whoever reads this holds the contract.
_REMEDIES = {
    "amount-unreadable": "correct the cell, or write TBC where the figure is not known",
    "figure-merged": "enter a figure in each cell",
    "value-without-volume": "fill in the volume",
    "volume-without-value": "fill in the value",
    "volume-nought": "check the volume",
}
_PER_UNIT = re.compile(r"\b(?:per|a) (?:woman|person|(?:service )?user|head|year|annum)\b", re.IGNORECASE)
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
    entered = Contracts.validate(pd.DataFrame(records, columns=list(Contracts.to_schema().columns)))
    frame = entered.assign(counted_in=counted_in(entered))
    refused = [item for item in items if isinstance(item, Finding)]
    twice = [finding for _, finding in counted_twice(frame)]
    return Reading(frame, (*findings, *said_of(filled, sheets), *refused, *twice))


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
    value = _of_the_whole_period(sheet.file, read_figure(sheet, row, columns["value"], "value"))
    volume = _of_the_whole_period(sheet.file, read_figure(sheet, row, columns["volume"], "volume"))
    one_off = read_figure(sheet, row, columns.get("one_off_costs", sheet.width), "value")
    said = (*value.findings, *volume.findings, *one_off.findings, *unlikely(sheet.file, value, volume))
    yield from (replace(finding, remedy=_REMEDIES.get(finding.rule, finding.remedy)) for finding in said)
    if "missing" == value.amount.status == volume.amount.status:
        yield _without_figures(entries, row)
    stated = {"one_off_costs_gbp": one_off.amount.central, "data_status": entries.data_status, "prices": "nominal"}
    yield identity | value.columns("value_gbp") | volume.columns("volume_users") | stated


def _of_the_whole_period(file: str, figure: Figure) -> Figure:
    """Refuse a figure stated for a year or a person: to take it for the whole period would be wrong by as much."""
    per_unit = _PER_UNIT.search(figure.amount.note)
    if figure.amount.status == "missing" or not per_unit:
        return figure
    what = f"{quoted(figure.amount.text)} is stated {per_unit.group()!r}"
    expected, remedy = "the figure for the whole period, from the first day to the last", "work it out and enter that"
    finding = Finding(file, figure.source, "amount-per-unit", "refused", what, expected, remedy)
    return Figure(Amount(NAN, NAN, "missing", "", "refused"), figure.source, (finding,))


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
        "paid_by": entries.text(row, "paid_by"),
        "part_of_contract": entries.text(row, "part_of_contract"),
    } | {name: _choice(entries.text(row, name), name) for name in _LISTS}


def _in_cell(entries: Entries, row: int, name: str, read: Callable[[Any], T]) -> T:
    """Read one cell, and say which cell it was if it cannot be read."""
    cell = entries.sheet.at(*entries.sheet.anchor(row, entries.columns[name]))
    try:
        return read(cell if name in {"start", "end"} else entries.text(row, name))
    except VvError as error:
        # The lists of spellings are kept by whoever reads the file; whoever filled it in has a list to pick from.
        remedy = "choose from the list" if "spelling" in error.remedy else error.remedy
        raise InputError(error.what, where=entries.where(row, name), expected=error.expected, remedy=remedy) from error


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
