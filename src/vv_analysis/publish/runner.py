"""Make many pages side by side, one process each, and hand back each result as it finishes."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

from vv_analysis.errors import VvError
from vv_analysis.publish.notebook import execute
from vv_analysis.publish.parameters import Job
from vv_analysis.publish.render import PageFacts, report_of, write_forms


@dataclass(frozen=True, slots=True)
class Workplace:
    """What every page of a run has in common: where it is made, for which project, as at when, how long a cell may."""

    folder: Path
    home: Path
    as_at: str
    version: str
    cell_seconds: int


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a job: its page stands, or a sentence says why not."""

    job: Job
    error: str = ""

    @property
    def made(self) -> bool:
        """Whether the page stands."""
        return not self.error


def make_pages(jobs: list[Job], workplace: Workplace, side_by_side: int) -> Iterator[Result]:
    """Make the pages of `jobs` and yield each result as it finishes.

    A job that fails does not stop the others. Each works in a process of its own kind (spawned, so that
    nothing of ours is shared), which starts a kernel for the notebook. Whoever stops listening stops them all.
    """
    workers = max(1, min(side_by_side or os.cpu_count() or 1, len(jobs)))
    with (
        tempfile.TemporaryDirectory(prefix="vv-", ignore_cleanup_errors=True) as passing,
        ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), _settle_in, (passing,)) as pool,
    ):
        waiting = {pool.submit(make_page, job, workplace): job for job in jobs}
        try:
            for done in as_completed(waiting):
                error = done.exception()
                yield done.result() if error is None else _died(waiting[done], error)
        except BaseException:
            _stop(pool)
            raise


def _settle_in(passing: str) -> None:
    """Prepare a process: what it leaves behind is cleared by us, and only its results speak for it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tempfile.tempdir = passing
    logging.disable()


def _stop(pool: ProcessPoolExecutor) -> None:
    pool.shutdown(wait=False, cancel_futures=True)
    for process in multiprocessing.active_children():
        process.terminate()  # its kernel ends by itself when it sees that its parent is gone


def _died(job: Job, error: BaseException) -> Result:
    """Say what became of a job whose process could not even report."""
    if isinstance(error, BrokenProcessPool):
        return Result(job, f"{job.key}: the process that made it died; run again.")
    return Result(job, f"{job.key}: {type(error).__name__}: {error}; this is a fault of the program.")


def make_page(job: Job, workplace: Workplace) -> Result:
    """Run the notebook of a job and write every form of its report beside it."""
    notebook = workplace.folder / job.report / f"{job.slug}.ipynb"
    facts = PageFacts(job.title, job.report, workplace.as_at, workplace.version)
    try:
        execute(job, notebook, workplace.home, workplace.cell_seconds)
        write_forms(report_of(notebook, facts), notebook.parent)
    except VvError as error:
        return Result(job, str(error))
    return Result(job)
