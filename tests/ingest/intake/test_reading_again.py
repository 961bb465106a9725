"""However inputs change, what is read again and what is remembered together are what a full reading gives."""

import os
import random
import shutil
import stat
import tempfile
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from strategies.small_inputs import CHANGES, contract, decide, edition, made_in
from vv_analysis.errors import InputError
from vv_analysis.ingest.intake import processed, reading_again
from vv_analysis.ingest.intake.inspection import read_source
from vv_analysis.ingest.intake.last_reading import up_to_date
from vv_analysis.ingest.intake.processed import load, refresh

FRAMES = ("published", "contracts", "awards", "statements", "quality", "scores")
SHUFFLED = random.Random(2026).sample(sorted(CHANGES), len(CHANGES))
LOG = ("quality.csv", "quality.parquet", "scores.csv", "scores.parquet")


@pytest.fixture
def inputs(tmp_path, monkeypatch):
    monkeypatch.setenv("VV_HOME", str(tmp_path))
    return made_in(tmp_path)


def contents(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.glob("[!.]*"))}


def outcome(inputs, folder):
    """Return what a reading writes into a folder; of inputs that are refused, the log and the reason."""
    try:
        read = refresh(inputs.raw, inputs.contracts, folder, inputs.decisions)
    except InputError as error:
        return str(error), {name: content for name, content in contents(folder).items() if name in LOG}
    for name in FRAMES:
        assert_frame_equal(getattr(read, name), getattr(load(folder), name))
    return "", contents(folder)


def assert_as_read_in_full(inputs):
    told = outcome(inputs, inputs.processed)
    with tempfile.TemporaryDirectory(dir=inputs.home) as empty:
        assert told == outcome(inputs, Path(empty))


def sources_read(inputs):
    """Return which files and folders the next refresh reads."""
    with mock.patch.object(reading_again, "read_source", side_effect=read_source) as read:
        refresh(*inputs.places)
    return sorted(call.args[0].path.relative_to(inputs.raw).as_posix() for call in read.call_args_list)


@pytest.mark.parametrize("some", [SHUFFLED[place::6] for place in range(6)], ids="; then ".join)
def test_after_every_change_the_frames_are_those_of_a_full_reading(inputs, some):
    refresh(*inputs.places)
    for change in some:
        CHANGES[change](inputs)
        assert_as_read_in_full(inputs)


@settings(max_examples=4)
@given(changes=st.lists(st.sampled_from(sorted(CHANGES)), min_size=2, max_size=4))
def test_in_whatever_order_things_change_the_frames_are_those_of_a_full_reading(changes):
    with tempfile.TemporaryDirectory() as home, mock.patch.dict(os.environ, {"VV_HOME": home}):
        inputs = made_in(Path(home))
        for change in changes:
            CHANGES[change](inputs)
            assert_as_read_in_full(inputs)


@pytest.mark.parametrize("writes", [0, 5, 12, 18])
def test_a_reading_that_was_killed_leaves_nothing_that_is_believed(inputs, writes):
    refresh(*inputs.places)
    contract(inputs, "a", value=5000)
    edition(inputs, "first", "Area,Lot,Year,Value (£),Volume\nKent,Lot 1,2023-24,7,1\n")
    replace, done = Path.replace, []

    def killed(path, target):
        done.append(path)
        if len(done) > writes:
            raise KeyboardInterrupt
        return replace(path, target)

    with mock.patch.object(Path, "replace", killed), pytest.raises(KeyboardInterrupt):
        refresh(*inputs.places)
    assert_as_read_in_full(inputs)
    assert not list(inputs.processed.rglob(".*.new"))


def test_inputs_that_change_back_while_nobody_was_told_are_read_as_they_are(inputs):
    refresh(*inputs.places)
    before = contents(inputs.processed)
    contract(inputs, "a", value=5000)
    refresh(*inputs.places)
    assert contents(inputs.processed) != before
    contract(inputs, "a", organisation="St Mungos")
    refresh(*inputs.places)
    assert contents(inputs.processed) == before


def test_where_nothing_changed_nothing_is_read_and_no_file_is_written(inputs):
    refresh(*inputs.places)
    before = {path: path.stat().st_mtime_ns for path in inputs.processed.rglob("*")}
    with mock.patch.object(processed, "sources_in", side_effect=AssertionError):
        refresh(*inputs.places)
    assert {path: path.stat().st_mtime_ns for path in inputs.processed.rglob("*")} == before
    assert up_to_date(inputs.raw, inputs.contracts, inputs.processed, inputs.decisions)


def test_only_what_changed_is_read_again(inputs):
    refresh(*inputs.places)
    contract(inputs, "a", value=5000)
    assert sources_read(inputs) == ["contracts/a.xlsx"]
    decide(inputs, "St Mungos,St Mungo's,somebody,2026-11-22\n")
    assert sources_read(inputs) == []
    (inputs.contracts / "a.xlsx").rename(inputs.contracts / "renamed.xlsx")
    assert sources_read(inputs) == ["contracts/renamed.xlsx"]


def test_an_edition_is_read_again_when_the_one_it_follows_changes(inputs):
    refresh(*inputs.places)
    edition(inputs, "first", "Area,Lot,Year,Value (£),Volume\nKent,Lot 1,2023-24,7,1\n")
    assert sources_read(inputs) == ["publications/first", "publications/second"]


def test_everything_is_read_again_by_other_code(inputs):
    refresh(*inputs.places)
    every = len(inputs.entries())
    with mock.patch("vv_analysis.ingest.intake.last_reading.way_of_reading", return_value={"code": "other"}):
        assert not up_to_date(inputs.raw, inputs.contracts, inputs.processed, inputs.decisions)
        assert len(sources_read(inputs)) == every


def test_what_is_refused_is_never_remembered(inputs):
    refresh(*inputs.places)
    before = {path.name for path in inputs.entries()}
    (inputs.contracts / "broken.xlsx").write_bytes(b"no workbook")
    for _ in range(2):
        with pytest.raises(InputError):
            refresh(*inputs.places)
        assert not up_to_date(inputs.raw, inputs.contracts, inputs.processed, inputs.decisions)
        assert {path.name for path in inputs.entries()} == before


def test_a_file_that_changes_while_it_is_read_is_read_again(inputs):
    def read_then_changed(source):
        reading = read_source(source)
        if source.path.name == "a.xlsx":
            contract(inputs, "a", value=5000)
        return reading

    with mock.patch.object(reading_again, "read_source", read_then_changed):
        refresh(*inputs.places)
    assert not up_to_date(inputs.raw, inputs.contracts, inputs.processed, inputs.decisions)
    assert_as_read_in_full(inputs)


def test_no_more_is_kept_than_there_are_sources(inputs):
    for value in range(3):
        contract(inputs, "a", value=value)
        refresh(*inputs.places)
    (inputs.contracts / "b.xlsx").unlink()
    refresh(*inputs.places)
    assert len(inputs.entries()) == 6
    assert set(inputs.memory.iterdir()) == {*inputs.entries(), inputs.memory / "inputs.json"}


def test_what_is_remembered_is_for_its_owner_alone_and_no_part_of_the_data_package(inputs):
    refresh(*inputs.places)
    assert stat.S_IMODE(inputs.memory.stat().st_mode) == 0o700
    assert ".read" not in (inputs.processed / "datapackage.json").read_text(encoding="utf-8")


def test_readings_that_cannot_be_kept_are_read_each_time(inputs):
    inputs.processed.mkdir()
    inputs.memory.write_text("a file stands in the way")
    assert_as_read_in_full(inputs)
    assert_as_read_in_full(inputs)
    assert not up_to_date(inputs.raw, inputs.contracts, inputs.processed, inputs.decisions)


def test_a_folder_of_inputs_that_is_gone_is_missed_even_after_an_empty_one(tmp_path):
    raw, frames = tmp_path / "raw", tmp_path / "processed"
    raw.mkdir()
    refresh(raw, raw, frames)
    shutil.rmtree(raw)
    with pytest.raises(InputError, match="there is no such file or folder"):
        refresh(raw, raw, frames)
