"""Say what a sheet holds that a reader of its rows would not learn: what is hidden, commented, or not worked out."""

from __future__ import annotations

from collections.abc import Iterator

from openpyxl.utils import get_column_letter

from vv_analysis.ingest.cells.sheet_marks import SheetMarks
from vv_analysis.ingest.cells.sheets import Sheet
from vv_analysis.terms.findings import Finding, quoted
from vv_analysis.terms.provenance import Source

_MOST_RUNS = 10


def findings_of(sheet: Sheet, marks: SheetMarks, *, is_hidden: bool) -> Iterator[Finding]:
    """Yield what is to be said about a sheet before anything in it is understood."""
    where = str(Source(sheet.file, sheet=sheet.name))
    if is_hidden:
        yield Finding(sheet.file, where, "sheet-hidden", "note", "this sheet is hidden")
    for kind, numbers in (("row", marks.hidden_rows), ("column", marks.hidden_columns)):
        if numbers:
            are, they = ("is", "it was") if len(numbers) == 1 else ("are", "they were")
            named = f"{kind}{'s' if len(numbers) > 1 else ''} {_runs(numbers, kind)}"
            yield Finding(
                sheet.file, where, f"{kind}s-hidden", "note", f"{named} {are} hidden; {they} read like the others"
            )
    for row, column in sorted(marks.formulas):
        if sheet.at(row - 1, column - 1) is None:
            yield _without_value(sheet, row - 1, column - 1)
    for (row, column), words in sorted(marks.comments.items()):
        what = f"a comment is attached to the cell: {quoted(' '.join(words.split()))}"
        yield Finding(sheet.file, sheet.source(row - 1, column - 1), "cell-comment", "note", what)


def _runs(numbers: set[int], kind: str) -> str:
    """Return numbers as runs ("5, 7 to 9"), columns by their letters; a sentence holds the first few."""
    starts = sorted(number for number in numbers if number - 1 not in numbers)
    ends = sorted(number for number in numbers if number + 1 not in numbers)
    name = get_column_letter if kind == "column" else str
    runs = [" to ".join(dict.fromkeys((name(first), name(last)))) for first, last in zip(starts, ends, strict=True)]
    more = f" and {len(runs) - _MOST_RUNS:,} more" if len(runs) > _MOST_RUNS else ""
    return ", ".join(runs[:_MOST_RUNS]) + more


def _without_value(sheet: Sheet, row: int, column: int) -> Finding:
    return Finding(
        sheet.file,
        sheet.source(row, column),
        "formula-without-value",
        "refused",
        "the cell holds a formula whose result was never stored",
        "a stored result",
        "open the workbook in a spreadsheet program and save it again",
    )


def row_awry(sheet: Sheet, row: int) -> Finding:
    """Return the finding for a row of a CSV with more cells than headings."""
    return Finding(
        sheet.file,
        sheet.source(row, 0),
        "row-too-long",
        "refused",
        "the row has more cells than there are headings, so its cells may stand under the wrong ones",
        "as many cells as headings",
        'put quotation marks around cells that hold a comma, such as "1,000"',
    )
