"""Explain the submission template: how to fill it in, what each column means, which answers are allowed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from vv_analysis.present.stable_workbook import set_page, write_table_head
from vv_analysis.terms import reference, template
from vv_analysis.terms.template import COLUMNS, TemplateColumn

_HOW_TO = (
    "Enter one row for each contract and period on the sheet 'Contracts', below the headings in row 5.",
    "The row with the reference EXAMPLE shows how. Type over the whole row or delete it; it is never counted.",
    "Enter what you are or were paid under contracts that you hold or held.",
    "Leave out bids and future prices. There is no column for them: sharing them can break competition law.",
    "Value and volume must cover the same period: from the first day to the last day, both included.",
    "'Paid by' and 'Part of contract' show where two organisations enter the same money, so that it counts once.",
    "Write TBC where a figure is not known. A missing figure is never read as 0.",
    "Dark headings must be filled in; pale ones help to compare like with like.",
    "Pick from the list where a cell offers one. The sheet 'Lists' shows every answer in full.",
    "When it is filled in, save it as .xlsx and send it back. You will hear of every cell that needs correcting.",
    "'Status of these figures' is 'reported' for real contracts and 'illustrative' for invented ones.",
    "The workbook contains no macros and no formulas.",
)


def area_names() -> list[str]:
    """Return the names an area may be given by: regions, police force areas, package areas, each once.

    A name that stands for ground at two levels says its level the second time.

    Examples
    --------
    >>> names = area_names()
    >>> [name for name in names if name.startswith("West Midlands")]
    ['West Midlands', 'West Midlands police force area']
    """
    table = reference.areas()
    words = {"region": "", "area": " police force area", "contract-package-area": " contract package area"}
    names: dict[str, None] = {}
    for level, said in words.items():
        for name in table.loc[table["level"] == level, "name"]:
            names[f"{name}{said}" if name in names else name] = None
    return list(names)


def answers(column: TemplateColumn) -> Sequence[str]:
    """Return the answers a column offers as a list; none where anything may be entered.

    Examples
    --------
    >>> [list(answers(column)) for column in COLUMNS if column.name == "tier"]
    [['lead', 'subcontractor', 'grant']]
    """
    return area_names() if column.name == "area" else column.choices


def write_guide(sheet: Worksheet, formats: dict[str, Format]) -> None:
    """Write the sheet of instructions: how to fill the template in, then a table of its columns."""
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 62)
    sheet.set_column(2, 3, 28)
    sheet.write_string(0, 0, template.TITLE, formats["title"])
    sheet.write_string(1, 0, f"Version {template.VERSION} of the template")
    for row, sentence in enumerate(_HOW_TO, start=3):
        sheet.write_string(row, 0, sentence)
    _write_column_table(sheet, formats, first_row=4 + len(_HOW_TO))
    set_page(sheet)


def _write_column_table(sheet: Worksheet, formats: dict[str, Format], first_row: int) -> None:
    headings = ("Column", "What to enter", "Must it be filled in?", "Example (invented)")
    write_table_head(sheet, "Columns", first_row, headings, [formats["required"]] * len(headings), rows=len(COLUMNS))
    for row, entry in enumerate(COLUMNS, start=first_row + 1):
        listed = " Pick from the list." if answers(entry) else ""
        needed = "yes" if entry.required else "no, but it helps"
        cells = (entry.heading, f"{entry.explanation}.{listed}", needed, typed(template.EXAMPLE[entry.name]))
        for column, text in enumerate(cells):
            sheet.write_string(row, column, text, formats["body"])


def typed(entry: str | int | date) -> str:
    """Return an entry as an organisation would type it.

    Examples
    --------
    >>> typed(date(2019, 4, 1)), typed(126_000)
    ('01/04/2019', '126,000')
    """
    if isinstance(entry, date):
        return f"{entry:%d/%m/%Y}"
    return f"{entry:,}" if isinstance(entry, int) else entry
