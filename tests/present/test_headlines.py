"""What stands first is only what compares well, and what is not known takes no room."""

import dataclasses

import pandas as pd
import pytest

from vv_analysis.present import data_quality
from vv_analysis.present.comparison import briefing, change, cost, coverage, questions, risk, selection, volumes
from vv_analysis.present.tables import Table, TableColumn
from vv_analysis.settings import load


@pytest.fixture(scope="module")
def gwent(data):
    return selection.of_area(data, load().comparison, "Gwent")


@pytest.fixture(scope="module")
def few_users(data):
    """Return the page of Wales where personal wellbeing is bought for one user an area and cohort."""
    few = data.published["category"] == "personal-wellbeing"
    changes = {name: data.published[name].mask(few, 5.0) for name in ("volume_users",)}
    published = data.published.assign(**changes, volume_low_users=changes["volume_users"],
                                      volume_high_users=changes["volume_users"])  # fmt: skip
    return selection.of_region(dataclasses.replace(data, published=published), load().comparison, "Wales")


def test_a_cost_per_user_of_few_users_is_in_the_table_and_in_no_headline(few_users):
    rows = cost.per_user(few_users).set_index("label")
    wellbeing = rows.loc["Personal wellbeing"]
    assert wellbeing["status"] == "u"
    assert wellbeing["grade"] in cost.HEADLINE_GRADES
    assert wellbeing["difference_gbp_per_user"] > 0  # twenty users for the money of hundreds
    well = rows[rows["grade"].isin(cost.HEADLINE_GRADES)].drop(index="Personal wellbeing")
    assert (well["difference_gbp_per_user"] < 0).all()
    first = cost.headline(few_users)
    for said in (first.answer + first.certainty, questions.can_be_said(few_users).points[0],
                 briefing.headline(few_users).answer):  # fmt: skip
        assert "Personal wellbeing" not in said
        assert f"all {['no', 'one', 'two', 'three', 'four', 'five'][len(well)]}" in said or "both" in said
    assert coverage.counts(few_users).set_index("count")["number"]["well"] == len(well)


def test_a_picture_of_rows_that_compare_less_well_says_how_many_do(few_users):
    rows = cost.per_user(few_users).dropna(subset=["difference_gbp_per_user"])
    well = int(cost.compares_well(rows).sum())
    assert 0 < well < len(rows)
    assert cost.chart(few_users).title.endswith(("of them compares well", "of them compare well"))


def test_where_nothing_is_known_there_is_no_table_of_nothing(data):
    city = selection.of_area(data, load().comparison, "London, City of")
    assert [part.table(city) for part in (cost, change, volumes, risk)] == [None] * 4


def test_where_nothing_is_published_one_asks_why(data):
    city = selection.of_area(data, load().comparison, "London, City of")
    assert questions.to_ask(city).points == ("Figures: why does July 2020 state no value with a volume here?",)


def test_where_something_is_known_there_is_a_table(gwent):
    assert all(part.table(gwent) is not None for part in (cost, change, volumes, risk))


def test_a_count_is_no_figure_of_a_table():
    columns = (
        TableColumn("label", "Service"),
        TableColumn("rows", "Rows", "count"),
        TableColumn("cost", "£", "pounds"),
    )
    frame = pd.DataFrame({"label": ["a"], "rows": [0], "cost": [float("nan")]})
    assert Table("Of nothing", frame, columns).if_known() is None
    assert Table("Of one", frame.assign(cost=0.0), columns).if_known() is not None


def test_what_is_not_all_does_not_read_as_all(data):
    scores = pd.DataFrame(
        {"kind": ["publication"] * 2, "dimension": ["accuracy", "validity"], "met": [4020, 4022], "of": [4022, 4022]}
    )
    shown = data_quality.scores_table(dataclasses.replace(data, scores=scores)).grid().rows
    assert [row[-1].shown for row in shown] == ["99.9%", "100.0%"]


def test_differences_that_point_both_ways_are_said_with_their_directions():
    rows = pd.DataFrame({"label": ["Personal wellbeing", "Accommodation"], "difference_gbp_per_user": [20.0, -474.0]})
    assert cost.span(rows) == (
        "The difference runs from £474 lower (Accommodation) to £20 higher (Personal wellbeing)."
    )
    assert cost.span(rows.head(1)) == "The difference is £20 higher (Personal wellbeing)."


def test_a_region_that_is_one_area_has_the_same_figures_on_both_pages(data):
    comparison = load().comparison
    region = cost.per_user(selection.of_region(data, comparison, "Greater Manchester"))
    area = cost.per_user(selection.of_area(data, comparison, "Greater Manchester"))
    assert region["contracts"].sum() > 0
    pd.testing.assert_frame_equal(area, region)


def test_contracts_for_a_region_of_several_areas_stand_on_no_page_of_an_area(data):
    areas = ("Gwent", "South Wales", "Dyfed-Powys", "North Wales")
    on_pages = [selection.of_area(data, load().comparison, area).contracts for area in areas]
    assert all((contracts["area_level"] == "area").all() for contracts in on_pages)
    everywhere = selection.of_region(data, load().comparison, "Wales").contracts
    assert (everywhere["area_level"] == "region").any()
