"""A pound of a later year counts for less, at a dated rate, and only pounds of one year's prices are added."""

from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vv_analysis.errors import FrameError
from vv_analysis.measure.basis.discounting import (
    DISCOUNT_RATE,
    SOCIAL_TIME_PREFERENCE,
    discount_factors,
    present_value,
)
from vv_analysis.terms.schemas.measured import PresentValue

NAN = float("nan")
YEARS = ["2021-22", "2022-23", "2023-24", "2024-25", "2025-26"]


def yearly(*values_gbp, prices="real 2020-21", **columns):
    return pd.DataFrame({"year": YEARS[: len(values_gbp)], "value_gbp": values_gbp, "prices": prices}).assign(**columns)


def test_the_rate_is_the_treasurys_and_says_its_date_and_source():
    assert DISCOUNT_RATE == SOCIAL_TIME_PREFERENCE.rate == 0.035
    assert SOCIAL_TIME_PREFERENCE.stated_in == "2022"
    assert "Green Book" in SOCIAL_TIME_PREFERENCE.source
    assert "review" in SOCIAL_TIME_PREFERENCE.review


def test_factors_are_those_of_the_green_book():
    factors = discount_factors(5)
    assert factors.round(6).tolist() == [1, 0.966184, 0.933511, 0.901943, 0.871442]
    assert factors.index.tolist() == [0, 1, 2, 3, 4]


def test_factors_of_named_years_count_from_the_earliest_of_them():
    # At 25% a year: 1, 4/5, (4/5)² = 16/25.
    assert discount_factors(["2023-24", "2021-22"], 0.25).to_dict() == pytest.approx({"2023-24": 0.64, "2021-22": 1})
    assert discount_factors([], 0.25).empty
    with pytest.raises(FrameError, match="'2021' is not a financial year"):
        discount_factors(["2021"])


def test_the_rate_of_the_green_book_ends_after_thirty_years():
    assert len(discount_factors(31)) == 31
    with pytest.raises(FrameError, match="a year lies 31 years after the first; expected at most 30"):
        discount_factors(32)
    with pytest.raises(FrameError, match="a year lies 31 years after the first"):
        discount_factors(["2021-22", "2052-53"])


@pytest.mark.parametrize("rate", [-0.01, 1, 3.5, NAN, "3.5%", None])
def test_a_rate_that_is_no_fraction_is_refused(rate):
    with pytest.raises(FrameError, match=r"the discount rate is .*; expected a fraction a year, such as 0.035"):
        present_value(yearly(100.0), rate=rate)


def test_without_a_rate_a_later_pound_counts_for_a_pound():
    assert present_value(yearly(100.0, 200.0), rate=0)["present_value_gbp"].tolist() == [300]


def test_the_result_says_what_was_added_at_which_rate_and_prices():
    result = present_value(yearly(100.0, 125.0), rate=0.25)
    # 100 + 125 × 4/5 = 200.
    assert result["present_value_gbp"].tolist() == pytest.approx([200])
    kept = result.drop(columns=["present_value_gbp", "present_value_low_gbp", "present_value_high_gbp"])
    assert kept.to_dict("records") == [
        {
            "first_year": "2021-22",
            "years": 2,
            "value_gbp": 225.0,
            "discount_rate": 0.25,
            "prices": "real 2020-21",
            "status": "ok",
        }
    ]
    PresentValue.validate(result)


@pytest.mark.parametrize("prices", ["nominal", "unknown", "", None, "unreal 2020-21", "real", "realistic"])
def test_a_series_that_is_not_at_constant_prices_is_not_discounted(prices):
    frame = yearly(100.0, 100.0).assign(prices=pd.Series(["real 2020-21", prices], dtype="str"))
    with pytest.raises(FrameError, match=r"the prices of row 1 are .*; use vv.real_terms first"):
        present_value(frame)


def test_prices_of_two_years_are_not_added():
    with pytest.raises(FrameError, match="values at prices 'real 2019-20' and 'real 2020-21' stand together"):
        present_value(yearly(100.0, 100.0, prices=["real 2020-21", "real 2019-20"]))


def test_a_frame_that_does_not_say_its_prices_is_refused():
    with pytest.raises(FrameError, match="no 'prices'"):
        present_value(yearly(100.0).drop(columns="prices"))


def test_a_series_says_its_prices_by_its_name():
    series = pd.Series([100.0, 125.0], index=YEARS[:2])
    assert present_value(series.rename("real 2020-21"), 0.25)["present_value_gbp"].tolist() == pytest.approx([200])
    for name in (None, "nominal", "value_gbp"):
        with pytest.raises(FrameError, match="a series says its prices by its name"):
            present_value(series.rename(name))


def test_a_year_between_two_others_may_not_be_left_out():
    with pytest.raises(FrameError, match="no year stands between 2021-22 and 2023-24; expected every year"):
        present_value(yearly(100.0, 0.0, 100.0).drop(index=1))
    two = pd.concat([yearly(1.0, 1.0, 1.0, category="other"), yearly(1.0, 1.0, 1.0, category="accommodation").drop(1)])
    with pytest.raises(FrameError, match="no year stands between 2021-22 and 2023-24, category 'accommodation'"):
        present_value(two, by=["category"])


def test_a_year_that_is_missing_is_refused_and_its_row_is_named():
    with pytest.raises(FrameError, match="the year of row 1 is missing"):
        present_value(yearly(100.0, 100.0).assign(year=["2021-22", None]))


def test_groups_that_begin_in_different_years_are_discounted_to_the_same_one():
    late = yearly(0.0, 125.0, category="other").drop(index=0)
    both = pd.concat([yearly(100.0, category="accommodation"), late])
    result = present_value(both, 0.25, by=["category"])
    assert result["present_value_gbp"].tolist() == pytest.approx([100, 100])
    assert result["first_year"].tolist() == ["2021-22", "2021-22"]
    assert result["category"].tolist() == ["accommodation", "other"]


def test_a_gap_between_two_groups_is_no_gap():
    late = yearly(0.0, 0.0, 100.0, category="other").tail(1)
    result = present_value(pd.concat([yearly(100.0, category="accommodation"), late]), 0.25, by=["category"])
    assert result["present_value_gbp"].tolist() == pytest.approx([100, 64])


def test_another_first_year_can_be_asked_for_but_no_later_one():
    # From 2019-20, 2021-22 is t = 2: 100 × 16/25.
    result = present_value(yearly(100.0), 0.25, first_year="2019-20")
    assert result["present_value_gbp"].tolist() == pytest.approx([64])
    assert result["first_year"].tolist() == ["2019-20"]
    assert present_value(yearly(100.0), 0.25, first_year="2021-22")["present_value_gbp"].tolist() == [100]
    with pytest.raises(FrameError, match="the year '2021-22' lies before the first year, '2022-23'"):
        present_value(yearly(100.0), first_year="2022-23")


def test_rows_of_one_year_are_added_first():
    twice = pd.concat([yearly(60.0, 100.0), yearly(40.0, 25.0)])
    result = present_value(twice, 0.25)
    assert result["present_value_gbp"].tolist() == pytest.approx([200])
    assert result["years"].tolist() == [2]


def test_a_missing_value_makes_the_present_value_missing():
    result = present_value(yearly(100.0, NAN), 0.25).iloc[0]
    assert result["status"] == "x"
    names = ["value_gbp", "present_value_gbp", "present_value_low_gbp", "present_value_high_gbp"]
    assert result[names].isna().all()


def test_bounds_are_discounted_like_the_value():
    # Ends of the second year: 100 to 150; times 4/5: 80 to 120.
    ends = {"value_low_gbp": [NAN, 100.0], "value_high_gbp": [NAN, 150.0]}
    result = present_value(yearly(100.0, 125.0, **ends), 0.25).iloc[0]
    assert result[["present_value_low_gbp", "present_value_high_gbp"]].tolist() == pytest.approx([180, 220])
    bound = present_value(yearly(100.0, NAN, value_low_gbp=[NAN, 100.0], value_high_gbp=NAN), 0.25).iloc[0]
    assert bound["present_value_low_gbp"] == pytest.approx(180)
    assert bound[["present_value_gbp", "present_value_high_gbp"]].isna().all()


def test_invented_figures_are_not_added_to_real_ones():
    with pytest.raises(FrameError, match=r"illustrative figures .* stand beside"):
        present_value(yearly(100.0, 100.0, data_status=["illustrative", "official"]))


def test_a_frame_without_rows_has_no_present_value():
    assert present_value(yearly(100.0).iloc[:0]).empty


AMOUNTS = st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=5)


@settings(deadline=None, derandomize=True, max_examples=30)
@given(pence=AMOUNTS, percent=st.integers(0, 99), order=st.randoms(use_true_random=False))
def test_the_sum_is_the_one_that_fractions_give_whatever_the_order_of_rows(pence, percent, order):
    frame = yearly(*[part / 100 for part in pence])
    places = list(range(len(frame)))
    order.shuffle(places)
    shuffled = frame.iloc[places].set_axis(["same label"] * len(frame))
    copy = shuffled.copy()
    exact = sum(Fraction(part, 100) / (1 + Fraction(percent, 100)) ** t for t, part in enumerate(pence))
    result = present_value(shuffled, percent / 100)["present_value_gbp"].iloc[0]
    assert result == pytest.approx(float(exact), rel=1e-9, abs=0.001)
    pd.testing.assert_frame_equal(shuffled, copy)
