"""The engine where processes cannot be forked: a pool of fresh ones, each with papermill's ordinary kernels."""

from __future__ import annotations

import logging
import multiprocessing
import signal
import tempfile
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool

from vv_analysis.publish.page import PageResult, PageTask, make_page


class OrdinaryEngine:
    """Makes each page in one of a few spawned processes, which starts a kernel for its notebook."""

    def __init__(self, side_by_side: int) -> None:
        self._passing = tempfile.TemporaryDirectory(prefix="vv-", ignore_cleanup_errors=True)
        self._side_by_side = side_by_side
        self._pool = self._new_pool()
        self._waiting: dict[Future[PageResult], PageTask] = {}

    def _new_pool(self) -> ProcessPoolExecutor:
        spawn = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self._side_by_side, spawn, _settle_in, (self._passing.name,))

    def submit(self, task: PageTask) -> None:
        """Hand over one page."""
        try:
            asked = self._pool.submit(make_page, task)
        except BrokenProcessPool:  # one of its processes died, which breaks it for good
            self._pool = self._new_pool()
            asked = self._pool.submit(make_page, task)
        self._waiting[asked] = task

    def results(self) -> Iterator[PageResult]:
        """Yield what became of each page, as it finishes."""
        asked, self._waiting = self._waiting, {}
        for done in as_completed(asked):
            error = done.exception()
            yield done.result() if error is None else _died(asked[done].key, error)

    def close(self) -> None:
        """End the processes; a kernel ends by itself when it sees that its parent is gone."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        for process in multiprocessing.active_children():
            process.terminate()
        self._passing.cleanup()


def _settle_in(passing: str) -> None:
    """Prepare a process: what it leaves behind is cleared by us, and only its results speak for it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tempfile.tempdir = passing
    logging.disable()


def _died(key: str, error: BaseException) -> PageResult:
    """Say what became of a page whose process could not even report."""
    if isinstance(error, BrokenProcessPool):
        return PageResult(key=key, error=f"{key}: the process that made it died; run again.", died=True)
    what = f"{key}: {type(error).__name__}: {error}; this is a fault of the program."
    return PageResult(key=key, error=what)
