"""A release is complete or it is not there; the same pages make the same one, and the link always leads to one."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest

from vv_analysis.errors import ReportError
from vv_analysis.publish import releases, swap
from vv_analysis.publish.parameters import jobs
from vv_analysis.settings import CONTRACTS_VARIABLE

GOOD = '<!doctype html><html><body><p>{}</p><a href="index.html#top">front</a></body></html>'


@pytest.fixture
def built(project):
    """Return a function that builds a release with a front page of some words, and publishes it."""

    def _build(words="words", as_at="2026-03-11"):
        folder = releases.building(project.reports)
        (folder / "index.html").write_text(GOOD.format("front"), encoding="utf-8")
        (folder / "report").mkdir()
        (folder / "report" / "page.html").write_text(f"<!doctype html><html><body>{words}</body></html>")
        name = releases.name_of(folder, as_at)
        releases.seal(folder, project, as_at, jobs(project))
        return swap.publish(folder, name, project)

    return _build


def test_the_name_of_a_release_is_its_date_and_eight_figures_of_its_hash(built):
    date, digest = built().name[:10], built().name[11:]
    assert date == "2026-03-11"
    assert len(digest) == 8
    assert set(digest) <= set("0123456789abcdef")


def test_the_same_pages_make_the_same_release_and_replace_nothing(built):
    first = built()
    written = (first / "index.html").stat().st_ino
    second = built()
    assert second == first
    assert (second / "index.html").stat().st_ino == written
    assert len(list(first.parent.iterdir())) == 1


def test_other_pages_make_another_release_and_the_link_leads_to_the_last(built, project):
    first, second = built("one"), built("two")
    assert first != second
    assert first.is_dir()
    assert (project.reports / "current").is_symlink()
    assert releases.current(project.reports) == second
    assert built("one") == first
    assert releases.current(project.reports) == first


def test_the_link_is_relative_so_that_a_moved_folder_still_works(built, project):
    release = built()
    assert (project.reports / "current").readlink() == Path("releases", release.name)
    project.reports.rename(project.home / "moved")
    assert releases.current(project.home / "moved") is not None


def test_the_link_leads_to_a_complete_release_at_every_step(built, project, monkeypatch):
    first = built("one")
    complete = []
    # Every rename is a moment at which a reader may come, or the power may go.
    rename = type(project.reports).rename
    replace = type(project.reports).replace

    def seen(move):
        def _move(path, target):
            complete.append((releases.current(project.reports) / "manifest.json").is_file())
            moved = move(path, target)
            complete.append((releases.current(project.reports) / "manifest.json").is_file())
            return moved

        return _move

    monkeypatch.setattr(type(project.reports), "rename", seen(rename))
    monkeypatch.setattr(type(project.reports), "replace", seen(replace))
    second = built("two")
    assert len(complete) == 4
    assert all(complete)
    assert releases.current(project.reports) == second != first


@pytest.mark.parametrize("step", ["rename", "replace"])
def test_a_stop_in_the_middle_leaves_the_last_release_and_is_cleared_by_the_next(built, project, monkeypatch, step):
    first = built("one")

    def stop(path, target):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(type(project.reports), step, stop)
        with pytest.raises(KeyboardInterrupt):
            built("two")
    assert releases.current(project.reports) == first
    assert releases.current(project.reports) != built("three")
    assert not list((project.reports / "releases").glob(".building-*"))
    assert not (project.reports / ".current.new").exists()


def test_something_else_in_the_place_of_the_link_is_not_removed(built, project):
    (project.reports / "current").mkdir(parents=True)
    with pytest.raises(ReportError, match="move it away"):
        built()
    assert (project.reports / "current").is_dir()


def test_nothing_published_is_no_release(project):
    assert releases.current(project.reports) is None


def test_the_last_five_releases_are_kept(built, project):
    made = []
    for number in range(7):
        made.append(built(f"page {number}"))
        os.utime(made[-1], (number, number))
        if number:
            os.utime(made[-2] / "manifest.json", (number, number))  # left long ago
    left = {path.name for path in (project.reports / "releases").iterdir()}
    assert left == {release.name for release in made[-5:]}


def test_the_manifest_names_every_file_with_its_hash(built):
    release = built()
    said = releases.manifest(release)
    assert said["as_at"] == "2026-03-11"
    assert [page["page"] for page in said["pages"]][:2] == [
        "public_record/public-record.html",
        "category/accommodation.html",
    ]
    assert {file["path"]: file["sha256"] for file in said["files"]} == {
        name: hashlib.sha256((release / name).read_bytes()).hexdigest()
        for name in ("index.html", "report/page.html", "ro-crate-metadata.json", "sbom.cdx.json")
    }


def test_the_manifest_names_inputs_but_never_confidential_ones(built, project):
    for name in ("publications/a.csv", "contracts/illustrative/invented.xlsx", "contracts/secret-trust.xlsx"):
        (project.raw / name).parent.mkdir(parents=True, exist_ok=True)
        (project.raw / name).write_bytes(b"1")
    text = (built() / "manifest.json").read_text(encoding="utf-8")
    said = json.loads(text)
    assert [one["path"] for one in said["inputs"]] == ["contracts/illustrative/invented.xlsx", "publications/a.csv"]
    assert said["confidential_inputs"] == 1
    assert "secret" not in text


def test_the_manifest_holds_no_place_of_this_machine(built, project):
    assert str(project.home) not in (built() / "manifest.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("markup", "what"),
    [
        ("<script>alert(1)</script>", "<script>"),
        ('<link rel="stylesheet" href="index.html">', "<link>"),
        ('<iframe src="data:text/html,x"></iframe>', "<iframe>"),
        ('<base href="https://elsewhere.example">', "<base>"),
        ('<form action="https://elsewhere.example"></form>', "<form>"),
        ('<META HTTP-EQUIV="Refresh" content="0; url=https://elsewhere.example">', "<meta> that leads elsewhere"),
        ('<img src="https://elsewhere.example/x.png">', "a file from elsewhere"),
        ('<img src="//elsewhere.example/x.png">', "a file from elsewhere"),
        ('<img src="picture.png">', "a file from elsewhere"),
        ('<img srcset="https://elsewhere.example/x.png 2x" src="data:image/png;base64,">', "a file from elsewhere"),
        ('<p onclick="alert(1)">x</p>', "an onclick handler"),
        ('<a href="javascript:alert(1)">x</a>', "a link to javascript:"),
        ('<a href="JavaScript:alert(1)">x</a>', "a link to javascript:"),
        ('<a href="data:text/html,x">x</a>', "a link to data:"),
        ('<a href="//elsewhere.example">x</a>', "a link without its scheme"),
        ('<a href="nowhere.html">x</a>', "'nowhere.html', which is not there"),
        ('<a href="../../vv.toml">x</a>', "'../../vv.toml', which is not there"),
        ('<a href="/etc/hostname">x</a>', "'/etc/hostname', which is not there"),
    ],
)
def test_a_page_that_could_run_or_fetch_or_lead_astray_is_never_published(built, project, markup, what):
    first = built("good")
    with pytest.raises(ReportError) as caught:
        built(markup)
    assert what in str(caught.value)
    assert "page.html" in str(caught.value)
    assert releases.current(project.reports) == first


def test_links_to_the_sources_of_figures_are_allowed(built):
    assert built('<a href="https://questions-statements.parliament.uk/">the answer</a>').is_dir()


@pytest.mark.parametrize(
    ("markup", "what"),
    [
        ('<a href="#nowhere">x</a>', "'#nowhere', which is not there"),
        ('<h2 id="cost">Cost</h2><h2 id="cost">Cost</h2>', "two parts of the page are called 'cost'"),
    ],
)
def test_a_link_within_a_page_leads_to_one_place(built, markup, what):
    with pytest.raises(ReportError) as caught:
        built(markup)
    assert what in str(caught.value)


def test_a_link_within_a_page_that_leads_somewhere_is_published(built):
    assert built('<a href="#cost">x</a><h2 id="cost">Cost</h2>').is_dir()


def test_beside_a_release_that_was_damaged_the_next_run_puts_a_whole_one(built, project):
    release = built()
    whole = (release / "index.html").read_bytes()
    (release / "index.html").unlink()
    beside = built()
    assert beside.name == f"{release.name}-2"
    assert (beside / "index.html").read_bytes() == whole
    assert (project.reports / "current").resolve() == beside


def test_an_old_release_that_is_published_again_counts_as_new(built, project):
    old, *others = [built(f"page {number}") for number in range(5)]
    for made, release in enumerate((old, *others)):
        for path in (release, release / "manifest.json"):  # made, and left, long ago
            os.utime(path, (made, made))
    assert built("page 0") == old
    built("page 5")
    left = {path.name for path in old.parent.iterdir()}
    assert old.name in left
    assert others[0].name not in left


@pytest.mark.parametrize("elsewhere", ["vault", "vault/one.xlsx", "data/raw/one.xlsx"])
def test_contracts_left_in_their_usual_folder_stay_confidential_while_another_is_named(
    built, project, monkeypatch, elsewhere
):
    for name in ("data/raw/contracts/left-behind.xlsx", elsewhere if "." in elsewhere else f"{elsewhere}/one.xlsx"):
        (project.home / name).parent.mkdir(parents=True, exist_ok=True)
        (project.home / name).write_bytes(b"1")
    monkeypatch.setenv(CONTRACTS_VARIABLE, str(project.home / elsewhere))
    said = releases.manifest(built())
    assert said["confidential_inputs"] == 2
    assert said["inputs"] == []
