"""Releases of a process are brought together wherever they stand, however many there are."""

import json
import tracemalloc

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vv_analysis.ingest.awards.reader import award_rows, awards
from vv_analysis.terms.findings import Finding


def release(process, day, amount, **more):
    tender = {"title": f"Accommodation for Kent {process}", "value": {"amount": amount, "currency": "GBP"}}
    return {"ocid": f"ocds-h6vhtk-{process}", "date": f"2021-01-{day:02}T09:00:00Z", "tender": tender, **more}


def save(folder, name, releases):
    folder.mkdir(exist_ok=True)
    (folder / name).write_text("".join(json.dumps(one) + "\n" for one in releases), encoding="utf-8")
    return folder


def without_places(reading):
    findings = sorted((one.rule, one.severity, one.what) for one in reading.findings)
    return reading.frame.drop(columns="value_source"), findings


RELEASES = st.lists(
    st.builds(release, st.integers(1, 4), st.integers(1, 9), st.sampled_from([0, 1, 500, 700.5, 2_000_000_000])),
    min_size=1,
    max_size=12,
)


@settings(max_examples=40, deadline=None)
@given(RELEASES, st.randoms(use_true_random=False), st.integers(0, 12))
def test_neither_the_order_of_lines_nor_the_number_of_files_matters(tmp_path_factory, releases, shuffled, cut):
    folder = tmp_path_factory.mktemp("order")
    as_written = awards(save(folder / "one", "a.jsonl", releases))
    shuffled.shuffle(releases)
    for name, part in (("a.jsonl", releases[:cut]), ("b.jsonl", releases[cut:])):
        if part:
            save(folder / "two", name, part)
    as_split = awards(folder / "two")
    one, another = without_places(as_written), without_places(as_split)
    pd.testing.assert_frame_equal(one[0], another[0])
    assert one[1] == another[1]


def test_equal_dates_give_the_same_contract_in_any_order_of_lines(tmp_path):
    amounts = [500, 900, 700]
    read = {
        awards(
            save(tmp_path / str(turn), "a.jsonl", [release(1, 1, amount) for amount in amounts[turn:] + amounts[:turn]])
        )
        .frame["value_gbp"]
        .item()
        for turn in range(3)
    }
    assert len(read) == 1


@settings(max_examples=40, deadline=None)
@given(RELEASES)
def test_no_process_disappears_and_none_is_read_twice(tmp_path_factory, releases):
    folder = save(tmp_path_factory.mktemp("all"), "a.jsonl", releases)
    assert awards(folder).frame["ocid"].tolist() == sorted({one["ocid"] for one in releases})


@pytest.mark.parametrize(
    ("dates", "is_guess"),
    [
        (["2021-01-01T09:00:00Z", "2021-01-01T10:00:00Z"], False),
        (["2021-01-01T10:00:00+01:00", "2021-01-01T09:00:00Z"], True),
        (["2021-01-01", "2021-01-02"], False),
        (["2021-01-01", "2021-01-01T10:00:00Z"], True),
        (["2021-01-01", None], True),
        ([7, "2021-01-01"], True),
        ([None], False),
    ],
)
def test_an_order_that_dates_do_not_tell_is_named_as_a_guess(tmp_path, dates, is_guess):
    releases = [{**release(1, 1, 500), "date": date} for date in dates]
    rules = [one.rule for one in awards(save(tmp_path / "x", "a.jsonl", releases)).findings]
    assert rules == (["release-order-unknown"] if is_guess else [])


def test_dates_are_compared_as_moments_and_not_as_texts(tmp_path):
    # Half past midnight in British summer time is the evening before in Greenwich.
    first = {**release(1, 1, 500), "date": "2021-06-26T00:30:00+01:00"}
    later = {**release(1, 1, 700), "date": "2021-06-25T23:45:00Z"}
    frame = awards(save(tmp_path / "x", "a.jsonl", [later, first])).frame
    assert frame["value_gbp"].tolist() == [700]
    assert frame["published_on"].tolist() == [pd.Timestamp("2021-06-26")]


def test_every_value_keeps_the_place_it_was_last_stated_at(tmp_path):
    contract = {"id": "c", "value": {"amount": 800, "currency": "GBP"}}
    first, later = release(1, 1, 500, contracts=[contract]), release(1, 2, 700)
    save(tmp_path / "x", "b.jsonl", [release(2, 1, 600), first])
    frame = awards(save(tmp_path / "x", "a.jsonl", [later])).frame
    assert frame["value_source"].tolist() == [
        "b.jsonl#row 2/contracts/0/value/amount",
        "b.jsonl#row 1/tender/value/amount",
    ]


def test_a_file_may_have_any_name_that_a_disk_allows(tmp_path):
    folder = save(tmp_path / "x", "a#1 \udcff'.jsonl", [release(1, 1, 500)])
    assert awards(folder).frame["value_source"].item().endswith("'.jsonl#/tender/value/amount")


def test_four_times_the_releases_take_no_more_memory(tmp_path):
    def peak(processes):
        folder = save(
            tmp_path / str(processes), "a.jsonl", [release(n % processes, 1 + n % 28, n) for n in range(3 * processes)]
        )
        tracemalloc.start()
        rows = sum(not isinstance(found, Finding) for found in award_rows(folder))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert rows == processes
        return most

    peak(1200)  # what is remembered of days and areas, up to a limit, is remembered now
    # 2,700 releases more are a megabyte and a half more of what rows are made of.
    assert peak(1201) < peak(300) + 200_000
