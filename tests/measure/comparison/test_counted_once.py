"""Money and people that stand in two rows count in one of them, and the other is listed, never lost (R2.21)."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from vv_analysis.errors import FrameError
from vv_analysis.measure.comparison.counted_once import LISTED, counted_once, left_out


def contracts(*rows, **columns):
    """Rows of contract, place, and the place in which it is counted."""
    typed = pd.DataFrame(list(rows), columns=["contract", "value_source", "counted_in"], dtype="str")
    return typed.assign(value_gbp=[100_000.0 * (turn + 1) for turn in range(len(rows))], **columns)


def kept(*rows):
    return counted_once(contracts(*rows))["contract"].tolist()


def test_a_subcontract_is_counted_in_the_leads_row_and_not_again():
    held = contracts(("lead", "a#1", ""), ("sub", "b#1", "a#1"))
    assert counted_once(held)["value_gbp"].sum() == 100_000
    listed = left_out(held)
    assert listed[["contract", "counted_in", "value_gbp"]].to_numpy().tolist() == [["sub", "a#1", 200_000.0]]


def test_a_row_counts_when_the_row_that_holds_it_is_not_there():
    assert kept(("sub", "b#1", "a#1"), ("other", "c#1", "")) == ["sub", "other"]


def test_of_a_chain_one_row_counts():
    chain = [("a", "f#1", "f#2"), ("b", "f#2", "f#3"), ("c", "f#3", "")]
    assert kept(*chain) == ["c"]
    assert kept(*reversed(chain)) == ["c"]
    assert kept(*chain[:2]) == ["b"]


def test_rows_that_would_exclude_each_other_are_refused():
    with pytest.raises(FrameError, match=r"row 1 and 1 more leads to no row that counts.*empty 'counted_in'"):
        kept(("x", "f#9", ""), ("a", "f#1", "f#2"), ("b", "f#2", "f#1"))


def test_two_files_of_one_name_give_one_place_and_one_of_the_rows_counts():
    assert kept(("first", "c.xlsx#S!J6", ""), ("again", "c.xlsx#S!J6", "c.xlsx#S!J6")) == ["first"]
    assert kept(("again", "c.xlsx#S!J6", "c.xlsx#S!J6")) == ["again"]


def test_typed_contracts_pass_through_unchanged():
    typed = pd.DataFrame({"value_gbp": [1.0, 2.0]}, index=[7, 7])
    assert_frame_equal(counted_once(typed), typed)
    assert left_out(typed).columns.tolist() == [*LISTED]
    assert left_out(typed).empty


def test_without_places_what_is_said_to_be_counted_elsewhere_is_left_out():
    typed = contracts(("a", "", ""), ("b", "", "f#1")).drop(columns="value_source")
    assert counted_once(typed)["contract"].tolist() == ["a"]


@pytest.mark.parametrize("nothing", ["", " ", None, float("nan")])
def test_an_empty_cell_says_that_the_row_counts(nothing):
    held = contracts(("a", "f#1", ""), ("b", "f#2", "")).assign(counted_in=["", nothing])
    assert len(counted_once(held)) == 2
    assert len(counted_once(held.drop(columns="value_source"))) == 2


def test_a_row_without_a_place_holds_nothing_of_another():
    assert kept(("a", "", ""), ("b", "f#2", "f#1")) == ["a", "b"]


def test_labels_stay_and_decide_nothing():
    held = contracts(("lead", "a#1", ""), ("sub", "b#1", "a#1"), ("one", "c#1", "")).set_axis([5, 5, 5])
    assert counted_once(held).index.tolist() == [5, 5]
    assert left_out(held).index.tolist() == [0]


def test_what_is_left_out_keeps_every_column_and_says_first_what_matters():
    listed = left_out(contracts(("lead", "a#1", ""), ("sub", "b#1", "a#1"), area_code="E23000032"))
    assert listed.columns.tolist() == [*LISTED, "value_source", "area_code"]
    assert listed["volume_users"].isna().all()


def test_the_frame_is_left_as_it_was():
    held = contracts(("lead", "a#1", ""), ("sub", "b#1", "a#1"))
    before = held.copy()
    counted_once(held)
    left_out(held)
    assert_frame_equal(held, before)


@settings(deadline=None, derandomize=True, max_examples=40)
@given(st.lists(st.integers(min_value=-1, max_value=8), min_size=1, max_size=9), st.randoms(use_true_random=False))
def test_every_row_is_counted_or_listed_and_twice_is_once(later, random):
    # Each row is counted in an earlier one or in none, so that there are chains but no circles.
    rows = [(str(turn), f"f#{turn}", f"f#{to}" if 0 <= to < turn else "") for turn, to in enumerate(later)]
    random.shuffle(rows)
    held = contracts(*rows)
    once = counted_once(held)
    assert_frame_equal(counted_once(once), once)
    assert sorted([*once["contract"], *left_out(held)["contract"]]) == sorted(held["contract"])
    assert set(once["contract"]) == {name for name, _, to in rows if not to}


def test_a_hundred_thousand_contracts_are_counted_in_seconds():
    place = "f#" + pd.Series(range(100_000)).astype("str")
    held = pd.DataFrame({"value_source": place, "counted_in": place.shift(1).where(place.index % 2 == 1, "")})
    assert len(counted_once(held)) == 50_000
