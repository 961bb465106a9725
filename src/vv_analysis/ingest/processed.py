"""Everything in ``data/raw`` as tidy frames in ``data/processed``: rebuilt at will, never edited.

Each frame stands there twice, as Parquet for programs and as CSV for people, with one ``datapackage.json``
that says what every column means, and ``quality.csv`` with all that was refused and why.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from vv_analysis.errors import InputError
from vv_analysis.ingest.data_package import description
from vv_analysis.ingest.inputs import Input, once
from vv_analysis.ingest.inspection import Source, read_source, sources_in, unreadable
from vv_analysis.ingest.quality import Reading
from vv_analysis.terms.findings import findings_frame
from vv_analysis.terms.schemas import Awards, Contracts, Published, Quality, Statements

_SCHEMAS: dict[str, type[pa.DataFrameModel]] = {
    "published": Published,
    "contracts": Contracts,
    "awards": Awards,
    "statements": Statements,
    "quality": Quality,
}
_FRAME_OF = {
    "publication": "published",
    "contracts": "contracts",
    "awards": "awards",
    "statements": "statements",
}
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class Processed:
    """All that was read: four frames of figures, and the quality log."""

    published: pd.DataFrame
    contracts: pd.DataFrame
    awards: pd.DataFrame
    statements: pd.DataFrame
    quality: pd.DataFrame

    @property
    def as_at(self) -> pd.Timestamp:
        """The date of the latest publication read: the date that reports are "as at"."""
        dated = (self.published, self.awards, self.statements)
        return pd.Timestamp(pd.concat([frame["published_on"] for frame in dated]).max())


def refresh(raw: Path, contracts: Path, processed: Path) -> Processed:
    """Read all of `raw` and `contracts`, and write the frames into `processed`.

    Raises
    ------
    InputError
        A file could not be read at all. The quality log names every such file; the frames stay as they were.
    """
    inputs = once(list(_inputs(raw, contracts)))
    frames = {name: _together(name, inputs) for name in _FRAME_OF.values()}
    quality = _quality(inputs)
    processed.mkdir(parents=True, exist_ok=True)
    _write("quality", quality, processed)
    _stop_if_unreadable(inputs)
    for name, frame in frames.items():
        _write(name, frame, processed)
    rows = {name: len(frame) for name, frame in {**frames, "quality": quality}.items()}
    _replace(processed / "datapackage.json", description(_SCHEMAS, rows).encode())
    return Processed(**frames, quality=quality)


def load(processed: Path) -> Processed:
    """Read the frames that `refresh` wrote.

    Raises
    ------
    InputError
        They are not there.
    """
    missing = [name for name in _SCHEMAS if not (processed / f"{name}.parquet").is_file()]
    if missing:
        raise InputError("there are no processed data yet", where=str(processed), remedy="run `vv run` first")
    return Processed(**{name: pd.read_parquet(processed / f"{name}.parquet") for name in _SCHEMAS})


def _inputs(raw: Path, contracts: Path) -> Iterator[Input]:
    places = [raw] if contracts.resolve().is_relative_to(raw.resolve()) else [raw, contracts]
    for place in places:
        for source in sources_in(place, contracts=contracts):
            yield Input(source.kind, _read(source))


def _read(source: Source) -> Reading:
    try:
        return read_source(source)
    except InputError as error:
        return Reading(_empty(_FRAME_OF[source.kind]), (unreadable(source.path, error),))


def _together(name: str, inputs: list[Input]) -> pd.DataFrame:
    frames = [item.reading.frame for item in inputs if _FRAME_OF[item.kind] == name and len(item.reading.frame)]
    if not frames:
        return _empty(name)
    return _SCHEMAS[name].validate(pd.concat(frames, ignore_index=True))


def _empty(name: str) -> pd.DataFrame:
    return pd.DataFrame(_SCHEMAS[name].empty())  # a plain frame, not the schema's own kind of frame


def _quality(inputs: list[Input]) -> pd.DataFrame:
    frames = [
        findings_frame(item.reading.findings).assign(confidential="yes" if item.is_confidential else "no")
        for item in inputs
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


def _write(name: str, frame: pd.DataFrame, processed: Path) -> None:
    _replace(processed / f"{name}.parquet", frame.to_parquet(index=False))
    text = without_formulas(frame).to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d")
    _replace(processed / f"{name}.csv", text.encode())


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
