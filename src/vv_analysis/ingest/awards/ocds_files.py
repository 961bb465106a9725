"""Open OCDS files that nobody vouches for, and find the releases in them, whatever they are wrapped in."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from vv_analysis.errors import InputError
from vv_analysis.ingest.awards.ocds import text
from vv_analysis.ingest.awards.ocds_documents import SHAPES, Json, parsed
from vv_analysis.ingest.cells.files import visible_in
from vv_analysis.settings import Limits, limits
from vv_analysis.terms.provenance import Source

_LINES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
ENDINGS = (".json", ".json.gz", *_LINES)

_Stream = IO[bytes]


def is_ocds_file(path: Path) -> bool:
    """Return whether a file is named as OCDS is.

    Examples
    --------
    >>> is_ocds_file(Path("2021.JSONL.gz")), is_ocds_file(Path("awards.csv.gz"))
    (True, False)
    """
    return path.name.casefold().endswith(ENDINGS)


def ocds_files_in(folder: Path) -> list[Path]:
    """Return the files of a folder that are named as OCDS is, in order of name; hidden files are no inputs."""
    return [path for path in visible_in(folder) if is_ocds_file(path) and not path.is_dir()]


def releases_in(path: Path) -> Iterator[tuple[str, Json] | InputError]:
    """Yield every release of a file with the JSON pointer to it (after ``row N`` for JSON lines), or why it is refused.

    Of a record, the compiled release is taken, else its releases. An empty package yields nothing. No more than
    one document, or one line of JSON lines, is in memory at a time.

    Raises
    ------
    InputError
        The file as a whole is refused: absent, no JSON, cut short, or unpacked larger than `settings.Limits` allow.
    """
    for found in _documents(path):
        if isinstance(found, InputError):
            yield found
            continue
        row, document = found
        for pointer, body in _unwrapped(document, row):
            yield (pointer, body) if _is_release(body) else _no_release(path.name, pointer)


def _documents(path: Path) -> Iterator[tuple[str, Any] | InputError]:
    most = limits()
    with _unpacked(path) as stream:
        by_line = _is_one_a_line(stream, path, most)
        stream.seek(0)
        if not by_line:
            yield "", parsed(_whole(stream, path, most), path.name)
            return
        for number, line in _lines(stream, path, most):
            try:
                if line.strip():
                    yield (
                        f"row {number}",
                        parsed(_bounded(line, path, number, most), str(Source(path.name, row=number))),
                    )
            except InputError as error:
                yield error


@contextmanager
def _unpacked(path: Path) -> Iterator[_Stream]:
    if not path.is_file():
        raise InputError("there is no such file", where=str(path), remedy="check the name")
    opened: Any = gzip.open if path.suffix.casefold() == ".gz" else open
    try:
        with opened(path, "rb") as stream:
            yield stream
    except (OSError, EOFError, zlib.error) as error:
        what = f"the file cannot be read to its end ({str(error)[:80]})"
        raise InputError(what, where=path.name, expected="a whole file", remedy="fetch it again") from error


def _is_one_a_line(stream: _Stream, path: Path, most: Limits) -> bool:
    """Return whether each line of a file is a document: its first is, and it is not the only one."""
    filled = (line for _, line in _lines(stream, path, most) if line.strip())
    first, second = next(filled, b""), next(filled, b"")
    if not second or len(first) > most.notice_bytes:
        return bool(second)
    if _is_json(first):
        return True
    if path.name.casefold().endswith(_LINES):
        stream.seek(0)
        return not _is_json(stream.read(most.notice_bytes + 1))
    return all(line.startswith(b"{") and line.rstrip().endswith(b"}") for line in (first, second))


def _is_json(content: bytes) -> bool:
    try:
        parsed(content, "")
    except InputError:
        return False
    return True


def _whole(stream: _Stream, path: Path, most: Limits) -> bytes:
    content = stream.read(most.notice_bytes + 1)
    if len(content) > most.notice_bytes:
        raise _too_large("the file", path.name, most.notice_bytes)
    return content


def _lines(stream: _Stream, path: Path, most: Limits) -> Iterator[tuple[int, bytes]]:
    """Yield numbered lines; of a line that is too long, no more than one byte too many."""
    number, begins = 0, True
    for piece in _pieces(stream, path, most):
        if begins:
            number += 1
            yield number, piece
        begins = piece.endswith(b"\n")


def _pieces(stream: _Stream, path: Path, most: Limits) -> Iterator[bytes]:
    unpacked = 0
    while piece := stream.readline(most.notice_bytes + 1):
        unpacked += len(piece)
        if unpacked > most.notices_bytes:
            raise _too_large("the file, unpacked,", path.name, most.notices_bytes)
        yield piece


def _bounded(line: bytes, path: Path, number: int, most: Limits) -> bytes:
    if len(line) > most.notice_bytes:
        raise _too_large("the line", str(Source(path.name, row=number)), most.notice_bytes)
    return line


def _too_large(what: str, where: str, most_bytes: int) -> InputError:
    expected = f"at most {most_bytes:,} bytes"
    return InputError(f"{what} is too large", where=where, expected=expected, remedy="split it, or see [limits]")


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
    return isinstance(body, dict) and text(body, "ocid") != ""


def _no_release(file: str, pointer: str) -> InputError:
    return InputError(
        "this is no release with an ocid",
        where=str(Source(file, pointer=pointer)),
        expected=SHAPES,
        remedy="check that the file is OCDS",
    )
