"""A cluster makes the same pages; one that loses a worker in the middle makes them all the same."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from contextlib import closing, contextmanager

import nbformat
import pytest

from vv_analysis.errors import ParameterError
from vv_analysis.publish import release_run
from vv_analysis.publish.engines.protocol import engine
from vv_analysis.publish.runner import Workplace

MAKE = """
import json, sys
from contextlib import closing
from pathlib import Path
from vv_analysis.publish import release_run
from vv_analysis.publish.engines.protocol import engine
from vv_analysis.publish.runner import Workplace, make_pages
from vv_analysis.settings import load

project = load(Path(sys.argv[1]))
workplace = Workplace(Path(sys.argv[2]), project.home, "2026-03-11", "0.1.0", project.run)
with closing(engine(sys.argv[3], 2)) as made_by:
    for result in make_pages(release_run.plan(project, ["category"], {}).jobs, workplace, made_by):
        print(json.dumps([result.job.key, result.error]), flush=True)
"""


@contextmanager
def running(*words, **options):
    options = {"stderr": subprocess.DEVNULL, "text": True} | options
    with subprocess.Popen([sys.executable, *words], **options) as process:  # noqa: S603
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture
def cluster(tmp_path):
    """Start a scheduler and two workers; return its address and the workers."""
    scheduler = ("-m", "distributed.cli.dask_scheduler", "--no-dashboard", "--port", "0", "--host", "127.0.0.1")
    with running(*scheduler, stderr=subprocess.PIPE) as told:
        address = next(found[0] for line in told.stderr if (found := re.search(r"tcp://127\.0\.0\.1:\d+", line)))
        worker = ("-m", "distributed.cli.dask_worker", address, "--no-dashboard", "--nthreads", "1", "--no-nanny")
        with running(*worker, cwd=tmp_path) as one, running(*worker, cwd=tmp_path) as other:
            yield address, (one, other)


def made_from(project, folder, name):
    return running("-c", MAKE, str(project.home), str(folder), name, stdout=subprocess.PIPE)


def pages(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_cluster_that_loses_a_worker_makes_the_same_files_as_this_machine(project, notebook_at, cluster, tmp_path):
    address, (lost, _) = cluster
    slow = "import time; time.sleep(0.7)\nfrom vv_analysis.present.content import Title\nTitle('A page', category)"
    notebook_at(project.notebooks / "category.ipynb", slow, parameters='category = "x"')
    with made_from(project, tmp_path / "far", f"dask:{address}") as making:
        first = making.stdout.readline()
        lost.kill()
        told = dict(map(json.loads, [first, *making.stdout]))
    assert len(told) == 6
    assert set(told.values()) == {""}
    with made_from(project, tmp_path / "here", "local") as making:
        assert len(making.stdout.readlines()) == 6
    assert pages(tmp_path / "far") == pages(tmp_path / "here")


def test_a_page_that_fails_in_a_cluster_is_a_sentence_and_a_kept_notebook(project, notebook_at, cluster, tmp_path):
    notebook_at(project.notebooks / "category.ipynb", "1 / 0", parameters='category = "x"')
    with made_from(project, tmp_path / "far", f"dask:{cluster[0]}") as making:
        told = dict(map(json.loads, making.stdout))
    assert set(told.values()) == {
        f"{key}: cell 3 failed: ZeroDivisionError: division by zero; open the kept notebook at that cell."
        for key in told
    }
    kept = nbformat.read(tmp_path / "far" / "category" / "accommodation.ipynb", as_version=4)
    assert any(output.output_type == "error" for cell in kept.cells for output in cell.get("outputs", []))


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("dask", "no scheduler is named; expected dask:tcp://HOST:PORT"),
        ("dusk:tcp://127.0.0.1:1", "there is no engine called 'dusk'; expected one of dask, local"),
        ("local:here", "the local engine takes no address; type --engine local"),
    ],
)
def test_an_engine_that_cannot_be_had_is_one_sentence(name, sentence):
    with pytest.raises(ParameterError, match=sentence):
        engine(name, 1)


class CountingEngine:
    """An engine as somebody else would write it: it needs three methods and nothing of ours."""

    def __init__(self, address, side_by_side):
        self.asked, self.address, self.side_by_side, self.closed = [], address, side_by_side, False

    def submit(self, task):
        self.asked.append(task)

    def results(self):
        from vv_analysis.publish.page import PageResult

        for task in self.asked:
            yield PageResult(key=task.key, error=f"{task.key}: not made, only counted.")

    def close(self):
        self.closed = True


def test_another_engine_takes_no_change_elsewhere(project, monkeypatch, tmp_path):
    from vv_analysis.publish.engines import protocol
    from vv_analysis.publish.runner import make_pages

    class Point:
        name = "counting"

        def load(self):
            return CountingEngine

    monkeypatch.setattr(protocol, "entry_points", lambda group: [Point()])
    workplace = Workplace(tmp_path, project.home, "2026-03-11", "0.1.0", project.run)
    with closing(engine("counting:anywhere", 3)) as counting:
        results = list(make_pages(release_run.plan(project, [], {}).jobs, workplace, counting))
    assert [result.error for result in results] == [f"{task.key}: not made, only counted." for task in counting.asked]
    assert (len(results), counting.address, counting.side_by_side, counting.closed) == (7, "anywhere", 3, True)
