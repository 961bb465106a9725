"""The front page of a release: what each page answers, from which data, as at when, and what was refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from vv_analysis.ingest.intake.processed import Processed
from vv_analysis.present.content import ILLUSTRATIVE
from vv_analysis.present.sentences import counted, day
from vv_analysis.present.tables import Table, TableColumn
from vv_analysis.publish.forms.web import style, template
from vv_analysis.publish.parameters import Job
from vv_analysis.settings import Report

_MOST_FINDINGS = 50


@dataclass(frozen=True, slots=True)
class Group:
    """The pages of one report on the front page."""

    report: Report
    pages: tuple[Job, ...]


def front_page(
    reports: Iterable[Report], jobs: list[Job], data: Processed, version: str, as_at: pd.Timestamp | None = None
) -> str:
    """Return the front page of a release, as at a date: by default that of the latest publication read."""
    groups = [Group(report, tuple(job for job in jobs if job.report == report.name)) for report in reports]
    return template("front.html.j2").render(
        style=style(),
        real=[group for group in groups if group.pages and not group.report.illustrative],
        invented=[group for group in groups if group.pages and group.report.illustrative],
        illustrative=ILLUSTRATIVE,
        as_at=day(data.as_at if as_at is None else as_at),
        data=_what_was_read(data),
        quality=_quality_words(data.quality),
        findings=_quality_table(data.quality)._repr_html_() if len(data.quality) else "",
        version=version,
    )


def _what_was_read(data: Processed) -> list[str]:
    editions = data.published["publication"].nunique()
    statements = data.statements["publication"].nunique()
    organisations = data.contracts["organisation"].nunique()
    return [
        f"{len(data.statements)} statements of the public record, in {counted(statements, 'folder')}",
        f"{len(data.awards)} award notices",
        f"{len(data.published):,} published lines of {counted(editions, 'edition')}{_marked(data.published)}",
        f"{len(data.contracts)} existing contracts of {counted(organisations, 'organisation')}"
        + _marked(data.contracts),
    ]


def _marked(frame: pd.DataFrame) -> str:
    invented = int((frame["data_status"] == "illustrative").sum())
    if not invented:
        return ""
    return " (illustrative: invented)" if invented == len(frame) else f" ({invented:,} of them illustrative: invented)"


def _quality_words(quality: pd.DataFrame) -> str:
    counts = quality["severity"].value_counts()
    refused, warnings, notes = (int(counts.get(severity, 0)) for severity in ("refused", "warning", "note"))
    return (
        f"{counted(refused, 'figure or row', 'figures or rows')} refused, {counted(warnings, 'warning')}, "
        f"{counted(notes, 'note')}. All of them stand in data/processed/quality.csv."
    )


def _quality_table(quality: pd.DataFrame) -> Table:
    # What is said of contracts handed over in confidence names files and figures: it stays in the quality log.
    public = quality[quality["confidential"] == "no"]
    order = public["severity"].map({"refused": 0, "warning": 1, "note": 2})
    shown = public.assign(order=order).sort_values("order", kind="stable").head(_MOST_FINDINGS)
    more, kept = len(public) - len(shown), len(quality) - len(public)
    notes = [
        *([f"{more} more stand in data/processed/quality.csv."] if more else []),
        *([f"{kept} about contracts handed over in confidence stand only there."] if kept else []),
    ]
    return Table(
        "What was refused or is worth knowing about the inputs",
        shown,
        (
            TableColumn("where", "Where"),
            TableColumn("severity", "Kind"),
            TableColumn("what", "What was met"),
            TableColumn("remedy", "What to do"),
        ),
        notes=tuple(notes),
    )


def write(folder: Path, page: str) -> None:
    """Write the front page into a release."""
    (folder / "index.html").write_text(page, encoding="utf-8")
