"""Days and moments as standards write them (ISO 8601), and as a clock in London shows them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import pandas as pd
from pandas.api.typing import NaTType

_DAY = re.compile(r"(?:19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}")
_LONDON = ZoneInfo("Europe/London")


@lru_cache(maxsize=4096)
def day_of(stamp: str) -> pd.Timestamp | NaTType:
    """Return the day of an ISO date or time as a clock in London would show it; NaT if it is none.

    Examples
    --------
    >>> day_of("2021-06-25T23:00:00Z"), day_of("2026-03-31T23:59:59+01:00"), day_of("soon")
    (Timestamp('2021-06-26 00:00:00'), Timestamp('2026-03-31 00:00:00'), NaT)
    """
    moment = _in_london(stamp)
    return pd.Timestamp(moment.date()) if moment else pd.NaT


def moment_of(stamp: str) -> str:
    """Return an ISO date or time as Greenwich shows it, so that moments sort as texts; empty if it is none.

    Examples
    --------
    >>> moment_of("2021-06-26T00:30:00+01:00"), moment_of("2021-06-26"), moment_of("soon")
    ('2021-06-25T23:30:00', '2021-06-25T23:00:00', '')
    """
    moment = _in_london(stamp)
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat() if moment else ""


def _in_london(stamp: str) -> datetime | None:
    # A year alone is no day, and 9999-12-31 is a placeholder that no calendar here can hold.
    try:
        moment = datetime.fromisoformat(stamp) if _DAY.match(stamp) else None
    except ValueError:
        return None
    return moment and (moment.astimezone(_LONDON) if moment.tzinfo else moment.replace(tzinfo=_LONDON))


def is_before(day: pd.Timestamp | NaTType, other: pd.Timestamp | NaTType) -> bool:
    """Return whether one day is before another; not where either is unknown."""
    return isinstance(day, pd.Timestamp) and isinstance(other, pd.Timestamp) and day < other
