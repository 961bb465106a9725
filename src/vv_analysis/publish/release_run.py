"""One whole run: read the inputs, make the pages, and publish all of them or none."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from filelock import FileLock, Timeout

from vv_analysis.errors import InputError
from vv_analysis.ingest.intake.processed import Processed
from vv_analysis.publish import releases, site
from vv_analysis.publish.engines.protocol import Engine
from vv_analysis.publish.news import news
from vv_analysis.publish.parameters import Job, jobs, read
from vv_analysis.publish.report_parameters import Known
from vv_analysis.publish.runner import Result, Workplace, make_pages
from vv_analysis.settings import Settings

Tell = Callable[[Result], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to: the release or preview it left, and what failed."""

    folder: Path | None
    failed: tuple[Result, ...] = ()
    busy: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """The pages a run will make, and whether they are all of them."""

    jobs: list[Job]
    complete: bool


def plan(settings: Settings, only: Iterable[str], chosen: Mapping[str, str], known: Known | None = None) -> Plan:
    """Return the pages that were asked for; a part of them makes a preview and no release."""
    wanted = list(only)
    return Plan(jobs(settings, wanted, chosen, known), complete=not wanted and not chosen)


def run(
    settings: Settings,
    planned: Plan,
    version: str,
    engine: Engine,
    tell: Tell,
    frames: Callable[[], Processed] | None = None,
) -> Outcome:
    """Make the planned pages and publish them; one run at a time.

    Parameters
    ----------
    engine : Engine
        Who makes the pages; whoever made it closes it.
    tell : callable
        Called with each result as it finishes, for progress.
    frames : callable, optional
        Returns what was read; by default everything is read now.

    Raises
    ------
    InputError
        A file could not be read at all; nothing was published.
    """
    settings.reports.mkdir(parents=True, exist_ok=True)
    lock = FileLock(settings.reports / ".run.lock", timeout=0)
    try:
        with lock:
            data = frames() if frames else read(settings)
            return _run(settings, planned, version, engine, tell, data)
    except Timeout:
        return Outcome(None, busy=True)


def _run(settings: Settings, planned: Plan, version: str, engine: Engine, tell: Tell, data: Processed) -> Outcome:
    as_at = _as_at(settings, data)
    folder = releases.building(settings.reports)
    try:
        workplace = Workplace(folder, settings.home, f"{as_at:%Y-%m-%d}", version, settings.run)
        failed = []
        for result in make_pages(planned.jobs, workplace, engine):
            tell(result)
            if not result.made:
                failed.append(result)
        _keep_failed(folder, settings.reports / "failed", failed)
        if failed:
            return Outcome(None, tuple(failed))
        return Outcome(_leave(folder, settings, planned, data, as_at, version))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _as_at(settings: Settings, data: Processed) -> pd.Timestamp:
    as_at = pd.Timestamp(settings.as_at) if settings.as_at else data.as_at
    if pd.isna(as_at):
        raise InputError(
            "nothing that was read has a date",
            where=str(settings.raw),
            remedy="put a publication with its date there, or set as_at in vv.toml",
        )
    return as_at


def _leave(folder: Path, settings: Settings, planned: Plan, data: Processed, as_at: pd.Timestamp, version: str) -> Path:
    name = releases.name_of(folder, f"{as_at:%Y-%m-%d}")
    new = news(folder, releases.before(settings.reports, name))
    page = site.front_page(settings.report, planned.jobs, data, version, as_at=as_at, news=new, folder=folder)
    site.write(folder, page, site.accessibility_page(version, as_at))
    releases.seal(folder, settings, f"{as_at:%Y-%m-%d}", planned.jobs)
    if planned.complete:
        return releases.publish(folder, name, settings)
    preview = settings.reports / "preview"
    shutil.rmtree(preview, ignore_errors=True)
    shutil.copytree(folder, preview)
    # What one organisation is paid is for its eyes only, and so is the folder it stands in.
    preview.chmod(0o700 if any(job.report == "organisation" for job in planned.jobs) else 0o755)
    return preview


def _keep_failed(folder: Path, failed_folder: Path, failed: list[Result]) -> None:
    """Keep the notebooks of what failed, as far as they got, and nothing of an earlier failure."""
    shutil.rmtree(failed_folder, ignore_errors=True)
    for result in failed:
        kept = failed_folder / f"{result.job.key}.ipynb"
        kept.parent.mkdir(parents=True, exist_ok=True)
        made = folder / f"{result.job.key}.ipynb"
        if made.is_file():
            shutil.copy2(made, kept)
        kept.with_suffix(".txt").write_text(result.error + "\n", encoding="utf-8")
