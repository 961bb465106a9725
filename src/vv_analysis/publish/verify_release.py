"""A release is found by its name or its folder, looked at, and held against what it was made from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from vv_analysis.errors import ParameterError, ReportError
from vv_analysis.publish.verify import Verified, verify

if TYPE_CHECKING:
    from vv_analysis.settings import Settings

CURRENT = "current"


def verify_release(release: str, settings: Settings | None, *, only_inside: bool = False) -> Verified:
    """Look whether a release is what its manifest says.

    Parameters
    ----------
    release : str
        A name in ``reports/releases``, ``current``, or a folder.
    settings : Settings or None
        The project; without one only the folder is looked at.
    only_inside : bool, optional
        Whether only the folder is looked at, and not what it was made from.

    Raises
    ------
    ParameterError
        There is no such release.
    ReportError
        Nothing has been published, or the manifest cannot be believed.
    """
    folder = _folder(release, settings)
    said, inside = verify(folder)
    verified = Verified(folder.name, len(said.files), len(said.inputs), inside)
    if settings is None or only_inside:
        return verified
    from vv_analysis.publish import verify_origin

    outside = verify_origin.differences(folder, said, settings)
    notes = verify_origin.notes(folder, said, settings)
    return replace(verified, outside=outside, looked_outside=True, notes=notes)


def _folder(release: str, settings: Settings | None) -> Path:
    if settings is None:
        return Path(release).resolve()
    link = settings.reports / CURRENT
    known = sorted(path.name for path in (settings.reports / "releases").glob("[!.]*") if path.is_dir())
    if release == CURRENT:
        if not link.is_dir():
            what = "the current release is gone" if link.is_symlink() else "nothing has been published yet"
            raise ReportError(what, remedy="`vv run` makes one")
        return link.resolve()
    if release in known:
        return settings.reports / "releases" / release
    if release and Path(release).is_dir():
        return Path(release).resolve()
    raise _unknown(release, known)


def _unknown(release: str, known: list[str]) -> ParameterError:
    from vv_analysis.ingest.words.names import did_you_mean

    some = f"one of {', '.join(known)}, or a folder" if known else "a folder; nothing has been published here"
    remedy = did_you_mean(release, known) or "choose one of them"
    return ParameterError(f"{release!r} is no release", expected=some, remedy=remedy)
