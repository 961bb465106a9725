"""Which libraries the package needs, and which of them are installed: walked from what each says that it requires."""

from __future__ import annotations

import base64
import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PACKAGE = "vv-analysis"
# Written by whoever installs, not by whoever made the library: they differ from machine to machine.
_OF_THE_INSTALLER = {"INSTALLER", "RECORD", "REQUESTED", "direct_url.json", "uv_cache.json"}
_LONGEST_LICENCE = 80  # some libraries put the whole text into the field for its name


@dataclass(frozen=True, slots=True)
class Library:
    """A library that is installed.

    Attributes
    ----------
    name, version : str
        Its name, as registries write it, and its version.
    sha256 : str
        One hash of the names and hashes of its files, as it was installed; "" where nothing lists them.
    expression : str
        Its licence as an SPDX expression, or "" if it does not say one.
    licences : tuple of str
        The names of its licences otherwise.
    needs : tuple of str
        The names of the libraries that it needs here.
    """

    name: str
    version: str
    sha256: str
    expression: str
    licences: tuple[str, ...]
    needs: tuple[str, ...]


@cache
def libraries() -> dict[str, Library]:
    """Return the package and every library that it needs, directly or not, by name.

    Examples
    --------
    >>> known = libraries()
    >>> "pandas" in known["vv-analysis"].needs, "numpy" in known["pandas"].needs, "pytest" in known
    (True, True, False)
    """
    needs: dict[str, set[str]] = {}
    waiting, seen = [(PACKAGE, "")], set()
    while waiting:
        name, extra = waiting.pop()
        if (name, extra) in seen or not (found := _found(name)):
            continue
        seen.add((name, extra))
        wanted = [one for one in _wanted(found, extra) if _found(canonicalize_name(one.name))]
        needs.setdefault(name, set()).update(canonicalize_name(one.name) for one in wanted)
        waiting += [(canonicalize_name(one.name), extra) for one in wanted for extra in ("", *one.extras)]
    return {name: _library(name, tuple(sorted(needs[name] - {name}))) for name in sorted(needs)}


def _found(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def _wanted(found: Distribution, extra: str) -> Iterator[Requirement]:
    for text in found.requires or ():
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
            yield requirement


def _library(name: str, needs: tuple[str, ...]) -> Library:
    found = distribution(name)
    expression = _said(found, "License-Expression")
    return Library(name, found.version, _sha256(found), expression, () if expression else _licences(found), needs)


def _said(found: Distribution, field: str) -> str:
    return next(iter(found.metadata.get_all(field) or ()), "")


def _licences(found: Distribution) -> tuple[str, ...]:
    field = _said(found, "License").strip()
    if field and len(field) <= _LONGEST_LICENCE and field.isprintable() and field != "UNKNOWN":
        return (field,)
    classified = (text for text in found.metadata.get_all("Classifier") or () if text.startswith("License ::"))
    return tuple(sorted({text.rpartition(" :: ")[2] for text in classified}))


def _sha256(found: Distribution) -> str:
    listed = sorted(_files(found))
    return (
        hashlib.sha256("".join(f"{digest}  {path}\n" for path, digest in listed).encode()).hexdigest() if listed else ""
    )


def _files(found: Distribution) -> Iterator[tuple[str, str]]:
    """Yield the path and hash of each file of a library that is the same wherever it is installed."""
    for path, known, *_ in csv.reader((found.read_text("RECORD") or "").splitlines()):
        kind, _, encoded = known.partition("=")
        # What stands outside the folder of libraries is a command that was written for this place.
        if kind == "sha256" and not path.startswith(("..", "/")) and path.rpartition("/")[2] not in _OF_THE_INSTALLER:
            yield path, base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)).hex()
