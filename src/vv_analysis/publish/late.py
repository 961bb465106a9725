"""A release that is older than its schedule allows says so: the same release again, with a banner on its front page."""

from __future__ import annotations

import hashlib
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from vv_analysis.publish import kept_pages, releases, swap
from vv_analysis.publish.manifest import MANIFEST
from vv_analysis.publish.schedule.due import due_after, overdue

if TYPE_CHECKING:
    from vv_analysis.settings import Settings

# An empty place on every front page; a page without scripts cannot know its age by itself.
_PLACE = '<div id="age"></div>'
_BANNER = (
    '<div id="age" class="banner" role="note" aria-label="Older than it should be">'
    "<strong>Older than it should be.</strong> A newer release was due on {due} and could not be made. "
    "This is the last good release: its figures are right for the data it names, and nothing newer is in it.</div>"
)


def due_by(settings: Settings, moment: datetime) -> datetime | None:
    """Return when the current release should have been followed by a newer one, if that time and its grace are over.

    Parameters
    ----------
    settings : Settings
        The settings of the project; without a schedule nothing is ever late.
    moment : datetime
        The time it is asked at, with its zone.
    """
    last = kept_pages.last_good(settings.reports)
    if settings.schedule is None or last is None:
        return None
    good = datetime.fromtimestamp(last, UTC)
    return due_after(settings.schedule, good) if overdue(settings.schedule, good, moment) else None


def say_if_late(settings: Settings, moment: datetime) -> Path | None:
    """Put out the current release once more with a front page that says it is older than it should be.

    Parameters
    ----------
    settings : Settings
        The settings of the project, whose lock the caller holds.
    moment : datetime
        The time it is asked at, with its zone.

    Returns
    -------
    Path or None
        The release that says so; None if there is none, none is late, or it says so already.
    """
    if (kept_pages.last_good(settings.reports) or 0) > moment.timestamp():
        kept_pages.still_stands(settings.reports)  # the clock was wrong then, or is now: it counts from now on
    release, due = releases.current(settings.reports), due_by(settings, moment)
    if release is None or due is None or releases.is_late(release):
        return None
    folder = releases.building(settings.reports)
    try:
        shutil.copytree(release, folder, copy_function=_as_it_is, dirs_exist_ok=True)
        _tell(folder, due)
        says_so = swap.publish(folder, releases.plain_name(release.name) + releases.LATE, settings)
        behind_it = release.stat().st_mtime_ns + 1_000  # whoever goes back goes back from the release itself
        os.utime(says_so, ns=(behind_it, behind_it))
        return says_so
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _as_it_is(source: str, target: str) -> None:
    """Give a file a second name; what is the same need not be on the disk twice."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _tell(folder: Path, due: datetime) -> None:
    banner = _BANNER.format(due=f"{due:%A} {due.day} {due:%B %Y at %H:%M} ({due.tzinfo})")
    _write_anew(folder, "index.html", _PLACE, banner)


def _write_anew(folder: Path, name: str, old: str, new: str) -> None:
    """Replace a text in a file, and its hash in the files that name it by that."""
    path = folder / name
    before = path.read_bytes()
    after = before.replace(old.encode(), new.encode())
    path.unlink()  # it is the file of the other release too
    path.write_bytes(after)
    naming = [other for other in _NAMED_BY.get(name, ()) if (folder / other).is_file()]
    for other in naming:
        _write_anew(folder, other, hashlib.sha256(before).hexdigest(), hashlib.sha256(after).hexdigest())


_CRATE = "ro-crate-metadata.json"
_NAMED_BY = {"index.html": (_CRATE, MANIFEST), _CRATE: (MANIFEST,)}
