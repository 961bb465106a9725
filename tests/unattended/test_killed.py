"""A run that is killed at any moment leaves a whole release; the next one ends as if nothing had happened."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import time

import psutil
import pytest

from unattended.conftest import Project, times

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kill -9 is a matter of POSIX")


@pytest.fixture(scope="module")
def ours(nights, tmp_path_factory):
    """Return a copy of the project for the tests of this file."""
    project, published, seconds = nights
    return Project.copied(project, tmp_path_factory.mktemp("killed") / "project"), published, seconds


def victims(run):
    """Return the processes of a run by what they are: the run, its warm process, and those of pages and notebooks."""
    try:
        children = psutil.Process(run.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        children = []
    return [run.pid, *(child.pid for child in children)]


def wait_until(moment, run):
    while time.monotonic() < moment and run.poll() is None:
        try:
            run.wait(min(0.02, max(0.0, moment - time.monotonic())))
        except subprocess.TimeoutExpired:  # the time is not over yet
            continue


@pytest.mark.parametrize("attempt", range(times(2)))
def test_the_release_is_whole_and_the_next_run_ends_at_the_same_bytes(ours, attempt):
    project, published, seconds = ours
    draw = random.Random(20261123 + attempt)
    before = project.published()
    for release in (project.reports / "releases").iterdir():
        if release != project.current:  # what comes is not there yet, so that it must be flushed and renamed
            shutil.rmtree(release)
    night = "A" if before == published["B"] else "B"
    project.with_inputs(night)
    with project.start() as run:
        # Later moments more often: most of the first second is importing.
        wait_until(time.monotonic() + seconds * draw.triangular(0, 1, 0.7), run)
        every = victims(run)
        whom = every[0] if attempt % 2 == 0 else draw.choice(every)
        with contextlib.suppress(ProcessLookupError):
            os.kill(whom, signal.SIGKILL)
        run.communicate(timeout=300)
    after = project.published()  # whole, whatever happened
    assert after in (before, published[night])
    code, said = project.run()
    assert code == 0, said
    assert project.published() == published[night]
    assert not list((project.reports / "unfinished").iterdir())


def test_no_process_outlives_a_run_that_was_killed(ours):
    project, published, seconds = ours
    project.with_inputs("A" if project.published() == published["B"] else "B")
    with project.start() as run:
        wait_until(time.monotonic() + seconds * 0.6, run)
        children = psutil.Process(run.pid).children(recursive=True)
        run.kill()
        run.wait()
        _, alive = psutil.wait_procs(children, timeout=30)
    assert [child.cmdline() for child in alive] == []
