"""One page made by itself, for whoever hands out the pages of a release one at a time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from vv_analysis.publish import kept_pages
from vv_analysis.publish.made_from import made_from
from vv_analysis.publish.page import PageResult, make_page
from vv_analysis.publish.parameters import jobs, read
from vv_analysis.publish.release_run import date_of
from vv_analysis.publish.report_parameters import Known, refuse_unknown
from vv_analysis.publish.runner import Workplace

if TYPE_CHECKING:
    from vv_analysis.settings import Settings


def make_one_page(settings: Settings, name: str, folder: Path, version: str) -> PageResult:
    """Make one page into a folder, and note there what it was made from.

    Raises
    ------
    ParameterError
        There is no such page.
    """
    data = read(settings)
    by_key = {job.key: job for job in jobs(settings, known=Known(settings, lambda: data))}
    refuse_unknown(name, list(by_key), "page")
    job, as_at = by_key[name], f"{date_of(settings, data):%Y-%m-%d}"
    if job.fault:
        return PageResult(key=name, error=job.fault)
    folder.mkdir(parents=True, exist_ok=True)
    result = make_page(Workplace(folder, settings.home, as_at, version, settings.run).task(job))
    if result.made:
        made_of = made_from([job], settings, data, as_at)[name]
        page = kept_pages.of_files(name, made_of, folder, result.files, round(result.seconds, 3))
        kept_pages.note(page, folder)
    return result
