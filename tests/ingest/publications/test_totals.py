"""A total is checked against its parts wherever it stands, and never counted with them."""

import pytest

from vv_analysis.ingest.cells.sheets import Sheet
from vv_analysis.ingest.publications.layouts import tables_in
from vv_analysis.ingest.publications.rows import is_total, sorted_rows
from vv_analysis.ingest.publications.totals import check_totals

HEADING = ["Area", "Lot", "Year", "Value (£)", "Volume"]


def table(*rows, heading=HEADING):
    [found] = tables_in(Sheet("a.xlsx", "T", [heading, *[list(row) for row in rows]]))
    return found


def row(value, volume=1, area="Kent", lot="Lot 1"):
    return [area, lot, "2021-22", value, volume]


def total(value, volume, words="Total"):
    return [words, None, None, value, volume]


def checked(found):
    return check_totals(found, sorted_rows(found))[1]


def said(*rows, heading=HEADING):
    return [(finding.where, finding.what) for finding in checked(table(*rows, heading=heading))]


TOTALS = (
    *("Total", "TOTAL", "Totals", "Total:", "Grand total", "Overall total", "Sub-total", "Sub total", "Subtotal"),
    *("All areas", "All regions", "All lots", "Kent total", "Total (all lots) (1)"),
)


@pytest.mark.parametrize("words", TOTALS)
def test_a_row_that_calls_itself_a_total_is_one(words):
    assert is_total(table(row(1), total(1, 1, words)), 2)


@pytest.mark.parametrize("words", ["Kent", "Totally different", "Totnes", "England and Wales"])
def test_another_row_is_no_total(words):
    assert not is_total(table(row(1), total(1, 1, words)), 2)


def test_a_total_may_stand_under_the_lot():
    assert is_total(table(row(1), ["", "Total", "2021-22", 1, 1]), 2)


def test_totals_that_add_up_are_passed_by_wherever_they_stand():
    above = total(3, 2), row(1), row(2)
    below = row(1), row(2), total(3, 2)
    blocks = row(1), row(2), total(3, 2, "Sub-total"), row(4), total(4, 1, "Sub-total"), total(7, 3)
    blocks_above = total(3, 2, "Kent total"), row(1), row(2), total(4, 1, "Essex total"), row(4), total(7, 3)
    grand = row(1), total(1, 1), row(2), total(2, 1), total(3, 2, "Grand total")
    for rows in (above, below, blocks, blocks_above, grand):
        assert said(*rows) == []


def test_a_total_that_differs_is_said_with_its_cell_and_both_figures():
    assert said(row(1_000), row(2_000), total(3_100, 2)) == [
        ("a.xlsx#T!D4", "the total is 3,100 and its 2 parts add up to 3,000")
    ]


def test_missing_parts_are_named():
    [(_, what)] = said(row(1_000), row("TBC"), total(3_000, 2))
    assert what == "the total is 3,000 and its 2 parts add up to 1,000; 1 of them missing"


def test_a_range_counts_at_its_midpoint():
    assert said(row("10 to 20"), row(5), total(20, 2)) == []


def test_rounded_parts_may_stray_by_half_a_digit_each():
    heading = ["Area", "Lot", "Year", "Value (£m)", "Volume"]
    assert said(row(0.4), row(0.4), row(0.4), total(1.3, 3), heading=heading) == []
    assert len(said(row(0.4), row(0.4), row(0.4), total(1.5, 3), heading=heading)) == 1


def test_a_total_that_is_not_stated_as_a_figure_is_not_checked():
    assert said(row(1), total("over £5", None), total("#REF!", "TBC")) == []


def test_a_total_without_parts_is_not_checked():
    assert said(total(5, 5)) == []
