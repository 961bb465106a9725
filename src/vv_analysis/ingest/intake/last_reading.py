"""Whether the frames that stand there are those of these inputs: told without reading a single one of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from vv_analysis.ingest.intake.fingerprint import UNKNOWN, Hashes, digest, fingerprint_of, places
from vv_analysis.ingest.intake.way_of_reading import way_of_reading

FOLDER = ".read"
_FILE = "inputs.json"


@dataclass(frozen=True, slots=True)
class WhatWentIn:
    """Everything that decides what is read: where the folders stand, how they are read, what they hold."""

    places: str
    way: Mapping[str, str]
    inputs: Mapping[str, str]

    @property
    def is_known(self) -> bool:
        """Whether every file could be read."""
        return UNKNOWN not in self.inputs.values()


@dataclass(frozen=True, slots=True)
class LastReading:
    """What went in when the frames were last written, what came out, and of which sources each table was made."""

    went_in: WhatWentIn
    outputs: Mapping[str, str]
    made_from: Mapping[str, str] = field(default_factory=dict)


def up_to_date(raw: Path, contracts: Path, processed: Path, decisions: Path | None = None) -> bool:
    """Tell whether `processed.refresh` would leave every file as it is, without loading pandas.

    Parameters
    ----------
    raw, contracts, processed, decisions : Path
        As `processed.refresh` takes them.
    """
    last = recorded(processed)
    return last is not None and is_current(last, going_in(raw, contracts, decisions), processed)


def going_in(raw: Path, contracts: Path, decisions: Path | None, hashes: Hashes | None = None) -> WhatWentIn:
    """Return everything that would go into a reading now."""
    inputs = fingerprint_of(hashes or Hashes(), raw, contracts, decisions)
    return WhatWentIn(places(raw, contracts, decisions), way_of_reading(), inputs)


def is_current(last: LastReading, now: WhatWentIn, processed: Path) -> bool:
    """Tell whether the same goes in as at the last reading, and all that came out stands as it was written."""
    return now.is_known and last.went_in == now and stands(last, processed, *last.outputs)


def stands(last: LastReading, processed: Path, *names: str) -> bool:
    """Tell whether files of a folder are as the last reading wrote them."""
    hashes = Hashes()
    return all(last.outputs.get(name, UNKNOWN) == hashes.of(processed / name) != UNKNOWN for name in names)


def recorded(processed: Path) -> LastReading | None:
    """Return the last reading that was written to its end; None if there is none, or what is noted of it is damaged."""
    try:
        noted = json.loads((processed / FOLDER / _FILE).read_bytes())
        if noted.pop("sha256") != digest(noted):
            return None
        return LastReading(WhatWentIn(**noted["went_in"]), noted["outputs"], noted["made_from"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def record(last: LastReading, processed: Path) -> None:
    """Note a reading; where that is not possible, everything is looked at again next time."""
    noted = asdict(last)
    text = json.dumps(noted | {"sha256": digest(noted)}, indent=1)
    with suppress(OSError):
        private_folder(processed)
        beside = processed / FOLDER / f".{_FILE}.new"
        beside.write_text(text, encoding="utf-8")
        beside.replace(processed / FOLDER / _FILE)


def forget(processed: Path) -> None:
    """Remove the note, since the files are about to change."""
    with suppress(OSError):
        (processed / FOLDER / _FILE).unlink(missing_ok=True)


def private_folder(processed: Path) -> Path:
    """Make the folder of what is remembered: contracts handed over in confidence are among it."""
    folder = processed / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder
