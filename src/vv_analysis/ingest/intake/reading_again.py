"""Every source is read once: again only where its bytes, its name or the way of reading is another than before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from vv_analysis.errors import InputError
from vv_analysis.ingest.intake.fingerprint import Hashes
from vv_analysis.ingest.intake.inspection import Source, read_source, unreadable
from vv_analysis.ingest.intake.remembered_readings import RememberedReadings, key_of
from vv_analysis.ingest.reading import Reading
from vv_analysis.terms.schemas import FRAMES

FRAME_OF = {
    "publication": "published",
    "contracts": "contracts",
    "awards": "awards",
    "statements": "statements",
}


@dataclass(frozen=True, slots=True)
class Read:
    """What was read from a source, and the key under which it is remembered."""

    kind: str
    reading: Reading
    key: str


def empty(name: str) -> pd.DataFrame:
    """Return a frame without rows."""
    return pd.DataFrame(FRAMES[name].empty())  # a plain frame, not the schema's own kind of frame


def read_again(sources: Iterable[Source], hashes: Hashes, way: Mapping[str, str], processed: Path) -> list[Read]:
    """Return what each source holds: what is remembered beside the frames, or else what is read now.

    Parameters
    ----------
    sources : iterable of Source
    hashes : Hashes
        What their files held before the first was read.
    way : mapping
        How they are read (`way_of_reading`).
    processed : Path
        The folder of the frames. Of what is remembered there, only what stands for one of `sources` stays.
    """
    remembered = RememberedReadings.beside(processed)
    read = [_read(source, key_of(source.kind, source.path, hashes, way), way, remembered) for source in sources]
    remembered.forget_the_rest()
    return read


def _read(source: Source, key: str, way: Mapping[str, str], remembered: RememberedReadings) -> Read:
    reading = remembered.recall(key)
    return Read(source.kind, reading or _read_now(source, key, way, remembered), key)


def _read_now(source: Source, key: str, way: Mapping[str, str], remembered: RememberedReadings) -> Reading:
    try:
        reading = read_source(source)
    except InputError as error:
        return Reading(empty(FRAME_OF[source.kind]), tuple(unreadable(source.path, error)))
    # A file that changed while it was read is not what its key says.
    if key_of(source.kind, source.path, Hashes(), way) == key:
        remembered.keep(key, reading)
    return reading
