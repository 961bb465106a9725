"""Find what can be read below a folder, say what kind each file is, and read it as such."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from vv_analysis.errors import InputError
from vv_analysis.ingest.awards import awards
from vv_analysis.ingest.contracts import contracts, is_template
from vv_analysis.ingest.editions import FILE_NAME
from vv_analysis.ingest.publications import publication
from vv_analysis.ingest.quality import Reading
from vv_analysis.ingest.sheets import read_sheets
from vv_analysis.ingest.statements import statements
from vv_analysis.terms.findings import Finding

READERS: dict[str, Callable[[Path], Reading]] = {
    "publication": publication,
    "statements": statements,
    "contracts": contracts,
    "awards": awards,
}
_TABLES = {".xlsx", ".csv"}
_NOTICES = {".json", ".jsonl"}


@dataclass(frozen=True, slots=True)
class Source:
    """A file or folder that one reader reads, and which reader that is."""

    kind: str
    path: Path


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a path holds: how it was understood, how many rows were read, what is to be said of the rest."""

    path: Path
    kind: str
    rows: int
    findings: tuple[Finding, ...]


def sources_in(path: Path) -> Iterator[Source]:
    """Yield everything readable at or below a path, in a fixed order; reference tables are not inputs."""
    if not path.exists():
        raise InputError("there is no such file or folder", where=str(path), remedy="check the name")
    if path.is_file():
        yield Source(_kind_of_file(path), path)
    elif kind := _kind_of_folder(path):
        yield Source(kind, path)
    elif path.name != "reference":
        for child in sorted(path.iterdir()):
            if child.is_dir() or child.suffix.casefold() in _TABLES:
                yield from sources_in(child)


def _kind_of_folder(folder: Path) -> str:
    if (folder / FILE_NAME).is_file():
        return "statements" if (folder / "statements.csv").is_file() else "publication"
    return "awards" if any(child.suffix in _NOTICES for child in folder.iterdir()) else ""


def _kind_of_file(path: Path) -> str:
    if path.suffix.casefold() in _NOTICES:
        return "awards"
    if path.name == "statements.csv":
        return "statements"
    if path.suffix.casefold() in _TABLES and is_template(read_sheets(path)[0]):
        return "contracts"
    return "publication"


def read_source(source: Source) -> Reading:
    """Read a source with the reader of its kind."""
    return READERS[source.kind](source.path)


def unreadable(path: Path, error: InputError) -> Finding:
    """Return the finding for a file that could not be read at all."""
    return Finding.from_error(error, file=path.name, where=error.where or path.name, rule="file-unreadable")


def inspect(path: Path) -> Inspection:
    """Read a file, or everything below a folder, as a run would, and say what was understood.

    A file that cannot be read at all is a finding like any other, so that one does not hide the rest.
    """
    kinds: Counter[str] = Counter()
    rows = 0
    findings: list[Finding] = []
    for item in _each_source(path):
        if isinstance(item, Finding):
            findings.append(item)
            continue
        try:
            reading = read_source(item)
        except InputError as error:
            findings.append(unreadable(item.path, error))
            continue
        kinds[item.kind] += 1
        rows += len(reading.frame)
        findings.extend(reading.findings)
    kind = ", ".join(name if count == 1 else f"{name} ({count} files)" for name, count in kinds.items())
    return Inspection(path, kind or "nothing that is read", rows, tuple(findings))


def _each_source(path: Path) -> Iterator[Source | Finding]:
    try:
        yield from sources_in(path)
    except InputError as error:
        yield unreadable(path, error)
