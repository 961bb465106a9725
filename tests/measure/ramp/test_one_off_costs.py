"""What it costs to change provider stands beside the cost per user, and is never hidden in it."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vv_analysis.errors import FrameError
from vv_analysis.measure.basis.twelve_months import annualise
from vv_analysis.measure.ramp.one_off_costs import RESULTS, with_one_off_costs
from vv_analysis.measure.split.unit_cost import unit_cost
from vv_analysis.terms.schemas.measured import OneOffCosts

NAN = float("nan")
LIABILITY = {"value_gbp": [190_000.0], "volume_users": [100.0], "one_off_costs_gbp": [250_000.0]}
KINDS = {"tupe_gbp": 150_000.0, "redundancy_gbp": 60_000.0, "pension_gbp": 30_000.0, "mobilisation_gbp": 10_000.0}
HALF_A_YEAR = {"start": pd.Timestamp(2020, 10, 1), "end": pd.Timestamp(2021, 3, 31)}


def contract(**columns):
    return pd.DataFrame(LIABILITY).assign(**columns)


def test_a_reported_liability_was_more_than_a_years_value():
    # Method O15: 250,000 / 190,000; 1,900 and 4,400 a user.
    costs = with_one_off_costs(contract()).iloc[0]
    assert (costs["cost_per_user_gbp"], costs["cost_per_user_with_one_off_gbp"]) == (1_900, 4_400)
    assert costs["one_off_share_of_annual_value_percent"] == pytest.approx(131.6, abs=0.05)
    assert costs["annual_value_gbp"] == 190_000


def test_one_off_costs_leave_the_cost_per_user_as_it_is():
    with_costs = contract(one_off_costs_gbp=1e9)
    assert (
        with_one_off_costs(with_costs)["cost_per_user_gbp"].tolist()
        == unit_cost(with_costs)["cost_per_user_gbp"].tolist()
    )


def test_the_kinds_are_lines_of_their_own_and_add_up():
    costs = with_one_off_costs(contract(**KINDS)).iloc[0]
    assert {kind: costs[kind] for kind in KINDS} == KINDS
    assert costs["one_off_costs_gbp"] == 250_000
    alone = with_one_off_costs(contract(**KINDS).drop(columns="one_off_costs_gbp")).iloc[0]
    assert alone["one_off_costs_gbp"] == 250_000


def test_kinds_that_are_not_stated_are_not_nothing():
    costs = with_one_off_costs(contract()).iloc[0]
    assert costs[list(KINDS)].isna().all()
    some = contract(**{**KINDS, "pension_gbp": NAN})
    known = with_one_off_costs(some).iloc[0]
    assert (known["one_off_costs_gbp"], known["tupe_gbp"]) == (250_000, 150_000)
    assert pd.isna(known["pension_gbp"])
    assert with_one_off_costs(some.drop(columns="one_off_costs_gbp"))["status"].tolist() == ["x"]


def test_kinds_stand_in_for_a_total_that_is_missing():
    costs = with_one_off_costs(contract(**KINDS, one_off_costs_gbp=NAN)).iloc[0]
    assert costs["one_off_costs_gbp"] == 250_000


def test_kinds_that_do_not_add_up_are_refused():
    wrong = pd.concat([contract(**KINDS), contract(**{**KINDS, "tupe_gbp": 150_000.01})])
    with pytest.raises(FrameError, match=r"of row 1 do not add up to one_off_costs_gbp \(250,000.01 and 250,000.00"):
        with_one_off_costs(wrong)
    with pytest.raises(FrameError, match="of row 0 do not add up"):
        with_one_off_costs(contract(**{**KINDS, "tupe_gbp": 149_999.99}))
    rounding = contract(**{**KINDS, "tupe_gbp": 150_000.004})
    assert with_one_off_costs(rounding)["one_off_costs_gbp"].tolist() == [250_000]


def test_only_rows_with_all_three_figures_are_used_and_the_coverage_says_so():
    # Of 400,000 pounds known, 190,000 stand in the row that has everything.
    rows = pd.concat([contract(), contract(one_off_costs_gbp=NAN), contract(value_gbp=20_000.0, volume_users=NAN)])
    costs = with_one_off_costs(rows).iloc[0]
    assert (costs["rows"], costs["rows_used"], costs["value_gbp"]) == (3, 1, 190_000)
    assert costs["value_coverage"] == pytest.approx(190 / 400)
    assert costs["cost_per_user_with_one_off_gbp"] == 4_400


def test_a_row_that_is_not_used_leaves_no_hole_in_the_kinds():
    unused = contract(volume_users=NAN, **{**KINDS, "tupe_gbp": NAN})
    assert with_one_off_costs(pd.concat([contract(**KINDS), unused]))["tupe_gbp"].tolist() == [150_000]


def test_credit_notes_are_covered_by_their_size():
    assert with_one_off_costs(contract(value_gbp=-5_000.0))["value_coverage"].tolist() == [1]


def test_no_row_with_all_figures_leaves_everything_missing():
    costs = with_one_off_costs(contract(one_off_costs_gbp=NAN, **{**KINDS, "tupe_gbp": NAN})).iloc[0]
    assert costs[["value_gbp", "cost_per_user_gbp", "annual_value_gbp", "redundancy_gbp"]].isna().all()
    assert (costs["value_coverage"], costs["status"]) == (0, "x")


def test_the_annual_value_of_a_part_year_is_at_twelve_months():
    # 30,000 in 182 days are 60,164.84 a year (method O9); half of that in one-off costs is 50 per cent.
    part = contract(value_gbp=30_000.0, volume_users=25.0, one_off_costs_gbp=30_082.42, **HALF_A_YEAR)
    costs = with_one_off_costs(part).iloc[0]
    assert costs["annual_value_gbp"] == pytest.approx(60_164.84, abs=0.005)
    assert costs["one_off_share_of_annual_value_percent"] == pytest.approx(50, abs=0.001)
    assert costs["cost_per_user_gbp"] == 1_200
    assert with_one_off_costs(annualise(part))["annual_value_gbp"].tolist() == pytest.approx([60_164.84], abs=0.005)


def test_without_its_days_a_period_has_no_annual_value():
    undated = contract(**{**HALF_A_YEAR, "end": pd.NaT})
    costs = with_one_off_costs(undated).iloc[0]
    assert costs[["annual_value_gbp", "one_off_share_of_annual_value_percent"]].isna().all()
    assert costs["cost_per_user_with_one_off_gbp"] == 4_400


def test_rates_of_fewer_than_ten_users_are_withheld():
    rates = ["cost_per_user_gbp", "cost_per_user_with_one_off_gbp", "one_off_share_of_annual_value_percent"]
    assert with_one_off_costs(contract(volume_users=9.0))[rates].isna().all(axis=None)
    ten = with_one_off_costs(contract(volume_users=10.0))
    assert ten[rates].notna().all(axis=None)
    assert ten["status"].tolist() == ["u"]
    thirty = with_one_off_costs(contract(volume_users=30.0))
    assert thirty["status"].tolist() == ["ok"]


def test_a_value_of_nothing_has_no_share():
    costs = with_one_off_costs(contract(value_gbp=0.0)).iloc[0]
    assert pd.isna(costs["one_off_share_of_annual_value_percent"])
    assert costs["cost_per_user_with_one_off_gbp"] == 2_500


def test_groups_stand_in_the_order_of_their_keys():
    two = pd.concat([contract(category="other"), contract(category="accommodation", one_off_costs_gbp=0.0)])
    costs = with_one_off_costs(two, by=["category"])
    assert costs["category"].tolist() == ["accommodation", "other"]
    assert costs["one_off_costs_gbp"].tolist() == [0, 250_000]


def test_what_cannot_be_measured_is_refused():
    with pytest.raises(FrameError, match="no 'one_off_costs_gbp'"):
        with_one_off_costs(contract().drop(columns="one_off_costs_gbp"))
    with pytest.raises(FrameError, match="no 'volume_users'"):
        with_one_off_costs(contract().drop(columns="volume_users"))
    with pytest.raises(FrameError, match=r"illustrative figures .* stand beside"):
        with_one_off_costs(pd.concat([contract(data_status="illustrative"), contract(data_status="official")]))
    with pytest.raises(FrameError, match="cannot be the keys"):
        with_one_off_costs(contract(), by=["tupe_gbp"])


def test_the_result_is_what_the_schema_promises():
    costs = with_one_off_costs(contract(category="other"), by=["category"])
    OneOffCosts.validate(costs)
    assert costs.columns.tolist() == ["category", *RESULTS]
    empty = with_one_off_costs(contract().iloc[:0])
    OneOffCosts.validate(empty)
    assert (len(empty), empty["rows"].iloc[0], empty["status"].iloc[0]) == (1, 0, "x")


MONEY = st.one_of(st.just(NAN), st.integers(0, 10**8).map(lambda pence: pence / 100))
ROW = st.tuples(MONEY, st.one_of(st.just(NAN), st.integers(0, 500).map(float)), MONEY, st.sampled_from("ab"))


@settings(deadline=None, derandomize=True, max_examples=40)
@given(rows=st.lists(ROW, min_size=1, max_size=6), seed=st.integers(0, 99))
def test_with_one_off_costs_a_user_costs_more_by_their_share_whatever_the_order(rows, seed):
    frame = pd.DataFrame(rows, columns=["value_gbp", "volume_users", "one_off_costs_gbp", "lot"])
    copy = frame.copy()
    costs = with_one_off_costs(frame, by=["lot"])
    more = costs["cost_per_user_with_one_off_gbp"] - costs["cost_per_user_gbp"]
    share = costs["one_off_costs_gbp"] / costs["volume_users"].where(costs["volume_users"] >= 10)
    assert more.tolist() == pytest.approx(share.tolist(), nan_ok=True, abs=0.005)
    shuffled = frame.sample(frac=1, random_state=seed).set_axis([0] * len(frame))
    pd.testing.assert_frame_equal(with_one_off_costs(shuffled, by=["lot"]), costs)
    pd.testing.assert_frame_equal(frame, copy)
