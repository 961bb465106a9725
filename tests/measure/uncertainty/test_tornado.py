"""A tornado moves one factor at a time, sorts by what moves most, and counts one figure once."""

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vv_analysis.errors import FrameError
from vv_analysis.measure.uncertainty.tornado import cost_per_user_tornado, tornado

NAN = float("nan")
VALUE, USERS = ("value_gbp", 50_000, 75_000, 100_000, "A13"), ("volume_users", 40, 50, 60, "")
ROW = {"value_low_gbp": 50_000, "value_high_gbp": 100_000, "volume_low_users": 40, "volume_high_users": 60}


def cost(value_gbp, volume_users):
    return value_gbp / volume_users


def test_one_factor_moves_while_the_others_stay_central():
    seen = []
    tornado(lambda **at: seen.append(tuple(at.values())) or 1.0, [VALUE, USERS])
    assert sorted(set(seen)) == [(50_000, 50), (75_000, 40), (75_000, 50), (75_000, 60), (100_000, 50)]


def test_the_largest_swing_comes_first_and_equal_ones_by_name():
    factors = [(name, 0, 1, 2, "") for name in ("b", "c", "a")] + [("large", 0, 5, 10, ""), ("none", 3, 3, 3, "")]
    bars = tornado(lambda a, b, c, large, none: a + b - c + large + none, factors)
    assert bars["factor"].tolist() == ["large", "a", "b", "c", "none"]
    assert bars["swing"].tolist() == [10, 2, 2, 2, 0]


def test_a_factor_whose_middle_gives_the_highest_result_still_has_a_swing():
    bars = tornado(lambda x: 9 - x**2, [("x", -2, 0, 2, "")])
    assert bars[["result_low", "result_central", "result_high", "swing"]].to_numpy().tolist() == [[5, 9, 5, 4]]


def test_a_figure_less_itself_is_nothing_however_wide_it_is():
    # R2.35: one figure that stands twice is one figure.
    bars = tornado(lambda value_gbp: value_gbp - value_gbp, [VALUE])
    assert bars[["result_low", "result_high", "swing"]].to_numpy().tolist() == [[0, 0, 0]]


@settings(deadline=None, derandomize=True, max_examples=40)
@given(st.permutations([VALUE, USERS, ("fee_gbp", 0, 10, 500, "A02")]))
def test_the_order_of_the_factors_changes_nothing(factors):
    def measure(value_gbp, volume_users, fee_gbp):
        return value_gbp / volume_users + fee_gbp

    pd.testing.assert_frame_equal(tornado(measure, factors), tornado(measure, sorted(factors)))


def test_factors_may_be_a_frame_whose_row_labels_repeat():
    frame = pd.DataFrame([USERS, VALUE], columns=["factor", "low", "central", "high", "assumption"], index=[7, 7])
    before = frame.copy(deep=True)
    bars = tornado(cost, frame)
    pd.testing.assert_frame_equal(frame, before)
    pd.testing.assert_frame_equal(bars, tornado(cost, [VALUE, USERS]))
    assert bars["assumption"].tolist() == ["A13", ""]
    assert bars.columns.tolist() == [
        *("factor", "assumption", "low", "central", "high"),
        *("result_low", "result_central", "result_high", "swing", "status"),
    ]


def test_a_result_that_is_not_defined_is_marked_and_comes_last():
    bars = tornado(cost, [VALUE, ("volume_users", 0, 50, 60, "")])
    assert bars["factor"].tolist() == ["value_gbp", "volume_users"]
    assert bars["status"].tolist() == ["ok", "x"]
    assert bars.loc[1, ["result_low", "swing"]].isna().all()
    assert bars.loc[1, ["result_central", "result_high"]].tolist() == [1_500, 1_250]


def test_no_result_is_infinite():
    bars = tornado(lambda x: math.inf if x > 1 else x, [("x", 0, 1, 2, "")])
    assert bars["result_high"].isna().all()
    assert bars["status"].tolist() == ["x"]
    too_large = tornado(lambda x: 10.0**x, [("x", 0, 1, 1_000, "")])
    assert too_large[["result_low", "result_high", "status"]].iloc[0].tolist() == pytest.approx(
        [1, NAN, "x"], nan_ok=True
    )


def test_without_factors_there_are_no_bars():
    assert tornado(lambda: 1.0, []).empty


def test_a_fault_of_the_measure_itself_is_not_hidden():
    with pytest.raises(TypeError):
        tornado(lambda other: other, [VALUE])


@pytest.mark.parametrize(
    ("factors", "said"),
    [
        ([("x", 2, 1, 3, "")], "factor 'x' is upside down"),
        ([("x", 1, 3, 2, "")], "factor 'x' is upside down"),
        ([("x", 3, 2, 1, "")], "factor 'x' is upside down"),
        ([("x", 1, NAN, 2, "")], "factor 'x' is upside down or without a number"),
        ([VALUE, ("x", 0, 0, 0, ""), ("x", 0, 1, 2, "")], "factor 'x' is there twice"),
        ([("x", "1", "2", "3", "")], "column 'low' holds text"),
        ([("x", 0, 1, math.inf, "")], "infinite"),
        (pd.DataFrame({"factor": ["x"], "low": [1], "central": [2], "high": [3]}), "no 'assumption'"),
    ],
)
def test_a_factor_that_is_none_is_refused_before_anything_is_computed(factors, said):
    with pytest.raises(FrameError, match=said):
        tornado(lambda **_: pytest.fail("computed"), factors)


def test_the_cost_per_user_of_a_row_hangs_on_its_value_and_its_volume():
    stated = pd.DataFrame([ROW | {"value_gbp": 60_000, "value_status": "about", "volume_users": 50}], index=[3])
    bars = cost_per_user_tornado(stated)
    # 60,000 / 50 = 1,200; 50,000 / 50 = 1,000; 60,000 / 40 = 1,500 and / 60 = 1,000.
    assert bars["factor"].tolist() == ["value_gbp", "volume_users"]
    assert bars["result_central"].tolist() == [1_200, 1_200]
    assert bars["swing"].tolist() == [1_000, 500]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "there are 0 rows"),
        ([ROW, ROW], "there are 2 rows"),
        ([ROW | {"value_high_gbp": NAN}], "'value_gbp' of the row is missing or open on a side"),
        ([ROW | {"volume_low_users": NAN}], "'volume_users' of the row is missing or open on a side"),
        ([{"value_gbp": 1.0, "volume_users": NAN}], "'volume_users' of the row is missing"),
    ],
)
def test_a_row_without_both_ends_has_no_bars(rows, said):
    with pytest.raises(FrameError, match=said):
        cost_per_user_tornado(pd.DataFrame(rows, columns=list(ROW) if not rows else None))
