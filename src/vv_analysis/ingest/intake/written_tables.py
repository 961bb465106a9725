"""Tables as files: Parquet for programs, CSV for people, and one description of all that stand in a folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from vv_analysis.ingest.intake.data_package import Schemas, describe

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write(frames: Mapping[str, pd.DataFrame], folder: Path, schemas: Schemas) -> None:
    """Write frames into a folder, each file as a whole or not at all, and describe anew everything that stands there.

    Parameters
    ----------
    frames : mapping
        Frame by the name of its table.
    folder : Path
    schemas : mapping
        The schema of every table that may stand there.
    """
    for name, frame in frames.items():
        _replace(folder / f"{name}.parquet", _parquet(frame))
        # With this line end (RFC 4180) a text that holds either of its signs is quoted, and cannot start a row.
        text = without_formulas(frame).to_csv(index=False, lineterminator="\r\n", date_format="%Y-%m-%d")
        _replace(folder / f"{name}.csv", text.encode())
    for name, content in describe(folder, schemas).items():
        _replace(folder / name, content.encode())


def files_of_table(name: str) -> tuple[str, str]:
    """Return the names of the files that hold a table.

    Examples
    --------
    >>> files_of_table("awards")
    ('awards.parquet', 'awards.csv')
    """
    return f"{name}.parquet", f"{name}.csv"


def files_in_folder(tables: Iterable[str]) -> list[str]:
    """Return the names of all files that `write` leaves in a folder, given the names of its tables."""
    of_tables = [file for name in tables for file in (*files_of_table(name), f"{name}.csv-metadata.json")]
    return [*of_tables, "datapackage.json"]


def without_formulas(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame whose texts no spreadsheet program takes for a formula; numbers stay numbers.

    Examples
    --------
    >>> without_formulas(pd.DataFrame({"title": ["=1+1", "Kent"], "value_gbp": [-5.0, 1.0]}))["title"].tolist()
    ["'=1+1", 'Kent']
    """
    texts: list[str] = list(frame.select_dtypes("str").columns)
    return frame.assign(**{name: _guarded(frame[name]) for name in texts})


def clear_away(folder: Path) -> None:
    """Remove what an interrupted writing left beside the files."""
    for path in folder.glob(".*.new"):
        path.unlink(missing_ok=True)


def _guarded(texts: pd.Series[str]) -> pd.Series[str]:
    return texts.where(~texts.str.startswith(_FORMULA_STARTS), "'" + texts)


def _parquet(frame: pd.DataFrame) -> bytes:
    # In one piece: columns put together of many would be cut into pages by where they were joined.
    table = pa.Table.from_pandas(frame, preserve_index=False).combine_chunks()
    stream = pa.BufferOutputStream()
    pq.write_table(table, stream)
    return bytes(stream.getvalue().to_pybytes())


def _replace(path: Path, content: bytes) -> None:
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(content)
    beside.replace(path)
