"""No figure is released that rests on contracts of fewer than five organisations."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vv_analysis.errors import FrameError
from vv_analysis.measure.disclosure import withhold_few_organisations
from vv_analysis.measure.split.unit_cost import unit_cost
from vv_analysis.measure.split.variance import variance

NAN = float("nan")


def contracts(names, area="Kent", **columns):
    rows = pd.DataFrame({"organisation": list(names), "area": area}).astype("str")
    return rows.assign(**{"value_gbp": 50_000.0, "volume_users": 50.0, "data_status": "reported", **columns})


def released(handed_over, **options):
    cost = unit_cost(handed_over, by=["area"])
    return withhold_few_organisations(cost, handed_over, on=["area"], **options)


def test_four_organisations_are_too_few_and_five_are_enough():
    cost = released(pd.concat([contracts("ABCD", "Kent"), contracts("ABCDE", "Essex")])).set_index("area")
    assert cost["status"].to_dict() == {"Essex": "ok", "Kent": "c"}
    assert cost.loc["Kent"].drop("status").isna().all()
    assert cost.loc["Essex", "cost_per_user_gbp"] == 1_000


def test_one_charity_with_six_contracts_counts_once():
    assert released(contracts(["Harbour Trust"] * 6))["status"].tolist() == ["c"]


def test_a_name_in_other_letters_is_the_same_organisation():
    names = ["Womens Work", "Women's Work", "WOMEN’S  WORK", "Harbour", "Rowan", "Elm"]
    assert released(contracts(names))["status"].tolist() == ["c"]


def test_a_charity_number_is_stronger_than_a_name():
    same = contracts("ABCDE", organisation_id=["1012345", "1012345", "", "", ""])
    assert released(same)["status"].tolist() == ["c"]
    named_again = contracts("ABCDAA", organisation_id=["0123", "", "", "", "123", ""])
    assert released(named_again)["status"].tolist() == ["c"]
    apart = contracts("AABCD", organisation_id=["1", "2", "", "", ""])
    assert released(apart)["status"].tolist() == ["ok"]


def test_contracts_without_an_organisation_count_for_no_one():
    nameless = contracts(["A", "B", "C", "D", "", " "])
    assert released(nameless)["status"].tolist() == ["c"]
    assert released(nameless.assign(organisation_id=""))["status"].tolist() == ["c"]


def test_a_contract_without_its_figures_hides_no_one():
    partial = contracts("ABCDE", value_gbp=[1.0, 1.0, 1.0, 1.0, NAN])
    assert released(partial)["status"].tolist() == ["c"]


def test_invented_contracts_are_no_ones():
    assert released(contracts("A", data_status="illustrative"))["status"].tolist() == ["ok"]


def test_contracts_of_unknown_status_count_as_handed_over():
    unknown = contracts("ABCD").drop(columns="data_status")
    assert released(unknown)["status"].tolist() == ["c"]


def test_a_variance_against_a_public_figure_gives_the_confidential_one_away_and_is_withheld():
    existing, published = contracts("ABCD"), contracts(["x"], data_status="official")
    change = variance(existing, published.assign(area=["Kent"]), on=["area"])
    withheld = withhold_few_organisations(change, existing, on=["area"]).iloc[0]
    assert withheld.drop(["area", "status", "sign"]).isna().all()
    assert withheld["sign"] == "not known"
    assert withheld["status"] == "c"


def test_a_key_without_contracts_is_public():
    existing = contracts("ABCD")
    change = variance(existing, contracts(["x"], "Essex", data_status="official"), on=["area"]).set_index("area")
    shown = withhold_few_organisations(change.reset_index(), existing, on=["area"]).set_index("area")
    assert shown["status"].to_dict() == {"Essex": "z", "Kent": "c"}
    assert shown.loc["Essex", "new_provision_gbp"] == 50_000


def test_without_keys_all_contracts_stand_behind_the_one_row():
    few, enough = contracts("ABCD"), contracts("ABCDE")
    assert withhold_few_organisations(unit_cost(few), few, on=[])["status"].tolist() == ["c"]
    assert withhold_few_organisations(unit_cost(enough), enough, on=[])["status"].tolist() == ["ok"]


def test_a_figure_without_a_mark_gets_one_and_one_without_contracts_of_organisations_is_ok():
    few, enough = contracts("ABCD", "Kent"), contracts("ABCDE", "Essex")
    totals = pd.DataFrame({"area": ["Essex", "Kent"], "value_gbp": [250_000.0, 200_000.0]})
    shown = withhold_few_organisations(totals, pd.concat([few, enough]), on=["area"])
    assert shown["status"].tolist() == ["ok", "c"]
    assert shown["value_gbp"].iloc[0] == 250_000
    assert pd.isna(shown["value_gbp"].iloc[1])


def test_a_contract_whose_status_is_missing_counts_as_handed_over():
    unsaid = contracts("ABCD", data_status=pd.Series([None, "reported", "reported", "reported"], dtype="str"))
    assert released(unsaid)["status"].tolist() == ["c"]


def test_the_minimum_can_be_raised():
    assert released(contracts("ABCDEFGHI"), minimum=10)["status"].tolist() == ["c"]


def test_a_key_that_the_contracts_do_not_have_is_refused():
    existing = contracts("ABCDE")
    cost = unit_cost(existing, by=["area"]).assign(year="2021-22")
    with pytest.raises(FrameError, match=r"^withhold_few_organisations: the frame has no 'year'"):
        withhold_few_organisations(cost, existing, on=["area", "year"])
    with pytest.raises(FrameError, match="has no 'organisation'"):
        withhold_few_organisations(cost, existing.drop(columns="organisation"), on=["area"])
    with pytest.raises(FrameError, match=r"^withhold_few_organisations: key 'area'"):
        withhold_few_organisations(cost.assign(area=1), existing, on=["area"])


ROWS = st.lists(st.tuples(st.sampled_from("ABCDEFGH"), st.sampled_from(["Kent", "Essex", "Gwent"])), max_size=30)


@settings(deadline=None, derandomize=True, max_examples=40)
@given(rows=ROWS)
def test_no_released_row_rests_on_fewer_than_five(rows):
    handed_over = contracts([name for name, _ in rows], [area for _, area in rows])
    cost = unit_cost(handed_over, by=["area"])
    before, given_contracts = cost.copy(), handed_over.copy()
    shown = withhold_few_organisations(cost, handed_over, on=["area"]).set_index("area")
    for area, row in shown.iterrows():
        behind = len({name for name, place in rows if place == area})
        assert (row["status"] == "c") == (behind < 5)
        assert row.drop("status").isna().all() == (behind < 5)
    pd.testing.assert_frame_equal(cost, before)
    pd.testing.assert_frame_equal(handed_over, given_contracts)
