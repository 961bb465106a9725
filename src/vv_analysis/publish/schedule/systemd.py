"""The schedule as units of systemd: what is started, when, and on which changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from vv_analysis.errors import SettingsError
from vv_analysis.publish.schedule.due import moved_runs
from vv_analysis.publish.schedule.task import Task, printable
from vv_analysis.settings import CONTRACTS_VARIABLE
from vv_analysis.terms.cron import Times, times

if TYPE_CHECKING:
    from vv_analysis.settings import Schedule

SERVICE, TIMER, PATHS = "vv.service", "vv.timer", "vv.path"
_WEEKDAYS = ("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat")
_EVERY = {"minutes": 60, "hours": 24, "days": 31, "months": 12, "weekdays": 7}
_NOT_IN_A_PROGRAM = set("\"'\\")  # systemd starts no program whose path has one of these in it
_LONGEST_HOURS = 4
_SETTLING_SECONDS = 60


def units(schedule: Schedule, task: Task, after: datetime) -> dict[str, str]:
    """Return the text of each unit by its file name.

    Parameters
    ----------
    schedule : Schedule
        When a run is due, and whether a change asks for one.
    task : Task
        What is started.
    after : datetime
        When the schedule begins.

    Raises
    ------
    SettingsError
        A path ends with a backslash or a blank, which no unit can say.
    """
    made = {SERVICE: _service(task, settle=schedule.on_change), TIMER: _timer(schedule, after)}
    return made | ({PATHS: _paths(task)} if schedule.on_change else {})


def calendars(schedule: Schedule) -> list[str]:
    """Return a schedule as systemd writes it: one line, or two where a date or a weekday is enough.

    Examples
    --------
    >>> from vv_analysis.settings import Schedule
    >>> calendars(Schedule(cron="*/20 6-8 * * MON-FRI", timezone="Europe/London"))
    ['Mon..Fri *-*-* 06..08:00,20,40:00 Europe/London']
    >>> calendars(Schedule(cron="0 5 1 * SUN", timezone="UTC"))
    ['*-*-01 05:00:00 UTC', 'Sun *-*-* 05:00:00 UTC']
    """
    meant = times(schedule.cron)
    clock = f"{_numbers(meant.hours, 'hours')}:{_numbers(meant.minutes, 'minutes')}:00 {schedule.timezone}"
    months, days, weekdays = _numbers(meant.months, "months"), _numbers(meant.days, "days"), _weekdays(meant)
    if meant.either:
        return [f"*-{months}-{days} {clock}", f"{weekdays}*-{months}-* {clock}"]
    return [f"{weekdays}*-{months}-{days} {clock}"]


def _service(task: Task, *, settle: bool) -> str:
    lines = [f"ExecStart={_command(task.command)}"]
    if settle:
        # Several files are seldom copied in one moment, and what comes while a run is under way does not start another.
        lines.insert(0, f"ExecStartPre=/bin/sleep {_SETTLING_SECONDS}")
    if task.contracts:
        lines.insert(0, f"Environment={word(f'{CONTRACTS_VARIABLE}={task.contracts}')}")
    return f"""\
[Unit]
Description=The reports of {_line(task.home)}

[Service]
Type=oneshot
User={_owner(task.home)}
WorkingDirectory={_line(task.home)}
{chr(10).join(lines)}
TimeoutStartSec={_LONGEST_HOURS}h
# A run that failed is not tried again and again: the last good release stands until the next.
NoNewPrivileges=yes
PrivateTmp=yes
ProtectSystem=strict
ReadWritePaths={" ".join(word(str(path)) for path in task.writes)}
# What charts keep between runs has its own place, since no home is written to.
CacheDirectory=vv
Environment=MPLCONFIGDIR=%C/vv
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectControlGroups=yes
RestrictSUIDSGID=yes
RestrictRealtime=yes
LockPersonality=yes
"""


def _timer(schedule: Schedule, after: datetime) -> str:
    lines = [f"OnCalendar={line}" for line in calendars(schedule)]
    if moved := moved_runs(schedule, after):
        lines.append("# Where the clock is put forward over this hour systemd leaves the run out; so here it is.")
        lines += [f"OnCalendar={run.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC" for run in moved]
    return f"""\
[Unit]
Description=When the reports are due: {" ".join(schedule.cron.split())} in {schedule.timezone}

[Timer]
{chr(10).join(lines)}
# What fell due while the machine was off is done when it is on again.
Persistent=true
Unit={SERVICE}

[Install]
WantedBy=timers.target
"""


def _paths(task: Task) -> str:
    lines = "\n".join(f"PathChanged={_line(path)}" for path in task.watched())
    return f"""\
[Unit]
Description=A change of what the reports are made from

[Path]
# A folder is watched, not those inside it: so each stands here. Where there is a new one, print this again.
{lines}
Unit={SERVICE}

[Install]
WantedBy=paths.target
"""


def word(text: str) -> str:
    r"""Return one word of a line of several, as systemd quotes it.

    Examples
    --------
    >>> print(word('/srv/50% of "ours"'))
    "/srv/50%% of \"ours\""
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped}"'


def _command(words: Sequence[str]) -> str:
    if set(words[0]) & _NOT_IN_A_PROGRAM:
        words = ("/bin/sh", "-c", 'exec "$0" "$@"', *words)
    # With the colon a dollar is a dollar.
    return " ".join([word(f":{words[0]}"), *map(word, words[1:])])


def _line(path: Path) -> str:
    # Where a line is one path, systemd reads no quotes; a backslash at its end would take in the next line.
    text = printable(str(path))
    if text != text.strip() or text.endswith("\\"):
        raise SettingsError(
            "systemd cannot be told of a path that ends with a blank or a backslash",
            where=repr(text),
            remedy="rename the folder",
        )
    return text.replace("%", "%%")


def _owner(home: Path) -> str:
    try:
        return home.owner()
    except KeyError:  # whoever owned it has no name any more
        return str(home.stat().st_uid)


def _weekdays(meant: Times) -> str:
    if len(meant.weekdays) == _EVERY["weekdays"]:
        return ""
    # To systemd a week begins on Monday, so that a range may end on Sunday but not begin there.
    from_monday = sorted((day - 1) % 7 for day in meant.weekdays)
    return ",".join(_ranges(from_monday, lambda day: _WEEKDAYS[(day + 1) % 7])) + " "


def _numbers(numbers: Sequence[int], kind: str) -> str:
    if len(numbers) == _EVERY[kind]:
        return "*"
    return ",".join(_ranges(numbers, lambda number: f"{number:02}"))


def _ranges(numbers: Sequence[int], written: Callable[[int], str]) -> Iterator[str]:
    for _, group in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        run = [number for _, number in group]
        if len(run) > 2:
            yield f"{written(run[0])}..{written(run[-1])}"
        else:
            yield from map(written, run)
