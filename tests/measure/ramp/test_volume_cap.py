"""A fixed price with a volume cap: fewer users cost more each, and who pays for more users is an open question."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vv_analysis.errors import FrameError
from vv_analysis.measure.ramp.volume_cap import PERCENTS_OF_CAP, RESULTS, at_volumes
from vv_analysis.measure.split.unit_cost import unit_cost
from vv_analysis.terms.schemas.measured import AtVolumes

NAN = float("nan")


def capped(price=100_000.0, cap=100.0, **columns):
    return pd.DataFrame({"value_gbp": [price], "volume_users": [cap]}).assign(**columns)


def test_the_cost_per_user_at_the_cap_is_a_floor_below_it():
    # 100,000 for 50, 52, 84 and 100 users.
    volumes = at_volumes(capped(), percents=[50, 52, 84, 100])
    costs = [2_000, 100_000 / 52, 100_000 / 84, 1_000]
    assert volumes["cost_per_user_gbp"].tolist() == pytest.approx(costs)
    assert volumes["cost_per_user_pro_rata_gbp"].tolist() == pytest.approx(costs)
    assert volumes["cost_per_user_at_cap_gbp"].tolist() == [1_000] * 4
    assert volumes["value_gbp"].tolist() == volumes["value_pro_rata_gbp"].tolist() == [100_000] * 4
    assert volumes["users_over_cap"].tolist() == volumes["extra_value_gbp"].tolist() == [0] * 4


def test_above_the_cap_either_a_user_costs_less_or_more_is_paid():
    volumes = at_volumes(capped(), percents=[125, 150])
    assert volumes["volume_users"].tolist() == [125, 150]
    assert volumes["users_over_cap"].tolist() == [25, 50]
    assert volumes["cost_per_user_gbp"].tolist() == pytest.approx([800, 2_000 / 3])
    assert volumes["value_gbp"].tolist() == [100_000, 100_000]
    assert volumes["value_pro_rata_gbp"].tolist() == [125_000, 150_000]
    assert volumes["extra_value_gbp"].tolist() == [25_000, 50_000]
    assert volumes["cost_per_user_pro_rata_gbp"].tolist() == [1_000, 1_000]


def test_the_volumes_run_from_half_the_cap_to_half_as_much_again_with_the_shortfalls_on_record():
    assert at_volumes(capped())["percent_of_cap"].tolist() == list(PERCENTS_OF_CAP)
    assert {50, 52, 84, 100, 150} <= set(PERCENTS_OF_CAP)
    assert (min(PERCENTS_OF_CAP), max(PERCENTS_OF_CAP)) == (50, 150)


def test_a_provider_bears_every_user_over_the_cap_unless_they_are_paid_for():
    # Costs 40,000 + 500 a user: 90,000 at the cap and 115,000 at 150 users.
    volumes = at_volumes(capped(), percents=[50, 100, 150], fixed_cost_gbp=40_000, variable_cost_gbp_per_user=500)
    assert volumes["surplus_same_price_gbp"].tolist() == [35_000, 10_000, -15_000]
    assert volumes["surplus_pro_rata_gbp"].tolist() == [35_000, 10_000, 35_000]


def test_without_costs_nothing_is_said_of_a_surplus():
    assert at_volumes(capped())[["surplus_same_price_gbp", "surplus_pro_rata_gbp"]].isna().all(axis=None)


def test_rates_of_few_users_are_marked_and_withheld_by_the_users_served():
    volumes = at_volumes(capped(cap=18.0), percents=[50, 60, 170])
    assert volumes["cost_per_user_gbp"].isna().tolist() == [True, False, False]
    assert volumes["status"].tolist() == ["u", "u", "ok"]
    assert at_volumes(capped(cap=9.0), percents=[200])["cost_per_user_at_cap_gbp"].isna().all()


def test_groups_are_added_over_rows_with_price_and_cap():
    rows = pd.concat([capped(lot=2), capped(lot=2, price=50_000.0), capped(lot=2, cap=NAN), capped(lot=1)])
    volumes = at_volumes(rows, percents=[150, 100], by=["lot"])
    assert volumes["lot"].tolist() == [1, 1, 2, 2]
    assert volumes["percent_of_cap"].tolist() == [100, 150, 100, 150]
    assert volumes["cap_users"].tolist() == [100, 100, 200, 200]
    assert volumes["cost_per_user_at_cap_gbp"].tolist() == [1_000, 1_000, 750, 750]
    assert volumes["rows_used"].tolist() == [1, 1, 2, 2]
    assert volumes["value_coverage"].tolist() == pytest.approx([1, 1, 0.6, 0.6])


def test_missing_or_empty_caps_have_marks_and_no_costs():
    missing = at_volumes(capped(cap=NAN), percents=[100]).iloc[0]
    assert (missing["status"], missing["rows_used"]) == ("x", 0)
    assert at_volumes(capped(cap=0.0), percents=[100])["status"].tolist() == ["x"]
    assert at_volumes(capped(price=0.0, cap=0.0), percents=[100])["status"].tolist() == ["z"]


@pytest.mark.parametrize("percents", [[], [0], [-50], [NAN], [float("inf")], [100, 100], ["100"]])
def test_volumes_that_cannot_be_are_refused(percents):
    with pytest.raises(FrameError, match="cannot be the volumes; expected percentages of the cap"):
        at_volumes(capped(), percents=percents)


def test_what_cannot_be_measured_is_refused():
    with pytest.raises(FrameError, match="only the fixed cost is given"):
        at_volumes(capped(), fixed_cost_gbp=1)
    with pytest.raises(FrameError, match="only the variable cost is given"):
        at_volumes(capped(), variable_cost_gbp_per_user=0)
    with pytest.raises(FrameError, match="the variable cost is -1"):
        at_volumes(capped(), fixed_cost_gbp=1, variable_cost_gbp_per_user=-1)
    with pytest.raises(FrameError, match="negative number of users"):
        at_volumes(capped(cap=-1.0))
    with pytest.raises(FrameError, match=r"illustrative figures .* stand beside"):
        at_volumes(pd.concat([capped(data_status="illustrative"), capped(data_status="official")]))
    with pytest.raises(FrameError, match="cannot be the keys"):
        at_volumes(capped(), by=["percent_of_cap"])


def test_the_result_is_what_the_schema_promises():
    volumes = at_volumes(capped(lot="a"), by=["lot"])
    AtVolumes.validate(volumes)
    assert volumes.columns.tolist() == ["lot", *RESULTS]
    assert at_volumes(capped(lot="a").iloc[:0], by=["lot"]).empty
    AtVolumes.validate(at_volumes(capped().iloc[:0]))


CAP = st.tuples(st.integers(1, 10**9).map(lambda pence: pence / 100), st.integers(10, 5_000), st.sampled_from("ab"))


@settings(deadline=None, derandomize=True, max_examples=40)
@given(rows=st.lists(CAP, min_size=1, max_size=5), percent=st.integers(1, 300), seed=st.integers(0, 99))
def test_pro_rata_never_falls_below_the_floor_and_the_same_price_does_above_the_cap(rows, percent, seed):
    frame = pd.DataFrame(rows, columns=["value_gbp", "volume_users", "lot"])
    copy = frame.copy()
    volumes = at_volumes(frame, percents=[100, percent + 0.5], by=["lot"])
    at_cap = volumes[volumes["percent_of_cap"] == 100]
    assert at_cap["cost_per_user_gbp"].tolist() == pytest.approx(unit_cost(frame, by=["lot"])["cost_per_user_gbp"])
    rates = volumes[volumes["percent_of_cap"] != 100].dropna(subset=["cost_per_user_gbp"])
    floor = rates["cost_per_user_at_cap_gbp"]
    assert (rates["cost_per_user_pro_rata_gbp"] >= floor * (1 - 1e-12)).all()
    assert ((rates["cost_per_user_gbp"] < floor) == (rates["percent_of_cap"] > 100)).all()
    shuffled = frame.sample(frac=1, random_state=seed).set_axis([0] * len(frame))
    pd.testing.assert_frame_equal(at_volumes(shuffled, percents=[percent + 0.5, 100], by=["lot"]), volumes)
    pd.testing.assert_frame_equal(frame, copy)
