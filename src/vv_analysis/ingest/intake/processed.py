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
from vv_analysis.ingest.intake.data_package import describe
from vv_analysis.ingest.intake.inputs import Input, once
from vv_analysis.ingest.intake.inspection import Source, read_source, sources_in, unreadable
from vv_analysis.ingest.intake.organisations import Decisions, decided, read_decisions
from vv_analysis.ingest.intake.scores import Place, scores
from vv_analysis.ingest.reading import Reading, with_rows_read
from vv_analysis.terms.findings import findings_frame
from vv_analysis.terms.schemas import FRAMES, Quality

_FRAME_OF = {
    "publication": "published",
    "contracts": "contracts",
    "awards": "awards",
    "statements": "statements",
}
_TABLES = (*_FRAME_OF.values(), "quality", "scores")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def _empty(name: str) -> pd.DataFrame:
    return pd.DataFrame(FRAMES[name].empty())  # a plain frame, not the schema's own kind of frame


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Processed:
    """All that was read: four frames of figures, the quality log, and the scores of every file."""

    published: pd.DataFrame
    contracts: pd.DataFrame
    awards: pd.DataFrame
    statements: pd.DataFrame
    quality: pd.DataFrame
    scores: pd.DataFrame = field(default_factory=lambda: _empty("scores"))

    @property
    def as_at(self) -> pd.Timestamp:
        """The date of the latest publication read: the date that reports are "as at"."""
        dated = (self.published, self.awards, self.statements)
        return pd.Timestamp(pd.concat([frame["published_on"] for frame in dated]).max())


def refresh(raw: Path, contracts: Path, processed: Path, decisions: Path | None = None) -> Processed:
    """Read all of `raw` and `contracts`, and write the frames into `processed`.

    Parameters
    ----------
    raw, contracts, processed : Path
        Folders of inputs, of existing contracts, and of the frames.
    decisions : Path, optional
        Folder of the reviewed table of organisation names; without it every name stays as it was stated.

    Raises
    ------
    InputError
        A file could not be read at all. The quality log and the scores name every such file; the frames stay
        as they were.
    """
    names = read_decisions(decisions)
    sources = list(_sources(raw, contracts))
    inputs = _accounted(once([decided(Input(source.kind, _read(source)), names) for _, source in sources]), sources)
    frames = {name: _together(name, inputs) for name in _FRAME_OF.values()}
    log = {
        "quality": _quality(inputs, names),
        "scores": scores(zip((place for place, _ in sources), inputs, strict=True)),
    }
    processed.mkdir(parents=True, exist_ok=True)
    _write(log, processed)
    _stop_if_unreadable(inputs)
    _write(frames, processed)
    return Processed(**frames, **log)


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


def _read(source: Source) -> Reading:
    try:
        return read_source(source)
    except InputError as error:
        return Reading(_empty(_FRAME_OF[source.kind]), tuple(unreadable(source.path, error)))


def _together(name: str, inputs: list[Input]) -> pd.DataFrame:
    frames = [item.reading.frame for item in inputs if _FRAME_OF[item.kind] == name and len(item.reading.frame)]
    if not frames:
        return _empty(name)
    return FRAMES[name].validate(pd.concat(frames, ignore_index=True))


def _accounted(inputs: list[Input], sources: list[tuple[Place, Source]]) -> list[Input]:
    paired = zip(inputs, sources, strict=True)
    return [replace(item, reading=with_rows_read(item.reading, place.path.name)) for item, (place, _) in paired]


def _quality(inputs: list[Input], names: Decisions) -> pd.DataFrame:
    suggested = suggestions(inputs, names)
    said = [(item.reading.findings, item.is_confidential) for item in inputs]
    said += [((one.finding,), one.confidential) for one in suggested]
    frames = [
        findings_frame(findings).assign(confidential="yes" if confidential else "no") for findings, confidential in said
    ]
    return Quality.validate(pd.concat(frames, ignore_index=True)) if frames else _empty("quality")


def _stop_if_unreadable(inputs: list[Input]) -> None:
    findings = [finding for item in inputs for finding in item.reading.findings]
    whole = [finding for finding in findings if finding.rule == "file-unreadable"]
    if whole:
        count = f"{len(whole)} files" if len(whole) > 1 else "a file"
        raise InputError(
            f"{count} could not be read; {whole[0].what}",
            where=whole[0].where,
            expected=whole[0].expected,
            remedy=whole[0].remedy or "correct it or take it out; all are listed in quality.csv",
        )


def _write(frames: dict[str, pd.DataFrame], processed: Path) -> None:
    """Write frames, and describe anew everything that then stands in the folder."""
    for name, frame in frames.items():
        _replace(processed / f"{name}.parquet", frame.to_parquet(index=False))
        # With this line end (RFC 4180) a text that holds either of its signs is quoted, and cannot start a row.
        text = without_formulas(frame).to_csv(index=False, lineterminator="\r\n", date_format="%Y-%m-%d")
        _replace(processed / f"{name}.csv", text.encode())
    for name, content in describe(processed, {name: FRAMES[name] for name in _TABLES}).items():
        _replace(processed / name, content.encode())


def without_formulas(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame whose texts no spreadsheet program takes for a formula; numbers stay numbers.

    Examples
    --------
    >>> without_formulas(pd.DataFrame({"title": ["=1+1", "Kent"], "value_gbp": [-5.0, 1.0]}))["title"].tolist()
    ["'=1+1", 'Kent']
    """
    texts: list[str] = list(frame.select_dtypes("str").columns)
    return frame.assign(**{name: _guarded(frame[name]) for name in texts})


def _guarded(texts: pd.Series[str]) -> pd.Series[str]:
    return texts.where(~texts.str.startswith(_FORMULA_STARTS), "'" + texts)


def _replace(path: Path, content: bytes) -> None:
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(content)
    beside.replace(path)
