"""Whether what a release was made from is still what it was: inputs, settings, code, libraries, and each page by it."""

from __future__ import annotations

import platform
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from vv_analysis.errors import VvError
from vv_analysis.publish import bill_of_materials, kept_pages, manifest
from vv_analysis.publish.installed import libraries
from vv_analysis.publish.made_from import made_from, why
from vv_analysis.publish.manifest import OF_EVERY_PAGE
from vv_analysis.publish.verify import Difference

if TYPE_CHECKING:
    from vv_analysis.ingest.intake.processed import Processed
    from vv_analysis.publish.parameters import Job
    from vv_analysis.publish.said import Page, Said
    from vv_analysis.settings import Settings

_SHOWN = 12  # figures of a commit


def differences(release: Path, said: Said, settings: Settings) -> tuple[Difference, ...]:
    """Return everything that a release was made from and that is otherwise now.

    Parameters
    ----------
    release : Path
        The release.
    said : Said
        What its manifest says.
    settings : Settings
        The project that it was made in. Nothing in it is written.
    """
    found = [*_inputs(said, settings), *_settings(said, settings), *_code(said, settings)]
    return (*found, *_libraries(release, said), *_pages(release, said, settings))


def notes(release: Path, said: Said, settings: Settings) -> tuple[str, ...]:
    """Return what is worth knowing of how a release was made, and is no difference."""
    commit = manifest.code(settings.home).get("commit", "")
    told = []
    if said.code.changed_since:
        told.append("It was made in a working folder with changes that stand in no commit.")
    if commit and said.code.commit and commit != said.code.commit:
        told.append(f"It was made at commit {said.code.commit[:_SHOWN]}; this is {commit[:_SHOWN]}.")
    if any("rows" not in page.made_from for page in said.pages) and _recorded(release, settings) == {}:
        told.append("The rows of its pages were not compared: they may hold what was handed over in confidence.")
    return tuple(told)


def _inputs(said: Said, settings: Settings) -> Iterator[Difference]:
    then, now = {file.path: file.sha256 for file in said.inputs}, manifest.inputs(settings)
    words = {(True, False): "is missing", (False, True): "was added since", (True, True): "has changed since"}
    for path in sorted(path for path in {*then, *now} if then.get(path) != now.get(path)):
        yield Difference("input", f"Input {path}", words[path in then, path in now])
    in_confidence = len(manifest.confidential(settings))
    if in_confidence != said.confidential_inputs:
        name = "The number of inputs handed over in confidence"
        yield Difference("input", name, f"was {said.confidential_inputs} and is {in_confidence} now")


def _settings(said: Said, settings: Settings) -> Iterator[Difference]:
    if manifest.sha256(settings.home / "vv.toml") != said.settings_sha256:
        yield Difference("settings", "vv.toml", "has changed since")


def _code(said: Said, settings: Settings) -> Iterator[Difference]:
    now = manifest.code(settings.home)
    # Releases made before the code had a hash of its own are known by their commit alone.
    then, is_now = (said.code.sha256, now["sha256"]) if said.code.sha256 else (said.code.commit, now.get("commit", ""))
    if then != is_now:
        commit = f" (it was made at commit {said.code.commit[:_SHOWN]})" if said.code.commit else ""
        yield Difference("code", "The code of the package", f"has changed since{commit}")


def _libraries(release: Path, said: Said) -> Iterator[Difference]:
    if said.python != platform.python_version():
        yield Difference("library", "Python", f"was {said.python} and is {platform.python_version()} now")
    now = bill_of_materials.versions(libraries().values())
    then = {name: (version, "") for name, version in said.libraries.items()} | _listed(release)
    of_libraries = sorted({*then, *(now if _listed(release) else ())} - {"vv-analysis"})
    for name in of_libraries:
        was, is_now = then.get(name, ("", "")), now.get(name, ("", ""))
        if was[0] != is_now[0]:
            yield Difference("library", name, f"was {was[0] or 'not needed'} and is {is_now[0] or 'not there'} now")
        elif was[1] and was[1] != is_now[1]:
            yield Difference("library", name, f"is {is_now[0]} as it was, but its files are others")


def _listed(release: Path) -> dict[str, tuple[str, str]]:
    try:
        return bill_of_materials.listed_in(release)
    except (OSError, ValueError):
        return {}  # it was named when the release itself was looked at


def _pages(release: Path, said: Said, settings: Settings) -> Iterator[Difference]:
    """Yield what pages would be made from now and were not; what is the same for all of them once."""
    pages = [page for page in said.pages if page.made_from]
    try:
        now = _made_from_now(pages, settings)
    except VvError as error:
        yield Difference("made from", "What pages are made from", f"cannot be worked out now ({error})")
        return
    recorded = _recorded(release, settings)
    for page in pages:
        made = {**recorded.get(page.key, {}), **page.made_from}
        if page.key not in now:
            yield Difference("made from", page.page, "is no page of this project now")
        elif any(now[page.key].get(part) != known for part, known in made.items()):
            yield Difference("made from", page.page, f"would be made again: {why(_only(now[page.key], made), made)}")
    yield from _of_every_page(said, next(iter(now.values()), {}))


def _of_every_page(said: Said, now: Mapping[str, str]) -> Iterator[Difference]:
    # Code and libraries are named one by one above; other libraries than those needed change nothing in a page.
    parts = [part for part in OF_EVERY_PAGE if part in said.made_from and part not in {"code", "libraries"}]
    then = {part: said.made_from[part] for part in parts}
    if now and _only(now, then) != then:
        yield Difference("made from", "Every page", f"would be made again: {why(_only(now, then), then)}")


def _only(now: Mapping[str, str], parts: Iterable[str]) -> dict[str, str]:
    return {part: now.get(part, "") for part in parts}


def _recorded(release: Path, settings: Settings) -> dict[str, dict[str, str]]:
    """Return the hashes of rows that stand beside the release, and not in it, for its own project only."""
    last = kept_pages.recorded(settings.reports)
    if last is None or (settings.reports / "releases" / last.name).resolve() != release.resolve():
        return {}
    return {page.key: {"rows": page.made_from["rows"]} for page in last.pages if "rows" in page.made_from}


def _made_from_now(pages: list[Page], settings: Settings) -> dict[str, dict[str, str]]:
    from vv_analysis.publish.release_run import date_of

    if not pages:
        return {}
    data = _read(settings)
    by_key = _jobs(pages, settings, data)
    return made_from(by_key.values(), settings, data, f"{date_of(settings, data):%Y-%m-%d}")


def _jobs(pages: list[Page], settings: Settings, data: Processed) -> dict[str, Job]:
    """Return the jobs of pages: those of a whole run, and those that somebody asked for by name."""
    from vv_analysis.publish.parameters import jobs
    from vv_analysis.publish.report_parameters import Known

    known = Known(settings, lambda: data)
    found = {job.key: job for job in jobs(settings, known=known)}
    for page in (page for page in pages if page.key not in found):
        try:
            found |= {job.key: job for job in jobs(settings, [page.report], page.parameters, known)}
        except VvError:
            continue  # it is said of the page that this project has none such
    return {page.key: found[page.key] for page in pages if page.key in found}


def _read(settings: Settings) -> Processed:
    """Read the inputs as a run would, into a copy of what was read before: whoever looks changes nothing."""
    from vv_analysis.ingest.intake.processed import refresh

    skip = settings.run.on_refused == "skip"
    with tempfile.TemporaryDirectory() as elsewhere:
        copied = Path(elsewhere, "processed")
        shutil.copytree(settings.processed, copied) if settings.processed.is_dir() else copied.mkdir()
        return refresh(settings.raw, settings.contracts, copied, settings.decisions, skip_refused=skip)
