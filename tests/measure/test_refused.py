"""Whoever hands over a frame that cannot be measured is told which column, which rows, and what to do about it."""

import numpy as np
import pandas as pd
import pytest

import vv_analysis as vv
from vv_analysis.errors import FrameError

YEARS = ["2021-22", "2022-23", "2023-24"]
ROWS = pd.DataFrame(
    {
        "category": "accommodation",
        "contract": ["C1", "C2", "C3"],
        "year": YEARS,
        "start": pd.to_datetime(["2021-04-01", "2022-04-01", "2023-04-01"]),
        "end": pd.to_datetime(["2022-03-31", "2023-03-31", "2024-03-31"]),
        "value_gbp": [1_000.0, 2_000.0, 3_000.0],
        "value_low_gbp": [900.0, 1_900.0, 2_900.0],
        "value_high_gbp": [1_100.0, 2_100.0, 3_100.0],
        "volume_users": [10.0, 20.0, 30.0],
        "data_status": "official",
        "value_source": ["a.csv#row 2", "a.csv#row 3", "a.csv#row 4"],
    }
)
REGIONS = ROWS.assign(area_code="region-south-central", area_level="region")
WEIGHTS = pd.DataFrame(
    {"from_code": "region-south-central", "to_code": ["E23000030", "E23000029"], "weight": [0.7, 0.3]}
)
COSTS = {"fixed_cost_gbp": 100.0, "variable_cost_gbp_per_user": 1.0}
COMPARED = {
    "variance": lambda rows, other: vv.variance(other, rows, on=["contract"]),
    "variance, before": lambda rows, other: vv.variance(rows, other, on=["contract"]),
    "mix": lambda rows, other: vv.mix(other, rows, on=["contract"]),
    "classical_split": lambda rows, other: vv.classical_split(other, rows, on=["contract"]),
    "chained": lambda rows, other: vv.chained([other, rows], on=["contract"]),
    "bridge": lambda rows, other: vv.bridge(vv.annualise(other.head(1)), rows),
    "bridge, before": lambda rows, other: vv.bridge(rows, other),
    "check_totals": lambda rows, other: vv.check_totals(rows, other.drop(columns="volume_users")),
}
ALONE = {
    "unit_cost": vv.unit_cost,
    "ramp_up": vv.ramp_up,
    "sustainability": lambda rows: vv.sustainability(rows, **COSTS),
    "payment_lag": vv.payment_lag,
    "at_volumes": vv.at_volumes,
    "with_one_off_costs": lambda rows: vv.with_one_off_costs(rows.assign(one_off_costs_gbp=1.0)),
    "annualise": vv.annualise,
    "real_terms": vv.real_terms,
    "by_financial_year": lambda rows: vv.by_financial_year(rows.drop(columns="year")),
    "exclude_vat": lambda rows: vv.exclude_vat(rows.assign(vat="included")),
    "apportion": lambda rows: vv.apportion(rows.assign(**REGIONS[["area_code", "area_level"]]), WEIGHTS),
    "simulate": lambda rows: vv.simulate(rows, seed=1),
    "check_frame": vv.check_frame,
}
MEASURES = [*ALONE, *COMPARED]
DATED = ("annualise", "by_financial_year", "ramp_up", "bridge", "variance", "payment_lag", "real_terms")
# What is done to each row by itself adds nothing to anything.
ROW_BY_ROW = ("annualise", "real_terms", "by_financial_year", "exclude_vat", "apportion", "check_frame")


def at(row, **cells):
    """Return the rows with some cells of one row changed, whatever type that makes the column."""
    changed = ROWS.copy()
    for name, cell in cells.items():
        changed[name] = [cell if place == row else one for place, one in enumerate(ROWS[name])]
    return changed


def refusal(measure, rows, other=ROWS):
    with pytest.raises(FrameError) as refused:
        ALONE[measure](rows) if measure in ALONE else COMPARED[measure](rows, other)
    return refused.value


def assert_says(error, *words):
    assert all(word in str(error) for word in words), str(error)
    assert error.remedy
    assert error.where


def each(names=MEASURES):
    return pytest.mark.parametrize("measure", list(names))


@each(name for name in MEASURES if name not in {"check_frame", "check_totals"})
def test_a_missing_column_is_named(measure):
    assert_says(refusal(measure, ROWS.drop(columns=["value_gbp", "value_low_gbp", "value_high_gbp"])), "'value_gbp'")


@each()
def test_text_among_values_is_named_with_its_column_and_row(measure):
    assert_says(refusal(measure, at(1, value_gbp="TBC")), "'value_gbp'", "row 1")


@each()
def test_an_infinite_value_is_named_with_its_column_and_row(measure):
    assert_says(refusal(measure, at(2, value_gbp=np.inf)), "'value_gbp'", "row 2")


@each(name for name in MEASURES if name not in {"exclude_vat", "real_terms", "check_totals", "payment_lag"})
def test_fewer_people_than_none_are_named_with_their_column_and_row(measure):
    assert_says(refusal(measure, at(1, volume_users=-3.0)), "'volume_users'", "row 1")


@each()
def test_an_interval_upside_down_is_named_with_its_column_and_row(measure):
    assert_says(refusal(measure, at(1, value_low_gbp=2_500.0)), "'value_gbp'", "row 1")


@each(DATED)
def test_a_period_that_ends_before_it_starts_is_named_with_its_row(measure):
    assert_says(refusal(measure, at(1, end=pd.Timestamp("2022-03-01"))), "01 March 2022", "row 1")


@each(DATED)
def test_words_among_days_are_named_with_their_column_and_row(measure):
    assert_says(refusal(measure, at(2, start="in spring")), "'start'", "row 2")


@each(name for name in MEASURES if name not in ROW_BY_ROW)
def test_an_invented_row_among_real_ones_is_named(measure):
    assert_says(refusal(measure, at(1, data_status="illustrative")), "'data_status'", "row 1")


@each(COMPARED)
@pytest.mark.parametrize("basis", ["vat", "prices", "volume_unit"])
def test_a_row_on_another_basis_is_named(measure, basis):
    alike = ROWS.assign(**{basis: "excluded"})
    odd = alike.assign(**{basis: ["excluded", "excluded", "included"]})
    assert_says(refusal(measure, odd, alike), f"'{basis}'", "row 2")


@each(name for name in ALONE if name not in {*ROW_BY_ROW, "payment_lag"})
@pytest.mark.parametrize("basis", ["vat", "prices", "volume_unit"])
def test_a_row_on_another_basis_than_the_others_it_is_added_to_is_named(measure, basis):
    odd = ROWS.assign(**{basis: ["excluded", "exempt" if basis == "vat" else "excluded", "included"]})
    assert_says(refusal(measure, odd), f"'{basis}'", "row 2")


@each(["unit_cost", "at_volumes", "with_one_off_costs", "simulate"])
def test_a_row_on_another_basis_may_stand_in_a_group_of_its_own_or_unused(measure):
    apart = ROWS.assign(vat=["excluded", "exempt", "included"])
    calls = {
        "unit_cost": vv.unit_cost,
        "at_volumes": vv.at_volumes,
        "with_one_off_costs": lambda rows, by=(): vv.with_one_off_costs(rows.assign(one_off_costs_gbp=1.0), by=by),
        "simulate": lambda rows, by=(): vv.simulate(rows, seed=1, by=by),
    }
    assert len(calls[measure](apart, by=["vat"])) >= 3
    unused = apart.assign(volume_users=[10.0, 20.0, np.nan])
    assert calls[measure](unused)["rows_used"].iloc[0] == 2


@each(["ramp_up", "sustainability", "bridge"])
def test_an_entry_that_is_no_financial_year_is_named_with_its_row(measure):
    assert_says(refusal(measure, at(1, year="2022")), "'2022'", "'year' of row 1")


def test_an_entry_that_is_no_financial_year_is_named_before_anything_is_discounted():
    with pytest.raises(FrameError) as refused:
        vv.present_value(at(2, year="2022/23").assign(prices="real 2020-21"))
    assert_says(refused.value, "'2022/23'", "'year' of row 2")


@each(DATED)
def test_days_with_a_time_zone_are_refused(measure):
    abroad = ROWS.assign(start=ROWS["start"].dt.tz_localize("UTC"))
    assert_says(refusal(measure, abroad), "'start' has a time zone", "tz_localize(None)")


@each(name for name in MEASURES if name != "check_frame")
def test_a_column_that_stands_twice_is_named(measure):
    assert_says(refusal(measure, pd.concat([ROWS, ROWS[["value_gbp"]]], axis=1)), "several columns 'value_gbp'")


@each(name for name in ALONE if name in {"unit_cost", "ramp_up", "payment_lag", "at_volumes", "simulate"})
def test_what_is_no_frame_is_refused(measure):
    assert_says(refusal(measure, [1, 2]), "a list cannot be measured")


@each()
def test_what_is_neither_text_nor_a_figure_is_named_with_its_row(measure):
    for cell in (1 + 2j, [1]):
        assert_says(refusal(measure, at(1, value_gbp=cell)), "'value_gbp' holds no figures in row")


def test_a_row_of_a_year_that_the_price_index_does_not_know_is_named():
    index = pd.Series({"2020-21": 100.0, "2021-22": 102.0, "2022-23": 104.0})
    for rows in (ROWS, ROWS.drop(columns=["start", "end"]), ROWS.drop(columns="year")):
        with pytest.raises(FrameError) as refused:
            vv.real_terms(rows, "2020-21", index)
        assert_says(refused.value, "'2023-24'", "row 2")


def test_a_row_at_other_prices_that_lost_its_nominal_value_is_named():
    assert_says(
        refusal("real_terms", ROWS.assign(prices=["nominal", "real 2015-16", "nominal"])), "real 2015-16", "row 1"
    )


def test_weights_that_do_not_add_up_to_one_are_named_with_their_rows():
    wrong = pd.concat([WEIGHTS.assign(from_code="region-wales", to_code=["W15000001", "W15000002"]), WEIGHTS])
    short = wrong.assign(weight=[0.5, 0.5, 0.7, 0.2]).replace({"region-wales": "cpa-wales"})
    with pytest.raises(FrameError) as refused:
        vv.apportion(REGIONS, short)
    assert_says(refused.value, "weight", "region-south-central")


def test_two_rows_for_what_should_be_one_are_named():
    assert_says(refusal("ramp_up", pd.concat([ROWS, ROWS.tail(1)])), "row 3", "a.csv#row 4")
