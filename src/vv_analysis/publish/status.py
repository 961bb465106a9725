"""What `vv status` says: what is published, from which data, what failed last, and how the inputs stand."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from vv_analysis.present.sentences import counted
from vv_analysis.present.terminal import shown
from vv_analysis.publish import releases
from vv_analysis.publish.late import due_by
from vv_analysis.publish.notice import last_failure
from vv_analysis.publish.schedule.due import next_runs

if TYPE_CHECKING:
    from vv_analysis.settings import Settings


def lines(settings: Settings, moment: datetime) -> Iterator[str]:
    """Return the sentences on a project as it stands; nothing is read but what was written about it."""
    yield from _on_release(settings.reports)
    yield from _on_schedule(settings, moment)
    if failure := last_failure(settings):
        yield f"The last run failed: {failure}"
    for path in sorted((settings.reports / "failed").rglob("*.txt")):
        yield f"Failed last time: {path.read_text(encoding='utf-8').strip()}{_kept(path.with_suffix('.ipynb'))}"
    log = settings.processed / "quality.csv"
    if log.is_file():
        yield _on_inputs(log)


def _on_release(reports: Path) -> Iterator[str]:
    release = releases.current(reports)
    if release is None:
        yield "Nothing has been published yet. `vv run` makes the first release."
    else:
        made = releases.manifest(release)
        yield f"Current release: {release.name}, {counted(len(made['pages']), 'page')}, data as at {made['as_at']}."
        yield f"Front page: {shown(reports / 'current' / 'index.html')}"


def is_well(settings: Settings, moment: datetime) -> bool:
    """Tell whether something is published, the last run did not fail, and nothing newer should be there."""
    reports = settings.reports
    failed = last_failure(settings) or (reports / "failed").exists()
    return bool(releases.current(reports)) and not failed and not due_by(settings, moment)


def _on_schedule(settings: Settings, moment: datetime) -> Iterator[str]:
    if settings.schedule is None:
        return
    if due := due_by(settings, moment):
        yield f"Older than it should be: a newer release was due on {due:%Y-%m-%d %H:%M} ({due.tzinfo})."
    following = next_runs(settings.schedule, moment, count=1)[0]
    yield f"Next run due: {following:%Y-%m-%d %H:%M} ({following.tzinfo})."


def _kept(notebook: Path) -> str:
    return f" Kept: {shown(notebook)}" if notebook.is_file() else ""


def _on_inputs(log: Path) -> str:
    # Only the log is read: where an input was refused before anything was made, there are no frames beside it.
    with log.open(encoding="utf-8", newline="") as rows:
        counts = Counter(row["severity"] for row in csv.DictReader(rows))
    words = {"refused": "refused", "warning": "warnings", "note": "notes"}
    said = ", ".join(f"{counts[code]} {name}" for code, name in words.items())
    return f"Inputs: {said} ({shown(log)})."
