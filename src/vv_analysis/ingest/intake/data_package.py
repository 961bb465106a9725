"""Describe the processed tables as a data package: what every column of every CSV holds, in which unit."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pandera.pandas as pa
import pyarrow.parquet as pq

Schemas = Mapping[str, type[pa.DataFrameModel]]

_KINDS = {"float64": "number", "Int64": "integer", "int64": "integer", "datetime64[ns]": "date"}
# Which constraint of Table Schema says the same as a check of pandera.
_CONSTRAINTS: dict[str, Callable[[Mapping[str, Any]], dict[str, object]]] = {
    "isin": lambda facts: {"enum": list(facts["allowed_values"])},
    "greater_than_or_equal_to": lambda facts: {"minimum": facts["min_value"]},
    "less_than_or_equal_to": lambda facts: {"maximum": facts["max_value"]},
    "str_length": lambda facts: {"minLength": facts["min_value"]},
}


def describe(folder: Path, schemas: Schemas) -> dict[str, str]:
    """Return the description of the tables that stand in a folder: file name to content.

    Parameters
    ----------
    folder : Path
        Where the tables stand, each as ``name.csv`` and ``name.parquet``; those that do not are left out.
    schemas : mapping
        The schema of each table by its name.

    Returns
    -------
    dict
        ``datapackage.json`` over all of them, and ``name.csv-metadata.json`` for each.

    Notes
    -----
    The forms are those of Data Package v1 (https://specs.frictionlessdata.io/data-package/), where ``unit`` and
    ``rows`` are ours, and of CSV on the Web (https://www.w3.org/TR/tabular-metadata/).
    """
    standing = {name: schema for name, schema in schemas.items() if (folder / f"{name}.csv").is_file()}
    package = {
        "profile": "tabular-data-package",
        "name": "vv-analysis-processed",
        "title": "Values and volumes: everything that was read, and what is to be said about it",
        "resources": [_resource(folder, name, schema) for name, schema in standing.items()],
    }
    on_the_web = {f"{name}.csv-metadata.json": _json(_csvw(name, schema)) for name, schema in standing.items()}
    return {"datapackage.json": _json(package), **on_the_web}


def _json(content: object) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _resource(folder: Path, name: str, schema: type[pa.DataFrameModel]) -> dict[str, object]:
    content = (folder / f"{name}.csv").read_bytes()
    key = _primary_key(schema)
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "description": _first_line(schema),
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "rows": pq.read_metadata(folder / f"{name}.parquet").num_rows,
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": {"fields": [_field(column) for column in _columns(schema)], "missingValues": [""]}
        | ({"primaryKey": key} if key else {}),
    }


def _columns(schema: type[pa.DataFrameModel]) -> Iterable[Any]:
    return schema.to_schema().columns.values()


def _first_line(schema: type[pa.DataFrameModel]) -> str:
    return (schema.__doc__ or "").partition("\n")[0]


def _primary_key(schema: type[pa.DataFrameModel]) -> list[str]:
    """Return the columns of which no two rows hold the same; none where rows may repeat, since all are kept."""
    together = schema.to_schema().unique
    alone = [str(column.name) for column in _columns(schema) if column.unique]
    return list(together) if together else alone


def _field(column: Any) -> dict[str, object]:
    unit = (column.metadata or {}).get("unit", "")
    constraints = _constraints(column)
    return {
        "name": str(column.name),
        "type": _kind(column),
        "description": column.description or "",
        **({"unit": unit} if unit else {}),
        **({"constraints": constraints} if constraints else {}),
    }


def _kind(column: Any) -> str:
    return _KINDS.get(str(column.dtype), "string")


def _constraints(column: Any) -> dict[str, object]:
    found: dict[str, object] = {}
    for check in column.checks:
        found |= _CONSTRAINTS[check.name](check.statistics)
    # An empty text and a missing one are written alike: a text is required only where it may not be empty.
    may_be_empty = _kind(column) == "string" and "minLength" not in found and "enum" not in found
    return ({} if may_be_empty or column.nullable else {"required": True}) | found


def _csvw(name: str, schema: type[pa.DataFrameModel]) -> dict[str, object]:
    key = _primary_key(schema)
    columns = [
        {
            "name": str(column.name),
            "titles": str(column.name),
            "dc:description": column.description or "",
            "datatype": _kind(column),
            "null": "",
            "required": "required" in _constraints(column),
        }
        for column in _columns(schema)
    ]
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": f"{name}.csv",
        "dc:description": _first_line(schema),
        "tableSchema": {"columns": columns} | ({"primaryKey": key} if key else {}),
    }
