"""What is remembered comes back to the last bit, or not at all."""

import numpy as np
import pandas as pd
import pytest

from vv_analysis.ingest.intake.fingerprint import Hashes
from vv_analysis.ingest.intake.inspection import read_source, sources_in
from vv_analysis.ingest.intake.remembered_readings import RememberedReadings, is_same, key_of
from vv_analysis.ingest.reading import Reading
from vv_analysis.terms import reference
from vv_analysis.terms.findings import Finding
from vv_analysis.terms.schemas import Contracts

RAW = reference.folder().parent
FINDING = Finding("a.csv", "a.csv#row 2", "rule", "note", "what", "", "")
SOURCES = [
    source for source in sources_in(RAW) if source.kind != "contracts" or source.path.name.startswith(("a", "st-"))
]


def kept_and_recalled(folder, reading):
    folder.mkdir(exist_ok=True)
    RememberedReadings.beside(folder).keep("key", reading)
    return RememberedReadings.beside(folder).recall("key")


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: f"{source.kind} {source.path.name}")
def test_every_reading_of_the_record_comes_back_the_same(source, tmp_path):
    reading = read_source(source)
    recalled = kept_and_recalled(tmp_path, reading)
    assert recalled is not None
    assert is_same(recalled, reading)
    pd.testing.assert_frame_equal(recalled.frame, reading.frame, check_exact=True, check_freq=True)


def test_a_reading_of_nothing_comes_back_the_same(tmp_path):
    reading = Reading(pd.DataFrame(Contracts.empty()), ())
    recalled = kept_and_recalled(tmp_path, reading)
    assert is_same(recalled, reading)
    assert list(recalled.frame.dtypes) == list(reading.frame.dtypes)


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame({"a": [1.5, float("nan"), -0.0, 5e-324]}),
        pd.DataFrame({"a": pd.array([1, None], dtype="Int64"), "b": pd.array(["", None], dtype="str")}),
        pd.DataFrame({"day": pd.to_datetime(["2020-01-01", None]).astype("datetime64[s]")}),
        pd.DataFrame({"day": pd.to_datetime(["2020-01-01", None]).astype("datetime64[ns]")}),
        pd.DataFrame({"Ж\n,'\"": ["=1+1", "\0"]}),
        pd.DataFrame({"a": np.array([1, None, float("nan")], dtype=object)}),
        pd.DataFrame({"a": [1, 2]}, index=[5, 6]),
    ],
)
def test_what_comes_back_otherwise_is_not_kept(frame, tmp_path):
    reading = Reading(frame, (FINDING,), 3)
    recalled = kept_and_recalled(tmp_path, reading)
    assert recalled is None or is_same(recalled, reading)


@pytest.mark.parametrize("text", ["\udce9", "\ud83d\ude00", "\0", "</script>", "😀"])
def test_whatever_is_said_comes_back_the_same_or_not_at_all(text, tmp_path):
    reading = Reading(pd.DataFrame({"a": [1.0]}), (Finding(text, text, "rule", "note", text),))
    recalled = kept_and_recalled(tmp_path, reading)
    assert recalled is None or recalled.findings == reading.findings


def test_frames_that_differ_in_anything_are_not_the_same():
    frame = pd.DataFrame({"a": [1.0, float("nan")], "b": ["x", "y"]})
    reading = Reading(frame, (FINDING,), 1)
    for other in (
        Reading(frame, (), 1),
        Reading(frame, (FINDING,), 2),
        Reading(frame[["b", "a"]], (FINDING,), 1),
        Reading(frame.astype({"a": "float32"}), (FINDING,), 1),
        Reading(frame.assign(a=[1.0, 2.0]), (FINDING,), 1),
        Reading(frame.rename(columns={"a": "A"}), (FINDING,), 1),
    ):
        assert not is_same(reading, other)
    assert is_same(reading, Reading(frame.copy(), (FINDING,), 1))


@pytest.mark.parametrize("spoil", [lambda old: old[:-1], lambda old: b"", lambda old: old[:40] + b"x" + old[41:]])
def test_what_was_torn_or_edited_does_not_come_back(spoil, tmp_path):
    kept_and_recalled(tmp_path, Reading(pd.DataFrame({"a": ["x"]}), (FINDING,)))
    [entry] = (tmp_path / ".read").glob("*.parquet")
    entry.write_bytes(spoil(entry.read_bytes()))
    assert RememberedReadings.beside(tmp_path).recall("key") is None


def test_what_was_kept_under_one_name_does_not_come_back_under_another(tmp_path):
    kept_and_recalled(tmp_path, Reading(pd.DataFrame({"a": ["x"]}), (FINDING,)))
    [entry] = (tmp_path / ".read").glob("*.parquet")
    entry.rename(entry.with_name(entry.name.replace("key", "other")))
    remembered = RememberedReadings.beside(tmp_path)
    assert remembered.recall("key") is None
    assert remembered.recall("") is None


def test_the_name_of_a_reading_covers_kind_names_bytes_and_way(tmp_path):
    paths = [tmp_path / "a" / "t.csv", tmp_path / "a" / "u.csv", tmp_path / "b" / "t.csv"]
    for path in paths:
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    keys = [key_of("contracts", path, Hashes(), {"code": "1"}) for path in paths]
    keys += [key_of("publication", paths[0], Hashes(), {"code": "1"})]
    keys += [key_of("contracts", paths[0], Hashes(), {"code": "2"})]
    paths[0].write_text("y")
    keys += [key_of("contracts", paths[0], Hashes(), {"code": "1"})]
    assert len(set(keys)) == len(keys)
    assert key_of("contracts", tmp_path / "absent.csv", Hashes(), {}) == ""
