"""What inputs hold, as hashes by path: equal fingerprints are read alike. Light, so that asking costs no pandas."""

from __future__ import annotations

import hashlib
import json
import os
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_EDITION, _NOTICES, _DECISIONS = "publication.toml", "notices.csv", "organisation_names.csv"
UNKNOWN = ""


def fingerprint(raw: Path, contracts: Path, decisions: Path | None = None) -> dict[str, str]:
    """Return the SHA-256 of everything that a reading of these folders may read, by path below each.

    Parameters
    ----------
    raw, contracts : Path
        Folders of inputs and of existing contracts, as `processed.refresh` takes them.
    decisions : Path, optional
        Folder of the reviewed table of organisation names.

    Returns
    -------
    dict
        ``raw/...``, ``contracts/...`` (only where these stand elsewhere) and ``decisions/...`` to the hash of the
        file's bytes; of a file that a link leads to, where it leads counts too. A file that cannot be read has
        the hash ``""``: nothing is known of it, and it equals nothing. Hidden and lock files are no inputs.

    Examples
    --------
    >>> from vv_analysis.terms.reference_folder import folder
    >>> raw = folder().parent
    >>> known = fingerprint(raw, raw / "contracts")
    >>> [name for name in known if name.endswith(".toml")][0], len(known["raw/awards/notices.csv"])
    ('raw/publications/2020-07-28-written-answer-76697/publication.toml', 64)
    """
    return fingerprint_of(Hashes(), raw, contracts, decisions)


def digest(*parts: object) -> str:
    """Return the SHA-256 of some plain values; no two lists of values are written alike.

    Examples
    --------
    >>> digest("a", "b") == digest("ab"), digest(["a"], 1) == digest(["a"], 1)
    (False, True)
    """
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


@dataclass(slots=True)
class Hashes:
    """The hashes of files, each read once: all that is asked of one file then rests on the same bytes."""

    known: dict[str, str] = field(default_factory=dict)

    def of(self, path: Path) -> str:
        """Return the SHA-256 of a file's bytes, of a link also of where it leads; `UNKNOWN` if it cannot be read."""
        name = os.fspath(path)
        if name not in self.known:
            self.known[name] = _hash(path)
        return self.known[name]


def fingerprint_of(hashes: Hashes, raw: Path, contracts: Path, decisions: Path | None) -> dict[str, str]:
    """Return the fingerprint that rests on hashes already taken; see `fingerprint`."""
    found = dict(_below(hashes, raw, "raw"))
    if not contracts.resolve().is_relative_to(raw.resolve()):
        found |= dict(_below(hashes, contracts, "contracts"))
    table = decisions / _DECISIONS if decisions else None
    if table and table.exists():
        found[f"decisions/{_DECISIONS}"] = hashes.of(table)
    return found


def files_read_with(path: Path) -> list[Path]:
    """Return the files that reading a source may read: its own, and those of the edition that it follows.

    Parameters
    ----------
    path : Path
        A file, or the folder of an edition or of award notices.
    """
    if path.is_dir():
        return [*_files_in(path), *_followed(path)]
    beside = path.with_name(_NOTICES)
    return [path, beside] if beside != path and beside.is_file() else [path]


def places(*folders: Path | None) -> str:
    """Return a hash of where folders stand: their names decide what is contracts, and what is invented."""
    return digest([[os.fspath(one), os.path.realpath(one), one.exists()] if one else None for one in folders])


def _hash(path: Path) -> str:
    try:
        if not path.is_file():  # a pipe would be waited on for ever
            return UNKNOWN
        with path.open("rb") as stream:
            content = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return UNKNOWN
    # Figures carry the name of the folder in which a statement really stands.
    return digest(content, os.path.realpath(path)) if path.is_symlink() else content


def _below(hashes: Hashes, path: Path, name: str) -> Iterator[tuple[str, str]]:
    if path.is_dir():
        yield from _in_folder(hashes, path, name, frozenset())
    elif path.exists():
        yield from ((f"{name}/{file.name}", hashes.of(file)) for file in files_read_with(path))


def _in_folder(hashes: Hashes, folder: Path, name: str, passed: frozenset[str]) -> Iterator[tuple[str, str]]:
    real = os.path.realpath(folder)
    if real in passed:
        return  # a link that leads round
    for child in _visible_in(folder):
        if child.is_dir():
            yield from _in_folder(hashes, child, f"{name}/{child.name}", passed | {real})
        else:
            yield f"{name}/{child.name}", hashes.of(child)
    if folder.is_symlink():
        # Where a link leads counts, and the edition followed stands beside that place, perhaps below no input.
        yield f"{name}@", digest(real)
        yield from ((f"{name}@/{file.parent.name}/{file.name}", hashes.of(file)) for file in _followed(folder))


def _files_in(folder: Path) -> list[Path]:
    return [path for path in _visible_in(folder) if not path.is_dir()]


def _visible_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if not path.name.startswith((".", "~$")))


def _followed(folder: Path) -> list[Path]:
    """Return the files of the edition that an edition says it follows; none where that is not understood.

    Whatever is wrong with what it says, its reader refuses the edition, and what is refused is not remembered.
    """
    try:
        content = tomllib.loads((folder / _EDITION).read_text(encoding="utf-8-sig"))
        follows = content["publication"]["follows"]
        is_name = isinstance(follows, str) and follows.isprintable() and not set(follows) & set("/\\")
        followed = folder.resolve().parent / follows if is_name and not follows.startswith(".") else None
        return _files_in(followed) if followed and follows else []
    except (OSError, ValueError, KeyError, TypeError):
        return []
