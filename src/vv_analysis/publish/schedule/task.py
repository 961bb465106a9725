"""What a scheduler starts, where, and which folders it reads and writes."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vv_analysis.errors import SettingsError
from vv_analysis.settings import CONTRACTS_VARIABLE, FILE_NAME

if TYPE_CHECKING:
    from vv_analysis.settings import Settings


@dataclass(frozen=True, slots=True)
class Task:
    """What a scheduler starts.

    Attributes
    ----------
    home : Path
        The folder of the project, in which it is started.
    command : tuple of str
        The program, by its whole path, and what it is told.
    contracts : str
        The folder of contracts outside the repository that `VV_CONTRACTS` names; empty if it names none.
    reads : tuple of Path
        The folders and files whose change asks for a run, without those inside them.
    writes : tuple of Path
        The folders it writes to.
    """

    home: Path
    command: tuple[str, ...]
    contracts: str
    reads: tuple[Path, ...]
    writes: tuple[Path, ...]

    @property
    def reports(self) -> Path:
        """The folder of releases."""
        return self.writes[0]

    def watched(self) -> list[Path]:
        """Return what is read, with every folder that stands inside it now; what is hidden has no part in a run."""
        return sorted({folder for place in self.reads for folder in _with_folders(place)})


def task(settings: Settings) -> Task:
    """Return the run of a project as this Python would start it.

    Raises
    ------
    SettingsError
        A path has a line break or another character in it that no scheduler's file can hold.
    """
    contracts = os.environ.get(CONTRACTS_VARIABLE, "")
    # Not `vv` itself: the Python that answers now is the one whose libraries are those of the lock.
    made = Task(
        home=settings.home,
        command=(sys.executable, "-m", "vv_analysis", "run"),
        contracts=str(settings.contracts) if contracts else "",
        reads=(settings.raw, settings.contracts, settings.decisions, settings.notebooks, settings.home / FILE_NAME),
        writes=(settings.reports, settings.processed),
    )
    for path in (made.home, sys.executable, made.contracts, *made.reads, *made.writes):
        printable(str(path))
    return made


def printable(path: str) -> str:
    """Return a path as it is, if it stands on one line.

    Raises
    ------
    SettingsError
        It has a line break or another character in it that cannot be printed.

    Examples
    --------
    >>> printable("/srv/our reports")
    '/srv/our reports'
    """
    if not path.isprintable():
        raise SettingsError(
            "no scheduler can be told of a path with a line break or a control character",
            where=repr(path),
            remedy="rename the folder",
        )
    return path


def _with_folders(place: Path) -> Iterator[Path]:
    if place.exists():
        yield place
    for path in sorted(place.rglob("*")):
        if path.is_dir() and not any(part.startswith(".") for part in path.relative_to(place).parts):
            yield path
