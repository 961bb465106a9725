"""Days are counted inclusively, leap years where they are, and an index is averaged over the days in each year."""

import datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vv_analysis.errors import FrameError
from vv_analysis.measure.frames import periods

FAITHFUL = settings(deadline=None, derandomize=True, max_examples=40)
INDEX = pd.Series({"2019-20": 96.0, "2020-21": 100.0, "2021-22": 102.0, "2023-24": 110.0})


def dated(*pairs):
    return pd.DataFrame([[pd.Timestamp(day) for day in pair] for pair in pairs], columns=["start", "end"])


def refused(call, *arguments):
    with pytest.raises(FrameError) as refusal:
        call(*arguments, where="the measure")
    return str(refusal.value)


def test_dates_keep_their_rows_and_leave_the_other_columns_behind():
    frame = dated(("2021-06-26", "2022-03-31"), (None, "2022-03-31")).assign(area="Kent").set_axis([4, 4])
    dates = periods.period_dates(frame, where="x")
    assert dates.index.tolist() == [4, 4]
    assert dates.columns.tolist() == ["start", "end"]
    assert dates.dtypes.astype(str).tolist() == ["datetime64[ns]"] * 2
    assert dates["start"].isna().tolist() == [False, True]


def test_a_column_of_nothing_is_a_column_of_missing_dates():
    dates = periods.period_dates(pd.DataFrame({"start": [None], "end": [None]}), where="x")
    assert dates.isna().all(axis=None)
    assert dates.dtypes.astype(str).tolist() == ["datetime64[ns]"] * 2


@pytest.mark.parametrize("name", ["start", "end"])
def test_text_among_dates_is_refused(name):
    frame = dated(("2021-06-26", "2022-03-31")).assign(**{name: ["in spring"]})
    assert refused(periods.period_dates, frame) == (
        f"the measure: column '{name}' holds no dates in row 0; expected dates; use pandas.to_datetime."
    )
    missing = refused(periods.period_dates, frame.drop(columns=name))
    assert missing.startswith(f"the measure: the frame has no '{name}'")


def test_a_period_that_ends_before_it_starts_is_refused_and_one_of_a_day_is_none_such():
    day = ("2022-03-31", "2022-03-31")
    assert len(periods.period_dates(dated(day), where="x")) == 1
    assert refused(periods.period_dates, dated(day, ("2022-06-02", "2022-06-01"), ("2022-06-09", "2022-06-01"))) == (
        "the measure: a period ends on 01 June 2022, before it starts on 02 June 2022 (rows 1, 2); "
        "correct the dates at their source."
    )


def test_both_days_of_a_period_are_counted():
    # O9: 26 June 2021 to 31 March 2022 are 279 days, 1 October 2020 to 31 March 2021 182.
    days = periods.inclusive_days(
        dated(("2021-06-26", "2022-03-31"), ("2020-10-01", "2021-03-31"), (None, "2021-03-31"))
    )
    assert days.tolist()[:2] == [279.0, 182.0]
    assert days.isna().tolist() == [False, False, True]
    assert days.dtype == np.dtype("float64")


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2023-04-01", "2024-03-31", 366),
        ("2021-04-01", "2022-03-31", 365),
        ("2024-02-29", "2024-02-29", 366),
        ("2024-03-01", "2024-12-31", 365),
        ("2024-01-01", "2024-02-28", 365),
        ("2023-01-01", "2024-02-28", 365),
        ("2024-02-28", "2024-03-01", 366),
        ("1999-04-01", "2000-03-31", 366),
        ("2099-04-01", "2100-03-31", 365),
        ("2100-01-01", "2104-02-29", 366),
        ("2019-04-01", "2021-03-31", 366),
        ("2020-03-01", "2024-02-28", 365),
        ("2021-01-31", "2021-02-01", 365),
    ],
)
def test_twelve_months_are_366_days_only_where_the_period_covers_29_february(start, end, days):
    assert periods.days_of_twelve_months(dated((start, end))).tolist() == [days]


def test_twelve_months_of_an_unknown_period_count_as_a_common_year():
    assert periods.days_of_twelve_months(dated((None, "2021-03-31"))).tolist() == [365.0]


@FAITHFUL
@given(st.dates(datetime.date(1896, 1, 1), datetime.date(2110, 1, 1)), st.integers(0, 1_500))
def test_29_february_is_found_as_the_calendar_has_it(first, length):
    days = [first + datetime.timedelta(days=day) for day in range(length + 1)]
    covers = any((day.month, day.day) == (2, 29) for day in days)
    assert periods.days_of_twelve_months(dated((days[0], days[-1]))).tolist() == [366.0 if covers else 365.0]


def test_the_index_of_a_period_within_one_year_is_that_years_and_across_two_their_mean_by_days():
    rows = dated(
        ("2020-04-01", "2021-03-31"),
        ("2021-03-31", "2021-04-01"),
        # 182 days in 2020-21 and 182 in 2021-22: (100 + 102) / 2.
        ("2020-10-01", "2021-09-29"),
        # 1 day in 2019-20, 365 in 2020-21, 1 in 2021-22: (96 + 36,500 + 102) / 367.
        ("2020-03-31", "2021-04-01"),
        # 31 days in 2020-21 and 1 in 2021-22: (3,100 + 102) / 32.
        ("2021-03-01", "2021-04-01"),
    )
    mean = periods.mean_index(rows, INDEX, where="x")
    assert mean.tolist() == pytest.approx([100.0, 101.0, 101.0, 36_698 / 367, 3_202 / 32])


def test_a_row_without_both_days_has_no_index_and_keeps_its_place():
    rows = dated((None, "2021-03-31"), ("2020-04-01", "2020-04-30"), ("2020-04-01", None)).set_axis([3, 1, 2])
    mean = periods.mean_index(rows, INDEX, where="x")
    assert mean.index.tolist() == [3, 1, 2]
    assert mean.isna().tolist() == [True, False, True]
    assert periods.mean_index(dated((None, None)), INDEX, where="x").isna().all()
    assert periods.mean_index(rows.head(0), INDEX, where="x").empty


def test_only_years_that_a_period_reaches_into_are_asked_of_the_index():
    # 2022-23 lies between the two periods and is not in the index.
    apart = dated(("2021-04-01", "2022-03-31"), ("2023-04-01", "2024-03-31"))
    assert periods.mean_index(apart, INDEX, where="x").tolist() == pytest.approx([102.0, 110.0])
    assert refused(periods.mean_index, dated(("2022-03-31", "2022-04-01")), INDEX) == (
        "the measure: the price index has no year '2022-23' for row 0; "
        "expected one of 2019-20, 2020-21, 2021-22, 2023-24; "
        "choose another year, leave such rows out, or give a longer index as deflators."
    )


def test_an_index_over_the_turn_of_the_century_is_found():
    index = pd.Series({"1998-99": 70.0, "1999-00": 72.0, "2000-01": 74.0})
    rows = dated(("1999-03-31", "1999-04-01"), ("2000-03-31", "2000-04-01"))
    assert periods.mean_index(rows, index, where="x").tolist() == [71.0, 73.0]


def test_the_index_of_a_year_is_a_plain_number():
    shuffled = pd.Series({"2021-22": 102, "2019-20": 96})
    found = periods.index_of("2021-22", shuffled, where="x")
    assert found == 102.0
    assert type(found) is float
    assert refused(periods.index_of, "2020-21", shuffled).split("; ")[1] == "expected one of 2019-20, 2021-22"
