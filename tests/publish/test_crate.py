"""A release can be opened by whatever opens RO-Crates, and its crate says what each file is."""

from __future__ import annotations

import json

import pytest
from rocrate.rocrate import ROCrate

from publish.origin import publish
from vv_analysis.publish import crate, releases
from vv_analysis.settings import load

SAID = {"as_at": "2026-03-11", "python": "3.11.9", "libraries": {"vv-analysis": "0.1.0"}, "confidential_inputs": 0}


@pytest.fixture
def release(published):
    return releases.current(load(published).reports)


def graph(release):
    return json.loads((release / crate.FILE).read_text(encoding="utf-8"))["@graph"]


def test_the_crate_of_a_release_loads_and_names_every_file_with_its_kind_and_hash(release):
    loaded = ROCrate(release)
    assert loaded.version == "1.2"
    for file in releases.manifest(release)["files"]:
        if file["path"] != crate.FILE:
            entity = loaded.get(file["path"])
            assert entity["sha256"] == file["sha256"]
            assert entity["encodingFormat"] != "application/octet-stream"


def test_every_file_that_the_crate_names_is_there(release):
    named = [entity["@id"] for entity in graph(release) if entity["@type"] == "File"]
    assert "manifest.json" in named
    assert [name for name in named if not (release / name).is_file()] == []


def test_the_root_has_name_date_and_licence_and_no_clock_was_read(release):
    root = ROCrate(release).root_dataset
    assert root["name"]
    assert root["datePublished"] == "2026-03-11"
    licences = [licence["name"] for licence in root["license"]]
    assert licences == ["Open Government Licence v3.0", "Open Parliament Licence v3.0", "MIT License"]


def test_the_run_is_an_action_with_what_it_read_with_what_and_what_came_of_it(release):
    loaded = ROCrate(release)
    (action,) = loaded.root_dataset["mentions"]
    assert action.type == "CreateAction"
    assert [tool["name"] for tool in action["instrument"]] == ["vv-analysis", "Python"]
    assert [one["name"] for one in action["object"]] == [file["path"] for file in releases.manifest(release)["inputs"]]
    assert action["result"] == [loaded.root_dataset]


def test_the_same_release_has_the_same_crate(tmp_path):
    said = {**SAID, "inputs": [{"path": "a b/ü#.csv", "sha256": "1" * 64}], "pages": []}
    files = [{"path": "index.html", "sha256": "2" * 64}, {"path": "a/b c#d.csv", "sha256": "3" * 64}]
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        crate.write(tmp_path / name, said, files)
    assert (tmp_path / "one" / crate.FILE).read_bytes() == (tmp_path / "other" / crate.FILE).read_bytes()
    date, listed = crate.listed_in(tmp_path / "one")
    assert date == "2026-03-11"
    assert listed["a/b c#d.csv"] == "3" * 64
    assert listed["#input/a b/ü#.csv"] == "1" * 64


def test_a_preview_gives_nobody_a_licence(published):
    preview = publish(published, only=["category"])
    assert preview.name == "preview"
    assert [licence["@id"] for licence in ROCrate(preview).root_dataset["license"]] == ["#preview"]


def test_what_a_page_is_called_says_its_report_and_parameters():
    page = {"report": "category", "page": "category/a.html", "parameters": {"category": "a"}}
    made = crate.crate({**SAID, "inputs": [], "pages": [page]}, [{"path": "category/a.html", "sha256": "0" * 64}])
    assert made.get("category/a.html")["name"] == "category: a"


@pytest.mark.parametrize("written", ["", "[]", "{}", '{"@graph": [3]}', '{"@graph": []}', "[" * 100_000])
def test_what_is_no_crate_is_a_plain_error(tmp_path, written):
    (tmp_path / crate.FILE).write_text(written, encoding="utf-8")
    with pytest.raises(ValueError, match=r"^no crate$"):
        crate.listed_in(tmp_path)
