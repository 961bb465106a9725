"""What is said while pages are made: a bar on a terminal, a line of JSON a page in a log."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from vv_analysis.present.sentences import counted
from vv_analysis.present.terminal import say

if TYPE_CHECKING:
    from rich.progress import Progress

    from vv_analysis.publish.release_run import Watch
    from vv_analysis.publish.runner import Result


@contextmanager
def watching(side_by_side: int, *, explain: bool) -> Iterator[Watch]:
    """Say what a run is doing, for as long as the block lasts.

    Parameters
    ----------
    side_by_side : int
        How many pages are made at once, in the order they were announced; 0 where nobody knows.
    explain : bool
        Whether to say of each page why it is made.
    """
    if not watched():
        yield _Log(explain=explain)
        return
    with _progress() as progress:
        yield _Bar(progress, side_by_side, explain=explain)


def watched() -> bool:
    """Whether somebody watches: the standard error is a terminal."""
    return sys.stderr.isatty()


def log(event: str, **facts: object) -> None:
    """Write one line of JSON about a run to the standard error: when, what, and the facts.

    Parameters
    ----------
    event : str
        What happened, in one or two words.
    **facts
        What there is to say about it; an ``error`` makes it an error.
    """
    record = logging.makeLogRecord({"levelname": "error" if "error" in facts else "info"})
    time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    line = {"time": time, "level": record.levelname, "event": event, **facts}
    sys.stderr.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stderr.flush()


def _announce(reasons: Mapping[str, str], kept: int, *, explain: bool) -> None:
    if kept:
        say(f"{counted(kept, 'page stands', 'pages stand').capitalize()} as made before.", error=True)
    if explain:
        for key, reason in reasons.items():
            say(f"{key} is made because {reason}.", error=True)


class _Log:
    """A line of JSON a page, for whoever reads it later: a person, or a program that watches many schedules."""

    def __init__(self, *, explain: bool) -> None:
        self._explain = explain

    def begins(self, reasons: Mapping[str, str], kept: int) -> None:
        log("begins", pages=len(reasons), kept=kept)
        if self._explain:
            for key, reason in reasons.items():
                log("why", page=key, because=reason)

    def ends(self, result: Result) -> None:
        if result.made:
            log("made", page=result.job.key, seconds=round(result.seconds, 1))
        else:
            log("failed", page=result.job.key, error=result.error)


class _Bar:
    """A bar with what is being made, what failed, and the time left."""

    def __init__(self, progress: Progress, side_by_side: int, *, explain: bool) -> None:
        self._progress, self._side_by_side, self._explain = progress, side_by_side, explain
        self._task = progress.add_task("Reading the data", total=None, failed="")
        self._waiting: list[str] = []
        self._failed = 0

    def begins(self, reasons: Mapping[str, str], kept: int) -> None:
        _announce(reasons, kept, explain=self._explain)
        self._waiting = list(reasons)
        self._progress.update(self._task, total=len(reasons), description=self._doing(), refresh=True)

    def ends(self, result: Result) -> None:
        self._waiting.remove(result.job.key)
        self._failed += not result.made
        failed = f"[red]{self._failed} failed[/]" if self._failed else ""
        self._progress.update(self._task, advance=1, description=self._doing(), failed=failed, refresh=True)

    def _doing(self) -> str:
        if not self._waiting:
            return "Putting the release together"
        return "Making " + (", ".join(self._waiting[: self._side_by_side]) or "pages")


def _progress() -> Progress:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )
    from rich.table import Column

    doing = TextColumn("{task.description}", table_column=Column(ratio=1, no_wrap=True, overflow="ellipsis"))
    columns = (doing, BarColumn(bar_width=20), MofNCompleteColumn(), TextColumn("{task.fields[failed]}"),
               TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn())  # fmt: skip
    return Progress(*columns, console=Console(stderr=True), expand=True)
