"""What was split must add up again to the penny, and a hole in a part is a hole in the whole."""

import pandas as pd
import pytest

from vv_analysis.errors import FrameError
from vv_analysis.measure.checks.parts import additive_columns, check_parts
from vv_analysis.measure.split.variance import variance

NAN = float("nan")


def frame(rows, **columns):
    typed = pd.DataFrame(rows, columns=["region", "value_gbp"])
    return typed.astype({"value_gbp": float}).assign(**columns)


def rules_of(parts, wholes, **columns):
    found = check_parts(frame(parts), frame(wholes, **columns), ["region"])
    return found[["rule", "where", "rows"]].to_numpy().tolist()


def test_parts_may_miss_their_whole_by_a_penny_and_by_no_more():
    parts = [("Wales", 10.0), ("Wales", 5.0)]
    for whole in (15.0, 15.0099, 14.9901):
        assert rules_of(parts, [("Wales", whole)]) == []
    for whole in (15.0101, 14.9899):
        assert rules_of(parts, [("Wales", whole)]) == [["parts-differ", "row 0", 2]]


def test_a_difference_is_said_with_both_figures_and_the_place_of_the_whole():
    wholes = frame([("London", 1.0), ("Wales", 20.0)], value_source=["a#B1", "a#B2"])
    found = check_parts(frame([("Wales", 10.0), ("London", 1.0), ("Wales", 5.5)]), wholes, ["region"])
    assert found[["severity", "where"]].to_numpy().tolist() == [["warning", "a#B2"]]
    assert found["what"].tolist() == ["value_gbp of region Wales is £20 and its 2 parts add up to £15.50"]


def test_what_floats_lose_of_a_trillion_pounds_is_no_difference():
    # Half a penny for each of six trillions beside the penny: 0.015 may be lost, 0.03 may not.
    parts = [("Wales", 1e12 + 0.125)] * 3 + [("Wales", -1e12)] * 3
    small = [("London", 0.375)]
    for whole in (0.375, 0.39):
        assert rules_of([*small, *parts], [*small, ("Wales", whole)]) == []
    for whole in (0.405, 20.0):
        assert rules_of([*small, *parts], [*small, ("Wales", whole)]) == [["parts-differ", "row 1", 6]]
    assert rules_of([*small, *parts], [("London", 0.39), ("Wales", 0.375)]) == [["parts-differ", "row 0", 1]]


def test_a_penny_to_the_last_digit_is_allowed():
    assert rules_of([("Wales", 0.0)], [("Wales", 0.01)]) == []


def test_a_whole_with_a_missing_part_is_missing_itself():
    with_hole = [("Wales", 10.0), ("Wales", NAN)]
    assert rules_of(with_hole, [("Wales", NAN)]) == []
    assert rules_of(with_hole, [("Wales", 10.0)]) == [["part-missing", "row 0", 2]]
    assert rules_of([("Wales", 10.0)], [("Wales", NAN)]) == [["whole-missing", "row 0", 1]]
    said = [
        check_parts(frame(parts), frame(wholes), ["region"])["what"][0]
        for parts, wholes in ((with_hole, [("Wales", 10)]), ([("Wales", 10)], [("Wales", NAN)]))
    ]
    assert said == [
        "value_gbp of region Wales is £10 and one of its 2 parts is missing",
        "value_gbp of region Wales is missing and its 1 part add up to £10",
    ]


def test_a_whole_without_parts_and_parts_without_a_whole_are_found():
    found = check_parts(
        frame([("Wales", 1), ("Kent", 2), ("Kent", 2)]), frame([("Wales", 1), ("Essex", 3)]), ["region"]
    )
    assert found[["rule", "severity", "where", "what", "rows"]].to_numpy().tolist() == [
        ["parts-without-whole", "warning", "row 1", "region Kent has parts and no whole", 2],
        ["whole-without-parts", "warning", "row 1", "region Essex has no parts", 0],
    ]


def test_without_keys_all_parts_make_one_whole():
    parts = frame([("Wales", 1), ("Kent", 2)])
    assert check_parts(parts, pd.DataFrame({"value_gbp": [3.0]})).empty
    [what] = check_parts(parts, pd.DataFrame({"value_gbp": [4.0]}))["what"]
    assert what == "value_gbp of everything is £4 and its 2 parts add up to £3"


def test_missing_keys_meet_each_other_and_no_others():
    assert rules_of([(None, 5.0), ("Wales", 1.0)], [(None, 5.0), ("Wales", 1.0)]) == []
    assert rules_of([(None, 5.0)], [(None, 6.0)]) == [["parts-differ", "row 0", 1]]
    two_keys = frame([("Wales", 1.0), (None, 2.0)], area=[None, "Kent"])
    assert check_parts(two_keys, two_keys[::-1], ["region", "area"]).empty


def test_every_column_that_adds_up_is_held_against_its_whole_and_no_other():
    names = [
        "value_gbp", "volume_users", "price_effect_gbp", "cost_per_user_gbp", "break_even_gbp_per_user",
        "value_p10_gbp", "cost_per_user_mean_gbp", "value_mean_gbp", "share_of_steady", "rows",
    ]  # fmt: skip
    assert additive_columns(pd.DataFrame(columns=names)) == ["value_gbp", "volume_users", "price_effect_gbp"]
    parts = frame([("Wales", 1.0)], volume_users=5.0, cost_per_user_gbp=1.0)
    wholes = frame([("Wales", 1.0)], volume_users=6.0, cost_per_user_gbp=2.0)
    [what] = check_parts(parts, wholes, ["region"])["what"]
    assert what == "volume_users of region Wales is 6 and its 1 part add up to 5"
    assert check_parts(parts, wholes, ["region"], columns=["value_gbp"]).empty
    assert check_parts(parts.drop(columns="volume_users"), wholes, ["region"]).empty


def test_the_parts_of_a_split_by_area_add_up_to_the_whole_split_of_a_region():
    before = frame([("Wales", 1_000.0), ("Wales", 500.0)], area=["Gwent", "Dyfed"], volume_users=[10.0, 10.0])
    after = frame([("Wales", 1_500.0), ("Wales", 200.0)], area=["Gwent", "Dyfed"], volume_users=[12.0, 5.0])
    by_area, by_region = (variance(before, after, on) for on in (["region", "area"], ["region"]))
    assert check_parts(by_area, by_region, ["region"], columns=["value_before_gbp", "variance_gbp"]).empty
    # By area the price effects are ½(10+12)(125−100) + ½(10+5)(40−50) = 275 − 75 = 200; summed first they are
    # ½(20+17)(100−75) = 462.50: effects of a coarser key are no sums, and the check says so.
    [what] = check_parts(by_area, by_region, ["region"], columns=["price_effect_gbp"])["what"]
    assert what == "price_effect_gbp of region Wales is £462.50 and its 2 parts add up to £200"


def test_what_organisations_are_paid_is_not_quoted_unless_asked_for():
    parts = frame([("Wales", 10.0), ("Kent", NAN), ("Gwent", 77.0)], organisation="Example Trust")
    wholes = frame([("Wales", 20.0), ("Kent", 30.0), ("Gwent", NAN)])
    assert check_parts(parts, wholes, ["region"])["what"].tolist() == [
        "value_gbp of region Kent is known and one of its 1 part is missing",
        "value_gbp of region Wales is not the sum of its 1 part",
        "value_gbp of region Gwent is missing and its 1 part add up",
    ]
    assert "£20" in check_parts(parts, wholes, ["region"], figures=True)["what"][1]


def test_rows_are_counted_whatever_their_labels():
    parts, wholes = frame([("Wales", 1.0)] * 2).set_axis([5, 5]), frame([("Wales", 9.0)]).set_axis(["x"])
    assert check_parts(parts, wholes, ["region"])["where"].tolist() == ["row 0"]


@pytest.mark.parametrize(
    ("parts", "wholes", "refusal"),
    [
        (frame([("Wales", 1)]), pd.DataFrame({"region": ["Wales"]}), "share no column that adds up"),
        (frame([("Wales", 1)]), frame([("Wales", 1)]).drop(columns="region"), "no 'region'"),
        (frame([(1, 1)]), frame([("Wales", 1)]), "key 'region' holds"),
        (frame([("Wales", 1)], data_status="illustrative"), frame([("W", 1)], data_status="official"), "illustrative"),
        (frame([("Wales", 1)]).assign(value_gbp="much"), frame([("Wales", 1)]), "holds text"),
        (frame([("Wales", 1)]), frame([("Wales", 1)]).assign(value_gbp="much"), "holds text"),
    ],
)
def test_what_cannot_be_compared_is_refused(parts, wholes, refusal):
    with pytest.raises(FrameError, match=refusal) as refused:
        check_parts(parts, wholes, ["region"])
    assert refused.value.where == "check_parts"
