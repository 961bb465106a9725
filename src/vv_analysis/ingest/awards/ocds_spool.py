"""Hold releases outside memory until all of a process have been met, wherever they stand; hand them out together."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import pandas as pd
from pandas.api.typing import NaTType

from vv_analysis.errors import InputError
from vv_analysis.ingest.awards.ocds import inner, objects, text
from vv_analysis.ingest.awards.ocds_documents import Json, dumped, loaded
from vv_analysis.ingest.awards.ocds_files import releases_in
from vv_analysis.ingest.awards.ocds_releases import for_rows
from vv_analysis.ingest.awards.ocds_versions import as_1_1, is_1_0
from vv_analysis.ingest.words.moments import day_of, moment_of
from vv_analysis.terms.findings import Finding
from vv_analysis.terms.provenance import Source

_MOST_LINES_NAMED = 100


@dataclass(frozen=True, slots=True)
class Release:
    """One release: its process, when it was published, what rows are made of, and the file it stands in."""

    ocid: str
    moment: str
    date: str
    body: Json
    file: str

    @property
    def day(self) -> pd.Timestamp | NaTType:
        """The day it was published; NaT if it states none."""
        return day_of(self.date)


class Spool:
    """Releases by process, in a temporary database that only this object knows and that goes with it.

    SQLite keeps two megabytes of it in memory, however many releases there are.
    """

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.execute("PRAGMA journal_mode = OFF")
        columns = "ocid TEXT, moment TEXT, date TEXT, content BLOB, pointer TEXT, file INTEGER"
        self._database.execute(f"CREATE TABLE release ({columns})")
        # By number, since a file may have a name that no database would take.
        self._files: list[str] = []

    def add(self, path: Path) -> list[Finding]:
        """Take in the releases of a file; return what was refused of it.

        Raises
        ------
        InputError
            The file as a whole is refused, or none of its releases could be read; nothing of it is kept.
        """
        self._files.append(path.name)
        refused = _Refusals(path.name)
        try:
            self._database.execute("BEGIN")
            self._database.executemany("INSERT INTO release VALUES (?, ?, ?, ?, ?, ?)", self._rows(path, refused))
            self._database.execute("COMMIT")
            if refused.first and not self._holds_any():
                raise refused.first
        except (InputError, sqlite3.Error) as error:
            self._forget()
            raise error if isinstance(error, InputError) else _no_room(path.name) from error
        return refused.findings()

    def processes(self) -> Iterator[tuple[str, Iterator[Release]]]:
        """Yield every process, in order of its OCID, with its releases from the earliest to the latest.

        Releases without a date come first; the order of equals follows from what they say, so that it does not
        matter where a release stands.
        """
        query = (
            "SELECT ocid, moment, date, content, pointer, file FROM release ORDER BY ocid, moment, date, content, file"
        )
        rows = self._database.execute(query)
        for ocid, of_process in groupby(rows, key=lambda row: row[0]):
            yield str(ocid), (self._release(*row) for row in of_process)

    def _rows(self, path: Path, refused: _Refusals) -> Iterator[tuple[Any, ...]]:
        for found in releases_in(path):
            if isinstance(found, InputError):
                refused.add(found)
                continue
            pointer, body = found
            try:
                kept = for_rows(as_1_1(body) if is_1_0(body) else body)
            except InputError as error:
                refused.add(InputError(error.what, where=str(Source(path.name, pointer=pointer)), remedy=error.remedy))
                continue
            date = text(body, "date")
            yield text(body, "ocid"), moment_of(date), date, dumped(kept), pointer, len(self._files)

    def _release(self, ocid: str, moment: str, date: str, content: bytes, pointer: str, number: int) -> Release:
        body: Json = loaded(content)
        file = self._files[number - 1]
        for item in (inner(body, "tender"), *objects(body.get("awards")), *objects(body.get("contracts"))):
            value = inner(item, "value")
            if "place" in value:
                value["place"] = str(Source(file, pointer=f"{pointer}{value['place']}"))
        return Release(ocid, moment, date, body, file)

    def _holds_any(self) -> bool:
        query = "SELECT 1 FROM release WHERE file = ? LIMIT 1"
        return self._database.execute(query, (len(self._files),)).fetchone() is not None

    def _forget(self) -> None:
        if self._database.in_transaction:
            self._database.execute("COMMIT")
        self._database.execute("DELETE FROM release WHERE file = ?", (len(self._files),))


class _Refusals:
    """What was refused of a file: so many by name, the rest by number, since a hostile file has no end of them."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._named: list[InputError] = []
        self._more = 0

    @property
    def first(self) -> InputError | None:
        return self._named[0] if self._named else None

    def add(self, error: InputError) -> None:
        if len(self._named) < _MOST_LINES_NAMED:
            self._named.append(error)
        else:
            self._more += 1

    def findings(self) -> list[Finding]:
        rule, file = "release-unreadable", self._file
        named = [Finding.from_error(error, file=file, where=error.where or file, rule=rule) for error in self._named]
        if self._more:
            what = f"{self._more:,} more of its releases were refused"
            named.append(Finding(file, file, rule, "refused", what, "OCDS", "fetch the file again"))
        return named


def _no_room(file: str) -> InputError:
    what = "there is no room to sort its releases in the temporary folder"
    return InputError(what, where=file, remedy="free some space, or set TMPDIR to a folder that has some")
