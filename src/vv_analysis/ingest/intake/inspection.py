"""Find what can be read below a folder, say what kind each file is, and read it as such."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from vv_analysis.errors import InputError, LayoutDriftError
from vv_analysis.ingest.awards.award_notices import FILE as NOTICES
from vv_analysis.ingest.awards.ocds_files import is_ocds_file, ocds_files_in
from vv_analysis.ingest.awards.reader import awards
from vv_analysis.ingest.cells.files import OTHER_TABLES, TABLES, files_in, read_sheets, visible_in
from vv_analysis.ingest.contracts.entries import is_template
from vv_analysis.ingest.contracts.reader import contracts
from vv_analysis.ingest.intake.inputs import Input, once
from vv_analysis.ingest.intake.organisations import Decisions, decided, read_decisions
from vv_analysis.ingest.publications.editions import FILE_NAME, STATEMENTS
from vv_analysis.ingest.publications.reader import publication
from vv_analysis.ingest.publications.statements import statements
from vv_analysis.ingest.reading import Reading
from vv_analysis.terms.findings import Finding

READERS: dict[str, Callable[[Path], Reading]] = {
    "publication": publication,
    "statements": statements,
    "contracts": contracts,
    "awards": awards,
}
CONTRACTS = "contracts"
INVENTED = "illustrative"


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


def sources_in(path: Path, *, contracts: Path | None = None) -> Iterator[Source]:
    """Yield everything readable at or below a path, in a fixed order; reference tables are not inputs.

    Parameters
    ----------
    path : Path
        A file or a folder.
    contracts : Path, optional
        The folder of existing contracts. What stands there, or in any folder of that name, is read as contracts
        whatever it looks like: figures handed over in confidence never become a publication by their headings.
    """
    if not path.exists():
        raise InputError("there is no such file or folder", where=str(path), remedy="check the name")
    if path.is_dir():
        yield from _below(path, _Descent(contracts.resolve() if contracts else None))
    else:
        handed_over = path.parent.name == CONTRACTS or path == contracts
        yield Source("contracts" if handed_over else _kind_of_file(path), path)


@dataclass(frozen=True, slots=True)
class _Descent:
    """The way down to a folder: whether it is among contracts, and the folders passed, so that no link leads round."""

    contracts: Path | None
    among_contracts: bool = False
    passed: frozenset[Path] = frozenset()

    def into(self, folder: Path) -> _Descent:
        among = self.among_contracts or folder.name == CONTRACTS or folder.resolve() == self.contracts
        return _Descent(self.contracts, among, self.passed | {folder.resolve()})


def _below(folder: Path, above: _Descent) -> Iterator[Source]:
    here = above.into(folder)
    if folder.name == "reference" or folder.resolve() in above.passed:
        return
    if (folder / FILE_NAME).is_file() and not here.among_contracts:
        yield from _of_edition(folder)
        return
    holds_notices = bool(ocds_files_in(folder)) and not here.among_contracts
    if holds_notices:
        yield Source("awards", folder)
    for child in visible_in(folder):
        if child.is_dir():
            yield from _below(child, here)
        elif child.suffix.casefold() in {*TABLES, *OTHER_TABLES} and not (holds_notices and child.name == NOTICES):
            yield Source("contracts" if here.among_contracts else _kind_of_file(child), child)


def _of_edition(folder: Path) -> Iterator[Source]:
    stated = (folder / STATEMENTS).is_file()
    if stated:
        yield Source("statements", folder)
    if not stated or any(path.name != STATEMENTS for path in files_in(folder, TABLES)):
        yield Source("publication", folder)


def _kind_of_file(path: Path) -> str:
    if is_ocds_file(path):
        return "awards"
    if path.name == STATEMENTS:
        return "statements"
    return "contracts" if path.suffix.casefold() in TABLES and _holds_template(path) else "publication"


def _holds_template(path: Path) -> bool:
    try:
        return is_template(read_sheets(path)[0])
    except InputError:
        return False  # whoever reads it meets the same error, and says so


def read_source(source: Source) -> Reading:
    """Read a source with the reader of its kind."""
    reading = READERS[source.kind](source.path)
    return _in_confidence(source.path, reading) if source.kind == CONTRACTS else reading


def _in_confidence(path: Path, reading: Reading) -> Reading:
    """Return contracts as handed over, unless they stand among the invented ones.

    Somebody who fills in a copy of an invented file easily leaves the word "illustrative" in it; to believe
    that word would print what was given in confidence.
    """
    frame, findings = reading.frame, reading.findings
    if path.resolve().parent.name == INVENTED or not (frame["data_status"] == INVENTED).any():
        return reading
    what = f"the file calls its figures {INVENTED}, but does not stand in a folder of that name; it is taken as real"
    remedy = "change its status to reported"
    finding = Finding(path.name, path.name, "status-not-believed", "warning", what, "the status reported", remedy)
    return replace(reading, frame=frame.assign(data_status="reported"), findings=(*findings, finding))


def unreadable(path: Path, error: InputError) -> list[Finding]:
    """Return the findings for a file that could not be read at all: why, and every way in which its layout differs."""
    where = error.where or path.name
    whole = Finding.from_error(error, file=path.name, where=where, rule="file-unreadable")
    differences = error.differences if isinstance(error, LayoutDriftError) else ()
    return [whole, *(Finding(path.name, where, "layout-differs", "refused", one) for one in differences)]


def inspect(path: Path, decisions: Path | None = None) -> Inspection:
    """Read a file, or everything below a folder, as a run would, and say what was understood.

    A file that cannot be read at all is a finding like any other, so that one does not hide the rest.
    """
    return inspect_together([path], decisions)[0]


def inspect_together(paths: Sequence[Path], decisions: Path | None = None) -> list[Inspection]:
    """Inspect several paths as one run would read them: what stands in two of them is said too.

    Parameters
    ----------
    paths : sequence of Path
        Files and folders.
    decisions : Path, optional
        Folder of the reviewed table of organisation names.
    """
    names = read_decisions(decisions)
    found = [(path, *_inputs_below(path, names)) for path in paths]
    checked = iter(once([item for _, inputs, _ in found for item in inputs]))
    return [_inspection(path, [next(checked) for _ in inputs], findings) for path, inputs, findings in found]


def _inputs_below(path: Path, names: Decisions) -> tuple[list[Input], list[Finding]]:
    inputs: list[Input] = []
    findings: list[Finding] = []
    for source in _sources_or_finding(path, findings):
        try:
            inputs.append(decided(Input(source.kind, read_source(source)), names))
        except InputError as error:
            findings.extend(unreadable(source.path, error))
    return inputs, findings


def _inspection(path: Path, inputs: list[Input], findings: list[Finding]) -> Inspection:
    kinds = Counter(item.kind for item in inputs)
    kind = ", ".join(name if count == 1 else f"{name} ({count} files)" for name, count in kinds.items())
    said = [finding for item in inputs for finding in item.reading.findings]
    return Inspection(path, kind, sum(len(item.reading.frame) for item in inputs), (*findings, *said))


def _sources_or_finding(path: Path, findings: list[Finding]) -> list[Source]:
    try:
        return list(sources_in(path))
    except InputError as error:
        findings.extend(unreadable(path, error))
        return []
