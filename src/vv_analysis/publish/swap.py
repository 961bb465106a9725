"""A sealed folder becomes the current release with one rename, and what nobody reads any more is removed."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING

from vv_analysis.errors import ReportError
from vv_analysis.publish import kept_pages
from vv_analysis.publish.manifest import MANIFEST, alike
from vv_analysis.publish.releases import UNFINISHED, current, files_of, plain_name

if TYPE_CHECKING:
    from vv_analysis.settings import Run, Settings


def publish(folder: Path, name: str, settings: Settings, written_down: Path | None = None) -> Path:
    """Make a sealed folder the current release, with one rename; what was written down of it counts from then on."""
    releases = settings.reports / "releases"
    releases.mkdir(exist_ok=True)
    release = _place(releases / name, folder)
    if release.exists():
        remove(folder, settings.reports)
    else:
        folder.chmod(0o755)
        flush(folder)
        folder.rename(release)
    _publish_last(release)
    _flush(release.parent)
    _lead_to(release, settings.reports)
    if written_down:
        kept_pages.record(written_down)
    _flush(settings.reports)
    # What is too old may stay until the next run; what is new is published and stands.
    with contextlib.suppress(OSError):
        _keep_latest(release, settings.run)
    return release


def _publish_last(release: Path) -> None:
    """Let a release be the latest of all by its time: it counts when it was published, whatever the clock said."""
    os.utime(release)
    others = [path.stat().st_mtime_ns for path in release.parent.iterdir() if path != release]
    moment = max([release.stat().st_mtime_ns, *(other + 1_000_000 for other in others)])
    os.utime(release, ns=(moment, moment))


def _place(release: Path, folder: Path) -> Path:
    """Return where a release stands or will stand; what somebody may be reading is never written over.

    The same reports under another front page, which tells of another release before, or made from other inputs that
    changed nothing in them, stand beside it as a second one: what a release says of itself stays true.
    """
    files = list(files_of(folder))
    others = (release.with_name(f"{release.name}-{number}") for number in count(2))
    places = chain([release], others)
    return next(path for path in places if not path.exists() or (list(files_of(path)) == files and alike(path, folder)))


def flush(folder: Path) -> None:
    """Wait until a folder and all that is in it stand on the disk, so that a power cut cannot empty what is published.

    Raises
    ------
    OSError
        The disk could not take it.
    """
    for path in (*folder.rglob("*"), folder):
        _flush(path)


def _flush(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        return  # Windows opens no folders, and flushes what is renamed
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _lead_to(release: Path, reports: Path) -> None:
    """Make a release the current one; how long ago the other was left counts from now, by the clock of the disk."""
    left = current(reports)
    _point_to(reports / "current", release)
    if left and left != release:
        with contextlib.suppress(OSError):
            os.utime(left / MANIFEST)


def _point_to(link: Path, release: Path) -> None:
    if link.exists() and not link.is_symlink():
        raise ReportError(f"{link.name} is not a link that was made here", where=str(link), remedy="move it away")
    beside = link.with_name(".current.new")
    beside.unlink(missing_ok=True)
    beside.symlink_to(os.path.relpath(release, link.parent), target_is_directory=True)
    beside.replace(link)


def back(settings: Settings) -> Path | None:
    """Make the release that was published before the current one current again; None if there is none.

    The one that is left stays where it is, and the order in which releases were published is as it was: going back
    again leads one further.
    """
    release = current(settings.reports)
    if release is None:
        return None
    earlier = [path for path in _whole_ones(release.parent) if _published(path) < _published(release)]
    earlier = [path for path in earlier if plain_name(path.name) != plain_name(release.name)]
    target = max(earlier, key=_published, default=None)
    if target:
        _lead_to(target, settings.reports)
        _flush(settings.reports)
    return target


def _whole_ones(releases: Path) -> list[Path]:
    return [path for path in releases.iterdir() if path.name[0] != "." and (path / MANIFEST).is_file()]


def _keep_latest(release: Path, rule: Run) -> None:
    """Remove releases beyond those that are kept, but none that somebody may still be reading."""
    others = [path for path in release.parent.iterdir() if path.is_dir() and path != release and path.name[0] != "."]
    now = (release.parents[1] / "current").lstat().st_mtime  # which was made just now
    for path in sorted(others, key=_published, reverse=True)[rule.releases_kept - 1 :]:
        if now - _left(path, now) >= 60 * rule.replaced_kept_minutes:
            remove(path, release.parents[1])


def _left(release: Path, now: float) -> float:
    """Return when a release was last the current one; if the clock was wrong then, it counts from now on."""
    manifest = release / MANIFEST
    if not manifest.is_file():
        return _published(release)
    if manifest.stat().st_mtime > now:
        os.utime(manifest, (now, now))
    return manifest.stat().st_mtime


def _published(release: Path) -> float:
    return release.stat().st_mtime


def remove(folder: Path, reports: Path) -> None:
    """Remove a release or preview: out of sight with one rename first, so that nobody meets half of it."""
    out_of_sight = Path(tempfile.mkdtemp(prefix="removed-", dir=reports / UNFINISHED))
    folder.rename(out_of_sight / folder.name)
    shutil.rmtree(out_of_sight, ignore_errors=True)


def tidy(reports: Path) -> None:
    """Remove what was being removed when a run was ended."""
    for path in (reports / UNFINISHED).glob("removed-*"):
        shutil.rmtree(path, ignore_errors=True)
