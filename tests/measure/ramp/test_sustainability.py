"""A provider earns back a slow start, or does not: what it needs until then, and from how many users on."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from measure.ramp.yearly_series import values
from vv_analysis.errors import FrameError
from vv_analysis.measure.ramp.sustainability import RESULTS, sustainability
from vv_analysis.terms.schemas.measured import Sustainability

NAN = float("nan")
FIVE_YEARS = ["2021-22", "2022-23", "2023-24", "2024-25", "2025-26"]
LAW = settings(deadline=None, derandomize=True, max_examples=40)


def contract(*users, price=1_000, years=FIVE_YEARS, **columns):
    counts = pd.Series(users, dtype="float64")
    rows = {"year": pd.Series(years[: len(users)], dtype="str"), "value_gbp": price * counts, "volume_users": counts}
    return pd.DataFrame(rows).assign(**columns)


def measured(frame, fixed=220_000, variable=300, **options):
    return sustainability(frame, fixed, variable, **options)


def test_the_worked_contract_breaks_even_in_its_third_year_and_pays_back_in_its_fifth():
    # Method O14: p 1,000, v 300, F 220,000; 220,000/700 = 314.3 users.
    years = measured(contract(160, 280, 360, 400, 400))
    assert years["break_even_users"].tolist() == [315] * 5
    assert years["contribution_per_user_gbp"].tolist() == [700] * 5
    assert years["contribution_gbp"].tolist() == [112_000, 196_000, 252_000, 280_000, 280_000]
    assert years["surplus_gbp"].tolist() == [-108_000, -24_000, 32_000, 60_000, 60_000]
    assert years["cumulative_surplus_gbp"].tolist() == [-108_000, -132_000, -100_000, -40_000, 20_000]
    assert years["peak_funding_need_gbp"].tolist() == [132_000] * 5
    assert set(years["peak_funding_year"]) == {"2022-23"}
    assert set(years["payback_year"]) == {"2025-26"}
    assert years["full_cost_per_user_gbp"].tolist() == pytest.approx([1_675, 1_085.714, 911.111, 850, 850], abs=0.001)
    assert set(years["status"]) == {"ok"}


def test_a_surplus_of_exactly_nothing_is_break_even_and_payback():
    # 300 users x 700 are 210,000.
    years = measured(contract(300, 300), fixed=210_000)
    assert years["break_even_users"].tolist() == [300, 300]
    assert years["surplus_gbp"].tolist() == [0, 0]
    assert years["payback_year"].tolist() == ["2021-22", "2021-22"]
    assert years["peak_funding_need_gbp"].tolist() == [0, 0]
    assert years["peak_funding_year"].tolist() == ["none", "none"]


def test_the_last_digit_of_a_float_asks_for_no_further_user():
    # 0.1 x 3 - 0.2 is a little over 0.1; p - v of 0.1 and a fixed cost of 30 are 300 users.
    frame = contract(300, price=0.3)
    assert measured(frame, fixed=30, variable=0.2)["break_even_users"].tolist() == [300]
    assert measured(frame, fixed=30.01, variable=0.2)["break_even_users"].tolist() == [301]
    assert measured(frame, fixed=0)["break_even_users"].isna().all()
    assert measured(frame, fixed=0, variable=0)["break_even_users"].tolist() == [0]


def test_running_totals_that_meet_nothing_to_the_penny_pay_back():
    # -0.3, 0.1 and 0.2 add up to a little under 0 in floats, and to nothing in pounds and pence.
    frame = contract(100, 100, 100).assign(value_gbp=[9.7, 10.1, 10.2])
    assert set(measured(frame, fixed=10, variable=0)["payback_year"]) == {"2023-24"}
    a_penny_short = frame.assign(value_gbp=[9.7, 10.1, 10.19])
    assert set(measured(a_penny_short, fixed=10, variable=0)["payback_year"]) == {"not within term"}


def test_a_contract_that_pays_no_more_than_a_user_costs_never_breaks_even():
    for variable in (1_000, 1_100):
        years = measured(contract(160, 280), variable=variable)
        assert years["break_even_users"].isna().all()
        assert set(years["status"]) == {"z"}
        assert set(years["payback_year"]) == {"not within term"}
    assert measured(contract(160), variable=999)["status"].tolist() == ["ok"]


def test_a_year_without_users_still_has_its_fixed_cost():
    years = measured(contract(0, 400))
    assert years["surplus_gbp"].tolist() == [-220_000, 60_000]
    assert years["status"].tolist() == ["z", "ok"]
    assert years[["cost_per_user_gbp", "break_even_users", "full_cost_per_user_gbp"]].iloc[0].isna().all()
    paid_for_nobody = contract(0).assign(value_gbp=5_000.0)
    assert measured(paid_for_nobody)["status"].tolist() == ["x"]
    assert measured(paid_for_nobody)["surplus_gbp"].tolist() == [-215_000]


def test_small_numbers_are_marked_and_the_smallest_are_withheld():
    years = measured(contract(9, 10, 29, 30))
    withheld = ["cost_per_user_gbp", "contribution_per_user_gbp", "break_even_users", "full_cost_per_user_gbp"]
    assert years[withheld].isna().all(axis="columns").tolist() == [True, False, False, False]
    assert years["status"].tolist() == ["u", "u", "u", "ok"]
    assert years["surplus_gbp"].tolist() == [700 * users - 220_000 for users in (9, 10, 29, 30)]


def test_a_part_year_has_its_share_of_the_fixed_cost():
    # 279 of 365 days of 365,000 are 279,000; with 700 a user these are 398.6 users, and 521.4 in a full year.
    years = measured(values(279_000, 365_000, volume_users=[279, 365]), fixed=365_000)
    assert years["share_of_year"].tolist() == pytest.approx([279 / 365, 1])
    assert years["fixed_cost_gbp"].tolist() == pytest.approx([279_000, 365_000])
    assert years["break_even_users"].tolist() == [399, 522]
    assert years["surplus_gbp"].tolist() == pytest.approx([700 * 279 - 279_000, 700 * 365 - 365_000])


def test_the_fixed_cost_runs_from_the_first_start_to_the_last_end():
    late = values(100_000, volume_users=100).assign(start=pd.Timestamp(2021, 10, 1))
    early = values(100_000, volume_users=100).assign(end=pd.Timestamp(2021, 9, 30))
    both = measured(pd.concat([late, early]))
    assert both["share_of_year"].tolist() == pytest.approx([279 / 365])
    leap = measured(values(100_000, years=["2023-24"], volume_users=100))
    assert leap["share_of_year"].tolist() == [1]
    over_the_leap_day = values(100_000, years=["2022-23"], volume_users=100).assign(
        start=pd.Timestamp(2023, 3, 1), end=pd.Timestamp(2024, 2, 29)
    )
    assert measured(over_the_leap_day)["share_of_year"].tolist() == [1]


def test_a_period_of_unknown_days_has_a_surplus_between_no_and_all_fixed_cost():
    undated = values(100_000, volume_users=100).assign(start=pd.NaT)
    row = measured(undated, fixed=50_000).iloc[0]
    assert pd.isna(row["surplus_gbp"])
    assert row["status"] == "x"
    assert (row["surplus_low_gbp"], row["surplus_high_gbp"], row["sign"]) == (20_000, 70_000, "higher")


def test_bands_of_value_and_volume_leave_bands_of_surplus():
    # 300 to 500 thousand less 300 x 300 to 400 less 220,000: -40,000 to 190,000 in a year, twice that in two.
    banded = contract(350, 350).assign(
        value_gbp=400_000.0,
        value_low_gbp=300_000.0,
        value_high_gbp=500_000.0,
        volume_low_users=300.0,
        volume_high_users=400.0,
    )
    years = measured(banded)
    assert years["surplus_low_gbp"].tolist() == [-40_000, -40_000]
    assert years["surplus_high_gbp"].tolist() == [190_000, 190_000]
    assert years["cumulative_surplus_low_gbp"].tolist() == [-40_000, -80_000]
    assert years["cumulative_surplus_high_gbp"].tolist() == [190_000, 380_000]
    assert set(years["sign"]) == {"higher or lower"}


def test_a_missing_volume_costs_at_least_the_fixed_cost():
    row = measured(contract(100).assign(volume_users=NAN)).iloc[0]
    assert (row["surplus_high_gbp"], row["sign"]) == (-120_000, "lower")
    assert pd.isna(row["surplus_low_gbp"])


def test_a_missing_year_leaves_the_term_unknown_unless_payback_came_before():
    years = measured(contract(160, NAN, 400))
    assert years["status"].tolist() == ["ok", "x", "ok"]
    assert years["cumulative_surplus_gbp"].isna().tolist() == [False, True, True]
    assert years["peak_funding_need_gbp"].isna().all()
    assert set(years["peak_funding_year"]) == set(years["payback_year"]) == {"not known"}
    assert set(measured(contract(400, NAN))["payback_year"]) == {"2021-22"}
    gap = measured(contract(160, 400, years=["2021-22", "2023-24"]))
    assert set(gap["payback_year"]) == {"not known"}


def test_each_provider_bears_its_own_fixed_cost():
    two = pd.concat([contract(160, 280, provider="B"), contract(400, 400, provider="A")])
    years = measured(two, by=["provider"])
    assert years["provider"].tolist() == ["A", "A", "B", "B"]
    assert years["cumulative_surplus_gbp"].tolist() == [60_000, 120_000, -108_000, -132_000]
    assert years["peak_funding_need_gbp"].tolist() == [0, 0, 132_000, 132_000]
    assert years["peak_funding_year"].tolist() == ["none", "none", "2022-23", "2022-23"]
    assert years["payback_year"].tolist() == ["2021-22", "2021-22", "not within term", "not within term"]


def test_nothing_is_discounted_unless_a_rate_is_given_for_real_figures():
    real = contract(160, 280, prices="real 2020-21")
    assert measured(real)["present_value_gbp"].isna().all()
    # -24,000/1.25 is -19,200.
    assert measured(real, discount_rate=0.25)["present_value_gbp"].tolist() == pytest.approx([-108_000, -19_200])
    assert measured(contract(160))["present_value_gbp"].isna().all()


def test_groups_that_start_later_are_discounted_to_the_first_year_of_all():
    late = contract(280, years=["2022-23"], provider="B", prices="real 2020-21")
    both = pd.concat([contract(160, provider="A", prices="real 2020-21"), late])
    years = measured(both, by=["provider"], discount_rate=0.25)
    assert years["present_value_gbp"].tolist() == pytest.approx([-108_000, -19_200])


def test_figures_that_are_not_at_one_years_prices_are_not_discounted():
    with pytest.raises(FrameError, match=r"the prices of rows 0, 1 are 'nominal'"):
        measured(contract(160, 280, prices="nominal"), discount_rate=0.035)
    with pytest.raises(FrameError, match=r"the prices of row 1 are 'unknown'"):
        measured(contract(160, 280, lot=[1, 2]).assign(prices=["real 2020-21", None]), by=["lot"], discount_rate=0.035)
    with pytest.raises(FrameError, match="the frame has no 'prices'"):
        measured(contract(160, 280), discount_rate=0.035)
    mixed = contract(160, 280, prices=["real 2020-21", "real 2024-25"], lot=[1, 2])
    with pytest.raises(FrameError, match="'real 2020-21' and 'real 2024-25'"):
        measured(mixed, by=["lot"], discount_rate=0.035)


@pytest.mark.parametrize("cost", [-1, NAN, float("inf"), None, "220,000", True])
def test_a_cost_that_is_no_amount_is_refused(cost):
    with pytest.raises(FrameError, match="the fixed cost is"):
        measured(contract(160), fixed=cost)
    with pytest.raises(FrameError, match="the variable cost is"):
        measured(contract(160), variable=cost)


def test_frames_that_cannot_be_measured_are_refused():
    with pytest.raises(FrameError, match="no 'volume_users'"):
        measured(contract(160).drop(columns="volume_users"))
    with pytest.raises(FrameError, match="negative number of users"):
        measured(contract(-3))
    with pytest.raises(FrameError, match=r"illustrative figures .* stand beside"):
        measured(contract(160, 280, data_status=["illustrative", "official"]))
    with pytest.raises(FrameError, match="cannot be the keys"):
        measured(contract(160), by=["status"])
    sourced = contract(160, value_source="a.xlsx#S!D17")
    with pytest.raises(FrameError, match="two rows for what should be one"):
        measured(pd.concat([sourced, sourced]))


def test_the_result_is_what_the_schema_promises():
    years = measured(contract(160, 280, provider="A"), by=["provider"])
    Sustainability.validate(years)
    assert years.columns.tolist() == ["provider", "year", *RESULTS]
    assert measured(contract()).empty


@LAW
@given(users=st.lists(st.integers(10, 500), min_size=1, max_size=5), price=st.integers(1, 2_000),
       variable=st.integers(0, 2_000), fixed=st.integers(0, 10**6), seed=st.integers(0, 99))  # fmt: skip
def test_break_even_is_the_first_whole_number_of_users_that_leaves_no_loss(users, price, variable, fixed, seed):
    frame = contract(*users, price=price)
    copy = frame.copy()
    years = measured(frame, fixed=fixed, variable=variable)
    if price > variable:
        enough = int(years["break_even_users"].iloc[0])
        assert enough * (price - variable) >= fixed
        assert (enough - 1) * (price - variable) < fixed
        assert ((years["surplus_gbp"] >= 0) == (years["volume_users"] >= enough)).all()
    total = price * sum(users) - variable * sum(users) - fixed * len(users)
    assert years["cumulative_surplus_gbp"].iloc[-1] == pytest.approx(total, abs=0.01)
    assert years["peak_funding_need_gbp"].iloc[0] == max(0, -years["cumulative_surplus_gbp"].min())
    shuffled = frame.sample(frac=1, random_state=seed).set_axis([0] * len(frame))
    pd.testing.assert_frame_equal(measured(shuffled, fixed=fixed, variable=variable), years)
    pd.testing.assert_frame_equal(frame, copy)
