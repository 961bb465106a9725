"""One whole run: read the inputs, make the pages that are out of date, and publish all pages or none."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pandas as pd

from vv_analysis.errors import InputError, ReportError
from vv_analysis.ingest.intake.processed import Processed
from vv_analysis.present.sentences import counted
from vv_analysis.publish import bill_of_materials, in_confidence, kept_pages, releases, site, swap
from vv_analysis.publish.engines.protocol import Engine
from vv_analysis.publish.kept_pages import KeptPage, KeptPages, LastRelease
from vv_analysis.publish.left_out import left_out
from vv_analysis.publish.made_from import made_from, why
from vv_analysis.publish.news import csv_of, news
from vv_analysis.publish.parameters import Job, jobs, read
from vv_analysis.publish.report_parameters import Known
from vv_analysis.publish.runner import Result, Workplace, make_pages
from vv_analysis.publish.surroundings import standing
from vv_analysis.settings import Settings


class Watch(Protocol):
    """Whoever watches a run."""

    def begins(self, reasons: Mapping[str, str], kept: int) -> None:
        """Be told which pages will be made and why, and how many stand already."""

    def ends(self, result: Result) -> None:
        """Be told what became of a page."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to: the release or preview it left, what failed, what stood already, and what is left out."""

    folder: Path | None
    failed: tuple[Result, ...] = ()
    pages: int = 0
    kept: int = 0
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The pages of a run.

    Attributes
    ----------
    jobs : list of Job
        Each page.
    complete : bool
        Whether they are all pages, and so make a release.
    standing : dict
        What they are made from, as it stood when they were planned.
    force : bool
        Whether those that stand are made again.
    """

    jobs: list[Job]
    complete: bool
    standing: dict[str, str]
    force: bool = False


def plan(
    settings: Settings,
    only: Iterable[str],
    chosen: Mapping[str, str],
    known: Known | None = None,
    *,
    force: bool = False,
) -> Plan:
    """Return the pages that were asked for; a part of them makes a preview and no release."""
    wanted = list(only)
    # Looked at before anything is read: what changes meanwhile is new to the next run.
    before = standing(settings)
    return Plan(jobs(settings, wanted, chosen, known), not wanted and not chosen, before, force)


def run(
    settings: Settings,
    planned: Plan,
    version: str,
    engine: Engine,
    watch: Watch,
    frames: Callable[[], Processed] | None = None,
    made_elsewhere: Iterable[Path] = (),
) -> Outcome:
    """Make the planned pages that are out of date, and publish all of them; the caller holds the lock of the project.

    Parameters
    ----------
    engine : Engine
        Who makes the pages; whoever made it closes it.
    watch : Watch
        Told what will be made and what became of it.
    frames : callable, optional
        Returns what was read; by default everything is read now.
    made_elsewhere : iterable of Path
        Folders with pages that were made one by one.

    Raises
    ------
    InputError
        A file could not be read at all; nothing was published.
    """
    settings.reports.mkdir(parents=True, exist_ok=True)
    data = frames() if frames else read(settings)
    return _Run(settings, planned, data, version).through(engine, watch, made_elsewhere)


class _Run:
    """A run from its first page to its release."""

    def __init__(self, settings: Settings, planned: Plan, data: Processed, version: str) -> None:
        self.settings, self.planned, self.data, self.version = settings, planned, data, version
        self.as_at = date_of(settings, data)
        self.left_out = left_out(planned.jobs, data, settings.comparison)
        without = {job.key for one in self.left_out for job in one.jobs}
        self.jobs = [job for job in planned.jobs if job.key not in without]
        if self.left_out and not self.jobs:
            raise InputError("every page needs an input that was refused", where=self.left_out[0].refused.name)
        self.made_from = made_from(self.jobs, settings, data, f"{self.as_at:%Y-%m-%d}")
        self.pages: list[KeptPage] = []

    def through(self, engine: Engine, watch: Watch, made_elsewhere: Iterable[Path]) -> Outcome:
        swap.tidy(self.settings.reports)
        left = releases.left_unfinished(self.settings.reports)
        folder = releases.building(self.settings.reports)
        try:
            again = self._bring_kept(folder, self._kept(left, made_elsewhere), watch)
            for one in left:
                shutil.rmtree(one, ignore_errors=True)
            failed = self._make(again, folder, engine, watch)
            if failed or self.planned.complete:  # a preview that was made says nothing of what failed before
                _keep_failed(folder, self.settings.reports / "failed", failed)
            if failed:
                return Outcome(None, tuple(failed))
            said = tuple(one.sentence for one in self.left_out)
            kept = len(self.jobs) - len(again)
            return Outcome(self._leave(folder), pages=len(self.jobs), kept=kept, left_out=said)
        except OSError as error:
            if error.errno in {errno.ENOSPC, errno.EDQUOT}:  # room for the next run matters more than its time
                shutil.rmtree(folder, ignore_errors=True)
            raise
        finally:
            # Pages that were noted wait for the next run; a folder without any is nothing.
            if not (folder / kept_pages.JOURNAL).is_file():
                shutil.rmtree(folder, ignore_errors=True)

    def _bring_kept(self, folder: Path, kept: KeptPages, watch: Watch) -> list[Job]:
        """Bring the pages that stand into the folder, and return those that must be made."""
        again, reasons = [], {}
        for job in self.jobs:
            now = self.made_from[job.key]
            page = None if self.planned.force else kept.bring(job.key, now, folder)
            if page is None:
                again.append(job)
                reasons[job.key] = "it was asked for" if self.planned.force else why(now, kept.before(job.key))
            else:
                self._stands(page, folder)
        watch.begins(reasons, len(self.pages))
        # The longest first, so that none is left alone at the end.
        return sorted(again, key=lambda job: -kept.seconds(job.key))

    def _kept(self, left: list[Path], made_elsewhere: Iterable[Path]) -> KeptPages:
        kept, current = KeptPages(), releases.current(self.settings.reports)
        last = kept_pages.recorded(self.settings.reports)
        if current and last:  # a page is taken only if its files are what they were
            kept.add(last.pages, current)
        elsewhere = [journal.parent for place in made_elsewhere for journal in place.rglob(kept_pages.JOURNAL)]
        for one in (*left, *elsewhere):
            kept.add(kept_pages.noted(one), one)
        return kept

    def _stands(self, page: KeptPage, folder: Path) -> None:
        self.pages.append(page)
        kept_pages.note(page, folder)

    def _make(self, again: list[Job], folder: Path, engine: Engine, watch: Watch) -> list[Result]:
        workplace = Workplace(folder, self.settings.home, f"{self.as_at:%Y-%m-%d}", self.version, self.settings.run)
        failed = []
        with ThreadPoolExecutor(1) as meanwhile:
            # The list of libraries takes a second, and is the same whatever others make while we wait for them.
            meanwhile.submit(bill_of_materials.text, workplace.as_at)
            for result in make_pages(again, workplace, engine):
                watch.ends(result)
                if result.made:
                    made_of = self.made_from[result.job.key]
                    self._stands(_just_made(result, made_of, folder), folder)
                else:
                    failed.append(result)
        return failed

    def _as_planned(self) -> None:
        """Refuse what came of inputs that were not there any more, or not the same, when the run came to its end."""
        before, now = self.planned.standing, standing(self.settings)
        if changed := sorted(name for name in before.keys() | now.keys() if before.get(name) != now.get(name)):
            more = f" and {counted(len(changed) - 1, 'other')}" if len(changed) > 1 else ""
            raise ReportError(f"{changed[0]}{more} changed while the run was under way", remedy="run again")

    def _leave(self, folder: Path) -> Path:
        settings, jobs_, as_at = self.settings, self.jobs, self.as_at
        name = releases.name_of(folder, f"{as_at:%Y-%m-%d}")
        new = news(folder, releases.before(settings.reports, name))
        page = site.front_page(
            settings.report, jobs_, self.data, self.version, as_at, news=new, folder=folder, left_out=self.left_out
        )
        invented = {job.key for job in jobs_ if job.illustrative}
        pages = {"index.html": page, "changes.html": site.changes_page(new, jobs_, self.version, as_at)}
        pages |= {"accessibility.html": site.accessibility_page(self.version, as_at)}
        site.write(folder, pages | ({"changes.csv": csv_of(new, invented)} if new else {}))
        preview = not self.planned.complete
        if not preview:
            self._as_planned()
        releases.seal(folder, settings, f"{as_at:%Y-%m-%d}", jobs_, self.pages, preview=preview)
        if not preview:
            in_confidence.check(folder, self.data)
        (folder / kept_pages.JOURNAL).unlink(missing_ok=True)  # from here on it is a release, and no work to go on with
        if preview:  # a preview of one organisation's own contracts is for its eyes only
            return _preview(folder, settings.reports / "preview", jobs_)
        made_of = LastRelease(name, self.planned.standing, tuple(self.pages))
        written_down = kept_pages.write_down(made_of, settings.reports)
        return swap.publish(folder, name, settings, written_down)


def date_of(settings: Settings, data: Processed) -> pd.Timestamp:
    """Return the date that reports are "as at": what vv.toml says, or that of the latest publication read.

    Raises
    ------
    InputError
        Neither says any.
    """
    as_at = pd.Timestamp(settings.as_at) if settings.as_at else data.as_at
    if pd.isna(as_at):
        raise InputError(
            "nothing that was read has a date",
            where=str(settings.raw),
            remedy="put a publication with its date there, or set as_at in vv.toml",
        )
    return as_at


def _just_made(result: Result, made_of: Mapping[str, str], folder: Path) -> KeptPage:
    return kept_pages.of_files(result.job.key, made_of, folder, result.files, round(result.seconds, 3))


def _preview(folder: Path, preview: Path, made: list[Job]) -> Path:
    shutil.rmtree(preview, ignore_errors=True)
    # What one organisation is paid is for its eyes only, and so is the folder it stands in, from the beginning.
    preview.mkdir(mode=0o700)
    shutil.copytree(folder, preview, dirs_exist_ok=True)
    preview.chmod(0o700 if any(job.report == "organisation" for job in made) else 0o755)
    return preview


def _keep_failed(folder: Path, failed_folder: Path, failed: list[Result]) -> None:
    """Keep the notebooks of what failed, as far as they got, and nothing of an earlier failure."""
    shutil.rmtree(failed_folder, ignore_errors=True)
    if failed:
        failed_folder.mkdir(mode=0o700)  # a page of one organisation may be among them
    for result in failed:
        kept = failed_folder / f"{result.job.key}.ipynb"
        kept.parent.mkdir(parents=True, exist_ok=True)
        as_far_as_it_got = folder / f"{result.job.key}.ipynb"
        for notebook in (as_far_as_it_got, result.job.notebook):
            if notebook.is_file():
                shutil.copy2(notebook, kept)
                break
        kept.with_suffix(".txt").write_text(result.error + "\n", encoding="utf-8")
