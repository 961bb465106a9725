"""Logarithmic effects add up without a remainder, and where a factor is nothing they are the limit."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vv_analysis.errors import FrameError
from vv_analysis.measure.split.logarithmic import logarithmic_effects

FAITHFUL = settings(deadline=None, derandomize=True, max_examples=40)
NAN = float("nan")


def effects(start, end):
    return logarithmic_effects(table([start]), table([end])).iloc[0].tolist()


def table(rows):
    return pd.DataFrame(rows, columns=["a", "b", "c"][: len(rows[0])], dtype=float)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        # The eight cases of Ang and of Wood and Lenzen, for the first factor: V0, VT, x0, xT each 0 or not.
        pytest.param((0, 5, 2), (4, 5, 3), (60, 0, 0), id="from nothing, the factor too: all of VT"),
        pytest.param((4, 5, 3), (0, 5, 2), (-60, 0, 0), id="to nothing, the factor too: all of -V0"),
        pytest.param((2, 0, 2), (4, 5, 3), (0, 60, 0), id="from nothing, the factor is not the reason: nothing"),
        pytest.param((4, 5, 3), (2, 0, 2), (0, -60, 0), id="to nothing, the factor is not the reason: nothing"),
        pytest.param((2, 0, 2), (4, 0, 3), (0, 0, 0), id="nothing on both sides: nothing"),
        pytest.param((0, 0, 2), (0, 5, 3), (0, 0, 0), id="nothing on both sides, the factor too: nothing"),
        pytest.param((2, 0, 2), (0, 5, 3), (0, 0, 0), id="nothing on both sides, the factor ends: nothing"),
        pytest.param((0, 5, 2), (4, 0, 3), (0, 0, 0), id="nothing on both sides, the factor begins: nothing"),
        pytest.param((0, 0, 2), (4, 5, 3), (30, 30, 0), id="two factors leave nothing together and share alike"),
        pytest.param((4, 5, 3), (0, 5, 0), (-30, 0, -30), id="two factors reach nothing together and share alike"),
    ],
)
def test_a_factor_that_is_nothing_has_the_limit_of_a_small_one(start, end, expected):
    assert effects(start, end) == list(expected)


SMALL = (1e-20, 1e-60, 1e-90)


def from_almost_nothing(start, end, small):
    return [np.where(np.array(factors) == 0, small, factors) for factors in (start, end)]


@pytest.mark.parametrize(
    ("start", "end"), [((0, 5, 2), (4, 6, 3)), ((4, 5, 3), (0, 5, 2)), ((0, 0, 2), (4, 5, 3)), ((2, 0, 2), (0, 5, 3))]
)
def test_the_limits_are_those_that_smaller_and_smaller_factors_come_to(start, end):
    limits = np.array(effects(start, end))
    gaps = [np.abs(np.array(effects(*from_almost_nothing(start, end, small))) - limits).max() for small in SMALL]
    assert gaps[0] > gaps[1] > gaps[2] or max(gaps) == 0
    assert gaps[2] < 1


def test_a_factor_that_does_not_change_has_no_effect_and_the_other_has_it_all():
    assert effects((2.0, 5.0), (3.0, 5.0)) == pytest.approx([5, 0])


def test_a_change_in_the_last_digit_has_an_effect_of_its_size():
    assert effects((1e6, 1), (np.nextafter(1e6, 2e6), 1)) == pytest.approx([0, 0], abs=1e-9)


def test_factors_that_make_up_for_each_other_have_opposite_effects():
    # 2 x 6 and 3 x 4 are 12 both, so that L is 12 itself: 12 ln(3/2) and 12 ln(4/6).
    assert effects((2, 6), (3, 4)) == pytest.approx([12 * np.log(1.5), -12 * np.log(1.5)])


def test_a_missing_factor_leaves_its_row_unknown_and_no_other():
    found = logarithmic_effects(table([(1, 2, NAN), (2, 5, 1)]), table([(1, 2, 3), (3, 5, 1)]))
    assert found.isna().all(axis="columns").tolist() == [True, False]


def test_rows_keep_their_labels_and_the_tables_are_left_as_they_were():
    start, end = table([(1, 2), (3, 4)]).set_axis(["x", "x"]), table([(2, 2), (3, 5)])
    copy = start.copy()
    found = logarithmic_effects(start, end)
    assert found.index.tolist() == ["x", "x"]
    assert found.round(9).to_numpy().tolist() == [[2, 0], [0, 3]]
    pd.testing.assert_frame_equal(start, copy)


def test_tables_that_do_not_match_and_factors_without_a_logarithm_are_refused():
    with pytest.raises(FrameError, match="1 rows of a, b stand against 1 rows of a, b, c"):
        logarithmic_effects(table([(1, 2)]), table([(1, 2, 3)]))
    with pytest.raises(FrameError, match="1 rows of a, b stand against 2 rows of a, b"):
        logarithmic_effects(table([(1, 2)]), table([(1, 2), (1, 2)]))
    with pytest.raises(FrameError, match="factor 'b' is negative in row 0") as refusal:
        logarithmic_effects(table([(1, 2), (1, 2)]), table([(1, -2), (1, 2)]))
    assert "variance" in refusal.value.remedy


FACTORS = st.one_of(st.just(0.0), st.floats(0.001, 1e6))
PAIRS = st.lists(st.tuples(*[FACTORS] * 6), min_size=1, max_size=8)


@FAITHFUL
@given(rows=PAIRS)
def test_the_effects_of_a_row_add_up_to_its_change(rows):
    start, end = table([row[:3] for row in rows]), table([row[3:] for row in rows])
    change = end.prod(axis="columns") - start.prod(axis="columns")
    found = logarithmic_effects(start, end).sum(axis="columns")
    largest = np.maximum(start.prod(axis="columns"), end.prod(axis="columns"))
    assert ((found - change).abs() <= 1e-9 * largest + 1e-12).all()


@FAITHFUL
@given(rows=PAIRS)
def test_swapping_start_and_end_flips_every_sign(rows):
    start, end = table([row[:3] for row in rows]), table([row[3:] for row in rows])
    there, back = logarithmic_effects(start, end).to_numpy(), logarithmic_effects(end, start).to_numpy()
    assert np.allclose(there, -back, rtol=1e-9, atol=1e-9)
