"""One run at a time: the inputs are read, the pages made and the release swapped by whoever holds the lock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

LOCK = ".run.lock"


@contextmanager
def only_run(reports: Path) -> Iterator[bool]:
    """Hold the lock of a project for as long as the block lasts; whoever cannot have it is told False.

    The system lets go of the lock when its holder ends, however it ends: that of a run that was killed is free.

    Parameters
    ----------
    reports : Path
        The folder of releases, which is made if it is not there.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, only_run(Path(folder)) as ours, only_run(Path(folder)) as theirs:
    ...     print(ours, theirs)
    True False
    """
    reports.mkdir(parents=True, exist_ok=True)
    lock = FileLock(reports / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        lock.release()
