"""Groups that are declared are compared on the lines they serve, and what is not declared is a group of its own."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from vv_analysis.errors import FrameError
from vv_analysis.measure.comparison.equality import GROUPS, RESULTS, equality_rows, equality_view
from vv_analysis.measure.disclosure import withhold_few_organisations
from vv_analysis.terms.schemas.measured import EqualityView

NAN = float("nan")
KENT = {"area_code": "E23000032", "area_level": "area", "region": "Kent, Surrey and Sussex"}
SURREY = KENT | {"area_code": "E23000031"}
GWENT = {"area_code": "W15000002", "area_level": "area", "region": "Wales"}
CONTRACT = KENT | {
    "category": "accommodation",
    "organisation": "A Trust",
    "organisation_id": "",
    "organisation_size": "small",
    "led_by": "women",
    "value_gbp": 90_000.0,
    "volume_users": 60.0,
    "vat": "excluded",
    "prices": "nominal",
    "volume_unit": "service-users",
    "data_status": "reported",
}
LINE = KENT | {
    "category": "accommodation",
    "value_gbp": 130_000.0,
    "volume_users": 100.0,
    "vat": "excluded",
    "prices": "nominal",
    "volume_unit": "service-users",
    "data_status": "official",
    "publication": "july",
}


def contracts(*changes):
    return pd.DataFrame([CONTRACT | change for change in changes])


def lines(*changes):
    return pd.DataFrame([LINE | change for change in changes])


def group(view, name, before, after):
    result = equality_view(before, after)
    [row] = result[(result["view"] == view) & (result["group"] == name)].to_dict("records")
    return row


def test_a_group_is_compared_with_the_lines_its_contracts_serve():
    # 90,000 over 60 is £1,500; 130,000 over 100 is £1,300; published is £200 lower.
    row = group("led-by", "women", contracts({}), lines({}, {"category": "other", "value_gbp": 1.0}))
    assert row == {
        "view": "led-by",
        "group": "women",
        "rows": 1,
        "rows_used": 1,
        "value_gbp": 90_000,
        "volume_users": 60,
        "cost_per_user_gbp": 1_500,
        "published_cost_per_user_gbp": 1_300,
        "difference_gbp_per_user": -200,
        "value_coverage": 1,
        "organisations": 1,
        "status": "ok",
    }


def test_both_costs_are_ratios_of_sums_and_a_line_that_two_serve_counts_once():
    before = contracts(
        {}, {"value_gbp": 30_000, "volume_users": 40}, {**SURREY, "value_gbp": 80_000, "volume_users": 100}
    )
    row = group("led-by", "women", before, lines({}, {**SURREY, "value_gbp": 50_000, "volume_users": 50}))
    assert row["cost_per_user_gbp"] == 200_000 / 200
    assert row["published_cost_per_user_gbp"] == 180_000 / 150
    assert row["difference_gbp_per_user"] == 200


def test_every_group_of_every_view_is_shown_in_order_even_without_a_contract():
    result = equality_view(contracts({}), lines({}))
    assert result.columns.tolist() == [*RESULTS]
    shown = list(zip(result["view"], result["group"], strict=True))
    assert shown == [(view, name) for view, names in GROUPS.items() for name in names]
    empty = result[result["rows"] == 0]
    assert set(empty["status"]) == {"x"}
    assert empty[["organisations", "rows_used"]].eq(0).all(axis=None)


def test_womens_services_stand_against_all_others():
    before = contracts({"category": "womens-services"}, {}, {"category": "other"})
    result = equality_view(before, lines({}, {"category": "womens-services"}, {"category": "other"}))
    assert result["rows"].tolist()[:2] == [1, 2]


def test_wales_stands_against_england_and_ground_in_two_regions_against_neither():
    spanning = {"area_code": "cpa-x", "area_level": "contract-package-area", "region": ""}
    result = equality_view(contracts(GWENT, {}, spanning), lines(GWENT, {}))
    nations = result[result["view"] == "nation"].set_index("group")
    assert nations["rows"].to_dict() == {"Wales": 1, "England": 1, "not stated": 1}
    assert nations["rows_used"].to_dict() == {"Wales": 1, "England": 1, "not stated": 0}
    assert nations["status"].to_dict() == {"Wales": "ok", "England": "ok", "not stated": "x"}


def test_nothing_is_inferred_from_a_name():
    named = {
        "organisation": "Women's Centre for Racially Minoritised People in Wales Ltd",
        "led_by": "",
        "organisation_size": "",
    }
    result = equality_view(contracts(named), lines({})).query("rows > 0")
    assert result[["view", "group"]].to_numpy().tolist() == [
        ["womens-services", "all other services"],
        ["organisation-size", "not stated"],
        ["led-by", "not stated"],
        ["nation", "England"],
    ]


@pytest.mark.parametrize("silence", ["", None, "not stated"])
def test_what_is_not_declared_is_a_group_of_its_own(silence):
    before = contracts({"led_by": silence}, {"led_by": "racially minoritised people"})
    led_by = equality_view(before, lines({})).query("view == 'led-by' and rows > 0")
    assert led_by["group"].tolist() == ["racially minoritised people", "not stated"]


def test_a_frame_in_which_nothing_is_declared_is_not_stated_throughout():
    before = contracts({}).drop(columns=["led_by", "organisation_size", "organisation_id"])
    assert group("organisation-size", "not stated", before, lines({}))["rows_used"] == 1


def test_a_contract_for_a_region_serves_every_line_of_its_service_there():
    region = {"area_code": "region-kss", "area_level": "region"}
    after = lines({}, {**SURREY, "value_gbp": 70_000}, GWENT, {"category": "other"})
    # 130,000 and 70,000 over 100 each.
    assert group("led-by", "women", contracts(region), after)["published_cost_per_user_gbp"] == 1_000
    assert (
        group("led-by", "women", contracts(region | {"area_level": "contract-package-area"}), after)["rows_used"] == 0
    )


def test_a_contract_whose_region_is_not_named_serves_no_line():
    nowhere = {"area_code": "region-?", "area_level": "region", "region": ""}
    assert group("led-by", "women", contracts(nowhere), lines({"region": "", "area_code": "E1"}))["rows_used"] == 0


def test_coverage_says_what_could_not_be_used():
    before = contracts(
        {"organisation": "A"},
        {"organisation": "B", "volume_users": NAN},
        {"organisation": "C", **SURREY, "value_gbp": 20_000.0},
        {"organisation": "D", "value_gbp": NAN},
    )
    row = group("led-by", "women", before, lines({}))
    assert (row["rows"], row["rows_used"], row["organisations"]) == (4, 1, 1)
    assert row["value_coverage"] == 90_000 / 200_000


@pytest.mark.parametrize("figure", ["value_gbp", "volume_users"])
def test_a_line_without_both_figures_serves_nobody(figure):
    row = group("led-by", "women", contracts({}), lines({figure: NAN}))
    assert (row["rows_used"], row["status"]) == (0, "x")
    assert pd.isna(row["cost_per_user_gbp"])


@pytest.mark.parametrize(
    ("existing_users", "published_users", "status"),
    [(60, 100, "ok"), (29, 100, "u"), (60, 29, "u"), (60, 0, "x"), (0, 100, "x")],
)
def test_the_mark_is_that_of_the_less_reliable_cost(existing_users, published_users, status):
    row = group(
        "led-by", "women", contracts({"volume_users": existing_users}), lines({"volume_users": published_users})
    )
    assert row["status"] == status


def test_a_group_of_nothing_for_nobody_is_not_applicable():
    row = group("led-by", "women", contracts({"value_gbp": 0, "volume_users": 0}), lines({}))
    assert row["status"] == "z"


def test_a_line_of_nothing_for_nobody_makes_the_comparison_not_applicable():
    row = group("led-by", "women", contracts({"volume_users": 29}), lines({"value_gbp": 0, "volume_users": 0}))
    assert row["status"] == "z"
    assert pd.isna(row["difference_gbp_per_user"])


def test_one_organisation_is_counted_once_by_its_number_or_its_words():
    before = contracts(
        {"organisation": "The Trust", "organisation_id": "0123456"},
        {"organisation": "THE trust."},
        {"organisation": "Trust Trading", "organisation_id": "123456"},
        {"organisation": "Another"},
        {"organisation": ""},
    )
    assert group("led-by", "women", before, lines({}))["organisations"] == 2


def test_figures_of_few_organisations_can_be_withheld_by_view_and_group():
    before = contracts(
        *({"organisation": f"Trust {turn}"} for turn in range(5)), {"organisation": "Last", "led_by": ""}
    )
    after = lines({})
    view = equality_view(before, after)
    shown = withhold_few_organisations(view, equality_rows(before, after), on=["view", "group"])
    led_by = shown[shown["view"] == "led-by"].set_index("group")
    assert led_by.loc["women", "cost_per_user_gbp"] == 1_500
    assert led_by.loc["not stated", "status"] == "c"
    assert led_by.loc["not stated"].drop(["view", "status"]).isna().all()


def test_the_rows_behind_a_group_are_those_that_were_used():
    before = contracts({}, {"volume_users": NAN}).set_axis([4, 4])
    behind = equality_rows(before, lines({}))
    assert behind["view"].tolist() == list(GROUPS)
    assert behind.columns.tolist() == ["view", "group", *before.columns]
    assert set(behind["volume_users"]) == {60}


def test_unlike_bases_are_refused():
    for basis, other in {"vat": "included", "prices": "real 2020-21", "volume_unit": "starts"}.items():
        with pytest.raises(FrameError, match=f"'{basis}' is"):
            equality_view(contracts({}, {basis: other}), lines({}))


def test_lines_of_two_publications_are_refused():
    with pytest.raises(FrameError, match=r"2 publications: july, november.*choose one"):
        equality_view(contracts({}), lines({}, {"publication": "november"}))


def test_a_code_that_is_not_on_the_list_is_refused_with_its_row():
    with pytest.raises(FrameError, match="'led_by' of row 1 is 'Women'"):
        equality_view(contracts({}, {"led_by": "Women"}), lines({}))


@pytest.mark.parametrize("column", ["category", "region", "area_level", "organisation", "value_gbp"])
def test_contracts_without_what_is_needed_are_refused(column):
    with pytest.raises(FrameError, match=column):
        equality_view(contracts({}).drop(columns=column), lines({}))


def test_invented_contracts_are_not_compared_with_real_lines():
    with pytest.raises(FrameError, match="illustrative"):
        equality_view(contracts({"data_status": "illustrative"}), lines({}))


def test_no_contract_and_no_line_give_every_group_empty():
    for before, after in ((contracts({}).head(0), lines({})), (contracts({}), lines({}).head(0))):
        assert set(equality_view(before, after)["status"]) == {"x"}
        assert equality_rows(before, after).empty


def test_the_schema_describes_what_comes_out():
    result = equality_view(contracts({}, GWENT), lines({}, GWENT))
    assert_frame_equal(EqualityView.validate(result), result)


places = st.sampled_from([KENT, SURREY, GWENT, {"area_code": "region-kss", "area_level": "region"}])
held = st.lists(
    st.tuples(places, st.sampled_from(["women", "none of these", ""]), st.integers(1, 9), st.integers(0, 90)),
    min_size=1,
    max_size=6,
)


@settings(deadline=None, derandomize=True, max_examples=15)
@given(held, st.randoms(use_true_random=False))
def test_each_view_holds_every_contract_once_and_order_does_not_matter(rows, random):
    given = [place | {"led_by": led_by, "value_gbp": 1_000.0 * value, "volume_users": float(users)}
             for place, led_by, value, users in rows]  # fmt: skip
    after = lines({}, SURREY, GWENT)
    result = equality_view(contracts(*given), after)
    for _, view in result.groupby("view"):
        assert view["rows"].sum() == len(given)
        assert view["value_gbp"].sum() == sum(row["value_gbp"] for row in given)
    random.shuffle(given)
    assert_frame_equal(equality_view(contracts(*given).set_axis([1] * len(given)), after), result)
