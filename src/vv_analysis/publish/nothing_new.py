"""Whether there is anything to do at all: the one question a schedule asks every night. Light to import."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vv_analysis.publish import kept_pages, releases
from vv_analysis.publish.releases import is_late
from vv_analysis.publish.surroundings import standing

if TYPE_CHECKING:
    from vv_analysis.settings import Settings


def nothing_new(settings: Settings) -> str:
    """Return the name of the current release if everything it was made from is as it was; else nothing."""
    current, last = releases.current(settings.reports), kept_pages.recorded(settings.reports)
    # A release that says it is older than it should be is the last good one, but not what there should be.
    if current is None or last is None or releases.plain_name(current.name) != last.name or is_late(current):
        return ""
    whole = (settings.processed / "datapackage.json").is_file() and not (settings.reports / "failed").exists()
    try:
        return last.name if whole and standing(settings) == last.standing else ""
    except OSError:  # the run that follows says what cannot be read
        return ""
