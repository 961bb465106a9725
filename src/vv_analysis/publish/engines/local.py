"""The engine of this machine: a warm process that forks one for each page; ordinary kernels where that cannot be."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from vv_analysis.errors import ParameterError
from vv_analysis.present.terminal import say
from vv_analysis.publish.engines.ordinary import OrdinaryEngine
from vv_analysis.publish.engines.protocol import Engine
from vv_analysis.publish.page import PageResult, PageTask
from vv_analysis.settings import HOME_VARIABLE

_WARM = "vv_analysis.publish.engines.warm"
_END_SECONDS = 10


def local(address: str, side_by_side: int) -> Engine:
    """Return the engine of this machine, with as many pages side by side as it has cores unless told otherwise."""
    if address:
        raise ParameterError("the local engine takes no address", where="--engine", remedy="type --engine local")
    pages = side_by_side or os.cpu_count() or 1
    if sys.platform in {"win32", "darwin"}:
        say("This system does not fork safely, so each page starts an ordinary kernel, which takes longer.", error=True)
        return OrdinaryEngine(pages)
    return WarmEngine(pages)


class WarmEngine:
    """Hands pages to a warm process of ours, which forks a process for each and says what became of it.

    The process begins to warm up when the engine is made, so whoever plans meanwhile loses no time.
    """

    def __init__(self, side_by_side: int, home: Path | None = None) -> None:
        self._side_by_side, self._home = side_by_side, home
        self._waiting: set[str] = set()
        self._start()

    def _start(self) -> None:
        # A fixed seed: the order of a set must not show in a report.
        environment = os.environ | {"PYTHONHASHSEED": "0"} | ({HOME_VARIABLE: str(self._home)} if self._home else {})
        environment.pop("JUPYTER_PATH", None)
        asked, self._asks = os.pipe()
        tells, told = os.pipe()
        self._told = open(tells, "rb")  # noqa: PTH123, SIM115
        command = [sys.executable, "-m", _WARM, str(self._side_by_side)]
        # Of its own session: Ctrl-C is for us, and it ends when we do.
        self._process = subprocess.Popen(command, stdin=asked, stdout=told, env=environment, start_new_session=True)  # noqa: S603
        os.close(asked)
        os.close(told)
        self._gone = False

    def submit(self, task: PageTask) -> None:
        """Hand over one page."""
        if self._gone:
            self.close()
            self._start()
        self._waiting.add(task.key)
        with contextlib.suppress(BrokenPipeError):  # what it leaves undone is said with the results
            os.write(self._asks, task.model_dump_json().encode() + b"\n")

    def results(self) -> Iterator[PageResult]:
        """Yield what became of each page, as it finishes."""
        while self._waiting and (result := self.next_result()) is not None:
            self._waiting.discard(result.key)
            yield result
        for key in sorted(self._waiting):
            yield PageResult(key=key, error=f"{key}: the process that makes pages died; run again.", died=True)
        self._waiting.clear()

    def next_result(self) -> PageResult | None:
        """Wait for a page to finish; none if the warm process is gone."""
        line = self._told.readline()
        self._gone = not line
        return PageResult.model_validate_json(line) if line else None

    def close(self) -> None:
        """End the warm process; it ends those it forked."""
        if self._told.closed:
            return
        os.close(self._asks)
        try:
            self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._told.close()
