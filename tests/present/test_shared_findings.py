"""What pages share is worked out once, is the same as worked out alone, and cannot be spoilt by who gets it."""

import dataclasses
import gc
import weakref

import pytest
from pandas.testing import assert_frame_equal

from vv_analysis.present.comparison import cost, like_for_like, places, selection
from vv_analysis.present.comparison.remembered import kept, remembered
from vv_analysis.settings import load
from vv_analysis.terms.vocabulary import LOT_CATEGORIES

COMPARISON = load().comparison


@pytest.fixture
def nation(data):
    return selection.of_nation(dataclasses.replace(data), COMPARISON, by="region")


def test_a_finding_is_worked_out_once_for_each_selection_and_forgotten_with_it(nation):
    asked = []

    @kept
    def finding(about, more=0):
        asked.append((about.name, more))
        return object()

    mine = dataclasses.replace(nation, name="mine")
    assert finding(mine) is finding(mine)
    assert finding(mine, 1) is finding(mine, 1) is not finding(mine)
    assert asked == [("mine", 0), ("mine", 1)]
    found = weakref.ref(mine)
    del mine
    gc.collect()
    assert found() is None


def test_whoever_changes_a_remembered_finding_changes_nothing_for_the_next(nation):
    finding = remembered(lambda about: about.published[["value_gbp"]].dropna())
    before = finding(nation)
    mine = finding(nation)
    mine.loc[:, "value_gbp"] = 0.0
    finding(nation)["value_gbp"].array[0] = -1.0
    assert_frame_equal(finding(nation), before)


def test_pages_of_other_contracts_or_another_edition_share_nothing(data):
    everything = selection.of_nation(data, COMPARISON)
    none = dataclasses.replace(data, contracts=data.contracts.head(0))
    assert len(everything.contracts)
    assert selection.of_nation(none, COMPARISON).contracts.empty
    other = COMPARISON.model_copy(update={"edition": COMPARISON.earlier_edition, "earlier_edition": COMPARISON.edition})
    turned = selection.of_nation(data, other)
    assert_frame_equal(turned.published, everything.earlier)
    assert_frame_equal(turned.earlier, everything.published)


def test_services_side_by_side_are_as_on_the_page_of_each(data, nation):
    together = cost.per_service(nation)
    assert list(together) == list(LOT_CATEGORIES)
    for code, rows in together.items():
        assert_frame_equal(rows, cost.per_user(selection.of_category(data, COMPARISON, code)))


def test_areas_compared_are_those_of_the_page_of_each_service(data):
    alone = [places.by_area(selection.of_category(data, COMPARISON, code)) for code in LOT_CATEGORIES]
    compared = sum(page.set_index("code")["difference_gbp_per_user"].notna().astype("int64") for page in alone)
    together = like_for_like.by_area(data, COMPARISON).set_index("code")["compared"]
    assert 0 < together.sum() == compared.sum()
    assert together.sort_index().tolist() == compared.sort_index().tolist()


def test_withheld_contracts_are_withheld_side_by_side_too(data):
    handed_over = data.contracts.assign(data_status="reported")
    published = data.published.assign(data_status="official")
    few = dataclasses.replace(data, contracts=handed_over.groupby("category").head(3), published=published)
    together = cost.per_service(selection.of_nation(few, COMPARISON, by="region"))
    assert any((rows["status"] == "c").any() for rows in together.values())
    for code, rows in together.items():
        assert_frame_equal(rows, cost.per_user(selection.of_category(few, COMPARISON, code)))
