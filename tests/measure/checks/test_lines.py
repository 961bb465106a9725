"""A line that stands twice, and a line of which half is missing or cannot be right, is found where it stands."""

import pandas as pd
import pytest

from vv_analysis.errors import FrameError
from vv_analysis.measure.checks.lines import duplicate_lines, line_columns, unlikely_figures

NAN = float("nan")


def lines(rows, **columns):
    typed = pd.DataFrame(rows, columns=["value_gbp", "volume_users"])
    return typed.astype(float).assign(**columns)


def rules_of(rows, **columns):
    return unlikely_figures(lines(rows, **columns))[["rule", "where"]].to_numpy().tolist()


def test_a_value_needs_a_volume_and_a_volume_a_value():
    assert rules_of([(5, 5), (5, NAN), (NAN, 5), (NAN, NAN)]) == [
        ["value-without-volume", "row 1"],
        ["volume-without-value", "row 2"],
    ]


def test_a_value_for_nobody_is_found_and_no_value_for_nobody_is_right():
    assert rules_of([(5, 0), (0, 0), (0, 5), (5, 1)]) == [["volume-nought", "row 0"]]


def test_a_value_below_nought_is_to_be_reviewed():
    found = unlikely_figures(lines([(-2_000, 10), (0, 10)]))
    assert found[["rule", "severity", "where"]].to_numpy().tolist() == [["value-negative", "warning", "row 0"]]
    assert found["what"].tolist() == ["a value of -£2,000 is below nought"]
    assert "review" in found["remedy"][0]


def test_a_bound_that_is_stated_is_a_figure():
    at_most = {"value_low_gbp": NAN, "value_high_gbp": 100.0}
    assert rules_of([(NAN, NAN)], **at_most) == [["value-without-volume", "row 0"]]
    assert rules_of([(NAN, 5)], **at_most) == []
    assert rules_of([(NAN, 0)], **at_most) == [["volume-nought", "row 0"]]
    assert rules_of([(5, 0)], value_low_gbp=0.0, value_high_gbp=10.0) == [["volume-nought", "row 0"]]
    assert rules_of([(5, NAN)], volume_low_users=5.0, volume_high_users=NAN) == []
    assert rules_of([(NAN, NAN)], volume_low_users=0.0, volume_high_users=0.0, value_low_gbp=1.0) == [
        ["volume-nought", "row 0"]
    ]
    below = unlikely_figures(lines([(NAN, 5)], value_low_gbp=NAN, value_high_gbp=-1.0))
    assert below["what"].tolist() == ["a value of at most -£1 is below nought"]


def test_figures_are_quoted_with_the_place_they_stand_at():
    rows = lines([(40_000, NAN), (NAN, 50), (5_000, 0)], value_source=["a#B2", "", ""], volume_source=["", "a#C3", ""])
    found = unlikely_figures(rows)
    assert found[["where", "what"]].to_numpy().tolist() == [
        ["a#B2", "a value of £40,000 stands without a volume"],
        ["row 2", "a value of £5,000 stands beside a volume of 0"],
        ["a#C3", "a volume of 50 stands without a value"],
    ]


def test_what_organisations_are_paid_is_not_quoted_unless_asked_for():
    contracts = lines([(40_000, NAN), (NAN, 52), (5_000, 0), (-7_000, 5)], organisation="Example Trust")
    found = unlikely_figures(contracts)
    assert found["what"].tolist() == [
        "a value is below nought",
        "a value stands without a volume",
        "a value stands beside a volume of 0",
        "a volume stands without a value",
    ]
    assert "£40,000" in " ".join(unlikely_figures(contracts, figures=True)["what"])
    assert "£" not in " ".join(unlikely_figures(contracts.drop(columns="organisation"), figures=False)["what"])


def test_text_in_a_column_of_figures_and_an_interval_upside_down_are_refused():
    with pytest.raises(FrameError, match="holds text"):
        unlikely_figures(lines([(1, 1)]).assign(value_gbp="much"))
    with pytest.raises(FrameError, match="negative number of users"):
        unlikely_figures(lines([(1, -1)]))
    with pytest.raises(FrameError, match="between 9 and 1") as refusal:
        unlikely_figures(lines([(5, 1)], value_low_gbp=9.0, value_high_gbp=1.0))
    assert refusal.value.where == "unlikely_figures"


def areas(rows, **columns):
    return pd.DataFrame(rows, columns=["category", "area_code", "year"]).assign(**columns)


def test_two_rows_for_what_should_be_one_are_found_once_at_the_second():
    rows = areas(
        [
            ("other", "E1", "2021-22"),
            ("other", "E2", "2021-22"),
            ("other", "E1", "2021-22"),
            ("other", "E1", "2021-22"),
        ],
        value_source=["a#B2", "a#B3", "a#B4", "a#B5"],
    )
    found = duplicate_lines(rows)
    assert found[["rule", "severity", "where", "rows"]].to_numpy().tolist() == [["row-repeated", "warning", "a#B4", 3]]
    said = "category other, area code E1, year 2021-22 stands in 3 rows, first at a#B2"
    assert found["what"].tolist() == [said]


def test_each_line_that_stands_twice_is_told_with_its_own_first_place():
    found = duplicate_lines(areas([("b", "E", "y"), ("a", "E", "y"), ("a", "E", "y"), ("b", "E", "y")]))
    assert found[["where", "what"]].to_numpy().tolist() == [
        ["row 2", "category a, area code E, year y stands in 2 rows, first at row 1"],
        ["row 3", "category b, area code E, year y stands in 2 rows, first at row 0"],
    ]


def test_lines_that_differ_in_their_key_are_no_duplicates_and_missing_keys_are_alike():
    assert duplicate_lines(areas([("other", "E1", "2021-22"), ("other", "E1", "2022-23")])).empty
    assert len(duplicate_lines(areas([("other", None, "2021-22"), ("other", None, "2021-22")]))) == 1
    assert len(duplicate_lines(areas([("other", "E1", "2021-22"), ("other", "E1", "2022-23")]), ["area_code"])) == 1


def test_the_key_of_a_line_is_every_name_and_period_that_the_frame_has():
    columns = ["value_gbp", "end", "start", "year", "region", "area", "area_code", "cohort", "category"]
    assert line_columns(pd.DataFrame(columns=[*columns, "contract", "organisation", "publication"])) == [
        "publication", "organisation", "contract", "category", "cohort", "area_code", "year", "start", "end",
    ]  # fmt: skip
    assert line_columns(pd.DataFrame(columns=["region", "area"])) == ["area"]
    assert line_columns(pd.DataFrame(columns=["region"])) == ["region"]
    assert line_columns(pd.DataFrame(columns=["value_gbp"])) == []


def test_whose_contract_stands_twice_is_not_named():
    contracts = areas([("other", "E1", "2021-22")] * 2, organisation="Example Trust")
    assert duplicate_lines(contracts)["what"].tolist() == ["one line stands in 2 rows, first at row 0"]


def test_a_frame_without_a_key_is_refused():
    with pytest.raises(FrameError) as refusal:
        duplicate_lines(lines([(1, 1)]))
    assert str(refusal.value).startswith(
        "duplicate_lines: the frame has no 'category' and no 'area_code' and no 'year'; expected columns category,"
    )
    with pytest.raises(FrameError, match="no 'lot'") as refusal:
        duplicate_lines(lines([(1, 1)]), ["lot"])
    assert refusal.value.where == "duplicate_lines"


def test_rows_are_counted_from_the_first_of_the_frame_whatever_their_labels():
    rows = areas([("other", "E1", "2021-22")] * 2).set_axis([9, 9])
    assert duplicate_lines(rows)["where"].tolist() == ["row 1"]
    assert unlikely_figures(lines([(1, NAN)]).set_axis(["x"]))["where"].tolist() == ["row 0"]
