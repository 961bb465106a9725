"""What was read from a source is kept beside the frames, named by what it was read from; never more than a shortcut.

Every entry can be lost, torn or edited: it is then read anew. Nothing of it is ever run.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import astuple, dataclass, field
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from vv_analysis.ingest.intake.fingerprint import UNKNOWN, Hashes, digest, files_read_with
from vv_analysis.ingest.intake.last_reading import FOLDER, private_folder
from vv_analysis.ingest.reading import Reading
from vv_analysis.terms.findings import Finding

_BESIDE_THE_FRAME = b"vv-analysis"
_ENDING = ".parquet"


def key_of(kind: str, path: Path, hashes: Hashes, way: Mapping[str, str]) -> str:
    """Return the name under which the reading of a source is kept; `UNKNOWN` if a file of it cannot be read.

    Parameters
    ----------
    kind : str
        Which reader reads it.
    path : Path
        The file or folder.
    hashes : Hashes
        What the files hold.
    way : mapping
        How it is read (`way_of_reading`).
    """
    real = path.resolve()
    files = [[_called(file, path), hashes.of(file)] for file in files_read_with(path)]
    # Rows and findings carry the names of files and editions; a folder's name tells invented contracts from real.
    names = [path.name, real.name, real.parent.name]
    return UNKNOWN if any(found == UNKNOWN for _, found in files) else digest(kind, names, files, dict(way))


def _called(file: Path, source: Path) -> str:
    return file.name if file.parent in {source, source.parent} else f"{file.parent.name}/{file.name}"


@dataclass(slots=True)
class RememberedReadings:
    """The folder of what was read before, one file a source."""

    folder: Path
    entries: dict[str, Path] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    @classmethod
    def beside(cls, processed: Path) -> RememberedReadings:
        """Return what is remembered beside the frames of a folder."""
        folder = processed / FOLDER
        entries = {path.name.partition("-")[0]: path for path in sorted(folder.glob(f"*-*{_ENDING}"))}
        return cls(folder, entries)

    def recall(self, key: str) -> Reading | None:
        """Return what was read before under a key; None if nothing was, or it is not as it was kept."""
        entry = self.entries.get(key)
        if key == UNKNOWN or entry is None:
            return None
        try:
            content = entry.read_bytes()
            if entry.name != _name(key, content):
                return None
            reading = _reading(content)
        except (OSError, ValueError, KeyError, TypeError, pa.ArrowException):
            return None
        self.used.add(entry.name)
        return reading

    def keep(self, key: str, reading: Reading) -> None:
        """Keep a reading, if it comes back exactly as it is; where it cannot be kept, it is read again next time."""
        content = _content(reading)
        if key == UNKNOWN or not content:
            return
        name = _name(key, content)
        with suppress(OSError):
            private_folder(self.folder.parent)
            beside = self.folder / f".{name}.new"
            beside.write_bytes(content)
            beside.replace(self.folder / name)
            self.used.add(name)

    def forget_the_rest(self) -> None:
        """Remove every reading that was neither recalled nor kept, and what an interrupted run left."""
        with suppress(OSError):
            left = [path for path in self.folder.iterdir() if path.name.endswith((_ENDING, ".new"))]
            for path in left:
                if path.name not in self.used:
                    path.unlink(missing_ok=True)


def _name(key: str, content: bytes) -> str:
    return f"{key}-{hashlib.sha256(content).hexdigest()}{_ENDING}"


def _content(reading: Reading) -> bytes:
    """Return a reading as bytes: its frame as Parquet, and beside it as JSON what is said; none if it would change."""
    try:
        table = pa.Table.from_pandas(reading.frame, preserve_index=False)
        said = json.dumps([reading.checks, [astuple(finding) for finding in reading.findings]]).encode()
        stream = pa.BufferOutputStream()
        pq.write_table(table.replace_schema_metadata({**table.schema.metadata, _BESIDE_THE_FRAME: said}), stream)
        content = bytes(stream.getvalue().to_pybytes())
        return content if is_same(_reading(content), reading) else b""
    except (ValueError, TypeError, pa.ArrowException):
        return b""


def _reading(content: bytes) -> Reading:
    table = pq.read_table(pa.BufferReader(content), use_threads=False)
    checks, findings = json.loads(table.schema.metadata[_BESIDE_THE_FRAME])
    return Reading(table.to_pandas(use_threads=False), tuple(Finding(*finding) for finding in findings), checks)


def is_same(one: Reading, other: Reading) -> bool:
    """Tell whether two readings are the same to the last bit: names, types and order of columns, cells and findings."""
    return (
        one.findings == other.findings
        and one.checks == other.checks
        and type(one.frame) is type(other.frame)
        and one.frame.attrs == other.frame.attrs
        and one.frame.dtypes.equals(other.frame.dtypes)
        and _is_plain(one.frame.index, other.frame.index)
        and not any(dtype == "object" for dtype in one.frame.dtypes)
        and one.frame.equals(other.frame)
    )


def _is_plain(*indexes: pd.Index) -> bool:
    return all(isinstance(index, pd.RangeIndex) and index.equals(pd.RangeIndex(len(index))) for index in indexes)
