"""How far two sides compare is a grade that follows from what is known of them (R2.43), and never typed."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from vv_analysis.errors import FrameError
from vv_analysis.measure.comparison.comparability import POINTS, RESULTS, comparability
from vv_analysis.terms.schemas.measured import Comparability

ALIKE = {
    "category": "accommodation",
    "volume_unit": "service-users",
    "cohort": "women",
    "eligibility": "Women on licence",
    "vat": "excluded",
    "apportioned": False,
    "assumed_profile": False,
    "bundled": False,
    "value_status": "exact",
    "volume_status": "exact",
    "prices": "real 2020-21",
}
# What takes each point, in the order of R2.43.
FAULTS = [
    {"volume_unit": "referrals"},
    {"eligibility": "Women on probation"},
    {"vat": "unknown"},
    {"apportioned": True},
    {"assumed_profile": True},
    {"bundled": True},
    {"value_status": "range"},
    {"prices": "unknown"},
]


def frame(*rows, **columns):
    return pd.DataFrame([ALIKE | row for row in rows] or [ALIKE]).assign(**columns)


def graded(before, after, on=()):
    return comparability(before, after, on=list(on)).iloc[0]


def grade(before, after, on=()):
    return graded(before, after, on)["grade"]


def test_sides_that_are_alike_are_graded_a_and_may_stand_in_a_headline():
    assert graded(frame(), frame()).to_dict() == {
        "rows_before": 1,
        "rows_after": 1,
        "points": 0,
        "grade": "A",
        "headline": True,
        "reasons": "",
        "status": "ok",
    }


def test_the_truth_table_of_all_eight_points():
    """R2.43: A 0, B 1, C 2, D 3 and 4, E 5 and more; R2.8: unlike volume units are D at best."""
    table = list(product([False, True], repeat=8))
    assert len(table) == 256
    faulty = [
        {
            "key": turn,
            **{name: mark for fault, lost in zip(FAULTS, row, strict=True) if lost for name, mark in fault.items()},
        }
        for turn, row in enumerate(table)
    ]
    result = comparability(frame(*({"key": turn} for turn in range(256))), frame(*faulty), on=["key"])
    for row, found in zip(table, result.to_dict("records"), strict=True):
        points = sum(row)
        by_points = {0: "A", 1: "B", 2: "C", 3: "D", 4: "D"}.get(points, "E")
        expected = max(by_points, "D") if row[0] else by_points
        assert (found["points"], found["grade"]) == (points, expected)
        assert found["headline"] == (expected in {"A", "B"})
        assert found["reasons"] == "; ".join(reason for reason, lost in zip(POINTS, row, strict=True) if lost)


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_costs_one_point_whichever_side_it_is_on(fault):
    one_way, other_way = graded(frame(), frame(fault)), graded(frame(fault), frame())
    assert one_way["points"] == other_way["points"] == 1
    assert one_way["reasons"] == other_way["reasons"]


@pytest.mark.parametrize("fault", FAULTS)
def test_one_faulty_row_among_many_is_enough(fault):
    assert graded(frame(), frame({}, {}, fault))["points"] == 1


def test_a_fault_said_twice_costs_one_point():
    assert graded(frame({"vat": "unknown"}), frame({"vat": "unknown"}))["points"] == 1
    assert graded(frame(), frame({"value_status": "about", "volume_status": "range"}))["points"] == 1


@pytest.mark.parametrize("status", ["range", "about", "at_least", "at_most"])
@pytest.mark.parametrize("figure", ["value_status", "volume_status"])
def test_every_kind_of_band_costs_a_point(status, figure):
    assert graded(frame(), frame({figure: status}))["reasons"] == "band instead of a figure"


def test_a_missing_figure_is_no_band():
    assert grade(frame(), frame({"value_status": "missing"})) == "A"


@pytest.mark.parametrize(
    ("existing", "published", "differs"),
    [
        ("women", "women", False),
        ("not-stated", "not-stated", False),
        ("all", "women", True),
        ("not-stated", "women", True),
        ("all", "not-stated", True),
        ("adult-men", "women", True),
    ],
)
def test_another_cohort_is_another_eligibility(existing, published, differs):
    assert (grade(frame({"cohort": existing}), frame({"cohort": published})) == "B") == differs


@pytest.mark.parametrize(("cohort", "grade_of_it"), [("women", "B"), ("all", "B"), ("not-stated", "A"), ("", "A")])
def test_a_frame_that_says_nothing_of_cohorts_has_not_stated_them(cohort, grade_of_it):
    assert grade(frame().drop(columns="cohort"), frame({"cohort": cohort})) == grade_of_it


def test_the_same_cohorts_in_another_number_of_rows_are_the_same_eligibility():
    both = [{"cohort": "women"}, {"cohort": "adult-men"}]
    assert grade(frame(*both), frame(*both, *both)) == "A"
    assert grade(frame(*both), frame(both[0])) == "B"


def test_a_cohort_that_is_a_key_is_the_same_on_both_sides():
    two = [{"cohort": "women"}, {"cohort": "adult-men"}]
    result = comparability(frame(*two), frame(two[0]), on=["cohort"])
    assert result[["cohort", "grade"]].to_numpy().tolist() == [["adult-men", ""], ["women", "A"]]


def test_eligibility_is_compared_in_its_words_and_only_where_both_sides_give_it():
    assert grade(frame(), frame({"eligibility": " women  ON licence "})) == "A"
    assert grade(frame(), frame({"eligibility": ""})) == "B"
    assert grade(frame(), frame({"eligibility": "x"}).drop(columns="eligibility")) == "A"


@pytest.mark.parametrize("column", ["vat", "prices"])
@pytest.mark.parametrize("silence", ["unknown", "", " ", None])
def test_a_basis_of_which_nothing_is_said_is_not_known(column, silence):
    assert graded(frame(), frame({column: silence}))["points"] == 1
    assert graded(frame(), frame().drop(columns=column))["points"] == 1


def test_a_unit_known_on_one_side_only_differs_and_on_neither_does_not():
    assert grade(frame(), frame({"volume_unit": "unknown"})) == "D"
    assert grade(frame(), frame().drop(columns="volume_unit")) == "D"
    assert grade(frame({"volume_unit": "unknown"}), frame({"volume_unit": "unknown"})) == "A"


def test_two_units_on_both_sides_are_not_added_up_to_one():
    mixed = frame({}, {"volume_unit": "starts"})
    assert grade(mixed, mixed) == "D"


@pytest.mark.parametrize(
    ("existing", "published", "expected"),
    [
        ("excluded", "exempt", "A"),
        ("included", "included", "A"),
        ("included", "excluded", "E"),
        ("exempt", "included", "E"),
    ],
)
def test_vat_in_one_side_only_is_graded_e_until_it_is_converted(existing, published, expected):
    row = graded(frame({"vat": existing}), frame({"vat": published}))
    assert (row["grade"], row["points"]) == (expected, 0)
    assert ("convert with vv.exclude_vat" in row["reasons"]) == (expected == "E")


def test_one_value_with_vat_among_values_without_is_unlike():
    assert grade(frame({}, {"vat": "included"}), frame()) == "E"


def test_unlike_price_bases_are_graded_e_until_they_are_converted():
    row = graded(frame({"prices": "nominal"}), frame())
    assert (row["grade"], row["points"], row["headline"]) == ("E", 0, False)
    assert row["reasons"] == "price bases differ: convert with vv.real_terms"


def test_other_services_against_a_lot_are_bundled_unless_somebody_says_they_are_not():
    lot, other = frame().drop(columns="bundled"), frame({"category": "other"}).drop(columns="bundled")
    assert graded(other, lot)["reasons"] == graded(lot, other)["reasons"] == "services bundled"
    assert grade(other, other) == grade(lot, lot) == "A"
    assert grade(frame({"category": "other"}), lot) == "A"
    # A row of other services beside a lot on one side only is not held against a lot.
    assert grade(pd.concat([lot, other]), other) == "B"
    assert grade(pd.concat([lot, other]), frame({"category": "other"})) == "A"


def test_a_flag_of_which_nothing_is_said_is_not_up():
    marked = frame({}, {"apportioned": None, "assumed_profile": None})
    assert grade(marked, frame().drop(columns=["apportioned", "assumed_profile"])) == "A"


def test_what_stands_on_one_side_only_is_not_graded():
    result = comparability(frame({"category": "other"}), frame(), on=["category"])
    assert result[["category", "grade", "headline", "reasons", "status"]].to_numpy().tolist() == [
        ["accommodation", "", False, "after only", "z"],
        ["other", "", False, "before only", "z"],
    ]
    assert result["points"].isna().all()
    assert result[["rows_before", "rows_after"]].to_numpy().tolist() == [[0, 1], [1, 0]]


def test_nothing_against_nothing_is_no_row():
    nothing = frame().head(0)
    assert comparability(nothing, nothing, on=["category"]).columns.tolist() == ["category", *RESULTS]
    assert comparability(nothing, nothing).empty
    assert grade(nothing, frame(), on=["category"]) == ""


def test_a_key_that_is_missing_is_a_key():
    unplaced = frame({"area": None}, {"area": "Kent"})
    assert comparability(unplaced, unplaced, on=["area"])["grade"].tolist() == ["A", "A"]


@pytest.mark.parametrize("on", ["category", ["grade"], ["no such"], ["category", "category"]])
def test_keys_that_cannot_be_keys_are_refused(on):
    with pytest.raises(FrameError):
        comparability(frame(), frame(), on=on)


def test_invented_figures_are_not_compared_with_real_ones():
    with pytest.raises(FrameError, match="illustrative"):
        comparability(frame({"data_status": "illustrative"}), frame({"data_status": "reported"}))


def test_keys_of_unlike_type_and_flags_in_words_are_refused():
    with pytest.raises(FrameError, match="key 'year' holds"):
        comparability(frame({"year": 2021}), frame({"year": "2021-22"}), on=["year"])
    with pytest.raises(FrameError, match="'apportioned' holds something other than true and false"):
        comparability(frame({"apportioned": "perhaps"}), frame())


def test_the_schema_describes_what_comes_out():
    result = comparability(frame({"category": "other"}), frame(), on=["category"])
    assert_frame_equal(Comparability.validate(result), result)


rows = st.lists(
    st.fixed_dictionaries(
        {"category": st.sampled_from(["accommodation", "other", "womens-services"])},
        optional={name: st.sampled_from([ALIKE[name], mark]) for fault in FAULTS for name, mark in fault.items()},
    ),
    min_size=1,
    max_size=5,
)


@settings(deadline=None, derandomize=True, max_examples=12)
@given(rows, rows, st.randoms(use_true_random=False))
def test_the_grade_does_not_depend_on_the_order_of_rows_or_sides(one, other, random):
    before, after = frame(*one), frame(*other)
    result = comparability(before, after, on=["category"])
    turned = comparability(after, before, on=["category"]).rename(
        columns={"rows_before": "rows_after", "rows_after": "rows_before"}
    )
    compared = ["category", "rows_before", "rows_after", "points", "grade", "headline", "status"]
    assert_frame_equal(result[compared], turned[compared])
    random.shuffle(one)
    assert_frame_equal(comparability(frame(*one).set_axis([3] * len(one)), after, on=["category"]), result)


@settings(deadline=None, derandomize=True, max_examples=12)
@given(rows, rows)
def test_a_key_is_graded_as_it_would_be_by_itself(one, other):
    before, after = frame(*one), frame(*other)
    result = comparability(before, after, on=["category"])
    for row in result[result["status"] == "ok"].to_dict("records"):
        alone = comparability(*(side[side["category"] == row["category"]] for side in (before, after))).iloc[0]
        assert alone.to_dict() == {name: row[name] for name in alone.index}


def test_a_hundred_thousand_keys_are_graded_in_seconds():
    size = 100_000
    many = frame().drop(columns="eligibility").loc[np.zeros(size, dtype=int)].assign(key=np.arange(size))
    assert comparability(many, many.iloc[::-1], on=["key"])["grade"].eq("A").sum() == size
