"""What an organisation's own page says of the share of its ground that it serves."""

import pytest

from vv_analysis.present.comparison import own, selection, steps
from vv_analysis.settings import load


def pages(data):
    for name in sorted(set(data.contracts["organisation"])):
        yield selection.of_organisation(data, load().comparison, name)


@pytest.fixture(scope="module")
def worked_out(data):
    return [page for page in pages(data) if not own.break_even(page).empty]


def in_force(page):
    known = own.side_by_side(page).dropna(subset=["value_gbp", "volume_users", "difference_gbp_per_user"])
    return steps.in_force_together(known)


def test_in_the_steady_year_an_organisation_serves_the_users_that_it_serves_now(worked_out):
    # It is taken to win the share that it has: ground that two of its contracts share must not halve it.
    assert len(worked_out) > 20
    for page in worked_out:
        assert own.break_even(page)["volume_users"].tolist() == pytest.approx(
            [in_force(page)["volume_users"].sum()] * len(own.FIXED_SHARES_PERCENT)
        ), page.name


def test_some_organisations_have_contracts_that_share_their_ground(worked_out):
    shared = [page for page in worked_out if in_force(page).duplicated(["category", "area"]).any()]
    assert shared
