"""A low first year is told apart: how much is a part year, and how much is ramp-up."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from measure.ramp.yearly_series import YEARS, values
from vv_analysis.errors import FrameError
from vv_analysis.measure.ramp.ramp_up import RESULTS, ramp_up
from vv_analysis.terms.schemas import RampUp

NAN = float("nan")


def test_greater_manchesters_first_year_was_low_because_it_was_a_part_year():
    spend = ramp_up(values(44.5, 58.8, 66.7, 72.1))
    assert spend["growth_percent"].tolist() == pytest.approx([NAN, 32.1, 13.4, 8.1], abs=0.05, nan_ok=True)
    assert spend["annualised_gbp"].iloc[0] == pytest.approx(58.22, abs=0.005)
    assert spend["annualised_growth_percent"].iloc[1] == pytest.approx(1.0, abs=0.05)


def test_greater_manchesters_unpaid_work_more_than_doubled_even_so():
    spend = ramp_up(values(1.4, 3.93))
    assert spend["growth_percent"].iloc[1] == pytest.approx(180.7, abs=0.05)
    assert spend["annualised_growth_percent"].iloc[1] == pytest.approx(114.6, abs=0.05)


def test_part_year_and_ramp_up_are_those_of_the_worked_bridge():
    # Method O25: published 160,000 from 26 June 2021, then 250,000, 270,000 and 270,000 in the steady state.
    years = ramp_up(values(160_000, 250_000, 270_000, 270_000), steady_year="2024-25")
    assert years["part_year_effect_gbp"].sum() == pytest.approx(-63_616.44, abs=0.005)
    assert years["ramp_effect_gbp"].sum() == pytest.approx(-66_383.56, abs=0.005)


def test_a_leap_year_that_is_whole_has_no_part_year_effect():
    years = ramp_up(values(100, 100, 100, part_year=False))
    assert years["share_of_year"].tolist() == [1, 1, 1]
    assert years["part_year_effect_gbp"].tolist() == [0, 0, 0]


def test_half_of_a_leap_year_is_183_days():
    half = values(183.0, years=["2023-24"]).assign(start=pd.Timestamp(2023, 10, 1))
    year = ramp_up(half).iloc[0]
    assert (year["share_of_year"], year["annualised_gbp"]) == (0.5, 366)


def test_a_contract_year_that_holds_the_leap_day_of_another_year_is_no_more_than_whole():
    leap = values(100, years=["2022-23"]).assign(start=pd.Timestamp(2023, 3, 1), end=pd.Timestamp(2024, 2, 29))
    assert ramp_up(leap)["share_of_year"].tolist() == [1]


def test_the_steady_state_is_by_default_the_last_full_year_that_hardly_grew():
    assert ramp_up(values(80, 100, 101, 90))["steady_year"].unique().tolist() == ["2023-24"]


@pytest.mark.parametrize("hardly_other", [102, 98])
def test_growth_of_just_two_per_cent_either_way_is_hardly_growth(hardly_other):
    assert ramp_up(values(80, 100, hardly_other, 150))["steady_year"].unique().tolist() == ["2023-24"]


@pytest.mark.parametrize("other", [102.01, 97.99])
def test_growth_of_more_than_two_per_cent_either_way_is_growth(other):
    assert ramp_up(values(80, 100, other, 150))["steady_year"].unique().tolist() == ["2024-25"]


def test_growth_out_of_a_part_year_does_not_make_a_steady_state():
    assert ramp_up(values(100, 101, 150, 200))["steady_year"].unique().tolist() == ["2024-25"]


def test_a_series_that_still_grows_takes_its_last_full_year():
    ending = values(80, 100, 120, 60)
    ending.loc[3, "end"] = pd.Timestamp(2024, 9, 30)
    assert ramp_up(ending)["steady_year"].unique().tolist() == ["2023-24"]


def test_a_last_year_without_its_value_is_not_the_steady_state():
    assert ramp_up(values(80, 100, 120, NAN))["steady_gbp"].tolist() == [120] * 4


def test_only_a_part_year_has_no_steady_state():
    assert ramp_up(values(80))[["steady_gbp", "shortfall_gbp"]].isna().all(axis=None)


def test_no_group_grows_out_of_the_last_year_of_another():
    later = values(300, 400, years=["2023-24", "2024-25"], region="Wales")
    both = ramp_up(pd.concat([values(80, 100, region="London"), later]), by=["region"])
    assert both["growth_percent"].isna().tolist() == [True, False, True, False]


def test_each_group_has_its_own_steady_state():
    two = pd.concat([values(80, 100, 100, region="Wales"), values(40, 50, 60, region="London")])
    steady = ramp_up(two, by=["region"]).groupby("region")["steady_gbp"].first()
    assert steady.to_dict() == {"London": 60, "Wales": 100}


def test_a_group_without_the_steady_year_is_not_measured_against_anothers():
    two = pd.concat([values(80, 100, 100, region="Wales"), values(40, 50, region="London")])
    london = ramp_up(two, by=["region"], steady_year="2023-24").query("region == 'London'")
    assert london[["steady_gbp", "share_of_steady", "ramp_effect_gbp"]].isna().all(axis=None)


def test_a_missing_year_leaves_the_running_total_unknown_from_there_on():
    years = ramp_up(values(80, NAN, 90, 100), steady_year="2024-25")
    assert years["cumulative_shortfall_gbp"].isna().tolist() == [False, True, True, True]
    absent = ramp_up(values(80, 90, 100, years=["2021-22", "2023-24", "2024-25"]), steady_year="2024-25")
    assert absent["cumulative_shortfall_gbp"].isna().tolist() == [False, True, True]
    assert absent["growth_percent"].isna().tolist() == [True, True, False]


def test_one_row_without_its_value_makes_the_year_missing():
    two = pd.concat([values(80, 100), values(NAN, 100)])
    assert ramp_up(two)["value_gbp"].tolist() == pytest.approx([NAN, 200], nan_ok=True)


def test_without_dates_nothing_is_said_about_part_years():
    years = ramp_up(values(80, 100).drop(columns=["start", "end"]), steady_year="2022-23")
    assert years["shortfall_gbp"].tolist() == [20, 0]
    assert years[["part_year_effect_gbp", "ramp_effect_gbp", "annualised_gbp"]].isna().all(axis=None)


def test_parts_of_a_year_that_differ_within_a_group_are_weighed_by_annual_value():
    # 279 for the 279 days from 26 June and 182 for the 182 days from 1 October are 365 a year each.
    late = values(182.0).assign(start=pd.Timestamp(2021, 10, 1))
    first = ramp_up(pd.concat([values(279.0), late])).iloc[0]
    assert first["annualised_gbp"] == pytest.approx(730)
    assert first["share_of_year"] == pytest.approx((279 + 182) / 730)


def test_what_is_missed_is_told_in_steady_state_years_and_as_a_funding_level():
    # Method O13: 160, 280, 360, 400 and 400 of 400; 240/400, 360/400 and 400/400 years; 1,600 of 5 x 400 in all.
    years = ramp_up(values(160, 280, 360, 400, 400, years=[*YEARS, "2025-26"], part_year=False), steady_year="2024-25")
    assert years["cumulative_shortfall_steady_years"].tolist() == pytest.approx([0.6, 0.9, 1.0, 1.0, 1.0])
    assert years["average_funding_level"].tolist() == pytest.approx([0.8] * 5)


def test_the_funding_level_of_a_term_with_a_hole_is_not_known():
    assert ramp_up(values(80, NAN, 100), steady_year="2023-24")["average_funding_level"].isna().all()
    absent = values(80, 100, years=["2021-22", "2023-24"])
    assert ramp_up(absent, steady_year="2023-24")["average_funding_level"].isna().all()


def test_each_group_has_its_own_funding_level():
    two = pd.concat([values(50, 100, 100, region="Wales", part_year=False), values(100, 100, region="London")])
    levels = ramp_up(two, by=["region"]).groupby("region")["average_funding_level"].first()
    assert levels.to_dict() == {"London": pytest.approx(1.0), "Wales": pytest.approx(250 / 300)}


def test_a_steady_state_of_nothing_has_no_shares():
    years = ramp_up(values(80, 0), steady_year="2022-23")
    shares = ["share_of_steady", "cumulative_shortfall_steady_years", "average_funding_level"]
    assert years[shares].isna().all(axis=None)
    assert years["shortfall_gbp"].tolist() == [-80, 0]


def test_users_ramp_up_as_values_do_and_cost_per_user_beside_them():
    # 279 users in 279 of 365 days are 365 a year; 400,000/400 is 1,000, and 279,000/300 is 930 a user.
    years = ramp_up(values(279_000, 400_000, volume_users=[279, 400]))
    assert years["annualised_users"].tolist() == pytest.approx([365, 400])
    assert years["volume_share_of_steady"].tolist() == pytest.approx([279 / 400, 1])
    assert years["volume_growth_percent"].tolist() == pytest.approx([NAN, 100 * (400 / 279 - 1)], nan_ok=True)
    assert years["steady_users"].tolist() == [400, 400]
    dearer = ramp_up(values(279_000, 400_000, volume_users=[300, 400]))
    assert dearer["cost_per_user_gbp"].tolist() == pytest.approx([930, 1_000])
    assert dearer["cost_per_user_share_of_steady"].tolist() == pytest.approx([0.93, 1])


def test_a_steady_state_that_is_a_part_year_has_its_users_at_twelve_months():
    years = ramp_up(values(279, 365, volume_users=[279, 365]), steady_year="2021-22")
    assert years["steady_users"].tolist() == pytest.approx([365, 365])
    assert years["volume_share_of_steady"].tolist() == pytest.approx([279 / 365, 1])


def test_nothing_is_said_of_users_where_their_number_is_missing():
    unknown = ["volume_users", "annualised_users", "volume_share_of_steady", "volume_growth_percent", "steady_users",
               "cost_per_user_gbp", "cost_per_user_share_of_steady"]  # fmt: skip
    assert ramp_up(values(80, 100))[unknown].isna().all(axis=None)
    two = pd.concat([values(80, 100, volume_users=[40, 50]), values(80, 100, volume_users=[NAN, 50])])
    assert ramp_up(two)["volume_users"].tolist() == pytest.approx([NAN, 100], nan_ok=True)


def test_rates_on_fewer_than_ten_users_are_withheld():
    years = ramp_up(values(80, 90, 100, 100, volume_users=[9, 10, 20, 9]), steady_year="2023-24")
    assert years["cost_per_user_gbp"].tolist() == pytest.approx([NAN, 9, 5, NAN], nan_ok=True)
    assert years["volume_growth_percent"].tolist() == pytest.approx([NAN, NAN, 100, -55], nan_ok=True)
    assert years["growth_percent"].tolist() == pytest.approx([NAN, NAN, 100 / 9, 0], nan_ok=True)
    assert years["annualised_growth_percent"].isna().tolist() == [True, True, False, False]
    assert years["volume_share_of_steady"].tolist() == pytest.approx([0.45, 0.5, 1, 0.45])
    few = ramp_up(values(80, 100, volume_users=[20, 9]), steady_year="2022-23")
    assert few[["volume_share_of_steady", "cost_per_user_share_of_steady"]].isna().all(axis=None)
    assert few["share_of_steady"].tolist() == [0.8, 1]


def test_few_users_in_another_group_withhold_nothing():
    two = pd.concat([values(80, 100, region="London", volume_users=9), values(40, 50, region="Wales", volume_users=90)])
    assert ramp_up(two, by=["region"])["growth_percent"].isna().tolist() == [True, True, True, False]


def test_figures_at_twelve_months_are_refused():
    with pytest.raises(FrameError, match="at twelve months already"):
        ramp_up(values(80, 100).assign(value_stated_gbp=1.0))


def test_the_larger_of_unlike_parts_of_a_year_weighs_more():
    # 558 in 279 days are 730 a year and 182 in 182 days 365: 740 of 1,095.
    late = values(182.0).assign(start=pd.Timestamp(2021, 10, 1))
    assert ramp_up(pd.concat([values(558.0), late]))["share_of_year"].tolist() == pytest.approx([740 / 1_095])


def test_unlike_parts_of_a_year_weigh_the_same_where_nothing_is_paid():
    late = values(0.0).assign(start=pd.Timestamp(2021, 10, 1))
    share = ramp_up(pd.concat([values(0.0), late]))["share_of_year"]
    assert share.tolist() == pytest.approx([(279 + 182) / 730])


def test_ten_users_are_enough_for_a_share_and_free_service_has_none():
    years = ramp_up(values(80, 100, volume_users=[10, 10]), steady_year="2022-23")
    assert years["volume_share_of_steady"].tolist() == [1, 1]
    free = ramp_up(values(80, 0, volume_users=[10, 10]), steady_year="2022-23")
    assert free["cost_per_user_share_of_steady"].isna().all()


def test_the_result_is_what_the_schema_promises():
    years = ramp_up(values(80, 100, region="Wales"), by=["region"])
    RampUp.validate(years)
    assert years.dtypes["steady_year"] == years.dtypes["sign"] == years.dtypes["year"] == "str"
    assert years.columns.tolist() == ["region", "year", *RESULTS]
    assert ramp_up(values()).empty


def test_what_cannot_be_measured_is_refused():
    with pytest.raises(FrameError, match=r"steady-state year '2030-31' is not in the frame; expected one of 2021-22"):
        ramp_up(values(80, 100), steady_year="2030-31")
    with pytest.raises(FrameError, match="'2021', the 'year' of row 0, is not a financial year"):
        ramp_up(values(80).assign(year="2021"))
    a_day_more = values(80, years=["2023-24"]).assign(end=pd.Timestamp(2024, 4, 1))
    with pytest.raises(FrameError, match="a period of 367 days stands under one year"):
        ramp_up(a_day_more)
    with pytest.raises(FrameError, match="a period of 1010 days stands under one year"):
        ramp_up(values(80).assign(end=pd.Timestamp(2024, 3, 31)))
    with pytest.raises(FrameError, match=r"illustrative figures .* stand beside"):
        ramp_up(values(80, 100, data_status=["illustrative", "official"]))
    with pytest.raises(FrameError, match="cannot be the keys"):
        ramp_up(values(80), by=["year"])


MONEY = st.integers(0, 10**9).map(lambda pence: pence / 100)
SERIES = st.lists(MONEY, min_size=2, max_size=4)
LAW = settings(deadline=None, derandomize=True, max_examples=40)


@LAW
@given(one=SERIES, other=SERIES, seed=st.integers(0, 99))
def test_part_year_and_ramp_up_add_up_to_the_distance_from_the_steady_state(one, other, seed):
    frame = pd.concat([values(*one, region="Wales"), values(*other, region="London")], ignore_index=True)
    copy = frame.copy()
    years = ramp_up(frame, by=["region"])
    parts = years["part_year_effect_gbp"] + years["ramp_effect_gbp"]
    assert (parts - (years["value_gbp"] - years["steady_gbp"])).abs().max() <= 0.01
    assert (parts + years["shortfall_gbp"]).abs().max() <= 0.01
    assert (years["part_year_effect_gbp"] <= 0).all()
    shuffled = frame.sample(frac=1, random_state=seed).set_axis([0] * len(frame))
    pd.testing.assert_frame_equal(ramp_up(shuffled, by=["region"]), years)
    pd.testing.assert_frame_equal(frame, copy)
