"""Numbers are said in one way (presentation R5.14)."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vv_analysis.present import sentences


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (1234567, "£1.2 million"),
        (400000, "£400,000"),
        (-1600, "−£1,600"),
        (999.5, "£1,000"),
        (0, "£0"),
        (-0.4, "£0"),
        (45e6, "£45 million"),
        (999_950, "£1 million"),
        (1_016_353_576, "£1.02 billion"),
        (123_456, "£123,000"),
    ],
)
def test_pounds_in_prose(amount, words):
    assert sentences.pounds_in_words(amount) == words


@pytest.mark.parametrize(("number", "words"), [(2.5, "3"), (0.5, "1"), (-2.5, "−3"), (1234.4, "1,234")])
def test_halves_are_rounded_up_as_people_are_taught(number, words):
    assert sentences.users(number) == words


@pytest.mark.parametrize(
    ("number", "words"), [(12.5, "12.5%"), (9, "9%"), (32.134, "32.1%"), (-0.04, "0%"), (-0.8, "−0.8%")]
)
def test_percentages(number, words):
    assert sentences.percent(number) == words


def test_an_interval_is_said_with_to_and_a_bound_as_a_bound():
    assert sentences.interval(45e6, 46e6) == "£45 million to £46 million"
    assert sentences.interval(9e6, math.nan) == "at least £9 million"
    assert sentences.interval(math.nan, 46e6) == "at most £46 million"
    assert sentences.interval(math.nan, math.nan) == "[x]"


@given(st.floats(min_value=-1e12, max_value=1e12))
def test_a_sum_in_a_table_is_never_off_by_more_than_half_a_pound(amount):
    said = sentences.pounds(amount).replace("£", "").replace(",", "").replace("−", "-")
    assert abs(int(said) - amount) <= 0.5


def test_out_of_and_counted_are_plain_english():
    assert sentences.out_of(0, 6, "services") == "none of six services"
    assert sentences.out_of(12, 12, "regions") == "all 12 regions"
    assert sentences.counted(1, "contract") == "one contract"
