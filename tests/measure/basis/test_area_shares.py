"""Weights are checked against the map, and find the rows that they split."""

import pandas as pd

from vv_analysis.measure.basis.area_shares import Parts, checked, equal

NORFOLK_SUFFOLK = pd.DataFrame(
    {"from_code": "cpa-norfolk-and-suffolk", "to_code": ["E23000025", "E23000024"], "weight": [0.4, 0.6]}, index=[3, 3]
)


def test_weights_stand_in_the_order_of_the_codes_and_say_what_is_not_known_of_them():
    known = checked(NORFOLK_SUFFOLK, "area", where="apportion")
    assert known["to_code"].tolist() == ["E23000024", "E23000025"]
    assert known["weight"].tolist() == [0.6, 0.4]
    assert known["parts"].tolist() == [2, 2]
    assert known["name"].tolist() == ["weights without a name"] * 2
    partly = checked(NORFOLK_SUFFOLK.assign(name="caseload", as_at=["", None]), "area", where="apportion")
    assert partly["name"].tolist() == ["caseload"] * 2
    assert partly["as_at"].tolist() == ["day not stated"] * 2


def test_equal_weights_name_every_part_of_every_set_once():
    essex = pd.DataFrame({"from_code": ["cpa-essex"], "to_code": ["E23000028"], "weight": [1.0]})
    both = equal({"one": NORFOLK_SUFFOLK, "other": pd.concat([essex, NORFOLK_SUFFOLK.iloc[:1]])}, where="test")
    assert both["weight"].tolist() == [0.5, 0.5, 1.0]
    assert set(both["name"]) == {"equal"}


def test_rows_are_split_in_place_and_others_stay_between_them():
    shares = pd.DataFrame({"from_code": ["a", "b", "b", "b"]})
    code = pd.Series(["b", "other", "a", "b"])
    parts = Parts.of(code, pd.Series([True, False, True, False]), shares)
    assert parts.source.tolist() == [0, 0, 0, 1, 2, 3]
    assert parts.share.tolist() == [1, 2, 3, -1, 0, -1]
    assert parts.is_split.tolist() == [True, True, True, False, True, False]


def test_no_rows_and_no_weights_make_no_parts():
    none = pd.DataFrame({"from_code": pd.Series([], dtype="str")})
    assert Parts.of(pd.Series(["a"]), pd.Series([False]), none).share.tolist() == [-1]
    assert Parts.of(pd.Series([], dtype="str"), pd.Series([], dtype="bool"), none).share.tolist() == []
