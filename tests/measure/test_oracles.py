"""The worked answers of the method, taken over as they stand."""

import json
from pathlib import Path

import pandas as pd
import pytest

from vv_analysis.measure.basis.prices import real_terms
from vv_analysis.measure.basis.twelve_months import annualise
from vv_analysis.measure.ramp.ramp_up import ramp_up
from vv_analysis.measure.split.unit_cost import unit_cost
from vv_analysis.measure.split.variance import variance

ORACLES = json.loads((Path(__file__).parents[1] / "oracles.json").read_text(encoding="utf-8"))


def test_o1_price_and_volume_are_told_apart_by_bennet():
    oracle = ORACLES["O1"]
    change = variance(pd.DataFrame([oracle["before"]]), pd.DataFrame([oracle["after"]]))
    assert change[list(oracle["expected"])].iloc[0].to_dict() == pytest.approx(oracle["expected"])


def test_o4_an_entrant_stands_apart_and_the_lines_sum_to_the_change():
    oracle = ORACLES["O4"]
    change = variance(pd.DataFrame(oracle["before"]), pd.DataFrame(oracle["after"]), on=["contract"])
    assert change[list(oracle["expected"])].sum().to_dict() == pytest.approx(oracle["expected"])
    entrant = change.set_index("contract").loc["entrant"]
    assert entrant["status"] == oracle["entrant_status"]
    assert pd.isna(entrant["cost_per_user_before_gbp"])


def test_o4_a_value_without_a_single_user_has_no_cost_per_user():
    stated = dict(ORACLES["O4"]["value_without_volume"])
    status = stated.pop("status")
    cost = unit_cost(pd.DataFrame([stated])).iloc[0]
    assert cost["status"] == status
    assert pd.isna(cost["cost_per_user_gbp"])


@pytest.mark.parametrize("name", ["O5", "O6"])
def test_o5_and_o6_cost_per_user_is_a_ratio_of_sums_over_rows_with_both_figures(name):
    oracle = ORACLES[name]
    cost = unit_cost(pd.DataFrame(oracle["rows"])).iloc[0]
    for column, expected in oracle["expected"].items():
        assert cost[column] == pytest.approx(expected, abs=0.005)
    assert round(cost["cost_per_user_gbp"], 2) not in oracle["wrong"]


@pytest.mark.parametrize("oracle", ORACLES["O9"]["rows"], ids=["half a year", "from day 1"])
def test_o9_a_part_year_is_annualised_by_inclusive_days(oracle):
    row = {key: value for key, value in oracle.items() if key != "expected"}
    contract = pd.DataFrame([row]).assign(start=pd.Timestamp(row["start"]), end=pd.Timestamp(row["end"]))
    yearly = annualise(contract).iloc[0]
    assert yearly["days"] == oracle["expected"]["days"]
    assert yearly["value_gbp"] == pytest.approx(oracle["expected"]["value_gbp"], abs=0.005)
    cost = yearly["value_gbp"] / yearly["volume_users"]
    assert cost == pytest.approx(oracle["expected"]["cost_per_user_gbp"])


def test_o11_the_treasurys_example_is_deflated_to_its_answer():
    oracle = ORACLES["O11"]
    stated = pd.DataFrame({"year": [oracle["year"]], "value_gbp": [oracle["value_gbp"]]})
    real = real_terms(stated, to=oracle["to"], deflators=pd.Series(oracle["deflators"]))
    assert real["value_gbp"].iloc[0] / 1e6 == pytest.approx(oracle["expected"]["value_gbp_m"], abs=5e-7)


def test_o13_ramp_up_is_measured_against_the_steady_state():
    oracle = ORACLES["O13"]
    starts = [pd.Timestamp(int(year[:4]), 4, 1) for year in oracle["years"]]
    ends = [pd.Timestamp(int(year[:4]) + 1, 3, 31) for year in oracle["years"]]
    stated = pd.DataFrame({"year": oracle["years"], "start": starts, "end": ends, "value_gbp": oracle["values_gbp"]})
    years = ramp_up(stated, steady_year=oracle["steady_year"])
    for column, expected in oracle["expected"].items():
        wanted = [float("nan") if figure is None else figure for figure in expected]
        assert years[column].tolist() == pytest.approx(wanted, abs=0.05, nan_ok=True)
    steady_gbp = years["steady_gbp"].iloc[0]
    assert years["cumulative_shortfall_gbp"].iloc[-1] / steady_gbp == oracle["shortfall_in_steady_years"]
    assert years["share_of_steady"].mean() == pytest.approx(oracle["average_funding"])
