"""The public record's own arithmetic: bounds stay bounds, and part years are told apart."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from vv_analysis.errors import FrameError
from vv_analysis.measure.public_record import (
    a_year,
    interval_ratio,
    part_year_growth,
    share_within_scope,
    steady_state_by_lot,
)
from vv_analysis.terms.vocabulary import LOT_CATEGORIES

NAN = float("nan")
DAY_1_LOTS = ["accommodation", "education-training-employment", "personal-wellbeing", "womens-services"]
# Written answer 76697 of 28 July 2020.
SHARES = pd.DataFrame({"category": LOT_CATEGORIES, "value": [9, 9, 11, 15, 43, 13]})


def test_the_shares_of_july_2020_times_the_floor_are_the_lots_at_least():
    lots = steady_state_by_lot(SHARES, 100_000_000)
    assert lots["value_at_floor_gbp"].tolist() == pytest.approx([9e6, 9e6, 11e6, 15e6, 43e6, 13e6])
    assert lots["value_at_floor_gbp"].sum() == pytest.approx(100e6)


def test_a_whole_per_cent_may_be_half_a_point_lower_or_higher():
    women = steady_state_by_lot(SHARES, 100_000_000).iloc[-1]
    assert women[["share", "share_low", "share_high"]].tolist() == pytest.approx([0.13, 0.125, 0.135])
    assert women["low_gbp"] == pytest.approx(12_500_000)


def test_no_lot_has_a_highest_value_where_the_total_is_only_exceeded():
    assert steady_state_by_lot(SHARES, 100_000_000)["high_gbp"].isna().all()


def test_womens_share_of_the_day_1_lots_is_about_a_sixth():
    within = share_within_scope(SHARES, "womens-services", DAY_1_LOTS)
    assert within.share == pytest.approx(13 / 76)
    assert (within.low, within.high) == pytest.approx((12.5 / 77, 13.5 / 75))


def test_a_share_of_all_lots_is_the_share_that_was_stated():
    assert share_within_scope(SHARES, "womens-services", LOT_CATEGORIES).share == pytest.approx(0.13)


def test_a_category_alone_in_scope_has_all_of_it():
    alone = share_within_scope(SHARES, "womens-services", ["womens-services"])
    assert (alone.share, alone.low, alone.high) == (1, 1, 1)


def test_shares_that_cannot_be_are_refused():
    with pytest.raises(FrameError, match="'other' is not among the shares"):
        share_within_scope(SHARES, "womens-services", ["womens-services", "other"])
    with pytest.raises(FrameError, match="'womens-services' is not among the scope"):
        share_within_scope(SHARES, "womens-services", ["accommodation"])
    with pytest.raises(FrameError, match="one percentage a category"):
        steady_state_by_lot(pd.concat([SHARES, SHARES]), 1e8)
    with pytest.raises(FrameError, match="one percentage a category"):
        steady_state_by_lot(SHARES.assign(value=113), 1e8)


def test_a_ratio_of_intervals_takes_the_opposite_ends():
    assert interval_ratio(50_000, 100_000, 40, 60) == pytest.approx((833.33, 2_500), abs=0.005)
    assert interval_ratio(1, 2, 3, 4) == pytest.approx((1 / 4, 2 / 3))


def test_a_divisor_that_may_be_nothing_bounds_nothing():
    assert all(map(math.isnan, interval_ratio(50_000, 100_000, 0, 10)))
    assert all(map(math.isnan, interval_ratio(1, 2, NAN, 0)))


def test_an_end_that_is_not_known_leaves_its_end_of_the_ratio_open():
    assert interval_ratio(33e6, NAN, 3, 4) == pytest.approx((8.25e6, NAN), nan_ok=True)
    assert interval_ratio(1, 2, 4, NAN) == pytest.approx((NAN, 0.5), nan_ok=True)


def test_intervals_that_cannot_be_are_refused():
    with pytest.raises(FrameError, match="2 to 1 is no interval"):
        interval_ratio(2, 1, 3, 4)
    with pytest.raises(FrameError, match="-1 to 1 is no interval"):
        a_year(-1, 1, 3, 4)


def test_the_day_1_awards_over_three_to_four_years_are_48_to_65_million_a_year():
    assert a_year(195e6, 195e6, 3, 4) == pytest.approx((48.75e6, 65e6))


AMOUNTS = st.floats(0, 1e9)


@examples(deadline=None, derandomize=True, max_examples=40)
@given(ends=st.tuples(AMOUNTS, AMOUNTS).map(sorted), below=st.tuples(st.floats(1, 1e6), st.floats(1, 1e6)).map(sorted),
       where=st.tuples(st.floats(0, 1), st.floats(0, 1)))  # fmt: skip
def test_every_ratio_of_figures_within_the_intervals_lies_within_theirs(ends, below, where):
    low, high = interval_ratio(*ends, *below)
    above, divisor = (first + part * (last - first) for (first, last), part in zip((ends, below), where, strict=True))
    assert low * (1 - 1e-9) - 1e-9 <= above / divisor <= high * (1 + 1e-9) + 1e-9


def test_greater_manchesters_growth_was_nearly_all_the_part_year():
    growth = part_year_growth(44.5, 58.8, days=279)
    assert growth.growth_percent == pytest.approx(32.1, abs=0.05)
    assert growth.annualised == pytest.approx(58.22, abs=0.005)
    assert growth.annualised_growth_percent == pytest.approx(1.0, abs=0.05)
    assert growth.due_to_part_year == pytest.approx(13.72, abs=0.005)
    assert growth.due_to_part_year_points == pytest.approx(31.1, abs=0.05)


def test_counted_from_july_it_even_fell():
    assert part_year_growth(44.5, 58.8, days=274).annualised_growth_percent == pytest.approx(-0.8, abs=0.05)


def test_unpaid_work_more_than_doubled_besides_the_part_year():
    growth = part_year_growth(1.4, 3.93, days=279)
    assert growth.growth_percent == pytest.approx(180.7, abs=0.05)
    assert growth.annualised_growth_percent == pytest.approx(114.6, abs=0.05)


@pytest.mark.parametrize(("value_part", "days"), [(0.0, 279), (NAN, 279), (44.5, 0), (44.5, 366)])
def test_no_growth_is_told_from_nothing_or_from_days_outside_the_year(value_part, days):
    with pytest.raises(FrameError, match="no growth can be told"):
        part_year_growth(value_part, 58.8, days=days)


def test_no_share_is_lower_than_nothing_and_a_small_one_is_still_one():
    slight = pd.DataFrame({"category": ["a", "b"], "value": [0, 0.75]})
    assert steady_state_by_lot(slight, 100.0)["share_low"].tolist() == pytest.approx([0.0, 0.0025])
    assert share_within_scope(slight, "b", ["a", "b"]).share == 1


def test_a_part_year_may_be_one_day():
    assert part_year_growth(1.0, 365.0, days=1).annualised == 365.0


def test_a_refusal_names_its_measure():
    for measured in (
        lambda: steady_state_by_lot(SHARES, -1.0),
        lambda: steady_state_by_lot(SHARES.drop(columns="value"), 1.0),
    ):
        with pytest.raises(FrameError) as refused:
            measured()
        assert refused.value.where == "steady_state_by_lot"
    with pytest.raises(FrameError) as refused:
        share_within_scope(SHARES.drop(columns="value"), "a", ["a"])
    assert refused.value.where == "share_within_scope"
