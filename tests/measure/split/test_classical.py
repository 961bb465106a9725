"""The classical splits stand beside Bennet's under names that say at which weights, and agree with it half-way."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vv_analysis.errors import FrameError
from vv_analysis.measure.split.classical import CLASSICAL, MONTGOMERY, classical_split, montgomery_split
from vv_analysis.measure.split.variance import variance

FAITHFUL = settings(deadline=None, derandomize=True, max_examples=40)
NAN = float("nan")
PENNY = 0.01
REST = ["new_provision_gbp", "ended_provision_gbp", "unsplit_gbp"]


def frame(rows, **columns):
    typed = pd.DataFrame(rows, columns=["area", "value_gbp", "volume_users"])
    return typed.astype({"value_gbp": float, "volume_users": float}).assign(**columns)


def split_of(how, before, after):
    return how(frame(before), frame(after), on=["area"]).set_index("area")


def test_each_pair_of_weights_has_its_own_columns():
    # £1,000 x 100 to £900 x 140.
    split = split_of(classical_split, [("Kent", 100_000, 100)], [("Kent", 126_000, 140)]).loc["Kent"]
    assert split["price_at_old_volume_gbp"] == -100 * 100
    assert split["volume_at_old_price_gbp"] == 40 * 1_000
    assert split["joint_gbp"] == -100 * 40
    assert split["price_at_new_volume_gbp"] == -100 * 140
    assert split["volume_at_new_price_gbp"] == 40 * 900


@pytest.mark.parametrize("how", [classical_split, montgomery_split])
def test_what_cannot_be_split_stands_apart_as_in_the_variance(how):
    before = [("Essex", 50_000, 40), ("Gwent", 100, NAN), ("Dorset", NAN, 5), ("Surrey", 0, 0)]
    after = [("Kent", 40_000, 50), ("Gwent", 160, 20), ("Dorset", 1, 5), ("Surrey", 0, 0)]
    split = split_of(how, before, after)
    assert split.loc["Kent", REST].tolist() == [40_000, 0, 0]
    assert split.loc["Essex", REST].tolist() == [0, -50_000, 0]
    assert split.loc["Gwent", REST].tolist() == [0, 0, 60]
    assert split.loc["Dorset", [*REST, "variance_gbp"]].isna().all()
    assert split["status"].to_dict() == {"Dorset": "x", "Essex": "z", "Gwent": "x", "Kent": "z", "Surrey": "z"}


def test_a_negative_value_has_classical_parts_but_no_logarithm():
    before, after = [("Kent", -100, 10)], [("Kent", 300, 10)]
    assert split_of(classical_split, before, after).loc["Kent", "price_at_old_volume_gbp"] == 400
    split = split_of(montgomery_split, before, after).loc["Kent"]
    assert split[["price_effect_gbp", "volume_effect_gbp", "unsplit_gbp", "status"]].tolist() == [0, 0, 400, "x"]
    assert split_of(montgomery_split, after, before).loc["Kent", "unsplit_gbp"] == -400


def test_a_service_that_was_free_owes_all_of_its_value_to_price():
    split = split_of(montgomery_split, [("Kent", 0, 10)], [("Kent", 300, 30)]).loc["Kent"]
    assert split[["price_effect_gbp", "volume_effect_gbp", "status"]].tolist() == [300, 0, "ok"]
    back = split_of(montgomery_split, [("Kent", 300, 30)], [("Kent", 0, 10)]).loc["Kent"]
    assert back[["price_effect_gbp", "volume_effect_gbp"]].tolist() == [-300, 0]


@pytest.mark.parametrize(("how", "results"), [(classical_split, CLASSICAL), (montgomery_split, MONTGOMERY)])
def test_the_result_has_its_keys_and_columns_in_order_and_what_is_unlike_is_refused(how, results):
    rows = [("Kent", 100, 10)]
    assert how(frame(rows), frame(rows), on=["area"]).columns.tolist() == ["area", *results]
    assert how(frame(rows), frame(rows)).columns.tolist() == [*results]
    with pytest.raises(FrameError, match="'vat' is 'excluded' before and 'included' after") as refusal:
        how(frame(rows, vat="excluded"), frame(rows, vat="included"))
    assert refusal.value.where == how.__name__


AREAS = st.sampled_from(["Kent", "Essex", "Surrey", "Dorset"])
VALUES = st.one_of(st.integers(-(10**6), 10**10).map(lambda pence: pence / 100), st.just(NAN))
VOLUMES = st.one_of(st.integers(0, 50_000).map(float), st.just(NAN))
ROWS = st.lists(st.tuples(AREAS, VALUES, VOLUMES), max_size=10).map(frame)


@FAITHFUL
@given(before=ROWS, after=ROWS)
def test_the_classical_parts_with_half_the_joint_one_each_are_bennets_and_the_mean_of_both_weights(before, after):
    split, bennet = (how(before, after, on=["area"]) for how in (classical_split, variance))
    half = split["joint_gbp"] / 2
    near = {"rtol": 1e-9, "atol": PENNY, "check_names": False}
    for name, old, new in (
        ("price_effect_gbp", "price_at_old_volume_gbp", "price_at_new_volume_gbp"),
        ("volume_effect_gbp", "volume_at_old_price_gbp", "volume_at_new_price_gbp"),
    ):
        pd.testing.assert_series_equal(split[old] + half, bennet[name], **near)
        pd.testing.assert_series_equal((split[old] + split[new]) / 2, bennet[name], **near)
    pd.testing.assert_frame_equal(split[REST], bennet[REST])


@FAITHFUL
@given(before=ROWS, after=ROWS)
def test_every_set_of_parts_adds_up_to_the_change(before, after):
    classical, logarithmic = (how(before, after, on=["area"]) for how in (classical_split, montgomery_split))
    for split, parts in (
        (classical, ["price_at_old_volume_gbp", "volume_at_old_price_gbp", "joint_gbp"]),
        (classical, ["price_at_new_volume_gbp", "volume_at_old_price_gbp"]),
        (classical, ["price_at_old_volume_gbp", "volume_at_new_price_gbp"]),
        (logarithmic, ["price_effect_gbp", "volume_effect_gbp"]),
    ):
        left_over = split[[*parts, *REST]].sum(axis="columns", skipna=False) - split["variance_gbp"]
        assert (left_over.abs().dropna() <= PENNY).all()
        assert (left_over.isna() == split["variance_gbp"].isna()).all()
