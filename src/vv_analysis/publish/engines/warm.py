"""The warm process: it has imported what notebooks import, and forks a process for each page it is asked for.

``python -m vv_analysis.publish.engines.warm PAGES`` reads tasks from its input and writes results to its output, a line
of JSON each. It imports and reads; it never computes with a library that has threads, for its children would wait for
them.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import multiprocessing
import os
import selectors
import shutil
import signal
import sys
import tempfile
import time
from collections import deque
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess
from pathlib import Path

from vv_analysis.publish.engines.preloading import preload, read_once
from vv_analysis.publish.execution.limits import end_with_parent
from vv_analysis.publish.page import PageResult, PageTask, make_page

_GRACE_SECONDS = 3.0


@dataclass(slots=True)
class _Running:
    """A page being made: its process, the pipe it will report through, and when it must be done."""

    task: PageTask
    process: ForkProcess
    report: Connection
    passing: str
    began: float = field(default_factory=time.monotonic)

    @property
    def ends(self) -> float:
        return self.began + self.task.page_seconds


class WarmProcess:
    """Forks a process for each task, as many at once as it was told, and says what became of each."""

    def __init__(self, side_by_side: int, told: int) -> None:
        self._side_by_side, self._told = side_by_side, told
        self._waiting: deque[PageTask] = deque()
        self._running: list[_Running] = []
        self._selector = selectors.DefaultSelector()
        self._ready = False

    def serve(self, asked: int) -> None:
        """Make pages until nobody asks any more; then end what still runs."""
        os.set_blocking(asked, False)
        self._selector.register(asked, selectors.EVENT_READ)
        unread, open_ = b"", True
        try:
            while open_:
                for key, _ in self._selector.select(self._soonest()):
                    if key.fd == asked:
                        read = os.read(asked, 1 << 20)
                        open_ = bool(read)
                        *lines, unread = (unread + read).split(b"\n")
                        self._waiting.extend(PageTask.model_validate_json(line) for line in lines)
                self._collect()
                self._start()
        finally:
            for one in self._running:
                _end(one)
                _clear(one)

    def _soonest(self) -> float | None:
        return max(0.0, min(one.ends for one in self._running) - time.monotonic()) if self._running else None

    def _start(self) -> None:
        if self._waiting and not self._ready:
            self._get_ready(self._waiting[0].home)
        while self._waiting and len(self._running) < self._side_by_side:
            task = self._waiting.popleft()
            ours, theirs = multiprocessing.Pipe(duplex=False)
            passing = tempfile.mkdtemp(prefix="vv-")
            process = multiprocessing.get_context("fork").Process(
                target=_make, args=(task, theirs, passing, os.getpid())
            )
            process.start()
            theirs.close()
            self._running.append(_Running(task, process, ours, passing))
            self._selector.register(ours, selectors.EVENT_READ)

    def _get_ready(self, home: Path) -> None:
        """Do what all pages would do each for itself, now that what they are made from stands."""
        read_once(home)
        gc.collect()
        gc.freeze()  # so that no page copies what it only looks through
        self._ready = True

    def _collect(self) -> None:
        for one in list(self._running):
            late = time.monotonic() >= one.ends
            if late:
                _end(one)
            if late or one.report.poll():
                self._selector.unregister(one.report)
                self._running.remove(one)
                self._tell(_result(one, late=late))
                _clear(one)

    def _tell(self, result: PageResult) -> None:
        os.write(self._told, result.model_dump_json().encode() + b"\n")


def _make(task: PageTask, report: Connection, passing: str, parent: int) -> None:
    """Make one page in a process of its own, which ends with the one that knows of it: another makes the page then."""
    end_with_parent(parent)
    os.setpgid(0, 0)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # whoever ends us lets us end our notebook first
    tempfile.tempdir = passing
    with contextlib.suppress(KeyboardInterrupt):
        report.send_bytes(make_page(task).model_dump_json().encode())


def _result(one: _Running, *, late: bool) -> PageResult:
    key, seconds = one.task.key, time.monotonic() - one.began
    if late:
        what = f"{key}: the page took longer than {one.task.page_seconds} seconds; see what its cells wait for."
        return PageResult(key=key, error=what, seconds=seconds)
    try:
        said = PageResult.model_validate_json(one.report.recv_bytes())
    except (EOFError, OSError, ValueError):
        one.process.join()
        what = f"{key}: the process that made it ended with code {one.process.exitcode}; run again."
        return PageResult(key=key, error=what, seconds=seconds, died=True)
    return said.model_copy(update={"seconds": round(seconds, 3)})


def _end(one: _Running) -> None:
    one.process.terminate()
    one.process.join(_GRACE_SECONDS)
    if one.process.is_alive():
        one.process.kill()


def _clear(one: _Running) -> None:
    one.process.join()
    one.report.close()
    shutil.rmtree(one.passing, ignore_errors=True)


def main() -> None:
    """Warm up, then serve whoever started this process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever started us: we end when our input does
    told = os.dup(1)
    os.dup2(2, 1)  # nothing that is printed by chance is taken for a result
    logging.disable()
    with tempfile.TemporaryDirectory(prefix="vv-", ignore_cleanup_errors=True) as folder:
        preload(Path(folder))
        WarmProcess(int(sys.argv[1]), told).serve(0)


if __name__ == "__main__":
    main()
