"""What a reader hands over: the rows it read, and everything that is to be said about the rest."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from vv_analysis.errors import RefusedFiguresWarning
from vv_analysis.terms.findings import Finding
from vv_analysis.terms.provenance import Source

ROWS_READ = "rows-read"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from a file, and everything that is to be said about it.

    Attributes
    ----------
    frame : DataFrame
        The rows that were read.
    findings : tuple of Finding
        What was refused, is doubtful, was changed, or is worth knowing.
    checks : int
        How many figures were compared with others of the same file: totals with their parts, an area with the
        areas inside it. Those that differ are findings of a rule of `scores.DIFFERENCES`.
    """

    frame: pd.DataFrame
    findings: tuple[Finding, ...]
    checks: int = 0

    def __iter__(self) -> Iterator[Any]:
        """Yield the frame and the findings, for those who take a reading apart."""
        yield from (self.frame, self.findings)


def warn_of_refusals(findings: Iterable[Finding]) -> None:
    """Warn once if anything was refused, with the first sentence and the command that lists them all."""
    refused = [finding for finding in findings if finding.severity == "refused"]
    if refused:
        message = f"{len(refused)} refused, first: {refused[0].sentence} `vv check` lists them all."
        warnings.warn(message, RefusedFiguresWarning, stacklevel=3)


def files_of(frame: pd.DataFrame) -> pd.Series[str]:
    """Return the name of the file that each row was read from.

    Examples
    --------
    >>> files_of(pd.DataFrame({"value_source": ["a.xlsx#S!A1", ""], "volume_source": ["", "b.csv#row 2"]})).tolist()
    ['a.xlsx', 'b.csv']
    """
    places = frame["value_source"].tolist()
    if "volume_source" in frame:
        places = [value or volume for value, volume in zip(places, frame["volume_source"].tolist(), strict=True)]
    names = [place.partition("#")[0] for place in places]
    files = {name: Source.parse(name).file for name in set(names)}
    return pd.Series([files[name] for name in names], index=frame.index, name="value_source", dtype="str")


def with_rows_read(reading: Reading, name: str) -> Reading:
    """Return a reading that says how many rows each file gave, unless its reader said so by itself.

    Parameters
    ----------
    reading : Reading
    name : str
        What the input is called, for the case that no row was read from it.
    """
    said = {finding.rule for finding in reading.findings}
    if ROWS_READ in said or (reading.frame.empty and "file-unreadable" in said):
        return reading
    rows = Counter(_labels(reading.frame))
    notes = [_rows_read(file, count, reading.findings) for file, count in (rows or {name: 0}).items()]
    return replace(reading, findings=(*reading.findings, *notes))


def _labels(frame: pd.DataFrame) -> list[str]:
    files = files_of(frame).tolist()
    if "statement" not in frame:
        return files
    # Every edition has its statements in a file of one name; what is said of them names the edition too.
    return [f"{edition}/{file}" for edition, file in zip(frame["publication"].tolist(), files, strict=True)]


def _rows_read(file: str, rows: int, findings: Iterable[Finding]) -> Finding:
    refused = {finding.where for finding in findings if finding.file == file and finding.severity == "refused"}
    without = f"; {_counted(len(refused), 'cell or row', 'cells or rows')} refused" if refused else ""
    return Finding(file, file, ROWS_READ, "note", f"{_counted(rows, 'row', 'rows')} read{without}")


def _counted(number: int, one: str, many: str) -> str:
    return f"1 {one} was" if number == 1 else f"{number:,} {many} were"
