"""A release is one complete set of pages: built beside the old one, checked, and sealed."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from vv_analysis.errors import ReportError
from vv_analysis.publish import manifest as manifests
from vv_analysis.publish.kept_pages import JOURNAL
from vv_analysis.publish.manifest import MANIFEST

if TYPE_CHECKING:
    # What is published can be told without the data that parameters are looked up in.
    from vv_analysis.publish.kept_pages import KeptPage
    from vv_analysis.publish.parameters import Job
    from vv_analysis.settings import Settings

UNFINISHED = "unfinished"
LATE = "-late"


def building(reports: Path) -> Path:
    """Return a new empty folder to build a release in, beside the releases."""
    unfinished = reports / UNFINISHED
    unfinished.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(prefix="run-", dir=unfinished))


def left_unfinished(reports: Path) -> list[Path]:
    """Return the folders of runs that did not come to their end."""
    return sorted((reports / UNFINISHED).glob("run-*"))


def name_of(folder: Path, as_at: str) -> str:
    """Return the name of the release that the reports of a folder make.

    The same reports make the same release: its name is its date and the start of the hash of their files. The
    front page has no part in it, since that says what changed since the release before.
    """
    reports = [file for file in files_of(folder) if "/" in file["path"]]
    return f"{as_at}-{_hash(json.dumps(reports).encode())[:8]}"


def plain_name(name: str) -> str:
    """Return the name of a release without the number of a second one with the same reports.

    Examples
    --------
    >>> plain_name("2026-03-11-0123abcd-2"), plain_name("2026-03-11-01234567")
    ('2026-03-11-0123abcd', '2026-03-11-01234567')
    """
    return name[: len("2026-03-11-0123abcd")]


def is_late(release: Path) -> bool:
    """Tell whether a release says of itself that it is older than it should be."""
    return LATE in release.name


def before(reports: Path, name: str) -> Path | None:
    """Return the release published last before one of that name, or None if there is none."""
    others = [
        path.parent for path in (reports / "releases").glob(f"*/{MANIFEST}") if plain_name(path.parent.name) != name
    ]
    return max((path for path in others if path.name[0] != "."), key=lambda path: path.stat().st_mtime, default=None)


def seal(
    folder: Path,
    settings: Settings,
    as_at: str,
    jobs: Iterable[Job],
    pages: Iterable[KeptPage] = (),
    *,
    preview: bool = False,
) -> None:
    """Write what a finished folder says of itself, and check its pages.

    The list of libraries and the crate are files like the others; the manifest, last, has the hashes of all of them.

    Raises
    ------
    ReportError
        A page links to what is not there, or holds a script or something from elsewhere.
    """
    from vv_analysis.publish import bill_of_materials, crate

    said = manifests.content(settings, as_at, jobs, pages)
    bill_of_materials.write(folder, as_at)
    crate.write(folder, said, files_of(folder), preview=preview)
    manifests.write(folder, said, files_of(folder))
    check(folder)


def current(reports: Path) -> Path | None:
    """Return the current release, or None if nothing has been published."""
    link = reports / "current"
    return link.resolve() if (link / MANIFEST).is_file() else None


def manifest(release: Path) -> dict[str, Any]:
    """Return what a release says of itself."""
    return manifests.read(release)


def check(folder: Path) -> None:
    """Refuse a folder in which a page has a script, something from elsewhere, or a link to nothing."""
    for page, complaint in complaints(folder):
        raise ReportError(complaint, where=page, remedy="mend its notebook; the last release stands")


def complaints(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield each page with what is wrong with what it links to or holds."""
    found_in = cache(_links)  # a page that others link into is read once
    for page in sorted(folder.resolve().rglob("*.html")):
        name = page.relative_to(folder.resolve()).as_posix()
        try:
            yield from ((name, complaint) for complaint in _complaints(page, folder.resolve(), found_in))
        except (OSError, ValueError):  # no text at all, or a link that no file could be called
            yield name, "the page, or a link in it, cannot be read"


def _complaints(page: Path, folder: Path, found_in: Callable[[Path], _Links]) -> Iterator[str]:
    found = found_in(page)
    yield from (f"the page holds {what}" for what in found.refused)
    for link, heading in found.local:
        target = (page.parent / link).resolve()
        if not target.is_relative_to(folder) or not target.is_file():
            yield f"the page links to {link!r}, which is not there"
        elif heading not in {"", "top", *(found_in(target).ids if heading else [])}:
            yield f"the page links to {link + '#' + heading!r}, which is not there"
    yield from (
        f"the page links to {'#' + name!r}, which is not there" for name in found.anchors if name not in found.ids
    )
    yield from (f"two parts of the page are called {name!r}" for name, times in Counter(found.ids).items() if times > 1)


def ids_of(page: Path) -> list[str]:
    """Return what parts of a page can be linked to."""
    return _links(page).ids


def _links(page: Path) -> _Links:
    found = _Links()
    found.feed(page.read_text(encoding="utf-8"))
    return found


class _Links(HTMLParser):
    """Collects what a page points to."""

    def __init__(self) -> None:
        super().__init__()
        self.local: list[tuple[str, str]] = []
        self.refused: list[str] = []
        self.ids: list[str] = []
        self.anchors: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "iframe", "object", "embed", "link", "base", "form"}:
            self.refused.append(f"a <{tag}>")
        if tag == "meta" and ("http-equiv", "refresh") in [(name, (value or "").casefold()) for name, value in attrs]:
            self.refused.append("a <meta> that leads elsewhere")
        for name, value in attrs:
            if name.startswith("on"):
                self.refused.append(f"an {name} handler")
            if name in {"src", "srcset"} and urlsplit(value or "").scheme != "data":
                self.refused.append(f"a file from elsewhere ({value})")
            if name == "href":
                self._follow(value or "")
            if name == "id":
                self.ids.append(value or "")

    def _follow(self, link: str) -> None:
        address = urlsplit(link)
        if address.scheme:
            if address.scheme not in {"http", "https", "mailto"}:
                self.refused.append(f"a link to {address.scheme}:")
        elif address.netloc:
            self.refused.append(f"a link without its scheme ({link})")
        elif address.path:
            self.local.append((unquote(address.path), unquote(address.fragment)))
        elif address.fragment:
            self.anchors.append(unquote(address.fragment))


def files_of(folder: Path) -> Iterator[dict[str, str]]:
    """Yield every file of a folder but its manifest and the journal of its making, with its hash."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path not in {folder / MANIFEST, folder / JOURNAL}:
            yield {"path": path.relative_to(folder).as_posix(), "sha256": _hash(path.read_bytes())}


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
