"""The traps of real notices: each is met once here, with figures that can be added up by hand."""

import json

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vv_analysis.ingest.awards.award_areas import STATISTICAL
from vv_analysis.ingest.awards.award_lots import lots_in_title, lots_named, lots_of
from vv_analysis.ingest.awards.reader import awards

SUPPLIER = {"id": "s", "name": "A charity", "identifier": {"scheme": "GB-COH", "id": "01234567"}}


def pounds(amount, **more):
    return {"value": {"amount": amount, "currency": "GBP", **more}}


def days(start, end):
    return {"startDate": start, "endDate": end}


def notice(ocid="ocds-h6vhtk-1", title="Accommodation Services for Kent", date="2021-05-06", tender=(), **sections):
    return {"ocid": ocid, "date": date, "tender": {"title": title, **dict(tender)}, **sections}


@pytest.fixture
def read(tmp_path):
    def save_and_read(*notices, table=""):
        for place, one in enumerate(notices):
            (tmp_path / f"{place}.json").write_text(json.dumps(one), encoding="utf-8")
        if table:
            (tmp_path / "notices.csv").write_text(table, encoding="utf-8")
        return awards(tmp_path)

    return save_and_read


def rules(reading):
    return [(finding.rule, finding.severity) for finding in reading.findings]


# One contract under two identifiers


def twice(**of_second):
    """The record of one contract in both registers: the buyer's reference, the value without pennies in one."""
    term = {"contractPeriod": days("2025-11-01", "2026-10-31")}
    first = notice("ocds-h6vhtk-1", "PSDF - Con_25360 Recovery (Wales)", tender=term | pounds(370_818.09))
    changed = {"ocid": "ocds-b5fd17-1", "title": "Con_25360 Recovery", "date": "2021-05-09"} | of_second
    return first, notice(**{"tender": term | pounds(370_818)} | changed)


def test_a_contract_whose_reference_value_and_days_agree_is_counted_once_by_itself(read):
    reading = read(*twice())
    assert rules(reading)[-1] == ("award-twice", "note")
    assert reading.frame.set_index("ocid")["duplicate_of"].to_dict() == {
        "ocds-b5fd17-1": "ocds-h6vhtk-1",
        "ocds-h6vhtk-1": "",
    }


@pytest.mark.parametrize(
    "of_second",
    [
        {"title": "Con_25361 Recovery (Wales)"},
        {"tender": {"contractPeriod": days("2025-11-01", "2026-10-30")} | pounds(370_818)},
        {"tender": pounds(370_818)},
    ],
)
def test_what_agrees_less_is_only_suggested_or_not_at_all(read, of_second):
    reading = read(*twice(**of_second))
    assert ("award-twice", "note") not in rules(reading)
    assert reading.frame["duplicate_of"].tolist() == ["", ""]


@pytest.mark.parametrize("amount", [370_817.08, 370_819.1, 741_636])
def test_a_value_that_differs_by_a_pound_is_another_contract(read, amount):
    term = {"contractPeriod": days("2025-11-01", "2026-10-31")}
    reading = read(*twice(tender=term | pounds(amount)))
    assert not {rule for rule, _ in rules(reading)} & {"award-twice", "award-perhaps-twice"}


def test_two_suppliers_with_numbers_of_one_register_are_two_contracts(read):
    def awarded(number):
        other = SUPPLIER | {"identifier": {"scheme": "GB-COH", "id": number}}
        return [{"id": "a", "suppliers": [other]}]

    first, second = twice()
    reading = read(first | {"awards": awarded("01234567")}, second | {"awards": awarded("07654321")})
    assert not {rule for rule, _ in rules(reading)} & {"award-twice", "award-perhaps-twice"}
    again = read(first | {"awards": awarded("01234567")}, second | {"awards": awarded("01234567")})
    assert ("award-twice", "note") in rules(again)


def test_what_somebody_judged_is_left_as_judged(read):
    header = "ocid,data_status,duplicate_of,counts_once,source_url\n"
    both = "ocds-h6vhtk-1,official,,yes,https://example.org\nocds-b5fd17-1,official,,yes,https://example.org\n"
    reading = read(*twice(), table=header + both)
    assert reading.frame["duplicate_of"].tolist() == ["", ""]
    assert rules(reading)[-1] == ("award-perhaps-twice", "warning")


def test_of_three_records_of_one_contract_one_counts(read):
    first, second = twice()
    third = second | {"ocid": "ocds-b5fd17-2", "date": "2021-06-01"}
    frame = read(first, second, third).frame
    assert frame.loc[frame["duplicate_of"] == "", "ocid"].tolist() == ["ocds-h6vhtk-1"]
    assert set(frame["duplicate_of"]) == {"", "ocds-h6vhtk-1"}


def test_a_hundred_contracts_of_one_value_are_still_told_apart(read):
    term = {"contractPeriod": days("2025-11-01", "2026-10-31")}
    many = [notice(f"ocds-h6vhtk-{n}", f"Con_{n} Recovery (Wales)", tender=term | pounds(1000)) for n in range(100)]
    later = [notice(f"ocds-b5fd17-{n}", "Recovery Con_7", f"2021-06-0{n}", term | pounds(1000)) for n in (1, 2)]
    frame = read(*many, *later).frame
    assert frame.loc[frame["duplicate_of"] != "", ["ocid", "duplicate_of"]].to_numpy().tolist() == [
        ["ocds-b5fd17-1", "ocds-h6vhtk-7"],
        ["ocds-b5fd17-2", "ocds-h6vhtk-7"],
    ]


# Values


@pytest.mark.parametrize("amount", [0, 1, 1.0, 1_000_000_000.01, 4_000_000_000])
def test_a_value_that_says_nothing_is_put_aside_with_a_reason(read, amount):
    reading = read(notice(tender=pounds(amount)))
    assert reading.frame["value_gbp"].isna().all()
    (finding,) = reading.findings
    assert finding.severity == "refused"
    assert "£" in finding.what or "says nothing" in finding.what


def test_a_billion_is_still_a_value(read):
    reading = read(notice(tender=pounds(1_000_000_000)))
    assert (reading.frame["value_gbp"].tolist(), rules(reading)) == ([1e9], [])


LOTS = [{"id": str(n), **pounds(amount)} for n, amount in enumerate((200_000, 600_000, 600_000), 1)]


@pytest.mark.parametrize("total", [1_200_000, 1_400_000, None])
def test_lots_never_replace_the_total(read, total):
    # Method O23: the lots add up to 1.4 million, the tender is worth 1.2.
    frame = read(notice(tender=(pounds(total) if total else {}) | {"lots": LOTS})).frame
    assert frame["value_gbp"].dropna().tolist() == ([total] if total else [])


def test_a_headline_with_vat_over_lots_without_is_named(read):
    # 1.4 million and a fifth of it is 1.68 million.
    reading = read(notice(tender=pounds(1_680_000) | {"lots": LOTS}))
    assert rules(reading) == [("value-includes-vat", "warning"), ("award-covers-lots", "note")]
    assert "1,400,000.00" in reading.findings[0].what
    assert (reading.frame["value_gbp"].item(), reading.frame["vat"].item()) == (1_680_000, "unknown")


def test_a_headline_equal_to_the_gross_of_its_lots_is_named(read):
    # Part of the service is free of VAT, so the lots with their taxes are not a fifth more.
    lots = [{"id": "1", **pounds(100_000, amountGross=120_000)}, {"id": "2", **pounds(50_000, amountGross=50_000)}]
    reading = read(notice(tender=pounds(170_000) | {"lots": lots}))
    assert ("value-includes-vat", "warning") in rules(reading)


@pytest.mark.parametrize("total", [1_200_000, 1_400_000, 1_679_990])
def test_a_headline_on_the_basis_of_its_lots_is_not(read, total):
    assert rules(read(notice(tender=pounds(total) | {"lots": LOTS}))) == [("award-covers-lots", "note")]


@pytest.mark.parametrize(
    ("value", "gbp", "vat"),
    [
        ({"amount": 1000, "currency": "GBP"}, 1000, "unknown"),
        ({"amount": 1000, "amountGross": 1200, "currency": "GBP"}, 1000, "excluded"),
        ({"amountGross": 1200, "currency": "GBP"}, 1200, "included"),
    ],
)
def test_the_basis_of_vat_is_the_one_the_field_states(read, value, gbp, vat):
    row = read(notice(tender={"value": value, "aboveThreshold": True})).frame.iloc[0]
    assert (row["value_gbp"], row["vat"]) == (gbp, vat)
    assert row["value_source"].endswith("/amountGross" if vat == "included" else "/amount")


def test_the_contract_counts_and_what_its_amendment_says_is_named(read):
    amended = [{"id": "1", **pounds(900)}, {"id": "2", **pounds(1100)}]
    reading = read(notice(contracts=[{"id": "c", **pounds(1000), "amendments": amended}]))
    assert reading.frame["value_gbp"].tolist() == [1000]
    assert rules(reading) == [("award-amended", "note")]
    assert "£1,100.00" in reading.findings[0].what


@pytest.mark.parametrize("status", ["cancelled", "unsuccessful"])
def test_an_award_that_was_not_made_is_no_contract(read, status):
    made = [{"id": "1", "status": "active", **pounds(500)}, {"id": "2", "status": status, **pounds(700)}]
    reading = read(notice(awards=made))
    assert reading.frame["value_gbp"].tolist() == [500]
    assert rules(reading) == [("award-cancelled", "note")]


# Ids that repeat or are missing


def test_awards_that_share_an_id_stay_apart_and_are_amended_one_by_one(read):
    def awarding(date, *amounts):
        return notice(date=date, awards=[{"id": "7", **pounds(amount)} for amount in amounts])

    reading = read({"releases": [awarding("2021-01-01", 10, 20), awarding("2021-02-01", 10, 30)]})
    assert reading.frame["value_gbp"].tolist() == [10, 30]
    assert reading.frame["contract"].tolist() == ["ocds-h6vhtk-1/1", "ocds-h6vhtk-1/2"]
    assert rules(reading) == [("award-id-repeated", "warning")]


def test_contracts_find_the_awards_that_share_the_id_they_name(read):
    suppliers = [{"id": "7", "suppliers": [{"name": name}], **pounds(10)} for name in ("First", "Second")]
    frame = read(notice(awards=suppliers, contracts=[{"id": "c", "awardID": "7", **pounds(15)}])).frame
    assert frame["supplier"].tolist() == ["First; Second"]


def test_an_award_without_an_id_is_not_counted_again_with_every_release(read):
    releases = [notice(date=f"2021-0{n}-01", awards=[pounds(amount)]) for n, amount in ((1, 500), (2, 600))]
    reading = read({"releases": releases})
    assert reading.frame["value_gbp"].tolist() == [600]
    assert rules(reading) == [("award-id-missing", "warning")]


@pytest.mark.parametrize("ids", [["1", 1], [None, None], [True, "True"], [{}, []], ["7", "7 (2)", "7"]])
def test_whatever_ids_are_every_award_is_kept(read, ids):
    frame = read(notice(awards=[{"id": name, **pounds(10 + n)} for n, name in enumerate(ids)])).frame
    assert frame["value_gbp"].tolist() == [10 + n for n in range(len(ids))]
    assert frame["contract"].is_unique


def test_what_a_notice_calls_by_our_words_means_nothing(read):
    award = {"id": "1", "named": "repeated", "stated_id": "2", **pounds(10, place="elsewhere#D17")}
    reading = read(notice(awards=[award]))
    assert reading.frame["value_source"].tolist() == ["0.json#/awards/0/value/amount"]
    assert rules(reading) == []


# Organisations


def test_of_several_numbers_the_companys_comes_before_the_platforms(read):
    # The shape of the Procurement Act 2023: the platform's own number first, the company's beside it.
    party = {
        "id": "GB-PPON-PGYN-5659-WYDH",
        "name": "Women's Support Alliance",
        "roles": ["supplier"],
        "identifier": {"scheme": "GB-PPON", "id": "PGYN-5659-WYDH"},
        "additionalIdentifiers": [{"scheme": "GB-COH", "id": "12312174"}],
    }
    award = {
        "id": "1",
        **pounds(10),
        "suppliers": [{"id": "GB-PPON-PGYN-5659-WYDH", "name": "Women's Support Alliance"}],
    }
    assert read(notice(parties=[party], awards=[award])).frame["supplier_id"].tolist() == ["GB-COH-12312174"]
    del party["additionalIdentifiers"]
    again = read(notice(parties=[party], awards=[award])).frame
    assert again["supplier_id"].tolist() == ["GB-PPON-PGYN-5659-WYDH"]


# Lots


@pytest.mark.parametrize(
    ("name", "lots"),
    [
        ("1, 2 and 3", ("1", "2", "3")),
        ("1, 2, and 3", ("1", "2", "3")),
        ("1-3", ("1", "2", "3")),
        ("1 to 3", ("1", "2", "3")),
        ("1–2, 4", ("1", "2", "4")),
        ("Lots 2.1 and 2.2", ("2.1", "2.2")),
        ("Lots 2.1 - 2.3", ("2.1", "2.2", "2.3")),
        ("lot 4", ("4",)),
        ("2 & 3", ("2", "3")),
        ("3-1", ("3", "1")),
        ("1.1-2.2", ("1.1", "2.2")),
        ("1 and 1", ("1",)),
        ("LOT-0001", ("LOT-0001",)),
        ("2023", ("2023",)),
        ("6a1f-2c", ("6a1f-2c",)),
        ("  ", ()),
    ],
)
def test_a_name_of_lots_is_as_many_lots_as_it_names(name, lots):
    assert lots_named(name) == lots


@given(st.lists(st.integers(0, 99), min_size=1, max_size=5, unique=True), st.sampled_from([", ", " and ", " & ", ","]))
def test_lots_strung_together_are_those_that_were_strung(numbers, between):
    names = tuple(map(str, numbers))
    assert lots_named(between.join(names)) == names
    assert lots_of(list(names)) == names


@given(st.text())
def test_any_text_names_lots_or_none(name):
    assert all(lots_named(name)) or not name.strip()
    assert len(lots_in_title(name)) <= 1000


def test_an_award_of_several_lots_has_the_category_of_its_title_or_none(read):
    lots = [{"id": "1", "title": "Accommodation"}, {"id": "2", "title": "Women's services"}]

    def category(title, related):
        document = notice(
            title=title, tender={"lots": lots}, awards=[{"id": "a", **pounds(10), "relatedLots": related}]
        )
        return read(document).frame["category"].item()

    assert category("Services in Kent", ["1"]) == "accommodation"
    assert category("Services in Kent", ["1", "2"]) == "other"
    assert category("Services in Kent", ["1 and 2"]) == "other"
    assert category("Dependency and Recovery in Kent", ["1", "2"]) == "dependency-recovery"


def test_a_value_over_several_lots_says_which(read):
    reading = read(notice(tender=pounds(10) | {"lots": [{"id": "1, 2 and 3"}]}))
    assert [finding.what for finding in reading.findings] == ["the value covers lots 1, 2 and 3"]


@pytest.mark.parametrize("title", ["Kent (Lots 2 and 3)", "Kent - Lot 2"])
def test_a_title_of_fewer_lots_than_the_notice_has_names_no_area(read, title):
    reading = read(notice(title=title, tender=pounds(10) | {"lots": [{"id": "1, 2 and 3"}]}))
    assert reading.frame["area_level"].tolist() == ["not-stated"]
    assert ("title-names-one-lot", "warning") in rules(reading)


def test_a_title_of_all_lots_of_the_notice_names_its_area(read):
    frame = read(notice(title="Kent (Lots 1 to 3)", tender=pounds(10) | {"lots": [{"id": "1, 2 and 3"}]})).frame
    assert frame["area"].tolist() == ["Kent"]


# Statistical regions


@pytest.mark.parametrize("code", sorted(STATISTICAL))
def test_a_statistical_region_is_its_probation_region_only_on_the_same_ground(read, code):
    same = {"UKC", "UKE", "UKG", "UKI", "UKK", "UKL"}
    for region in (code, STATISTICAL[code]):
        tender = {"items": [{"deliveryAddresses": [{"region": region}]}]}
        reading = read(notice(title="Mentoring", tender=tender))
        assert (reading.frame["area"].item() != "") == (code in same)
        assert rules(reading) == ([] if code in same else [("area-not-stated", "warning")])


@pytest.mark.parametrize("region", ["South East", "North West", "East Midlands", "UKJ", "UKD33", "UKL1", "UKI4"])
def test_other_ground_of_statistics_is_named_and_never_guessed(read, region):
    reading = read(notice(title="Mentoring", tender={"items": [{"deliveryAddresses": [{"region": region}]}]}))
    assert reading.frame["area_level"].tolist() == ["not-stated"]
    assert f"{region!r} is ground of statistics, not of probation" in reading.findings[0].what


def test_the_region_of_the_latest_release_counts(read):
    def delivering(date, region):
        return notice(
            title="Mentoring", date=date, tender={"items": [{"id": "1", "deliveryAddresses": [{"region": region}]}]}
        )

    frame = read({"releases": [delivering("2021-01-01", "Wales"), delivering("2021-02-01", "London")]}).frame
    assert frame["area"].tolist() == ["London"]


# Terms

FRAMEWORK = {
    "techniques": {"hasFrameworkAgreement": True, "frameworkAgreement": {"period": days("2020-06-01", "2037-06-08")}}
}
LONG, SHORT = {"contractPeriod": days("2020-06-01", "2027-06-08")}, days("2021-06-26", "2024-06-25")


@pytest.mark.parametrize(
    "tender", [FRAMEWORK, FRAMEWORK | LONG, LONG | {"lots": [{"id": "1", "techniques": FRAMEWORK["techniques"]}]}]
)
def test_the_term_of_a_framework_is_not_the_term_of_a_contract(read, tender):
    reading = read(notice(tender=tender | pounds(10)))
    assert reading.frame[["start", "end"]].isna().all(axis=None)
    assert rules(reading) == [("term-of-framework", "warning")]
    award = {"id": "a", **pounds(10), "contractPeriod": SHORT}
    stated = read(notice(tender=tender, awards=[award]))
    assert stated.frame["end"].tolist() == [pd.Timestamp("2024-06-25")]
    assert rules(stated) == []


def test_a_call_off_has_the_term_of_its_tender(read):
    related = [{"id": "1", "relationship": ["framework"], "identifier": "ocds-h6vhtk-0"}]
    reading = read(notice(tender=FRAMEWORK | LONG | pounds(10), relatedProcesses=related))
    assert reading.frame["end"].tolist() == [pd.Timestamp("2027-06-08")]


def test_the_term_of_the_contract_comes_before_that_of_the_award_and_of_the_tender(read):
    award, contract = {"id": "a", "contractPeriod": SHORT}, {"id": "c", "awardID": "a", **pounds(10)}
    of_award = read(notice(tender=LONG, awards=[award], contracts=[contract])).frame
    own = contract | {"period": days("2022-01-01", "2022-12-31")}
    of_contract = read(notice(tender=LONG, awards=[award], contracts=[own])).frame
    assert (of_award["end"].item(), of_contract["end"].item()) == (
        pd.Timestamp("2024-06-25"),
        pd.Timestamp("2022-12-31"),
    )


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [("2021-06-26", 12, "2022-06-25"), ("2024-01-31", 1, "2024-02-28"), ("2025-04-01", 36, "2028-03-31")],
)
def test_a_length_in_months_gives_the_last_day(read, start, months, end):
    frame = read(notice(tender={"contractPeriod": {"startDate": start, "durationInMonths": months}} | pounds(10))).frame
    assert frame["end"].tolist() == [pd.Timestamp(end)]


@pytest.mark.parametrize("months", [0, -3, "12", None, 10**9, True, {}])
def test_a_length_that_is_none_gives_no_day(read, months):
    frame = read(notice(tender={"contractPeriod": {"startDate": "2021-06-26", "durationInMonths": months}})).frame
    assert frame["end"].isna().all()
