"""What changed is split into price, volume, new, ended and unsplit, and nothing is left over."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vv_analysis.errors import FrameError
from vv_analysis.measure.basis.twelve_months import annualise
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
    assert change.loc["Kent", ["value_before_gbp", "volume_before_users", "variance_percent"]].isna().all()


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
    enough = change_of([("Kent", 30_000, 30), ("Essex", 9_500, 10)], [("Kent", 30_000, 30), ("Essex", 19_000, 10)])
    assert enough["status"].tolist() == ["u", "ok"]
    assert enough.loc["Essex", "variance_percent"] == 100


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


def test_a_frame_without_rows_does_not_change_the_type_of_the_keys():
    numbers = pd.DataFrame({"year": [2021], "value_gbp": [1.0], "volume_users": [1.0]})
    nothing = numbers[:0].astype({"year": "str"})
    assert variance(nothing, numbers, ["year"])["year"].dtype == numbers["year"].dtype
    assert variance(numbers, nothing, ["year"])["year"].dtype == numbers["year"].dtype


def test_keys_that_are_missing_meet_each_other():
    change = variance(frame([(None, 100_000, 100)]), frame([(None, 126_000, 140)]), on=["area"])
    assert change["price_effect_gbp"].tolist() == [-12_000]


ENDS = [
    *("variance_low_gbp", "variance_high_gbp"),
    *("price_effect_low_gbp", "price_effect_high_gbp", "volume_effect_low_gbp", "volume_effect_high_gbp"),
]
POINT_OF_ENDS = ["variance_gbp"] * 2 + ["price_effect_gbp"] * 2 + ["volume_effect_gbp"] * 2


def ends_of(before, after):
    return variance(before, after, on=["area"]).iloc[0]


def test_a_published_band_gives_the_change_and_its_parts_a_lowest_and_a_highest():
    # £119,000 to £133,000 for 140 users against £100,000 for 100: £850 to £950 a user. Price 120(850−1,000) = -18,000
    # and 120(950−1,000) = -6,000; volume ½(1,000+850)·40 = 37,000 and ½(1,000+950)·40 = 39,000.
    published = frame([("Kent", 126_000, 140)], value_low_gbp=119_000.0, value_high_gbp=133_000.0)
    change = ends_of(frame([("Kent", 100_000, 100)]), published)
    assert change[ENDS].tolist() == pytest.approx([19_000, 33_000, -18_000, -6_000, 37_000, 39_000])
    assert change["sign"] == "higher"


def test_ends_on_either_side_of_nought_leave_the_direction_open():
    published = frame([("Kent", 100_000, 140)], value_low_gbp=90_000.0, value_high_gbp=110_000.0)
    assert ends_of(frame([("Kent", 100_000, 100)]), published)["sign"] == "higher or lower"
    assert ends_of(published, frame([("Kent", 89_000, 100)]))["sign"] == "lower"


def test_where_all_is_exact_the_ends_are_the_figures():
    change = change_of([("Kent", 0.1, 30), ("Kent", 0.2, 70), ("Essex", 5, 5)], [("Kent", 0.7, 11), ("Gwent", 1, 3)])
    assert change[ENDS].to_numpy().tolist() == change[POINT_OF_ENDS].to_numpy().tolist()


def test_a_value_that_is_at_least_so_much_still_says_that_it_is_higher():
    published = frame([("Kent", NAN, 140)], value_low_gbp=120_000.0, value_high_gbp=NAN)
    change = ends_of(frame([("Kent", 100_000, 100)]), published)
    assert change[["variance_low_gbp", "sign", "status"]].tolist() == [20_000, "higher", "x"]
    assert change[["variance_gbp", "variance_high_gbp"]].isna().all()
    # 120 users in the mean, at £857.14 a user or more: at least -17,142.86 for price, and 37,142.86 for volume.
    assert change["price_effect_low_gbp"] == pytest.approx(-17_142.857, abs=PENNY)
    assert change["volume_effect_low_gbp"] == pytest.approx(37_142.857, abs=PENNY)


def test_a_missing_value_without_ends_says_nothing_of_the_direction():
    change = ends_of(frame([("Kent", NAN, 100)]), frame([("Kent", 126_000, 140)]))
    assert change["sign"] == "not known"
    assert change[ENDS].isna().all()


def test_a_change_that_is_not_split_has_ends_but_its_parts_have_none():
    change = ends_of(frame([("Kent", 100_000, NAN)]), frame([("Kent", 126_000, 140)]))
    assert change[ENDS[:2]].tolist() == [26_000, 26_000]
    assert change[ENDS[2:]].isna().all()


def test_new_provision_has_no_price_and_no_volume_effect_at_any_end():
    published = frame([("Kent", 126_000, 140)], value_low_gbp=119_000.0, value_high_gbp=133_000.0)
    change = ends_of(frame([("Essex", 1, 1)]).iloc[:0], published)
    assert change[ENDS].tolist() == [119_000, 133_000, 0, 0, 0, 0]


def test_no_service_that_may_be_one_leaves_its_parts_open():
    maybe = frame([("Kent", 0, 0)], value_low_gbp=0.0, value_high_gbp=50_000.0, volume_low_users=0, volume_high_users=9)
    assert ends_of(maybe, frame([("Kent", 40_000, 50)]))[ENDS[2:]].isna().all()


@pytest.mark.parametrize(("pence", "sign"), [(0, "no change"), (0.4, "no change"), (0.6, "higher"), (-0.6, "lower")])
def test_less_than_half_a_penny_is_no_change(pence, sign):
    assert ends_of(frame([("Kent", 100, 50)]), frame([("Kent", 100 + pence / 100, 50)]))["sign"] == sign


def lasting(days, value=100_000.0, area="Kent", start="2021-04-01"):
    first = pd.Timestamp(start)
    return frame([(area, value, 100)], start=first, end=first + pd.Timedelta(days=days - 1))


@pytest.mark.parametrize("days", [364, 365, 366])
def test_years_with_and_without_a_leap_day_may_be_compared(days):
    assert len(variance(lasting(365), lasting(days), on=["area"])) == 1


@pytest.mark.parametrize(("before", "after"), [(365, 367), (365, 363), (279, 365), (1_096, 365)])
def test_a_part_year_or_several_years_are_not_compared_with_a_year(before, after):
    words = f"area 'Kent' covers {before} days from 'start' to 'end' before and {after} after; expected"
    with pytest.raises(FrameError, match=words) as refusal:
        variance(lasting(before), lasting(after), on=["area"])
    assert "vv.annualise" in refusal.value.remedy
    with pytest.raises(FrameError, match=f"the total covers {before} days"):
        variance(lasting(before), lasting(after))


def test_annualised_figures_are_a_year_long_whatever_their_dates_say():
    part, year = lasting(279), lasting(365)
    assert len(variance(annualise(part), annualise(year), on=["area"])) == 1
    assert len(variance(annualise(part), year, on=["area"])) == 1
    assert len(variance(year, annualise(part), on=["area"])) == 1
    with pytest.raises(FrameError, match="covers 365 days from 'start' to 'end' before and 279 after"):
        variance(annualise(year), part, on=["area"])


def test_of_many_keys_of_unlike_length_the_first_is_named_and_the_others_are_counted():
    before, after = (
        pd.concat([lasting(days, area=area) for area in ("Dorset", "Kent", "Essex")]) for days in (365, 200)
    )
    with pytest.raises(FrameError, match=r"area 'Dorset' covers .* and 200 after \(and 2 more such keys\)"):
        variance(before, after, on=["area"])


def test_rows_of_a_key_cover_the_days_from_the_first_start_to_the_last_end():
    halves = pd.concat([lasting(182), lasting(183, start="2021-09-30")])
    assert len(variance(lasting(365), halves, on=["area"])) == 1
    side_by_side = pd.concat([lasting(365), lasting(365)])
    assert len(variance(lasting(365), side_by_side, on=["area"])) == 1


def test_keys_on_one_side_rows_without_a_value_and_frames_without_dates_have_no_period_to_compare():
    assert len(variance(lasting(365), lasting(200, area="Essex"), on=["area"])) == 2
    assert len(variance(lasting(365), lasting(200, value=NAN), on=["area"])) == 1
    assert len(variance(lasting(365), lasting(200).assign(end=pd.NaT), on=["area"])) == 1
    assert len(variance(lasting(365), frame([("Kent", 1, 1)]), on=["area"])) == 1


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
    with pytest.raises(FrameError, match=r"illustrative figures .* stand beside figures"):
        variance(frame(rows, data_status="illustrative"), frame(rows, data_status=real), on=["area"])


def test_official_and_reported_figures_may_be_compared():
    rows = [("Kent", 100, 10)]
    assert len(variance(frame(rows, data_status="reported"), frame(rows, data_status="official"), ["area"])) == 1


def test_keys_of_different_types_are_refused():
    numbers = pd.DataFrame({"year": [2021], "value_gbp": [1.0], "volume_users": [1.0]})
    with pytest.raises(FrameError, match="key 'year' holds numbers before and text after"):
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


WIDTHS = st.tuples(*[st.sampled_from([0.0, 0.1, 0.5])] * 4)


@FAITHFUL
@given(before=ROWS, after=ROWS, widths=WIDTHS, share=st.sampled_from([0.0, 0.3, 1.0]))
def test_whatever_the_figures_are_inside_their_ends_the_change_and_its_parts_lie_inside_theirs(
    before, after, widths, share
):
    banded = [with_ends(side, *pair) for side, pair in ((before, widths[:2]), (after, widths[2:]))]
    wide = variance(*banded, on=["area"])
    inside = variance(*(at(side, share) for side in banded), on=["area"])
    for name in ("variance", "price_effect", "volume_effect"):
        low, high = (wide[f"{name}_{end}_gbp"] for end in ("low", "high"))
        assert not (inside[f"{name}_gbp"] < low - PENNY).any()
        assert not (inside[f"{name}_gbp"] > high + PENNY).any()


def with_ends(side, value_width, users_width):
    return side.assign(
        value_low_gbp=side["value_gbp"] * (1 - value_width),
        value_high_gbp=side["value_gbp"] * (1 + value_width),
        volume_low_users=side["volume_users"] * (1 - users_width),
        volume_high_users=side["volume_users"] * (1 + users_width),
    )


def at(side, share):
    """Move rows in turn towards their lowest and their highest figures, and forget the ends."""
    moved = {}
    for name, low, high in (
        ("value_gbp", "value_low_gbp", "value_high_gbp"),
        ("volume_users", "volume_low_users", "volume_high_users"),
    ):
        towards = side[low].where(side.index % 2 == 0, side[high])
        moved[name] = side[name] + share * (towards - side[name])
    return side[["area"]].assign(**moved)
