"""Look into OCDS objects that may hold anything: texts, objects, lists."""

from __future__ import annotations

import re

from vv_analysis.ingest.awards.ocds_documents import Json

# Neither a control character nor half of a surrogate pair is a character of a name or a title.
_NO_CHARACTER = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]+")


def objects(value: object) -> list[Json]:
    """Return the objects of a list; nothing where there is no list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def inner(body: Json, name: str) -> Json:
    """Return an object by name; an empty one where there is none."""
    value = body.get(name)
    return value if isinstance(value, dict) else {}


def text(body: Json, name: str) -> str:
    """Return a text by name, control characters as spaces; empty where there is none or it is no text."""
    value = body.get(name)
    if not isinstance(value, str):
        return ""
    return (value if value.isprintable() else _NO_CHARACTER.sub(" ", value)).strip()
