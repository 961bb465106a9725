"""Parse one JSON document that nobody vouches for: no number that is none, no nesting deeper than any notice."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from typing import Any, NoReturn

import orjson

from vv_analysis.errors import InputError

MOST_LEVELS = 64
SHAPES = "an OCDS release, a package of releases or records, or one of them a line"

Json = dict[str, Any]

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_TO_ONE_KIND = bytes.maketrans(b"{[]}", b"(())")
_NO_BRACKETS = bytes(set(range(256)) - set(b"{[]}"))


def parsed(content: bytes, where: str) -> Any:
    """Return what a JSON document holds.

    Raises
    ------
    InputError
        It is no JSON in UTF-8, or nested deeper than any notice.

    Examples
    --------
    >>> parsed(b'{"ocid": "ocds-h6vhtk-1"}', "notice.json")
    {'ocid': 'ocds-h6vhtk-1'}
    """
    try:
        document = loaded(content.removeprefix(_BYTE_ORDER_MARK))
    except UnicodeDecodeError as error:
        raise InputError("this is no JSON", where=where, expected="UTF-8", remedy="save it again") from error
    except (ValueError, RecursionError) as error:
        what = f"this is no JSON ({str(error).splitlines()[0]})"
        raise InputError(what, where=where, expected=SHAPES, remedy="fetch the file again") from error
    if _brackets_too_deep(content) and _too_deep(document):
        expected = f"at most {MOST_LEVELS} levels"
        raise InputError("the JSON is nested too deeply", where=where, expected=expected, remedy=SHAPES)
    return document


def loaded(content: bytes) -> Any:
    """Return what JSON holds, also where it has half a surrogate pair or a number longer than any computer's."""
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError:
        return json.loads(content.decode("utf-8"), parse_constant=_refuse_constant, parse_float=_finite)


def dumped(document: Json) -> bytes:
    """Return a document as JSON that `loaded` reads back as it was."""
    try:
        return orjson.dumps(document)
    except orjson.JSONEncodeError:
        return json.dumps(document).encode("ascii")


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _finite(number: str) -> float:
    return float(number) if math.isfinite(float(number)) else _refuse_constant(number)


def _brackets_too_deep(content: bytes) -> bool:
    # Cheap, and never wrong the dangerous way: each round takes away one level of what is closed, and an odd
    # bracket inside a text only leaves something over.
    left = content.translate(_TO_ONE_KIND, _NO_BRACKETS)
    for _ in range(MOST_LEVELS):
        if not left:
            return False
        left = left.replace(b"()", b"")
    return bool(left)


def _too_deep(document: Any) -> bool:
    level = [document]
    for _ in range(MOST_LEVELS):
        level = [child for item in level if isinstance(item, dict | list) for child in _children(item)]
        if not level:
            return False
    return True


def _children(item: Json | list[Any]) -> Iterable[Any]:
    return item.values() if isinstance(item, dict) else item
