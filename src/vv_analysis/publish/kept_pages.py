"""Pages that stand already: in the current release, or in what a run left that did not come to its end.

A page is taken again only if it was made from the same, and if its files are what they were when it was made.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from vv_analysis.ingest.intake.fingerprint import UNKNOWN

JOURNAL = ".made.jsonl"
_LAST = ".published.json"


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page that stands somewhere.

    Attributes
    ----------
    key : str
        What the page is called.
    made_from : dict
        The hashes of what it was made from.
    files : dict
        Its files, by their path below the folder, with their hashes.
    seconds : float, optional
        How long it took to make; nobody knows of a page that was noted before this was kept.
    """

    key: str
    made_from: dict[str, str]
    files: dict[str, str]
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class LastRelease:
    """What the current release was made from, which is nobody else's matter: it stands beside it, not in it."""

    name: str
    standing: dict[str, str]
    pages: tuple[KeptPage, ...]


def of_files(
    key: str, made_from: Mapping[str, str], folder: Path, names: Iterable[str], seconds: float | None = None
) -> KeptPage:
    """Return a page that was just made, with the hashes of its files."""
    report = key.partition("/")[0]
    paths = [f"{report}/{name}" for name in names]
    return KeptPage(key, dict(made_from), {path: _hash(folder / path) for path in paths}, seconds)


def note(page: KeptPage, folder: Path) -> None:
    """Write down in the folder of a run that a page is made: if the run ends here, the next one finds it."""
    with (folder / JOURNAL).open("a", encoding="utf-8") as journal:
        journal.write(json.dumps(asdict(page)) + "\n")


def noted(folder: Path) -> Iterator[KeptPage]:
    """Yield the pages that were noted in a folder; a line that was cut off is no page."""
    journal = folder / JOURNAL
    for line in journal.read_text(encoding="utf-8").splitlines() if journal.is_file() else ():
        try:
            yield KeptPage(**json.loads(line))
        except (ValueError, TypeError):
            continue


def write_down(last: LastRelease, reports: Path) -> Path:
    """Write down what a release is made from, before it is published: a disk that is full then hinders that too.

    Confidential inputs are among it, so only we may read it.
    """
    beside = reports / f"{_LAST}.new"
    beside.unlink(missing_ok=True)
    beside.touch(0o600)
    beside.write_text(json.dumps(asdict(last)), encoding="utf-8")
    return beside


def record(written_down: Path) -> None:
    """Let what was written down count, now that the release is published."""
    written_down.replace(written_down.with_name(_LAST))


def recorded(reports: Path) -> LastRelease | None:
    """Return what the last release was made from; None if nothing, or nothing readable, is known of it."""
    try:
        content: dict[str, Any] = json.loads((reports / _LAST).read_text(encoding="utf-8"))
        pages = tuple(KeptPage(**page) for page in content.pop("pages"))
        return LastRelease(**content, pages=pages)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def last_good(reports: Path) -> float | None:
    """Return when a run last came to its end, in seconds since 1970; None if none has."""
    last = reports / _LAST
    return last.stat().st_mtime if last.is_file() else None


def still_stands(reports: Path) -> None:
    """Note that a run came to its end and found nothing new."""
    with contextlib.suppress(OSError):  # who may only read may still ask
        os.utime(reports / _LAST)


class KeptPages:
    """All pages that stand somewhere, by what they were made from."""

    def __init__(self) -> None:
        self._found: dict[str, list[tuple[KeptPage, Path]]] = {}

    def add(self, pages: Iterable[KeptPage], folder: Path) -> None:
        """Add the pages that stand in a folder."""
        for page in pages:
            self._found.setdefault(page.key, []).append((page, folder))

    def before(self, key: str) -> dict[str, str] | None:
        """Return what a page of this name was made from; None if there is none."""
        found = self._found.get(key)
        return found[0][0].made_from if found else None

    def seconds(self, key: str) -> float:
        """Return how long a page of this name took; 0 if nobody knows."""
        return max((page.seconds or 0.0 for page, _ in self._found.get(key, ())), default=0.0)

    def bring(self, key: str, made_from: Mapping[str, str], into: Path) -> KeptPage | None:
        """Copy a page that was made from the same into a folder; None if there is none whose files are whole."""
        if UNKNOWN in made_from.values():
            return None
        for page, folder in self._found.get(key, ()):
            if page.made_from == made_from and _whole(page, folder):
                for path in page.files:
                    (into / path).parent.mkdir(exist_ok=True)
                    shutil.copyfile(folder / path, into / path)
                return page
        return None


def _whole(page: KeptPage, folder: Path) -> bool:
    try:
        return bool(page.files) and all(_hash(folder / path) == known for path, known in page.files.items())
    except OSError:
        return False


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
