"""Everything in ``data/raw`` as tidy frames in ``data/processed``: rebuilt at will, never edited.

Each frame stands there twice, as Parquet for programs and as CSV for people, with one ``datapackage.json``
that says what every column means, and ``quality.csv`` with all that was refused and why.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from vv_analysis.errors import InputError
from vv_analysis.ingest.inspection import Source, read_source, sources_in, unreadable
from vv_analysis.ingest.quality import Reading
from vv_analysis.terms.findings import Finding, findings_frame
from vv_analysis.terms.schemas import Awards, Contracts, Published, Statements

_SCHEMAS: dict[str, type[pa.DataFrameModel]] = {
    "published": Published,
    "contracts": Contracts,
    "awards": Awards,
    "statements": Statements,
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
    readings = list(_readings(raw, contracts))
    findings = [finding for _, reading in readings for finding in reading.findings]
    result = Processed(
        **{name: _together(name, readings) for name in _SCHEMAS},
        quality=findings_frame(findings),
    )
    processed.mkdir(parents=True, exist_ok=True)
    _write_csv(result.quality, processed / "quality.csv")
    _stop_if_unreadable(findings)
    for name in _SCHEMAS:
        frame = getattr(result, name)
        _replace(processed / f"{name}.parquet", frame.to_parquet(index=False))
        _write_csv(frame, processed / f"{name}.csv")
    _replace(processed / "datapackage.json", _description(result).encode())
    return result


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
    frames = {name: pd.read_parquet(processed / f"{name}.parquet") for name in _SCHEMAS}
    quality = pd.read_csv(processed / "quality.csv", dtype="str", keep_default_na=False)
    return Processed(**frames, quality=quality)


def _readings(raw: Path, contracts: Path) -> Iterator[tuple[str, Reading]]:
    places = [raw] if contracts.is_relative_to(raw) else [raw, contracts]
    for place in places:
        for source in sources_in(place):
            yield _FRAME_OF[source.kind], _read(source)


def _read(source: Source) -> Reading:
    try:
        return read_source(source)
    except InputError as error:
        return Reading(pd.DataFrame(), (unreadable(source.path, error),))


def _together(name: str, readings: list[tuple[str, Reading]]) -> pd.DataFrame:
    frames = [reading.frame for kind, reading in readings if kind == name and len(reading.frame)]
    if not frames:
        return _SCHEMAS[name].empty()
    return _SCHEMAS[name].validate(pd.concat(frames, ignore_index=True))


def _stop_if_unreadable(findings: list[Finding]) -> None:
    whole = [finding for finding in findings if finding.rule == "file-unreadable"]
    if whole:
        count = f"{len(whole)} files" if len(whole) > 1 else "a file"
        raise InputError(
            f"{count} could not be read; {whole[0].what}",
            where=whole[0].where,
            expected=whole[0].expected,
            remedy=whole[0].remedy or "correct it or take it out; all are listed in quality.csv",
        )


def _write_csv(frame: pd.DataFrame, path: Path) -> None:
    _replace(
        path,
        without_formulas(frame).to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d").encode(),
    )


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


def _description(result: Processed) -> str:
    names = [field.name for field in fields(result) if field.name in _SCHEMAS]
    resources = [
        {
            "name": name,
            "path": f"{name}.csv",
            "encoding": "utf-8",
            "rows": len(getattr(result, name)),
            "schema": {
                "fields": [_field(column) for column in _SCHEMAS[name].to_schema().columns.values()],
                "missingValues": [""],
            },
        }
        for name in names
    ]
    return json.dumps({"name": "vv-analysis-processed", "resources": resources}, indent=2, ensure_ascii=False) + "\n"


def _field(column: pa.Column) -> dict[str, str]:
    kinds = {"float64": "number", "int64": "integer", "datetime64[ns]": "date"}
    described = {
        "name": str(column.name),
        "type": kinds.get(str(column.dtype), "string"),
        "description": column.description or "",
    }
    unit = (column.metadata or {}).get("unit", "")
    return described | ({"unit": unit} if unit else {})
