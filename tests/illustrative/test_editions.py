"""What the two invented publications say, read back cell by cell without the reader of the package."""

from __future__ import annotations

import re

import openpyxl
import pytest

from vv_analysis.illustrative.editions import write_editions

# Written answer 76697: shares of £100m by lot at steady state.
SHARES_GBP = [9_000_000, 9_000_000, 11_000_000, 15_000_000, 43_000_000, 13_000_000]
LOT_SHEETS = [
    "Lot 1 Accommodation",
    "Lot 2.1 FBD",
    "Lot 2.2 ETE",
    "Lot 3 Dependency and Recovery",
    "Lot 4 Wellbeing",
    "Lot 5 Women services",
]
YEAR_COLUMNS = 4
FIRST_ROW = 8


@pytest.fixture(scope="module")
def workbooks(tmp_path_factory):
    paths = write_editions(tmp_path_factory.mktemp("raw"))
    return [openpyxl.load_workbook(path) for path in paths if path.suffix == ".xlsx"]


@pytest.fixture(scope="module")
def november(workbooks):
    return workbooks[0]["Values and volumes"]


@pytest.fixture(scope="module")
def july(workbooks):
    return workbooks[1]


def counted(cell, scale):
    """Return what a total counts for a cell: its number, the midpoint of a range, nothing for a mark."""
    if not isinstance(cell, str):
        return round((cell or 0) * scale)
    figures = [float(re.sub(r"[£,\s]", "", part)) for part in cell.split(" to ") if re.search(r"\d", part)]
    return round(scale * sum(figures) / len(figures)) if figures else 0


def blocks(sheet):
    """Return the rows of each table block and its total row, below the two header rows."""
    found, rows = [], []
    for row in sheet.iter_rows(min_row=FIRST_ROW, values_only=True):
        if row[0] == "Total":
            found.append((rows, row))
            rows = []
        elif row[1]:
            rows.append(row)
    return found


def column_sum(rows, column, scale):
    return sum(counted(row[column], scale) for row in rows)


def disagreements(sheet, first_column, money_scale):
    """Return (block, column, printed minus counted) wherever a total row differs from its parts."""
    return [
        (number, column, counted(total[column], scale) - column_sum(rows, column, scale))
        for number, (rows, total) in enumerate(blocks(sheet))
        for column in range(first_column, first_column + 2 * YEAR_COLUMNS)
        for scale in [money_scale if (column - first_column) % 2 == 0 else 1]
        if counted(total[column], scale) != column_sum(rows, column, scale)
    ]


def texts(sheet):
    return [value for row in sheet.iter_rows(values_only=True) for value in row if isinstance(value, str)]


def all_texts(book, names):
    return [text for name in names for text in texts(book[name])]


def test_july_has_a_sheet_a_lot_between_contents_and_notes(july):
    assert july.sheetnames == ["Contents", *LOT_SHEETS, "Notes"]


def test_steady_state_by_lot_in_july_is_the_share_of_the_public_record(july):
    steady_value = 7
    sums = [column_sum(blocks(july[name])[0][0], steady_value, 1) for name in LOT_SHEETS]
    assert sums == SHARES_GBP


def test_no_steady_state_value_in_july_is_unclear(july):
    cells = [row[7] for name in LOT_SHEETS for row in blocks(july[name])[0][0] if row[0] != "City of London"]
    assert len(cells) == 6 * 42
    assert all(counted(cell, 1) > 0 and cell not in ("TBC", "[c]", "..") for cell in cells)
    assert not any(isinstance(cell, str) and " to " in cell for cell in cells)


def test_every_total_row_in_july_agrees_with_its_parts(july):
    assert [disagreements(july[name], 1, 1) for name in LOT_SHEETS] == [[]] * 6


def test_one_total_in_november_is_a_tenth_of_a_million_too_high(november):
    wellbeing, value_2022_23 = 4, 5
    assert disagreements(november, 3, 1_000_000) == [(wellbeing, value_2022_23, 100_000)]


def test_the_grand_total_in_november_is_the_sum_of_all_parts(november):
    [grand] = [row for row in november.iter_rows(values_only=True) if row[0] == "Grand total"]
    rows = [row for part, _ in blocks(november) for row in part]
    for column in range(3, 11):
        scale = 1_000_000 if column % 2 else 1
        assert counted(grand[column], scale) == column_sum(rows, column, scale)


def test_november_names_all_43_areas_under_each_of_six_lots(november):
    found = blocks(november)
    assert [len(rows) for rows, _ in found] == [43] * 6
    assert all(len({row[1] for row in rows}) == 43 for rows, _ in found)


def test_november_differs_from_july_by_lot_by_no_more_than_15_percent(november):
    steady_value = 9
    for (rows, _), share in zip(blocks(november), SHARES_GBP, strict=True):
        assert 0.85 <= column_sum(rows, steady_value, 1_000_000) / share <= 1.15


def test_price_and_volume_change_both_ways_between_the_editions(november, july):
    price_rises, volume_rises = [], []
    for (before, _), name in zip(blocks(november), LOT_SHEETS, strict=True):
        [(after, _)] = blocks(july[name])
        value_before, users_before = column_sum(before, 9, 1_000_000), column_sum(before, 10, 1)
        value_after, users_after = column_sum(after, 7, 1), column_sum(after, 8, 1)
        price_rises.append(value_after / users_after > value_before / users_before)
        volume_rises.append(users_after > users_before)
    assert set(price_rises) == set(volume_rises) == {True, False}


def test_lot_cells_and_year_cells_are_merged(november):
    merged = {str(cells) for cells in november.merged_cells.ranges}
    assert {"A8:A50", "D6:E6", "F6:G6", "H6:I6", "J6:K6"} <= merged


@pytest.mark.parametrize("mark", ["TBC", "[c]", "..", "[z]"])
def test_each_mark_of_the_record_stands_in_both_editions(november, july, mark):
    assert mark in texts(november)
    assert mark in all_texts(july, LOT_SHEETS)


def test_each_edition_has_two_tbc_a_range_money_as_text_and_no_break_spaces(november, july):
    for found, money_range in (
        (texts(november), r"0\.\d\d to 0\.\d\d"),
        (all_texts(july, LOT_SHEETS), r"£\d{3},000 to £\d{3},000"),
    ):
        assert found.count("TBC") >= 2
        assert sum(bool(re.fullmatch(money_range, text)) for text in found) == 1
        assert sum(bool(re.fullmatch(r"£[\d,.]+", text)) for text in found) >= 2
        assert sum("\u00a0" in text for text in found) >= 2


def test_a_value_without_its_volume_stands_in_steady_state(november, july):
    for rows, value, volume in (
        ([row for part, _ in blocks(november) for row in part], 9, 10),
        ([row for name in LOT_SHEETS for row in blocks(july[name])[0][0]], 7, 8),
    ):
        assert [row[volume] for row in rows if row[volume] == "TBC" and counted(row[value], 1_000_000)]


def test_city_of_london_is_counted_with_the_metropolitan_police(november, july):
    [row] = [row for row in blocks(july["Lot 4 Wellbeing"])[0][0] if row[0] == "City of London"]
    assert row[1:] == ("[z]",) * 8 + ("Counted with Metropolitan Police",)
    assert "London, City of [note 3]" in texts(november)
    assert "[note 3] City of London: counted with Metropolitan Police." in texts(november)


def test_july_spells_areas_as_other_publications_do(july):
    first_column = [row[0] for row in july["Lot 1 Accommodation"].iter_rows(values_only=True)]
    for spelling in ("Devon and Cornwall", "Dyfed Powys", "Avon & Somerset", "Hampshire and Isle of Wight"):
        assert spelling in first_column


def test_years_build_up_and_the_first_is_also_short(july):
    # 279 of 365 days, and a ramp-up of 75 to 85 per cent: between 0.573 and 0.650 of steady state.
    for name in LOT_SHEETS:
        [(_, total)] = blocks(july[name])
        steady = total[7]
        assert 0.57 <= total[1] / steady <= 0.65
        assert 0.87 <= total[3] / steady <= 0.93
        assert 0.95 <= total[5] / steady <= 0.985


def test_cost_of_a_womens_service_lies_inside_the_range_on_record(july):
    # Women's centres cost £1,223 to £4,125 a woman (RR3 evidence).
    [(rows, _)] = blocks(july["Lot 5 Women services"])
    costs = [counted(row[7], 1) / counted(row[8], 1) for row in rows if row[0] != "City of London"]
    assert min(costs) >= 1_300
    assert max(costs) <= 2_400


def test_small_forces_have_small_volumes(july):
    [(rows, _)] = blocks(july["Lot 5 Women services"])
    assert [row for row in rows if row[0] == "Warwickshire" and 10 <= counted(row[8], 1) <= 60]
