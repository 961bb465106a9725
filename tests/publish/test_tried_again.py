"""A page whose process died is made again, a bounded number of times; one whose code failed is not."""

from __future__ import annotations

import os
import signal
from contextlib import closing

import psutil
import pytest

from vv_analysis.publish import release_run
from vv_analysis.publish.engines.protocol import engine
from vv_analysis.publish.page import PageResult
from vv_analysis.publish.runner import Workplace, make_pages

KEY = "public_record/public-record"


class DyingEngine:
    """An engine in which a page dies some times before it is made."""

    def __init__(self, times, *, code_fails=False):
        self.times, self.code_fails, self.asked, self.new = times, code_fails, [], []

    def submit(self, task):
        self.asked.append(task.key)
        self.new.append(task.key)

    def results(self):
        new, self.new = self.new, []
        for key in new:
            if key != KEY:
                yield PageResult(key=key)
            elif self.code_fails:
                yield PageResult(key=key, error="its code failed.")
            else:
                died = self.asked.count(KEY) <= self.times
                yield PageResult(key=key, error="it died." if died else "", died=died)

    def close(self):
        pass


@pytest.fixture
def made_by(project, tmp_path):
    """Return a function that makes the pages of the project with an engine."""

    def _made(maker, **limits):
        rule = project.run.model_copy(update=limits)
        workplace = Workplace(tmp_path / "made", project.home, "2026-03-11", "0.1.0", rule)
        return {one.job.key: one for one in make_pages(release_run.plan(project, [], {}).jobs, workplace, maker)}

    return _made


def test_a_page_that_died_once_is_made_the_second_time(made_by):
    dying = DyingEngine(1)
    assert all(result.made for result in made_by(dying).values())
    assert dying.asked.count(KEY) == 2
    assert len(dying.asked) == 8  # the six others once each


@pytest.mark.parametrize("attempts", [1, 2, 4])
def test_a_page_that_always_dies_is_tried_as_often_as_the_settings_say(made_by, attempts):
    dying = DyingEngine(99)
    results = made_by(dying, attempts=attempts)
    assert dying.asked.count(KEY) == attempts
    assert results[KEY].error == "it died."
    assert sum(result.made for result in results.values()) == 6


def test_a_page_whose_code_failed_is_not_tried_again(made_by):
    dying = DyingEngine(0, code_fails=True)
    assert not made_by(dying)[KEY].made
    assert dying.asked.count(KEY) == 1


@pytest.mark.skipif(os.name != "posix", reason="signals are a matter of POSIX")
def test_when_the_warm_process_is_killed_another_one_makes_the_pages(project, made_by):
    with closing(engine("local", 2)) as local:
        first = local._process.pid
        psutil.Process(first).send_signal(signal.SIGKILL)
        results = made_by(local)
        assert {key: result.error for key, result in results.items()} == dict.fromkeys(results, "")
        assert local._process.pid != first
    assert not psutil.pid_exists(first)


@pytest.mark.skipif(os.name != "posix", reason="signals are a matter of POSIX")
def test_a_kernel_that_was_killed_has_died_and_one_that_raised_has_not(project, notebook_at, tmp_path):
    notebook_at(project.notebooks / "public_record.ipynb", "import os; os.kill(os.getpid(), 9)")
    workplace = Workplace(tmp_path / "made", project.home, "2026-03-11", "0.1.0", project.run)
    jobs = release_run.plan(project, [], {}).jobs[:2]
    notebook_at(project.notebooks / "category.ipynb", "1 / 0", parameters='category = "x"')
    with closing(engine("local", 2)) as local:
        for job in jobs:
            local.submit(workplace.task(job))
        died = {result.key: result.died for result in local.results()}
    assert died == {KEY: True, "category/accommodation": False}
