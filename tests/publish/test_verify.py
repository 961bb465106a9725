"""Whoever has a release can tell whether it is what was published: every fault is named, and nothing else is read."""

from __future__ import annotations

import json
import os
import shutil

import pytest

from publish.origin import publish
from vv_analysis.present.sentences import counted
from vv_analysis.publish import bill_of_materials, crate, installed, releases, surroundings, verify_origin
from vv_analysis.publish.installed import Library
from vv_analysis.settings import load

PAGE = "category/accommodation.html"


@pytest.fixture
def home(published, monkeypatch):
    """Stand in a project with a release, and return its folder."""
    monkeypatch.chdir(published)
    return published


@pytest.fixture
def release(home):
    return releases.current(load(home).reports)


@pytest.fixture
def differences(vv):
    """Return a way to verify: it answers with the exit code and what differs, by name."""

    def _differences(*words):
        code, said, _ = vv("verify", "--json", *words)
        found = json.loads(said)
        named = {}
        for one in (*found["inside"], *found["outside"]):
            named.setdefault(one["name"], one["what"])
        return code, named

    return _differences


def rewrite(release, change):
    """Write the manifest anew as somebody else would, and nothing else."""
    said = json.loads((release / "manifest.json").read_text(encoding="utf-8"))
    change(said)
    (release / "manifest.json").write_text(json.dumps(said), encoding="utf-8")


def a_byte_more(path):
    path.write_bytes(path.read_bytes() + b"\n")


def test_a_release_that_is_whole_is_said_to_be_in_the_first_sentence(vv, release):
    code, said, complaints = vv("verify")
    listed = releases.manifest(release)
    files, inputs = counted(len(listed["files"]), "file"), counted(len(listed["inputs"]), "input")
    assert said.splitlines()[0] == f"Release {release.name} is whole and as its manifest says: {files}, {inputs}."
    assert (code, complaints) == (0, "")


@pytest.mark.parametrize("way", ["name", "folder", "current", "link"])
def test_a_release_is_found_by_its_name_and_by_its_folder(vv, release, way):
    word = {"name": release.name, "folder": release, "current": "current", "link": "reports/current"}[way]
    assert vv("verify", word)[0] == 0


def test_whoever_looks_changes_nothing(vv, home, release):
    shutil.rmtree(home / "data" / "processed")
    before = {path: path.stat().st_mtime_ns for path in home.rglob("*")}
    assert vv("verify")[0] == 0
    assert {path: path.stat().st_mtime_ns for path in home.rglob("*")} == before


EVERY_KIND = [PAGE, "category/accommodation.ipynb", "index.html", "changes.html", crate.FILE, bill_of_materials.FILE]


@pytest.mark.parametrize("name", EVERY_KIND)
def test_one_byte_more_is_named(differences, release, name):
    a_byte_more(release / name)
    assert differences() == (1, {name: "has changed"})


@pytest.mark.parametrize("name", EVERY_KIND[1:])
def test_one_bit_in_the_middle_is_named(differences, release, name):
    content = bytearray((release / name).read_bytes())
    content[len(content) // 2] ^= 1
    (release / name).write_bytes(content)
    code, found = differences()
    assert code == 1
    assert found[name] == "has changed"


@pytest.mark.parametrize("name", ["category/accommodation.ipynb", crate.FILE, bill_of_materials.FILE])
def test_a_file_that_is_missing_is_named(differences, release, name):
    (release / name).unlink()
    assert differences() == (1, {name: "is missing"})


def test_a_page_that_is_missing_is_named_and_the_page_that_led_there(differences, release):
    (release / PAGE).unlink()
    code, found = differences()
    assert (code, found[PAGE]) == (1, "is missing")
    assert found["index.html"] == f"is not whole: the page links to {PAGE!r}, which is not there"


@pytest.mark.parametrize("name", ["new.html", "category/manifest.json", ".hidden"])
def test_a_file_that_was_added_is_named(differences, release, name):
    (release / name).write_text("{}", encoding="utf-8")
    assert differences() == (1, {name: "was added: the manifest does not name it"})


def test_each_of_several_faults_has_a_line(vv, release):
    a_byte_more(release / "index.html")
    (release / "category" / "accommodation.ipynb").unlink()
    code, said, _ = vv("verify")
    assert code == 1
    assert said.splitlines()[:3] == [
        f"Release {release.name} is not as its manifest says: two differences.",
        "category/accommodation.ipynb is missing.",
        "index.html has changed.",
    ]


@pytest.mark.parametrize("what", ["a file", "a folder", "a pipe"])
def test_what_leads_out_of_the_release_is_named_and_not_followed(differences, release, tmp_path, what):
    (tmp_path / "secret.html").write_text('<a href="gone.html">secret</a>', encoding="utf-8")
    there = release / "category" / "else.html"
    if what == "a pipe":
        os.mkfifo(there)
    else:
        there.symlink_to(tmp_path / "secret.html" if what == "a file" else tmp_path)
    assert differences() == (1, {"category/else.html": "is a link or no file, and was not followed"})


def test_a_file_that_became_a_link_to_the_same_bytes_is_named(differences, release, tmp_path):
    (release / PAGE).rename(tmp_path / "moved.html")
    (release / PAGE).symlink_to(tmp_path / "moved.html")
    assert differences() == (1, {PAGE: "is a link or no file, and was not followed"})


def test_a_page_changed_together_with_its_hash_is_given_away_by_its_crate(differences, release):
    a_byte_more(release / PAGE)
    now = {file["path"]: file["sha256"] for file in releases.files_of(release)}[PAGE]

    def _changed(said):
        next(file for file in said["files"] if file["path"] == PAGE)["sha256"] = now

    rewrite(release, _changed)
    code, found = differences("--release-only")
    assert (code, list(found)) == (1, [PAGE])


def test_an_input_changed_in_the_manifest_is_given_away_by_the_crate(differences, release):
    rewrite(release, lambda said: said["inputs"].pop())
    assert "is not the same in ro-crate-metadata.json" in next(iter(differences("--release-only")[1].values()))


def test_a_date_changed_in_the_manifest_is_given_away_by_the_crate(differences, release):
    rewrite(release, lambda said: said.update(as_at="2026-03-12"))
    code, found = differences("--release-only")
    assert (code, list(found)) == (1, [crate.FILE])


def test_a_library_changed_in_the_manifest_is_given_away_by_the_list(differences, release):
    rewrite(release, lambda said: said["libraries"].update(pandas="0.1"))
    assert list(differences("--release-only")[1]) == ["pandas"]


def test_a_page_of_which_nothing_can_be_read_is_named(differences, release):
    (release / PAGE).write_bytes(b"\xff\xfe")
    assert differences()[1][PAGE] == "has changed"


HOSTILE = {
    "out": lambda said: said["files"].append({"path": "../../../vv.toml", "sha256": "0" * 64}),
    "absolute": lambda said: said["files"].append({"path": "/etc/passwd", "sha256": "0" * 64}),
    "windows": lambda said: said["files"].append({"path": "C:\\secret", "sha256": "0" * 64}),
    "drive": lambda said: said["files"].append({"path": "C:secret", "sha256": "0" * 64}),
    "control": lambda said: said["files"].append({"path": "a\x1b[2Jb", "sha256": "0" * 64}),
    "nothing": lambda said: said["files"].append({"path": "a\0b", "sha256": "0" * 64}),
    "surrogate": lambda said: said["files"].append({"path": "\ud800", "sha256": "0" * 64}),
    "itself": lambda said: said["files"].append({"path": "manifest.json", "sha256": "0" * 64}),
    "twice": lambda said: said["files"].append(said["files"][0]),
    "number": lambda said: said["files"].append({"path": 3, "sha256": "0" * 64}),
    "no hash": lambda said: said["files"][0].update(sha256="0"),
    "no files": lambda said: said.pop("files"),
    "a word": lambda said: said.update(files="all"),
    "input": lambda said: said["inputs"].append({"path": "../vv.toml", "sha256": "0" * 64}),
    "page": lambda said: said["pages"][0].update(page="../index.html"),
    "parameters": lambda said: said["pages"][0].update(parameters=["x"]),
    "output": lambda said: said["pages"][0].update(outputs={"../x": "0" * 64}),
    "libraries": lambda said: said.update(libraries={"pandas": 3}),
    "code": lambda said: said.update(code=None),
}


@pytest.mark.parametrize("change", HOSTILE.values(), ids=HOSTILE)
def test_a_manifest_that_no_run_wrote_is_one_sentence(vv, release, change):
    rewrite(release, change)
    code, said, complaint = vv("verify")
    assert (code, said) == (1, "")
    assert complaint.startswith(f"{release.name}/manifest.json: the manifest is damaged: ")
    assert len(complaint.splitlines()) == 1


@pytest.mark.parametrize("written", [None, b"", b"\xff", b"[]", b"{}", b"[" * 100_000])
def test_a_manifest_that_is_missing_or_damaged_is_one_sentence(vv, release, written):
    (release / "manifest.json").unlink()
    if written is not None:
        (release / "manifest.json").write_bytes(written)
    code, said, complaint = vv("verify", release)
    assert (code, said) == (1, "")
    assert len(complaint.splitlines()) == 1
    assert "manifest" in complaint


@pytest.mark.parametrize(
    "change",
    [
        lambda said: said["pages"][0].update(report="../../x", parameters={"x\n": "import os"}),
        lambda said: said["pages"][0].update(report="category", parameters={"category": "nowhere"}),
        lambda said: said["pages"][0].update(page="category/nowhere.html"),
    ],
)
def test_a_page_that_this_project_does_not_make_is_named(differences, release, change):
    rewrite(release, change)
    assert differences()[0] in (0, 1)


INPUT = "publications/illustrative-2020-07/publication.toml"


def test_an_input_that_changed_is_named_and_so_are_the_pages_that_it_changes(differences, home, release):
    path = home / "data" / "raw" / INPUT
    path.write_text(path.read_text(encoding="utf-8").replace('title = "', 'title = "X', 1), encoding="utf-8")
    code, found = differences()
    assert code == 1
    assert found[f"Input {INPUT}"] == "has changed since"


def test_an_input_that_is_missing_or_new_is_named(differences, home, release):
    (home / "data" / "raw" / "new.txt").write_text("1", encoding="utf-8")
    shutil.rmtree(home / "data" / "raw" / "publications" / "illustrative-2019-11")
    code, found = differences()
    assert code == 1
    assert found["Input new.txt"] == "was added since"
    assert found["Input publications/illustrative-2019-11/publication.toml"] == "is missing"
    assert found[PAGE] == "would be made again: the rows it uses changed"


def test_the_answer_tells_a_whole_release_from_one_that_was_damaged(vv, home, release):
    (home / "data" / "raw" / "new.txt").write_text("1", encoding="utf-8")
    files = len(releases.manifest(release)["files"])
    assert vv("verify")[1].splitlines()[0] == (
        f"Release {release.name} is whole, {files} files, but what it was made from has changed since: one difference."
    )


def test_inputs_that_cannot_be_read_now_are_a_difference_and_no_end(differences, home, release):
    (home / "data" / "raw" / "publications" / "illustrative-2020-07" / "publication.toml").write_text("[", "utf-8")
    code, found = differences()
    assert code == 1
    assert found["What pages are made from"].startswith("cannot be worked out now (")


def test_a_setting_that_changed_is_named_and_which_pages_rest_on_it(differences, home, release):
    text = (home / "vv.toml").read_text(encoding="utf-8")
    (home / "vv.toml").write_text(text.replace('steady_year = "2024-25"', 'steady_year = "2023-24"'), "utf-8")
    code, found = differences()
    assert code == 1
    assert found["vv.toml"] == "has changed since"
    assert found["Every page"] == "would be made again: vv.toml changed"


def test_a_notebook_that_changed_is_named_by_its_pages(differences, home, release):
    a_byte_more(home / "notebooks" / "public_record.ipynb")
    what = "would be made again: its notebook changed"
    assert differences() == (1, {"public_record/public-record.html": what})


def test_code_that_changed_is_named(differences, release, monkeypatch):
    monkeypatch.setattr(surroundings, "code", lambda: "0" * 64)
    code, found = differences()
    assert code == 1
    assert found["The code of the package"].startswith("has changed since")


def with_numpy(**change):
    listed = dict(installed.libraries())
    known = {name: getattr(listed["numpy"], name) for name in Library.__slots__}
    return {**listed, "numpy": Library(**{**known, **change})}


def test_a_library_of_another_version_is_named_with_both(differences, release, monkeypatch):
    was = installed.libraries()["numpy"].version
    monkeypatch.setattr(verify_origin, "libraries", lambda: with_numpy(version="0.1"))
    assert differences() == (1, {"numpy": f"was {was} and is 0.1 now"})


def test_a_library_of_the_same_version_with_other_files_is_named(differences, release, monkeypatch):
    was = installed.libraries()["numpy"].version
    monkeypatch.setattr(verify_origin, "libraries", lambda: with_numpy(sha256="0" * 64))
    assert differences() == (1, {"numpy": f"is {was} as it was, but its files are others"})


def test_a_library_that_is_needed_no_more_or_newly_is_named(differences, release, monkeypatch):
    listed = dict(installed.libraries())
    listed["newcomer"] = with_numpy(name="newcomer", version="1.0")["numpy"]
    was = listed.pop("numpy").version
    monkeypatch.setattr(verify_origin, "libraries", lambda: listed)
    assert differences() == (
        1, {"newcomer": "was not needed and is 1.0 now", "numpy": f"was {was} and is not there now"},
    )  # fmt: skip


def test_another_python_is_named(differences, release, monkeypatch):
    was = releases.manifest(release)["python"]
    monkeypatch.setattr(verify_origin.platform, "python_version", lambda: "3.99.0")
    assert differences() == (1, {"Python": f"was {was} and is 3.99.0 now"})


def test_something_more_in_confidence_is_counted_and_not_named(vv, home, release):
    (home / "data" / "raw" / "contracts").mkdir()
    (home / "data" / "raw" / "contracts" / "Quillfeather.txt").write_text("1", encoding="utf-8")
    code, said, _ = vv("verify")
    assert code == 1
    assert "The number of inputs handed over in confidence was 0 and is 1 now." in said
    assert "Quillfeather" not in said


def test_another_commit_with_the_same_code_is_worth_a_note_and_no_difference(vv, home, release):
    rewrite(release, lambda said: said["code"].update(commit="a" * 40, changed_since=True))
    code, said, _ = vv("verify")
    assert code == 0
    assert said.splitlines()[1:] == ["It was made in a working folder with changes that stand in no commit."]


def test_a_copy_that_was_sent_to_somebody_is_looked_at_by_itself(vv, release, tmp_path, monkeypatch):
    copy = tmp_path / "elsewhere" / "sent"
    shutil.copytree(release, copy)
    monkeypatch.chdir(tmp_path / "elsewhere")
    code, said, _ = vv("verify", "sent")
    files = len(releases.manifest(release)["files"])
    first, why = said.splitlines()
    assert code == 0
    assert first == f"Release sent is whole and as its manifest says: {files} files, its inputs were not looked at."
    assert "there is no vv.toml here or above" in why
    a_byte_more(copy / PAGE)
    assert vv("verify", "sent")[0] == 1


def test_only_the_release_is_looked_at_where_that_is_asked_for(differences, home, release):
    (home / "data" / "raw" / "new.txt").write_text("1", encoding="utf-8")
    assert differences("--release-only") == (0, {})


def test_a_release_that_is_not_known_is_wrong_typing_with_a_suggestion(vv, release):
    mistyped = release.name[:-1]
    code, said, complaint = vv("verify", mistyped)
    assert (code, said) == (2, "")
    assert f"did you mean {release.name!r}?" in complaint


def test_nothing_published_is_said_with_what_to_do(vv, home, release):
    shutil.rmtree(home / "reports" / "releases")
    assert vv("verify")[::2] == (1, "the current release is gone; `vv run` makes one.\n")
    shutil.rmtree(home / "reports")
    assert vv("verify")[::2] == (1, "nothing has been published yet; `vv run` makes one.\n")


def test_a_name_without_a_project_is_wrong_typing(vv, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert vv("verify", "2026-03-11-01234567")[0] == 2


def test_a_second_release_after_an_input_that_changed_nothing_is_whole_again(vv, home, release):
    (home / "data" / "raw" / "new.txt").write_text("1", encoding="utf-8")
    assert vv("verify")[0] == 1
    publish(home, force=False)
    assert vv("verify")[0] == 0


def test_a_preview_is_looked_at_by_its_folder(vv, home):
    publish(home, only=["category"])
    code, said, _ = vv("verify", "reports/preview")
    assert (code, said.startswith("Release preview is whole")) == (0, True)
