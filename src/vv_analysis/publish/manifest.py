"""What a release says of itself: what it was made from, by what, for how long, and every file with its hash."""

from __future__ import annotations

import hashlib
import json
import platform
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vv_analysis.errors import ReportError
from vv_analysis.publish import surroundings

if TYPE_CHECKING:
    # What is published can be told without the data that parameters are looked up in.
    from vv_analysis.publish.kept_pages import KeptPage
    from vv_analysis.publish.parameters import Job
    from vv_analysis.settings import Settings

MANIFEST = "manifest.json"
OF_EVERY_PAGE = ("settings", "as_at", "reference", "code", "libraries")  # what all pages of a release are made from
OF_ONE_PAGE = ("rows", "parameters", "notebook")
_NO_INPUTS = (".", "~$")  # hidden files, and those by which an office program says that it has a file open
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


def content(settings: Settings, as_at: str, jobs: Iterable[Job], pages: Iterable[KeptPage] = ()) -> dict[str, Any]:
    """Return what the manifest of a release says, but for its files.

    Parameters
    ----------
    settings : Settings
        The settings of the project.
    as_at : str
        The date that reports are "as at".
    jobs : iterable of Job
        Its pages, in their order.
    pages : iterable of KeptPage
        What each was made from, its files, and how long it took.
    """
    in_confidence, made = len(confidential(settings)), {page.key: page for page in pages}
    return {
        "as_at": as_at,
        "python": platform.python_version(),
        "libraries": {name: version(name) for name in _LIBRARIES},
        "code": code(settings.home),
        "settings_sha256": sha256(settings.home / "vv.toml"),
        "settings": settings.comparison.model_dump(mode="json"),
        "inputs": [{"path": path, "sha256": known} for path, known in inputs(settings).items()],
        # Contracts handed over in confidence are counted; a name or a hash could be matched with their owner.
        "confidential_inputs": in_confidence,
        "made_from": _shared(made.values()),
        "pages": [_page(job, made.get(job.key), in_confidence) for job in jobs],
    }


def write(folder: Path, said: Mapping[str, Any], files: Iterable[Mapping[str, str]]) -> None:
    """Write the manifest of a folder: what is said of it, and its files."""
    text = json.dumps({**said, "files": list(files)}, indent=2, ensure_ascii=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def read(release: Path) -> dict[str, Any]:
    """Return what a release says of itself.

    Raises
    ------
    ReportError
        Its manifest is not there, or cannot be read.
    """
    path = release / MANIFEST
    where = f"{release.name}/{MANIFEST}"
    if path.is_symlink() or not path.is_file():
        raise ReportError("the release has no manifest", where=where, remedy="make it again with `vv run --force`")
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ReportError("the manifest is damaged", where=where, remedy="trust no other copy of it") from error
    if not isinstance(said, dict):
        raise ReportError("the manifest is damaged", where=where, expected="an object in JSON")
    return said


def alike(one: Path, other: Path) -> bool:
    """Return whether two releases say the same of themselves, but for how long it took and which commit it was.

    A commit that changes no file of the package changes no release.
    """
    try:
        return _lasting(read(one)) == _lasting(read(other))
    except (ReportError, AttributeError, TypeError):  # one of them says nothing that can be understood
        return False


def inputs(settings: Settings) -> dict[str, str]:
    """Return the hash of every input that is not confidential, by its path below the folder of inputs."""
    hidden = confidential(settings)
    open_to_all = (path for path in _below(settings.raw) if path.resolve() not in hidden)
    found = {path.relative_to(settings.raw): path for path in open_to_all}
    return {
        inside.as_posix(): sha256(path)
        for inside, path in found.items()
        if not any(part.startswith(_NO_INPUTS) for part in inside.parts)
    }


def confidential(settings: Settings) -> set[Path]:
    """Return the files that were handed over in confidence, where they really stand."""
    # Where contracts usually stand they are confidential even while VV_CONTRACTS names another place.
    usual = settings.raw / "contracts"
    found = {path.resolve() for place in (settings.contracts, usual) for path in _below(place)}
    open_to_all = (usual / "illustrative").resolve()
    return {path for path in found if path.name != "README.md" and not path.is_relative_to(open_to_all)}


def code(home: Path) -> dict[str, Any]:
    """Return the hash of the package's files, and the commit of the project, if it has one."""
    commit = _git(home, "rev-parse", "HEAD")
    committed = {"commit": commit, "changed_since": bool(_git(home, "status", "--porcelain"))} if commit else {}
    return {**committed, "sha256": surroundings.code()}


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _shared(made: Iterable[KeptPage]) -> dict[str, str]:
    first = next(iter(made), None)
    return {part: first.made_from[part] for part in OF_EVERY_PAGE if part in first.made_from} if first else {}


def _page(job: Job, made: KeptPage | None, in_confidence: int) -> dict[str, Any]:
    entry: dict[str, Any] = {"report": job.report, "page": f"{job.key}.html", "parameters": job.parameters}
    if made is None:
        return entry
    # Whoever guesses the rows of a confidential contract could try the guess on a hash of them.
    printed = [part for part in OF_ONE_PAGE if part in made.made_from and not (part == "rows" and in_confidence)]
    return {
        **entry,
        "made_from": {part: made.made_from[part] for part in printed},
        "seconds": made.seconds,
        "outputs": made.files,
    }


def _lasting(said: dict[str, Any]) -> dict[str, Any]:
    pages = [{**page, "seconds": None} for page in said.get("pages", [])]
    return {**said, "pages": pages, "code": said.get("code", {}).get("sha256")}


def _below(place: Path, passed: frozenset[Path] = frozenset()) -> Iterator[Path]:
    """Yield every file of a folder, or the file itself; where a link leads is looked at too, and never twice round."""
    real = place.resolve()
    if place.is_file():
        yield place
    elif place.is_dir() and real not in passed:
        for child in sorted(place.iterdir()):
            yield from _below(child, passed | {real})


def _git(home: Path, *words: str) -> str:
    git = shutil.which("git")
    if git is None:
        return ""
    done = subprocess.run([git, *words], cwd=home, capture_output=True, text=True, check=False)  # noqa: S603
    return done.stdout.strip() if done.returncode == 0 else ""
