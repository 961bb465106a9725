"""A year that is none, days outside it, an end before its start, and two periods at once are found."""

import pandas as pd
import pytest

from vv_analysis.errors import FrameError
from vv_analysis.measure.checks.impossible_years import impossible_years


def periods(rows, **columns):
    typed = pd.DataFrame(rows, columns=["year", "start", "end"])
    return typed.assign(start=pd.to_datetime(typed["start"]), end=pd.to_datetime(typed["end"]), **columns)


def rules_of(rows, **columns):
    return impossible_years(periods(rows, **columns))[["rule", "where"]].to_numpy().tolist()


def test_full_years_and_part_years_within_their_year_are_right():
    assert (
        rules_of(
            [
                ("2021-22", "2021-06-26", "2022-03-31"),
                ("2022-23", "2022-04-01", "2023-03-31"),
                ("2023-24", "2023-04-01", "2024-03-31"),
                ("1999-00", "2000-02-29", "2000-02-29"),
            ]
        )
        == []
    )


@pytest.mark.parametrize("year", ["2021-23", "2021/22", "2021", "202122", "1899-00", "2100-01", "TBC", 2021, 2021.0])
def test_a_text_that_is_no_financial_year_is_refused_with_its_words(year):
    found = impossible_years(periods([(year, "2021-04-01", "2022-03-31")]))
    assert found[["rule", "severity"]].to_numpy().tolist() == [["year-unreadable", "refused"]]
    assert found["what"].tolist() == [f"'{year}' is no financial year"]


@pytest.mark.parametrize(
    ("start", "end"),
    [("2021-03-31", "2021-12-31"), ("2021-12-01", "2022-04-01"), ("2020-05-01", "2020-06-01"), ("2022-05-01", None)],
)
def test_days_outside_the_year_of_a_row_are_found(start, end):
    found = impossible_years(periods([("2021-22", start, end)]))
    assert found["rule"][0] == "period-outside-year"
    assert found["what"][0].endswith(" has days outside 2021-22")


@pytest.mark.parametrize(
    ("year", "start", "end", "long"),
    [
        ("2021-22", "2021-04-01", "2022-03-31", False),
        ("2021-22", "2021-04-01", "2022-04-01", True),
        ("2023-24", "2023-04-01", "2024-03-31", False),
        ("2022-23", "2022-04-01", "2023-04-01", True),
        ("2021-22", "2021-06-26", "2025-03-31", True),
    ],
)
def test_a_period_longer_than_its_year_is_told_apart_from_one_outside_it(year, start, end, long):
    found = impossible_years(periods([(year, start, end)]))
    assert found["rule"].tolist() == (["period-longer-than-year"] if long else [])
    assert all(what.endswith(f" is longer than {year}") for what in found["what"])


def test_a_period_of_several_years_is_right_where_the_row_has_no_year():
    assert rules_of([("", "2021-04-01", "2025-03-31"), (None, "2021-04-01", "2025-03-31")]) == []
    contract = periods([(None, "2021-04-01", "2025-03-31")]).drop(columns="year")
    assert impossible_years(contract).empty


def test_an_end_before_its_start_is_found_and_nothing_else_is_said_of_it():
    assert rules_of([("2021-22", "2022-03-31", "2021-03-01"), ("2021-22", "2021-05-01", "2021-05-01")]) == [
        ["period-backwards", "row 0"]
    ]
    found = impossible_years(periods([("2021-22", "2021-06-02", "2021-06-01")]))
    assert found["what"].tolist() == ["the period from 02 June 2021 to 01 June 2021 ends before it starts"]


def test_a_period_of_which_one_day_is_known_may_still_lie_outside_its_year():
    found = impossible_years(periods([("2021-22", "2022-04-01", None), ("2021-22", None, "2021-03-31")]))
    assert found["what"].head(2).tolist() == [
        "the period from 01 April 2022 to a day not known has days outside 2021-22",
        "the period from a day not known to 31 March 2021 has days outside 2021-22",
    ]


def test_a_year_without_its_days_and_a_row_without_either_are_warned_of():
    rows = [("2021-22", None, None), ("2021-22", "2021-04-01", None), ("2021-22", None, "2022-03-31"), ("", None, None)]
    found = impossible_years(periods(rows))
    assert found[["rule", "where"]].to_numpy().tolist() == [
        ["period-unknown", "row 3"],
        *(["year-without-days", f"row {row}"] for row in range(3)),
    ]
    assert set(found["severity"]) == {"warning"}
    only_years = pd.DataFrame({"year": ["2021-22"]})
    assert impossible_years(only_years)["what"].tolist() == ["the first or last day of 2021-22 is missing"]
    only_days = periods([(None, "2021-04-01", None)]).drop(columns="year")
    assert impossible_years(only_days)["rule"].tolist() == ["period-unknown"]


def test_two_periods_of_one_line_that_share_days_are_found_at_the_later_one():
    rows = [("2021-22", "2021-04-01", "2021-10-31"), ("2021-22", "2021-10-01", "2022-03-31")]
    found = impossible_years(periods(rows[::-1], category="other", area_code="E1", value_source=["a#B3", "a#B2"]))
    assert found[["rule", "severity", "where", "rows"]].to_numpy().tolist() == [
        ["periods-overlap", "warning", "a#B3", 2]
    ]
    # 1 to 31 October, both days included.
    assert found["what"].tolist() == ["the period shares 31 days with another of the same line at a#B2"]


def test_one_shared_day_is_an_overlap_and_the_day_after_is_none():
    first = ("2021-22", "2021-04-01", "2021-09-30")
    assert rules_of([first, ("2021-22", "2021-10-01", "2022-03-31")], category="other") == []
    [what] = impossible_years(periods([first, ("2021-22", "2021-09-30", "2022-03-31")], category="other"))["what"]
    assert "shares one day with" in what


def test_a_short_period_does_not_hide_a_long_one_before_it():
    rows = [
        ("", "2021-04-01", "2024-03-31"),
        ("", "2021-05-01", "2021-05-31"),
        ("", "2022-04-01", "2022-04-30"),
        ("", "2024-04-01", "2024-04-30"),
    ]
    found = impossible_years(periods(rows, category="other"))
    assert found[["where", "what"]].to_numpy().tolist() == [
        ["row 1", "the period shares 31 days with another of the same line at row 0"],
        ["row 2", "the period shares 30 days with another of the same line at row 0"],
    ]


def test_the_other_period_is_the_one_that_was_there_first():
    rows = [("2021-22", f"2021-0{month}-01", "2021-09-30") for month in (4, 5, 6)]
    assert impossible_years(periods(rows, category="other"))["what"].tolist() == [
        "the period shares 153 days with another of the same line at row 0",
        "the period shares 122 days with another of the same line at row 0",
    ]


def test_a_single_day_within_another_period_is_an_overlap():
    rows = [("2021-22", "2021-04-01", "2021-09-30"), ("2021-22", "2021-06-01", "2021-06-01")]
    assert rules_of(rows, category="other") == [["periods-overlap", "row 1"]]


def test_periods_of_different_lines_may_run_side_by_side():
    rows = [("2021-22", "2021-04-01", "2022-03-31")] * 2
    for name, codes in (("area_code", ["E1", "E2"]), ("cohort", ["women", "all"]), ("publication", ["a", "b"])):
        assert rules_of(rows, **{name: codes}) == []
    assert rules_of([("2021-22", "2021-04-01", "2022-03-31"), ("2021-22", "2021-05-01", "2022-03-31")]) == []


def test_two_rows_of_one_period_are_duplicates_and_no_overlap():
    rows = [("2021-22", "2021-04-01", "2022-03-31")] * 2
    assert rules_of(rows, category="other") == []
    third = [*rows, ("2021-22", "2021-05-01", "2021-05-31")]
    assert rules_of(third, category="other") == [["periods-overlap", "row 2"]]


def test_rows_without_a_known_area_are_one_line():
    rows = [("2021-22", "2021-04-01", "2021-12-31"), ("2021-22", "2021-05-01", "2022-03-31")]
    assert rules_of(rows, area_code=[None, None]) == [["periods-overlap", "row 1"]]


def test_when_organisations_are_paid_is_not_quoted_unless_asked_for():
    rows = periods(
        [
            ("2021-23", "2021-04-01", "2021-10-31"),
            ("2021-22", "2022-04-01", "2021-04-01"),
            ("2021-22", "2020-04-02", "2022-04-01"),
            ("2021-22", "2021-03-01", "2021-03-31"),
            ("2021-22", None, "2021-10-31"),
            (None, None, None),
        ],
        organisation="Example Trust",
    )
    found = impossible_years(rows)
    assert set(found["rule"]) == {
        "year-unreadable", "period-backwards", "period-longer-than-year", "period-outside-year", "year-without-days",
        "period-unknown", "periods-overlap",
    }  # fmt: skip
    assert set(found["what"]) >= {
        "the year is no financial year",
        "the period ends before it starts",
        "the period is longer than its year",
        "the period has days outside its year",
        "the first or last day is missing",
        "neither a year nor a first and last day is known",
    }
    overlap = found.loc[found["rule"] == "periods-overlap", "what"]
    assert overlap.str.startswith("the period shares days with another of the same line at row ").all()
    said = found["what"].str.replace(r"row \d", "", regex=True)
    assert not said.str.contains(r"\d|Example|April", regex=True).any()
    quoted = " ".join(impossible_years(rows, figures=True)["what"])
    assert "2021-23" in quoted
    assert "01 April 2022" in quoted


def test_a_frame_without_periods_or_with_days_that_are_no_dates_is_refused():
    with pytest.raises(FrameError, match="no 'start' and no 'end'") as refusal:
        impossible_years(pd.DataFrame({"category": ["other"]}))
    assert refusal.value.where == "impossible_years"
    with pytest.raises(FrameError, match="column 'end' holds no dates") as refusal:
        impossible_years(periods([("2021-22", "2021-04-01", None)]).assign(end="soon"))
    assert refusal.value.remedy


def test_nothing_is_found_in_a_frame_without_rows():
    assert impossible_years(periods([], category="other")).empty
    assert impossible_years(pd.DataFrame({"year": pd.Series([], dtype="str")})).empty
