"""A finding says what, where and what to do, the gravest first, in the words of the findings of reading."""

from dataclasses import fields

import pandas as pd
import pytest

from vv_analysis.measure.checks import impossible_years, lines, outliers, parts, totals
from vv_analysis.measure.checks.findings import COLUMNS, Rule, in_order, nothing_found, places
from vv_analysis.measure.checks.wording import amount, amounts, groups, stated
from vv_analysis.terms import vocabulary
from vv_analysis.terms.findings import Finding
from vv_analysis.terms.schemas.measured import Findings

RULES = [
    rule
    for room in (impossible_years, lines, outliers, parts, totals)
    for rule in vars(room).values()
    if isinstance(rule, Rule)
]


def test_columns_are_those_of_the_findings_of_reading_but_the_file_and_with_the_number_of_rows():
    assert set(COLUMNS) == {field.name for field in fields(Finding)} - {"file"} | {"rows"}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_has_a_known_severity_an_expectation_and_a_remedy(rule):
    assert rule.severity in vocabulary.SEVERITIES
    assert rule.expected
    assert rule.remedy


def test_no_two_rules_share_a_code():
    assert len({rule.code for rule in RULES}) == len(RULES) == 22


def test_nothing_found_is_a_frame_of_findings_without_rows():
    assert Findings.validate(nothing_found()).empty
    pd.testing.assert_frame_equal(in_order([]), nothing_found())


def test_a_place_is_the_source_of_the_value_else_of_the_volume_else_the_number_of_the_row():
    rows = pd.DataFrame(
        {"value_source": ["a.csv#row 2", "", None], "volume_source": ["b.csv#row 2", "b.csv#row 3", ""]},
        index=[4, 5, 6],
    )
    assert places(rows).tolist() == ["a.csv#row 2", "b.csv#row 3", "row 6"]
    assert places(rows[[]]).tolist() == ["row 4", "row 5", "row 6"]


def test_findings_stand_by_severity_then_rule_then_place():
    rows = pd.DataFrame({"value_source": ["b", "a"]})
    found = [
        Rule(code, severity, "x", "y").found(rows, "z")
        for code, severity in (("b", "note"), ("a", "note"), ("d", "warning"), ("c", "refused"))
    ]
    ordered = in_order(found)
    assert ordered["severity"].tolist() == ["refused"] * 2 + ["warning"] * 2 + ["note"] * 4
    assert ordered["rule"].tolist() == ["c", "c", "d", "d", "a", "a", "b", "b"]
    assert ordered["where"].tolist() == ["a", "b"] * 4
    assert ordered.index.tolist() == list(range(8))
    pd.testing.assert_frame_equal(ordered, in_order(found[::-1]))


def test_findings_of_one_rule_and_place_stand_by_what_they_say():
    rows = pd.DataFrame({"value_source": ["a", "a"]})
    found = Rule("r", "note", "x", "y").found(rows, pd.Series(["two", "one"]), pd.Series([2, 1]))
    assert in_order([found])[["what", "rows"]].to_numpy().tolist() == [["one", 1], ["two", 2]]


@pytest.mark.parametrize(
    ("number", "unit", "said"),
    [
        (0.0, "gbp", "£0"),
        (-0.004, "gbp", "£0"),
        (0.125, "gbp", "£0.13"),
        (2.675, "gbp", "£2.68"),
        (1_000_000_000.4, "gbp", "£1,000,000,000.40"),
        (1_234_567.891, "gbp", "£1,234,567.89"),
        (-5_000.0, "gbp", "-£5,000"),
        (4_999.999, "gbp", "£5,000"),
        (-4_999.999, "gbp", "-£5,000"),
        (1e25, "gbp", "£10,000,000,000,000,000,000,000,000"),
        (0.05, "users", "0.1"),
        (-0.04, "users", "0"),
        (40.0, "users", "40"),
        (1_229.64, "users", "1,229.6"),
    ],
)
def test_amounts_are_written_in_pounds_and_pence_or_as_numbers_of_people(number, unit, said):
    assert amount(number, unit) == said


def test_figures_in_words_are_in_the_unit_of_their_column_and_a_missing_one_is_not_known():
    assert amounts(pd.Series([1.0, None]), "cost_per_user_gbp").tolist() == ["£1", "not known"]
    assert amounts(pd.Series([], dtype=float), "volume_users").tolist() == []


def test_what_is_stated_is_the_figure_else_its_lowest_else_its_highest():
    rows = pd.DataFrame(
        {
            "value_gbp": [5.0, None, None, None],
            "value_low_gbp": [4.0, 4.0, None, None],
            "value_high_gbp": [6.0, 6.0, 6.0, None],
        }
    )
    assert stated(rows, "value_gbp").tolist() == ["£5", "at least £4", "at most £6", ""]


def test_a_group_is_named_by_all_its_keys_and_a_missing_one_is_not_stated():
    rows = pd.DataFrame({"volume_unit": ["places", None], "year": ["2021-22", "2022-23"]})
    assert groups(rows, ["volume_unit", "year"]).tolist() == [
        "volume unit places, year 2021-22",
        "volume unit not stated, year 2022-23",
    ]
    assert groups(rows, []).tolist() == ["everything"] * 2
