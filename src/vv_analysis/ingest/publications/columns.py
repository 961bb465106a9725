"""Say which columns of a table were not read, and which rows stand awry under their headings."""

from __future__ import annotations

from collections.abc import Iterator

from vv_analysis.ingest.publications.layouts import Column, Table, Unread
from vv_analysis.terms.findings import Finding, quoted


def unread_columns(table: Table) -> Iterator[Finding]:
    """Yield a finding for every column that holds something and was not read, with the reason."""
    awry = frozenset(table.spilling(table.rows))
    rows = [row for row in table.rows if row not in awry] if awry else table.rows
    for column in table.columns:
        if column.unread and table.sheet.uses(column.index, rows):
            yield _unread(table, column, column.unread)


def _unread(table: Table, column: Column, reason: Unread) -> Finding:
    name = f"the column {quoted(column.heading)}" if column.heading else "a column without a heading"
    refused = reason.severity == "refused"
    return Finding(
        table.sheet.file,
        table.sheet.source(table.heading_row, column.index),
        reason.rule,
        reason.severity,
        f"{name} was not read: {reason.why}",
        "one column a measure and year, its unit in the heading" if refused else "",
        "check which column is meant, and say so in its heading" if refused else "",
    )
