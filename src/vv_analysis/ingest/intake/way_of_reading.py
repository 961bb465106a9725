"""What makes two readings of the same bytes alike: the same code, tables, libraries and limits."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from vv_analysis.ingest.intake.fingerprint import Hashes, digest
from vv_analysis.settings import limits
from vv_analysis.terms.reference_folder import folder as reference_folder

_PACKAGE = Path(__file__).parents[2]
_READ_BY = ("ingest", "terms", "errors.py", "settings.py")


def way_of_reading() -> dict[str, str]:
    """Return a hash of each thing, besides the inputs, on which it depends what is read from them.

    Returns
    -------
    dict
        ``code`` of the rooms that read, ``reference`` tables, ``libraries`` with Python itself, and ``limits``.

    Examples
    --------
    >>> sorted(way_of_reading())
    ['code', 'libraries', 'limits', 'reference']
    """
    return {
        "code": _of_files(_PACKAGE, (path for name in _READ_BY for path in _below(_PACKAGE / name))),
        "reference": _of_files(reference_folder(), _below(reference_folder())),
        "libraries": digest(sys.version, sys.platform, _installed()),
        "limits": digest(limits().model_dump(mode="json")),
    }


def _of_files(folder: Path, files: Iterable[Path]) -> str:
    hashes = Hashes()
    return digest([[path.relative_to(folder).as_posix(), hashes.of(path)] for path in files])


def _below(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    return sorted(file for file in path.rglob("*") if "__pycache__" not in file.parts and file.is_file())


def _installed() -> list[str]:
    """Return every library that is installed, with its version; a list of those that read would go out of date."""
    folders = {name for name in sys.path if name and Path(name).is_dir()}
    # Only names are wanted: os.listdir makes no path of each of thousands of entries.
    names = {entry for folder in folders for entry in os.listdir(folder)}  # noqa: PTH208
    return sorted(name for name in names if name.endswith((".dist-info", ".egg-info")))
