"""The invented edition of November 2019: one sheet, lots under each other, money in millions of pounds."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from xlsxwriter.worksheet import Worksheet

from vv_analysis.illustrative import layout
from vv_analysis.illustrative.figures import CITY_OF_LONDON, YEARS, november_2019
from vv_analysis.illustrative.layout import Look, Sums
from vv_analysis.illustrative.unclear import UNCLEAR_2019, as_shown
from vv_analysis.present.stable_workbook import set_page, stable_workbook
from vv_analysis.terms.vocabulary import LOT_CATEGORIES

TITLE = "Values and volumes of rehabilitation services by lot and area, November 2019"
SHEET = "Values and volumes"
LOTS = dict(
    zip(
        LOT_CATEGORIES,
        (
            "Lot 1: Accommodation",
            "Lot 2.1: Finance, benefits and debt",
            "Lot 2.2: Education, training and employment",
            "Lot 3: Dependency and recovery",
            "Lot 4: Family, lifestyle and wellbeing",
            "Lot 5: Women's services",
        ),
        strict=True,
    )
)
YEAR_HEADINGS = ("2021-22 (26 June to 31 March) (1)", "2022-23", "2023-24 (2)", "2024-25")
PLACES = ("Lot", "Area", "Region")
MEASURES = ("Value (£m)", "Volume (service users)")
NOTES = (
    "(1) Contracts start on 26 June 2021: 279 of 365 days, and services are still building up.",
    "(2) Subject to confirmation of the eligibility criteria.",
    f"[note 3] {layout.CITY_NOTE}",
    layout.MARKS_NOTE,
    layout.TOTALS_NOTE,
)
# One printed total does not agree with its parts, as happens in real tables.
WRONG_TOTAL = ("personal-wellbeing", "2022-23")
WRONG_BY_GBP = 100_000

_HEADER_ROW = 5
_FIRST_ROW = 7


def write_november_2019(path: Path) -> None:
    """Write the edition as one workbook with the sheets "Values and volumes" and "Notes"."""
    figures = as_shown(november_2019(), UNCLEAR_2019, in_millions=True).sort_values(["region", "area", "year"])
    with stable_workbook(path, TITLE) as book:
        style = layout.look(book, in_millions=True)
        sheet = book.add_worksheet(SHEET)
        _write_head(sheet, style)
        row = _FIRST_ROW
        for category in LOT_CATEGORIES:
            row = _write_lot(sheet, style, row, category, figures[figures["category"] == category])
        layout.write_totals(sheet, style, row, len(PLACES), layout.sums_by_year(figures), "Grand total")
        layout.write_notes(sheet, style.formats, row + 2, NOTES)
        _write_notes_sheet(book.add_worksheet("Notes"), style)


def _write_head(sheet: Worksheet, style: Look) -> None:
    lines = (TITLE, layout.WARNING, layout.SOURCE, "All values exclude VAT")
    layout.write_titles(sheet, style.formats, lines)
    layout.write_header(sheet, style.formats, _HEADER_ROW, PLACES, YEAR_HEADINGS, MEASURES)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 2, 25)
    sheet.set_column(3, 2 + 2 * len(YEARS), 14)
    sheet.freeze_panes(_FIRST_ROW, 2)
    set_page(sheet, (_HEADER_ROW, _FIRST_ROW - 1))


def _write_lot(sheet: Worksheet, style: Look, first_row: int, category: str, figures: pd.DataFrame) -> int:
    row = first_row
    for area, years in figures.groupby("area", sort=False):
        mark = " [note 3]" if area == CITY_OF_LONDON else ""
        sheet.write_string(row, 1, f"{area}{mark}", style.formats["place"])
        sheet.write_string(row, 2, years["region"].iloc[0], style.formats["place"])
        layout.write_years(sheet, style, row, len(PLACES), years)
        row += 1
    sheet.merge_range(first_row, 0, row - 1, 0, LOTS[category], style.formats["lot"])
    layout.write_totals(sheet, style, row, len(PLACES), _printed_totals(category, figures), "Total")
    return row + 1


def _printed_totals(category: str, figures: pd.DataFrame) -> Sums:
    return {
        year: (gbp + (WRONG_BY_GBP if (category, year) == WRONG_TOTAL else 0), users)
        for year, (gbp, users) in layout.sums_by_year(figures).items()
    }


def _write_notes_sheet(sheet: Worksheet, style: Look) -> None:
    layout.write_titles(sheet, style.formats, ("Notes", layout.WARNING))
    lines = (
        "Areas are the 43 police force areas of England and Wales.",
        "Values are in millions of pounds in cash terms and exclude VAT.",
        "Volumes are service users expected to start in the year.",
        "2024-25 is taken as the steady state.",
        *NOTES,
    )
    layout.write_notes(sheet, style.formats, 3, lines)
    sheet.set_column(0, 0, 100)
    set_page(sheet)
