"""What changed is split into price, volume, new, ended and unsplit, and nothing is left over."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vv_analysis.errors import FrameError
from vv_analysis.measure.split.variance import PARTS, RESULTS, variance
from vv_analysis.terms.schemas import Variance

NAN = float("nan")
PENNY = 0.01


def frame(rows, **columns):
    typed = pd.DataFrame(rows, columns=["area", "value_gbp", "volume_users"])
    return typed.astype({"value_gbp": float, "volume_users": float}).assign(**columns)


def change_of(before, after):
    return variance(frame(before), frame(after), on=["area"]).set_index("area")


def test_a_lower_price_for_more_people_has_effects_of_both_signs():
    change = change_of([("Kent", 100_000, 100)], [("Kent", 126_000, 140)]).loc["Kent"]
    assert change["price_effect_gbp"] == -12_000
    assert change["volume_effect_gbp"] == 38_000
    assert change["variance_percent"] == pytest.approx(26.0)
    assert change["status"] == "ok"


def test_new_and_ended_provision_stand_apart_from_price_and_volume():
    change = change_of([("Essex", 50_000, 40)], [("Kent", 40_000, 50)])
    assert change.loc["Kent", "new_provision_gbp"] == 40_000
    assert change.loc["Essex", "ended_provision_gbp"] == -50_000
    assert change.loc["Essex", "variance_percent"] == -100
    assert change["status"].tolist() == ["z", "z"]
    assert change.loc["Kent", ["value_before_gbp", "variance_percent"]].isna().all()


def test_a_key_without_a_volume_on_one_side_is_left_unsplit():
    change = change_of([("Kent", 100_000, NAN)], [("Kent", 126_000, 140)]).loc["Kent"]
    assert change["unsplit_gbp"] == 26_000
    assert change[["price_effect_gbp", "volume_effect_gbp"]].tolist() == [0, 0]
    assert change["status"] == "x"


def test_a_value_without_a_single_user_is_left_unsplit():
    change = change_of([("Kent", 5_000, 0)], [("Kent", 40_000, 50)]).loc["Kent"]
    assert change["unsplit_gbp"] == 35_000
    assert change["status"] == "x"


def test_no_value_for_no_users_counts_as_no_provision():
    change = change_of([("Kent", 0, 0), ("Essex", 0, 0)], [("Kent", 40_000, 50), ("Essex", 0, 0)])
    assert change.loc["Kent", "new_provision_gbp"] == 40_000
    assert change.loc["Essex", "variance_gbp"] == 0
    assert change["status"].tolist() == ["z", "z"]


def test_a_missing_value_leaves_the_whole_change_unknown():
    change = change_of([("Kent", NAN, 100)], [("Kent", 126_000, 140)]).loc["Kent"]
    assert change[["variance_gbp", *PARTS, "variance_percent"]].isna().all()
    assert change["status"] == "x"


def test_a_sum_with_a_missing_row_is_missing():
    before = [("Kent", 60_000, 60), ("Kent", NAN, 40)]
    assert pd.isna(change_of(before, [("Kent", 126_000, 140)]).loc["Kent", "value_before_gbp"])


def test_rows_of_one_key_are_summed_before_they_are_compared():
    parts = [("Kent", 60_000, 70), ("Kent", 40_000, 30)]
    change = change_of(parts, [("Kent", 126_000, 140)]).loc["Kent"]
    assert change["price_effect_gbp"] == -12_000


def test_few_users_make_a_change_unreliable_and_very_few_withhold_its_rates():
    change = change_of([("Kent", 29_000, 29), ("Essex", 9_000, 9)], [("Kent", 30_000, 30), ("Essex", 9_500, 10)])
    assert change["status"].tolist() == ["u", "u"]
    assert change.loc["Kent", "variance_percent"] == pytest.approx(100 / 29)
    assert change.loc["Essex", ["variance_percent", "cost_per_user_before_gbp"]].isna().all()
    assert change.loc["Essex", "cost_per_user_after_gbp"] == 950


def test_a_change_from_no_value_has_no_percentage():
    change = change_of([("Kent", 0, 50)], [("Kent", 1_000, 50)]).loc["Kent"]
    assert pd.isna(change["variance_percent"])
    assert change["price_effect_gbp"] == 1_000


def test_without_keys_the_totals_are_compared():
    change = variance(frame([("Kent", 60_000, 60), ("Essex", 40_000, 40)]), frame([("Kent", 126_000, 140)]))
    assert change[["variance_gbp", "price_effect_gbp"]].to_numpy().tolist() == [[26_000, -12_000]]


@pytest.mark.parametrize("on", [[], ["area"]])
def test_nothing_before_makes_all_of_it_new_and_nothing_at_all_gives_no_rows(on):
    nothing, published = frame([]), frame([("Kent", 40_000, 50)])
    assert variance(nothing, published, on)["new_provision_gbp"].tolist() == [40_000]
    assert variance(published, nothing, on)["ended_provision_gbp"].tolist() == [-40_000]
    assert variance(nothing, nothing, on).empty


def test_keys_that_are_missing_meet_each_other():
    change = variance(frame([(None, 100_000, 100)]), frame([(None, 126_000, 140)]), on=["area"])
    assert change["price_effect_gbp"].tolist() == [-12_000]


def test_the_result_is_what_the_schema_promises():
    change = variance(frame([("Kent", 1_000, 10)]), frame([("Essex", 2_000, 20)]), on=["area"])
    Variance.validate(change)
    assert change.columns.tolist() == ["area", *RESULTS]


@pytest.mark.parametrize(
    ("basis", "before", "after"),
    [
        ("prices", "nominal", "real 2020-21"),
        ("vat", "excluded", "included"),
        ("vat", "unknown", "excluded"),
        ("volume_unit", "referrals", "service-users"),
    ],
)
def test_unlike_bases_are_refused_with_a_remedy(basis, before, after):
    rows = [("Kent", 100, 10)]
    with pytest.raises(FrameError, match=f"'{basis}' is '{before}' before and '{after}' after") as refusal:
        variance(frame(rows, **{basis: before}), frame(rows, **{basis: after}), on=["area"])
    assert refusal.value.remedy


def test_unlike_bases_are_refused_even_where_no_key_is_shared():
    with pytest.raises(FrameError, match="'vat' is 'excluded' before and 'included' after"):
        variance(frame([("Kent", 1, 1)], vat="excluded"), frame([("Essex", 1, 1)], vat="included"), on=["area"])


def test_a_value_exempt_from_vat_compares_with_one_excluding_it():
    rows = [("Kent", 100, 10)]
    assert len(variance(frame(rows, vat="exempt"), frame(rows, vat="excluded"), on=["area"])) == 1


def test_a_basis_that_one_side_does_not_state_at_all_is_not_compared():
    rows = [("Kent", 100, 10)]
    assert len(variance(frame(rows), frame(rows, vat="excluded"), on=["area"])) == 1
    assert len(variance(frame(rows, vat=""), frame(rows, vat="excluded"), on=["area"])) == 1


def test_bases_may_differ_between_keys_but_not_within_one():
    rows = [("Kent", 100, 10), ("Essex", 100, 10)]
    units = frame(rows, volume_unit=["places", "referrals"])
    assert len(variance(units, units, on=["area"])) == 2
    with pytest.raises(FrameError, match="within each key"):
        variance(units, frame(rows, volume_unit=["referrals", "places"]), on=["area"])
    with pytest.raises(FrameError, match="within each key"):
        variance(units, units)


@pytest.mark.parametrize("real", ["official", "reported"])
def test_invented_and_real_figures_are_never_compared(real):
    rows = [("Kent", 100, 10)]
    with pytest.raises(FrameError, match="illustrative figures stand beside figures"):
        variance(frame(rows, data_status="illustrative"), frame(rows, data_status=real), on=["area"])


def test_official_and_reported_figures_may_be_compared():
    rows = [("Kent", 100, 10)]
    assert len(variance(frame(rows, data_status="reported"), frame(rows, data_status="official"), ["area"])) == 1


def test_keys_of_different_types_are_refused():
    numbers = pd.DataFrame({"year": [2021], "value_gbp": [1.0], "volume_users": [1.0]})
    with pytest.raises(FrameError, match="key 'year' has type int64 before and str after"):
        variance(numbers, numbers.assign(year="2021"), on=["year"])


FAITHFUL = settings(deadline=None, derandomize=True, max_examples=40)
AREAS = st.sampled_from(["Kent", "Essex", "Surrey", "Dorset", "Gwent", "Cumbria"])
VALUES = st.one_of(st.integers(0, 10**10).map(lambda pence: pence / 100), st.just(NAN))
VOLUMES = st.one_of(st.integers(0, 50_000).map(float), st.just(NAN))
ROWS = st.lists(st.tuples(AREAS, VALUES, VOLUMES), max_size=15).map(frame)


@FAITHFUL
@given(before=ROWS, after=ROWS)
def test_the_five_parts_always_add_up_to_the_change_to_the_penny(before, after):
    change = variance(before, after, on=["area"])
    left_over = change[list(PARTS)].sum(axis="columns", skipna=False) - change["variance_gbp"]
    assert (left_over.abs().dropna() <= PENNY).all()
    assert (change[list(PARTS)].isna().any(axis="columns") == change["variance_gbp"].isna()).all()


def test_a_thousand_random_contracts_split_without_a_remainder():
    random = np.random.default_rng(20)
    areas = [f"contract {number}" for number in range(1_000)]
    before, after = (
        frame(list(zip(areas, random.uniform(1e3, 1e7, 1_000), random.integers(1, 5_000, 1_000), strict=True)))
        for _ in range(2)
    )
    change = variance(before, after, on=["area"])
    split = change["price_effect_gbp"] + change["volume_effect_gbp"]
    assert (split - (change["value_after_gbp"] - change["value_before_gbp"])).abs().max() <= PENNY


@FAITHFUL
@given(before=ROWS, after=ROWS)
def test_swapping_the_sides_flips_every_sign_and_makes_new_provision_ended(before, after):
    there = variance(before, after, on=["area"])
    back = variance(after, before, on=["area"])
    swapped = back.rename(
        columns={"new_provision_gbp": "ended_provision_gbp", "ended_provision_gbp": "new_provision_gbp"}
    )
    flipped = ["variance_gbp", *PARTS]
    pd.testing.assert_frame_equal(there[flipped], -swapped[flipped], check_exact=False, atol=PENNY)


@FAITHFUL
@given(before=ROWS, after=ROWS, seed=st.integers(0, 99))
def test_the_order_of_the_rows_changes_nothing(before, after, seed):
    shuffled = variance(before.sample(frac=1, random_state=seed), after.sample(frac=1, random_state=seed), ["area"])
    pd.testing.assert_frame_equal(shuffled, variance(before, after, ["area"]), check_exact=False, atol=PENNY)


@FAITHFUL
@given(before=ROWS, after=ROWS, factor=st.sampled_from([2.0, 10.0, 0.5]))
def test_values_in_another_unit_give_a_change_in_that_unit(before, after, factor):
    change = variance(before, after, on=["area"])
    scaled = variance(
        before.assign(value_gbp=before["value_gbp"] * factor),
        after.assign(value_gbp=after["value_gbp"] * factor),
        on=["area"],
    )
    money = ["variance_gbp", *PARTS]
    pd.testing.assert_frame_equal(scaled[money], change[money] * factor, check_exact=False, atol=PENNY)
    assert scaled["status"].tolist() == change["status"].tolist()


@FAITHFUL
@given(before=ROWS, after=ROWS)
def test_the_frames_that_are_compared_are_left_as_they_were(before, after):
    copies = before.copy(), after.copy()
    variance(before, after, on=["area"])
    pd.testing.assert_frame_equal(before, copies[0])
    pd.testing.assert_frame_equal(after, copies[1])
