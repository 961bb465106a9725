"""A row whose money or people stand in another row says in which, and of rows that lead to one another one counts."""

import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vv_analysis.ingest.contracts.counted_in import counted_in
from vv_analysis.ingest.contracts.reader import contracts, read_contracts
from vv_analysis.present.workbook import write_template
from vv_analysis.terms.schemas import Contracts

ROW = {
    "contract": "A-1",
    "organisation": "Example Trust",
    "organisation_id": "",
    "tier": "lead",
    "category": "accommodation",
    "area_code": "E23000032",
    "area_level": "area",
    "region": "Kent, Surrey and Sussex",
    "cohort": "all",
    "start": pd.Timestamp(2019, 4, 1),
    "end": pd.Timestamp(2021, 3, 31),
    "value_gbp": 200_000.0,
    "data_status": "reported",
    "paid_by": "",
    "part_of_contract": "",
}
LEAD = ROW | {"organisation": "Lead Provider", "contract": "L-7", "value_gbp": 500_000.0}
SUB = ROW | {"tier": "subcontractor", "contract": "S-1"}
NAMED = SUB | {"paid_by": "Lead Provider"}
GRANT = ROW | {"tier": "grant", "contract": "G-1", "value_gbp": 90_000.0}


def held(*rows):
    """Return for each row the number of the row it is counted in, counted from 0; None where it counts itself."""
    frame = pd.DataFrame([row | {"value_source": f"a.csv#row {turn}"} for turn, row in enumerate(rows)])
    places = counted_in(frame.set_axis([3] * len(frame)))
    assert places.index.tolist() == [3] * len(frame)
    return [int(place.rpartition(" ")[2]) if place else None for place in places]


def year(first):
    return {"start": pd.Timestamp(first, 4, 1), "end": pd.Timestamp(first + 1, 3, 31)}


def test_rows_that_differ_all_count():
    others = ({"area_code": "E23000033"}, {"category": "other"}, {"cohort": "women"}, {"organisation": "B"}, year(2021))
    assert held(ROW, *(ROW | other for other in others)) == [None] * 6


def test_a_contract_that_stands_twice_counts_in_the_first_row():
    assert held(ROW, ROW | {"contract": "B-9"}, ROW) == [None, 0, 0]


def test_a_row_that_states_a_value_or_a_payer_stands_for_one_that_does_not():
    assert held(ROW | {"value_gbp": np.nan}, ROW) == [1, None]
    assert held(ROW, ROW | {"paid_by": "A council"}) == [1, None]
    assert held(SUB, SUB | {"part_of_contract": "L-9"}) == [1, None]
    assert held(ROW | {"paid_by": "A council", "value_gbp": np.nan}, ROW) == [1, None]


def test_other_payers_named_pay_for_other_contracts_whatever_a_third_row_leaves_open():
    one, two = ROW | {"paid_by": "A council"}, ROW | {"paid_by": "A police commissioner"}
    assert held(one, two) == [None, None]
    assert held(ROW, one, two, two) == [1, None, None, 2]


def test_without_a_payer_a_row_is_another_contract_unless_reference_or_value_agree():
    council = ROW | {"paid_by": "A council"}
    assert held(council, ROW | {"contract": "B-9", "value_gbp": 150_000.0}) == [None, None]
    assert held(council, ROW | {"contract": "B-9"}) == [None, 0]
    assert held(council, ROW | {"value_gbp": 150_000.0}) == [None, 0]
    assert held(council | {"value_gbp": np.nan}, ROW | {"contract": "B-9"}) == [None, None]
    assert held(council | {"contract": ""}, ROW | {"contract": "", "value_gbp": 150_000.0}) == [None, None]
    # Neither names a payer: the key of R2.21 is the same, whatever the reference and the value.
    assert held(ROW, ROW | {"contract": "B-9", "value_gbp": 150_000.0}) == [None, 0]


def test_a_grant_for_the_same_service_is_counted_in_the_contract():
    assert held(GRANT, ROW) == [1, None]
    assert held(ROW, GRANT | {"cohort": "women"}) == [None, 0]


@pytest.mark.parametrize("payers", [("", "A foundation"), ("A council", ""), ("A council", "A council")])
def test_a_grant_is_in_a_contract_that_may_have_the_same_payer(payers):
    existing, grant = payers
    assert held(ROW | {"paid_by": existing}, GRANT | {"paid_by": grant}) == [None, 0]


@pytest.mark.parametrize(
    "grant",
    [
        {"value_gbp": 200_001.0},  # more than the contract: it cannot be a part of it
        {"paid_by": "A foundation"},
        {"category": "other"},
        {"area_code": "E23000033"},
        {"organisation": "Another Trust"},
        year(2021),
    ],
)
def test_a_grant_that_is_other_money_counts(grant):
    assert held(ROW | {"paid_by": "A council"}, GRANT | grant) == [None, None]


def test_a_grant_of_the_same_value_is_the_contract_whoever_is_said_to_pay():
    assert held(ROW | {"paid_by": "A council"}, GRANT | {"paid_by": "A foundation", "value_gbp": 200_000.0}) == [
        None,
        0,
    ]


def test_a_subcontract_is_counted_in_the_contract_it_names_and_in_one_it_may_be_part_of():
    assert held(LEAD, NAMED) == [None, 0]
    assert held(SUB | {"part_of_contract": "l-7"}, LEAD) == [1, None]
    assert held(LEAD, SUB) == [None, 0]


@pytest.mark.parametrize("named", [{"paid_by": "Somebody Else"}, {"part_of_contract": "L-8"}])
def test_a_subcontract_of_a_contract_that_is_not_there_counts(named):
    assert held(LEAD, SUB | named) == [None, None]


@pytest.mark.parametrize(
    ("first", "last", "is_held"),
    [
        ("2019-04-01", "2021-03-31", True),
        ("2020-04-01", "2022-03-31", False),  # 365 of 730 days: just half of them
        ("2020-03-31", "2022-03-31", True),  # 366 of 731 days
        ("2021-03-31", "2022-03-31", False),  # one day
    ],
)
def test_a_row_is_counted_elsewhere_only_for_more_than_half_of_its_days(first, last, is_held):
    period = {"start": pd.Timestamp(first), "end": pd.Timestamp(last)}
    assert held(LEAD, NAMED | period) == [None, 0 if is_held else None]
    assert held(ROW, GRANT | {"value_gbp": 1.0} | period) == [None, 0 if is_held else None]


def test_a_subcontract_of_three_years_is_covered_by_three_rows_of_a_year():
    three = {"start": pd.Timestamp(2018, 4, 1), "end": pd.Timestamp(2021, 3, 31)}
    assert held(*(LEAD | year(first) for first in (2020, 2018, 2019)), NAMED | three)[3] in {0, 1, 2}
    # Two rows for the same year cover no more than that year.
    assert held(LEAD | year(2018), LEAD | year(2018) | {"cohort": "women"}, NAMED | three) == [None, None, None]


@pytest.mark.parametrize(("last", "is_held"), [("2019-09-30", False), ("2019-10-01", True)])
def test_days_that_several_rows_share_are_covered_once(last, is_held):
    # Of the 1,096 days from 1 April 2018 to 31 March 2021 the longest lead covers 548, just half, or 549.
    longest = {"start": pd.Timestamp(2018, 4, 1), "end": pd.Timestamp(last)}
    inside = {"start": pd.Timestamp(2018, 5, 1), "end": pd.Timestamp(2018, 5, 31), "cohort": "women"}
    ending = longest | {"start": pd.Timestamp(2018, 6, 1), "cohort": "adult-men"}
    three_years = {"start": pd.Timestamp(2018, 4, 1), "end": pd.Timestamp(2021, 3, 31)}
    places = held(LEAD | longest, LEAD | inside, LEAD | ending, NAMED | three_years)
    assert places == [None, None, None, 0 if is_held else None]


@pytest.mark.parametrize("payer", ["", "Lead Provider"])
def test_an_organisation_is_not_its_own_subcontractor(payer):
    own = SUB | {"organisation": "Lead Provider", "paid_by": payer, "start": pd.Timestamp(2019, 5, 1)}
    assert held(LEAD, own) == [None, None]


def test_a_row_with_a_value_is_never_counted_in_one_without():
    nothing = {"value_gbp": np.nan}
    assert held(LEAD | nothing, NAMED) == [None, None]
    assert held(ROW | nothing, GRANT) == [None, None]
    assert held(LEAD | nothing, NAMED | nothing) == [None, 0]
    assert held(LEAD, NAMED | nothing) == [None, 0]


def test_rows_that_only_overlap_all_count():
    assert held(ROW, ROW | {"start": pd.Timestamp(2020, 4, 1)}, ROW | {"end": pd.Timestamp(2020, 1, 1)}) == [None] * 3


def test_of_a_chain_one_row_counts_and_all_name_it():
    grant = GRANT | {"value_gbp": 100_000.0}
    assert held(grant, NAMED, LEAD, LEAD) == [2, 2, None, 2]
    assert held(LEAD, LEAD, NAMED, NAMED, grant) == [None, 0, 0, 0, 0]


def test_a_row_that_repeats_another_is_counted_where_that_one_is():
    assert held(SUB | {"paid_by": "Somebody Else"}, SUB | {"part_of_contract": "L-7"}, LEAD) == [None, 0, None]


def test_two_that_are_each_others_subcontractor_leave_one():
    mine = {"organisation": "Lead Provider", "contract": "L-7", "value_gbp": 500_000.0}
    circle = [
        ROW | {"tier": "subcontractor", "paid_by": "Lead Provider"},
        ROW | mine | {"tier": "subcontractor", "paid_by": "Example Trust"},
        ROW | mine,
        ROW,
    ]
    places = held(*circle)
    assert places.count(None) == 1
    assert {place for place in places if place is not None} == {places.index(None)}


def test_invented_rows_are_not_counted_in_real_ones():
    assert held(ROW, ROW | {"data_status": "illustrative"}) == [None, None]


def test_nothing_is_counted_in_nothing():
    assert counted_in(pd.DataFrame(Contracts.empty())).tolist() == []


def test_a_file_is_read_with_its_own_repeats_and_frames_of_before_count_every_row(tmp_path):
    entry = {"category": "Accommodation", "area": "Kent", "value": 200_000, "volume": 10}
    entry |= {name: ROW[name] for name in ("contract", "organisation", "tier", "start", "end")}
    path = write_template(tmp_path / "a.xlsx", [entry, entry], "reported")
    assert read_contracts(path)["counted_in"].tolist() == ["", "a.xlsx#Contracts!J6"]
    [finding] = contracts(path).findings
    assert finding.remedy.endswith("both were read, and this row is left out where contracts are counted once")
    old = read_contracts(path).drop(columns="counted_in")
    assert Contracts.validate(old)["counted_in"].tolist() == ["", ""]
    assert Contracts.validate(old.assign(counted_in=[None, "x#1"]))["counted_in"].tolist() == ["", "x#1"]


rows = st.builds(
    dict,
    tier=st.sampled_from(["lead", "subcontractor", "grant"]),
    organisation=st.sampled_from(["A", "B"]),
    paid_by=st.sampled_from(["", "A", "B", "A council"]),
    value_gbp=st.sampled_from([np.nan, 100.0, 200.0]),
    end=st.sampled_from([pd.Timestamp(2020, 3, 31), pd.Timestamp(2021, 3, 31)]),
)


@settings(deadline=None, derandomize=True, max_examples=60)
@given(st.lists(rows, min_size=1, max_size=7))
def test_every_row_that_is_counted_elsewhere_names_a_row_that_counts(changes):
    places = held(*(ROW | change for change in changes))
    for place, change in zip(places, changes, strict=True):
        assert place is None or places[place] is None
        # Nobody's figure is lost: a value is counted in a row that has one.
        assert place is None or np.isnan(change["value_gbp"]) or not np.isnan(changes[place]["value_gbp"])


@pytest.mark.parametrize("share", ["one organisation", "one area"])
def test_thousands_of_contracts_are_put_together_in_seconds(share):
    size = 4_000
    number = np.arange(size)
    one = share == "one organisation"
    many = pd.DataFrame([ROW]).loc[np.zeros(size, dtype=int)].reset_index(drop=True)
    many = many.assign(
        organisation="Example" if one else number.astype(str),
        area_code=(number // 40).astype(str) if one else "A",
        tier="lead" if one else np.where(number % 2, "lead", "subcontractor"),
        value_source=[f"a.csv#row {row}" for row in number],
    )
    began = time.perf_counter()
    assert counted_in(many).ne("").sum() == (size - 100 if one else size // 2)
    assert time.perf_counter() - began < 15
