"""How good each input is, on the six dimensions of data quality: shares that can be counted again by hand.

Every score is ``met / of``. Where nothing can be counted the score is missing, never 0 or 1, and the meaning says why.
The dimensions are those of the Government Data Quality Framework (pipelines R1.63).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import PurePosixPath

import numpy as np
import numpy.typing as npt
import pandas as pd

from vv_analysis.errors import FrameError
from vv_analysis.ingest.intake.inputs import Input
from vv_analysis.ingest.reading import files_of
from vv_analysis.terms import years
from vv_analysis.terms.findings import QUALITY_DIMENSIONS, Finding
from vv_analysis.terms.schemas import Scores

REPEATED = {"row-repeated", "contract-repeated", "statement-repeated", "award-perhaps-twice", "award-id-repeated"}
DIFFERENCES = {"total-differs", "area-inside-another"}
MENDED = {"pound-sign-mended"}
_Days = npt.NDArray[np.datetime64]
_DAYS = "datetime64[ns]"
_YEAR_DAYS = 365
_NOTICE_DAYS = 30

_IN_TIME = {
    "publication": "rows published no later than a year after the last day of their period",
    "statements": "statements published no later than a year after the last day of their period",
    "awards": "awards published no later than 30 days after the first day of the contract",
    "contracts": "rows whose period ended no more than two years before the latest publication of values and volumes",
}
_MEANINGS = {
    "completeness": (
        "figures present, of the cells that should hold one; it cannot tell of rows that are not there at all",
        "no row was read",
    ),
    "uniqueness": ("rows that repeat no other, of all rows", "no row was read"),
    "consistency": (
        "totals that agree with their parts and areas beside none that lie inside them, of those checked",
        "nothing in the file could be held against anything else in it",
    ),
    "timeliness": (
        "{in_time}, of those whose days are known; it cannot tell whether something later has been published",
        "no row says both days that are needed",
    ),
    "validity": ("cells and rows that could be read, of those met", "nothing was met"),
    "accuracy": (
        "figures stated as one exact figure and not mended, of those present; it tells how exactly they are stated, "
        "not whether they are true",
        "no figure is present",
    ),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where an input stands: its path below the folder of inputs, and whether it is a folder of files."""

    path: PurePosixPath
    is_folder: bool

    def of(self, file: str) -> str:
        """Return what a file that was read from here is called.

        Examples
        --------
        >>> Place(PurePosixPath("publications/july"), True).of("values.xlsx")
        'publications/july/values.xlsx'
        """
        if file == self.path.name:
            return str(self.path)
        return str((self.path if self.is_folder else self.path.parent) / file)


def scores(placed: Iterable[tuple[Place, Input]]) -> pd.DataFrame:
    """Return the scores of every file: one row a file and dimension.

    Parameters
    ----------
    placed : iterable of (Place, Input)
        What was read, and where it stands.

    Returns
    -------
    DataFrame
        A scores frame (`terms.schemas.Scores`); ``score`` is a fraction, missing where ``of`` is 0.
    """
    known = list(placed)
    latest = _latest_publication(item for _, item in known)
    counts: dict[tuple[str, str], Counter[str]] = {}
    confidential: set[tuple[str, str]] = set()
    for place, item in known:
        in_confidence = item.is_confidential
        for file, counted in _counts(item, latest).items():
            key = (place.of(file), item.kind)
            counts.setdefault(key, Counter()).update(counted)
            confidential |= {key} if in_confidence else set()
    rows = [row for key, counted in counts.items() for row in _rows(key, counted, confidential=key in confidential)]
    return Scores.validate(pd.DataFrame(rows, columns=list(Scores.to_schema().columns)))


def _rows(key: tuple[str, str], counted: Counter[str], *, confidential: bool) -> Iterator[dict[str, object]]:
    source, kind = key
    for dimension in QUALITY_DIMENSIONS:
        met, of = counted[f"{dimension} met"], counted[f"{dimension} of"]
        words, reason = _MEANINGS[dimension]
        yield {
            "source": source,
            "kind": kind,
            "dimension": dimension,
            "score": met / of if of else float("nan"),
            "met": met,
            "of": of,
            "meaning": words.format(in_time=_IN_TIME[kind]) if of else f"not measurable: {reason}",
            "confidential": "yes" if confidential else "no",
        }


def _latest_publication(inputs: Iterable[Input]) -> pd.Timestamp | None:
    frames = [item.reading.frame for item in inputs if item.kind == "publication"]
    days = [day for frame in frames for day in frame["published_on"].dropna().unique()]
    return pd.Timestamp(max(days)) if days else None


def _counts(item: Input, latest: pd.Timestamp | None) -> dict[str, Counter[str]]:
    """Return what was met and what was counted on each dimension, by file."""
    found = list(dict.fromkeys(item.reading.findings))
    files = files_of(item.reading.frame).tolist()
    counts: dict[str, Counter[str]] = {}
    for file, counted in chain(_figures(item.reading.frame, files, found), _rows_read(item, files, latest)):
        counts.setdefault(file, Counter()).update(counted)
    for file, said in _said(found, item):
        counts.setdefault(file, Counter())[said] += 1
    for count in counts.values():
        count["checks"] = item.reading.checks if count["rows"] else 0
    return {file: _met_and_counted(count) for file, count in counts.items()}


def _said(found: list[Finding], item: Input) -> Iterator[tuple[str, str]]:
    """Yield what is counted of findings, with the file each is about; a row is said to repeat another once."""
    again: set[str] = set()
    for finding in found:
        file, refused = _bare(finding.file, item), finding.severity == "refused"
        if refused:
            yield file, "refused"
        if finding.rule in REPEATED and finding.where not in again:
            again.add(finding.where)
            yield file, "left out again" if refused else "again"
        if finding.rule in DIFFERENCES:
            yield file, "differing"


def _met_and_counted(count: Counter[str]) -> Counter[str]:
    read = count["figures"] - count["unread"]
    pairs = {
        "completeness": (count["present"], count["figures"]),
        "uniqueness": (max(count["rows"] - count["again"], 0), count["rows"] + count["left out again"]),
        "consistency": (max(count["checks"] - count["differing"], 0), count["checks"]),
        "timeliness": (count["in time"], count["dated"]),
        "validity": (read, count["figures"] + count["refused"] - count["unread"]),
        "accuracy": (count["exact"], count["present"]),
    }
    counted = Counter({f"{dimension} met": met for dimension, (met, _) in pairs.items()})
    counted.update({f"{dimension} of": of for dimension, (_, of) in pairs.items()})
    return counted


def _bare(file: str, item: Input) -> str:
    # What is said of statements names the edition before the file.
    return file.rpartition("/")[2] if item.kind == "statements" else file


def _figures(frame: pd.DataFrame, files: list[str], found: list[Finding]) -> Iterator[tuple[str, dict[str, int]]]:
    """Yield the number of cells that should hold a figure, by file, and of how many of them what is true."""
    measures = [("status", "value_source")] if "status" in frame else []
    measures += [(f"{name}_status", f"{name}_source") for name in ("value", "volume") if f"{name}_status" in frame]
    columns = ((files, frame[where].tolist(), frame[how].tolist()) for how, where in measures)
    cells = [cell for column in columns for cell in zip(*column, strict=True) if cell[1]]
    for (file, how), count in Counter((file, how) for file, _, how in cells).items():
        yield file, {"figures": count, "present": count * (how != "missing"), "exact": count * (how == "exact")}
    # In a CSV the figures of a row stand in one place: what is said of it is said of as many of them as it is said.
    mended = Counter(finding.where for finding in found if finding.rule in MENDED)
    refused = Counter(finding.where for finding in found if finding.severity == "refused")
    doubted = {*mended, *refused}
    for (file, place, how), count in Counter(cell for cell in cells if cell[1] in doubted).items():
        if how == "exact":
            yield file, {"exact": -min(count, mended[place])}
        elif how == "missing":
            yield file, {"unread": min(count, refused[place])}


def _rows_read(item: Input, files: list[str], latest: pd.Timestamp | None) -> Iterator[tuple[str, dict[str, int]]]:
    """Yield the number of rows by file, how many stand for another, and how many were published in time."""
    frame = item.reading.frame
    again = (frame["duplicate_of"] != "").tolist() if "duplicate_of" in frame else [False] * len(frame)
    said, due = _days(item, latest)
    known = ~(np.isnat(said) | np.isnat(due))
    facts = zip(files, again, known.tolist(), (known & (said <= due)).tolist(), strict=True)
    for (file, is_again, is_dated, in_time), rows in Counter(facts).items():
        yield file, {"rows": rows, "again": rows * is_again, "dated": rows * is_dated, "in time": rows * in_time}


def _days(item: Input, latest: pd.Timestamp | None) -> tuple[_Days, _Days]:
    """Return the day on which each row was said, and the last day on which that is in time."""
    frame = item.reading.frame
    if item.kind == "contracts":
        said = np.full(len(frame), latest.to_datetime64() if latest else np.datetime64("NaT"), dtype=_DAYS)
        return said, _of(frame["end"]) + np.timedelta64(2 * _YEAR_DAYS, "D")
    if item.kind == "awards":
        return _of(frame["published_on"]), _of(frame["start"]) + np.timedelta64(_NOTICE_DAYS, "D")
    return _of(frame["published_on"]), _ends(frame) + np.timedelta64(_YEAR_DAYS, "D")


def _ends(frame: pd.DataFrame) -> _Days:
    """Return the last day of each row's period: where it is not stated, that of its year."""
    ends = _of(frame["end"]).copy()
    unstated = np.flatnonzero(np.isnat(ends))
    names = frame["year"].iloc[unstated].tolist()
    days = {name: _last_day(name) for name in set(names)}
    ends[unstated] = np.array([days[name] for name in names], dtype=_DAYS)
    return ends


def _of(days: pd.Series[pd.Timestamp]) -> _Days:
    return days.to_numpy(dtype=_DAYS)


def _last_day(year: str) -> np.datetime64:
    try:
        return years.last_day(year).to_datetime64()
    except FrameError:
        return np.datetime64("NaT")
