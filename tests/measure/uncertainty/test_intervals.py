"""What is known of a ratio or a difference when only a lowest and a highest are known of each figure."""

import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vv_analysis.errors import FrameError
from vv_analysis.measure.uncertainty.intervals import interval, interval_difference, interval_ratio, interval_sign

NAN = math.nan
whole = st.integers(0, 1_000_000)
laws = settings(deadline=None, derandomize=True, max_examples=40)


@st.composite
def pairs_with_a_figure_inside(draw):
    low, inside, high = sorted(draw(st.tuples(whole, whole, whole)))
    return (low, high), inside


@laws
@given(pairs_with_a_figure_inside(), pairs_with_a_figure_inside())
def test_whatever_the_figures_are_their_difference_lies_in_its_interval(one, other):
    (first, x), (second, y) = one, other
    low, high = interval_difference(first, second)
    assert low <= x - y <= high


@laws
@given(pairs_with_a_figure_inside(), pairs_with_a_figure_inside())
def test_whatever_the_figures_are_their_ratio_lies_in_its_interval_or_nothing_bounds_it(one, other):
    (first, x), (second, y) = one, other
    low, high = interval_ratio(*first, *second)
    assert math.isnan(low) if second[0] == 0 else low <= Fraction(x, y) * (1 + 1e-12) <= high * (1 + 1e-11)


@laws
@given(pairs_with_a_figure_inside(), pairs_with_a_figure_inside())
def test_swapping_the_figures_turns_the_difference_round(one, other):
    low, high = interval_difference(one[0], other[0])
    assert interval_difference(other[0], one[0]) == (-high, -low)


@pytest.mark.parametrize(
    ("difference", "sign"),
    [
        ((5, 10), "higher"),
        ((-10, -5), "lower"),
        ((-10, 5), "higher or lower"),
        ((0, 5), "higher or lower"),
        ((-5, 0), "higher or lower"),
        ((0, 0), "no change"),
        ((5, NAN), "higher"),
        ((NAN, -5), "lower"),
        ((NAN, 5), "higher or lower"),
        ((NAN, NAN), "not known"),
    ],
)
def test_a_difference_points_one_way_only_where_its_interval_excludes_nought(difference, sign):
    assert interval_sign(difference) == sign


def test_a_side_on_which_nothing_is_known_stays_open():
    # 900 less a cost of at least 850: at most 50 higher, and nobody knows how much lower.
    low, high = interval_difference((900, 900), (850, NAN))
    assert math.isnan(low)
    assert high == 50


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: interval(10, 5, where="here"),
        lambda: interval(-1, 5, where="here"),
        lambda: interval(NAN, -5, where="here"),
        lambda: interval_difference((10, 5), (1, 2)),
        lambda: interval_difference((1, 2), (10, 5)),
        lambda: interval_sign((10, 5)),
    ],
)
def test_an_interval_that_is_none_is_refused(wrong):
    with pytest.raises(FrameError, match=r"wrong way round|no interval of amounts"):
        wrong()
