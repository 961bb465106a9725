"""Releases of one process become one statement, as the library of the Open Contracting Partnership merges them."""

import json
import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vv_analysis.errors import InputError
from vv_analysis.ingest.awards.ocds_files import releases_in
from vv_analysis.ingest.awards.ocds_merging import merge_rules, merged
from vv_analysis.ingest.awards.ocds_releases import for_rows
from vv_analysis.ingest.awards.ocds_spool import Spool

CASES = json.loads((Path(__file__).parent / "ocds_cases" / "merging.json").read_text(encoding="utf-8"))["cases"]


def release(date="2021-01-01", **sections):
    return {"ocid": "o-1", "id": date, "date": date, **sections}


def pounds(amount):
    return {"value": {"amount": amount, "currency": "GBP"}}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_releases_merge_as_the_library_publishes(case, tmp_path):
    path = tmp_path / "releases.json"
    path.write_text(json.dumps({"releases": case["releases"][::-1]}), encoding="utf-8")
    read = sorted((body for _, body in releases_in(path)), key=lambda body: body["date"])
    assert merged(read) == case["compiled"]


def test_merging_needs_no_network(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    merge_rules.cache_clear()
    assert merged([release(tender={"title": "A"})])["tender"] == {"title": "A"}


def test_an_amended_tender_is_its_later_value_and_awards_add_up_beside_it():
    # Method O24: a tender of 1,000 amended to 2,000; two awards of 750.
    awards = [release(f"2021-0{n}-01", awards=[{"id": str(n), **pounds(750)}]) for n in (3, 4)]
    whole = merged([release(tender=pounds(1000)), release("2021-02-01", tender=pounds(2000)), *awards])
    assert whole["tender"]["value"]["amount"] == 2000
    assert sum(award["value"]["amount"] for award in whole["awards"]) == 1500


def test_suppliers_and_parties_are_those_of_the_latest_release_that_names_any():
    # The id of a party means nothing in another release (formats R4.1).
    def naming(date, name):
        return release(date, parties=[{"id": "1", "name": name}], awards=[{"id": "a", "suppliers": [{"name": name}]}])

    whole = merged([naming("2021-01-01", "First"), naming("2021-02-01", "Second")])
    assert whole["parties"] == [{"id": "1", "name": "Second"}]
    assert whole["awards"] == [{"id": "a", "suppliers": [{"name": "Second"}]}]


@pytest.mark.parametrize("section", ["tender", "awards"])
def test_null_removes_a_section_with_all_it_holds(section):
    held = {"tender": pounds(1000), "awards": [{"id": "a", **pounds(750)}]}
    whole = merged([release(**held), release("2021-02-01", **{section: None})])
    assert section not in whole
    assert {"tender", "awards"} - {section} <= set(whole)


def test_what_was_removed_can_be_said_again():
    later = [release("2021-02-01", tender={"value": None}), release("2021-03-01", tender=pounds(5))]
    assert merged([release(tender=pounds(1000)), *later])["tender"] == pounds(5)


def test_a_list_that_was_an_object_before_is_refused():
    with pytest.raises(InputError, match="do not fit together"):
        merged([release(awards={"a": 1}), release("2021-02-01", awards=[{"id": "a"}])])


VALUES = st.fixed_dictionaries({}, optional={"amount": st.none() | st.integers(2, 9), "currency": st.just("GBP")})
ITEMS = st.fixed_dictionaries(
    {"id": st.sampled_from("abc")},
    optional={
        "value": st.none() | VALUES,
        "title": st.none() | st.sampled_from("xy"),
        "description": st.text(max_size=3),
    },
)
RELEASES = st.fixed_dictionaries(
    {"ocid": st.just("o-1")},
    optional={
        "tender": st.none() | ITEMS,
        "awards": st.none() | st.lists(ITEMS, max_size=3, unique_by=lambda item: item["id"]),
        "planning": st.dictionaries(st.sampled_from("ab"), st.integers()),
    },
)


def kept(item):
    value = {name: given for name, given in item.get("value", {}).items() if name != "place"}
    return {"id": item.get("id"), "title": item.get("title"), "value": value}


@given(st.lists(RELEASES, min_size=1, max_size=4))
def test_what_rows_do_not_need_can_be_left_out_before_merging(releases):
    whole, part = merged(releases), merged(for_rows(one) for one in releases)
    assert kept(part.get("tender", {})) == kept(whole.get("tender", {}))
    assert list(map(kept, part.get("awards", []))) == list(map(kept, whole.get("awards", [])))


@given(
    st.lists(
        st.tuples(st.integers(0, 300), st.sampled_from(["id", "title", "status"]), st.text("xyz", max_size=2)),
        min_size=1,
        unique_by=lambda one: one[0],
    ),
    st.randoms(use_true_random=False),
)
def test_the_latest_word_counts_whatever_order_releases_stand_in(tmp_path_factory, changes, shuffled):
    releases = [
        {"ocid": "o-1", "date": f"2021-01-01T{day // 60:02d}:{day % 60:02d}:00Z", "tender": {field: said}}
        for day, field, said in changes
    ]
    shuffled.shuffle(releases)
    path = tmp_path_factory.mktemp("spool") / "releases.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in releases), encoding="utf-8")
    spool = Spool()
    spool.add(path)
    said = {field: word for _, field, word in sorted(changes)}
    bodies = [merged(one.body for one in found).get("tender", {}) for _, found in spool.processes()]
    assert bodies == [said]
