"""A table is found by its headings; what a column does not say, its sheet says; what nobody says is not guessed."""

import time

import pytest

from vv_analysis.ingest.cells.sheets import Sheet
from vv_analysis.ingest.publications.column_meanings import REPEATED, UNIT_UNCLEAR, UNKNOWN, WITHOUT_YEAR
from vv_analysis.ingest.publications.layouts import tables_in

HEADING = ["Area", "Lot", "Year", "Value (£)", "Volume"]
ROW = ["Kent", "Lot 1", "2021-22", 1, 2]


def sheet(*rows, name="T", merged=None):
    return Sheet("a.xlsx", name, [list(row) for row in rows], merged or {})


def figures(*rows, name="T"):
    [table] = tables_in(sheet(*rows, name=name))
    return [(column.measure, column.year.year if column.year else "", column.unit) for column in table.figures]


def unread(*rows):
    [table] = tables_in(sheet(*rows))
    return {column.heading: column.unread for column in table.columns if column.unread}


def test_without_a_heading_there_is_no_table():
    assert tables_in(sheet(ROW, ROW)) == []
    assert tables_in(sheet()) == []
    assert tables_in(sheet(["Area", "Notes"], ["Kent", "words"])) == []


def test_the_heading_may_stand_a_hundred_rows_down():
    [table] = tables_in(sheet(*[["words"]] * 100, HEADING, ROW))
    assert (table.heading_row, table.rows) == (100, (101,))


def test_blank_rows_are_no_rows():
    [table] = tables_in(sheet(HEADING, [], ROW, [None, None], ROW))
    assert table.rows == (2, 4)


def test_a_row_of_data_without_its_area_is_no_second_heading():
    [table] = tables_in(sheet(HEADING, [None, "Lot 1", "2021-22", 5, 6], ROW))
    assert table.rows == (1, 2)


def test_a_second_row_of_headings_may_be_calendar_years():
    [table] = tables_in(sheet(["Area", "Value", "Value"], [None, 2021, "2021-22"], ["Kent", 1, 2]))
    assert table.rows == (2,)


def test_years_may_stand_above_the_measures():
    rows = [None, None, "2021-22", "2021-22", "2022-23", "2022-23"], ["Area", "Lot", *["Value (£m)", "Volume"] * 2]
    assert figures(*rows, ["Kent", "Lot 1", 1, 2, 3, 4]) == [
        ("value", "2021-22", 1_000_000),
        ("volume", "2021-22", 1),
        ("value", "2022-23", 1_000_000),
        ("volume", "2022-23", 1),
    ]


@pytest.mark.parametrize(
    ("title", "heading", "unit"),
    [
        ("Indicative values (£m)", "Value", 1_000_000),
        ("Values and volumes, £000", "Value", 1_000),
        ("All values are in £ million", "Value", 1_000_000),
        ("All values are in £ million", "Value (£)", 1),
        ("Words", "Value (millions)", 1_000_000),
        ("Words", "Value (000s)", 1_000),
        ("Over £195 million for a thousand women", "Value", 1),
        ("Words", "Value", 1),
    ],
)
def test_the_unit_is_that_of_the_heading_else_of_the_lines_above(title, heading, unit):
    assert figures([title], ["Area", "Lot", "Year", heading], ROW[:4]) == [("value", "", unit)]


def test_the_unit_of_money_is_not_that_of_users():
    assert figures(["All in £m"], ["Area", "Year", "Value", "Volume"], ROW) == [
        ("value", "", 1_000_000),
        ("volume", "", 1),
    ]
    assert figures(["Area", "Year", "Value (£)", "Volume (000s)"], ROW) == [("value", "", 1), ("volume", "", 1_000)]


def test_two_units_above_a_table_are_not_chosen_between():
    rows = ["Values in £m"], ["Costs in £000"], ["Area", "Year", "Value", "Volume"], ["Kent", "2021-22", 1, 2]
    assert figures(*rows) == [("volume", "", 1)]
    assert unread(*rows) == {"Value": UNIT_UNCLEAR}


def test_of_two_columns_for_one_measure_and_year_the_first_is_read():
    rows = ["Area", "Lot", "Year", "Value (£)", "Revised value (£)", "Volume"], ["Kent", "Lot 1", "2021-22", 1, 9, 2]
    assert figures(*rows) == [("value", "", 1), ("volume", "", 1)]
    assert unread(*rows) == {"Revised value (£)": REPEATED}


def test_part_years_of_one_year_are_two_columns_and_no_repetition():
    rows = (
        ["Area", "26 June 2021 to 30 September 2021", "1 October 2021 to 31 March 2022"],
        ["Kent", 1, 2],
    )
    assert [year for _, year, _ in figures(*rows, name="Values £")] == ["2021-22", "2021-22"]


def test_a_total_over_the_years_is_no_year():
    rows = (
        [None, None, "2021-22", "2022-23", "Total"],
        ["Area", "Lot", "Value (£)", "Value (£)", "Value (£)"],
        ["Kent", "Lot 1", 1, 2, 3],
    )
    assert [year for _, year, _ in figures(*rows)] == ["2021-22", "2022-23"]
    assert unread(*rows) == {"Total Value (£)": WITHOUT_YEAR}


def test_a_column_of_another_kind_is_known_as_such():
    rows = [*HEADING, "Notes", None, "Cost per user"], [*ROW, "words", 7, 0.5]
    found = unread(*rows)
    assert (found["Notes"], found[""]) == (UNKNOWN, UNKNOWN)
    assert found["Cost per user"].rule == "column-derived"


def test_a_worked_out_figure_under_a_year_is_not_taken_for_the_measure_of_its_sheet():
    rows = (
        [None, "2021-22", "2021-22", "2022-23"],
        ["Area", "Value", "Cost per user", "Value"],
        ["Kent", 1, 2, 3],
    )
    assert [measure for measure, _, _ in figures(*rows, name="Values")] == ["value", "value"]
    assert unread(*rows)["2021-22 Cost per user"].rule == "column-derived"


def test_a_second_table_below_the_first_is_read_under_its_own_headings():
    first, second = tables_in(
        sheet(
            ["All values exclude VAT"],
            ["Table 1: Accommodation, £m"],
            ["Area", "Year", "Value", "Volume"],
            ["Kent", "2021-22", 1, 2],
            [],
            ["Table 2: ETE, £000"],
            ["Area", "Year", "Volume", "Value"],
            ["Kent", "2021-22", 3, 4],
        )
    )
    assert (first.category, first.rows) == ("accommodation", (3,))
    assert (second.category, second.rows) == ("education-training-employment", (7,))
    assert [column.measure for column in second.figures] == ["volume", "value"]


def test_headings_repeated_on_every_page_are_no_data():
    tables = tables_in(sheet(["Values"], HEADING, ROW, ROW, HEADING, ROW))
    assert [table.rows for table in tables] == [(2, 3), (5,)]


def test_two_columns_that_say_the_lot_are_read_together():
    [table] = tables_in(
        sheet(["Area", "Lot", "Service", "Year", "Value"], ["Kent", "1", "Accommodation", "2021-22", 1])
    )
    assert table.words(1, "category") == "1 Accommodation"
    assert table.keys["category"] == 1


def test_ten_thousand_rows_are_found_in_a_moment():
    large = sheet(HEADING, *[ROW] * 10_000)
    started = time.perf_counter()
    [table] = tables_in(large)
    assert len(table.rows) == 10_000
    assert time.perf_counter() - started < 5
