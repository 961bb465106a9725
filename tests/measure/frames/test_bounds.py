"""Arithmetic with figures of which only a lowest and a highest are known holds every point between them."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vv_analysis.errors import FrameError
from vv_analysis.measure.frames.bounds import Bounds, ends, stated_bounds

FAITHFUL = settings(deadline=None, derandomize=True, max_examples=40)
NAN, INF = float("nan"), float("inf")


def between(low, high):
    return Bounds(np.atleast_1d(np.array(low, dtype=float)), np.atleast_1d(np.array(high, dtype=float)))


def shown(bounds):
    return [bounds.low.tolist(), bounds.high.tolist()]


ONE, OTHER = between([1.0, -3.0, -2.0], [2.0, -1.0, 4.0]), between([10.0, 5.0, 3.0], [20.0, 6.0, 4.0])


def test_the_sum_lies_between_the_sums_of_the_ends():
    assert shown(ONE.plus(OTHER)) == [[11.0, 2.0, 1.0], [22.0, 5.0, 8.0]]


def test_the_difference_lies_between_lowest_less_highest_and_highest_less_lowest():
    assert shown(ONE.minus(OTHER)) == [[-19.0, -9.0, -6.0], [-8.0, -6.0, 1.0]]
    # O16: 900 less a cost per user of 833.33 to 2,500.
    assert shown(between(900, 900).minus(between(833.33, 2_500))) == [[-1_600.0], [pytest.approx(66.67)]]


def test_the_product_lies_between_the_lowest_and_the_highest_product_of_the_ends():
    assert shown(ONE.times(OTHER)) == [[10.0, -18.0, -8.0], [40.0, -5.0, 16.0]]
    assert shown(between(-2, 3).times(between(-5, 7))) == [[-15.0], [21.0]]


def test_nothing_of_anything_is_nothing():
    assert shown(between(0, 0).times(between(-INF, INF))) == [[0.0], [0.0]]
    assert shown(between(0, 2).times(between(5, INF))) == [[0.0], [INF]]


def test_the_quotient_lies_between_lowest_over_highest_and_highest_over_lowest():
    # O16 and [1, 2] / [3, 4] = [1/4, 2/3] as libraries of interval arithmetic give it.
    assert shown(between(50_000, 100_000).over(between(40, 60))) == [[pytest.approx(833.333, abs=0.001)], [2_500.0]]
    assert shown(between(1, 2).over(between(3, 4))) == [[0.25], [pytest.approx(2 / 3)]]
    assert shown(between(-8, -4).over(between(2, 4))) == [[-4.0], [-1.0]]


def test_a_divisor_below_one_is_a_divisor_like_any_other():
    assert shown(between(1, 2).over(between(0.5, 1))) == [[1.0], [4.0]]


@pytest.mark.parametrize("divisor", [(0, 10), (-1, 10), (-10, -1), (0, 0)])
def test_what_is_divided_by_what_may_be_nothing_is_not_bounded(divisor):
    assert shown(between(1, 2).over(between(*divisor))) == [[-INF], [INF]]


def test_a_divisor_without_an_upper_end_leaves_the_quotient_above_nothing():
    assert shown(between(1, 2).over(between(4, INF))) == [[0.0], [0.5]]


def test_sums_are_made_of_both_ends():
    assert shown(ONE.sums(np.cumsum)) == [[1.0, -2.0, -4.0], [2.0, 1.0, 5.0]]


def test_a_side_on_which_nothing_is_known_is_shown_as_missing():
    low, high = between([-INF, 1.0], [2.0, INF]).shown()
    np.testing.assert_array_equal(low, [NAN, 1.0])
    np.testing.assert_array_equal(high, [2.0, NAN])


@pytest.mark.parametrize(
    ("low", "high", "sign"),
    [
        (1, 2, "higher"),
        (-2, -1, "lower"),
        (0, 0, "no change"),
        (-1, 1, "higher or lower"),
        (0, 1, "higher or lower"),
        (-1, 0, "higher or lower"),
        (-INF, INF, "not known"),
        (1, INF, "higher"),
        (-INF, -1, "lower"),
        (-INF, 1, "higher or lower"),
        (-1, INF, "higher or lower"),
    ],
)
def test_a_difference_has_a_sign_only_where_all_of_it_lies_on_one_side_of_nothing(low, high, sign):
    assert between(low, high).sign().tolist() == [sign]


def test_the_ends_of_a_figure_are_named_after_it():
    assert ends("value_gbp") == ("value_low_gbp", "value_high_gbp")
    assert ends("cost_per_user_before_gbp") == ("cost_per_user_before_low_gbp", "cost_per_user_before_high_gbp")


def stated(column, *triples):
    names = [column, *ends(column)]
    return stated_bounds(pd.DataFrame(triples, columns=names, dtype=float), column, where="the measure")


def test_what_is_stated_is_a_point_a_range_a_bound_or_nothing():
    bounds = stated("value_gbp", (5, NAN, NAN), (5, 4, 6), (NAN, 4, 6), (NAN, 4, NAN), (NAN, NAN, 6), (NAN, NAN, NAN))
    assert shown(bounds) == [[5.0, 4.0, 4.0, 4.0, -INF, -INF], [5.0, 6.0, 6.0, INF, 6.0, INF]]


def test_a_figure_with_one_end_is_bounded_on_that_side_only():
    assert shown(stated("value_gbp", (5, 5, NAN), (5, NAN, 5))) == [[5.0, -INF], [INF, 5.0]]


def test_there_are_never_fewer_people_than_none():
    assert shown(stated("volume_users", (NAN, NAN, 60), (NAN, NAN, NAN), (NAN, 5, NAN))) == [
        [0.0, 0.0, 5.0],
        [60.0, INF, INF],
    ]


def test_a_frame_without_ends_or_without_the_figure_states_what_it_has():
    assert shown(stated_bounds(pd.DataFrame({"value_gbp": [5, None]}), "value_gbp", where="x")) == [[5, -INF], [5, INF]]
    only_low = pd.DataFrame({"value_low_gbp": [4.0, None]})
    assert shown(stated_bounds(only_low, "value_gbp", where="x")) == [[4.0, -INF], [INF, INF]]
    assert shown(stated_bounds(pd.DataFrame({"area": ["a", "b"]}), "value_gbp", where="x")) == [[-INF] * 2, [INF] * 2]


@pytest.mark.parametrize(
    ("triple", "said"),
    [
        ((5, 6, 4), "is 5, between 6 and 4"),
        ((3, 4, 6), "is 3, between 4 and 6"),
        ((7, 4, 6), "is 7, between 4 and 6"),
        ((NAN, 6, 4), "is nan, between 6 and 4"),
        ((3, 4, NAN), "is 3, between 4 and nan"),
    ],
)
def test_an_interval_upside_down_or_without_its_figure_is_refused(triple, said):
    with pytest.raises(FrameError) as refusal:
        stated("value_gbp", (5, 4, 6), triple, triple)
    assert str(refusal.value) == (
        f"the measure: 'value_gbp' of row 1 {said} (rows 1, 2); expected a lowest figure not above the "
        "highest, and the figure between them; correct the interval at its source."
    )


def test_the_last_digit_of_a_midpoint_is_no_error_and_a_pound_in_a_million_is():
    million = 1_000_000.0
    slip = million * (1 + 1e-10)
    assert shown(stated("value_gbp", (slip, million, million), (million, slip, slip))) == [[million, slip]] * 2
    for triple in ((million + 1, million, million), (million, million + 1, million + 2)):
        with pytest.raises(FrameError, match="'value_gbp' of row 0"):
            stated("value_gbp", triple)
    assert shown(stated("value_gbp", (-slip, -million, -million))) == [[-million]] * 2


def test_nothing_may_be_the_figure_and_one_of_its_ends():
    assert shown(stated("value_gbp", (0, 0, 5), (0, -5, 0), (0, 0, 0))) == [[0.0, -5.0, 0.0], [5.0, 0.0, 0.0]]


def test_text_among_ends_is_refused():
    with pytest.raises(FrameError, match="column 'value_low_gbp' holds text") as refusal:
        stated_bounds(pd.DataFrame({"value_gbp": [1.0], "value_low_gbp": ["a"]}), "value_gbp", where="unit_cost")
    assert refusal.value.where == "unit_cost"


ENDS = st.tuples(st.integers(-50, 50), st.integers(-50, 50)).map(sorted)
SHARE = st.fractions(0, 1).map(float)


@FAITHFUL
@given(ENDS, ENDS, SHARE, SHARE)
def test_every_point_between_the_ends_gives_a_result_between_the_ends_of_the_result(one, other, share, other_share):
    x, y = (low + part * (high - low) for (low, high), part in ((one, share), (other, other_share)))
    a, b = between(*one), between(*other)
    results = [(a.plus(b), x + y), (a.minus(b), x - y), (a.times(b), x * y)]
    if y:
        results.append((a.over(b), x / y))
    for bounds, point in results:
        assert bounds.low[0] - 1e-9 <= point <= bounds.high[0] + 1e-9
