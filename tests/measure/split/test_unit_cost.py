"""Cost per user is a ratio of sums over rows with both figures, and says how much it covers."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vv_analysis.errors import FrameError
from vv_analysis.measure.split.unit_cost import RESULTS, unit_cost
from vv_analysis.terms.schemas import UnitCost

NAN = float("nan")


def contracts(*rows, **columns):
    typed = pd.DataFrame(list(rows), columns=["category", "value_gbp", "volume_users"])
    return typed.astype({"value_gbp": float, "volume_users": float}).assign(**columns)


def status_of(*rows):
    return unit_cost(contracts(*rows), by=["category"])["status"].tolist()


def test_each_group_has_its_own_ratio_of_sums():
    cost = unit_cost(contracts(("a", 100_000, 100), ("b", 90_000, 60), ("a", 30_000, 20)), by=["category"])
    assert cost["category"].tolist() == ["a", "b"]
    assert cost["cost_per_user_gbp"].tolist() == pytest.approx([130_000 / 120, 1_500])


def test_the_prison_services_own_figure_comes_out_as_expenditure_over_average_population():
    cost = unit_cost(contracts(("prisons", 2_997_687_957, 84_750))).iloc[0]
    assert cost["cost_per_user_gbp"] == pytest.approx(35_371, abs=0.5)


def test_without_keys_everything_is_one_row():
    assert unit_cost(contracts(("a", 100_000, 100), ("b", 30_000, 20)), by=[])["rows"].tolist() == [2]


def test_no_rows_at_all_still_give_one_row_over_everything_and_it_is_missing():
    cost = unit_cost(contracts())
    assert cost[["rows", "rows_used", "status"]].to_numpy().tolist() == [[0, 0, "x"]]
    assert unit_cost(contracts(), by=["category"]).empty


@pytest.mark.parametrize(
    ("value_gbp", "volume_users", "status"),
    [
        (NAN, NAN, "x"),
        (NAN, 100, "x"),
        (100_000, NAN, "x"),
        (0, 0, "z"),
        (5_000, 0, "x"),
        (9_000, 9, "u"),
        (10_000, 10, "u"),
        (29_000, 29, "u"),
        (30_000, 30, "ok"),
    ],
)
def test_the_mark_says_how_far_a_cost_per_user_can_be_relied_on(value_gbp, volume_users, status):
    assert status_of(("a", value_gbp, volume_users)) == [status]


def test_no_cost_per_user_is_infinite_or_given_for_fewer_than_ten_users():
    cost = unit_cost(contracts(("a", 5_000, 0), ("b", 9_000, 9), ("c", 10_000, 10)), by=["category"])
    assert cost["cost_per_user_gbp"].isna().tolist() == [True, True, False]
    assert cost["volume_users"].tolist() == [0, 9, 10]


def test_a_group_without_any_usable_row_covers_none_of_its_value():
    cost = unit_cost(contracts(("a", 50_000, NAN))).iloc[0]
    assert cost["value_coverage"] == 0
    assert pd.isna(cost["value_gbp"])


def test_a_value_that_is_not_known_cannot_be_covered_or_not():
    cost = unit_cost(contracts(("a", 100_000, 100), ("a", NAN, 50))).iloc[0]
    assert cost[["value_coverage", "rows", "rows_used"]].tolist() == [1, 2, 1]


def test_a_missing_key_makes_a_group_of_its_own():
    cost = unit_cost(contracts((None, 50_000, 50), ("a", 30_000, 30)), by=["category"])
    assert cost["rows"].sum() == 2


BANDED = {"value_low_gbp": 50_000, "value_high_gbp": 100_000, "volume_low_users": 40, "volume_high_users": 60}


def ends_of(*rows, **columns):
    return unit_cost(contracts(*rows, **columns))[["cost_per_user_low_gbp", "cost_per_user_high_gbp"]].iloc[0].tolist()


def test_the_ends_of_a_cost_are_the_lowest_value_over_the_most_users_and_the_other_way_round():
    # Method O16: £50,000 to £100,000 for 40 to 60 users is £833.33 to £2,500.
    assert ends_of(("a", 75_000, 50), **BANDED) == pytest.approx([50_000 / 60, 2_500])


def test_the_ends_of_a_group_rest_on_sums_of_ends_and_a_point_has_none_of_its_own():
    # Lowest 50,000 + 20,000 over 60 + 30, highest 100,000 + 20,000 over 40 + 30.
    one_end = {name: [end, NAN] for name, end in BANDED.items()}
    assert ends_of(("a", 75_000, 50), ("a", 20_000, 30), **one_end) == pytest.approx([70_000 / 90, 120_000 / 70])


def test_only_the_rows_used_have_a_say_in_the_ends():
    rows = [("a", 75_000, 50), ("a", 75_000, NAN), ("a", NAN, 50)]
    assert ends_of(*rows, **BANDED) == ends_of(rows[0], **BANDED)


def test_without_stated_ends_they_are_the_cost_itself():
    cost = unit_cost(contracts(("a", 0.1, 30), ("a", 0.2, 7))).iloc[0]
    assert cost["cost_per_user_low_gbp"] == cost["cost_per_user_high_gbp"] == cost["cost_per_user_gbp"]


def test_ends_are_withheld_where_the_cost_is():
    for rows in ([("a", 9_000, 9)], [("a", 5_000, 0)], [("a", 0, 0)], [("a", NAN, 50)], []):
        assert pd.isna(ends_of(*rows)).all()


def test_a_volume_that_may_be_nothing_and_an_open_value_bound_nothing():
    assert pd.isna(ends_of(("a", 75_000, 50), **{**BANDED, "volume_low_users": 0})).all()
    low, high = ends_of(("a", 75_000, 50), **{**BANDED, "value_high_gbp": NAN})
    assert low == pytest.approx(50_000 / 60)
    assert pd.isna(high)


def test_a_lowest_value_alone_bounds_the_cost_below_only():
    low, high = ends_of(("a", 75_000, 50), value_low_gbp=50_000)
    assert low == 1_000
    assert pd.isna(high)


def test_a_figure_outside_its_own_ends_is_refused():
    with pytest.raises(FrameError, match="'value_gbp' of row 0 is 10, between 50000 and 100000"):
        unit_cost(contracts(("a", 10, 50), **BANDED))


def test_the_result_is_what_the_schema_promises():
    cost = unit_cost(contracts(("a", 50_000, 50)), by=["category"])
    UnitCost.validate(cost)
    assert cost.columns.tolist() == ["category", *RESULTS]


def test_invented_and_real_figures_are_never_added():
    mixed = contracts(("a", 1, 1), ("a", 1, 1), data_status=["illustrative", "reported"])
    with pytest.raises(FrameError, match=r"illustrative figures .* stand beside figures that are 'reported'"):
        unit_cost(mixed, by=["category"])


def test_what_cannot_be_measured_is_refused_in_one_sentence():
    good = contracts(("a", 1, 1))
    with pytest.raises(FrameError, match="has no 'region'"):
        unit_cost(good, by=["region"])
    with pytest.raises(FrameError, match="has no 'volume_users'"):
        unit_cost(good.drop(columns="volume_users"))
    with pytest.raises(FrameError, match="'value_gbp' holds text"):
        unit_cost(good.assign(value_gbp="£1"))
    with pytest.raises(FrameError, match="negative number of users"):
        unit_cost(contracts(("a", 1, -3)))
    with pytest.raises(FrameError, match="infinite"):
        unit_cost(contracts(("a", float("inf"), 1)))
    with pytest.raises(FrameError, match=r"expected a list such as \['category'\]"):
        unit_cost(good, by="category")
    with pytest.raises(FrameError, match="cannot be the keys"):
        unit_cost(good, by=["value_gbp"])


FAITHFUL = settings(deadline=None, derandomize=True, max_examples=40)
FIGURES = st.one_of(st.integers(0, 1_000_000).map(float), st.just(NAN))
ROWS = st.lists(st.tuples(st.sampled_from("abc"), FIGURES, FIGURES), max_size=12)


@FAITHFUL
@given(rows=ROWS, seed=st.integers(0, 99))
def test_the_order_of_the_rows_changes_nothing_and_the_frame_is_left_as_it_was(rows, seed):
    typed = contracts(*rows)
    copy = typed.copy()
    cost = unit_cost(typed, by=["category"])
    pd.testing.assert_frame_equal(unit_cost(typed.sample(frac=1, random_state=seed), by=["category"]), cost)
    pd.testing.assert_frame_equal(typed, copy)


@FAITHFUL
@given(rows=ROWS)
def test_a_cost_lies_between_the_lowest_and_the_highest_of_its_rows(rows):
    typed = contracts(*rows)
    usable = typed[(typed["volume_users"] > 0) & typed["value_gbp"].notna()]
    cost = unit_cost(usable)["cost_per_user_gbp"].iloc[0]
    ratios = usable["value_gbp"] / usable["volume_users"]
    assert pd.isna(cost) or ratios.min() * (1 - 1e-9) <= cost <= ratios.max() * (1 + 1e-9)


@FAITHFUL
@given(rows=ROWS)
def test_the_groups_add_up_to_the_whole(rows):
    groups, whole = unit_cost(contracts(*rows), by=["category"]), unit_cost(contracts(*rows))
    for column in ("value_gbp", "volume_users", "rows", "rows_used"):
        assert groups[column].sum() == pytest.approx(whole[column].fillna(0).sum())


@FAITHFUL
@given(rows=ROWS, spread=st.sampled_from([0.0, 0.25, 1.0]))
def test_the_cost_lies_between_its_ends_whatever_row_is_moved_within_its_own(rows, spread):
    typed = contracts(*rows)
    low, high = (typed[["value_gbp", "volume_users"]] * factor for factor in (1 - spread / 2, 1 + spread))
    ends = {f"{name}_{side}_{unit}": end[f"{name}_{unit}"] for side, end in (("low", low), ("high", high))
            for name, unit in (("value", "gbp"), ("volume", "users"))}  # fmt: skip
    cost = unit_cost(typed.assign(**ends), by=["category"])
    moved = unit_cost(
        typed.assign(value_gbp=low["value_gbp"].where(typed.index % 2 == 0, high["value_gbp"])), ["category"]
    )
    for inside in (cost["cost_per_user_gbp"], moved["cost_per_user_gbp"].where(cost["cost_per_user_gbp"].notna())):
        assert not (inside < cost["cost_per_user_low_gbp"] * (1 - 1e-12)).any()
        assert not (inside > cost["cost_per_user_high_gbp"] * (1 + 1e-12)).any()
