"""What changed in a group is volume, mix and price, what cannot be split stands apart, and nothing is left over."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vv_analysis.errors import FrameError
from vv_analysis.measure.split.mix import CLASSICAL_PARTS, CLASSICAL_RESULTS, PARTS, RESULTS, classical_mix, mix
from vv_analysis.measure.split.variance import variance
from vv_analysis.terms.schemas.changes import Mix

FAITHFUL = settings(deadline=None, derandomize=True, max_examples=40)
NAN = float("nan")
PENNY = 0.01
EFFECTS = ["volume_effect_gbp", "mix_effect_gbp", "price_effect_gbp"]
BEFORE = [("Wales", "A", 30_000, 60), ("Wales", "B", 60_000, 40)]
AFTER = [("Wales", "A", 40_500, 90), ("Wales", "B", 48_000, 30)]


def frame(rows, **columns):
    typed = pd.DataFrame(rows, columns=["region", "service", "value_gbp", "volume_users"])
    return typed.astype({"value_gbp": float, "volume_users": float}).assign(**columns)


def mix_of(before, after, how=mix):
    return how(frame(before), frame(after), on=["service"], within=["region"]).set_index("region")


def test_people_who_move_to_the_cheaper_service_make_a_mix_effect():
    change = mix_of(BEFORE, AFTER).loc["Wales"]
    assert change[EFFECTS].tolist() == pytest.approx([16_375, -17_737.5, -137.5])
    assert change[["value_before_gbp", "value_after_gbp", "variance_gbp"]].tolist() == [90_000, 88_500, -1_500]
    assert change[["cost_per_user_before_gbp", "cost_per_user_after_gbp"]].tolist() == [900, 737.5]
    assert change[["volume_before_users", "volume_after_users", "items", "items_split"]].tolist() == [100, 120, 2, 2]
    assert change["status"] == "ok"


def test_each_group_is_split_by_itself():
    rest = [("Kent", service, value, users) for _, service, value, users in AFTER]
    change = mix_of([*BEFORE, *rest], [*AFTER, *rest])
    assert change.loc["Wales", EFFECTS].tolist() == pytest.approx([16_375, -17_737.5, -137.5])
    assert change.loc["Kent", EFFECTS].tolist() == pytest.approx([0, 0, 0])
    assert change.loc["Kent", "sign"] == "no change"


def test_one_item_alone_has_no_mix_and_the_split_of_the_variance():
    change = mix_of(BEFORE[:1], AFTER[:1]).loc["Wales"]
    # £500 x 60 to £450 x 90: volume 475 x 30, price -50 x 75.
    assert change[EFFECTS].tolist() == [14_250, 0, -3_750]


def test_items_on_one_side_or_without_users_stand_apart_and_leave_the_effects_alone():
    apart_before = [("Wales", "C", 7_000, 10), ("Wales", "D", 100, NAN)]
    apart_after = [("Wales", "E", 900, 30), ("Wales", "D", 160, 20)]
    change = mix_of(BEFORE + apart_before, AFTER + apart_after).loc["Wales"]
    assert change[EFFECTS].tolist() == pytest.approx([16_375, -17_737.5, -137.5])
    assert change[["new_provision_gbp", "ended_provision_gbp", "unsplit_gbp"]].tolist() == [900, -7_000, 60]
    assert change[["value_before_gbp", "value_after_gbp"]].tolist() == [97_100, 89_560]
    assert change[["volume_before_users", "items", "items_split", "status"]].tolist() == [100, 5, 2, "x"]


def test_a_group_with_nothing_on_both_sides_is_marked_as_not_applicable():
    change = mix_of(BEFORE[:1], AFTER[1:]).loc["Wales"]
    assert change["status"] == "z"
    assert change[[*EFFECTS, "new_provision_gbp", "ended_provision_gbp"]].tolist() == [0, 0, 0, 48_000, -30_000]
    only_after = mix_of([("Kent", "A", 1, 50)], AFTER).loc["Wales"]
    assert pd.isna(only_after["value_before_gbp"])
    assert only_after["variance_gbp"] == 88_500


def test_an_item_whose_value_is_missing_leaves_its_group_unknown_and_no_other():
    change = mix_of([*BEFORE, ("Kent", "A", NAN, 5), ("Kent", "B", 5, 5)], [*AFTER, ("Kent", "A", 9, 5)])
    assert change.loc["Kent", [*PARTS, "variance_gbp", "variance_low_gbp", "value_before_gbp"]].isna().all()
    assert change.loc["Kent", ["status", "sign"]].tolist() == ["x", "not known"]
    assert change.loc["Kent", ["items", "items_split"]].tolist() == [2, 0]
    assert change.loc["Wales", "status"] == "ok"


@pytest.mark.parametrize(
    ("users", "status", "withheld"), [(9, "u", True), (10, "u", False), (29, "u", False), (30, "ok", False)]
)
def test_few_users_make_a_split_unreliable_and_very_few_withhold_the_cost(users, status, withheld):
    change = mix_of([("Wales", "A", 900, users)], [("Wales", "A", 900, 100)]).loc["Wales"]
    assert change["status"] == status
    assert pd.isna(change["cost_per_user_before_gbp"]) == withheld


def test_bands_give_the_change_of_the_group_its_ends():
    banded = frame(AFTER, value_low_gbp=[40_000, 40_000], value_high_gbp=[41_000, 49_000])
    change = mix(frame(BEFORE), banded, on=["service"]).iloc[0]
    assert change[["variance_low_gbp", "variance_high_gbp", "sign"]].tolist() == [-10_000, 0, "higher or lower"]


def test_without_keys_there_is_one_group_of_one_item():
    change = mix(frame(BEFORE), frame(AFTER)).iloc[0]
    assert change[["items", "mix_effect_gbp", "variance_gbp"]].tolist() == [1, 0, -1_500]
    assert mix(frame([]), frame([])).empty


def test_what_is_counted_differently_cannot_be_added_up_within_a_group():
    units = {"volume_unit": ["places", "referrals"]}
    with pytest.raises(FrameError, match="within each key") as refusal:
        mix(frame(BEFORE, **units), frame(AFTER, **units), on=["service"], within=["region"])
    assert refusal.value.where == "mix"
    assert len(mix(frame(BEFORE, **units), frame(AFTER, **units), on=["region"], within=["service"])) == 2


def test_a_column_may_be_named_for_the_group_and_for_the_item():
    both = mix(frame(BEFORE), frame(AFTER), on=["service", "region"], within=["region"])
    assert both[EFFECTS].iloc[0].tolist() == pytest.approx([16_375, -17_737.5, -137.5])


def test_the_result_is_what_the_schema_promises():
    change = mix(frame(BEFORE), frame(AFTER), on=["service"], within=["region"])
    Mix.validate(change)
    assert change.columns.tolist() == ["region", *RESULTS]
    classical = classical_mix(frame(BEFORE), frame(AFTER), on=["service"], within=["region"])
    assert classical.columns.tolist() == ["region", *CLASSICAL_RESULTS]


VALUES = st.one_of(st.integers(0, 10**9).map(lambda pence: pence / 100), st.just(NAN))
VOLUMES = st.one_of(st.integers(0, 5_000).map(float), st.just(NAN))
KEYS = st.tuples(st.sampled_from(["Kent", "Wales"]), st.sampled_from("ABCD"))
ROWS = st.lists(st.builds(lambda key, value, users: (*key, value, users), KEYS, VALUES, VOLUMES), max_size=12).map(
    frame
)


@FAITHFUL
@given(before=ROWS, after=ROWS)
def test_the_six_parts_always_add_up_to_the_change_to_the_penny(before, after):
    for how, parts in ((mix, PARTS), (classical_mix, CLASSICAL_PARTS)):
        change = how(before, after, on=["service"], within=["region"])
        left_over = change[list(parts)].sum(axis="columns", skipna=False) - change["variance_gbp"]
        assert (left_over.abs().dropna() <= PENNY).all()
        assert (change[list(parts)].isna().any(axis="columns") == change["variance_gbp"].isna()).all()


@FAITHFUL
@given(before=ROWS, after=ROWS)
def test_swapping_the_sides_flips_every_effect(before, after):
    there = mix(before, after, on=["service"], within=["region"])
    back = mix(after, before, on=["service"], within=["region"])
    pd.testing.assert_frame_equal(there[EFFECTS], -back[EFFECTS], check_exact=False, atol=PENNY)


@FAITHFUL
@given(seed=st.integers(0, 9_999))
def test_its_price_line_differs_from_that_of_the_variance_by_a_quarter_of_the_change_in_users_times_share_and_price(
    seed,
):
    lots = np.random.default_rng(seed)
    before, after = (
        frame([("Wales", service, lots.uniform(1e3, 1e6), lots.integers(10, 900)) for service in "ABCDE"])
        for _ in range(2)
    )
    q0, q1 = before["volume_users"], after["volume_users"]
    shares = q1 / q1.sum() - q0 / q0.sum()
    prices = after["value_gbp"] / q1 - before["value_gbp"] / q0
    gap = (q1.sum() - q0.sum()) / 4 * (shares * prices).sum()
    of_mix = mix(before, after, on=["service"])["price_effect_gbp"].iloc[0]
    of_variance = variance(before, after, on=["service"])["price_effect_gbp"].sum()
    # Bennet's weight ½(q0+q1) is Q̄s̄ + ¼ΔQΔs.
    assert of_variance - of_mix == pytest.approx(gap, abs=PENNY)
