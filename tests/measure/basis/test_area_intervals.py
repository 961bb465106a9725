"""A second way to split cannot be left out: it stands in the ends of every part, and set by set in the sensitivity."""

import pandas as pd

from strategies.area_rows import NAN, NORFOLK_SUFFOLK, THREE_QUARTERS, rows
from vv_analysis.measure.basis.areas import apportion, apportion_sensitivity
from vv_analysis.terms.schemas import measured


def test_the_ends_span_the_weights_and_the_split_in_equal_parts():
    parts = apportion(rows((NORFOLK_SUFFOLK, 100_000, 100)), THREE_QUARTERS)
    assert parts[["value_low_gbp", "value_gbp", "value_high_gbp"]].to_numpy().tolist() == [
        [50_000, 75_000, 75_000],
        [25_000, 25_000, 50_000],
    ]
    assert parts[["volume_low_users", "volume_users", "volume_high_users"]].to_numpy().tolist() == [
        [50, 75, 75],
        [25, 25, 50],
    ]


def test_the_ends_of_a_credit_note_stand_the_right_way_round():
    parts = apportion(rows((NORFOLK_SUFFOLK, -100_000, NAN)), THREE_QUARTERS)
    assert parts[["value_low_gbp", "value_high_gbp"]].to_numpy().tolist() == [[-75_000, -50_000], [-50_000, -25_000]]


def test_an_interval_of_the_whole_is_widened_by_the_second_split():
    row = rows((NORFOLK_SUFFOLK, 100, 10), value_low_gbp=80.0, value_high_gbp=120.0)
    parts = apportion(row, THREE_QUARTERS)
    # .75 and .5 of 80 to 120; .25 and .5 of it.
    assert parts[["value_low_gbp", "value_high_gbp"]].to_numpy().tolist() == [[40, 90], [20, 60]]


def test_a_side_that_is_open_for_the_whole_is_open_for_its_parts():
    row = rows((NORFOLK_SUFFOLK, NAN, NAN), value_low_gbp=100.0, value_high_gbp=NAN, volume_high_users=20.0)
    parts = apportion(row, THREE_QUARTERS)
    assert parts["value_gbp"].isna().all()
    assert parts["value_low_gbp"].tolist() == [50, 25]
    assert parts["value_high_gbp"].isna().all()
    assert parts["volume_low_users"].isna().all()
    assert parts["volume_high_users"].tolist() == [15, 10]


def test_a_figure_with_a_bound_on_one_side_only_stays_open_on_the_other():
    row = rows((NORFOLK_SUFFOLK, 100, 10), value_low_gbp=NAN, value_high_gbp=120.0)
    parts = apportion(row, THREE_QUARTERS)
    assert parts["value_low_gbp"].isna().all()
    assert parts["value_high_gbp"].tolist() == [90, 60]


def test_nominal_values_have_ends_of_their_own():
    parts = apportion(rows((NORFOLK_SUFFOLK, 100, 10), value_nominal_gbp=80.0), THREE_QUARTERS)
    assert parts[["value_low_nominal_gbp", "value_high_nominal_gbp"]].to_numpy().tolist() == [[40, 60], [20, 40]]


def test_the_sensitivity_shows_every_set_with_the_lowest_and_the_highest():
    reverse = THREE_QUARTERS.assign(weight=[0.4, 0.6])
    frame = rows((NORFOLK_SUFFOLK, 100_000, 100), ("E23000025", 10_000, 100))
    spread = apportion_sensitivity(frame, {"caseload": THREE_QUARTERS, "need": reverse})
    suffolk = spread[spread["area"] == "Suffolk"].set_index("weights")
    assert suffolk.index.tolist() == ["caseload", "need", "equal"]
    # £25,000, £60,000 or £50,000 for 25, 60 or 50 people, and £10,000 for 100.
    assert suffolk["value_gbp"].tolist() == [35_000, 70_000, 60_000]
    assert suffolk["volume_users"].tolist() == [125, 160, 150]
    assert suffolk["cost_per_user_gbp"].tolist() == [280, 437.5, 400]
    ends = suffolk[
        ["value_low_gbp", "value_high_gbp", "volume_low_users", "volume_high_users",
         "cost_per_user_low_gbp", "cost_per_user_high_gbp"]
    ]  # fmt: skip
    assert ends.drop_duplicates().to_numpy().tolist() == [[35_000, 70_000, 125, 160, 280, 437.5]]
    assert (suffolk["status"] == "ok").all()


def test_the_sensitivity_keeps_apart_what_it_is_told_to_and_marks_small_and_missing_numbers():
    frame = rows(
        (NORFOLK_SUFFOLK, 100, 20), (NORFOLK_SUFFOLK, 100, NAN), (NORFOLK_SUFFOLK, 100, 0), (NORFOLK_SUFFOLK, 0, 0)
    ).assign(category=["accommodation", "dependency-recovery", "other", "womens-services"])
    spread = apportion_sensitivity(frame, {"caseload": THREE_QUARTERS}, by=["category"])
    norfolk = spread[(spread["area"] == "Norfolk") & (spread["weights"] == "caseload")]
    assert norfolk["status"].tolist() == ["u", "x", "x", "z"]
    assert norfolk["cost_per_user_gbp"].isna().tolist() == [False, True, True, True]
    assert len(spread) == 16


def test_equal_weights_that_are_given_are_taken_as_given():
    given_ = THREE_QUARTERS.assign(weight=[0.6, 0.4])
    spread = apportion_sensitivity(rows((NORFOLK_SUFFOLK, 100, 10)), {"equal": given_})
    assert spread["value_gbp"].tolist() == [60, 40]


def test_the_frame_of_the_sensitivity_is_as_described():
    spread = apportion_sensitivity(rows((NORFOLK_SUFFOLK, 100, 10)), {"caseload": THREE_QUARTERS})
    measured.AreaSensitivity.validate(spread)
    assert list(measured.AreaSensitivity.to_schema().columns) == list(spread)


def test_a_package_area_in_two_regions_is_split_over_them_by_every_set_of_weights():
    area, parts = "cpa-cheshire-and-greater-manchester", ["region-greater-manchester", "region-north-west"]
    by_need = pd.DataFrame({"from_code": area, "to_code": parts, "weight": [0.75, 0.25]})
    spread = apportion_sensitivity(rows((area, 1_000, 100)), {"need": by_need}, to="region")
    assert spread[["area", "region", "weights", "value_gbp"]].to_numpy().tolist() == [
        ["Greater Manchester", "Greater Manchester", "need", 750.0],
        ["Greater Manchester", "Greater Manchester", "equal", 500.0],
        ["North West", "North West", "need", 250.0],
        ["North West", "North West", "equal", 500.0],
    ]
