"""The front page of a release: which page answers what, by question, service, region and area, and what is new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from vv_analysis.ingest.intake.processed import Processed
from vv_analysis.present.content import ILLUSTRATIVE
from vv_analysis.present.sentences import counted, day
from vv_analysis.publish.forms.web import style, template
from vv_analysis.publish.left_out import LeftOut
from vv_analysis.publish.news import News
from vv_analysis.publish.parameters import Job
from vv_analysis.publish.releases import ids_of
from vv_analysis.settings import Report
from vv_analysis.terms import reference

# The questions of the field, each with the pages that answer it: a page, and the heading on it.
_QUESTIONS = (
    (
        "Is the published cost per user lower than what existing contracts pay, and how comparable are the two?",
        (("national/national", "cost-per-user-existing-contracts-and-published"),),
    ),
    (
        "What changed between two publications: value, volume, both, or only the definition?",
        (("publication_changes/*", ""), ("public_record/public-record", "the-second-generation-range-point-range")),
    ),
    (
        "Is the first year low because of ramp-up, a part year, or both, and when does a provider break even?",
        (
            ("national/national", "the-first-years-part-year-and-ramp-up"),
            ("organisation/*", "when-would-you-break-even"),
        ),
    ),
    ("What if referrals pass the cap, or stay below it?", (("national/national", "if-fewer-people-come-or-more"),)),
    ("Which areas have no comparable contract?", (("national/national", "area-by-area"),)),
    (
        "Do women's services get their share, on a like-for-like scope?",
        (
            ("category/womens-services", "the-women-s-share-like-for-like"),
            ("public_record/public-record", "the-women-s-share-like-for-like"),
        ),
    ),
    ("Is a figure a bound, a range or a point, and who said it?", (("public_record/public-record", ""),)),
    (
        "Are the same people or the same money counted twice, and what was refused?",
        (("data_quality/data-quality", "what-was-refused-or-used-with-a-warning"),),
    ),
    ("What should be asked of officials next?", (("rr3_briefing/rr3-briefing", "questions-to-put-to-officials"),)),
)


# A page of more is no page to read; the file beside it has them all.
_MOST_ROWS = 1_000


@dataclass(frozen=True, slots=True)
class Link:
    """A way to a page, or to a heading on it."""

    address: str
    words: str
    illustrative: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """Some pages under one heading."""

    heading: str
    answers: str
    links: tuple[Link, ...]


def front_page(
    reports: Iterable[Report],
    jobs: list[Job],
    data: Processed,
    version: str,
    as_at: pd.Timestamp | None = None,
    news: News | None = None,
    folder: Path | None = None,
    left_out: Iterable[LeftOut] = (),
) -> str:
    """Return the front page of a release, as at a date: by default that of the latest publication read.

    A question leads to the heading of a page that answers it, if that page in `folder` has it, and else to its top.
    """
    titles = {report.name: report for report in reports}
    by_report = {name: [job for job in jobs if job.report == name] for name in titles}
    return template("front.html.j2").render(
        style=style(),
        illustrative=ILLUSTRATIVE,
        invented=any(job.illustrative for job in jobs),
        questions=list(_questions(jobs, titles, folder)),
        single=[_shelf(titles[name], made) for name, made in by_report.items() if len(made) == 1],
        shelves=[_shelf(titles[name], made) for name, made in by_report.items() if len(made) > 1 and name != "area"],
        areas=_areas_by_region(by_report.get("area", [])),
        as_at=day(data.as_at if as_at is None else as_at),
        data=_what_was_read(data),
        quality=_quality_words(data.quality),
        news=news,
        ways=_ways(jobs),
        left_out=list(left_out),
        version=version,
    )


def accessibility_page(version: str, as_at: pd.Timestamp) -> str:
    """Return the accessibility statement of the release."""
    return template("accessibility.html.j2").render(style=style(), version=version, as_at=day(as_at))


def changes_page(new: News | None, jobs: Iterable[Job], version: str, as_at: pd.Timestamp) -> str:
    """Return the page of all that changed in the figures since the release before."""
    rows = new.changes[:_MOST_ROWS] if new else ()
    ways = _ways(jobs)
    invented = any(way.illustrative for way in ways.values())
    return template("changes.html.j2").render(
        style=style(), version=version, as_at=day(as_at), news=new, rows=rows, ways=ways, invented=invented,
        illustrative=ILLUSTRATIVE,
    )  # fmt: skip


def _ways(jobs: Iterable[Job]) -> dict[str, Link]:
    """Return the way to each page, by what the page is called."""
    return {job.key: _link(job) for job in jobs}


def _link(job: Job, words: str = "", heading: str = "") -> Link:
    return Link(f"{job.key}.html{f'#{heading}' if heading else ''}", words or job.title, job.illustrative)


def _shelf(report: Report, made: list[Job]) -> Shelf:
    return Shelf(report.title, report.answers, tuple(_link(job) for job in made))


def _questions(jobs: list[Job], reports: dict[str, Report], folder: Path | None) -> Iterator[Shelf]:
    """Return the questions that this release answers, each with its pages."""
    pages_of = Counter(job.report for job in jobs)
    for question, answers in _QUESTIONS:
        links = tuple(
            _link(job, "" if pages_of[job.report] > 1 else reports[job.report].title, _there(folder, job, heading))
            for key, heading in answers
            for job in jobs
            if job.key == key or (key.endswith("/*") and job.key.startswith(key[:-1]))
        )
        if links:
            yield Shelf(question, "", links)


def _there(folder: Path | None, job: Job, heading: str) -> str:
    made = folder / f"{job.key}.html" if folder else None
    return heading if made and heading and heading in ids_of(made) else ""


def _areas_by_region(made: list[Job]) -> list[Shelf]:
    """Return the pages of areas, region by region."""
    table = reference.areas().query("level == 'area'").set_index("name")["region"]
    return [
        Shelf(region, "", tuple(_link(job) for job in made if table[job.parameters["area"]] == region))
        for region in reference.regions()
        if any(table[job.parameters["area"]] == region for job in made)
    ]


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
        f"{counted(notes, 'note')}."
    )


def write(folder: Path, pages: Mapping[str, str]) -> None:
    """Write the pages that stand at the top of a release."""
    for name, content in pages.items():
        (folder / name).write_text(content, encoding="utf-8")
