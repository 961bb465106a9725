"""Two spellings are one organisation where people decided so, in a table that is read strictly; never otherwise."""

import json
import shutil

import pandas as pd
import pytest

from vv_analysis.errors import InputError
from vv_analysis.ingest.intake.inputs import Input
from vv_analysis.ingest.intake.organisations import FILE, decided, read_decisions
from vv_analysis.ingest.intake.processed import refresh
from vv_analysis.ingest.reading import Reading
from vv_analysis.measure.disclosure import withhold_few_organisations
from vv_analysis.measure.split.unit_cost import unit_cost
from vv_analysis.present.workbook import write_template
from vv_analysis.settings import load
from vv_analysis.terms.schemas import Awards, Contracts

HEADING = "from,to,decided_by,decided_on\n"
MUNGO = "St Mungos,St Mungo's,the maintainers,2026-11-22\n"


@pytest.fixture
def table(tmp_path):
    def save(text, encoding="utf-8"):
        (tmp_path / FILE).write_text(text, encoding=encoding)
        return tmp_path

    return save


def refusal(folder):
    with pytest.raises(InputError) as caught:
        read_decisions(folder)
    return str(caught.value)


def contract(organisation, **other):
    return {
        "contract": "C1",
        "organisation": organisation,
        "tier": "lead",
        "category": "Accommodation",
        "area": "Kent",
        "start": pd.Timestamp("2020-04-01"),
        "end": pd.Timestamp("2021-03-31"),
        "value": 1000,
        "volume": 10,
    } | other


def read(tmp_path, organisations, decisions, status="reported"):
    raw = tmp_path / "raw"
    handed_over = raw / "contracts" / ("illustrative" if status == "illustrative" else "")
    handed_over.mkdir(parents=True, exist_ok=True)
    for number, name in enumerate(organisations):
        write_template(handed_over / f"{number}.xlsx", [contract(name)], status=status)
    return refresh(raw, raw / "contracts", tmp_path / "processed", decisions)


def awards(*suppliers):
    rows = [
        {"contract": str(number), "ocid": "o", "title": "", "supplier": name, "supplier_id": "", "region": ""}
        | {"category": "other", "area_code": "", "area": "", "area_level": "not-stated", "cohort": "all"}
        | {"value_status": "missing", "vat": "unknown", "data_status": "official", "duplicate_of": ""}
        | {"value_source": f"a.json#/contracts/{number}/value/amount"}
        for number, name in enumerate(suppliers)
    ]
    frame = Awards.validate(pd.DataFrame(rows, columns=list(Awards.to_schema().columns)))
    return Input("awards", Reading(frame, ()))


def test_without_a_table_nothing_is_decided(tmp_path):
    assert read_decisions(tmp_path) == {}
    assert read_decisions(tmp_path / "nowhere") == {}
    assert read_decisions(None) == {}


def test_the_table_of_this_project_decides_spellings_only():
    decisions = read_decisions(load().decisions)
    assert {stated: decision.name for stated, decision in decisions.items()} == {
        "St Mungos": "St Mungo's",
        "St Mungo’s": "St Mungo's",
        "Womens Work Derbyshire": "Women's Work (Derbyshire) Ltd",
    }
    assert {(decision.by, decision.on) for decision in decisions.values()} == {("the maintainers", "2026-11-22")}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("from,to\nA,B\n", "row 1: the table has other columns"),
        ("from,to,decided_by,decided_on,note\n", "row 1: the table has other columns"),
        ("to,from,decided_by,decided_on\n", "row 1: the table has other columns"),
        ("", "row 1: the table has other columns"),
        ("\n" + HEADING, "row 1: the table has other columns"),
        (HEADING + "A,B,me,2026-01-01,more\n", "row 1: the table has other columns"),
        (HEADING + MUNGO + "A,,me,2026-01-01\n", "row 3: 'to' is empty"),
        (HEADING + ",B,me,2026-01-01\n", "row 2: 'from' is empty"),
        (HEADING + "A,B,,2026-01-01\n", "row 2: 'decided_by' is empty"),
        (HEADING + "A,B,me,\n", "row 2: 'decided_on' is empty"),
        (HEADING + "A,B,me\n", "row 2: 'decided_on' is empty"),
        (HEADING + "A,B,me,last week\n", "row 2: decided_on 'last week' is no day"),
        (HEADING + "A,B,me,2026-02-30\n", "row 2: decided_on '2026-02-30' is no day"),
        (HEADING + "A,B,me,20260101\n", "row 2: decided_on '20260101' is no day"),
        (HEADING + "A,B,me,2026-01-01\nA,C,me,2026-01-01\n", "row 3: 'A' stands in an earlier row"),
        (HEADING + "A,B,me,2026-01-01\nA,B,me,2026-01-01\n", "row 3: 'A' stands in an earlier row"),
        (HEADING + "A,B,me,2026-01-01\nB,C,me,2026-01-01\n", "row 2: 'B' is itself to be called 'C'"),
        (HEADING + "A,B,me,2026-01-01\nB,A,me,2026-01-01\n", "row 2: 'B' is itself to be called 'A'"),
    ],
)
def test_a_table_that_is_not_as_agreed_is_refused_in_one_sentence_that_names_the_row(table, text, said):
    sentence = refusal(table(text))
    assert sentence.startswith(f"{FILE}#{said}")
    assert "\n" not in sentence


def test_a_name_may_be_decided_to_stand_for_itself(table):
    folder = table(HEADING + "A,B,me,2026-01-01\nB,B,me,2026-01-01\n")
    assert read_decisions(folder)["B"].name == "B"


def test_a_broken_table_stops_the_run_before_anything_is_written(tmp_path, table):
    with pytest.raises(InputError, match="'decided_by' is empty"):
        read(tmp_path, ["A"], table(HEADING + "A,B,,2026-01-01\n"))
    assert not (tmp_path / "processed").exists()


def test_the_name_decided_on_counts_and_the_name_stated_stays_beside_it(tmp_path, table):
    data = read(tmp_path, ["St Mungos", "Other"], table(HEADING + MUNGO))
    assert data.contracts["organisation"].tolist() == ["St Mungo's", "Other"]
    assert data.contracts["organisation_stated"].tolist() == ["St Mungos", "Other"]
    [finding] = data.quality.query("rule == 'name-decided'").to_dict("records")
    assert finding["what"] == (
        "'St Mungos' was called \"St Mungo's\" in 1 row, as 'the maintainers' decided on 2026-11-22"
    )
    assert (finding["severity"], finding["confidential"], finding["file"]) == ("note", "yes", "0.xlsx")


def test_a_name_like_a_decided_one_is_not_changed(tmp_path, table):
    data = read(tmp_path, ["St  Mungos", "ST MUNGOS", "St Mungos Ltd"], table(HEADING + MUNGO))
    # Space around and between words is all that is passed over; the template's cells are read without it anyway.
    assert data.contracts["organisation"].tolist() == ["St Mungo's", "ST MUNGOS", "St Mungos Ltd"]


def test_the_suppliers_of_one_award_are_decided_one_by_one():
    decisions = {"B": read_decisions(load().decisions)["St Mungos"]}
    item = decided(awards("A; B", "B", "A; C", "", "AB; BA", "B; St Mungo's; A"), decisions)
    frame = item.reading.frame
    assert frame["supplier"].tolist() == ["A; St Mungo's", "St Mungo's", "A; C", "", "AB; BA", "St Mungo's; A"]
    assert frame["supplier_stated"].tolist() == ["A; B", "B", "A; C", "", "AB; BA", "B; St Mungo's; A"]
    [finding] = item.reading.findings
    assert "in 3 rows" in finding.what
    assert finding.where == "a.json#/contracts/0/value/amount"


def test_an_award_of_a_decided_supplier_is_read_so_from_its_notice(tmp_path, table):
    raw = tmp_path / "raw"
    raw.mkdir()
    award = {"id": "1", "suppliers": [{"name": "St Mungos"}], "value": {"amount": 1000, "currency": "GBP"}}
    release = {"ocid": "ocds-1-1", "id": "1", "date": "2021-05-01T00:00:00Z", "awards": [award]}
    (raw / "n.json").write_text(json.dumps({"version": "1.1", "releases": [release]}), encoding="utf-8")
    data = refresh(raw, raw / "contracts", tmp_path / "processed", table(HEADING + MUNGO))
    assert data.awards[["supplier", "supplier_stated"]].to_numpy().tolist() == [["St Mungo's", "St Mungos"]]
    assert data.quality.query("rule == 'name-decided'")["confidential"].tolist() == ["no"]


def test_what_was_read_is_never_changed_in_place(tmp_path):
    decisions = {"A": read_decisions(load().decisions)["St Mungos"]}
    item = awards("A")
    before = item.reading.frame.copy()
    assert decided(item, decisions).reading.frame["supplier"].tolist() == ["St Mungo's"]
    pd.testing.assert_frame_equal(item.reading.frame, before)


def test_two_spellings_of_one_organisation_do_not_make_five_of_four(tmp_path, table):
    names = ["St Mungos", "St Mungo’s Homes", "Alpha", "Beta", "Gamma"]
    folder = table(HEADING + MUNGO + "St Mungo’s Homes,St Mungo's,the maintainers,2026-11-22\n")

    def status(decisions):
        contracts = read(tmp_path, names, decisions).contracts
        cost = unit_cost(contracts, by=["category"])
        return withhold_few_organisations(cost, contracts, on=["category"])["status"].tolist()

    assert status(None) == ["ok"]
    assert status(folder) == ["c"]


def test_contracts_decided_to_be_of_one_organisation_are_seen_to_repeat(tmp_path, table):
    data = read(tmp_path, ["St Mungos", "St Mungo's"], table(HEADING + MUNGO))
    assert "contract-repeated" in set(data.quality["rule"])


def test_invented_contracts_are_nobodys(tmp_path, table):
    data = read(tmp_path, ["St Mungos"], table(HEADING + MUNGO), status="illustrative")
    assert data.quality.query("rule == 'name-decided'")["confidential"].tolist() == ["no"]


def test_a_frame_without_the_stated_name_takes_the_name_for_it():
    frame = pd.DataFrame([dict.fromkeys(Contracts.to_schema().columns, "")])[:0]
    assert "organisation_stated" in Contracts.validate(frame.drop(columns="organisation_stated")).columns


def test_this_project_can_be_read_with_its_decisions(tmp_path):
    settings = load()
    shutil.copytree(settings.raw / "awards", tmp_path / "awards")
    (tmp_path / "contracts").mkdir()
    data = refresh(tmp_path / "awards", tmp_path / "contracts", tmp_path / "processed", settings.decisions)
    assert (data.awards["supplier"] == data.awards["supplier_stated"]).all()
