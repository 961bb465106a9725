"""Make many pages with an engine, and hand back each result as it finishes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from vv_analysis.publish.engines.protocol import Engine
from vv_analysis.publish.page import PageTask
from vv_analysis.publish.parameters import Job
from vv_analysis.settings import Run


@dataclass(frozen=True, slots=True)
class Workplace:
    """What every page of a run has in common: where it is made, for which project, as at when, and its limits."""

    folder: Path
    home: Path
    as_at: str
    version: str
    limits: Run

    def task(self, job: Job) -> PageTask:
        """Return a job as it is handed to an engine."""
        return PageTask(
            key=job.key,
            report=job.report,
            title=job.title,
            slug=job.slug,
            notebook=job.notebook,
            parameters=job.parameters,
            home=self.home,
            folder=self.folder,
            as_at=self.as_at,
            version=self.version,
            cell_seconds=self.limits.cell_seconds,
            page_seconds=self.limits.page_seconds,
            memory_bytes=self.limits.memory_bytes,
        )


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a job: its page stands, or a sentence says why not."""

    job: Job
    error: str = ""
    files: tuple[str, ...] = ()
    seconds: float = 0.0

    @property
    def made(self) -> bool:
        """Whether the page stands."""
        return not self.error


def make_pages(jobs: list[Job], workplace: Workplace, engine: Engine) -> Iterator[Result]:
    """Make the pages of `jobs` and yield each result as it finishes.

    A job that fails does not stop the others. One whose process died is tried again, as often as vv.toml says; one
    whose code failed is not, for it would fail again.
    """
    by_key = {job.key: job for job in jobs if not job.fault}
    for job in (job for job in jobs if job.fault):
        yield Result(job, f"{job.key}: {job.fault}")
    waiting, left = list(by_key), workplace.limits.attempts
    while waiting:
        left -= 1
        for key in waiting:
            engine.submit(workplace.task(by_key[key]))
        waiting = []
        for result in engine.results():
            if result.died and left:
                waiting.append(result.key)
            else:
                yield Result(by_key[result.key], result.error, result.files, result.seconds)
