"""The schedule as a crontab."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from vv_analysis.errors import SettingsError
from vv_analysis.publish.schedule.task import Task
from vv_analysis.settings import CONTRACTS_VARIABLE
from vv_analysis.terms.cron import plain

if TYPE_CHECKING:
    from vv_analysis.settings import Schedule

FILE = "vv.crontab"
LOG = "schedule.log"


def crontab(schedule: Schedule, task: Task) -> str:
    r"""Return the lines that `crontab` takes.

    Parameters
    ----------
    schedule : Schedule
        When a run is due.
    task : Task
        What is started; what it says goes to the end of a log beside the releases.

    Raises
    ------
    SettingsError
        A path has a backslash in it, which one cron reads otherwise than another.

    Examples
    --------
    >>> from pathlib import Path
    >>> from vv_analysis.settings import Schedule
    >>> task = Task(Path("/srv/50% our"), ("/bin/vv", "run"), "", (), (Path("/srv/reports"),))
    >>> print(crontab(Schedule(cron="30 2 * * *"), task).splitlines()[-1])
    30 2 * * * cd '/srv/50\% our' && mkdir -p /srv/reports && /bin/vv run >> /srv/reports/schedule.log 2>&1
    """
    return f"""\
# The reports of {task.home}
# The hours are those of {schedule.timezone} for a cron that knows CRON_TZ (cronie does). The cron of Debian does not:
# it goes by the clock of the machine, which `timedatectl` shows.
# A cron knows the hour, but not when an input changes: that is found at the next hour.
SHELL=/bin/sh
CRON_TZ={schedule.timezone}
{plain(schedule.cron)} {_for_cron(_command(task))}
"""


def _command(task: Task) -> str:
    contracts = f"{CONTRACTS_VARIABLE}={shlex.quote(task.contracts)} " if task.contracts else ""
    reports, log = shlex.quote(str(task.reports)), shlex.quote(str(task.reports / LOG))
    there = f"cd {shlex.quote(str(task.home))} && mkdir -p {reports}"
    return f"{there} && {contracts}{shlex.join(task.command)} >> {log} 2>&1"


def _for_cron(command: str) -> str:
    if "\\" in command:
        raise SettingsError(
            "a crontab cannot hold a path with a backslash", where=command, remedy="rename the folder, or use systemd"
        )
    # To cron a percent sign is the end of the line, wherever it stands; to the shell it is nothing special.
    return command.replace("%", "\\%")
