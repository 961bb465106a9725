"""OCDS 1.0, as old Contracts Finder data is written, gives the same contract as 1.1."""

import copy
import json
import logging
from pathlib import Path

import pytest

from vv_analysis.errors import InputError
from vv_analysis.ingest.awards.ocds_versions import as_1_1, is_1_0
from vv_analysis.ingest.awards.reader import awards

CASES = json.loads((Path(__file__).parent / "ocds_cases" / "upgrading.json").read_text(encoding="utf-8"))["cases"]

SUPPLIER = {
    "name": "A charity",
    "identifier": {"scheme": "GB-COH", "id": "01234567", "legalName": "A CHARITY LIMITED"},
    "address": {"streetAddress": "1 High Street", "postalCode": "ME1 1AA"},
}
BUYER = {"name": "Ministry of Justice", "address": {"locality": "London"}, "contactPoint": {"name": "Commercial"}}


def old_release():
    """A release as Contracts Finder wrote them in 2016: organisations in full, one amendment, no parties."""
    award = {
        "id": "ocds-b5fd17-1-1",
        "status": "active",
        "date": "2016-03-01T00:00:00Z",
        "value": {"amount": 81895.9, "currency": "GBP"},
        "contractPeriod": {"startDate": "2016-04-01T00:00:00+01:00", "endDate": "2017-03-31T23:59:59+01:00"},
        "suppliers": [SUPPLIER],
        "amendment": {"date": "2016-03-02T00:00:00Z"},
    }
    tender = {
        "id": "tender_1/2",
        "title": "Accommodation Services for Kent",
        "value": {"amount": 90000, "currency": "GBP"},
    }
    return {
        "ocid": "ocds-b5fd17-1",
        "id": "1",
        "date": "2016-03-02T09:00:00Z",
        "tag": ["award"],
        "initiationType": "tender",
        "buyer": BUYER,
        "tender": tender,
        "awards": [award],
    }


def new_release():
    """The same in OCDS 1.1, typed by hand."""
    release = old_release()
    release["parties"] = [{"id": "s", "roles": ["supplier"], **SUPPLIER}, {"id": "b", "roles": ["buyer"], **BUYER}]
    release["buyer"] = {"id": "b", "name": "Ministry of Justice"}
    release["awards"][0]["suppliers"] = [{"id": "s", "name": "A charity"}]
    release["awards"][0]["amendments"] = [release["awards"][0].pop("amendment")]
    return release


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_releases_are_upgraded_as_the_library_publishes(case):
    before = copy.deepcopy(case["1.0"])
    assert is_1_0(case["1.0"])
    assert as_1_1(case["1.0"]) == case["1.1"]
    assert case["1.0"] == before
    assert not is_1_0(case["1.1"])


@pytest.mark.parametrize(
    "wrap", [lambda one: one, lambda one: {"uri": "x", "publishedDate": "2016", "releases": [one]}]
)
def test_both_versions_give_one_and_the_same_contract(tmp_path, wrap):
    frames = {}
    for name, release in (("old", old_release()), ("new", new_release())):
        (tmp_path / name).mkdir()
        path = tmp_path / name / "notice.json"
        path.write_text(json.dumps(wrap(release)), encoding="utf-8")
        reading = awards(path)
        assert reading.findings == ()
        frames[name] = reading.frame.to_dict("records")
    (row,) = frames["old"]
    assert frames["new"] == [row]
    assert (row["supplier"], row["supplier_id"], row["value_gbp"]) == ("A charity", "GB-COH-01234567", 81895.9)
    assert row["value_source"].endswith("/awards/0/value/amount")


def test_only_what_is_1_0_is_upgraded():
    assert not is_1_0(new_release())
    assert not is_1_0({"ocid": "o", "awards": [{"suppliers": [{"name": "A charity"}]}]})


@pytest.mark.parametrize(
    "broken",
    [
        {"awards": [1]},
        {"contracts": [{"implementation": {"transactions": [{}]}}]},
        {"tender": {"tenderers": 5}},
    ],
)
def test_what_is_neither_version_is_refused_in_a_sentence(broken):
    with pytest.raises(InputError, match=r"neither OCDS 1\.0 nor 1\.1"):
        as_1_1({"ocid": "o", "buyer": BUYER, **broken})


def test_a_broken_old_release_does_not_hide_the_others(tmp_path):
    path = tmp_path / "notices.jsonl"
    broken = {**old_release(), "ocid": "ocds-b5fd17-2", "awards": [1]}
    path.write_text(json.dumps(broken) + "\n" + json.dumps(old_release()) + "\n", encoding="utf-8")
    frame, findings = awards(path)
    assert frame["ocid"].tolist() == ["ocds-b5fd17-1"]
    assert [(finding.rule, finding.where, finding.severity) for finding in findings] == [
        ("release-unreadable", "notices.jsonl#row 1", "refused")
    ]


def test_the_library_says_nothing_on_the_screen(capfd):
    # Two suppliers of one name and identifier, one with a telephone number: the library logs what it drops.
    release = old_release()
    release["awards"][0]["suppliers"] = [SUPPLIER, {**SUPPLIER, "details": {"scale": "sme"}}]
    root = logging.getLogger()
    handlers, root.handlers = root.handlers, []
    try:
        as_1_1(release)
    finally:
        root.handlers = handlers
    assert capfd.readouterr() == ("", "")
