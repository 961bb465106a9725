"""A release is one complete set of pages: built beside the old one, checked, and sealed."""

from __future__ import annotations

import hashlib
import json
import platform
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from vv_analysis.errors import ReportError

if TYPE_CHECKING:
    # What is published can be told without the data that parameters are looked up in.
    from vv_analysis.publish.parameters import Job
    from vv_analysis.settings import Settings

MANIFEST = "manifest.json"
UNFINISHED = "unfinished"
LATE = "-late"
_LIBRARIES = (
    "vv-analysis",
    "pandas",
    "numpy",
    "matplotlib",
    "papermill",
    "typst",
    "gptables",
    "pypandoc-binary",
    "pandera",
    "openpyxl",
)


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


def seal(folder: Path, settings: Settings, as_at: str, jobs: Iterable[Job]) -> None:
    """Write the manifest of a finished folder, and check its pages.

    Raises
    ------
    ReportError
        A page links to what is not there, or holds a script or something from elsewhere.
    """
    files = list(files_of(folder))
    _write_manifest(folder, _manifest(settings, as_at, jobs, files))
    check(folder)


def current(reports: Path) -> Path | None:
    """Return the current release, or None if nothing has been published."""
    link = reports / "current"
    return link.resolve() if (link / MANIFEST).is_file() else None


def manifest(release: Path) -> dict[str, Any]:
    """Return what a release says of itself."""
    content: dict[str, Any] = json.loads((release / MANIFEST).read_text(encoding="utf-8"))
    return content


def check(folder: Path) -> None:
    """Refuse a folder in which a page has a script, something from elsewhere, or a link to nothing."""
    for page in sorted(folder.rglob("*.html")):
        for complaint in _complaints(page, folder):
            raise ReportError(
                complaint, where=str(page.relative_to(folder)), remedy="mend its notebook; the last release stands"
            )


def _complaints(page: Path, folder: Path) -> Iterator[str]:
    found = _Links()
    found.feed(page.read_text(encoding="utf-8"))
    yield from (f"the page holds {what}" for what in found.refused)
    for link, heading in found.local:
        target = (page.parent / link).resolve()
        if not target.is_relative_to(folder.resolve()) or not target.is_file():
            yield f"the page links to {link!r}, which is not there"
        elif heading not in {"", "top", *(ids_of(target) if heading else [])}:
            yield f"the page links to {link + '#' + heading!r}, which is not there"
    yield from (
        f"the page links to {'#' + name!r}, which is not there" for name in found.anchors if name not in found.ids
    )
    yield from (f"two parts of the page are called {name!r}" for name, times in Counter(found.ids).items() if times > 1)


def ids_of(page: Path) -> list[str]:
    """Return what parts of a page can be linked to."""
    found = _Links()
    found.feed(page.read_text(encoding="utf-8"))
    return found.ids


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
    """Yield every file of a folder but its manifest, with its hash."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != MANIFEST:
            yield {"path": path.relative_to(folder).as_posix(), "sha256": _hash(path.read_bytes())}


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _manifest(settings: Settings, as_at: str, jobs: Iterable[Job], files: list[dict[str, str]]) -> dict[str, Any]:
    inputs = list(_inputs(settings))
    return {
        "as_at": as_at,
        "python": platform.python_version(),
        "libraries": {name: version(name) for name in _LIBRARIES},
        "code": _code(settings.home),
        "settings_sha256": _hash((settings.home / "vv.toml").read_bytes()),
        "inputs": inputs,
        # Contracts handed over in confidence are counted; a name or a hash could be matched with their owner.
        "confidential_inputs": len(_confidential(settings)),
        "pages": [{"report": job.report, "page": f"{job.key}.html", "parameters": job.parameters} for job in jobs],
        "files": files,
    }


def _inputs(settings: Settings) -> Iterator[dict[str, str]]:
    confidential = _confidential(settings)
    for path in sorted(settings.raw.rglob("*")):
        if path.is_file() and path.resolve() not in confidential:
            yield {"path": path.relative_to(settings.raw).as_posix(), "sha256": _hash(path.read_bytes())}


def _confidential(settings: Settings) -> set[Path]:
    # Where contracts usually stand they are confidential even while VV_CONTRACTS names another place.
    usual = settings.raw / "contracts"
    found = (path.resolve() for place in (settings.contracts, usual) for path in (place, *place.rglob("*")))
    open_to_all = (usual / "illustrative").resolve()
    return {
        path for path in found if path.is_file() and path.name != "README.md" and not path.is_relative_to(open_to_all)
    }


def _code(home: Path) -> dict[str, Any]:
    commit = _git(home, "rev-parse", "HEAD")
    return {"commit": commit, "changed_since": bool(_git(home, "status", "--porcelain"))} if commit else {}


def _git(home: Path, *words: str) -> str:
    git = shutil.which("git")
    if git is None:
        return ""
    done = subprocess.run([git, *words], cwd=home, capture_output=True, text=True, check=False)  # noqa: S603
    return done.stdout.strip() if done.returncode == 0 else ""


def _write_manifest(folder: Path, content: dict[str, Any]) -> None:
    (folder / MANIFEST).write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
