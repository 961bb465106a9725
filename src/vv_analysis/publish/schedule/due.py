"""When a run is due, by the clock of the place that the schedule names; light to import."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from vv_analysis.terms.cron import times, zone

if TYPE_CHECKING:
    from vv_analysis.settings import Schedule

_NOON = 12


def next_runs(schedule: Schedule, after: datetime, count: int = 5) -> list[datetime]:
    """Return the next runs after a moment.

    As cron does it, an hour that does not exist on the day when summer time begins is made up for at once when the
    clock has been put forward, and an hour that is there twice when it ends counts once, the first time.

    Parameters
    ----------
    schedule : Schedule
        The schedule of a project.
    after : datetime
        A moment, with its time zone.
    count : int
        How many runs.

    Returns
    -------
    list of datetime
        In the time zone of the schedule.

    Examples
    --------
    >>> from vv_analysis.settings import Schedule
    >>> nightly = Schedule(cron="30 1 * * *", timezone="Europe/London")
    >>> [f"{run:%d %B %H:%M %Z}" for run in next_runs(nightly, datetime(2026, 3, 28, tzinfo=UTC), 3)]
    ['28 March 01:30 GMT', '29 March 02:00 BST', '30 March 01:30 BST']
    """
    return list(islice(_runs(schedule, after), count))


def due_after(schedule: Schedule, moment: datetime) -> datetime:
    """Return the first run that is due after a moment.

    Examples
    --------
    >>> from vv_analysis.settings import Schedule
    >>> mondays = Schedule(cron="0 6 * * MON", timezone="Europe/London")
    >>> due_after(mondays, datetime(2026, 7, 6, 5, 0, tzinfo=UTC)).isoformat()
    '2026-07-13T06:00:00+01:00'
    """
    return next(_runs(schedule, moment))


def overdue(schedule: Schedule, published: datetime, moment: datetime) -> bool:
    """Return whether what is published is older than it should be.

    Parameters
    ----------
    schedule : Schedule
        The schedule, with its hours of grace.
    published : datetime
        When the last run ended that left a good release standing: one it made, or one it found to be still right.
    moment : datetime
        When that is asked.

    Returns
    -------
    bool
        Whether the first run due after `published` should have ended, its hours of grace included.

    Examples
    --------
    >>> from vv_analysis.settings import Schedule
    >>> nightly = Schedule(cron="30 2 * * *", timezone="UTC", grace_hours=24)
    >>> published = datetime(2026, 7, 1, 2, 40, tzinfo=UTC)
    >>> overdue(nightly, published, datetime(2026, 7, 3, 2, 30, tzinfo=UTC))
    False
    >>> overdue(nightly, published, datetime(2026, 7, 3, 2, 31, tzinfo=UTC))
    True
    """
    # In UTC: hours added by the clock of a place would be one too many or too few when that is put back or forward.
    due = due_after(schedule, published).astimezone(UTC)
    return moment.astimezone(UTC) > due + timedelta(hours=schedule.grace_hours)


def moment_of_this_machine() -> datetime:
    """Return the moment that a line of the log would have; no figure may rest on it.

    Examples
    --------
    >>> moment_of_this_machine().tzinfo
    datetime.timezone.utc
    """
    return datetime.fromtimestamp(logging.makeLogRecord({}).created, UTC)


def moved_runs(schedule: Schedule, after: datetime, years: int = 5) -> list[datetime]:
    """Return the runs of the coming years that wait for the clock to be put forward, since their hour is left out.

    Examples
    --------
    >>> from vv_analysis.settings import Schedule
    >>> nightly = Schedule(cron="30 1 * * *", timezone="Europe/London")
    >>> [run.isoformat() for run in moved_runs(nightly, datetime(2026, 1, 1, tzinfo=UTC), years=2)]
    ['2026-03-29T02:00:00+01:00', '2027-03-28T02:00:00+01:00']
    """
    meant, place = times(schedule.cron), zone(schedule.timezone)
    start = after.astimezone(place).replace(hour=_NOON, minute=0, second=0, microsecond=0)
    noons = [start + timedelta(days=day) for day in range(-1, 366 * years)]
    found = []
    for before, noon in pairwise(noons):
        if noon.utcoffset() != before.utcoffset():
            runs = _until(_runs(schedule, before), noon)
            found += [run for run in runs if run.hour not in meant.hours or run.minute not in meant.minutes]
    return [run for run in found if run.astimezone(UTC) > after]


def _until(runs: Iterator[datetime], end: datetime) -> Iterator[datetime]:
    for run in runs:
        if run.astimezone(UTC) >= end.astimezone(UTC):
            return
        yield run


def _runs(schedule: Schedule, after: datetime) -> Iterator[datetime]:
    from cronsim import CronSim

    fields = " ".join(schedule.cron.split())
    start = after.astimezone(zone(schedule.timezone))
    # Within an hour that is there twice cronsim names the first of the two, also to whoever asks in the second.
    return (run for run in CronSim(fields, start) if run.astimezone(UTC) > after)
