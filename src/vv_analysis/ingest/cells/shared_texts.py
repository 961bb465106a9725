"""Count the characters that the cells of an .xlsx hold, before anything makes room for them.

A text stands once in the workbook however many cells show it: one of 32,767 characters in a million cells
takes a few bytes a cell in the file, and 32 GB once every cell has its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import numpy.typing as npt

from vv_analysis.errors import InputError
from vv_analysis.ingest.cells.archives import chunks
from vv_analysis.ingest.cells.sheet_bytes import SHARED_TEXTS, is_sound
from vv_analysis.settings import limits

_WHICH = re.compile(rb"""<c\b[^>]*\bt\s*=\s*["']s["'][^>]*>\s*<v[^>]*>\s*([0-9]{1,9})\s*<""")


def refuse_too_many_characters(archive: ZipFile, texts_by_part: Mapping[str, int]) -> None:
    """Refuse a workbook whose cells hold more characters than the limit, each as often as it is shown.

    Parameters
    ----------
    archive : ZipFile
    texts_by_part : mapping
        How many cells of each sheet, by its part, show a shared text.

    Raises
    ------
    InputError
        They do.
    """
    most = limits().text_characters
    if SHARED_TEXTS not in archive.namelist():
        return
    if not is_sound(archive, SHARED_TEXTS):
        raise ValueError("the texts of the workbook are damaged")
    lengths = np.array([len(text) for text in _texts(archive)], dtype=np.int64)
    longest = int(lengths.max())
    if sum(texts_by_part.values()) * longest <= most:
        return
    characters = sum(_shown(archive, part, lengths, count * longest) for part, count in texts_by_part.items())
    if characters > most:
        what, remedy = f"the cells hold {characters:,} characters", "shorten the texts that many cells repeat"
        raise InputError(what, where=_name(archive), expected=f"at most {most:,}", remedy=remedy)


def _texts(archive: ZipFile) -> Iterator[bytes]:
    rest = b""
    for piece in chunks(archive, archive.getinfo(SHARED_TEXTS)):
        *whole, rest = (rest + piece).split(b"</si>")
        yield from whole
    yield rest


def _shown(archive: ZipFile, part: str, lengths: npt.NDArray[np.int64], at_most: int) -> int:
    """Return the characters that the cells of a sheet show; a cell that is not understood may show the longest."""
    found = np.array(_WHICH.findall(archive.read(part)), dtype="S9").astype(np.int64)
    shown = found[found < len(lengths)]
    return int(lengths[shown].sum()) + at_most - len(shown) * int(lengths.max())


def _name(archive: ZipFile) -> str:
    return Path(archive.filename or "").name
