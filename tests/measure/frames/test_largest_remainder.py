"""Whole pence and whole people are split without one of them getting lost."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vv_analysis.errors import FrameError
from vv_analysis.measure.frames.largest_remainder import largest_remainder

LAW = settings(deadline=None, derandomize=True, max_examples=40)
ONE_TRILLION_POUNDS_IN_PENCE = 10**14


def parts_of(total, *shares):
    return largest_remainder([total] * len(shares), shares, [0] * len(shares)).tolist()


def test_the_person_left_over_goes_to_the_largest_remainder():
    # 601 × .5 = 300.5, × .3 = 180.3, × .2 = 120.2: 300 + 180 + 120 leave one, and .5 is the largest remainder.
    assert parts_of(601, 0.5, 0.3, 0.2) == [301, 180, 120]


def test_the_largest_remainder_may_stand_last():
    # 10 × .22 = 2.2, × .22 = 2.2, × .56 = 5.6: one is left, for the last.
    assert parts_of(10, 0.22, 0.22, 0.56) == [2, 2, 6]


def test_of_equal_remainders_the_first_is_served():
    assert parts_of(10_000_000, 1, 1, 1) == [3_333_334, 3_333_333, 3_333_333]
    # 5 × .3 = 1.5 and 5 × .7 = 3.5: equal in decimals, though not in binary digits.
    assert parts_of(5, 0.3, 0.7) == [2, 3]
    assert parts_of(5, 0.7, 0.3) == [4, 1]


def test_several_units_left_over_go_to_several_parts():
    # 3 × 1/4 = .75 each: 3 are left for four parts.
    assert parts_of(3, 0.25, 0.25, 0.25, 0.25) == [1, 1, 1, 0]


def test_a_credit_note_is_split_as_the_same_sum_of_money_is():
    assert parts_of(-10_000_000, 1, 1, 1) == [-3_333_334, -3_333_333, -3_333_333]


def test_a_part_without_a_share_gets_nothing_and_nothing_is_split_into_nothing():
    assert parts_of(7, 0, 1, 0) == [0, 7, 0]
    assert parts_of(0, 0.5, 0.5) == [0, 0]
    assert parts_of(0) == []


def test_a_trillion_pounds_are_split_to_the_penny():
    thirds = parts_of(ONE_TRILLION_POUNDS_IN_PENCE, 1, 1, 1)
    assert thirds == [33_333_333_333_334, 33_333_333_333_333, 33_333_333_333_333]
    assert parts_of(ONE_TRILLION_POUNDS_IN_PENCE + 1, 0.1, 0.2, 0.7) == [
        10_000_000_000_000,
        20_000_000_000_000,
        70_000_000_000_001,
    ]


def test_groups_may_stand_mixed_and_are_split_apart():
    parts = largest_remainder([10, 7, 10, 7], [1, 0.5, 1, 0.5], [4, 2, 4, 2])
    assert parts.tolist() == [5, 4, 5, 3]


def test_shares_count_relative_to_their_sum():
    assert parts_of(600, 2, 1) == [400, 200]
    # Residents of two areas: 16,623 pence at 9,037 to 7,586.
    assert parts_of(16_623, 903_700, 758_600) == [9_037, 7_586]


@pytest.mark.parametrize("shares", [(-0.5, 1.5), (0, 0), (float("nan"), 1), (float("inf"), 1)])
def test_shares_that_split_nothing_are_refused(shares):
    with pytest.raises(FrameError, match="negative, missing or all 0"):
        parts_of(10, *shares)


def test_a_total_beyond_all_money_is_refused():
    with pytest.raises(FrameError, match="too large"):
        parts_of(2**60, 1, 1)
    assert parts_of(2**60 - 2**10, 1) == [2**60 - 2**10]


@LAW
@given(
    groups=st.lists(
        st.tuples(
            st.integers(-ONE_TRILLION_POUNDS_IN_PENCE, ONE_TRILLION_POUNDS_IN_PENCE),
            st.lists(st.floats(0.001, 1), min_size=1, max_size=6),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_parts_add_up_and_none_is_a_unit_away_from_its_share(groups):
    totals = np.array([total for total, shares in groups for _ in shares])
    shares = np.array([share / sum(shares) for _, shares in groups for share in shares])
    group = np.array([number for number, (_, shares) in enumerate(groups) for _ in shares])
    parts = largest_remainder(totals, shares, group)
    for number, (total, _) in enumerate(groups):
        assert sum(parts[group == number].tolist()) == total
    # A share is exact to 1e-15, which is a tenth of a penny of a trillion pounds.
    assert (np.abs(parts - totals * shares) < 1.2).all()
    assert np.array_equal(largest_remainder(-totals, shares, group), -parts)
