"""A contract that runs over 31 March is counted in each financial year by its days there, and no money is lost."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vv_analysis.errors import FrameError
from vv_analysis.measure.basis.financial_years import by_financial_year
from vv_analysis.measure.basis.prices import real_terms
from vv_analysis.measure.basis.twelve_months import annualise

NAN = float("nan")
FLOWS = ["value_gbp", "value_low_gbp", "value_high_gbp", "value_nominal_gbp", "volume_users", "volume_high_users"]


def contract(start, end, value_gbp=1_000.0, **columns):
    dates = {"start": pd.to_datetime([start]), "end": pd.to_datetime([end])}
    return pd.DataFrame({**dates, "value_gbp": [value_gbp]}).assign(**columns)


def test_values_and_users_fall_on_the_years_by_their_days():
    # 182 days to 31 March 2021, 183 after it.
    parts = by_financial_year(contract("2020-10-01", "2021-09-30", 365.0, volume_users=730.0))
    assert parts["year"].tolist() == ["2020-21", "2021-22"]
    assert parts["value_gbp"].tolist() == pytest.approx([182, 183])
    assert parts["volume_users"].tolist() == pytest.approx([364, 366])
    assert parts["days"].tolist() == [182, 183]
    assert parts["start"].tolist() == list(pd.to_datetime(["2020-10-01", "2021-04-01"]))
    assert parts["end"].tolist() == list(pd.to_datetime(["2021-03-31", "2021-09-30"]))


def test_what_was_done_stands_in_the_steps_of_what_was_shared_out_only():
    both = pd.concat([contract("2020-10-01", "2021-09-30"), contract("2020-04-01", "2021-03-31", steps="first")])
    assert by_financial_year(both)["steps"].tolist() == [
        "shared out by days, 182 of 365 in 2020-21",
        "shared out by days, 183 of 365 in 2021-22",
        "first",
    ]


def test_one_year_alone_can_be_asked_for():
    parts = by_financial_year(contract("2019-04-01", "2022-03-31"), year="2020-21")
    assert parts["year"].tolist() == ["2020-21"]
    assert parts.index.tolist() == [0]
    assert by_financial_year(contract("2019-04-01", "2022-03-31"), year="2025-26").empty
    with pytest.raises(FrameError, match="'2020' is not a financial year"):
        by_financial_year(contract("2019-04-01", "2022-03-31"), year="2020")


def test_a_published_row_keeps_its_year_and_figures():
    published = contract("2021-06-26", "2022-03-31", year="2021-22", one_off_costs_gbp=50.0)
    kept = by_financial_year(published)
    pd.testing.assert_frame_equal(kept[list(published)], published)
    assert kept[["days", "steps", "assumed_profile"]].to_numpy().tolist() == [[279, "", False]]


@pytest.mark.parametrize(
    ("start", "end"), [("2021-06-26", "2022-04-01"), ("2021-03-31", "2022-03-31"), ("2022-04-01", "2022-05-31")]
)
def test_a_period_outside_the_year_of_its_row_is_refused(start, end):
    frame = pd.concat([contract("2021-06-26", "2022-03-31", year="2021-22"), contract(start, end, year="2021-22")])
    with pytest.raises(FrameError, match=r"period of row 1 has days outside its year \('2021-22' in the first\)"):
        by_financial_year(frame)


@pytest.mark.parametrize("nothing", ["", None])
def test_a_row_without_a_year_gets_the_years_of_its_days(nothing):
    stated = contract("2021-03-31", "2021-04-01").assign(year=pd.Series([nothing], dtype="str"))
    assert by_financial_year(stated)["year"].tolist() == ["2020-21", "2021-22"]


@pytest.mark.parametrize(("start", "end"), [(None, "2022-03-31"), ("2022-03-31", None), (None, None)])
def test_a_date_that_is_missing_is_not_guessed(start, end):
    frame = pd.concat([contract("2020-04-01", "2021-03-31"), contract(start, end)])
    with pytest.raises(FrameError, match="first or last day of row 1 is missing"):
        by_financial_year(frame)


def test_dates_that_cannot_be_are_refused():
    with pytest.raises(FrameError, match="by_financial_year: a period ends on 01 April 2021, before it starts"):
        by_financial_year(contract("2021-04-02", "2021-04-01"))


def test_figures_at_twelve_months_are_no_totals_to_share_out():
    with pytest.raises(FrameError, match=r"at twelve months.*share them out first"):
        by_financial_year(annualise(contract("2020-10-01", "2021-09-30")))


def test_one_off_costs_stand_once_in_the_first_year_and_are_not_known_for_the_others():
    two = pd.concat([contract("2020-10-01", "2021-09-30"), contract("2020-10-01", "2021-09-30")])
    parts = by_financial_year(two.assign(one_off_costs_gbp=[500.0, 300.0]))["one_off_costs_gbp"]
    assert parts.dropna().tolist() == [500, 300]
    assert parts.isna().tolist() == [False, True, False, True]


@pytest.mark.parametrize(
    ("start", "end", "assumed"),
    [
        ("2020-10-01", "2021-09-30", False),
        ("2019-10-01", "2020-09-30", False),
        ("2020-10-01", "2021-10-01", True),
        ("2019-04-01", "2021-03-31", True),
        ("2020-04-01", "2021-03-31", False),
    ],
)
def test_a_total_of_more_than_twelve_months_is_marked_as_of_an_assumed_profile(start, end, assumed):
    parts = by_financial_year(contract(start, end))
    assert set(parts["assumed_profile"]) == {assumed}
    assert parts["steps"].str.endswith("(profile assumed)").tolist() == [assumed] * len(parts)


def test_a_mark_of_an_assumed_profile_stays():
    before = contract("2020-10-01", "2021-09-30").assign(assumed_profile=pd.Series([True], dtype="boolean"))
    assert by_financial_year(before)["assumed_profile"].tolist() == [True, True]
    unknown = before.assign(assumed_profile=pd.Series([None], dtype="boolean"))
    assert by_financial_year(unknown)["assumed_profile"].tolist() == [False, False]


def test_a_frame_without_rows_stays_without_rows():
    empty = by_financial_year(contract("2020-10-01", "2021-09-30").iloc[:0])
    assert empty.empty
    assert {"year", "days", "steps", "assumed_profile"} <= set(empty)


def test_one_contract_over_two_years_is_deflated_year_by_year_after_it():
    index = pd.Series({"2020-21": 100.0, "2021-22": 104.0})
    parts = by_financial_year(contract("2020-10-01", "2021-09-30", 365.0))
    assert real_terms(parts, deflators=index)["value_gbp"].tolist() == pytest.approx([182, 183 / 1.04])


MONEY = st.none() | st.just(0.0) | st.integers(-(10**14), 10**14).map(lambda pence: pence / 100)
PEOPLE = st.none() | st.integers(0, 10**6)
DAYS = st.dates(pd.Timestamp(2000, 1, 1).date(), pd.Timestamp(2040, 1, 1).date())
ROWS = st.lists(st.tuples(st.tuples(DAYS, DAYS).map(sorted), MONEY, PEOPLE), min_size=3, max_size=6)


def stated(rows):
    value = np.array([row[1] for row in rows], dtype="float64")
    people = np.array([row[2] for row in rows], dtype="float64")
    frame = pd.DataFrame({"contract": [f"C{place}" for place in range(len(rows))]})
    dates = {day: pd.to_datetime([row[0][place] for row in rows]) for place, day in enumerate(("start", "end"))}
    ends = {"value_low_gbp": value - 5.5, "value_high_gbp": value + 1e9, "value_nominal_gbp": value / 3}
    return frame.assign(
        **dates, value_gbp=value, **ends, volume_users=people, volume_high_users=people, one_off_costs_gbp=value
    )


@settings(deadline=None, derandomize=True, max_examples=20)
@given(rows=ROWS)
def test_parts_add_up_to_the_whole_to_the_last_bit_and_nothing_given_is_changed(rows):
    frame = stated(rows)
    copy = frame.copy()
    parts = by_financial_year(frame)
    sums = parts.groupby("contract")[FLOWS].sum(skipna=False).reset_index(drop=True)
    pd.testing.assert_frame_equal(sums, frame[FLOWS], check_exact=True)
    once = parts.groupby("contract")["one_off_costs_gbp"].max().reset_index(drop=True)
    pd.testing.assert_series_equal(once, frame["one_off_costs_gbp"], check_exact=True)
    assert (parts.groupby("contract")["one_off_costs_gbp"].count() <= 1).all()
    pd.testing.assert_frame_equal(frame, copy)


@settings(deadline=None, derandomize=True, max_examples=8)
@given(rows=ROWS, order=st.randoms(use_true_random=False))
def test_order_and_labels_of_the_rows_do_not_matter(rows, order):
    frame = stated(rows)
    places = list(range(len(frame)))
    order.shuffle(places)
    shuffled = frame.iloc[places].set_axis(["same label"] * len(frame))
    one, other = (
        by_financial_year(given_rows).sort_values(["contract", "year"], ignore_index=True)
        for given_rows in (frame, shuffled)
    )
    pd.testing.assert_frame_equal(one, other)
