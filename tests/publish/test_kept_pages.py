"""Pages that stand are taken again if they were made from the same, and only if they are whole."""

from __future__ import annotations

import json
from contextlib import closing

import pytest

from publish.test_release_run import NOBODY, Watch, stand_in
from vv_analysis.publish import release_run, releases
from vv_analysis.publish.engines.protocol import engine
from vv_analysis.publish.kept_pages import JOURNAL
from vv_analysis.publish.nothing_new import nothing_new
from vv_analysis.publish.report_parameters import Known
from vv_analysis.settings import load


@pytest.fixture
def editions(project):
    """Return the project, comparing the editions that are in the data."""
    text = (project.home / "vv.toml").read_text().replace('"later"', '"illustrative-2020-07"')
    (project.home / "vv.toml").write_text(text.replace('"earlier"', '"illustrative-2019-11"'))
    project.processed.mkdir(parents=True)
    (project.processed / "datapackage.json").write_text("{}")
    return load(project.home)


@pytest.fixture
def run(editions, data, monkeypatch):
    """Return a function that runs the project; it answers what was made and why, and where the release stands."""

    def _run(failing=(), *, only_first=None, frames=data, **options):
        made = stand_in(failing)

        def _make_pages(planned, workplace, engine):
            yield from made(planned[:only_first], workplace, engine)
            if only_first:
                raise KeyboardInterrupt

        monkeypatch.setattr(release_run, "make_pages", _make_pages)
        watch, settings = Watch(), load(editions.home)
        planned = release_run.plan(settings, [], {}, Known(settings, lambda: frames), **options)
        outcome = release_run.run(settings, planned, "0.1.0", NOBODY, watch, lambda: frames)
        return watch, outcome

    return _run


def test_a_second_run_makes_nothing_and_leaves_the_release_untouched(run):
    first, second = run(), run()
    assert set(first[0].reasons.values()) == {"it is new"}
    assert (second[0].reasons, second[0].kept) == ({}, 7)
    assert second[1].folder == first[1].folder


def test_whoever_asks_for_it_gets_every_page_made_again(run):
    run()
    assert set(run(force=True)[0].reasons.values()) == {"it was asked for"}


def test_an_edited_notebook_is_run_again_and_no_other(run, editions):
    run()
    notebook = editions.notebooks / "public_record.ipynb"
    notebook.write_text(notebook.read_text().replace("The record", "The whole record"))
    assert run()[0].reasons == {"public_record/public-record": "its notebook changed"}


@pytest.mark.parametrize("damage", ["changed", "gone"])
def test_a_page_that_is_not_whole_is_made_again(run, damage):
    page = run()[1].folder / "category" / "accommodation.html"
    page.unlink() if damage == "gone" else page.write_text(page.read_text() + " ")
    assert list(run()[0].reasons) == ["category/accommodation"]


def test_a_run_that_is_stopped_leaves_what_it_made_to_the_next(run, editions):
    with pytest.raises(KeyboardInterrupt):
        run(only_first=3)
    assert releases.current(editions.reports) is None
    watch, outcome = run()
    assert (len(watch.reasons), watch.kept) == (4, 3)
    assert releases.current(editions.reports) == outcome.folder
    assert list((editions.reports / "unfinished").iterdir()) == []


def test_a_notebook_without_its_parameters_fails_alone_and_is_kept(project, notebook_at, no_data, tmp_path):
    notebook_at(project.notebooks / "category.ipynb", "1", parameters="other = 1")
    with closing(engine("local", 2)) as local:
        planned = release_run.plan(project, [], {}, Known(project, lambda: no_data))
        watch = Watch()
        outcome = release_run.run(project, planned, "0.1.0", local, watch, lambda: no_data)
    assert [result.job.key for result in watch.results if result.made] == ["public_record/public-record"]
    assert len(outcome.failed) == 6
    kept = project.reports / "failed" / "category" / "accommodation"
    assert "'category' is not declared in the notebook" in kept.with_suffix(".txt").read_text()
    assert kept.with_suffix(".ipynb").read_text() == (project.notebooks / "category.ipynb").read_text()


def test_a_page_that_failed_is_all_that_the_next_run_makes(run):
    run(failing=["accommodation"])
    assert run()[0].reasons == {"category/accommodation": "it is new"}


def test_a_line_that_was_cut_off_is_no_page(run, editions):
    with pytest.raises(KeyboardInterrupt):
        run(only_first=3)
    [journal] = editions.reports.glob(f"unfinished/*/{JOURNAL}")
    journal.write_text(journal.read_text()[:-20] + "\n[]\n{}")
    assert run()[0].kept == 2


def test_what_was_made_from_in_confidence_is_for_its_owner_only_and_in_no_release(run, editions):
    (editions.raw / "contracts").mkdir()
    (editions.raw / "contracts" / "handed-over.xlsx").write_bytes(b"1")
    folder = run()[1].folder
    assert (editions.reports / ".published.json").stat().st_mode & 0o077 == 0
    secret = json.loads((editions.reports / ".published.json").read_text())["pages"][0]["made_from"]["rows"]
    assert not [path for path in folder.rglob("*") if path.is_file() and secret.encode() in path.read_bytes()]


CHANGES = {
    "an input": lambda home: (home / "data" / "raw" / "new.csv").write_text("1"),
    "a notebook": lambda home: (home / "notebooks" / "extra.ipynb").write_text("{}"),
    "a setting": lambda home: (home / "vv.toml").write_text((home / "vv.toml").read_text() + "\n"),
    "a page that failed last": lambda home: (home / "reports" / "failed").mkdir(),
    "the release": lambda home: (home / "reports" / "current").unlink(),
    "the frames": lambda home: (home / "data" / "processed" / "datapackage.json").unlink(),
    "what is known of it": lambda home: (home / "reports" / ".published.json").write_text("["),
}


@pytest.mark.parametrize("what", CHANGES)
def test_there_is_nothing_to_do_until_something_changes(run, editions, what):
    release = run()[1].folder.name
    assert nothing_new(load(editions.home)) == release
    CHANGES[what](editions.home)
    assert nothing_new(load(editions.home)) == ""


def test_the_pages_that_took_longest_are_made_first(run, editions):
    run()
    last = editions.reports / ".published.json"
    content = json.loads(last.read_text(encoding="utf-8"))
    for page in content["pages"]:
        page["seconds"] = {"category/womens-services": 9.0, "category/accommodation": 3.0}.get(page["key"], 1.0)
    last.write_text(json.dumps(content), encoding="utf-8")
    made = [result.job.key for result in run(force=True)[0].results]
    assert made[:2] == ["category/womens-services", "category/accommodation"]
    assert len(made) == 7
