"""Values are brought to the prices of one year, and what was stated is kept."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vv_analysis.errors import FrameError
from vv_analysis.measure.basis.averaged_deflators import averaged_growth
from vv_analysis.measure.basis.prices import real_terms, with_alternative
from vv_analysis.measure.basis.twelve_months import annualise
from vv_analysis.terms import reference, years

NAN = float("nan")
INDEX = pd.Series({"2019-20": 95.0, "2020-21": 100.0, "2021-22": 104.0})
LONG = pd.Series({"2018-19": 98.0, "2019-20": 100.0, "2020-21": 108.0, "2021-22": 109.0, "2022-23": 133.1})


def contract(start, end, value_gbp=1_000.0, volume_users=100.0, **columns):
    dates = {"start": pd.to_datetime([start]), "end": pd.to_datetime([end])}
    return pd.DataFrame({**dates, "value_gbp": [value_gbp], "volume_users": [volume_users]}).assign(**columns)


def published(*values_gbp, **columns):
    return pd.DataFrame({"value_gbp": list(values_gbp)}).assign(**columns)


def of_year(year):
    return contract(years.first_day(year), years.last_day(year))


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
    with pytest.raises(FrameError, match=r"'2035-36' for row 0; expected one of 2019-20, 2020-21, 2021-22"):
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


def test_a_step_says_series_release_and_factor_only_of_rows_whose_prices_were_changed():
    stated = published(85.314, 85.1105, NAN, year="2021-22", prices=["nominal", "real 2020-21", "nominal"])
    real = real_terms(stated)
    # 85.1105 / 85.314 = 0.99761..., from deflators.csv.
    assert real["steps"].tolist() == ["nominal to real 2020-21: GDP deflator, release of 2025-12, x 0.9976", "", ""]


def test_a_series_without_a_name_is_told_as_given_and_one_with_a_name_by_it():
    stated = published(95.0, year="2019-20")
    assert real_terms(stated, deflators=INDEX)["steps"].tolist() == [
        "nominal to real 2020-21: deflators given, x 1.0526"
    ]
    named = real_terms(stated, deflators=INDEX.rename("CPIH, release of 2026-01"))
    assert named["steps"].tolist() == ["nominal to real 2020-21: CPIH, release of 2026-01, x 1.0526"]


def test_steps_of_rows_with_the_same_labels_stand_at_their_own_rows_and_after_earlier_steps():
    both = pd.concat([published(95.0, year="2019-20", steps="first"), published(104.0, year="2021-22", steps="")])
    words = [step.rpartition("x ")[2] for step in real_terms(both, deflators=INDEX)["steps"]]
    assert words == ["1.0526", "0.9615"]
    assert real_terms(both, deflators=INDEX)["steps"].iloc[0].startswith("first; nominal to real 2020-21")


def test_a_value_that_no_period_can_deflate_says_why_it_is_missing():
    assert real_terms(contract(None, None), deflators=INDEX)["steps"].tolist() == [
        "no real 2020-21 value: period not known"
    ]


@pytest.mark.parametrize(
    ("year", "to", "distorted"),
    [
        ("2019-20", "2022-23", False),
        ("2019-20", "2020-21", True),
        ("2019-20", "2021-22", True),
        ("2020-21", "2019-20", True),
        ("2021-22", "2022-23", True),
        ("2020-21", "2020-21", False),
        ("2021-22", "2020-21", True),
        ("2018-19", "2018-19", False),
    ],
)
def test_a_change_of_prices_that_touches_a_pandemic_year_is_marked(year, to, distorted):
    for period in (published(1.0, year=year), of_year(year)):
        assert real_terms(period, to, LONG)["deflator_distorted"].tolist() == [distorted]


@pytest.mark.parametrize(
    ("start", "end", "distorted"),
    [
        ("2018-04-01", "2020-03-31", False),
        ("2018-04-01", "2020-04-01", True),
        ("2022-03-31", "2022-05-31", True),
        ("2022-04-01", "2022-05-31", False),
        ("2019-04-01", "2023-03-31", True),
    ],
)
def test_one_day_in_a_pandemic_year_is_a_touch(start, end, distorted):
    assert real_terms(contract(start, end), "2022-23", LONG)["deflator_distorted"].tolist() == [distorted]


def test_part_of_the_target_year_alone_is_no_change_of_prices():
    inside, beyond = contract("2020-06-01", "2021-03-31"), contract("2020-03-31", "2021-03-31")
    assert real_terms(pd.concat([inside, beyond]), deflators=LONG)["deflator_distorted"].tolist() == [False, True]


def test_where_a_row_has_both_dates_count_and_not_its_year():
    before = contract("2019-04-01", "2020-03-31", year=["2020-21"])
    assert real_terms(before, "2022-23", LONG)["deflator_distorted"].tolist() == [False]
    assert real_terms(before, "2020-21", LONG)["deflator_distorted"].tolist() == [True]


def test_the_mark_stays_with_rows_that_are_at_these_prices_already():
    once = real_terms(published(1.0, year="2019-20"), deflators=LONG)
    again = real_terms(once, deflators=LONG)
    assert again["deflator_distorted"].tolist() == [True]
    assert real_terms(published(1.0, year="2019-20", prices="real 2020-21"))["deflator_distorted"].tolist() == [False]


def test_rows_put_beside_rows_that_were_never_deflated_are_not_marked_by_that():
    once = real_terms(published(1.0, year="2019-20"), deflators=LONG)
    both = pd.concat([once, published(1.0, year="2019-20", prices="real 2020-21")])
    assert real_terms(both, deflators=LONG)["deflator_distorted"].tolist() == [True, False]


def test_a_value_of_no_known_period_or_of_no_amount_is_not_marked():
    nothing = pd.concat([contract(None, None), contract("2019-04-01", "2020-03-31", value_gbp=NAN)])
    assert real_terms(nothing, deflators=LONG)["deflator_distorted"].tolist() == [False, False]


@pytest.mark.parametrize("wrong", [0.0, -100.0, NAN, float("inf"), "about 100"])
def test_an_index_that_would_give_no_amount_of_money_is_refused(wrong):
    series = pd.Series({"2019-20": 95.0, "2020-21": wrong}, dtype=object)
    with pytest.raises(FrameError, match="the price index of '2020-21' cannot be used"):
        real_terms(published(95.0, year="2019-20"), deflators=series)


def test_a_year_that_stands_twice_in_an_index_is_refused():
    with pytest.raises(FrameError, match="the price index of '2020-21' cannot be used; expected one number above 0"):
        real_terms(published(95.0, year="2020-21"), deflators=pd.concat([INDEX, INDEX["2020-21":"2020-21"]]))


def test_the_alternative_figure_stands_beside_the_one_by_the_published_index():
    # 133.1 / 100 = 1.1 cubed, so that the averaged index of 2020-21 is 110 and of 2021-22 121.
    both = with_alternative(published(1_000.0, 1_000.0, year=["2019-20", "2021-22"]), "2020-21", LONG)
    assert both["value_gbp"].tolist() == pytest.approx([1_000 * 108 / 100, 1_000 * 108 / 109])
    assert both["value_alternative_gbp"].tolist() == pytest.approx([1_100, 1_000 * 110 / 121])
    assert both["value_nominal_gbp"].tolist() == [1_000, 1_000]


def test_averaged_growth_is_told_in_the_step_of_whoever_deflates_by_it():
    real = real_terms(published(80.8836, year="2019-20"), to="2019-20", deflators=averaged_growth())
    assert real["steps"].tolist() == [
        "nominal to real 2019-20: GDP deflator, release of 2025-12, growth from 2019-20 to 2022-23 averaged, x 1.0000"
    ]


def test_where_nothing_touches_a_pandemic_year_the_alternative_is_the_same():
    both = with_alternative(published(1_000.0, year="2019-20"), "2022-23", LONG).iloc[0]
    assert both["value_alternative_gbp"] == both["value_gbp"] == pytest.approx(1_331)
    assert not both["deflator_distorted"]


def test_a_value_without_nominal_value_or_period_has_no_alternative():
    stated = published(1_000.0, 1_000.0, NAN, year=["2019-20", "", "2019-20"], prices=["real 2020-21", "nominal", ""])
    both = with_alternative(stated, "2020-21", LONG)
    assert both["value_alternative_gbp"].isna().all()
    assert both["value_gbp"].iloc[0] == 1_000


def test_values_at_these_prices_already_get_their_alternative_from_the_nominal_value():
    once = real_terms(published(1_000.0, year="2019-20"), deflators=LONG)
    assert with_alternative(once, deflators=LONG)["value_alternative_gbp"].tolist() == pytest.approx([1_100])


def test_an_alternative_made_for_other_prices_does_not_stay():
    both = with_alternative(published(1_000.0, year="2019-20"), "2020-21", LONG)
    assert real_terms(both, "2020-21", LONG)["value_alternative_gbp"].tolist() == pytest.approx([1_100])
    assert real_terms(both, "2021-22", LONG)["value_alternative_gbp"].isna().all()


def test_alternatives_of_rows_with_the_same_labels_stand_at_their_own_rows():
    one, other = published(1_000.0, year="2019-20"), published(1_000.0, year="2020-21")
    both = with_alternative(pd.concat([one, other]), "2020-21", LONG)
    assert both["value_alternative_gbp"].tolist() == pytest.approx([1_100, 1_000])
    assert both.index.tolist() == [0, 0]


def test_a_frame_without_rows_stays_without_rows():
    empty = with_alternative(published(year=pd.Series(dtype="str")), deflators=LONG)
    assert empty.empty
    assert {"steps", "deflator_distorted", "value_alternative_gbp"} <= set(empty)


DAYS = st.dates(pd.Timestamp(2019, 4, 1).date(), pd.Timestamp(2022, 3, 31).date())
PERIODS = st.lists(st.tuples(DAYS, DAYS).map(sorted), min_size=4, max_size=4)


@settings(deadline=None, derandomize=True, max_examples=20)
@given(spans=PERIODS, value_pence=st.integers(1, 10**10))
def test_the_order_of_deflating_and_annualising_does_not_matter_and_nothing_given_is_changed(spans, value_pence):
    stated = pd.concat([contract(*span, value_gbp=value_pence / 100) for span in spans], ignore_index=True)
    copy = stated.copy()
    one = real_terms(annualise(stated), deflators=INDEX)
    other = annualise(real_terms(stated, deflators=INDEX))
    for column in ("value_gbp", "value_nominal_gbp", "volume_users"):
        assert one[column].tolist() == pytest.approx(other[column].tolist())
    assert one["deflator_distorted"].tolist() == other["deflator_distorted"].tolist()
    pd.testing.assert_frame_equal(stated, copy)
