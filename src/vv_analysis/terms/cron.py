"""What a schedule says, as cron writes it: five fields, the minutes, hours and days they mean, and whose clock."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cronsim import CronSim, CronSimError

from vv_analysis.errors import SettingsError

_PLACE = "vv.toml [schedule]"
_FIELDS = "five fields (minute, hour, day, month and weekday), such as 30 2 * * * for every night at half past two"
# What every cron understands: stars, numbers, three letters, ranges, steps through these, and lists of them all.
_NAME = r"(?:[0-9]{1,2}|[A-Za-z]{3})"
_PART = rf"(?:\*(?:/[0-9]{{1,2}})?|{_NAME}(?:-{_NAME}(?:/[0-9]{{1,2}})?)?)"
_FIELD = re.compile(rf"{_PART}(?:,{_PART})*", re.ASCII)
_SUNDAY_TOO = 7


@dataclass(frozen=True, slots=True)
class Times:
    """When something is to be done.

    Attributes
    ----------
    minutes, hours, days, months, weekdays : tuple of int
        What is meant, in order; weekdays from 0 for Sunday to 6.
    either : bool
        Whether a day needs only its date or its weekday to be meant: so cron reads two fields of which neither
        starts with a star.
    """

    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: tuple[int, ...]
    months: tuple[int, ...]
    weekdays: tuple[int, ...]
    either: bool


def times(cron: str) -> Times:
    """Return when a schedule means.

    Parameters
    ----------
    cron : str
        Minute, hour, day, month and weekday.

    Raises
    ------
    SettingsError
        It is not five fields that every cron understands, or it means no day at all.

    Examples
    --------
    >>> nightly = times("30 2 * * MON-FRI")
    >>> nightly.minutes, nightly.hours, nightly.weekdays, nightly.either
    ((30,), (2,), (1, 2, 3, 4, 5), False)
    >>> times("61 2 * * *")
    Traceback (most recent call last):
    vv_analysis.errors.SettingsError: vv.toml [schedule]: cron '61 2 * * *' cannot be read (bad minute); expected ...
    """
    parts = cron.split()
    if len(parts) != 5:
        raise _unread(cron, "wrong number of fields")
    for part, name in zip(parts, ("minute", "hour", "day", "month", "weekday"), strict=True):
        if not _FIELD.fullmatch(part):
            raise _unread(cron, f"the {name} is {part}")
    try:
        read = CronSim(" ".join(parts), datetime(2000, 1, 1))  # noqa: DTZ001 - no moment is asked for
    except CronSimError as error:
        raise _unread(cron, str(error).lower()) from error
    return Times(
        minutes=tuple(sorted(read.minutes)),
        hours=tuple(sorted(read.hours)),
        days=tuple(sorted(read.days)),
        months=tuple(sorted(read.months)),
        weekdays=tuple(sorted({day % _SUNDAY_TOO for day in read.weekdays if isinstance(day, int)})),
        either=not read.day_and,
    )


def plain(cron: str) -> str:
    """Return a schedule in numbers, which cron reads in every field, with Sunday as 0.

    Raises
    ------
    SettingsError
        It cannot be read.

    Examples
    --------
    >>> plain("*/15  6-20/2 * jan MON-FRI"), plain("0 5 * * 5-7")
    ('*/15 6-20/2 * 1 1,2,3,4,5', '0 5 * * 0,5,6')
    """
    meant = times(cron)
    minute, hour, day, month, weekday = cron.split()
    # A star stays one: whether a field starts with it decides how cron joins dates and weekdays.
    if re.search("[A-Za-z]", month):
        month = ",".join(map(str, meant.months))
    if not weekday.startswith("*") and re.search("[A-Za-z7]", weekday):
        weekday = ",".join(map(str, meant.weekdays))
    return f"{minute} {hour} {day} {month} {weekday}"


def zone(name: str) -> ZoneInfo:
    """Return the clock of a place.

    Raises
    ------
    SettingsError
        No place of that name has a clock.

    Examples
    --------
    >>> zone("Europe/London").key
    'Europe/London'
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise SettingsError(
            f"there is no time zone {name!r}", where=_PLACE, expected="a name such as Europe/London or UTC"
        ) from error


def _unread(cron: str, why: str) -> SettingsError:
    return SettingsError(f"cron {cron!r} cannot be read ({why})", where=_PLACE, expected=_FIELDS)
