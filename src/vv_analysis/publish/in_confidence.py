"""The last look before a release is published: nothing that was handed over in confidence stands in any of its files.

Disclosure control has done its work by then (fewer than five organisations are never shown); this looks for what would
give one away all the same, in the files as they will be read: a name, a reference, or an exact amount that stands in
confidential contracts and nowhere in the open. A PDF is not opened: it is set from the blocks that its page shows.
"""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from vv_analysis.errors import ReportError

if TYPE_CHECKING:
    from vv_analysis.ingest.intake.processed import Processed

_TEXTS = {".html", ".csv", ".ipynb", ".json", ".svg", ".txt"}
_PACKED = {".docx", ".xlsx"}
_NAMES = ("organisation", "contract")
_AMOUNTS = ("value_gbp", "value_low_gbp", "value_high_gbp")
_SHORTEST_NAME = 5  # "A1" stands in many words
_SHORTEST_AMOUNT = 10_000  # a small or round amount stands in many tables by chance
_EMBEDDED = re.compile(r"data:[^\"')]*")  # pictures, in which any digits stand
_HASH = re.compile(r"\b[0-9a-f]{64}\b")  # in which any digits stand, too
_NUMBER = re.compile(r"(\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Marked:
    """What no published file may hold: words, and amounts to the pound."""

    words: frozenset[str]
    amounts: frozenset[str]


def marked(data: Processed) -> Marked:
    """Return what stands in confidential contracts and nowhere in the open."""
    secret = data.contracts[data.contracts["data_status"] != "illustrative"]
    shown = (data.contracts.drop(secret.index), data.published, data.awards, data.statements)
    in_the_open = "\n".join(word for frame in shown for word in _words(frame, tuple(frame.columns)))
    names = frozenset(word for word in _words(secret, _NAMES) if word not in in_the_open)
    amounts = _amounts(secret) - frozenset().union(*(_amounts(frame) for frame in shown))
    return Marked(names, amounts)


def check(folder: Path, data: Processed) -> None:
    """Look through every file of a folder.

    Raises
    ------
    ReportError
        A file holds what was handed over in confidence; what it is is not said.
    """
    of = marked(data)
    if not (of.words or of.amounts):
        return
    for path in sorted(folder.rglob("*")):
        for text in _texts(path):
            if what := _found(text, of):
                raise ReportError(
                    f"the file holds {what} that was handed over in confidence",
                    where=path.relative_to(folder).as_posix(),
                    remedy="take it out of the notebook; nothing was published",
                )


def _found(text: str, of: Marked) -> str:
    # As it is read: each form has its own way to write an ampersand or a quotation mark.
    folded = html.unescape(text).replace('\\"', '"').replace('""', '"').casefold()
    if any(word in folded for word in of.words):
        return "a name"
    numbers = {number.replace(",", "") for number in _NUMBER.findall(_EMBEDDED.sub("", text))}
    return "an amount" if numbers & of.amounts else ""


def _texts(path: Path) -> Iterator[str]:
    if path.suffix in _TEXTS:
        yield _HASH.sub("", path.read_text(encoding="utf-8"))
    elif path.suffix in _PACKED:
        with zipfile.ZipFile(path) as parts:
            for name in parts.namelist():
                if name.endswith(".xml"):
                    yield parts.read(name).decode("utf-8", "replace")


def _words(frame: pd.DataFrame, columns: tuple[str, ...]) -> frozenset[str]:
    there = [frame[name].dropna().astype(str) for name in columns if name in frame and not _is_number(frame[name])]
    return frozenset(word.casefold() for column in there for word in column if len(word) >= _SHORTEST_NAME)


def _amounts(frame: pd.DataFrame) -> frozenset[str]:
    there = [frame[name].dropna() for name in _AMOUNTS if name in frame]
    exact = (amount for column in there for amount in column if amount >= _SHORTEST_AMOUNT and amount % 1_000)
    return frozenset(f"{pounds}" for amount in exact for pounds in (int(amount), round(amount)))


def _is_number(column: pd.Series) -> bool:
    return bool(pd.api.types.is_numeric_dtype(column) or pd.api.types.is_datetime64_any_dtype(column))
