"""The same people or the same money, counted twice, are found and listed (R2.21), and what is done is said."""

import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vv_analysis.ingest.contracts.counted_in import counted_in
from vv_analysis.ingest.contracts.double_counting import counted_twice
from vv_analysis.ingest.contracts.reader import contracts
from vv_analysis.ingest.intake.inputs import Input, once
from vv_analysis.ingest.reading import Reading
from vv_analysis.present.workbook import write_template
from vv_analysis.terms.schemas import Contracts

ROW = {
    "contract": "A-1",
    "organisation": "Example Trust",
    "organisation_id": "",
    "tier": "lead",
    "category": "accommodation",
    "area_code": "E23000032",
    "area": "Kent",
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
GRANT = ROW | {"tier": "grant", "contract": "G-1", "value_gbp": 90_000.0}


def frame(*rows, file="a.xlsx"):
    sources = [{"value_source": f"{file}#Contracts!J{number}"} for number in range(6, 6 + len(rows))]
    return pd.DataFrame([row | source for row, source in zip(rows, sources, strict=True)])


def found(*rows):
    return [(row, finding) for row, finding in counted_twice(frame(*rows))]


def the_finding(*rows):
    [(_, finding)] = found(*rows)
    return finding


def test_contracts_that_differ_are_not_listed():
    assert not found(
        ROW,
        ROW | {"area_code": "E23000033"},
        ROW | {"category": "other"},
        ROW | {"cohort": "women"},
        ROW | {"organisation": "Another Trust"},
        ROW | {"start": pd.Timestamp(2021, 4, 1), "end": pd.Timestamp(2022, 3, 31)},
    )


def test_a_contract_pasted_twice_is_listed_with_both_places_and_its_value():
    finding = the_finding(ROW, ROW)
    assert (finding.rule, finding.severity, finding.where) == ("contract-repeated", "warning", "a.xlsx#Contracts!J7")
    assert finding.what.endswith("stand in J6; £200,000 is counted twice")
    assert finding.remedy == "if it is the same contract, remove one of them; both were read"


def what_is_done(*rows):
    held = frame(*rows)
    return [
        finding.remedy.rpartition("; ")[2] for _, finding in counted_twice(held.assign(counted_in=counted_in(held)))
    ]


def test_a_remedy_says_which_row_is_left_out():
    left_out = "left out where contracts are counted once"
    assert what_is_done(ROW, ROW) == [f"both were read, and this row is {left_out}"]
    assert what_is_done(ROW | {"value_gbp": np.nan}, ROW) == [f"both were read, and J6 is {left_out}"]
    assert what_is_done(GRANT, ROW) == [f"both were read, and J6 is {left_out}"]
    assert what_is_done(GRANT, GRANT | {"contract": "G-2"}, ROW)[1:] == [f"all were read, and J6 and J7 are {left_out}"]
    assert what_is_done(LEAD, SUB | {"paid_by": "Lead Provider"}) == [f"both were read, and this row is {left_out}"]
    assert what_is_done(LEAD, SUB) == [f"both were read, and this row is {left_out}"]


def test_a_remedy_says_that_rows_which_only_overlap_count():
    later = {"start": pd.Timestamp(2021, 3, 31), "end": pd.Timestamp(2022, 3, 31)}
    assert what_is_done(ROW, ROW | later) == ["both were read, and both count"]
    overlapping = [{"contract": "A-2", "end": pd.Timestamp(2020, 1, 1)}, later | {"start": pd.Timestamp(2019, 5, 1)}]
    counts = ["both were read, and both count", "all were read, and all count"]
    assert what_is_done(ROW, *(ROW | change for change in overlapping)) == counts


def test_the_same_contract_under_another_reference_may_be_counted_twice():
    finding = the_finding(ROW, ROW | {"contract": "B-9", "value_gbp": 150_000.0})
    assert finding.rule == "contract-repeated"
    assert finding.what.endswith("stand in J6 under another reference; £150,000 may be counted twice")


@pytest.mark.parametrize(
    "other",
    [
        {"organisation": "EXAMPLE  trust"},
        {"organisation": "Example Trust Ltd", "organisation_id": "1234567"},
        {"paid_by": "A council"},
    ],
)
def test_one_organisation_is_known_by_its_words_or_its_number_and_a_payer_may_be_left_out(other):
    first = ROW | ({"organisation_id": "123 4567"} if "organisation_id" in other else {})
    assert the_finding(first, ROW | other).rule == "contract-repeated"


@pytest.mark.parametrize("number", ["n/a", "TBC", "0000000", "-", "12345"])
def test_what_is_no_number_makes_no_two_organisations_one(number):
    assert not found(ROW | {"organisation_id": number}, ROW | {"organisation": "Other", "organisation_id": number})


def test_the_same_period_paid_by_another_is_another_contract_for_perhaps_the_same_people():
    finding = the_finding(ROW | {"paid_by": "A council"}, ROW | {"paid_by": "A police commissioner"})
    assert (finding.rule, finding.severity) == ("contract-overlaps", "note")
    assert finding.what.endswith("but the same people may be counted twice; £200,000 falls on those days")


def test_overlapping_days_are_counted_and_the_value_that_falls_on_them():
    # O10 of the method: 1 April 2019 to 31 March 2021 has 731 days, 365 of them from 1 April 2020.
    finding = the_finding(
        ROW | {"start": pd.Timestamp(2020, 4, 1)},
        ROW | {"contract": "A-2"},
    )
    assert (finding.rule, finding.severity, finding.where) == ("contract-overlaps", "warning", "a.xlsx#Contracts!J7")
    assert "area and cohort stand in J6, sharing 365 days with this row" in finding.what
    assert "£99,863 may be counted twice" in finding.what  # 200,000 x 365 / 731


@pytest.mark.parametrize(("first_day", "is_listed"), [("2021-03-31", True), ("2021-04-01", False)])
def test_one_shared_day_is_an_overlap_and_the_day_after_is_not(first_day, is_listed):
    later = ROW | {"contract": "A-2", "start": pd.Timestamp(first_day), "end": pd.Timestamp(2022, 3, 31)}
    rows = found(ROW, later)
    assert len(rows) == is_listed
    assert not is_listed or "sharing one day with" in rows[0][1].what


def test_a_value_that_is_not_known_is_not_said_to_be_nought():
    finding = the_finding(ROW, ROW | {"contract": "A-2", "value_gbp": np.nan})
    assert "its value, for which no single figure is given, may be counted twice" in finding.what
    assert "£" not in finding.what


def test_a_row_that_overlaps_many_is_said_once_and_names_the_longest_first():
    years = [ROW | {"contract": f"Y{year}", "start": pd.Timestamp(year, 4, 1)} for year in (2019, 2020, 2019, 2019)]
    listed = [finding for _, finding in found(*years)]
    assert [finding.rule for finding in listed].count("contract-overlaps") <= 3
    last = [finding for finding in listed if finding.where.endswith("J9")]
    assert [finding.rule for finding in last] == ["contract-repeated", "contract-overlaps"]
    assert "stand in J6 and J8 under another reference" not in last[0].what  # the values are equal
    assert "stand in J6 and J8;" in last[0].what


def test_the_row_that_shares_most_days_is_named_first():
    short = ROW | {"contract": "A-2", "end": pd.Timestamp(2019, 6, 30)}
    last = found(short, ROW | {"start": pd.Timestamp(2019, 5, 1)}, ROW | {"contract": "A-3"})[-1][1]
    assert "stand in J7 and J6, sharing 701 days with this row" in last.what  # 731 days but for the 30 of April


def test_many_places_are_not_all_named():
    last = found(*[ROW] * 10)[-1][1]
    assert "J6, J7, J8 and 6 more" in last.what


def test_the_same_money_as_grant_and_as_contract_is_listed():
    finding = the_finding(ROW, GRANT)
    assert (finding.rule, finding.severity, finding.where) == ("grant-and-contract", "warning", "a.xlsx#Contracts!J7")
    assert "share 731 days: this row with J6; £90,000 may be counted twice" in finding.what


def test_a_grant_of_the_same_value_is_likely_to_be_the_contract():
    finding = the_finding(GRANT, ROW | {"value_gbp": 90_000.0, "cohort": "women"})
    assert "£90,000 is likely to be counted twice, for the values are equal" in finding.what


def test_a_grant_of_another_funder_is_a_note():
    finding = the_finding(ROW | {"paid_by": "A council"}, GRANT | {"paid_by": "A foundation"})
    assert (finding.rule, finding.severity) == ("grant-and-contract", "note")


def test_two_grants_overlap_and_are_no_grant_and_contract():
    assert the_finding(GRANT, GRANT | {"paid_by": "x"}).rule == "contract-repeated"


@pytest.mark.parametrize(
    "named",
    [
        {"paid_by": "LEAD provider"},
        {"part_of_contract": "l-7"},
        {"paid_by": "Lead Provider", "part_of_contract": "L-7"},
    ],
)
def test_a_subcontract_that_names_its_lead_is_counted_in_both(named):
    finding = the_finding(LEAD, SUB | named)
    assert (finding.rule, finding.where) == ("lead-and-subcontract", "a.xlsx#Contracts!J7")
    assert "part of the lead provider's contract in J6; £200,000 is counted in both" in finding.what


def test_a_subcontract_that_stands_above_its_lead_is_found_too():
    [(row, finding)] = found(SUB | {"paid_by": "Lead Provider"}, LEAD)
    assert (row, finding.where) == (0, "a.xlsx#Contracts!J6")


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"paid_by": "Somebody Else"},
        {"paid_by": "Lead Provider", "part_of_contract": "L-8"},
        {"part_of_contract": "L-8"},
        {"paid_by": "Lead Provider", "start": pd.Timestamp(2021, 4, 1), "end": pd.Timestamp(2022, 3, 31)},
        {"paid_by": "Lead Provider", "category": "other"},
        {"paid_by": "Lead Provider", "area_code": "E23000033"},
    ],
)
def test_a_subcontract_of_another_contract_is_not_listed(elsewhere):
    assert not found(LEAD, SUB | elsewhere)


def test_a_subcontract_in_one_area_is_part_of_its_leads_contract_for_the_region():
    region = {"area_code": "R1", "area": "Kent, Surrey and Sussex", "area_level": "region"}
    assert the_finding(LEAD | region, SUB | {"paid_by": "Lead Provider"}).rule == "lead-and-subcontract"
    assert not found(LEAD | region | {"region": "Wales"}, SUB | {"paid_by": "Lead Provider"})


def test_an_organisation_is_not_its_own_subcontractor():
    own = SUB | {"organisation": "Lead Provider", "contract": "L-7", "paid_by": "Lead Provider"}
    assert the_finding(LEAD, own).rule == "contract-repeated"
    assert the_finding(LEAD, own | {"paid_by": "", "value_gbp": 1.0}).rule == "contract-repeated"


def test_a_reference_that_two_leads_use_is_not_certain():
    rows = (LEAD, LEAD | {"organisation": "Other Lead"}, SUB | {"part_of_contract": "L-7"})
    assert "may be counted in both" in the_finding(*rows).what


@pytest.mark.parametrize(
    ("change", "is_listed"),
    [
        ({}, True),
        ({"value_gbp": 500_000.0}, True),
        ({"value_gbp": 500_001.0}, False),
        ({"value_gbp": np.nan}, True),
        ({"cohort": "women"}, True),
        ({"start": pd.Timestamp(2020, 4, 1), "value_gbp": 260_000.0}, False),  # a year: more than the lead's a year
    ],
)
def test_without_a_payer_a_subcontract_may_be_part_of_a_contract_that_is_as_large(change, is_listed):
    rows = found(LEAD, SUB | change)
    assert len(rows) == is_listed
    assert not is_listed or "may be counted in both" in rows[0][1].what


def test_men_and_women_are_not_served_by_one_subcontract():
    assert not found(LEAD | {"cohort": "adult-men"}, SUB | {"cohort": "women"})


def test_a_sentence_gives_no_value_of_another_row():
    rows = [LEAD | {"value_gbp": 918_273.0}, SUB, GRANT | {"organisation": "Lead Provider"}]
    for row, finding in counted_twice(frame(*rows)):
        assert row != 0
        assert "918" not in finding.sentence
        assert "Lead Provider" not in finding.sentence


def test_invented_contracts_are_not_held_against_real_ones():
    assert not found(ROW, ROW | {"data_status": "illustrative"})


def test_between_files_only_rows_of_different_files_are_compared():
    rows = pd.concat([frame(ROW, ROW), frame(ROW, file="b.xlsx")], ignore_index=True)
    [(row, finding)] = counted_twice(rows, np.array([0, 0, 1]))
    assert (row, finding.file) == (2, "b.xlsx")
    assert "J6 and J7 on the sheet 'Contracts' of a.xlsx" in finding.what


def test_two_files_of_one_name_are_told_apart():
    rows = pd.concat([frame(ROW), frame(ROW)], ignore_index=True)
    [(_, finding)] = counted_twice(rows, np.array([0, 1]))
    assert "J6 on the sheet 'Contracts' of another file of this name" in finding.what


def test_the_frame_is_left_as_it_was():
    rows = frame(ROW, SUB)
    before = rows.copy()
    list(counted_twice(rows))
    pd.testing.assert_frame_equal(rows, before)


def test_nothing_is_found_in_nothing():
    assert list(counted_twice(pd.DataFrame(Contracts.empty()))) == []


days = st.dates(min_value=pd.Timestamp(2019, 1, 1).date(), max_value=pd.Timestamp(2019, 1, 20).date())


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(days, days, st.sampled_from(["lead", "subcontractor", "grant"])), min_size=2, max_size=7))
def test_a_row_is_listed_if_and_only_if_an_earlier_one_of_its_organisation_shares_a_day(periods):
    rows = [
        ROW | {"start": pd.Timestamp(min(a, b)), "end": pd.Timestamp(max(a, b)), "tier": tier} for a, b, tier in periods
    ]
    expected = {
        late
        for late, row in enumerate(rows)
        for early in rows[:late]
        if not set(pd.date_range(row["start"], row["end"])).isdisjoint(pd.date_range(early["start"], early["end"]))
    }
    assert {row for row, _ in found(*rows)} == expected


@settings(max_examples=60, deadline=None)
@given(st.permutations(range(4)))
def test_what_the_order_of_the_rows_changes_is_only_which_of_a_pair_is_named(order):
    rows = [ROW, ROW | {"contract": "A-2", "end": pd.Timestamp(2020, 1, 1)}, SUB | {"organisation": "C"}, LEAD]
    rules = sorted(finding.rule for _, finding in found(*[rows[place] for place in order]))
    assert rules == ["contract-overlaps", "lead-and-subcontract"]


@pytest.mark.parametrize("share", ["one organisation", "one area"])
def test_twenty_thousand_contracts_are_compared_in_seconds(share):
    size = 20_000
    number = np.arange(size)
    rows = pd.DataFrame([ROW]).loc[np.zeros(size, dtype=int)].reset_index(drop=True)
    one = share == "one organisation"
    rows = rows.assign(
        organisation="Example" if one else number.astype(str),
        area_code="A" if not one else (number // 40).astype(str),
        tier="lead" if one else np.where(number % 2, "lead", "subcontractor"),
        value_source=[f"a.xlsx#Contracts!J{row}" for row in number],
    )
    began = time.perf_counter()
    assert len(list(counted_twice(rows))) >= size // 2 - 1
    assert time.perf_counter() - began < 30


def filled(path, *rows, status="reported"):
    words = {"category": "Accommodation", "area": "Kent", "cohort": "everyone eligible"}
    names = ("contract", "organisation", "tier", "start", "end", "paid_by", "part_of_contract")
    entries = [words | {name: row[name] for name in names} | {"value": row["value_gbp"], "volume": 10} for row in rows]
    return Input("contracts", contracts(write_template(path, entries, status)))


def test_two_files_that_hold_the_same_money_are_said_to_and_both_are_kept(tmp_path):
    lead = filled(tmp_path / "lead.xlsx", LEAD)
    sub = filled(tmp_path / "sub.xlsx", SUB | {"paid_by": "Lead Provider"})
    checked = once([sub, lead])
    assert [len(item.reading.frame) for item in checked] == [1, 1]
    assert checked[1].reading.findings == ()
    [finding] = checked[0].reading.findings
    assert (finding.rule, finding.file) == ("lead-and-subcontract", "sub.xlsx")
    assert "J6 on the sheet 'Contracts' of lead.xlsx" in finding.what


def test_what_is_counted_in_another_file_says_in_which(tmp_path):
    lead = filled(tmp_path / "lead.xlsx", LEAD)
    sub = filled(tmp_path / "sub.xlsx", SUB | {"paid_by": "Lead Provider"})
    again = filled(tmp_path / "again.xlsx", LEAD)
    assert [item.reading.frame["counted_in"].tolist() for item in (sub, lead)] == [[""], [""]]
    checked = once([sub, lead, again])
    assert [item.reading.frame["counted_in"].tolist() for item in checked] == [
        ["lead.xlsx#Contracts!J6"],
        [""],
        ["lead.xlsx#Contracts!J6"],
    ]
    assert lead.reading.frame["counted_in"].tolist() == [""]


def test_an_open_file_never_names_a_confidential_one(tmp_path):
    invented = filled(tmp_path / "invented.xlsx", ROW, status="illustrative")
    mixed = Input(
        "contracts",
        Reading(pd.concat([filled(tmp_path / "a.xlsx", ROW, status="illustrative").reading.frame,
                           filled(tmp_path / "b.xlsx", ROW).reading.frame]), ()),
    )  # fmt: skip
    assert mixed.is_confidential
    checked = once([mixed, invented])
    assert all(item.reading.findings == () for item in checked)
    assert all(item.reading.frame["counted_in"].eq("").all() for item in checked)


def test_an_empty_file_among_others_changes_nothing(tmp_path):
    empty = Input("contracts", Reading(pd.DataFrame(Contracts.empty()), ()))
    one = filled(tmp_path / "one.xlsx", ROW)
    assert once([empty, one, empty])[1].reading.findings == ()
