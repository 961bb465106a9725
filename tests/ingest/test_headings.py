"""A heading says which column it is, for which year and in which unit, or says nothing; it is never guessed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vv_analysis.ingest.headings import (
    count_unit_named,
    is_derived,
    key_named,
    measure_named,
    unit_named,
    vat_named,
    without_marks,
    year_named,
)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Police force area", "area"),
        ("PCC area [note 1]", "area"),
        ("Contract package area", "area"),
        ("Probation region", "region"),
        ("Lot (1), (2)", "category"),
        ("Service category", "category"),
        ("Contract year", "year"),
        ("Cohort", "cohort"),
        ("VAT basis", "vat"),
        ("Area code", ""),
        ("The area is not stated", ""),
        ("", ""),
    ],
)
def test_a_heading_names_its_key(text, key):
    assert key_named(text) == key


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("Value (£)", "value"),
        ("Annual contract value", "value"),
        ("£m", "value"),
        ("Funding", "value"),
        ("Volume", "volume"),
        ("Number of service users", "volume"),
        ("Referrals", "volume"),
        ("Notes", ""),
    ],
)
def test_a_heading_names_its_measure(text, measure):
    assert measure_named(text) == measure


@pytest.mark.parametrize(
    "text",
    [
        "Cost per user (£)",
        "Cost per service user",
        "Unit cost (£)",
        "Average value",
        "% of total value",
        "Percentage of value",
        "Share of volume",
        "Change in value (£)",
        "Variance (£)",
        "Value per head",
    ],
)
def test_a_figure_that_is_worked_out_is_neither_a_value_nor_a_volume(text):
    assert is_derived(text)
    assert measure_named(text) == ""


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Value (£)", 1),
        ("Value, pounds", 1),
        ("£000", 1_000),
        ("£000s", 1_000),
        ("£'000", 1_000),
        ("£’000", 1_000),
        ("£k", 1_000),
        ("£ thousands", 1_000),
        ("GBP thousand", 1_000),
        ("£m", 1_000_000),
        ("£mn", 1_000_000),
        ("(£ million)", 1_000_000),
        ("GBP m", 1_000_000),
        ("millions of pounds", 1_000_000),
        ("Value", 0),
        ("£195 million was awarded", 1),
        ("over £10,000 each", 1),
        ("about a thousand service users", 0),
    ],
)
def test_the_unit_of_money_is_the_one_named_and_never_taken_from_an_amount(text, unit):
    assert unit_named(text) == unit


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Volume (000s)", 1_000),
        ("Volume ('000)", 1_000),
        ("Volume, thousands", 1_000),
        ("Volume", 0),
        ("Over 10,000 users", 0),
        ("10 million users", 0),
        ("2021-22 (£m)", 0),
    ],
)
def test_the_unit_of_users_is_never_that_of_the_money_beside_them(text, unit):
    assert count_unit_named(text) == unit


@pytest.mark.parametrize(
    "text",
    [
        "2021-22",
        "2021/22",
        "2021–22",
        "2021 - 22",
        "2021‑22",
        "2021-2022",
        "2021/2022",
        "2021 to 2022",
        "FY2021-22",
        "Year 1: 2021-22 (1), (2)",
        "2021-22 [note 4]",
    ],
)
def test_each_way_of_writing_a_financial_year_is_that_year(text):
    year = year_named(text)
    assert (year.year, year.start.date(), year.end.date()) == ("2021-22", date(2021, 4, 1), date(2022, 3, 31))


@pytest.mark.parametrize(
    "text",
    [
        "2021",
        "2021-23",
        "2021-21",
        "2021-04-01 00:00:00",
        "2001-02-03",
        "1921-22",
        "٢٠٢١-٢٢",
        "²021-22",
        "12021-22",
        "2021-220",
        "Year 1",
        "",
        "40 June 2021 to 31 March 2022",
        "26 Jnu 2021 to 31 March 2022",
        "31 March 2022 to 26 June 2021",
        "26 June 2021 to 31 March 2023",
    ],
)
def test_what_is_no_financial_year_is_none(text):
    assert year_named(text) is None


def test_a_part_year_has_its_own_days():
    for text in ("26 June 2021 to 31 March 2022", "2021-22 (26 June to 31 March)", "26 Jun 2021 – 31 Mar 2022"):
        year = year_named(text)
        assert (year.year, year.start.date(), year.end.date()) == ("2021-22", date(2021, 6, 26), date(2022, 3, 31))


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("excluding VAT", "excluded"),
        ("Value (£, excl. VAT)", "excluded"),
        ("without VAT", "excluded"),
        ("inc. VAT", "included"),
        ("Including VAT", "included"),
        ("exempt from VAT", "exempt"),
        ("VAT", ""),
        ("perhaps", ""),
    ],
)
def test_the_vat_basis_is_the_one_named(text, basis):
    assert vat_named(text) == basis


@given(st.text(max_size=50))
def test_whatever_stands_in_a_heading_nothing_falls_over(text):
    assert key_named(text) in {"", "area", "region", "category", "cohort", "year", "vat"}
    assert measure_named(text) in {"", "value", "volume"}
    assert unit_named(text) in {0, 1, 1_000, 1_000_000}
    assert year_named(text) is None or year_named(text).start < year_named(text).end
    assert len(without_marks(text)) <= len(text)
