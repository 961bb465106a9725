"""A run publishes everything or nothing, one at a time, and says what became of each page."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import closing

import nbformat
import psutil
import pytest
from bs4 import BeautifulSoup

from vv_analysis.errors import InputError
from vv_analysis.publish import release_run, releases
from vv_analysis.publish.engines.protocol import engine
from vv_analysis.publish.report_parameters import Known
from vv_analysis.publish.runner import Result, make_pages
from vv_analysis.settings import load

NOBODY = None  # no engine is asked where making pages is stood in for
PAGE = '<!doctype html><html><body><h1>{}</h1><a href="../index.html">all</a></body></html>'


def stand_in(failing=(), seconds=1.25):
    """Make pages as the runner does, without a kernel."""

    def _make_pages(planned, workplace, engine):
        for job in planned:
            folder = workplace.folder / job.report
            folder.mkdir(exist_ok=True)
            (folder / f"{job.slug}.ipynb").write_text("{}", encoding="utf-8")
            if job.slug in failing:
                yield Result(job, f"{job.key}: cell 3 failed.")
                continue
            (folder / f"{job.slug}.html").write_text(PAGE.format(job.title), encoding="utf-8")
            yield Result(job, files=(f"{job.slug}.ipynb", f"{job.slug}.html"), seconds=seconds)

    return _make_pages


class Watch:
    """Whoever watches a run: keeps what it is told."""

    def __init__(self):
        self.reasons, self.kept, self.results = {}, 0, []

    def begins(self, reasons, kept):
        self.reasons, self.kept = dict(reasons), kept

    def ends(self, result):
        self.results.append(result)


@pytest.fixture
def run(project, no_data, monkeypatch):
    """Return a function that runs the project, with some pages failing."""

    def _run(failing=(), only=(), *, force=True, **chosen):
        monkeypatch.setattr(release_run, "read", lambda settings: no_data)
        monkeypatch.setattr(release_run, "make_pages", stand_in(failing))
        watch, known = Watch(), Known(project, lambda: no_data)
        planned = release_run.plan(project, only, chosen, known, force=force)
        outcome = release_run.run(project, planned, "0.1.0", NOBODY, watch)
        return outcome, watch.results

    return _run


def everything_in(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_whole_run_publishes_a_front_page_and_every_page(run, project):
    outcome, told = run()
    assert len(told) == 7
    assert outcome.folder == releases.current(project.reports)
    front = BeautifulSoup((outcome.folder / "index.html").read_text(encoding="utf-8"), "html.parser")
    links = {link["href"] for link in front.main.find_all("a") if not link["href"].startswith("#")}
    assert links == {f"{result.job.key}.html" for result in told}
    assert all((outcome.folder / link).is_file() for link in links)


def test_the_same_run_twice_makes_the_same_release(run, project):
    first, second = run()[0].folder, run()[0].folder
    assert first == second
    assert [path.name for path in (project.reports / "releases").iterdir()] == [first.name]


def test_one_page_that_fails_leaves_the_last_release_as_it_was(run, project):
    good = run()[0].folder
    before = everything_in(good)
    outcome, told = run(failing=["accommodation"])
    assert outcome.folder is None
    assert [result.job.key for result in outcome.failed] == ["category/accommodation"]
    assert len(told) == 7  # the others were made all the same
    assert releases.current(project.reports) == good
    assert everything_in(good) == before
    assert [path.name for path in (project.reports / "releases").iterdir()] == [good.name]


def test_what_failed_is_kept_with_its_sentence_until_the_next_run(run, project):
    failed = project.reports / "failed"
    run(failing=["accommodation", "womens-services"])
    assert sorted(everything_in(failed)) == [
        "category/accommodation.ipynb",
        "category/accommodation.txt",
        "category/womens-services.ipynb",
        "category/womens-services.txt",
    ]
    run(failing=["accommodation"])
    assert sorted(everything_in(failed)) == ["category/accommodation.ipynb", "category/accommodation.txt"]
    run()
    assert not failed.exists()


def test_a_part_of_the_pages_makes_a_preview_and_never_a_release(run, project):
    release = run()[0].folder
    preview = run(only=["category"], category="accommodation")[0].folder
    assert preview == project.reports / "preview"
    assert (preview / "category" / "accommodation.html").is_file()
    assert not (preview / "public_record").exists()
    assert releases.current(project.reports) == release


def test_a_run_that_is_stopped_leaves_no_half_release(run, project, monkeypatch):
    good = run()[0].folder

    def stopped(planned, workplace, engine):
        yield from list(stand_in()(planned[:1], workplace, engine))
        raise KeyboardInterrupt

    monkeypatch.setattr(release_run, "make_pages", stopped)
    plan = release_run.plan(project, [], {})
    with pytest.raises(KeyboardInterrupt):
        release_run.run(project, plan, "0.1.0", NOBODY, Watch())
    assert releases.current(project.reports) == good
    assert [path.name for path in (project.reports / "releases").iterdir()] == [good.name]


def test_what_a_killed_run_left_is_cleared_by_the_next(run, project):
    left = project.reports / "unfinished" / "run-killed"
    left.mkdir(parents=True)
    (left / "index.html").write_text("half", encoding="utf-8")
    run()
    assert not left.exists()


def test_the_date_in_the_settings_is_the_date_everywhere(run):
    folder = run()[0].folder
    assert folder.name.startswith("2026-03-11-")
    assert releases.manifest(folder)["as_at"] == "2026-03-11"
    assert "11 March 2026" in (folder / "index.html").read_text(encoding="utf-8")


def test_inputs_without_any_date_are_refused_with_the_way_out(run, project):
    settings = project.home / "vv.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("as_at = 2026-03-11", ""), encoding="utf-8")
    undated = load(project.home)
    run()
    with pytest.raises(InputError, match=r"set as_at in vv\.toml"):
        release_run.run(undated, release_run.plan(undated, [], {}), "0.1.0", NOBODY, Watch())


def test_pages_are_made_side_by_side_and_one_that_dies_does_not_stop_the_others(project, notebook_at, tmp_path):
    notebook_at(project.notebooks / "public_record.ipynb", "import os; os._exit(1)")
    planned = release_run.plan(project, [], {}).jobs[:3]
    workplace = release_run.Workplace(tmp_path / "made", project.home, "2026-03-11", "0.1.0", project.run)
    with closing(engine("local", 2)) as made_by:
        results = {result.job.key: result for result in make_pages(planned, workplace, made_by)}
    assert list(results["public_record/public-record"].error.split(": ", 1)) == [
        "public_record/public-record",
        "cell 1 failed: its process ended itself with exit code 1; see what that cell does in the kept notebook.",
    ]
    for slug, title in (("accommodation", "accommodation"), ("finance-benefits-debt", "finance-benefits-debt")):
        assert results[f"category/{slug}"].made
        made = tmp_path / "made" / "category" / slug
        assert BeautifulSoup(made.with_suffix(".html").read_text(encoding="utf-8"), "html.parser").h1.text == title
        cells = nbformat.read(made.with_suffix(".ipynb"), as_version=4).cells
        assert f'category = "{slug}"' in cells[1].source


HEART = """
import pathlib, time
pathlib.Path("beats").touch()
time.sleep(600)
"""
STOP = """
import sys
from contextlib import closing
from vv_analysis.publish import release_run
from vv_analysis.publish.engines.protocol import engine
from vv_analysis.publish.runner import Workplace, make_pages
from vv_analysis.settings import load
from pathlib import Path

if __name__ == "__main__":
    project = load(Path(sys.argv[1]))
    workplace = Workplace(project.home / "made", project.home, "2026-03-11", "0.1.0", project.run)
    with closing(engine("local", 1)) as made_by:
        list(make_pages(release_run.plan(project, ["public_record"], {}).jobs, workplace, made_by))
"""


@pytest.mark.skipif(os.name != "posix", reason="signals of a terminal are a matter of POSIX")
def test_ctrl_c_ends_a_run_at_once_and_the_kernel_with_it(project, notebook_at, tmp_path):
    notebook_at(project.notebooks / "public_record.ipynb", HEART)
    script, passing = tmp_path / "stop.py", tmp_path / "passing"
    script.write_text(STOP, encoding="utf-8")
    passing.mkdir()
    environment = os.environ | {"TMPDIR": str(passing)}  # where its folder is then found
    with subprocess.Popen(  # noqa: S603
        [sys.executable, script, project.home],
        start_new_session=True, stderr=subprocess.PIPE, text=True, env=environment,
    ) as running:  # fmt: skip
        watch = threading.Timer(90, running.kill)
        watch.start()
        while not list(passing.rglob("beats")) and running.poll() is None:
            time.sleep(0.1)
        kernel_and_all = psutil.Process(running.pid).children(recursive=True)
        os.killpg(running.pid, signal.SIGINT)
        started = time.monotonic()
        said = running.communicate()[1]
        watch.cancel()
    assert time.monotonic() - started < 30
    assert said.strip().endswith("KeyboardInterrupt")
    assert said.count("Traceback") == 1
    assert len(kernel_and_all) >= 3  # the warm process, that of the page and that of the notebook
    assert psutil.wait_procs(kernel_and_all, timeout=30)[1] == []
