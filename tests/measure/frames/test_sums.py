"""Groups stand in the order of their keys, and a sum with a hole in it is not a sum."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vv_analysis.measure.frames.sums import groups_of, whole_sums

FAITHFUL = settings(deadline=None, derandomize=True, max_examples=40)
NAN = float("nan")


def spend(rows, key="area"):
    return pd.DataFrame(rows, columns=[key, "value_gbp"]).astype({"value_gbp": float})


def test_groups_stand_in_order_and_a_missing_key_comes_last():
    sums = whole_sums(spend([("Kent", 1), (None, 2), ("Essex", 4), ("Kent", 8)]), ["area"], ["value_gbp"])
    assert sums["area"].tolist()[:2] == ["Essex", "Kent"]
    assert pd.isna(sums["area"].iloc[2])
    assert sums[["value_gbp", "rows"]].to_numpy().tolist() == [[4, 1], [9, 2], [2, 1]]


def test_a_sum_with_a_hole_is_missing_and_the_others_are_not():
    sums = whole_sums(spend([("Kent", NAN), ("Kent", 1), ("Essex", 2)]), ["area"], ["value_gbp"])
    assert sums["value_gbp"].fillna(-1).tolist() == [2, -1]
    assert sums["rows"].tolist() == [1, 2]


def test_without_keys_there_is_one_group_of_what_there_is():
    assert whole_sums(spend([("Kent", 1), ("Essex", 2)]), [], ["value_gbp"])["value_gbp"].tolist() == [3]
    assert whole_sums(spend([]), [], ["value_gbp"]).empty
    assert whole_sums(spend([]), ["area"], ["value_gbp"]).empty


def test_categories_stand_in_their_own_order_and_those_without_a_row_are_left_out():
    size = pd.Categorical(["small", "large", "small"], categories=["small", "medium", "large"], ordered=True)
    sums = whole_sums(pd.DataFrame({"size": size, "value_gbp": [1.0, 2.0, 4.0]}), ["size"], ["value_gbp"])
    assert sums["size"].tolist() == ["small", "large"]
    assert sums["value_gbp"].tolist() == [5, 2]
    assert sums["size"].dtype == size.dtype


def test_row_labels_do_not_matter():
    rows = spend([("Kent", 1), ("Essex", 2)])
    repeated = pd.concat([rows, rows])
    assert whole_sums(repeated, ["area"], ["value_gbp"])["value_gbp"].tolist() == [4, 2]


@pytest.mark.parametrize("order", [1, -1])
def test_pence_beside_a_trillion_pounds_are_not_lost_in_any_order(order):
    rows = [("Kent", 1e12), *[("Kent", 0.01)] * 1_000, ("Kent", -1e12)][::order]
    assert whole_sums(spend(rows), ["area"], ["value_gbp"])["value_gbp"].tolist() == [pytest.approx(10, abs=1e-9)]


def test_an_open_end_stays_open():
    groups = groups_of(spend([("Kent", 1), ("Kent", 2)]), ["area"])
    assert groups.sums(np.array([math.inf, 1.5])).tolist() == [math.inf]
    assert groups.sums(np.array([-math.inf, 1.5])).tolist() == [-math.inf]


KEYS = st.one_of(st.none(), st.sampled_from(["a", "b", "ab", "z", "É"]))
NUMBERS = st.one_of(st.none(), st.integers(-3, 3))
ROWS = st.lists(st.tuples(KEYS, NUMBERS, st.one_of(st.just(NAN), st.integers(-999, 999).map(float))), max_size=25)


@FAITHFUL
@given(rows=ROWS)
def test_the_groups_are_those_of_pandas(rows):
    frame = pd.DataFrame(rows, columns=["text", "number", "value_gbp"])
    frame = frame.astype({"text": "str", "number": float, "value_gbp": float})
    theirs = frame.groupby(["text", "number"], dropna=False, sort=True)["value_gbp"]
    expected = theirs.sum(skipna=False).reset_index().assign(rows=theirs.size().to_numpy())
    pd.testing.assert_frame_equal(whole_sums(frame, ["text", "number"], ["value_gbp"]), expected)


def test_more_keys_than_one_number_can_hold_still_meet():
    # 13 keys of 31 entries each are 31^13, some 2.4e19 and more than 2^62, possible groups.
    names = [f"key {number}" for number in range(13)]
    rows = pd.DataFrame({name: np.arange(31) * (place + 1) % 31 for place, name in enumerate(names)})
    groups = groups_of(pd.concat([rows, rows], ignore_index=True), names)
    assert len(groups.labels) == 31
    assert groups.of_row.tolist() == [*range(31), *range(31)]
