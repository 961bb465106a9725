"""What a worker of a cluster does with a page: it has a warm process of its own, and sends back the files."""

from __future__ import annotations

import hashlib
import io
import os
import tarfile
import tempfile
import threading
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import vv_analysis
from vv_analysis.publish.engines.local import WarmEngine
from vv_analysis.publish.page import PageResult, PageTask


@dataclass(frozen=True, slots=True)
class Made:
    """What comes back: the result as JSON, and the files by name."""

    result: str
    files: dict[str, bytes]


def make_page_here(task_json: str, sent: bytes, version: str) -> Made:
    """Make one page in a process forked by this worker's warm one.

    Parameters
    ----------
    task_json : str
        The task, a `PageTask`; its ``home`` and ``folder`` are those of whoever sent it.
    sent : bytes
        What pages are made from, as an archive.
    version : str
        The version of the package that asks.
    """
    asked = PageTask.model_validate_json(task_json)
    if version != vv_analysis.__version__:
        here = f"{asked.key}: a worker has version {vv_analysis.__version__} of vv-analysis; install {version} there."
        return Made(PageResult(key=asked.key, error=here).model_dump_json(), {})
    home = _unpacked(sent)
    with tempfile.TemporaryDirectory(prefix="vv-") as folder:
        notebook = home / asked.notebook.relative_to(asked.home)
        task = asked.model_copy(update={"home": home, "folder": Path(folder), "notebook": notebook})
        result = _shared_warm_process(home).make(task)
        files = {path.name: path.read_bytes() for path in Path(folder, asked.report).glob("*")}
    return Made(result.model_dump_json(), files)


class _SharedWarmProcess:
    """One warm process for all threads of a worker, each of which waits for its own page."""

    def __init__(self, home: Path) -> None:
        self._engine = WarmEngine(os.cpu_count() or 1, home)
        self._waiting: dict[str, Future[PageResult]] = {}
        self._lock = threading.Lock()
        threading.Thread(target=self._listen, daemon=True).start()

    def make(self, task: PageTask) -> PageResult:
        """Return what became of a page, once it did."""
        with self._lock:
            mine = self._waiting[task.key] = Future()
            self._engine.submit(task)
        return mine.result()

    def _listen(self) -> None:
        while (result := self._engine.next_result()) is not None:
            with self._lock:
                self._waiting.pop(result.key).set_result(result)
        _shared_warm_process.cache_clear()
        with self._lock:
            for key, one in self._waiting.items():
                what = f"{key}: the process that makes pages died; run again."
                one.set_result(PageResult(key=key, error=what, died=True))


_once = threading.Lock()


def _unpacked(sent: bytes) -> Path:
    with _once:
        return _unpacked_once(hashlib.sha256(sent).hexdigest(), sent)


@cache
def _unpacked_once(_: str, sent: bytes) -> Path:
    home = Path(tempfile.mkdtemp(prefix="vv-"))
    with tarfile.open(fileobj=io.BytesIO(sent)) as archive:
        archive.extractall(home, filter="data")
    return home


@cache
def _shared_warm_process(home: Path) -> _SharedWarmProcess:
    return _SharedWarmProcess(home)
