"""A financial year runs from 1 April to 31 March and is written 2021-22; nothing else is one."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vv_analysis.errors import FrameError
from vv_analysis.terms import years


@pytest.mark.parametrize(
    "text",
    [
        "²021-22",
        "٢٠٢١-٢٢",
        "2021-23",
        "2021/22",
        "2021-2022",
        "2021",
        "",
        "0000-01",
        "0001-02",
        "9999-00",
        "-001-02",
        "2021-22 ",
        "2021-22\n",
        "abcd-ef",
    ],
)
def test_what_is_no_financial_year_is_refused(text):
    with pytest.raises(FrameError, match="is not a financial year; expected a year such as '2021-22'"):
        years.first_day(text)


def test_a_year_that_ends_a_century_is_written_with_two_noughts():
    assert years.last_day("2099-00") == pd.Timestamp(2100, 3, 31)


@given(st.dates(min_value=pd.Timestamp("1900-04-01").date(), max_value=pd.Timestamp("2100-03-31").date()))
def test_every_day_lies_in_its_financial_year(day):
    year = years.financial_year(pd.Timestamp(day))
    assert years.first_day(year) <= pd.Timestamp(day) <= years.last_day(year)


@given(st.integers(1900, 2098))
def test_financial_years_follow_one_another_without_a_gap(start):
    this, following = f"{start}-{(start + 1) % 100:02d}", f"{start + 1}-{(start + 2) % 100:02d}"
    assert years.last_day(this) + pd.Timedelta(days=1) == years.first_day(following)
    assert years.days_in(this) in {365, 366}
