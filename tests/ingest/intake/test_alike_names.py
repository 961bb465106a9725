"""Names that may be one organisation are suggested with a score; nothing is done about them but by a decision."""

import json

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vv_analysis.ingest.intake.alike_names import Named, core, pairs_in
from vv_analysis.ingest.intake.processed import refresh
from vv_analysis.present.workbook import write_template

ROW = {
    "contract": "C1",
    "tier": "lead",
    "category": "Accommodation",
    "area": "Kent",
    "start": pd.Timestamp("2020-04-01"),
    "end": pd.Timestamp("2021-03-31"),
    "value": 1000,
    "volume": 10,
}


def suggested(*names, own=()):
    named = [Named(name, f"a.csv#row {row}") for row, name in enumerate(names)]
    return {(names[pair.first], names[pair.second]): pair for pair in pairs_in(named, set(own))}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("St Mungos", "St Mungo’s"),
        ("Womens Work Derbyshire", "Women's Work (Derbyshire) Ltd"),
        ("The Forward Trust", "Forward Trust"),
        ("Community Led Initiatives CIC", "COMMUNITY LED INITIATIVES C.I.C."),
        ("Advance Community Interest Company", "Advance"),
        ("Interventions Alliance plc", "Interventions  alliance"),
        ("Prospects Services Co. Ltd", "Prospects Services"),
    ],
)
def test_names_that_differ_in_signs_and_legal_form_alone_score_100(first, second):
    [pair] = suggested(first, second).values()
    assert pair.score == 100


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Ingeus UK Limited", "Ingeus London"),
        ("St Giles Wise Group Partnership", "St Giles Wise Ltd"),
        ("Nacro", "Nacro Community Services"),
        ("Catch-22", "Catch22"),
        ("Change Grow Live", "Change, Grow, Lives"),
        ("Lincolnshire Action Trust", "Lincolnshre Action Trust"),
        ("Wise Group", "Group Wise"),
    ],
)
def test_names_that_may_be_one_are_suggested_with_a_score(first, second):
    [pair] = suggested(first, second).values()
    assert 88 <= pair.score <= 100
    assert pair.reason


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Nacro", "Shelter"),
        ("Women in Prison", "Women's Work"),
        ("Kent County Council", "Essex County Council"),
        ("The Ltd", "UK"),
        ("!!!", "???"),
        ("Together Women", "Women Centre"),
    ],
)
def test_names_that_are_not_alike_are_not_suggested(first, second):
    assert suggested(first, second) == {}


def test_two_names_that_were_each_decided_to_stand_for_themselves_are_not_suggested_again():
    names = ("Ingeus UK Limited", "Ingeus London")
    assert len(suggested(*names, own=names[:1])) == 1
    assert suggested(*names, own=names) == {}


def test_a_new_spelling_of_a_name_that_stands_for_itself_is_suggested():
    names = ("Wise Group North", "Wise Group South", "Wise Grup South")
    assert set(suggested(*names, own=names[:2])) == {("Wise Group South", "Wise Grup South")}


def test_names_under_one_number_are_suggested_whatever_they_say():
    named = [Named("Alpha", "a.csv#row 2", numbers={"1234567"}), Named("Omega", "a.csv#row 3", numbers={"1234567"})]
    [pair] = pairs_in(named, set())
    assert (pair.score, pair.reason) == (100, "both stand with the number 1234567")


def test_a_name_without_anything_but_its_legal_form_keeps_it():
    assert core("The Company Ltd") == "the company ltd"


@given(st.lists(st.text("abc Ltdé'&-", min_size=1, max_size=12), max_size=8, unique=True))
def test_every_pair_is_of_two_names_and_stands_once(names):
    named = [Named(name) for name in names]
    pairs = pairs_in(named, set())
    assert all(0 <= pair.first < pair.second < len(names) and 0 < pair.score <= 100 for pair in pairs)
    assert len({pair[:2] for pair in pairs}) == len(pairs)
    assert pairs_in(named, set(names)) == []


def test_many_spellings_of_one_name_give_no_more_suggestions_than_names():
    names = [f"Trust for Rehabilitation {number:04d}" for number in range(1500)]
    assert 0 < len(suggested(*names)) <= 2 * len(names)


def everything(tmp_path, contracts=(), suppliers=(), status="reported", decisions=None):
    raw = tmp_path / "raw"
    folder = raw / "contracts" / ("illustrative" if status == "illustrative" else "")
    folder.mkdir(parents=True)
    for number, organisation in enumerate(contracts):
        write_template(folder / f"{number}.xlsx", [ROW | organisation], status=status)
    releases = [
        {"ocid": f"ocds-1-{number}", "id": "1", "date": "2021-05-01T00:00:00Z", "awards": [{"id": "1", **award}]}
        for number, award in enumerate({"suppliers": [{"name": name}]} for name in suppliers)
    ]
    if releases:
        (raw / "n.json").write_text(json.dumps({"version": "1.1", "releases": releases}), encoding="utf-8")
    data = refresh(raw, raw / "contracts", tmp_path / "processed", decisions)
    return data, data.quality.query("rule == 'name-perhaps-same'").to_dict("records")


def test_a_suggestion_between_suppliers_is_open_and_changes_nothing(tmp_path):
    data, [finding] = everything(tmp_path, suppliers=["Ingeus UK Limited", "Ingeus London"])
    assert data.awards["supplier"].tolist() == ["Ingeus UK Limited", "Ingeus London"]
    assert finding["what"].startswith("'Ingeus UK Limited' and 'Ingeus London' (n.json")
    assert "score 90 of 100, one name begins with the other" in finding["what"]
    assert "organisation_names.csv" in finding["remedy"]
    assert (finding["severity"], finding["confidential"]) == ("note", "no")


def test_a_suggestion_about_an_organisation_that_handed_over_contracts_is_confidential(tmp_path):
    _, [finding] = everything(tmp_path, [{"organisation": "Ingeus London"}], ["Ingeus UK Limited"])
    assert finding["confidential"] == "yes"


def test_a_suggestion_between_invented_organisations_is_open(tmp_path):
    names = [{"organisation": "Wrenmarrow Trust"}, {"organisation": "Wrenmarow Trust"}]
    _, [finding] = everything(tmp_path, names, status="illustrative")
    assert finding["confidential"] == "no"


def test_an_invented_name_is_not_held_against_a_real_one(tmp_path):
    data, findings = everything(tmp_path, [{"organisation": "Nacro"}], ["Nacro Ltd"], status="illustrative")
    assert findings == []
    assert len(data.contracts) == len(data.awards) == 1


def test_two_names_under_one_charity_number_are_suggested_with_their_number(tmp_path):
    names = [
        {"organisation": "Alpha", "organisation_id": "GB-CHC-0123456"},
        {"organisation": "Omega", "organisation_id": "123456"},
    ]
    _, [finding] = everything(tmp_path, names)
    assert "score 100 of 100, both stand with the number 123456" in finding["what"]


@pytest.mark.parametrize("number", ["", "n/a", "TBC", "0"])
def test_no_number_is_no_number_that_two_share(tmp_path, number):
    names = [{"organisation": "Alpha", "organisation_id": number}, {"organisation": "Omega", "organisation_id": number}]
    assert everything(tmp_path, names)[1] == []


def test_what_was_decided_is_suggested_no_more(tmp_path):
    table = "from,to,decided_by,decided_on\nNacro Ltd,Nacro,the maintainers,2026-11-22\n"
    (tmp_path / "organisation_names.csv").write_text(table, encoding="utf-8")
    data, findings = everything(tmp_path, suppliers=["Nacro", "Nacro Ltd"], decisions=tmp_path)
    assert findings == []
    assert data.awards["supplier"].tolist() == ["Nacro", "Nacro"]
