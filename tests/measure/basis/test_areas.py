"""Figures of the old package areas and of regions are split over the areas inside, and nothing is lost on the way."""

from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strategies.area_rows import (
    BRISTOL,
    EQUAL,
    HALF_AND_LESS,
    HUMBER,
    MANCHESTER,
    NAN,
    NORFOLK_SUFFOLK,
    POPULATION,
    THREE_QUARTERS,
    in_parts,
    level_codes,
    pence,
    rows,
)
from vv_analysis.errors import FrameError
from vv_analysis.measure.basis.areas import apportion
from vv_analysis.measure.split.unit_cost import unit_cost
from vv_analysis.terms.area_weights import area_weights

# --- what a row becomes


def test_money_and_people_are_split_by_the_weights():
    parts = in_parts(rows((BRISTOL, 500_000, 601)))
    assert parts["value_gbp"].tolist() == [250_000, 150_000, 100_000]
    assert parts["volume_users"].tolist() == [301, 180, 120]


def test_a_part_says_where_it_lies_where_it_comes_from_and_what_was_done():
    parts = apportion(rows((NORFOLK_SUFFOLK, 100_000, 100), area="Norfolk and Suffolk", region=""), THREE_QUARTERS)
    assert parts.iloc[0][["area_code", "area", "area_level", "region"]].tolist() == [
        "E23000024",
        "Norfolk",
        "area",
        "East of England",
    ]
    assert parts["apportioned"].tolist() == [True, True]
    assert parts["apportioned_from"].tolist() == [NORFOLK_SUFFOLK] * 2
    assert parts["weights"].tolist() == ["caseload"] * 2
    assert parts["share_of_area"].tolist() == [0.75, 0.25]
    assert parts["steps"].tolist() == [
        "75% of Norfolk and Suffolk apportioned to Norfolk by weights 'caseload' (unit not stated, day not stated)",
        "25% of Norfolk and Suffolk apportioned to Suffolk by weights 'caseload' (unit not stated, day not stated)",
    ]


def test_the_step_quotes_unit_and_day_of_published_weights():
    step = apportion(rows((NORFOLK_SUFFOLK, 100, 1)), POPULATION)["steps"].iloc[0]
    # 903,700 of 1,662,300 residents.
    assert step.startswith("54.3644% of Norfolk and Suffolk")
    assert step.endswith("'population' (residents, rounded to 100, 2018-06-30)")


def test_every_amount_is_split_and_a_cost_per_user_never():
    row = rows(
        (BRISTOL, 1_000, 100),
        value_nominal_gbp=900.0,
        value_stated_gbp=500.0,
        one_off_costs_gbp=10.0,
        volume_stated_users=50.0,
        cost_per_user_gbp=10.0,
        cost_per_user_low_gbp=9.0,
        days=365.0,
    )
    parts = in_parts(row)
    assert parts["value_nominal_gbp"].tolist() == [450, 270, 180]
    assert parts["value_stated_gbp"].tolist() == [250, 150, 100]
    assert parts["one_off_costs_gbp"].tolist() == [5, 3, 2]
    assert parts["volume_stated_users"].tolist() == [25, 15, 10]
    assert parts["days"].tolist() == [365] * 3
    assert not [column for column in parts if "per_user" in column]


def test_equal_splits_leave_the_cost_per_user_unchanged():
    # £130,000 for 120 people is £1,083.33; a third is £43,333.33 or a penny more for 40.
    cost = unit_cost(apportion(rows((BRISTOL, 130_000, 120)), EQUAL), by=["area_code"])["cost_per_user_gbp"]
    assert cost.to_numpy() == pytest.approx(130_000 / 120, abs=0.01 / 40)


def test_a_missing_figure_is_missing_in_every_part():
    parts = in_parts(rows((BRISTOL, NAN, 601), (BRISTOL, 500_000, NAN)))
    assert parts["value_gbp"].iloc[:3].isna().all()
    assert parts["volume_users"].iloc[:3].tolist() == [301, 180, 120]
    assert parts[["volume_users", "volume_low_users", "volume_high_users"]].iloc[3:].isna().all(axis=None)


def test_a_true_zero_stays_a_zero():
    assert in_parts(rows((BRISTOL, 0, 0)))[["value_gbp", "volume_users"]].to_numpy().tolist() == [[0, 0]] * 3


def test_a_credit_note_is_split_like_a_payment():
    paid, returned = (in_parts(rows((BRISTOL, value, NAN)), EQUAL)["value_gbp"] for value in (100_000, -100_000))
    assert pence(paid) == [3_333_334, 3_333_333, 3_333_333]
    assert (returned == -paid).all()


def test_fractions_of_a_penny_and_of_a_person_add_up_as_well():
    value, users = 60_164.835164835165, 50.137
    parts = in_parts(rows((BRISTOL, value, users)), EQUAL)
    assert sum(map(Fraction, parts["value_gbp"])) == Fraction(value)
    assert sum(map(Fraction, parts["volume_users"])) == Fraction(users)
    assert parts["volume_users"].to_numpy() == pytest.approx(users / 3)


def test_a_millionth_of_a_pound_is_not_rounded_away():
    assert sum(map(Fraction, in_parts(rows((BRISTOL, 1e-6, 1e-9)))["value_gbp"])) == Fraction(1e-6)
    assert sum(map(Fraction, in_parts(rows((BRISTOL, 1.000001, 0)))["value_gbp"])) == Fraction(1.000001)


def test_a_sum_of_whole_pence_counts_as_whole_pence():
    assert pence(in_parts(rows((BRISTOL, 0.1 + 0.2, NAN)))["value_gbp"]) == [15, 9, 6]
    assert in_parts(rows((BRISTOL, 0.1 + 0.2, NAN)))["value_gbp"].tolist() == [0.15, 0.09, 0.06]


def test_a_trillion_pounds_lose_no_penny():
    parts = in_parts(rows((BRISTOL, 1e12, NAN)), EQUAL)["value_gbp"]
    assert pence(parts) == [33_333_333_333_334, 33_333_333_333_333, 33_333_333_333_333]


# --- rows that are not split


def test_rows_that_need_no_split_stay_as_they_are():
    frame = rows(("E23000032", 100.0, 10), ("", 50, NAN), (BRISTOL, 500_000, 601), area="as stated", region="")
    parts = apportion(frame, HALF_AND_LESS)
    kept = parts.iloc[:2]
    pd.testing.assert_frame_equal(kept[frame.columns], frame.iloc[:2])
    assert kept["apportioned"].tolist() == [False, False]
    assert kept[["apportioned_from", "weights", "steps"]].to_numpy().tolist() == [["", "", ""]] * 2
    assert kept[["share_of_area", "value_low_gbp", "volume_high_users"]].isna().all(axis=None)
    assert len(parts) == 5


def test_a_figure_of_the_nation_is_split_only_where_the_weights_do():
    frame = rows(("K04000001", 1_000_000, 1_000))
    assert apportion(frame, POPULATION)["area_level"].tolist() == ["nation"]
    nation = area_weights("population", "nation")
    assert len(apportion(frame, nation)) == 42
    assert sum(pence(apportion(frame, nation)["value_gbp"])) == 100_000_000


def test_areas_need_no_split_to_regions():
    assert apportion(rows(("E23000032", 100, 10)), area_weights("equal", to="region"), to="region")[
        ["area_code", "value_gbp", "apportioned"]
    ].to_numpy().tolist() == [["E23000032", 100, False]]


def test_a_row_that_goes_to_one_area_as_a_whole_keeps_its_ground():
    part = apportion(rows(("cpa-essex", 100, 10)), POPULATION).iloc[0]
    assert part[["area_code", "value_gbp", "share_of_area", "apportioned"]].tolist() == ["E23000028", 100, 1, False]
    assert part["apportioned_from"] == "cpa-essex"
    assert part["steps"] == "all of Essex taken as Essex"


def test_rows_apportioned_before_pass_a_second_time_but_are_not_split_again():
    once = apportion(rows((NORFOLK_SUFFOLK, 100, 10), ("E23000032", 1, 1)), THREE_QUARTERS)
    twice = apportion(once, POPULATION)
    pd.testing.assert_frame_equal(twice, once)
    regions = apportion(rows((HUMBER, 100, 10)), area_weights("population", to="region"), to="region")
    with pytest.raises(FrameError, match="rows 0, 1 came out of a split already"):
        apportion(regions, area_weights("population", "region"))


def test_rows_put_together_after_a_split_can_be_split_where_they_were_not():
    mixed = pd.concat([apportion(rows((NORFOLK_SUFFOLK, 100, 10)), THREE_QUARTERS), rows((BRISTOL, 10, 10))])
    parts = apportion(mixed, HALF_AND_LESS)
    assert parts["apportioned"].tolist() == [True] * 5
    assert parts["value_gbp"].tolist() == [75, 25, 5, 3, 2]


# --- the map


@pytest.mark.parametrize("weights", ["population", "equal"])
@pytest.mark.parametrize(("frm", "to"), [("contract-package-area", "area"), ("region", "area"),
                                         ("contract-package-area", "region")])  # fmt: skip
def test_every_area_maps_and_back_totals_equal(weights, frm, to):
    codes = level_codes(frm)
    frame = rows(*[(code, 1_234_567.89 + place, 1_001 + place) for place, code in enumerate(codes)])
    parts = apportion(frame, area_weights(weights, frm, to), to)
    back = parts.groupby("apportioned_from")[["value_gbp", "volume_users"]].sum()
    whole = frame.set_index("area_code").loc[back.index]
    assert len(back) == len(codes)
    assert pence(back["value_gbp"]) == pence(whole["value_gbp"])
    assert back["volume_users"].tolist() == whole["volume_users"].tolist()
    assert (parts["area_level"] == to).all()


@pytest.mark.parametrize(
    ("package_area", "regions"),
    [
        (HUMBER, ["East Midlands", "Yorkshire and the Humber"]),
        (MANCHESTER, ["Greater Manchester", "North West"]),
    ],
)
@pytest.mark.parametrize("to", ["area", "region"])
def test_a_package_area_over_two_regions_comes_back_whole_from_them(package_area, regions, to):
    parts = apportion(rows((package_area, 4_482_940.01, 777)), area_weights("population", to=to), to)
    by_region = parts.groupby("region")[["value_gbp", "volume_users"]].sum()
    assert by_region.index.tolist() == regions
    assert sum(pence(by_region["value_gbp"])) == 448_294_001
    assert by_region["volume_users"].sum() == 777


def test_regions_and_package_areas_can_be_split_in_one_go():
    weights = pd.concat([POPULATION, area_weights("population", "region")])
    parts = apportion(rows(("region-wales", 400, 4), (NORFOLK_SUFFOLK, 100, 10)), weights)
    assert parts.groupby("apportioned_from").size().to_dict() == {NORFOLK_SUFFOLK: 2, "region-wales": 4}


# --- laws (that mass is preserved whatever the weights: tests/measure/basis/test_split_figures.py)

FIGURES = st.one_of(
    st.just(NAN), st.integers(-(10**14), 10**14).map(lambda number: number / 100), st.floats(-1e12, 1e12)
)
PEOPLE = st.one_of(st.just(NAN), st.integers(0, 10**6).map(float), st.floats(0, 1e6))
PACKAGE_AREAS = st.sampled_from(level_codes("contract-package-area"))


@settings(deadline=None, derandomize=True, max_examples=10)
@given(
    st.lists(st.tuples(PACKAGE_AREAS, FIGURES, PEOPLE), min_size=5, max_size=15).map(lambda figures: rows(*figures)),
    st.randoms(use_true_random=False),
)
def test_order_and_labels_of_rows_and_weights_change_nothing(frame, random):
    frame = frame.assign(row=range(len(frame)))
    order = random.sample(range(len(frame)), len(frame))
    shuffled = frame.iloc[order].set_axis([7] * len(frame))
    before = frame.copy(), POPULATION.copy()
    one, other = apportion(frame, POPULATION), apportion(shuffled, POPULATION.iloc[::-1])
    keys = ["row", "area_code"]
    pd.testing.assert_frame_equal(one.sort_values(keys, ignore_index=True), other.sort_values(keys, ignore_index=True))
    assert other.index.tolist() == list(range(len(other)))
    pd.testing.assert_frame_equal(frame, before[0])
    pd.testing.assert_frame_equal(POPULATION, before[1])


def test_a_frame_without_rows_becomes_one_with_the_columns_of_the_result():
    empty = apportion(rows((BRISTOL, 1, 1)).iloc[:0], HALF_AND_LESS)
    assert list(empty) == list(apportion(rows((BRISTOL, 1, 1)), HALF_AND_LESS))
    assert empty.empty
    assert empty["apportioned"].dtype == bool
