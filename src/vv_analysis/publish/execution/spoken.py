"""What a notebook prints: to Python's streams, and past them straight to the system's."""

from __future__ import annotations

import io
import os
import sys
import tempfile
import threading
from typing import Any

from jupyter_client.session import Session, extract_header

from vv_analysis.publish.execution.pipe import Outlet

_LONGEST_WAIT_CHARACTERS = 65_536
_LONGEST_MESSAGE_CHARACTERS = 1_000_000  # so that whoever listens can have enough
_WAIT_SECONDS = 0.2  # as ordinary kernels do


class NotebookStream(io.TextIOBase):
    """``sys.stdout`` or ``sys.stderr`` of a notebook: every text becomes a message about the cell that runs.

    What programs write to the system's own stream (a subprocess, a library in C) is caught in a file without a name
    and told in its turn.
    """

    encoding = "UTF-8"
    errors = None

    def __init__(self, name: str, number: int, session: Session, outlet: Outlet) -> None:
        super().__init__()
        self.name, self._number, self._session, self._outlet = name, number, session, outlet
        self._said: list[str] = []
        self._characters, self._told_bytes = 0, 0
        self._parent: dict[str, Any] = {}
        self._waiting = False
        self._owner, self._lock = os.getpid(), threading.RLock()
        self._caught = tempfile.TemporaryFile(prefix="vv-")  # noqa: SIM115
        os.dup2(self._caught.fileno(), number)
        os.set_inheritable(number, True)

    def set_parent(self, parent: dict[str, Any]) -> None:
        """Take note of the cell that runs from now on."""
        self.flush()
        self._parent = extract_header(parent)

    def writable(self) -> bool:
        """Whether it can be written to: always."""
        return True

    def fileno(self) -> int:
        """Return the system's own stream."""
        return self._number

    def write(self, text: str) -> int:
        """Say a text, soon."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        if os.getpid() != self._owner:  # a process of the notebook's own making: its words come the other way
            os.write(self._number, text.encode("utf-8", "backslashreplace"))
            return len(text)
        with self._lock:
            if not self._said:
                self._tell(self._newly_caught())
                self._tell_soon()
            self._said.append(text)
            self._characters += len(text)
            if self._characters > _LONGEST_WAIT_CHARACTERS:
                self.flush()
        return len(text)

    def _tell_soon(self) -> None:
        """See to it that a cell that hangs afterwards has said so far what it said; one thread at most waits."""
        if self._waiting:
            return
        self._waiting = True
        waiting = threading.Timer(_WAIT_SECONDS, self._tell_now)
        waiting.daemon = True
        waiting.start()

    def _tell_now(self) -> None:
        with self._lock:
            self._waiting = False
            self.flush()

    def flush(self) -> None:
        """Tell what was said and what was caught."""
        if os.getpid() != self._owner or self.closed:
            return
        with self._lock:
            text, self._said, self._characters = "".join(self._said), [], 0
            self._tell(text)
            self._tell(self._newly_caught())

    def _newly_caught(self) -> str:
        caught = os.pread(self._caught.fileno(), os.fstat(self._caught.fileno()).st_size, self._told_bytes)
        self._told_bytes += len(caught)
        return caught.decode("utf-8", "replace")

    def _tell(self, text: str) -> None:
        for start in range(0, len(text), _LONGEST_MESSAGE_CHARACTERS):
            content = {"name": self.name, "text": text[start : start + _LONGEST_MESSAGE_CHARACTERS]}
            self._session.send(self._outlet, "stream", content, parent=self._parent)  # type: ignore[arg-type]


def take_over(session: Session, outlet: Outlet) -> None:
    """Let all that is printed from now on be part of the notebook."""
    sys.stdout.flush()
    sys.stderr.flush()
    with open(os.devnull) as nothing:  # noqa: PTH123
        os.dup2(nothing.fileno(), 0)
    sys.stdout = NotebookStream("stdout", 1, session, outlet)
    sys.stderr = NotebookStream("stderr", 2, session, outlet)
