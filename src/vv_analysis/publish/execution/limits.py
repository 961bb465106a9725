"""How much a notebook may use, and that it ends with whoever started it."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Limits:
    """What one notebook may use.

    Attributes
    ----------
    memory_bytes : int
        Beyond what it inherits from the warm process.
    file_bytes : int
        The longest file it may write, and all that may lie in its working folder.
    said_bytes : int
        All that its cells print and show.
    alone : bool
        Whether it is kept off the network and within folders of its own.
    """

    memory_bytes: int = 2_000_000_000
    file_bytes: int = 500_000_000
    said_bytes: int = 20_000_000
    alone: bool = False


def keep_to(limits: Limits) -> None:
    """Hold this process to its limits; what goes beyond them fails in the cell that does it."""
    _lower(resource.RLIMIT_DATA, _data_bytes() + limits.memory_bytes)
    _lower(resource.RLIMIT_FSIZE, limits.file_bytes)
    _lower(resource.RLIMIT_CORE, 0)


def _lower(what: int, to: int) -> None:
    _, hard = resource.getrlimit(what)
    least = to if hard == resource.RLIM_INFINITY else min(to, hard)
    resource.setrlimit(what, (least, least))


def _data_bytes() -> int:
    """Return how much memory of its own this process has already."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return 0  # no such folder on this system: the limit then counts from nothing
    return 1024 * next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmData:"))


def end_with_parent(parent: int) -> None:
    """Let the system end this process when the one that forked it is gone, however it went."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:  # it went before the line above
            os._exit(1)


def folder_bytes(folder: Path) -> int:
    """Return how much lies in a folder and below it; a file that goes while we look counts as nothing."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.lstat(os.path.join(place, name)).st_blocks * 512  # noqa: PTH118
            except OSError:
                continue
    return total
