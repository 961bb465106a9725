"""A published line stands beside the contracts it is compared with, and what stands alone is said too."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from vv_analysis.errors import FrameError
from vv_analysis.measure.comparison.comparison_set import MATCHED, RESULTS, comparison_set
from vv_analysis.terms.schemas.measured import ComparisonSet

LINE = {
    "publication": "july",
    "year": "2021-22",
    "category": "accommodation",
    "area_code": "E23000032",
    "cohort": "all",
    "start": pd.Timestamp(2021, 6, 26),
    "end": pd.Timestamp(2022, 3, 31),
    "value_source": "july.xlsx#Lot 1!D17",
}
HELD = {
    "contract": "EX-1",
    "category": "accommodation",
    "area_code": "E23000032",
    "cohort": "all",
    "start": pd.Timestamp(2020, 4, 1),
    "end": pd.Timestamp(2021, 3, 31),
    "value_source": "ours.xlsx#Contracts!J6",
}


def lines(*changes):
    return pd.DataFrame([LINE | change for change in changes])


def held(*changes):
    return pd.DataFrame([HELD | change for change in changes])


def matched(line, contract, **more):
    return comparison_set(lines(line), held(contract), **more)["matched"].tolist()


def test_a_line_and_a_contract_of_one_key_are_a_pair_with_both_sources():
    assert comparison_set(lines({}), held({})).to_dict("records") == [
        {
            "category": "accommodation",
            "area_code": "E23000032",
            "cohort_published": "all",
            "cohort_contract": "all",
            "publication": "july",
            "year": "2021-22",
            "contract": "EX-1",
            "published_source": "july.xlsx#Lot 1!D17",
            "contract_source": "ours.xlsx#Contracts!J6",
            "overlap_days": 0.0,
            "matched": "exact",
        }
    ]


@pytest.mark.parametrize("different", [{"category": "other"}, {"area_code": "E23000033"}])
def test_what_has_nothing_to_be_compared_with_is_marked_on_both_sides(different):
    result = comparison_set(lines({}), held(different))
    assert sorted(result["matched"]) == ["no contract", "no published line"]
    alone = result.set_index("matched")
    assert alone.loc["no contract", "contract"] == alone.loc["no published line", "publication"] == ""
    assert alone["overlap_days"].isna().all()


@pytest.mark.parametrize(
    ("published", "existing", "how"),
    [
        ("women", "women", ["exact"]),
        ("all", "women", ["cohort differs"]),
        ("women", "not-stated", ["cohort differs"]),
        ("not-stated", "all", ["cohort differs"]),
        ("women", "adult-men", ["no contract", "no published line"]),
        ("women", "", ["cohort differs"]),
    ],
)
def test_different_people_are_never_paired_and_everyone_is_marked(published, existing, how):
    assert matched({"cohort": published}, {"cohort": existing}) == how


def test_a_line_for_everyone_stands_beside_each_group_of_people():
    result = comparison_set(lines({}), held({"cohort": "women"}, {"cohort": "all"}, {"cohort": "adult-men"}))
    assert result["cohort_contract"].tolist() == ["women", "all", "adult-men"]
    assert result["matched"].tolist() == ["cohort differs", "exact", "cohort differs"]


def test_without_cohort_among_the_keys_people_are_not_compared():
    result = comparison_set(lines({"cohort": "women"}), held({"cohort": "adult-men"}), on=["category", "area_code"])
    assert result[["cohort_published", "cohort_contract", "matched"]].to_numpy().tolist() == [["", "", "exact"]]


@pytest.mark.parametrize(("cohort", "how"), [("all", "apportioned"), ("women", "apportioned, cohort differs")])
def test_what_was_split_from_a_larger_area_is_marked(cohort, how):
    assert matched({"apportioned": True}, {"cohort": cohort}) == [how]
    assert matched({}, {"cohort": cohort, "apportioned": True}) == [how]
    assert matched({"apportioned": None}, {"apportioned": False}) == ["exact"]


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2020-04-01", "2021-06-25", 0),  # the day before the line starts: one follows the other
        ("2020-04-01", "2021-06-26", 1),
        ("2022-03-31", "2023-03-31", 1),
        ("2022-04-01", "2023-03-31", 0),
        ("2021-07-01", "2021-07-31", 31),  # July, inside the line
        ("2019-04-01", "2025-03-31", 279),  # 26 June 2021 to 31 March 2022 (method, O9)
    ],
)
def test_days_on_which_both_run_are_counted_inclusively(first, last, days):
    period = {"start": pd.Timestamp(first), "end": pd.Timestamp(last)}
    assert comparison_set(lines({}), held(period))["overlap_days"].tolist() == [days]


@pytest.mark.parametrize("day", ["start", "end"])
def test_an_unknown_day_gives_an_unknown_overlap(day):
    assert comparison_set(lines({day: pd.NaT}), held({}))["overlap_days"].isna().all()
    assert comparison_set(lines({}), held({day: pd.NaT}))["overlap_days"].isna().all()


def test_a_volume_without_a_value_has_a_source_too():
    result = comparison_set(lines({"value_source": "", "volume_source": "july.xlsx#Lot 1!E17"}), held({}))
    assert result["published_source"].tolist() == ["july.xlsx#Lot 1!E17"]


def test_pairs_stand_in_the_order_of_keys_and_rows():
    many = lines({"area_code": "E2"}, {"area_code": "E1", "year": "2022-23"}, {"area_code": "E1"})
    ours = held({"area_code": "E3"}, {"area_code": "E1", "contract": "B"}, {"area_code": "E1", "contract": "A"})
    result = comparison_set(many, ours)
    assert result[["area_code", "year", "contract"]].to_numpy().tolist() == [
        ["E1", "2022-23", "B"],
        ["E1", "2022-23", "A"],
        ["E1", "2021-22", "B"],
        ["E1", "2021-22", "A"],
        ["E2", "2021-22", ""],
        ["E3", "", "EX-1"],
    ]


def test_the_year_may_be_a_key():
    result = comparison_set(lines({}), held({"year": "2021-22"}), on=["category", "year"])
    assert result.columns.tolist() == ["category", "year", *(name for name in RESULTS if name != "year")]
    assert result["matched"].tolist() == ["exact"]


def test_without_keys_every_line_is_paired_with_every_contract():
    assert len(comparison_set(lines({}, {}), held({}, {}, {}), on=[])) == 6
    assert len(comparison_set(lines({"cohort": "women"}), held({}, {"cohort": "adult-men"}), on=["cohort"])) == 2


def test_a_side_without_rows_leaves_the_other_alone():
    assert comparison_set(lines({}).head(0), held({}))["matched"].tolist() == ["no published line"]
    assert comparison_set(lines({}), held({}).head(0))["matched"].tolist() == ["no contract"]
    assert comparison_set(lines({}).head(0), held({}).head(0)).columns.tolist() == ["category", "area_code", *RESULTS]


@pytest.mark.parametrize("column", ["start", "value_source", "contract", "area_code"])
def test_a_contract_without_what_is_needed_is_refused(column):
    with pytest.raises(FrameError, match=column):
        comparison_set(lines({}), held({}).drop(columns=column))


def test_keys_of_unlike_type_are_refused():
    with pytest.raises(FrameError, match="key 'area_code' holds"):
        comparison_set(lines({"area_code": 32}), held({}))


def test_invented_lines_are_not_compared_with_real_contracts():
    with pytest.raises(FrameError, match="illustrative"):
        comparison_set(lines({"data_status": "illustrative"}), held({"data_status": "reported"}))


def test_the_schema_describes_what_comes_out():
    result = comparison_set(lines({}, {"area_code": "E1"}), held({}, {"area_code": "E2"}))
    assert_frame_equal(ComparisonSet.validate(result), result)


keys = st.fixed_dictionaries(
    {"area_code": st.sampled_from(["E1", "E2", "E3"]), "cohort": st.sampled_from(["all", "women", "adult-men"])}
)


@settings(deadline=None, derandomize=True, max_examples=40)
@given(st.lists(keys, min_size=1, max_size=5), st.lists(keys, min_size=1, max_size=5))
def test_every_line_and_every_contract_is_there_and_pairs_are_those_a_reader_would_make(published, existing):
    some = lines(*(key | {"value_source": f"l#{turn}"} for turn, key in enumerate(published)))
    ours = held(*(key | {"value_source": f"c#{turn}"} for turn, key in enumerate(existing)))
    before = some.copy(), ours.copy()
    result = comparison_set(some.set_axis([0] * len(some)), ours.set_axis([0] * len(ours)))
    paired = result[result["matched"].isin(MATCHED[:4])]
    expected = {
        (f"l#{line}", f"c#{contract}")
        for line, one in enumerate(published)
        for contract, other in enumerate(existing)
        if one["area_code"] == other["area_code"]
        and (one["cohort"] == other["cohort"] or "all" in {one["cohort"], other["cohort"]})
    }
    assert set(zip(paired["published_source"], paired["contract_source"], strict=True)) == expected
    assert len(paired) == len(expected)
    assert set(result["published_source"]) - {""} == set(some["value_source"])
    assert set(result["contract_source"]) - {""} == set(ours["value_source"])
    for frame, left in zip((some, ours), before, strict=True):
        assert_frame_equal(frame, left)
