"""When the next runs are due, and whether what is published is older than it should be."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from vv_analysis.settings import Schedule


def next_runs(schedule: Schedule, after: datetime, count: int = 5) -> list[datetime]:
    """Return the next runs after a moment, by the clock of the schedule's zone.

    Parameters
    ----------
    schedule : Schedule
        The schedule of vv.toml.
    after : datetime
        A moment, with its zone.
    count : int
        How many runs.

    Examples
    --------
    >>> from vv_analysis.settings import Schedule
    >>> nightly = Schedule(cron="30 2 * * *", timezone="Europe/London")
    >>> [run.isoformat() for run in next_runs(nightly, datetime(2026, 7, 1, tzinfo=UTC), 2)]
    ['2026-07-01T02:30:00+01:00', '2026-07-02T02:30:00+01:00']
    """
    from cronsim import CronSim

    return list(islice(CronSim(schedule.cron, after.astimezone(ZoneInfo(schedule.timezone))), count))


def due_after(schedule: Schedule, moment: datetime) -> datetime:
    """Return the first run that is due after a moment."""
    return next_runs(schedule, moment, 1)[0]


def overdue(schedule: Schedule, published: datetime, moment: datetime) -> bool:
    """Tell whether something newer should be there: the run after `published` was due, and its grace is over."""
    return moment > due_after(schedule, published) + timedelta(hours=schedule.grace_hours)


def moment_of_this_machine() -> datetime:
    """Return what time it is; nothing that is computed or printed in a report rests on it."""
    return datetime.fromtimestamp(logging.makeLogRecord({}).created, UTC)
