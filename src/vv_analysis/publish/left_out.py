"""Inputs that could not be read, and the pages that would need them: for those who asked for the rest all the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vv_analysis.present.sentences import counted

if TYPE_CHECKING:
    from vv_analysis.ingest.intake.processed import Processed
    from vv_analysis.publish.parameters import Job
    from vv_analysis.settings import Comparison

_IN_CONFIDENCE = "a file handed over in confidence"
# Which kinds of inputs a report looks at. The report on the quality of data shows what was refused, so it is made.
_USES = {
    "public_record": {"statements", "awards"},
    "publication_changes": {"publication"},
    "data_quality": set[str](),
}
_COMPARING = {"publication", "contracts"}


@dataclass(frozen=True, slots=True)
class Refused:
    """An input that could not be read at all: what it is called where that may be said, its kind, and why."""

    name: str
    kind: str
    why: str

    def stops(self, job: Job, comparison: Comparison) -> bool:
        """Tell whether a page would need it."""
        if self.kind not in _USES.get(job.report, _COMPARING):
            return False
        if self.kind != "publication":
            return True
        asked = {comparison.edition, comparison.earlier_edition}
        editions = set(job.parameters.values()) if job.report == "publication_changes" else asked
        return bool(editions & set(self.name.split("/")))


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A refused input with the pages that are not made because of it."""

    refused: Refused
    jobs: tuple[Job, ...]

    @property
    def sentence(self) -> str:
        """What is left out and why, in a sentence."""
        pages = counted(len(self.jobs), "page is", "pages are")
        return f"{self.refused.name} was refused, so {pages} left out: {self.refused.why}"


def refused_inputs(data: Processed) -> Iterator[Refused]:
    """Yield each input that could not be read at all."""
    kinds = data.scores.drop_duplicates("source").set_index("source")["kind"]
    unread = data.quality[data.quality["rule"] == "file-unreadable"]
    for row in unread.itertuples():
        sources = [source for source in kinds.index if str(row.file) in str(source).split("/")]
        for source in sources:
            if row.confidential == "yes":
                yield Refused(_IN_CONFIDENCE, str(kinds[source]), "its owner is told by `vv check`.")
            else:
                yield Refused(str(source), str(kinds[source]), f"{row.what}.")


def left_out(jobs: Iterable[Job], data: Processed, comparison: Comparison) -> list[LeftOut]:
    """Return each refused input with the pages that cannot be made without it."""
    planned = list(jobs)
    return [
        LeftOut(refused, tuple(job for job in planned if refused.stops(job, comparison)))
        for refused in refused_inputs(data)
    ]
