"""Which sheets of a workbook are read, what their tables are, and why the others hold none."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from vv_analysis.errors import LayoutError
from vv_analysis.ingest.cells.sheets import Sheet
from vv_analysis.ingest.publications.column_meanings import UNIT_ELSEWHERE
from vv_analysis.ingest.publications.columns import unread_columns
from vv_analysis.ingest.publications.heading_rows import headings_in, likely_heading, rows_that_name_a_place
from vv_analysis.ingest.publications.layout_overrides import NOTHING_SAID, LayoutOverrides
from vv_analysis.ingest.publications.layouts import tables_with_heading
from vv_analysis.ingest.publications.sheet_lines import speaks_of_figures, units_in
from vv_analysis.ingest.publications.tables import Column, Table
from vv_analysis.ingest.words.names import did_you_mean
from vv_analysis.terms.findings import Finding, quoted
from vv_analysis.terms.provenance import Source

_EXPECTED = "a row with an area (or region), and values or volumes, or years such as 2021-22"
_FIRST_ROWS = 200
_MOST_NAMED = 12


def tables_of(
    file: str, sheets: list[Sheet], layout: LayoutOverrides = NOTHING_SAID, hidden: Collection[str] = ()
) -> tuple[list[Table], list[Finding]]:
    """Return the tables of a workbook, and what is to be said of the sheets that were not read.

    Parameters
    ----------
    file : str
        The name of the file.
    sheets : list of Sheet
        Its sheets.
    layout : LayoutOverrides, optional
        What ``publication.toml`` says of its layout.
    hidden : collection of str
        The names of its hidden sheets. One that repeats lines of a visible sheet is an older version of it, and
        is not read unless `layout` names it.

    Raises
    ------
    LayoutError
        No table was found, or the workbook is not as `layout` says.
    """
    chosen = _chosen(file, sheets, layout)
    if chosen and not any(_may_hold(sheet, layout) for sheet in chosen):
        headings_in(chosen[0], layout)  # refuses it with the reason
    _refuse_headings_not_there(file, chosen, layout)
    found = [table for sheet in chosen for table in _tables_of_sheet(sheet, layout)]
    tables, repeated = _without_older_versions([table for table in found if table.figures], hidden, layout)
    if not tables:
        raise _no_table(file, chosen, found)
    _refuse_all_hidden(file, tables, hidden, layout)
    not_read = [sheet for sheet in sheets if sheet.name not in {table.sheet.name for table in tables}]
    findings = [*repeated, *_sheets_not_read(not_read, chosen, {finding.where for finding in repeated})]
    findings += [finding for table in found if _is_refused(table) for finding in unread_columns(table)]
    return _with_units_in_doubt(tables, not_read), findings


def hidden_in(findings: Iterable[Finding]) -> frozenset[str]:
    """Return the names of the sheets that findings of `files.read_sheets` say are hidden."""
    return frozenset(Source.parse(finding.where).sheet for finding in findings if finding.rule == "sheet-hidden")


def _chosen(file: str, sheets: list[Sheet], layout: LayoutOverrides) -> list[Sheet]:
    names = [sheet.name for sheet in sheets]
    for name in layout.sheet:
        if name not in names:
            raise LayoutError(
                f"[layout] names the sheet {quoted(name)}, and there is none of that name",
                where=file,
                expected=f"one of {_listed(names)}",
                remedy=did_you_mean(name, names) or "correct sheet in publication.toml",
            )
    return [sheet for sheet in sheets if not layout.sheet or sheet.name in layout.sheet]


def _refuse_headings_not_there(file: str, sheets: list[Sheet], layout: LayoutOverrides) -> None:
    if not layout.columns:
        return
    headings = [heading for sheet in sheets if _may_hold(sheet, layout) for heading in headings_in(sheet, layout)]
    written = list(dict.fromkeys(" ".join(texts) for heading in headings for texts in heading.texts.values()))
    named = {name for heading in headings for name in layout.named(heading.texts, heading.columns).values()}
    for name in layout.columns:
        if name not in named:
            raise LayoutError(
                f"[layout] names the column {quoted(name)}, and no heading says so",
                where=file,
                expected=f"one of {_listed(written)}" if written else "a heading; say where it stands with header_rows",
                remedy=did_you_mean(name, written) or "correct columns in publication.toml",
            )


def _tables_of_sheet(sheet: Sheet, layout: LayoutOverrides) -> list[Table]:
    return tables_with_heading(sheet, layout) if _may_hold(sheet, layout) else []


def _may_hold(sheet: Sheet, layout: LayoutOverrides) -> bool:
    """Tell whether a sheet has anything where `[layout]` says the heading stands; a sheet named there must have."""
    rows = [row - 1 for row in layout.header_rows if row <= len(sheet.rows)]
    return not layout.header_rows or bool(layout.sheet) or any(sheet.own(row) for row in rows)


def _without_older_versions(
    tables: list[Table], hidden: Collection[str], layout: LayoutOverrides
) -> tuple[list[Table], list[Finding]]:
    """Return tables without those of hidden sheets that hold lines which a visible sheet holds too."""
    shown = {line for table in tables if table.sheet.name not in hidden for line in _lines(table)} if hidden else set()
    older = {
        table.sheet.name
        for table in tables
        if table.sheet.name in hidden and table.sheet.name not in layout.sheet and not shown.isdisjoint(_lines(table))
    }
    sheets = {table.sheet.name: table.sheet for table in tables if table.sheet.name in older}
    return [table for table in tables if table.sheet.name not in older], [_older(sheet) for sheet in sheets.values()]


def _refuse_all_hidden(file: str, tables: list[Table], hidden: Collection[str], layout: LayoutOverrides) -> None:
    names = list(dict.fromkeys(table.sheet.name for table in tables))
    if all(name in hidden and name not in layout.sheet for name in names):
        raise LayoutError(
            f"only hidden sheets hold a table: {_listed(names)}",
            where=file,
            expected="a visible sheet with the figures that were published",
            remedy="look at them, and name the sheets to read in [layout] of publication.toml",
        )


def _lines(table: Table) -> Iterator[tuple[object, ...]]:
    """Yield what makes every line of a table one of its kind, in the words of the sheet."""
    figures = [(column.measure, column.year) for column in table.figures]
    for row in table.rows:
        said = tuple(table.words(row, key) for key in ("area", "region", "category", "cohort", "year"))
        yield from ((table.category, *said, *figure) for figure in figures)


def _older(sheet: Sheet) -> Finding:
    what = "this sheet is hidden and holds lines that a visible sheet holds too; it was not read"
    remedy = "if it is the one to read, name it in [layout] of publication.toml"
    return Finding(
        sheet.file, _place(sheet), "hidden-sheet-not-read", "warning", what, "each line in one sheet", remedy
    )


def _with_units_in_doubt(tables: list[Table], not_read: list[Sheet]) -> list[Table]:
    """Return tables, their values marked where only a sheet that holds no table names a unit: it may be theirs."""
    lines = (
        sheet.text(row, column) for sheet in not_read for row in sheet.filled[:_FIRST_ROWS] for column in sheet.own(row)
    )
    if not units_in(text for text in lines if speaks_of_figures(text)):
        return tables
    return [replace(table, columns=tuple(_in_doubt(column) for column in table.columns)) for table in tables]


def _in_doubt(column: Column) -> Column:
    is_bare = column.measure == "value" and not column.unit_stated
    return replace(column, measure="", unread=UNIT_ELSEWHERE) if is_bare else column


def _is_refused(table: Table) -> bool:
    refused = any(column.unread and column.unread.severity == "refused" for column in table.columns)
    return refused and not table.figures


def _sheets_not_read(sheets: list[Sheet], chosen: list[Sheet], said: set[str]) -> Iterator[Finding]:
    for sheet in sheets:
        if _place(sheet) not in said:
            yield _sheet_not_read(sheet, is_chosen=sheet in chosen)


def _sheet_not_read(sheet: Sheet, *, is_chosen: bool) -> Finding:
    heading = likely_heading(sheet)
    if is_chosen and heading >= 0:
        what = f"something like a table begins in row {heading + 1}, and its headings are not known; nothing was read"
        remedy = "look at it with `vv describe`, and say in [layout] what its columns hold if they are needed"
        return Finding(sheet.file, _place(sheet), "sheet-not-understood", "warning", what, "values and volumes", remedy)
    what = "this sheet holds no table of values and volumes; nothing was read from it"
    if not is_chosen:
        what = "[layout] names other sheets; nothing was read from this one"
    return Finding(sheet.file, _place(sheet), "sheet-not-read", "note", what)


def _place(sheet: Sheet) -> str:
    return str(Source(sheet.file, sheet=sheet.name))


def _no_table(file: str, sheets: list[Sheet], found: list[Table]) -> LayoutError:
    """Return the refusal of a workbook without a table; where a heading was near one, it says what it lacks."""
    reasons = [reason for table in found for reason in _why_unread(table)]
    near = [(sheet, row) for sheet in sheets for row in rows_that_name_a_place(sheet)[:1]]
    if reasons:
        what, where = f"no column of the heading can be read: {'; '.join(reasons[:3])}", _place(found[0].sheet)
    elif near:
        sheet, row = near[0]
        what, where = (
            f"the heading in row {row + 1} names a place, but neither a value, a volume nor a year",
            _place(sheet),
        )
    else:
        what, where = "no heading was found", file
    remedy = "check that this is a publication of values and volumes, or say in [layout] what its columns hold"
    return LayoutError(what, where=where, expected=_EXPECTED, remedy=remedy)


def _why_unread(table: Table) -> Iterator[str]:
    refused = (column for column in table.columns if column.unread and column.unread.severity == "refused")
    yield from (f"{quoted(column.heading)}, since {column.unread.why}" for column in refused if column.unread)


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(quoted(name) for name in names[:_MOST_NAMED]) + more
