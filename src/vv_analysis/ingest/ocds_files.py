"""Open OCDS files that nobody vouches for, and find the releases in them, whatever they are wrapped in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NoReturn

from vv_analysis.errors import InputError
from vv_analysis.terms.provenance import Source

MOST_BYTES = 50_000_000
MOST_LEVELS = 64
ENDINGS = (".json", ".jsonl")
SHAPES = "an OCDS release, a package of releases or records, or one of them a line"

Json = dict[str, Any]


def releases_in(path: Path) -> Iterator[tuple[str, Json]]:
    """Yield every release of a file with the JSON pointer to it (after ``row N`` for JSON lines).

    Of a record, the compiled release is taken, else its releases. An empty package yields nothing.

    Raises
    ------
    InputError
        The file is absent, larger than 50 MB, nested deeper than any notice, no JSON, or no OCDS.
    """
    for row, document in _documents(path):
        for pointer, body in _unwrapped(document, row):
            if not _is_release(body):
                raise InputError(
                    "this is no release with an ocid",
                    where=str(Source(path.name, pointer=pointer)),
                    expected=SHAPES,
                    remedy="check that the file is OCDS",
                )
            yield pointer, body


def _documents(path: Path) -> Iterator[tuple[str, Any]]:
    content = _content(path)
    try:
        yield "", _parsed(content, path.name)
    except InputError:
        lines = [(number, line) for number, line in enumerate(content.splitlines(), 1) if line.strip()]
        if path.suffix.casefold() == ".json" and not _looks_like_lines(lines):
            raise
        for number, line in lines:
            yield f"row {number}", _parsed(line, str(Source(path.name, row=number)))


def _looks_like_lines(lines: list[tuple[int, str]]) -> bool:
    return len(lines) > 1 and all(line.startswith("{") and line.rstrip().endswith("}") for _, line in lines)


def _content(path: Path) -> str:
    if not path.is_file():
        raise InputError("there is no such file", where=str(path), remedy="check the name")
    if path.stat().st_size > MOST_BYTES:
        raise InputError(
            "the file is too large",
            where=path.name,
            expected=f"at most {MOST_BYTES:,} bytes",
            remedy="split it",
        )
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("this is no JSON", where=path.name, expected="UTF-8", remedy="save it again") from error


def _parsed(content: str, where: str) -> Any:
    try:
        document = json.loads(content, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise InputError(
            f"this is no JSON ({str(error).splitlines()[0]})",
            where=where,
            expected=SHAPES,
            remedy="fetch the file again",
        ) from error
    if _too_deep(document):
        raise InputError(
            "the JSON is nested too deeply",
            where=where,
            expected=f"at most {MOST_LEVELS} levels",
            remedy=SHAPES,
        )
    return document


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _too_deep(document: Any) -> bool:
    level = [document]
    for _ in range(MOST_LEVELS):
        level = [child for item in level if isinstance(item, dict | list) for child in _children(item)]
        if not level:
            return False
    return True


def _children(item: Json | list[Any]) -> Iterable[Any]:
    return item.values() if isinstance(item, dict) else item


def _unwrapped(document: Any, pointer: str) -> Iterator[tuple[str, Any]]:
    """Yield every release of a document with its JSON pointer, whatever it is wrapped in."""
    if isinstance(document, list):
        for place, item in enumerate(document):
            yield from _unwrapped(item, f"{pointer}/{place}")
    elif isinstance(document, dict) and isinstance(document.get("compiledRelease"), dict):
        yield f"{pointer}/compiledRelease", document["compiledRelease"]
    elif isinstance(document, dict) and (package := _package(document)):
        yield from _unwrapped(document[package], f"{pointer}/{package}")
    else:
        yield pointer, document


def _package(document: Json) -> str:
    return next((key for key in ("records", "releases") if isinstance(document.get(key), list)), "")


def _is_release(body: Any) -> bool:
    return isinstance(body, dict) and isinstance(body.get("ocid"), str) and body["ocid"] != ""
