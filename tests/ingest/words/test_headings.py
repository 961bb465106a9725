"""A heading says which column it is, for which year and in which unit, or says nothing; it is never guessed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vv_analysis.ingest.words.headings import (
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
        ("Area¹", "area"),
        ("Area *", "area"),
        ("Region [notes 1 and 2]", "region"),
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
        ("Cost of places (£)", "value"),
        ("Volume of referrals (£000)", "value"),
        ("Funding for places", "value"),
        ("Number of service users funded, by value", "volume"),
        ("Value and volume", ""),
        ("Volumes / values", ""),
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
        "£/user",
        "Value per completion",
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
        ("£ millions", 1_000_000),
        ("£ (m)", 1_000_000),
        ("£mill.", 1_000_000),
        ("£'000,000", 1_000_000),
        ("Value (pounds, millions)", 1_000_000),
        ("£ thousand", 1_000),
        ("£ 000", 1_000),
        ("£K", 1_000),
        ("GBP '000", 1_000),
        ("GBP000s", 1_000),
        ("£1,000s", 1_000),
        ("Value £ (in thousands)", 1_000),
        ("Value £ (000s)", 1_000),
        ("Value, £, thousands", 1_000),
        ("£bn", 1_000_000_000),
        ("£ billion", 1_000_000_000),
        ("Value (£000), contracts over £5 million", 1_000),
        ("Value (£), contracts over £5m", 1),
        ("contracts under £250,000 (£)", 1),
        ("worth a million pounds", 1),
        ("tens of thousands of pounds were missed", 1),
        ("Men (M), £", 1),
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
        ("about a thousand service users", 0),
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
        "FY21/22",
        "FY 21-22",
        "financial year 21/22",
        "2021‒22",
        "2021―22",
        "2021 To 2022",
        "Year 1 (2021-22)",
        "2021-22¹",
        "Year ending March 2022",
        "year to 31 March 2022",
        "Year ended 31st March 2022",
        "12 months to March 2022",
        "year ending 31/03/2022",
        "Y/E 31 March 2022",
        "April 2021 to March 2022",
        "Apr 2021 – Mar 2022",
        "1 April 2021 to 31 March 2022",
        "2021-04-01 to 2022-03-31",
        "Value 2021-22 (2020-21 prices)",
        "2021-22, in prices of 2020-21",
        "Value (2020-21 real terms), 2021-22",
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
        "2022.0",
        "2022",
        "March 2022",
        "FY22",
        "21/22",
        "2021-2022-2023",
        "2021-22-23",
        "2021-22 to 2024-25",
        "2021-22 and 2022-23",
        "Total 2021-22 to 2023-24 (£)",
        "2021-24",
        "2021-22 Q1",
        "Q1 2021-22",
        "H1 2021-22",
        "2021-22 (part year)",
        "2021-22 (9 months)",
        "nine months of 2021-22",
        "Calendar year 2021-2022",
        "Year ending December 2022",
        "Three years to March 2024",
        "2020-21 prices",
        "in prices of 2020-21",
        "26 Jnu 2021 to 22 March 2022",
        "2022-23 (26 June 2021 to 31 March 2022)",
        "31 June 2021 to 31 March 2022",
        "2021-24: 26 June 2021 to 31 March 2022",
        "2021-13-01 to 2022-03-31",
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
    for text in (
        "26 June 2021 to 31 March 2022",
        "2021-22 (26 June to 31 March)",
        "26 Jun 2021 – 31 Mar 2022",
        "26th June 2021\u201431st March 2022",
        "26 June 2021 until 31 March 2022",
        "2021-06-26 to 2022-03-31",
        "2021-22 (part year: 26 June to 31 March)",
        "9 months (26 June 2021 to 31 March 2022)",
    ):
        year = year_named(text)
        assert (year.year, year.start.date(), year.end.date()) == ("2021-22", date(2021, 6, 26), date(2022, 3, 31))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("July 2021 to March 2022", date(2021, 7, 1), date(2022, 3, 31)),
        ("2021-22 (Apr–Jun)", date(2021, 4, 1), date(2021, 6, 30)),
        ("2023-24 (Jan to Feb)", date(2024, 1, 1), date(2024, 2, 29)),
    ],
)
def test_whole_months_are_days_too(text, first, last):
    assert (year_named(text).start.date(), year_named(text).end.date()) == (first, last)


@given(st.integers(2000, 2098), st.sampled_from(["{0}-{2:02}", "{0}/{1}", "FY{0}–{2:02}", "Year ending March {1}"]))
def test_every_financial_year_is_itself_however_it_is_written(first, form):
    year = year_named(form.format(first, first + 1, (first + 1) % 100))
    assert (year.start.date(), year.end.date()) == (date(first, 4, 1), date(first + 1, 3, 31))


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("excluding VAT", "excluded"),
        ("Value (£, excl. VAT)", "excluded"),
        ("without VAT", "excluded"),
        ("inc. VAT", "included"),
        ("Including VAT", "included"),
        ("exempt from VAT", "exempt"),
        ("VAT exempt", "exempt"),
        ("excluded", "excluded"),
        ("Excl.", "excluded"),
        ("net", "excluded"),
        ("net of VAT", "excluded"),
        ("plus VAT", "excluded"),
        ("+ VAT", "excluded"),
        ("not including VAT", "excluded"),
        ("VAT not included", "excluded"),
        ("VAT exclusive", "excluded"),
        ("gross", "included"),
        ("inclusive of VAT", "included"),
        ("including 20% VAT", "included"),
        ("VAT inclusive", "included"),
        ("(inc. VAT)", "included"),
        ("Including extensions, excluding VAT", "excluded"),
        ("Including extensions (VAT not stated)", ""),
        ("Including extensions", ""),
        ("including irrecoverable VAT", ""),
        ("excluding VAT or including VAT", ""),
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
    assert unit_named(text) in {0, 1, 1_000, 1_000_000, 1_000_000_000}
    assert year_named(text) is None or year_named(text).start < year_named(text).end
    assert len(without_marks(text)) <= len(text)
