"""Figures are brought to one price base and to twelve months, and what was stated is kept."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vv_analysis.errors import FrameError
from vv_analysis.measure.basis.prices import real_terms
from vv_analysis.measure.basis.twelve_months import annualise
from vv_analysis.terms import reference

NAN = float("nan")
INDEX = pd.Series({"2019-20": 95.0, "2020-21": 100.0, "2021-22": 104.0})


def contract(start, end, value_gbp=1_000.0, volume_users=100.0, **columns):
    dates = {"start": pd.to_datetime([start]), "end": pd.to_datetime([end])}
    return pd.DataFrame({**dates, "value_gbp": [value_gbp], "volume_users": [volume_users]}).assign(**columns)


def published(*values_gbp, **columns):
    return pd.DataFrame({"value_gbp": list(values_gbp)}).assign(**columns)


def real_value(frame, **settings_):
    return real_terms(frame, deflators=INDEX, **settings_)["value_gbp"].tolist()


def test_a_value_of_the_base_year_stays_as_it_is():
    real = real_terms(published(500.0, year="2020-21", prices="nominal"), deflators=INDEX)
    assert real[["value_gbp", "value_nominal_gbp", "prices"]].to_numpy().tolist() == [[500, 500, "real 2020-21"]]


def test_an_earlier_value_is_worth_more_and_a_later_one_less_in_the_base_years_prices():
    assert real_value(published(95.0, 104.0, year=["2019-20", "2021-22"])) == pytest.approx([100, 100])


def test_the_treasurys_deflators_are_the_default():
    assert real_terms(published(85.314, year="2021-22"))["value_gbp"].tolist() == pytest.approx([85.1105])
    assert reference.deflators()["2021-22"] == 85.314


def test_a_period_over_two_years_takes_their_mean_index_by_days():
    half_and_half = contract("2020-10-01", "2021-09-29")
    assert real_value(half_and_half) == pytest.approx([1_000 * 100 / 102])


def test_a_period_of_two_whole_years_takes_the_leap_year_with_its_extra_day():
    two_years = contract("2019-04-01", "2021-03-31")
    mean = (366 * 95 + 365 * 100) / 731
    assert real_value(two_years) == pytest.approx([1_000 * 100 / mean])


def test_bounds_are_deflated_like_the_value_and_kept_as_stated():
    bound = published(NAN, value_low_gbp=104.0, value_high_gbp=NAN, year="2021-22")
    real = real_terms(bound, deflators=INDEX).iloc[0]
    assert real[["value_low_gbp", "value_low_nominal_gbp"]].tolist() == pytest.approx([100, 104])
    assert real[["value_gbp", "value_high_gbp"]].isna().all()


def test_doing_it_twice_is_doing_it_once():
    once = real_terms(published(104.0, year="2021-22"), deflators=INDEX)
    pd.testing.assert_frame_equal(real_terms(once, deflators=INDEX), once)


def test_a_value_stated_at_the_prices_asked_for_is_left_as_it_is():
    real = real_terms(published(104.0, year="2021-22", prices="real 2020-21"), deflators=INDEX).iloc[0]
    assert real["value_gbp"] == 104
    assert pd.isna(real["value_nominal_gbp"])


def test_a_change_of_base_year_starts_from_the_nominal_value():
    once = real_terms(published(104.0, year="2021-22"), to="2020-21", deflators=INDEX)
    other = real_terms(once, to="2019-20", deflators=INDEX)
    assert other["value_gbp"].tolist() == pytest.approx([95])
    assert other["value_nominal_gbp"].tolist() == [104]


@pytest.mark.parametrize("prices", ["real 2015-16", "unknown", ""])
def test_values_at_other_or_unknown_prices_are_refused_unless_their_nominal_value_is_there(prices):
    stated = published(100.0, year="2021-22", prices=prices)
    with pytest.raises(FrameError, match=f"values at prices '{prices}' cannot be brought to 'real 2020-21'"):
        real_terms(stated, deflators=INDEX)
    assert real_value(stated.assign(value_nominal_gbp=104.0)) == pytest.approx([100])


def test_a_year_outside_the_series_is_refused_with_the_years_there_are():
    with pytest.raises(FrameError, match=r"'2035-36'; expected one of 2019-20, 2020-21, 2021-22"):
        real_terms(published(1.0, year="2035-36"), deflators=INDEX)
    with pytest.raises(FrameError, match="no year '2035-36'"):
        real_terms(published(1.0, year="2020-21"), to="2035-36")
    with pytest.raises(FrameError, match="no year '2022-23'"):
        real_terms(contract("2021-06-26", "2022-06-25"), deflators=INDEX)


def test_a_missing_value_needs_no_index_and_stays_missing():
    assert pd.isna(real_value(published(NAN, year="2035-36"))[0])


def test_a_value_of_no_known_period_has_no_real_value_but_keeps_its_nominal_one():
    real = real_terms(contract(None, None), deflators=INDEX).iloc[0]
    assert pd.isna(real["value_gbp"])
    assert real["value_nominal_gbp"] == 1_000
    assert pd.isna(real_value(published(1.0, year=""))[0])


def test_rows_of_several_files_with_the_same_labels_keep_their_own_years():
    one, other = published(95.0, year="2019-20"), published(104.0, year="2021-22")
    real = real_terms(pd.concat([one, other]), deflators=INDEX)
    assert real["value_gbp"].tolist() == pytest.approx([100, 100])
    assert real.index.tolist() == [0, 0]


def test_a_frame_without_any_period_is_refused():
    with pytest.raises(FrameError, match="no 'start' and no 'end'"):
        real_terms(published(1.0), deflators=INDEX)


def test_a_rule_of_nine_months_would_give_another_answer_than_the_days():
    yearly = annualise(contract("2021-06-26", "2022-03-31", value_gbp=279_000))
    assert yearly["value_gbp"].iloc[0] == pytest.approx(365_000)
    assert pytest.approx(1.0192, abs=5e-5) == 279_000 * 12 / 9 / 365_000


@pytest.mark.parametrize(
    ("start", "end", "days", "days_a_year"),
    [
        ("2023-04-01", "2024-02-28", 334, 365),
        ("2023-04-01", "2024-02-29", 335, 366),
        ("2024-02-29", "2024-08-31", 185, 366),
        ("2024-03-01", "2025-02-28", 365, 365),
        ("2023-04-01", "2024-03-31", 366, 366),
        ("2100-01-01", "2100-12-31", 365, 365),
    ],
)
def test_twelve_months_have_366_days_where_the_period_covers_29_february(start, end, days, days_a_year):
    yearly = annualise(contract(start, end, value_gbp=float(days))).iloc[0]
    assert yearly["days"] == days
    assert yearly["value_gbp"] == pytest.approx(days_a_year)


def test_bounds_and_nominal_values_come_to_twelve_months_too():
    half = contract("2021-04-01", "2021-09-30", volume_low_users=50.0, value_high_gbp=NAN, value_nominal_gbp=183.0)
    yearly = annualise(half).iloc[0]
    assert yearly["volume_low_users"] == pytest.approx(50 * 365 / 183)
    assert yearly["value_nominal_gbp"] == pytest.approx(365)
    assert pd.isna(yearly["value_high_gbp"])


def test_what_was_stated_is_kept_beside_the_annual_figures():
    yearly = annualise(contract("2021-06-26", "2022-03-31")).iloc[0]
    assert yearly[["value_stated_gbp", "volume_stated_users"]].tolist() == [1_000, 100]


def test_awards_without_a_volume_can_be_annualised():
    award = contract("2021-06-26", "2022-03-31").drop(columns="volume_users")
    assert "volume_stated_users" not in annualise(award)


def test_a_period_without_both_dates_has_no_annual_figure():
    yearly = annualise(contract("2021-04-01", None)).iloc[0]
    assert yearly[["value_gbp", "volume_users", "days"]].isna().all()


def test_a_second_annualise_is_refused():
    with pytest.raises(FrameError, match="at twelve months already"):
        annualise(annualise(contract("2021-04-01", "2021-09-30")))


def test_dates_that_cannot_be_are_refused():
    with pytest.raises(FrameError, match="ends on 01 April 2021, before it starts on 02 April 2021"):
        annualise(contract("2021-04-02", "2021-04-01"))
    with pytest.raises(FrameError, match="column 'start' holds no dates"):
        annualise(contract("2021-04-01", "2021-04-02").assign(start="1 April"))


DAYS = st.dates(pd.Timestamp(2019, 4, 1).date(), pd.Timestamp(2022, 3, 31).date())
PERIODS = st.tuples(DAYS, DAYS).map(sorted)


@settings(deadline=None, derandomize=True, max_examples=40)
@given(period=PERIODS, value_pence=st.integers(1, 10**10))
def test_the_order_of_deflating_and_annualising_does_not_matter_and_nothing_given_is_changed(period, value_pence):
    stated = contract(*period, value_gbp=value_pence / 100)
    copy = stated.copy()
    one = real_terms(annualise(stated), deflators=INDEX).iloc[0]
    other = annualise(real_terms(stated, deflators=INDEX)).iloc[0]
    for column in ("value_gbp", "value_nominal_gbp", "volume_users"):
        assert one[column] == pytest.approx(other[column])
    pd.testing.assert_frame_equal(stated, copy)


@settings(deadline=None, derandomize=True, max_examples=40)
@given(period=PERIODS)
def test_annualising_leaves_the_cost_per_user_alone(period):
    yearly = annualise(contract(*period)).iloc[0]
    assert yearly["value_gbp"] / yearly["volume_users"] == pytest.approx(10)
