"""Everything in ``data/raw`` as tidy frames in ``data/processed``: rebuilt at will, never edited.

Each frame stands there twice, as Parquet for programs and as CSV for people, with one ``datapackage.json``
that says what every column means, ``quality.csv`` with all that was read, changed or refused and why, and
``scores.csv`` with how good each file is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path, PurePosixPath

import pandas as pd

from vv_analysis.errors import InputError
from vv_analysis.ingest.intake.alike_names import suggestions
from vv_analysis.ingest.intake.fingerprint import UNKNOWN, Hashes, digest
from vv_analysis.ingest.intake.inputs import Input, once
from vv_analysis.ingest.intake.inspection import Source, sources_in
from vv_analysis.ingest.intake.last_reading import (
    LastReading,
    WhatWentIn,
    forget,
    going_in,
    is_current,
    record,
    recorded,
    stands,
)
from vv_analysis.ingest.intake.organisations import Decisions, decided, read_decisions
from vv_analysis.ingest.intake.reading_again import FRAME_OF, Read, empty, read_again
from vv_analysis.ingest.intake.scores import Place, scores
from vv_analysis.ingest.intake.written_tables import clear_away, files_in_folder, files_of_table, write
from vv_analysis.ingest.reading import with_rows_read
from vv_analysis.terms.findings import findings_frame
from vv_analysis.terms.schemas import FRAMES, Quality

_TABLES = (*FRAME_OF.values(), "quality", "scores")
_SCHEMAS = {name: FRAMES[name] for name in _TABLES}


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Processed:
    """All that was read: four frames of figures, the quality log, and the scores of every file."""

    published: pd.DataFrame
    contracts: pd.DataFrame
    awards: pd.DataFrame
    statements: pd.DataFrame
    quality: pd.DataFrame
    scores: pd.DataFrame = field(default_factory=lambda: empty("scores"))

    @property
    def as_at(self) -> pd.Timestamp:
        """The date of the latest publication read: the date that reports are "as at"."""
        dated = (self.published, self.awards, self.statements)
        return pd.Timestamp(pd.concat([frame["published_on"] for frame in dated]).max())


def refresh(
    raw: Path, contracts: Path, processed: Path, decisions: Path | None = None, *, skip_refused: bool = False
) -> Processed:
    """Read all of `raw` and `contracts`, and write the frames into `processed`.

    Parameters
    ----------
    raw, contracts, processed : Path
        Folders of inputs, of existing contracts, and of the frames.
    decisions : Path, optional
        Folder of the reviewed table of organisation names; without it every name stays as it was stated.
    skip_refused : bool, optional
        Whether a file that cannot be read at all is left out, and named in the quality log, instead of refused.

    Raises
    ------
    InputError
        A file could not be read at all, and `skip_refused` was not asked for. The quality log and the scores name
        every such file; the frames stay as they were.

    Notes
    -----
    What was read before is remembered in the hidden folder ``.read`` of `processed`, which can be removed at any
    time: where nothing changed nothing is read, else only what changed. What is written is what a full reading
    into an empty folder would write, to the last byte.
    """
    hashes = Hashes()
    went_in = going_in(raw, contracts, decisions, hashes)
    last = recorded(processed)
    if last and is_current(last, went_in, processed):
        return load(processed)
    names = read_decisions(decisions)
    sources = list(_sources(raw, contracts))
    forget(processed)
    read = read_again([source for _, source in sources], hashes, went_in.way, processed)
    made_from = _made_from(read, went_in)
    placed = list(zip((place for place, _ in sources), _accounted(read, names, sources), strict=True))
    refused = _unreadable([item for _, item in placed])
    made = _made(placed, names, processed, _standing(last, made_from, processed), None if skip_refused else refused)
    after = Hashes()  # what changed while it was read is read again next time
    # What was read without a file is not read: the next run looks at it again.
    if went_in.is_known and not refused and going_in(raw, contracts, decisions, after) == went_in:
        outputs = {name: after.of(processed / name) for name in files_in_folder(_TABLES)}
        record(LastReading(went_in, outputs, made_from), processed)
    return made


def load(processed: Path) -> Processed:
    """Read the frames that `refresh` wrote; those that are as they were when last read are not read again.

    Raises
    ------
    InputError
        They are not there.
    """
    missing = [name for name in _TABLES if not (processed / f"{name}.parquet").is_file()]
    if missing:
        raise InputError("there are no processed data yet", where=str(processed), remedy="run `vv run` first")
    return Processed(**{name: _frame(processed / f"{name}.parquet") for name in _TABLES})


def _frame(path: Path) -> pd.DataFrame:
    """Return a frame of one's own, which may be changed without changing what the next one gets."""
    file = path.stat()
    return _as_written(path.resolve(), file.st_ino, file.st_mtime_ns, file.st_size).copy()


@lru_cache(maxsize=len(_TABLES))
def _as_written(path: Path, *_what_changes_with_the_file: int) -> pd.DataFrame:
    return pd.read_parquet(path)


def _sources(raw: Path, contracts: Path) -> Iterator[tuple[Place, Source]]:
    """Yield everything that is read, with its path below the folder of inputs; no path of the machine is kept."""
    places = [(raw, "")] if contracts.resolve().is_relative_to(raw.resolve()) else [(raw, ""), (contracts, "contracts")]
    for below, named in places:
        for source in sources_in(below, contracts=contracts):
            yield _place(source, below, named), source


def _place(source: Source, below: Path, named: str) -> Place:
    path = source.path.relative_to(below) if source.path != below else Path(below.name)
    return Place(PurePosixPath(named, path.as_posix()), source.path.is_dir())


def _accounted(read: list[Read], names: Decisions, sources: list[tuple[Place, Source]]) -> list[Input]:
    """Return what was read, as decided and each thing once, with a word on how many rows each file gave."""
    inputs = once([decided(Input(one.kind, one.reading), names) for one in read])
    paired = zip(inputs, sources, strict=True)
    return [replace(item, reading=with_rows_read(item.reading, place.path.name)) for item, (place, _) in paired]


def _made_from(read: list[Read], went_in: WhatWentIn) -> dict[str, str]:
    """Return for each frame a hash of everything that it is made of; two that are equal are the same frame."""
    decisions = [digest for name, digest in went_in.inputs.items() if name.startswith("decisions/")]
    keys = {table: [one.key for one in read if one.kind == kind] for kind, table in FRAME_OF.items()}
    return {table: UNKNOWN if UNKNOWN in of else digest(of, decisions) for table, of in keys.items()}


def _standing(last: LastReading | None, made_from: dict[str, str], processed: Path) -> set[str]:
    """Return the frames that stand in the folder as they would be written now."""
    if last is None:
        return set()
    same = {table for table, of in made_from.items() if of != UNKNOWN and of == last.made_from.get(table)}
    return {table for table in same if stands(last, processed, *files_of_table(table))}


def _made(
    placed: list[tuple[Place, Input]],
    names: Decisions,
    processed: Path,
    standing: set[str],
    refused: InputError | None,
) -> Processed:
    """Write every frame that does not stand there already, and return them all."""
    inputs = [item for _, item in placed]
    stood = {table: pd.read_parquet(processed / f"{table}.parquet") for table in sorted(standing)}
    frames = {table: _together(table, inputs) for table in FRAME_OF.values() if table not in standing}
    log = {"quality": _quality(inputs, names), "scores": scores(placed)}
    processed.mkdir(parents=True, exist_ok=True)
    clear_away(processed)
    write(log if refused else frames | log, processed, _SCHEMAS)
    if refused:
        raise refused
    return Processed(**frames, **stood, **log)


def _together(name: str, inputs: list[Input]) -> pd.DataFrame:
    frames = [item.reading.frame for item in inputs if FRAME_OF[item.kind] == name and len(item.reading.frame)]
    if not frames:
        return empty(name)
    return FRAMES[name].validate(pd.concat(frames, ignore_index=True))


def _quality(inputs: list[Input], names: Decisions) -> pd.DataFrame:
    said = [(finding, item.is_confidential) for item in inputs for finding in item.reading.findings]
    said += suggestions(inputs, names)
    confidential = ["yes" if in_confidence else "no" for _, in_confidence in said]
    return Quality.validate(findings_frame(finding for finding, _ in said).assign(confidential=confidential))


def _unreadable(inputs: list[Input]) -> InputError | None:
    findings = [finding for item in inputs for finding in item.reading.findings]
    whole = [finding for finding in findings if finding.rule == "file-unreadable"]
    if not whole:
        return None
    count = f"{len(whole)} files" if len(whole) > 1 else "a file"
    return InputError(
        f"{count} could not be read; {whole[0].what}",
        where=whole[0].where,
        expected=whole[0].expected,
        remedy=whole[0].remedy or "correct it or take it out; all are listed in quality.csv",
    )
