"""The schedule as a workflow of GitHub Actions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from vv_analysis.errors import SettingsError
from vv_analysis.publish.schedule.task import Task, printable
from vv_analysis.settings import FILE_NAME
from vv_analysis.terms.cron import plain, zone

if TYPE_CHECKING:
    from vv_analysis.settings import Schedule

FILE = "vv.yml"
_MEAN_SOMETHING = set("*?[]!+{}$\\~")  # in patterns of paths and in expressions
_UTC = {"UTC", "Etc/UTC"}
_LONGEST_MINUTES = 240


def workflow(schedule: Schedule, task: Task, after: datetime) -> str:
    """Return the workflow, for the folder .github/workflows of the repository whose root the project is.

    Parameters
    ----------
    schedule : Schedule
        When a run is due, and whether a change asks for one.
    task : Task
        What is read and written.
    after : datetime
        When the schedule begins: the year whose summer time a comment gives.

    Raises
    ------
    SettingsError
        A folder is outside the project, or its name has a character that means something in a pattern.
    """
    reports, processed = (_inside(path, task.home) for path in task.writes)
    parts = [
        *_comment(schedule, after),
        "name: vv",
        *_on(schedule, task),
        *_rights(),
        *_steps(reports, processed),
    ]
    return "\n".join(parts) + "\n"


def _comment(schedule: Schedule, after: datetime) -> Iterator[str]:
    yield "# The reports of this repository. A workflow is read on the default branch, as .github/workflows/vv.yml."
    if offsets := _hours_ahead(schedule, after):
        yield f"# The hours are those of {schedule.timezone}, which is {offsets} UTC. An older GitHub Enterprise Server"
        yield "# does not know `timezone`: take that line out there, and give the hours of UTC."


def _on(schedule: Schedule, task: Task) -> Iterator[str]:
    yield from ("on:", "  schedule:", f"    - cron: {json.dumps(plain(schedule.cron))}")
    if schedule.timezone not in _UTC:
        yield f"      timezone: {json.dumps(schedule.timezone)}"
    if schedule.on_change:
        yield from ("  push:", "    paths:")
        yield from (f"      - {json.dumps(pattern)}" for pattern in _patterns(task))
    yield "  workflow_dispatch:"


def _rights() -> list[str]:
    return ["permissions:", "  contents: read", "concurrency:", "  group: vv", "  cancel-in-progress: false"]


def _steps(reports: str, processed: str) -> list[str]:
    return f"""\
jobs:
  run:
    runs-on: ubuntu-latest
    timeout-minutes: {_LONGEST_MINUTES}
    steps:
      - uses: actions/checkout@v5
        with:
          persist-credentials: false
      # The last release and what was read for it: so a run knows what has changed since, or that nothing has.
      - uses: actions/cache@v5
        with:
          path: |
            {reports}
            {processed}
          key: vv-${{{{ github.run_id }}}}-${{{{ github.run_attempt }}}}
          restore-keys: vv-
      - run: make setup
      - run: .venv/bin/vv run
      - uses: actions/upload-artifact@v6
        if: always()
        with:
          name: reports
          path: |
            {reports}/current/
            {reports}/failed/""".splitlines()


def _patterns(task: Task) -> Iterator[str]:
    for path in task.reads:
        if path == task.home / FILE_NAME:
            yield FILE_NAME
        elif path.is_relative_to(task.home) and not set(path.parents) & set(task.reads):
            yield f"{_inside(path, task.home)}/**"
        # Contracts outside the repository are pushed nowhere.


def _inside(path: Path, home: Path) -> str:
    if not path.is_relative_to(home):
        raise SettingsError(
            "GitHub keeps only what is inside the repository",
            where=str(path),
            remedy="name a folder inside the project",
        )
    name = printable(path.relative_to(home).as_posix())
    if set(name) & _MEAN_SOMETHING or name != name.strip() or name.startswith("#"):
        raise SettingsError(
            "a workflow cannot name this folder, since a character of it means something in a pattern",
            where=name,
            remedy="rename the folder",
        )
    return name


def _hours_ahead(schedule: Schedule, after: datetime) -> str:
    place = zone(schedule.timezone)
    days = (after.astimezone(UTC) + timedelta(days=day) for day in range(366))
    offsets = sorted({day.astimezone(place).utcoffset() or timedelta() for day in days})
    if offsets == [timedelta()]:
        return ""
    return " or ".join(_hours(offset) for offset in offsets)


def _hours(offset: timedelta) -> str:
    hours = abs(offset) / timedelta(hours=1)
    if hours == 0:
        return "the same as"
    return f"{hours:g} {'hour' if hours == 1 else 'hours'} {'ahead of' if offset > timedelta() else 'behind'}"
