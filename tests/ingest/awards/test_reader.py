"""Award notices: each contract once, the value its notice states, and no figure that cannot be right."""

import json

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vv_analysis.errors import InputError, RefusedFiguresWarning
from vv_analysis.ingest.awards.reader import awards, read_awards
from vv_analysis.ingest.cells.csv_rows import read_csv_rows
from vv_analysis.ingest.words.moments import day_of
from vv_analysis.settings import Limits
from vv_analysis.terms import reference

FOLDER = reference.folder().parent / "awards"
RECORDS = sorted(FOLDER.glob("*.json"))

# Typed by hand from the notices, not from what the reader makes of them.
STATED_GBP = {
    "ocds-b5fd17-e22b15c1-5cd7-4ceb-989f-f3c76dc14f6b": 2_443_171.00,
    "ocds-b5fd17-0c583b5f-da43-4f12-806f-8b7aaa02e199": 5_862_806.00,
    "ocds-h6vhtk-036674": 4_482_940.00,
    "ocds-h6vhtk-036673": 802_055.03,
    "ocds-b5fd17-242db2fd-76ac-4498-832f-2d2820dfcd2b": 903_958.88,
    "ocds-b5fd17-94e2e0be-fcfc-49cf-a37f-1c9dfd16c013": 460_988.31,
    "ocds-b5fd17-7c5c5ae0-6566-43b8-97a7-e4f81d69ea65": 370_818.00,
    "ocds-h6vhtk-03c24c": 370_818.09,
    "ocds-b5fd17-04d00ad0-3943-4370-9c74-a3cddfc21574": 501_600.00,
    "ocds-b5fd17-59de6235-2121-4e78-9695-eb245f3d3207": 376_200.00,
    "ocds-b5fd17-590472a7-85cb-494d-8d09-d2fafac21d32": 81_895.90,
    "ocds-b5fd17-1110b9a0-ba40-4d85-9856-55f578794254": 188_170.60,
    "ocds-b5fd17-0ecddea0-4850-47ba-b86c-94163b136efc": 509_773.41,
    "ocds-h6vhtk-058792": 141_639.54,
    "ocds-h6vhtk-058795": 325_000.00,
    "ocds-h6vhtk-05d9ca": 325_235.00,
    "ocds-h6vhtk-02ba78": 3_291_287.00,
    "ocds-h6vhtk-02bbcd": 2_975_000.00,
    "ocds-h6vhtk-03f021": 1_600_000.00,
}


@pytest.fixture(scope="module")
def record():
    return read_awards(FOLDER).set_index("ocid")


@pytest.fixture(scope="module")
def notices():
    rows, _ = read_csv_rows(FOLDER / "notices.csv", ["ocid", "counts_once"])
    return pd.DataFrame([row.cells for row in rows])


@pytest.fixture
def one(tmp_path):
    def write(document, name="notice.json"):
        path = tmp_path / name
        path.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
        return path

    return write


def release(ocid="ocds-h6vhtk-000001", date="2021-05-06T16:54:02+01:00", **sections):
    tender = {"title": "Accommodation Services for Kent", "value": {"amount": 1000, "currency": "GBP"}}
    return {"ocid": ocid, "date": date, "tag": ["award"], "tender": tender, **sections}


def pounds(amount):
    return {"value": {"amount": amount, "currency": "GBP"}}


# The record


def test_thirty_records_are_json_and_each_is_named_by_its_ocid():
    assert len(RECORDS) == 30
    for path in RECORDS:
        assert json.loads(path.read_text(encoding="utf-8"))["ocid"] == path.stem


def test_nothing_that_was_left_out_of_a_record_is_shipped_as_if_it_were_seen():
    for path in RECORDS:
        content = path.read_text(encoding="utf-8")
        assert "…" not in content
        assert "@" not in content


def test_every_value_is_the_one_its_notice_states(record):
    read = record["value_gbp"].dropna()
    assert read.to_dict() == STATED_GBP


def test_a_contract_without_a_value_has_a_missing_value_and_not_nought(record):
    without = record[~record.index.isin(STATED_GBP)]
    assert len(without) == 10
    assert without["value_gbp"].isna().all()
    assert set(without["value_status"]) == {"missing"}


def test_a_value_leads_back_to_its_place_in_its_record(record):
    assert record.loc["ocds-h6vhtk-02bbcd", "value_source"] == "ocds-h6vhtk-02bbcd.json#/tender/value/amount"
    for ocid, row in record[record["value_gbp"].notna()].iterrows():
        file, _, pointer = row["value_source"].partition("#/")
        place = json.loads((FOLDER / file).read_text(encoding="utf-8"))
        for step in pointer.split("/"):
            place = place[int(step)] if isinstance(place, list) else place[step]
        assert place == STATED_GBP[ocid]


def test_every_notice_has_a_source_and_every_record_has_a_notice(notices):
    assert len(notices) == 34
    assert notices["source_url"].str.startswith("https://").all()
    assert set(notices["file"]) - {""} == {path.name for path in RECORDS}


def test_what_does_not_count_once_has_a_judgement_and_either_a_counterpart_or_no_value(notices):
    out = notices[notices["counts_once"] == "no"]
    assert out["source_note"].str.contains("judgement: ").all()
    without_counterpart = out[out["duplicate_of"] == ""]
    assert not set(without_counterpart.query("ocid != 'ocds-h6vhtk-058795'")["ocid"]) & set(STATED_GBP)


def test_counterparts_are_records_that_are_here(notices):
    named = {ocid for cell in notices["duplicate_of"] for ocid in cell.split()}
    assert named <= {path.stem for path in RECORDS}


def test_a_contract_published_twice_counts_once(record):
    counted = record[record["duplicate_of"] == ""]
    forward_trust = counted[counted["title"].str.contains("Substance Misuse Recovery")]["value_gbp"]
    assert sorted(forward_trust) == [370_818.00, 509_773.41]
    # All values typed above, without 370,818.09 (03c24c) and 1,600,000 (03f021, which covers all lots).
    assert round(counted["value_gbp"].sum(), 2) == 24_042_538.67


def test_a_notice_whose_title_names_one_of_its_lots_is_put_in_no_area(record):
    row = record.loc["ocds-h6vhtk-03f021"]
    assert (row["area_level"], row["area_code"]) == ("not-stated", "")
    assert row["duplicate_of"] != ""


@pytest.mark.parametrize(
    ("ocid", "area", "level", "category"),
    [
        ("ocds-b5fd17-e22b15c1-5cd7-4ceb-989f-f3c76dc14f6b", "South Central", "region", "accommodation"),
        ("ocds-b5fd17-59de6235-2121-4e78-9695-eb245f3d3207", "Kent, Surrey and Sussex", "region", "other"),
        ("ocds-b5fd17-590472a7-85cb-494d-8d09-d2fafac21d32", "Dyfed-Powys", "area", "other"),
        ("ocds-b5fd17-7c5c5ae0-6566-43b8-97a7-e4f81d69ea65", "Wales", "region", "dependency-recovery"),
        ("ocds-h6vhtk-036673", "Thames Valley", "area", "finance-benefits-debt"),
        ("ocds-h6vhtk-02bbcd", "Greater Manchester", "region", "womens-services"),
    ],
)
def test_area_and_category_are_those_the_notice_names(record, ocid, area, level, category):
    assert record.loc[ocid, ["area", "area_level", "category"]].tolist() == [area, level, category]


def test_first_and_last_days_are_those_of_the_notice(record):
    row = record.loc["ocds-b5fd17-242db2fd-76ac-4498-832f-2d2820dfcd2b"]
    assert (row["start"], row["end"]) == (pd.Timestamp("2023-10-16"), pd.Timestamp("2026-03-31"))


def test_a_cancelled_competition_is_no_contract(record):
    assert "ocds-h6vhtk-02c171" not in record.index
    assert len(record) == 29


def test_a_figure_from_a_summary_is_reported_and_one_from_a_record_is_official(record):
    assert record.loc["ocds-h6vhtk-036674", "data_status"] == "reported"
    assert record.loc["ocds-h6vhtk-02ba78", "data_status"] == "official"


def test_the_buyers_reference_is_the_contract_where_the_notice_has_one(record):
    assert record.loc["ocds-h6vhtk-058795", "contract"] == "Con_25304"
    assert record.loc["ocds-h6vhtk-02bbcd", "contract"] == "DN547952"
    assert record.loc["ocds-h6vhtk-03f021", "contract"] == "ocds-h6vhtk-03f021"


def test_nothing_in_the_record_is_refused_and_no_duplicate_is_unrecorded():
    findings = awards(FOLDER).findings
    assert {finding.severity for finding in findings} == {"warning", "note"}
    assert "award-perhaps-twice" not in {finding.rule for finding in findings}


# Shapes


@pytest.mark.parametrize(
    ("document", "pointer"),
    [
        (release(), "#/tender/value/amount"),
        ({"releases": [release()]}, "#/releases/0/tender/value/amount"),
        ({"records": [{"compiledRelease": release()}]}, "#/records/0/compiledRelease/tender/value/amount"),
        ({"records": [{"ocid": "x", "releases": [release()]}]}, "#/records/0/releases/0/tender/value/amount"),
        ([release()], "#/0/tender/value/amount"),
    ],
)
def test_release_package_and_record_give_the_same_contract(one, document, pointer):
    (row,) = read_awards(one(document)).to_dict("records")
    assert (row["value_gbp"], row["area"], row["category"]) == (1000, "Kent", "accommodation")
    assert row["value_source"] == f"notice.json{pointer}"


@pytest.mark.parametrize("name", ["notices.jsonl", "notices.json"])
def test_json_lines_are_read_line_by_line(one, name):
    lines = "\n".join(json.dumps(release(ocid=f"ocds-h6vhtk-{n}")) for n in range(3))
    frame = read_awards(one(lines + "\n", name))
    assert frame["ocid"].tolist() == ["ocds-h6vhtk-0", "ocds-h6vhtk-1", "ocds-h6vhtk-2"]
    assert frame["value_source"].iloc[1] == f"{name}#row 2/tender/value/amount"


def test_a_package_without_releases_is_an_empty_frame(one):
    assert read_awards(one({"releases": []})).empty


def test_the_value_of_the_contract_comes_before_that_of_the_award_and_of_the_tender(one):
    award = {"id": "a", **pounds(800), "suppliers": [{"name": "A charity"}]}
    contract = {"id": "c", "awardID": "a", **pounds(700), "period": {"startDate": "2021-06-26"}}
    by_award = read_awards(one(release(awards=[award])))
    by_contract = read_awards(one(release(awards=[award], contracts=[contract])))
    assert (by_award["value_gbp"].item(), by_contract["value_gbp"].item()) == (800, 700)
    assert by_contract["supplier"].item() == "A charity"
    assert by_contract["start"].item() == pd.Timestamp("2021-06-26")
    assert by_contract["value_source"].item() == "notice.json#/contracts/0/value/amount"


def test_the_tender_is_the_total_and_its_lots_never_replace_it(one):
    # Method O23: lots of 200, 600 and 600 thousand under a tender of 1.2 million.
    lots = [{"id": str(n), **pounds(amount)} for n, amount in enumerate((200_000, 600_000, 600_000), 1)]
    document = release()
    document["tender"] = {**document["tender"], **pounds(1_200_000), "lots": lots}
    assert read_awards(one(document))["value_gbp"].tolist() == [1_200_000]


def test_releases_of_one_process_are_merged_and_never_summed(one):
    # Method O24: a tender of 1,000 amended to 2,000, then two awards of 750.
    first, amended = release(date="2021-01-01"), release(date="2021-02-01")
    amended["tender"] = pounds(2000)
    awarded = [{"ocid": first["ocid"], "date": f"2021-0{n}-01", "awards": [{"id": n, **pounds(750)}]} for n in (3, 4)]
    before = read_awards(one({"releases": [first, amended]}))
    assert before["value_gbp"].tolist() == [2000]
    assert before["title"].item() == "Accommodation Services for Kent"
    assert before["value_source"].item() == "notice.json#/releases/1/tender/value/amount"
    after = read_awards(one({"releases": [first, amended, *awarded]}))
    assert after["value_gbp"].tolist() == [750, 750]
    assert after["contract"].is_unique


def test_releases_are_merged_over_the_files_of_a_folder(one, tmp_path):
    one(release(date="2021-01-01"), "b.json")
    one(release(date="2021-02-01", tender=pounds(2000)), "a.json")
    (row,) = read_awards(tmp_path).to_dict("records")
    assert (row["value_gbp"], row["title"]) == (2000, "Accommodation Services for Kent")


def test_null_removes(one):
    later = release(date="2021-06-01", tender={"value": None})
    assert read_awards(one({"releases": [release(date="2021-05-01"), later]}))["value_gbp"].isna().all()


def test_releases_that_cannot_be_ordered_are_named(one):
    rules = [finding.rule for finding in awards(one({"releases": [release(), release()]})).findings]
    assert rules == ["release-order-unknown"]


def test_awards_that_share_an_id_in_one_release_are_all_kept(one):
    reading = awards(one(release(awards=[{"id": "1", **pounds(10)}, {"id": "1", **pounds(20)}])))
    assert reading.frame["value_gbp"].tolist() == [10, 20]
    assert reading.frame["contract"].is_unique
    assert [finding.rule for finding in reading.findings] == ["award-id-repeated"]


def test_a_supplier_is_identified_by_its_own_release_only(one):
    def awarded(date, number):
        party = {"id": "1", "name": "x", "identifier": {"scheme": "GB-CHC", "id": number}}
        return release(date=date, parties=[party], awards=[{"id": date, "suppliers": [{"id": "1", "name": number}]}])

    frame = read_awards(one({"releases": [awarded("2021-01-01", "111"), awarded("2021-02-01", "222")]}))
    assert frame["supplier_id"].item() == "GB-CHC-111; GB-CHC-222"


def test_a_party_with_the_role_of_supplier_is_the_supplier_where_no_award_names_one(one):
    parties = [
        {"id": "b", "name": "Ministry", "roles": ["buyer"]},
        {
            "id": "s",
            "name": "A charity",
            "roles": ["supplier"],
            "identifier": {"scheme": "GB-COH", "id": "0123"},
        },
    ]
    frame = read_awards(one(release(parties=parties)))
    assert (frame["supplier"].item(), frame["supplier_id"].item()) == ("A charity", "GB-COH-0123")


# Figures and places that cannot be right


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        ({"amount": 0, "currency": "GBP"}, "value-placeholder"),
        ({"amount": 1, "currency": "GBP"}, "value-placeholder"),
        ({"amount": -5000, "currency": "GBP"}, "value-placeholder"),
        ({"amount": 1000, "currency": "EUR"}, "value-not-in-pounds"),
        ({"amount": 1000}, "value-not-in-pounds"),
        ({"amount": "1,000", "currency": "GBP"}, "value-unreadable"),
        ({"amount": True, "currency": "GBP"}, "value-unreadable"),
        ({"amount": 10**400, "currency": "GBP"}, "value-unreadable"),
        ({"amount": 1000, "amountGross": 900, "currency": "GBP"}, "value-gross-below-net"),
    ],
)
def test_a_value_that_cannot_be_right_is_missing_and_named(one, value, rule):
    document = release()
    document["tender"]["value"] = value
    reading = awards(one(document))
    assert reading.frame["value_gbp"].isna().all()
    assert reading.frame["value_status"].tolist() == ["missing"]
    (finding,) = reading.findings
    assert (finding.rule, finding.severity) == (rule, "refused")
    assert finding.where == "notice.json#/tender/value/amount"


def test_a_refused_value_is_warned_of(one):
    document = release()
    document["tender"]["value"]["amount"] = -1
    with pytest.warns(RefusedFiguresWarning, match="1 refused"):
        read_awards(one(document))


def test_a_value_with_its_taxes_beside_it_excludes_vat(one):
    document = release()
    document["tender"]["value"]["amountGross"] = 1200
    assert read_awards(one(document))["vat"].tolist() == ["excluded"]


def test_a_contract_that_ends_before_it_starts_has_neither_value_nor_days(one):
    document = release()
    document["tender"]["contractPeriod"] = {"startDate": "2022-03-31", "endDate": "2021-06-26"}
    reading = awards(one(document))
    assert reading.frame[["value_gbp", "start", "end"]].isna().all(axis=None)
    assert [finding.rule for finding in reading.findings] == ["end-before-start"]


@pytest.mark.parametrize("stamp", ["soon", "2021", "9999-12-31", "2021-13-01"])
def test_a_day_that_is_none_is_unknown_and_named(one, stamp):
    document = release()
    document["tender"]["contractPeriod"] = {"startDate": stamp}
    reading = awards(one(document))
    assert reading.frame["start"].isna().all()
    assert [finding.rule for finding in reading.findings] == ["day-unreadable"]


def test_a_day_is_the_day_in_london():
    assert day_of("2021-06-25T23:00:00Z") == pd.Timestamp("2021-06-26")
    assert day_of("2021-06-26T00:00:00+01:00") == pd.Timestamp("2021-06-26")
    assert day_of("2021-12-31T23:59:59Z") == pd.Timestamp("2021-12-31")


@pytest.mark.parametrize(
    ("title", "region", "area"),
    [
        ("Mentoring", "Wales", "Wales"),
        ("Mentoring", "Yorkshire and the Humber", "Yorkshire and the Humber"),
        ("Mentoring", "South East", ""),
        ("Mentoring", "North West", ""),
        ("Mentoring", "East Midlands", ""),
        ("Mentoring", "UKD33", ""),
        ("Mentoring for KSS", "Wales", "Kent, Surrey and Sussex"),
        ("Mentoring in England and Wales", "London", "England and Wales"),
        ("Mentoring in Kent and Essex", "Wales", ""),
    ],
)
def test_an_area_is_stated_or_it_is_not_and_never_guessed(one, title, region, area):
    items = [{"id": "1", "deliveryAddresses": [{"region": region}]}]
    reading = awards(one(release(tender={"title": title, "items": items, **pounds(1000)})))
    assert reading.frame["area"].tolist() == [area]
    assert (reading.frame["area_level"].item() == "not-stated") == (area == "")
    assert [finding.rule for finding in reading.findings] == ([] if area else ["area-not-stated"])


def test_two_records_that_look_like_one_contract_are_named_until_somebody_judges(one, tmp_path):
    one(
        release("ocds-h6vhtk-1", tender={"title": "PSDF - Accommodation for Kent", **pounds(370_818.09)}),
        "a.json",
    )
    one(release("ocds-b5fd17-1", tender={"title": "Accommodation for Kent", **pounds(370_818)}), "b.json")
    (finding,) = awards(tmp_path).findings
    assert (finding.rule, finding.severity) == ("award-perhaps-twice", "warning")
    header = "ocid,data_status,duplicate_of,counts_once,source_url\n"
    one(header + "ocds-h6vhtk-1,official,ocds-b5fd17-1,no,https://example.org\n", "notices.csv")
    reading = awards(tmp_path)
    assert reading.findings == ()
    assert reading.frame.query("duplicate_of == ''")["value_gbp"].tolist() == [370_818]


def test_contracts_of_equal_value_one_after_the_other_are_two(one, tmp_path):
    for n, start, end in ((1, "2021-04-01", "2022-03-31"), (2, "2022-04-01", "2023-03-31")):
        tender = {"title": "Accommodation for Kent", "contractPeriod": {"startDate": start, "endDate": end}}
        one(release(f"ocds-h6vhtk-{n}", tender={**tender, **pounds(1000)}), f"{n}.json")
    assert awards(tmp_path).findings == ()


# Hostile files


def test_text_that_looks_like_a_formula_or_a_script_stays_text(one):
    title = '=HYPERLINK("http://example.org") <script>alert(1)</script> for Kent'
    suppliers = [{"name": "@SUM(A1:A9)"}]
    frame = read_awards(one(release(tender={"title": title, **pounds(1000)}, awards=[{"suppliers": suppliers}])))
    assert (frame["title"].item(), frame["supplier"].item()) == (title, "@SUM(A1:A9)")


def test_what_is_no_character_is_not_carried_over(one):
    frame = read_awards(one(release(tender={"title": "Kent\u0000\ud800 and\nno more", **pounds(1000)})))
    assert frame["title"].item() == "Kent  and no more"


@pytest.mark.parametrize(
    "content",
    ["", "{", '{"ocid": "x"', "[1, 2]", '"text"', "{}", '{"releases": [{}]}', '{"ocid": NaN}', "[" * 100_000],
)
def test_a_file_that_is_no_ocds_is_refused_in_one_sentence(one, content):
    with pytest.raises(InputError) as caught:
        read_awards(one(content))
    assert str(caught.value).startswith("notice.json")
    assert "\n" not in str(caught.value)


def test_json_nested_deeper_than_any_notice_is_refused(one):
    deep = "[" * 200 + "]" * 200
    with pytest.raises(InputError, match="nested too deeply"):
        read_awards(one('{"ocid": "x", "tender": ' + deep + "}"))


def test_a_file_larger_than_the_limit_is_refused_unread(one, monkeypatch):
    monkeypatch.setattr("vv_analysis.ingest.awards.ocds_files.limits", lambda: Limits(notice_bytes=10))
    with pytest.raises(InputError, match="too large"):
        read_awards(one(release()))


def test_one_bad_file_in_a_folder_does_not_stop_the_reading_of_the_others(one, tmp_path):
    one(release(), "good.json")
    one("{", "torn.json")
    reading = awards(tmp_path)
    assert len(reading.frame) == 1
    assert [(finding.rule, finding.file) for finding in reading.findings] == [("file-unreadable", "torn.json")]


def test_an_absent_file_and_an_empty_folder_say_so(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        read_awards(tmp_path / "absent.json")
    with pytest.raises(InputError, match="no awards here"):
        read_awards(tmp_path)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["id", "value", "amount", "currency", "title", "suppliers", "name", "contractPeriod", "items"]
            )
            | st.text(max_size=3),
            inside,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
@given(tender=ANYTHING, awarded=ANYTHING, contracts=ANYTHING, parties=ANYTHING, date=ANYTHING)
def test_whatever_stands_in_a_release_it_is_read_or_refused_but_never_falls_over(
    one, tender, awarded, contracts, parties, date
):
    document = {
        "ocid": "x",
        "date": date,
        "tender": tender,
        "awards": awarded,
        "contracts": contracts,
        "parties": parties,
    }
    reading = awards(one({"releases": [document, document]}))
    values = reading.frame["value_gbp"].dropna()
    assert (values > 0).all()
