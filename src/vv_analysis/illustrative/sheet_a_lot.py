"""The invented edition of July 2020: a sheet a lot, money in pounds, other spellings of the areas."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from vv_analysis.illustrative import layout
from vv_analysis.illustrative.figures import CITY_OF_LONDON, YEARS, july_2020
from vv_analysis.illustrative.layout import Look
from vv_analysis.illustrative.unclear import UNCLEAR_2020, as_shown
from vv_analysis.present.stable_workbook import set_page, stable_workbook
from vv_analysis.terms import reference
from vv_analysis.terms.vocabulary import LOT_CATEGORIES

TITLE = "Values and volumes of rehabilitation services, a sheet a lot, July 2020"
SHEETS = dict(
    zip(
        LOT_CATEGORIES,
        (
            "Lot 1 Accommodation",
            "Lot 2.1 FBD",
            "Lot 2.2 ETE",
            "Lot 3 Dependency and Recovery",
            "Lot 4 Wellbeing",
            "Lot 5 Women services",
        ),
        strict=True,
    )
)
SPELLINGS = {
    "Avon and Somerset": "Avon & Somerset",
    "Devon & Cornwall": "Devon and Cornwall",
    "Dyfed-Powys": "Dyfed Powys",
    "Hampshire": "Hampshire and Isle of Wight",
    CITY_OF_LONDON: "City of London",
}
YEAR_HEADINGS = ("26 Jun 2021 to 31 Mar 2022", "2022-23 (1), (2)", "2023-24", "2024-25 (3)")
PLACES = ("Police force area",)
MEASURES = ("Value (£)", "Volume")
NOTES = (
    "(1) The first full year of the contracts; services are still building up.",
    "(2) Volumes are the cap: the number of service users that the value is to serve.",
    "(3) 2024-25 is taken as the steady state.",
    layout.MARKS_NOTE,
    layout.TOTALS_NOTE,
)

_HEADER_ROW = 5
_FIRST_ROW = 7
_NOTES_COLUMN = len(PLACES) + len(MEASURES) * len(YEARS)


def write_july_2020(path: Path) -> None:
    """Write the edition as one workbook: "Contents", a sheet a lot, "Notes"."""
    figures = as_shown(july_2020(), UNCLEAR_2020, in_millions=False).replace({"area": SPELLINGS})
    with stable_workbook(path, TITLE) as book:
        style = layout.look(book, in_millions=False)
        _write_contents(book.add_worksheet("Contents"), style)
        for category in LOT_CATEGORIES:
            _write_lot(book, style, category, figures[figures["category"] == category].sort_values(["area", "year"]))
        _write_notes_sheet(book.add_worksheet("Notes"), style)


def lot_titles() -> dict[str, str]:
    """Return the name of each lot as the written answer of July 2020 gives it, by category.

    Examples
    --------
    >>> lot_titles()["accommodation"]
    'Lot 1: Accommodation services'
    """
    table = reference.categories().set_index("category")["published_name"]
    return {category: str(table[category]) for category in LOT_CATEGORIES}


def _write_contents(sheet: Worksheet, style: Look) -> None:
    layout.write_titles(sheet, style.formats, (TITLE, layout.WARNING, layout.SOURCE))
    sheet.write_string(4, 0, "Sheet", style.formats["header"])
    sheet.write_string(4, 1, "Contents", style.formats["header"])
    for row, category in enumerate(LOT_CATEGORIES, start=5):
        sheet.write_string(row, 0, SHEETS[category], style.formats["place"])
        sheet.write_string(row, 1, lot_titles()[category], style.formats["place"])
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, 1, 60)
    set_page(sheet)


def _write_lot(book: Workbook, style: Look, category: str, figures: pd.DataFrame) -> None:
    sheet = book.add_worksheet(SHEETS[category])
    _write_head(sheet, style, lot_titles()[category])
    row = _FIRST_ROW
    for area, years in figures.groupby("area", sort=False):
        sheet.write_string(row, 0, str(area), style.formats["place"])
        layout.write_years(sheet, style, row, len(PLACES), years)
        note = "Counted with Metropolitan Police" if area == SPELLINGS[CITY_OF_LONDON] else ""
        sheet.write_string(row, _NOTES_COLUMN, note, style.formats["place"])
        row += 1
    layout.write_totals(sheet, style, row, len(PLACES), layout.sums_by_year(figures), "Total")
    layout.write_notes(sheet, style.formats, row + 2, NOTES)


def _write_head(sheet: Worksheet, style: Look, title: str) -> None:
    lines = (title, layout.WARNING, layout.SOURCE, "Values in pounds, cash terms, excluding VAT")
    layout.write_titles(sheet, style.formats, lines)
    layout.write_header(sheet, style.formats, _HEADER_ROW, PLACES, YEAR_HEADINGS, MEASURES)
    sheet.merge_range(_HEADER_ROW, _NOTES_COLUMN, _HEADER_ROW + 1, _NOTES_COLUMN, "Notes", style.formats["header"])
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, _NOTES_COLUMN - 1, 14)
    sheet.set_column(_NOTES_COLUMN, _NOTES_COLUMN, 32)
    sheet.freeze_panes(_FIRST_ROW, 1)
    set_page(sheet, pages_tall=1)


def _write_notes_sheet(sheet: Worksheet, style: Look) -> None:
    layout.write_titles(sheet, style.formats, ("Notes", layout.WARNING))
    lines = (
        "Areas are the 43 police force areas of England and Wales.",
        layout.CITY_NOTE,
        "Totals of 2024-25 by lot: the shares in written answer 76697 (28 July 2020), of £100 million.",
        "Every other figure, and how the totals are spread over areas and years, is invented.",
        *NOTES,
    )
    layout.write_notes(sheet, style.formats, 3, lines)
    sheet.set_column(0, 0, 110)
    set_page(sheet)
