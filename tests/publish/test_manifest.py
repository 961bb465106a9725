"""A release says what each page was made from, by what and how long it took, and nothing that gives a contract away."""

from __future__ import annotations

import json
import subprocess

import pytest

from publish.origin import publish
from vv_analysis.errors import ReportError
from vv_analysis.publish import kept_pages, manifest, releases
from vv_analysis.publish.kept_pages import KeptPage
from vv_analysis.publish.made_from import PARTS
from vv_analysis.publish.parameters import jobs
from vv_analysis.settings import load

MADE_FROM = {part: f"{number}" * 64 for number, part in enumerate(PARTS, start=1)}
FIRST = "public_record/public-record"


def content(settings):
    """Return what a manifest says in which the first page is known."""
    page = KeptPage(FIRST, MADE_FROM, {f"{FIRST}.html": "0" * 64}, 1.25)
    return manifest.content(settings, "2026-03-11", jobs(settings), [page])


def test_a_page_says_what_it_was_made_from_what_came_of_it_and_how_long_it_took(project):
    said = content(project)
    assert said["pages"][0] == {
        "report": "public_record",
        "page": f"{FIRST}.html",
        "parameters": {},
        "made_from": {part: MADE_FROM[part] for part in ("rows", "parameters", "notebook")},
        "seconds": 1.25,
        "outputs": {f"{FIRST}.html": "0" * 64},
    }
    assert {*said["made_from"], *said["pages"][0]["made_from"]} == set(PARTS)


def test_rows_have_no_printed_hash_where_anything_was_handed_over_in_confidence(project):
    secret = project.raw / "contracts" / "secret-trust.xlsx"
    secret.parent.mkdir()
    secret.write_bytes(b"1")
    said = content(project)
    assert said["confidential_inputs"] == 1
    assert "rows" not in said["pages"][0]["made_from"]
    assert MADE_FROM["rows"] not in json.dumps(said)
    assert "secret" not in json.dumps(said)


def test_what_a_link_among_the_contracts_leads_to_is_confidential_too(project, tmp_path):
    vault = tmp_path / "vault"
    vault.mkdir()
    (vault / "secret-trust.xlsx").write_bytes(b"1")
    (project.raw / "contracts").mkdir()
    (project.raw / "contracts" / "more").symlink_to(vault, target_is_directory=True)
    (project.raw / "publications").symlink_to(vault, target_is_directory=True)
    assert manifest.inputs(project) == {}
    assert len(manifest.confidential(project)) == 1


def test_an_edition_that_is_a_link_is_an_input_and_a_link_that_leads_round_is_followed_once(project, tmp_path):
    edition = tmp_path / "edition"
    edition.mkdir()
    (edition / "values.csv").write_bytes(b"1")
    (project.raw / "publications").symlink_to(edition, target_is_directory=True)
    (edition / "round").symlink_to(edition, target_is_directory=True)
    assert list(manifest.inputs(project)) == ["publications/values.csv"]


@pytest.mark.parametrize("name", [".DS_Store", "~$values.xlsx"])
def test_what_a_desktop_leaves_beside_files_is_no_input(project, name):
    (project.raw / name).write_bytes(b"1")
    assert manifest.inputs(project) == {}


def test_a_page_noted_before_durations_were_kept_is_still_a_page(tmp_path):
    line = {"key": "a/b", "made_from": {"rows": "1"}, "files": {"a/b.html": "2"}}
    (tmp_path / kept_pages.JOURNAL).write_text(json.dumps(line) + "\n", encoding="utf-8")
    assert [page.seconds for page in kept_pages.noted(tmp_path)] == [None]


def test_a_page_that_stands_keeps_the_time_it_took_when_it_was_made(published):
    notebook = published / "notebooks" / "public_record.ipynb"
    notebook.write_text(notebook.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    made = releases.manifest(publish(published, force=False, seconds=2.5))["pages"]
    assert {page["report"]: page["seconds"] for page in made} == {"public_record": 2.5, "category": 1.25}


def test_every_file_of_a_release_is_in_its_manifest_but_itself(published):
    release = releases.current(load(published).reports)
    there = {path.relative_to(release).as_posix() for path in release.rglob("*") if path.is_file()}
    listed = [file["path"] for file in releases.manifest(release)["files"]]
    assert sorted(listed) == sorted(there - {"manifest.json"})
    assert {"sbom.cdx.json", "ro-crate-metadata.json"} <= set(listed)


def test_a_file_called_like_the_manifest_in_a_page_folder_is_a_file_like_others(tmp_path):
    (tmp_path / "report").mkdir()
    for name in ("manifest.json", "report/manifest.json"):
        (tmp_path / name).write_text("{}", encoding="utf-8")
    assert [file["path"] for file in releases.files_of(tmp_path)] == ["report/manifest.json"]


def test_the_same_inputs_say_the_same_but_for_the_time_it_took(published):
    first = releases.current(load(published).reports)
    before = {path.name: path.read_bytes() for path in first.iterdir() if path.is_file()}
    again = publish(published, seconds=99)
    assert again == first
    assert {path.name: path.read_bytes() for path in again.iterdir() if path.is_file()} == before


def test_other_inputs_that_change_no_page_make_a_second_release_which_says_so(published):
    first = releases.current(load(published).reports)
    (published / "data" / "raw" / "README.md").write_text("Whose these are.", encoding="utf-8")
    second = publish(published, force=False)
    assert second.name == f"{first.name}-2"
    inputs = [{file["path"] for file in releases.manifest(release)["inputs"]} for release in (first, second)]
    assert inputs[1] - inputs[0] == {"README.md"}


def git(home, *words):
    named = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(["git", *named, *words], cwd=home, check=True, capture_output=True)  # noqa: S603, S607


def test_the_commit_is_said_and_whether_anything_changed_since(project):
    assert set(manifest.code(project.home)) == {"sha256"}
    git(project.home, "init")
    git(project.home, "add", ".")
    git(project.home, "commit", "-m", "first")
    said = manifest.code(project.home)
    assert len(said["commit"]) == 40
    assert said["changed_since"] is False
    (project.home / "vv.toml").write_text("changed", encoding="utf-8")
    assert manifest.code(project.home)["changed_since"] is True


@pytest.mark.parametrize("written", ["", "[]", "{", "\udcff", "[" * 100_000])
def test_a_damaged_manifest_is_one_sentence(tmp_path, written):
    (tmp_path / "manifest.json").write_bytes(written.encode("utf-8", "surrogateescape"))
    with pytest.raises(ReportError, match="the manifest is damaged"):
        manifest.read(tmp_path)


def test_two_releases_of_which_one_says_nothing_understood_are_not_alike(tmp_path):
    for name, written in (("one", '{"pages": 3}'), ("other", '{"pages": []}')):
        (tmp_path / name).mkdir()
        (tmp_path / name / "manifest.json").write_text(written, encoding="utf-8")
    assert not manifest.alike(tmp_path / "one", tmp_path / "other")
