"""The way from existing contracts to the published total counts what runs side by side, and nothing twice."""

import pandas as pd
import pytest

from vv_analysis.present.comparison import own, selection, steps
from vv_analysis.settings import load
from vv_analysis.terms import reference


def contracts(*periods):
    days = [(pd.Timestamp(start), pd.Timestamp(end)) for start, end in periods]
    return pd.DataFrame(days, columns=["start", "end"]).assign(area_code="E1", category="other")


@pytest.mark.parametrize(
    ("periods", "kept"),
    [
        ([("2019-04-01", "2020-03-31")], [0]),
        ([("2018-04-01", "2019-03-31"), ("2019-04-01", "2020-03-31")], [1]),  # one follows the other
        ([("2018-10-01", "2019-09-30"), ("2019-07-01", "2020-03-31")], [0, 1]),  # both ran in July 2019
        ([("2019-04-01", "2020-03-31"), ("2019-04-01", "2020-03-31")], [0, 1]),  # side by side
    ],
)
def test_of_contracts_that_follow_each_other_those_in_force_when_the_last_began_are_counted(periods, kept):
    assert steps.in_force_together(contracts(*periods)).index.tolist() == kept


def test_the_steps_add_up_to_the_penny_on_every_page_that_has_them(data):
    comparison = load().comparison
    pages = [
        selection.of_nation(data, comparison),
        selection.of_region(data, comparison, "South Central"),
        selection.of_category(data, comparison, "womens-services"),
        selection.of_organisation(data, comparison, "Larchpenny Women's Network"),
    ]
    for chosen in pages:
        found = steps.steps(chosen)
        between = found["amount_gbp"].iloc[:-1].sum()
        assert between == pytest.approx(found["amount_gbp"].iloc[-1], abs=0.005)


def test_what_an_organisation_is_paid_is_its_own_value_over_its_own_users(data):
    chosen = selection.of_organisation(data, load().comparison, "Larchpenny Women's Network")
    rows = own.side_by_side(chosen).set_index("contract")
    # £365,600 for 193 women in 2019-20, in the prices of 2020-21.
    index = (
        pd.read_csv(reference.folder() / "deflators.csv", dtype={"vintage": "str"})
        .query("vintage == '2025-12'")
        .set_index("year")["index"]
    )
    expected = 365_600 / 193 * index["2020-21"] / index["2019-20"]
    assert rows.loc["LARCH-2019-07", "cost_per_user_before_gbp"] == pytest.approx(expected, rel=1e-9)
    assert rows["difference_gbp_per_user"].notna().sum() == 6
