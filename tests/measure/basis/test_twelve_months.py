"""Figures are brought to twelve months by days, or by whole months, and what was stated is kept."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vv_analysis.errors import FrameError
from vv_analysis.measure.basis.twelve_months import annualise

NAN = float("nan")


def contract(start, end, value_gbp=1_000.0, volume_users=100.0, **columns):
    dates = {"start": pd.to_datetime([start]), "end": pd.to_datetime([end])}
    return pd.DataFrame({**dates, "value_gbp": [value_gbp], "volume_users": [volume_users]}).assign(**columns)


def test_a_rule_of_nine_months_would_give_another_answer_than_the_days():
    yearly = annualise(contract("2021-06-26", "2022-03-31", value_gbp=279_000))
    assert yearly["value_gbp"].iloc[0] == pytest.approx(365_000)
    assert pytest.approx(1.0192, abs=5e-5) == 279_000 * 12 / 9 / 365_000


@pytest.mark.parametrize(
    ("start", "end", "days", "days_a_year"),
    [
        ("2023-04-01", "2024-02-28", 334, 365),
        ("2023-04-01", "2024-02-29", 335, 366),
        ("2024-02-29", "2024-08-31", 185, 366),
        ("2024-03-01", "2025-02-28", 365, 365),
        ("2023-04-01", "2024-03-31", 366, 366),
        ("2100-01-01", "2100-12-31", 365, 365),
    ],
)
def test_twelve_months_have_366_days_where_the_period_covers_29_february(start, end, days, days_a_year):
    yearly = annualise(contract(start, end, value_gbp=float(days))).iloc[0]
    assert yearly["days"] == days
    assert yearly["value_gbp"] == pytest.approx(days_a_year)


def test_bounds_and_nominal_values_come_to_twelve_months_too():
    ends = {"volume_low_users": 50.0, "volume_high_users": 183.0, "value_high_gbp": NAN}
    yearly = annualise(contract("2021-04-01", "2021-09-30", value_nominal_gbp=183.0, **ends)).iloc[0]
    assert yearly["volume_high_users"] == pytest.approx(365)
    assert yearly["volume_low_users"] == pytest.approx(50 * 365 / 183)
    assert yearly["value_nominal_gbp"] == pytest.approx(365)
    assert pd.isna(yearly["value_high_gbp"])


def test_what_was_stated_is_kept_beside_the_annual_figures():
    yearly = annualise(contract("2021-06-26", "2022-03-31")).iloc[0]
    assert yearly[["value_stated_gbp", "volume_stated_users"]].tolist() == [1_000, 100]


def test_awards_without_a_volume_can_be_annualised():
    award = contract("2021-06-26", "2022-03-31").drop(columns="volume_users")
    assert "volume_stated_users" not in annualise(award)


def test_a_period_without_both_dates_has_no_annual_figure():
    yearly = annualise(contract("2021-04-01", None)).iloc[0]
    assert yearly[["value_gbp", "volume_users", "days"]].isna().all()


def test_a_second_annualise_is_refused():
    with pytest.raises(FrameError, match="at twelve months already"):
        annualise(annualise(contract("2021-04-01", "2021-09-30")))


def test_dates_that_cannot_be_are_refused():
    with pytest.raises(FrameError, match="ends on 01 April 2021, before it starts on 02 April 2021"):
        annualise(contract("2021-04-02", "2021-04-01"))
    with pytest.raises(FrameError, match="column 'start' holds no dates"):
        annualise(contract("2021-04-01", "2021-04-02").assign(start="1 April"))


def test_what_was_done_stands_in_the_steps():
    half = contract("2020-10-01", "2021-03-31")
    assert annualise(half)["steps"].tolist() == ["annualised from 182 days, by days"]
    assert annualise(half, by="months")["steps"].tolist() == ["annualised from 6 months, by months"]
    assert annualise(contract("2020-10-01", "2020-10-01"))["steps"].tolist() == ["annualised from 1 day, by days"]
    assert annualise(contract("2020-10-01", "2020-10-02"))["steps"].tolist() == ["annualised from 2 days, by days"]


def test_a_row_without_an_annual_figure_says_why_and_one_without_any_figure_says_nothing():
    open_end = contract("2021-04-01", None)
    nothing = contract("2021-04-01", "2021-09-30", value_gbp=NAN, volume_users=NAN)
    users_only = contract("2021-04-01", "2021-09-30", value_gbp=NAN)
    yearly = annualise(pd.concat([open_end, nothing, users_only]))
    assert yearly["steps"].tolist() == [
        "no annual value: first or last day not known",
        "",
        "annualised from 183 days, by days",
    ]
    assert yearly.index.tolist() == [0, 0, 0]


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        ("2020-10-01", "2021-03-31", 6),
        ("2020-02-01", "2020-02-29", 1),
        ("2021-02-01", "2021-02-28", 1),
        ("2019-04-01", "2021-03-31", 24),
        ("2020-12-01", "2021-01-31", 2),
        ("2021-01-01", "2021-12-31", 12),
    ],
)
def test_a_period_of_whole_months_is_twelve_over_their_number(start, end, months):
    yearly = annualise(contract(start, end, value_gbp=float(months)), by="months").iloc[0]
    assert yearly["value_gbp"] == pytest.approx(12)
    assert yearly["volume_users"] == pytest.approx(1_200 / months)


@pytest.mark.parametrize(("start", "end"), [("2020-10-02", "2021-03-31"), ("2020-02-01", "2020-02-28")])
def test_a_period_that_breaks_a_month_is_refused_by_months_and_its_row_is_named(start, end):
    frame = pd.concat([contract("2020-10-01", "2021-03-31"), contract(start, end), contract(None, "2020-02-28")])
    with pytest.raises(FrameError, match=f"period of row 1 has no whole months .{pd.Timestamp(start):%d %B %Y} to"):
        annualise(frame, by="months")
    with pytest.raises(FrameError, match="rows 0, 1, 2 and 1 more"):
        annualise(pd.concat([contract(start, end)] * 4), by="months")


def test_a_row_without_both_dates_has_no_annual_figure_by_months_either():
    yearly = annualise(contract(None, "2021-03-31"), by="months").iloc[0]
    assert yearly[["value_gbp", "volume_users", "days"]].isna().all()


def test_there_are_two_ways_and_no_third():
    with pytest.raises(FrameError, match="by is 'weeks'; expected 'days' or 'months'"):
        annualise(contract("2021-04-01", "2021-09-30"), by="weeks")


def test_a_second_figure_and_a_value_with_vat_come_to_twelve_months_too():
    half = contract("2021-04-01", "2021-09-30", value_alternative_gbp=183.0, value_with_vat_gbp=366.0)
    yearly = annualise(half).iloc[0]
    assert yearly[["value_alternative_gbp", "value_with_vat_gbp"]].tolist() == pytest.approx([365, 730])


DAYS = st.dates(pd.Timestamp(2019, 4, 1).date(), pd.Timestamp(2022, 3, 31).date())
PERIODS = st.lists(st.tuples(DAYS, DAYS).map(sorted), min_size=4, max_size=4)


@settings(deadline=None, derandomize=True, max_examples=20)
@given(spans=PERIODS)
def test_annualising_leaves_the_cost_per_user_alone(spans):
    yearly = annualise(pd.concat([contract(*span) for span in spans]))
    assert (yearly["value_gbp"] / yearly["volume_users"]).tolist() == pytest.approx([10] * 4)
