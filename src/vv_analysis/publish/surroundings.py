"""What every page stands on beside its own rows, as hashes: the code, the libraries, the tables. Light to import."""

from __future__ import annotations

import hashlib
import platform
from functools import cache
from importlib.metadata import distributions
from pathlib import Path
from typing import TYPE_CHECKING

from vv_analysis.ingest.intake.fingerprint import digest, fingerprint

if TYPE_CHECKING:
    from vv_analysis.settings import Settings


def surroundings(settings: Settings) -> dict[str, str]:
    """Return the hashes of the package's code, of the libraries' versions, and of reference tables and decisions."""
    return {"code": code(), "libraries": libraries(), "reference": _tables(settings)}


def standing(settings: Settings) -> dict[str, str]:
    """Return a hash of everything that a release is made from, by name: each input, notebook, setting and version.

    Two that are equal make the same release, so whoever finds them equal has nothing to do.
    """
    notebooks = {f"notebooks/{path.name}": _hash(path) for path in sorted(settings.notebooks.glob("*.ipynb"))}
    return {
        **fingerprint(settings.raw, settings.contracts, settings.decisions),
        **notebooks,
        "vv.toml": _hash(settings.home / "vv.toml"),
        "code": code(),
        "libraries": libraries(),
        "reference": _tables(settings),
    }


@cache
def code() -> str:
    """Return a hash of all files of the package."""
    package = Path(__file__).parents[1]
    files = (path for path in sorted(package.rglob("*")) if path.is_file() and "__pycache__" not in path.parts)
    return digest([[path.relative_to(package).as_posix(), _hash(path)] for path in files])


@cache
def libraries() -> str:
    """Return a hash of the version of Python and of the name and version of every library installed."""
    return digest([platform.python_version(), *sorted({(one.name, one.version) for one in distributions()})])


def _tables(settings: Settings) -> str:
    from vv_analysis.terms.reference_folder import folder

    files = (path for place in (folder(), settings.decisions) for path in sorted(place.rglob("*")) if path.is_file())
    return digest([[path.name, _hash(path)] for path in files])


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
