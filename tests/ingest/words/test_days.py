"""A day is read day before month, as it is written in England and Wales, or refused; never guessed."""

from datetime import date, time

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vv_analysis.errors import InputError
from vv_analysis.ingest.words.days import parse_day

APRIL = pd.Timestamp(2020, 4, 1)


@pytest.mark.parametrize(
    "cell",
    [
        date(2020, 4, 1),
        pd.Timestamp(2020, 4, 1).to_pydatetime(),
        pd.Timestamp(2020, 4, 1, 13, 30).to_pydatetime(),
        "2020-04-01",
        "2020-04-01 00:00:00",
        "2020-04-01T09:30",
        "01/04/2020",
        "1/4/2020",
        "01/04/2020 00:00",
        "01-04-2020",
        "01.04.2020",
        "1 April 2020",
        "1 apr 2020",
        "1st April 2020",
        "  1\u00a0April  2020 ",
    ],
)
def test_each_way_of_writing_the_first_of_april_is_the_first_of_april(cell):
    assert parse_day(cell) == APRIL


def test_the_day_stands_before_the_month():
    assert parse_day("03/04/2020") == pd.Timestamp(2020, 4, 3)


@pytest.mark.parametrize(
    "cell",
    [
        "30/02/2020",
        "29/02/2021",
        "04/13/2020",
        "1/4/20",
        "April 2020",
        "43922",
        43922,
        1.5,
        True,
        None,
        "",
        "TBC",
        time(13, 0),
        "=TODAY()",
        "٠١/٠٤/٢٠٢٠",
        "2020-04-31",
        "x" * 5000,
    ],
)
def test_what_is_no_day_is_refused_with_what_was_expected_and_what_to_do(cell):
    with pytest.raises(InputError, match="is not a day") as refusal:
        parse_day(cell)
    assert refusal.value.expected == "a date such as 1 April 2020"
    assert refusal.value.remedy
    assert len(str(refusal.value)) < 200


@pytest.mark.parametrize("cell", ["01/04/0020", "31/12/1999", "01/01/2202", date(1900, 1, 1), date(9999, 12, 31)])
def test_a_year_outside_this_century_is_a_slip_of_the_hand(cell):
    with pytest.raises(InputError, match="the day lies in the year"):
        parse_day(cell)


@given(
    st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y"]),
)
def test_every_day_of_the_century_survives_being_written_and_read(day, form):
    assert parse_day(day.strftime(form)) == parse_day(day) == pd.Timestamp(day)
