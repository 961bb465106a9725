"""Describe the processed tables as a data package: what every column of every CSV holds, in which unit."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pandera.pandas as pa

_KINDS = {"float64": "number", "int64": "integer", "datetime64[ns]": "date"}


def description(schemas: Mapping[str, type[pa.DataFrameModel]], rows: Mapping[str, int]) -> str:
    """Return the ``datapackage.json`` of tables, with the schema and the number of rows of each.

    Notes
    -----
    The form is that of Data Package v1, https://specs.frictionlessdata.io/data-package/; ``unit`` and ``rows``
    are ours.
    """
    resources = [_resource(name, schema, rows[name]) for name, schema in schemas.items()]
    package = {"name": "vv-analysis-processed", "resources": resources}
    return json.dumps(package, indent=2, ensure_ascii=False) + "\n"


def _resource(name: str, schema: type[pa.DataFrameModel], rows: int) -> dict[str, object]:
    fields = [_field(column) for column in schema.to_schema().columns.values()]
    described = {"fields": fields, "missingValues": [""]}
    return {"name": name, "path": f"{name}.csv", "encoding": "utf-8", "rows": rows, "schema": described}


def _field(column: pa.Column) -> dict[str, str]:
    described = {
        "name": str(column.name),
        "type": _KINDS.get(str(column.dtype), "string"),
        "description": column.description or "",
    }
    unit = (column.metadata or {}).get("unit", "")
    return described | ({"unit": unit} if unit else {})
