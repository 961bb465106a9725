"""The public record page says what follows from real figures; every number here was worked out by hand."""

import re

import pytest

from vv_analysis.present.public_record import day_one, evidence, greater_manchester, lots, second_generation


def text(part):
    return re.sub(r"<[^>]+>", " ", part._repr_html_())


def test_the_lots_are_their_shares_of_a_floor_of_100_million(data):
    rows = lots.by_lot(data.statements).set_index("category")
    assert rows["value_at_floor_gbp"].tolist() == pytest.approx([9e6, 9e6, 11e6, 15e6, 43e6, 13e6])
    # 12.5% of £100m, since a share stated as 13% may be half a point lower
    assert rows.loc["womens-services", "low_gbp"] == pytest.approx(12.5e6)
    assert rows["high_gbp"].isna().all()
    assert "bound" in text(lots.answer(data.statements))


def test_day_one_is_65_million_a_year_against_a_floor_of_74_for_the_same_lots(data):
    everything, women, rooms = day_one.against_steady_state(data.statements).to_dict("records")
    assert (everything["a_year_low_gbp"], everything["a_year_high_gbp"]) == pytest.approx((65e6, 65e6))  # 195 / 3
    assert everything["steady_at_floor_gbp"] == pytest.approx(76e6)  # 9 + 11 + 43 + 13
    assert everything["steady_low_gbp"] == pytest.approx(74e6)  # each of the four half a point lower
    assert (women["a_year_low_gbp"], women["a_year_high_gbp"]) == pytest.approx((15e6, 46e6 / 3))
    assert rooms["a_year_low_gbp"] == pytest.approx(11e6)
    assert rooms["a_year"] == "at least £11 million"


def test_the_womens_share_is_told_on_three_scopes(data):
    six, four, awards = day_one.womens_share(data.statements).to_dict("records")
    assert (six["low_percent"], six["high_percent"]) == (12.5, 13.5)
    assert four["low_percent"] == pytest.approx(100 * 12.5 / 77)  # 12.5 / (12.5 + 9.5 + 11.5 + 43.5)
    assert four["high_percent"] == pytest.approx(100 * 13.5 / 75)  # 13.5 / (13.5 + 8.5 + 10.5 + 42.5)
    assert awards["low_percent"] == pytest.approx(100 * 45 / 195)
    assert awards["high_percent"] == pytest.approx(100 * 46 / 195)
    assert "17.1%" in text(day_one.womens_share_words(data.statements))  # 13 / 76


def test_greater_manchester_keeps_one_per_cent_of_its_rise_and_unpaid_work_115(data):
    service = greater_manchester.rise(data.statements, greater_manchester.PROBATION)
    unpaid = greater_manchester.rise(data.statements, greater_manchester.UNPAID_WORK)
    assert service.growth.growth_percent == pytest.approx(100 * (58.8 / 44.5 - 1))  # +32.1%
    assert service.growth.annualised_growth_percent == pytest.approx(100 * (58.8 / (44.5 * 365 / 279) - 1))
    assert round(service.growth.annualised_growth_percent, 1) == 1.0
    assert round(unpaid.growth.annualised_growth_percent, 1) == 114.6
    assert round(service.growth_from_july.annualised_growth_percent, 1) == -0.8  # 274 of 365 days
    said = text(greater_manchester.words(data.statements))
    assert "32.1%" in said
    assert "+114.6%" in said


def test_the_second_generation_goes_from_a_range_to_a_point_to_a_range(data):
    rows = second_generation.notices(data.statements)
    assert rows["stated_as"].tolist() == ["a range"] * 3 + ["a point"] * 4 + ["a range"]
    assert rows["changed"].tolist()[:4] == ["nothing", "nothing", "nothing", "figure, VAT, measure"]
    said = text(second_generation.words(data.statements))
    assert "£854,446,831.86 including VAT" in said
    assert "£112.5 million" in said  # 1,128,855,881 - 1,016,353,576


def test_counts_of_day_one_contracts_agree(data):
    assert "89 + 4 + 17 = 110" in text(day_one.totals_table(data.statements))


def test_a_bound_is_never_printed_as_a_point(data):
    shown = text(day_one.table(data.statements))
    assert "over £45 million; almost £46 million" in shown
    assert "just over £33 million" in shown
    assert "£1,223 to £4,125" in text(evidence.womens_centres(data.statements))


def test_a_contract_that_stands_in_two_registers_is_shown_once(data):
    shown = text(evidence.notices_table(data.awards))
    assert shown.count("509,773.41") == 1
    assert shown.count("Substance Misuse Recovery Programme") == 2  # two contracts: 2023 and 2025
    assert "370,818" in shown


def test_no_figure_of_the_page_is_illustrative(data):
    assert set(data.statements["data_status"]) <= {"official", "reported"}
    assert set(data.awards["data_status"]) <= {"official", "reported"}
    assert (data.statements["source_url"] != "").all()
