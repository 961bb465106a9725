"""Publications as others might lay them out: any of the four layouts, with whatever stands around their tables."""

import csv
import math
from dataclasses import dataclass, field

import openpyxl
from hypothesis import strategies as st

AREAS = {
    "Kent": "Kent",
    "Essex": "Essex",
    "Avon & Somerset": "Avon and Somerset",
    "Dyfed Powys": "Dyfed-Powys",
    "West Yorkshire": "West Yorkshire",
    "Gwent": "Gwent",
}
LOTS = {
    "Lot 1 Accommodation": "accommodation",
    "Lot 2.1 Finance, Benefits and Debt": "finance-benefits-debt",
    "ETE": "education-training-employment",
    "Dependency and Recovery": "dependency-recovery",
    "Lot 5: Women's services": "womens-services",
}
YEARS = ("2021-22", "2022/23", "2023 to 2024")
MISSING = (None, "-", "..", "[x]", "[c]", "TBC", "n/a", "Not set", "")
UNITS = {1: ("£",), 1_000: ("£000", "£k", "£ thousand", "£'000"), 1_000_000: ("£m", "£ million")}


@dataclass
class Publication:
    """A laid-out publication: its sheets, the ranges to merge, and what must be read from it."""

    sheets: dict = field(default_factory=dict)
    merged: list = field(default_factory=list)
    expected: dict = field(default_factory=dict)

    def save(self, path):
        """Write it as the ending of the path says."""
        if path.suffix == ".csv":
            [rows] = self.sheets.values()
            with path.open("w", encoding="utf-8", newline="") as lines:
                csv.writer(lines).writerows(rows)
            return path
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in self.sheets.items():
            sheet = book.create_sheet(name)
            for row, cells in enumerate(rows, start=1):
                for column, cell in enumerate(cells, start=1):
                    sheet.cell(row, column, cell)
        for name, first_row, first_column, last_row, last_column in self.merged:
            book[name].merge_cells(None, first_row, first_column, last_row, last_column)
        book.save(path)
        return path


@st.composite
def publications(draw):
    """Draw a publication in one of the four layouts."""
    layout = draw(st.sampled_from((_long, _wide, _sheet_a_measure, _sheet_a_lot)))
    unit = draw(st.sampled_from(list(UNITS)))
    areas = draw(st.lists(st.sampled_from(list(AREAS)), min_size=1, max_size=4, unique=True))
    lots = draw(st.lists(st.sampled_from(list(LOTS)), min_size=1, max_size=3, unique=True))
    # One year alone across the top may as well be a title; a long table may have one.
    years = YEARS[: draw(st.integers(1 if layout is _long else 2, 3))]
    made = Publication()
    layout(draw, made, areas, lots, years, unit)
    return made


def _figure(draw, unit):
    """Draw a value in pounds and the cell that states it in a unit; NaN where the cell states none."""
    if draw(st.integers(0, 5)) == 0:
        return math.nan, draw(st.sampled_from(MISSING))
    stated = draw(st.integers(0, 5_000_000 // unit * 10)) / 10 if unit > 1 else draw(st.integers(0, 9_000_000))
    text = f"{stated:,}"
    cell = draw(st.sampled_from((stated, stated, text, f"£{text}", f" {text} ", f"{text} [note 1]")))
    return float(round(stated * unit)), cell


def _volume(draw):
    if draw(st.integers(0, 5)) == 0:
        return math.nan, draw(st.sampled_from(MISSING))
    users = draw(st.integers(0, 20_000))
    return float(users), draw(st.sampled_from((users, users, f"{users:,}", str(users))))


def _expect(made, area, lot, year, value=None, volume=None):
    key = (LOTS[lot], AREAS[area], f"{year[:4]}-{int(year[2:4]) + 1}")
    before = made.expected.get(key, (math.nan, math.nan))
    made.expected[key] = (before[0] if value is None else value, before[1] if volume is None else volume)


def _value_heading(draw, unit, *, in_title):
    words = draw(st.sampled_from(("Value", "Contract value", "Annual value")))
    return words if in_title else f"{words} ({draw(st.sampled_from(UNITS[unit]))})"


def _title(draw, unit, *, in_title, words):
    rows = [[words]] if words else []
    rows += [[] for _ in range(draw(st.integers(0, 2)))]
    if in_title:
        rows.append([f"All values in {draw(st.sampled_from(UNITS[unit]))}"])
    return rows


def _notes(draw):
    notes = ["Note: figures are provisional", "(1) Part year", "Source: the department", "* as published"]
    return [[] for _ in range(draw(st.integers(0, 1)))] + [
        [note] for note in draw(st.lists(st.sampled_from(notes), max_size=2))
    ]


def _marked(draw, year):
    return year + draw(st.sampled_from(("", "", " (1)", " [note 1]", " (1), (2)")))


def _shifted(draw, rows):
    """Return rows with as many empty columns before them as some people leave."""
    left = draw(st.integers(0, 2))
    return [[None] * left + row if row else [] for row in rows], left


def _long(draw, made, areas, lots, years, unit):
    in_title = unit > 1 and draw(st.booleans())
    volume_words = draw(st.sampled_from(("Volume", "Volume (service users)", "Number of service users")))
    headings = ["Area", "Lot", "Year", _value_heading(draw, unit, in_title=in_title), volume_words, "Comment"]
    order = draw(st.permutations(range(len(headings))))
    rows = []
    for area, lot, year in ((area, lot, year) for area in areas for lot in lots for year in years):
        (value, value_cell), (volume, volume_cell) = _figure(draw, unit), _volume(draw)
        _expect(made, area, lot, year, value, volume)
        cells = [area, lot, _marked(draw, year), value_cell, volume_cell, draw(st.sampled_from((None, "words")))]
        rows.append([cells[place] for place in order])
    title = _title(
        draw, unit, in_title=in_title, words=draw(st.sampled_from(("", "Values and volumes by area and lot")))
    )
    made.sheets["Data"], _ = _shifted(draw, [*title, [headings[place] for place in order], *rows, *_notes(draw)])


def _wide(draw, made, areas, lots, years, unit):
    _years_across(draw, made, "Data", areas, lots, years, unit)


def _years_across(draw, made, sheet, areas, lots, years, unit, *, with_lot=True, title="Values and volumes"):
    in_title = unit > 1 and draw(st.booleans())
    keys = ["Area", "Lot"] if with_lot else ["Police force area"]
    value = _value_heading(draw, unit, in_title=in_title)
    is_merged = draw(st.booleans())
    said = [_marked(draw, year) for year in years]
    top = [None] * len(keys) + [cell for year in said for cell in (year, None if is_merged else year)]
    bottom = keys + [value, "Volume"] * len(years)
    rows = _title(draw, unit, in_title=in_title, words=title)
    heading_row = len(rows)
    rows += [top, bottom]
    for area in areas:
        for lot in lots:
            cells = [area, lot][: len(keys)]
            for year in years:
                (pounds, value_cell), (users, volume_cell) = _figure(draw, unit), _volume(draw)
                _expect(made, area, lot, year, pounds, users)
                cells += [value_cell, volume_cell]
            rows.append(cells)
    made.sheets[sheet], left = _shifted(draw, [*rows, *_notes(draw)])
    for place in range(len(years) if is_merged else 0):
        column = left + len(keys) + 2 * place + 1
        made.merged.append((sheet, heading_row + 1, column, heading_row + 1, column + 1))


def _sheet_a_lot(draw, made, areas, lots, years, unit):
    for lot in lots:
        name = lot.replace(":", "")[:31]
        _years_across(draw, made, name, areas, [lot], years, unit, with_lot=False, title=lot)


def _sheet_a_measure(draw, made, areas, lots, years, unit):
    for measure in draw(st.permutations(("Values", "Volumes"))):
        in_title = unit > 1 and draw(st.booleans())
        said = f"{measure} ({draw(st.sampled_from(UNITS[unit]))})" if measure == "Values" and not in_title else measure
        title = _title(draw, unit, in_title=in_title and measure == "Values", words=f"{said} by area and lot")
        rows = [*title, ["Area", "Lot", *(_marked(draw, year) for year in years)]]
        for area, lot in ((area, lot) for area in areas for lot in lots):
            cells = [area, lot]
            for year in years:
                figure, cell = _figure(draw, unit) if measure == "Values" else _volume(draw)
                _expect(made, area, lot, year, **{measure.casefold()[:-1]: figure})
                cells.append(cell)
            rows.append(cells)
        made.sheets[measure], _ = _shifted(draw, [*rows, *_notes(draw)])
