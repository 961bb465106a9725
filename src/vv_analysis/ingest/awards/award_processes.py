"""Bring every process of a file or folder together from its releases, one process at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from pandas.api.typing import NaTType

from vv_analysis.errors import InputError
from vv_analysis.ingest.awards.award_fields import Doubt
from vv_analysis.ingest.awards.ocds import objects
from vv_analysis.ingest.awards.ocds_documents import Json
from vv_analysis.ingest.awards.ocds_files import ocds_files_in
from vv_analysis.ingest.awards.ocds_spool import Release, Spool
from vv_analysis.ingest.words.moments import day_of
from vv_analysis.terms.findings import Finding

_DAY_ALONE = len("2021-06-26")


@dataclass(frozen=True, slots=True)
class Process:
    """One process: what all its releases say together, when and in which file the latest stands, what is doubtful."""

    ocid: str
    body: Json
    published_on: pd.Timestamp | NaTType
    file: str
    doubts: tuple[Doubt, ...]


def processes_in(path: Path) -> Iterator[Process | Finding]:
    """Yield what is refused of a file or folder, then its processes in order of OCID, whatever their number.

    Raises
    ------
    InputError
        The file cannot be read as OCDS, or the folder holds none.
    """
    spool = Spool()
    if not path.is_dir():
        yield from spool.add(path)
    else:
        for file in _files(path):
            yield from _added(spool, file)
    for ocid, releases in spool.processes():
        yield _process(ocid, releases)


def _files(folder: Path) -> list[Path]:
    files = ocds_files_in(folder)
    if not files:
        raise InputError(
            "there are no awards here",
            where=str(folder),
            expected="OCDS as .json or .jsonl, packed or not",
            remedy="check the path",
        )
    return files


def _added(spool: Spool, file: Path) -> list[Finding]:
    try:
        return spool.add(file)
    except InputError as error:
        return [Finding.from_error(error, file=file.name, where=error.where, rule="file-unreadable")]


def _process(ocid: str, releases: Iterator[Release]) -> Process | Finding:
    # Its library imports one for the network; a run that remembers its notices does not wait for it.
    from vv_analysis.ingest.awards.ocds_merging import merged

    met: list[tuple[str, str, str]] = []

    def bodies() -> Iterator[Json]:
        for release in releases:
            met.append((release.moment, release.date, release.file))
            yield release.body

    try:
        body = merged(bodies())
    except InputError as error:
        file = met[-1][-1]
        what = InputError(f"{ocid}: {error.what}", expected=error.expected, remedy=error.remedy)
        return Finding.from_error(what, file=file, where=file, rule="releases-do-not-merge")
    _, date, file = met[-1]
    return Process(ocid, body, day_of(date), file, tuple(_doubts(body, [(moment, date) for moment, date, _ in met])))


def _doubts(body: Json, dates: list[tuple[str, str]]) -> Iterator[Doubt]:
    if len(dates) > 1 and _order_is_a_guess(dates):
        what = "two releases of one process have the same date or none; which is later is a guess"
        yield Doubt("release-order-unknown", what, "releases with dates of their own")
    for name in ("awards", "contracts"):
        reasons = {item.get("named") for item in objects(body.get(name))}
        if "repeated" in reasons:
            yield Doubt("award-id-repeated", f"two of the {name} share an id; both were kept", "an id each")
        if "missing" in reasons and len(dates) > 1:
            what = f"one of the {name} has no id; it is taken to be the one at that place in every release"
            yield Doubt("award-id-missing", what, "an id each")


def _order_is_a_guess(dates: list[tuple[str, str]]) -> bool:
    """Return whether two dates are equal or missing, or fall on one day of which one of them tells no time."""
    moments = {moment for moment, _ in dates}
    if "" in moments or len(moments) < len(dates):
        return True
    days_alone = {date for _, date in dates if len(date) == _DAY_ALONE}
    return bool(days_alone) and max(Counter(day_of(date) for _, date in dates).values()) > 1
