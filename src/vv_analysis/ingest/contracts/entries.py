"""Find the filled rows of the submission template: in which sheets they stand, under which headings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from vv_analysis.errors import InputError, LayoutError
from vv_analysis.ingest.cells.sheets import Sheet
from vv_analysis.ingest.words.names import normalised
from vv_analysis.terms import template
from vv_analysis.terms.findings import Finding, quoted
from vv_analysis.terms.provenance import Source

STATUSES = ("illustrative", "reported")
_DEEPEST_HEADING = 30
# A publication may have an "Area" and a "Value (£)"; only the template asks who holds the contract, and in which role.
_TEMPLATES_OWN = {"contract", "organisation", "tier"}
_FEWEST_HEADINGS = 4
_NAMES = {normalised(column.heading): column.name for column in template.COLUMNS}
_REQUIRED = [column for column in template.COLUMNS if column.required]
_OTHER_SHEETS = {"instructions", "lists"}
_FUTURE = re.compile(
    r"\b(?:bid(?:s|ding)?|tender(?:s|ed|ing)?|future|intend(?:s|ed)?|intention|offer(?:s|ed)?|quot(?:e|es|ed|ation)"
    r"|propos(?:al|ed|es)|planned|target|would|will|next)\b"
)
_PRICE = re.compile(r"\b(?:prices?|values?|costs?|rates?|fees?|amounts?|sums?|charges?|gbp|pounds|unit|user)\b|£")
_NAMES_ONLY = re.compile(r"\b(?:references?|ref|numbers?|no|id|names?|dates?|contact|lead)\b")


@dataclass(frozen=True, slots=True)
class Entries:
    """The filled rows of one sheet: what each column holds, and whether the figures are invented."""

    sheet: Sheet
    heading_row: int
    columns: dict[str, int]
    data_status: str

    @property
    def rows(self) -> list[int]:
        """The rows below the headings that hold anything; the example of the template is no row."""
        return [row for row in self._below if not self._is_example(row)]

    @property
    def examples(self) -> list[int]:
        """The rows in which the template's example still stands, whole or in part."""
        return [row for row in self._below if self._is_example(row)]

    @property
    def _below(self) -> list[int]:
        return [row for row in self.sheet.filled if row > self.heading_row]

    def _is_example(self, row: int) -> bool:
        return self.is_marked(row) or self.names_the_example(row)

    def is_marked(self, row: int) -> bool:
        """Tell whether a row carries the mark of the example as its reference."""
        return normalised(self.text(row, "contract")).split(" ")[0] == template.EXAMPLE_MARK.casefold()

    def names_the_example(self, row: int) -> bool:
        """Tell whether a row is about the invented organisation of the example."""
        return normalised(self.text(row, "organisation")) == normalised(str(template.EXAMPLE["organisation"]))

    def text(self, row: int, name: str) -> str:
        """Return the words entered in a column; "" where the column was left out."""
        return self.sheet.text(row, self.columns[name]) if name in self.columns else ""

    def where(self, row: int, name: str) -> str:
        """Return where the cell of a column stands."""
        return self.sheet.source(row, self.columns.get(name, 0))


def is_template(sheets: list[Sheet]) -> bool:
    """Tell whether sheets are a submission template, even one whose headings were changed."""
    return any(_heading_row(sheet) is not None for sheet in sheets)


def entries_in(file: str, sheets: list[Sheet]) -> list[Entries]:
    """Return the filled sheets of a template.

    Raises
    ------
    LayoutError
        No sheet has the headings of the template, or a required one is missing or stands twice.
    InputError
        It is another version of the template.
    """
    found = [_entries(sheet, row) for sheet in sheets if (row := _heading_row(sheet)) is not None]
    if not found:
        raise LayoutError(
            "the headings of the submission template were not found",
            where=file,
            expected=f"a row with {_listed(_REQUIRED)}",
            remedy="enter the contracts in an unchanged copy of the template",
        )
    return found


def said_of(entries: list[Entries], sheets: list[Sheet]) -> Iterator[Finding]:
    """Yield what a reader of the rows would not learn: sheets, columns and a status that were not understood."""
    read = {entry.sheet.name for entry in entries}
    for sheet in sheets:
        if sheet.name not in read and sheet.filled and normalised(sheet.name) not in _OTHER_SHEETS:
            what = "this sheet has not the headings of the template; nothing was read from it"
            yield Finding(sheet.file, str(Source(sheet.file, sheet=sheet.name)), "sheet-not-read", "note", what)
    for entry in entries:
        yield from _status_unknown(entry)
        yield from _columns_not_read(entry)
        yield from _examples(entry)
        if not entry.rows:
            where = entry.sheet.source(entry.heading_row, 0)
            what = "no contract is entered below the headings"
            yield Finding(entry.sheet.file, where, "template-empty", "warning", what, "a row a contract", "fill it in")


def _heading_row(sheet: Sheet) -> int | None:
    for row in (row for row in sheet.filled if row < _DEEPEST_HEADING):
        named = set(_named(sheet, row).values())
        if named & _TEMPLATES_OWN and len(named & {column.name for column in _REQUIRED}) >= _FEWEST_HEADINGS:
            return row
    return None


def _named(sheet: Sheet, row: int) -> dict[int, str]:
    """Return which column of the template each cell of a row is the heading of."""
    names = {column: _NAMES.get(normalised(sheet.text(row, column)), "") for column in sheet.own(row)}
    return {column: name for column, name in names.items() if name}


def _entries(sheet: Sheet, heading_row: int) -> Entries:
    _refuse_other_version(sheet, heading_row)
    named = _named(sheet, heading_row)
    _refuse_unclear_headings(sheet, heading_row, named)
    columns = {name: column for column, name in named.items()}
    status = _labelled(sheet, heading_row, template.STATUS_LABEL).casefold()
    # Whatever else the cell says, figures that are not marked as invented are treated as confidential.
    return Entries(sheet, heading_row, columns, status if status in STATUSES else "reported")


def _refuse_other_version(sheet: Sheet, heading_row: int) -> None:
    version = _labelled(sheet, heading_row, template.VERSION_LABEL)
    if version not in {"", *template.VERSIONS_READ}:
        raise InputError(
            f"this is version {quoted(version)} of the template",
            where=str(Source(sheet.file, sheet=sheet.name)),
            expected=f"version {' or '.join(template.VERSIONS_READ)}",
            remedy="copy the rows into the template that `vv template` writes",
        )


def _refuse_unclear_headings(sheet: Sheet, heading_row: int, named: dict[int, str]) -> None:
    missing = [column for column in _REQUIRED if column.name not in named.values()]
    counts = Counter(named.values())
    twice = [column for column in template.COLUMNS if counts[column.name] > 1]
    for columns, what in ((missing, "missing"), (twice, "there twice")):
        if columns:
            raise LayoutError(
                f"of the template's headings, {_listed(columns)} {'is' if len(columns) == 1 else 'are'} {what}",
                where=sheet.source(heading_row, 0),
                expected="each heading of the template once",
                remedy="enter the contracts in an unchanged copy of the template",
            )


def _listed(columns: list[template.TemplateColumn]) -> str:
    return ", ".join(repr(column.heading) for column in columns)


def _labelled(sheet: Sheet, before: int, label: str) -> str:
    rows = (row for row in range(before) if normalised(sheet.text(row, 0)) == normalised(label))
    return next((sheet.text(row, 1) for row in rows), "")


def _status_unknown(entry: Entries) -> Iterator[Finding]:
    stated = _labelled(entry.sheet, entry.heading_row, template.STATUS_LABEL)
    if stated.casefold() not in {"", *STATUSES}:
        what = f"{quoted(stated)} is no status of figures; they are treated as real and confidential"
        where = str(Source(entry.sheet.file, sheet=entry.sheet.name))
        expected, remedy = " or ".join(STATUSES), "choose from the list"
        yield Finding(entry.sheet.file, where, "status-unknown", "warning", what, expected, remedy)


def _columns_not_read(entry: Entries) -> Iterator[Finding]:
    sheet = entry.sheet
    straight = (row for row in entry.rows if not sheet.spills(row, entry.heading_row))
    used = {column for row in straight for column in sheet.own(row)}
    headed = set(sheet.own(entry.heading_row))
    for column in sorted((used | headed) - set(entry.columns.values())):
        heading = sheet.text(entry.heading_row, column)
        where = sheet.source(entry.heading_row, column)
        if _asks_for_a_future_price(heading):
            yield _future_price(sheet.file, where)
        elif column in used:
            name = f"the column {quoted(heading)}" if heading else "a column without a heading"
            what = f"{name} is not in the template; nothing was read from it"
            yield Finding(sheet.file, where, "column-not-read", "note", what)


def _asks_for_a_future_price(heading: str) -> bool:
    words = heading.casefold()
    return bool(_FUTURE.search(words)) and (bool(_PRICE.search(words)) or not _NAMES_ONLY.search(words))


def _future_price(file: str, where: str) -> Finding:
    # The heading is not quoted: people write the price itself into it.
    what = (
        "this column asks for a future or intended price; nothing was read from it, because passing such prices "
        "between organisations that may bid against each other can break competition law"
    )
    remedy = "delete the column and all that stands in it before the file is sent on"
    return Finding(file, where, "future-price", "refused", what, "only what is or was paid under a contract", remedy)


def _examples(entry: Entries) -> Iterator[Finding]:
    """Say that the example was passed by; where only part of it is left, a contract may have been typed over it."""
    for row in entry.examples:
        where = entry.where(row, "contract")
        if entry.is_marked(row) and entry.names_the_example(row):
            what = "the example row of the template was left in; it was not read as a contract"
            yield Finding(entry.sheet.file, where, "example-row", "note", what)
        else:
            what = "part of the template's example still stands in this row; it was not read as a contract"
            expected = "a row with your own contract reference and organisation"
            remedy = "type over the whole row, or delete it"
            yield Finding(entry.sheet.file, where, "example-row-changed", "refused", what, expected, remedy)
