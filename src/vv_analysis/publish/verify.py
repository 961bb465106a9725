"""Whether a release is what it says: every file hashed again, every link followed, its lists held against each other.

Nothing outside the folder of the release is read here; what it was made from is held against it in `verify_origin`.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from vv_analysis.present.sentences import counted
from vv_analysis.publish import bill_of_materials, crate, releases
from vv_analysis.publish.manifest import MANIFEST, sha256
from vv_analysis.publish.said import Said, said_of

_LINK, _UNREADABLE = "link", "unreadable"


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that is not as the manifest says.

    Attributes
    ----------
    about : str
        ``file``, ``page``, ``crate``, ``sbom`` of the release itself; ``input``, ``settings``, ``code``, ``library``
        and ``made from`` of what it was made from.
    name : str
        What differs.
    what : str
        How.
    """

    about: str
    name: str
    what: str

    @property
    def sentence(self) -> str:
        """The difference in a sentence.

        Examples
        --------
        >>> Difference("file", "index.html", "is missing").sentence
        'index.html is missing.'
        """
        return f"{self.name} {self.what}."


@dataclass(frozen=True, slots=True)
class Verified:
    """What came of looking at a release.

    Attributes
    ----------
    release : str
        Its name.
    files, inputs : int
        How many the manifest names.
    inside : tuple of Difference
        What differs in the release itself.
    outside : tuple of Difference
        What it was made from and is no longer so.
    looked_outside : bool
        Whether that was looked at.
    notes : tuple of str
        What is worth knowing and no difference.
    """

    release: str
    files: int
    inputs: int
    inside: tuple[Difference, ...] = ()
    outside: tuple[Difference, ...] = ()
    looked_outside: bool = False
    notes: tuple[str, ...] = ()

    @property
    def answer(self) -> str:
        """The answer in one sentence."""
        if self.inside:
            return f"Release {self.release} is not as its manifest says: {counted(len(self.inside), 'difference')}."
        files = counted(self.files, "file")
        if self.outside:
            changed = counted(len(self.outside), "difference")
            return f"Release {self.release} is whole, {files}, but what it was made from has changed since: {changed}."
        inputs = f"{counted(self.inputs, 'input')}" if self.looked_outside else "its inputs were not looked at"
        return f"Release {self.release} is whole and as its manifest says: {files}, {inputs}."


def verify(release: Path) -> tuple[Said, tuple[Difference, ...]]:
    """Return what a release says of itself, and everything in it that is otherwise.

    Raises
    ------
    ReportError
        Its manifest is not there or damaged, so that nothing says what should be there.
    """
    said, there = said_of(release), dict(_there(release))
    files = list(_files(said, there))
    differs = {one.name for one in files}
    found = [*files, *_outputs(said)]
    if not {_LINK, _UNREADABLE} & set(there.values()):  # following links of pages would lead outside
        found += [Difference("page", page, f"is not whole: {what}") for page, what in releases.complaints(release)]
    for name, look in ((crate.FILE, _crate), (bill_of_materials.FILE, _bill)):
        if name not in differs:
            found += look(release, said)
    return said, tuple(found)


def _there(release: Path) -> Iterator[tuple[str, str]]:
    """Yield every file of a release with its hash; a link is not followed, and what is no file is not opened."""
    for folder, folders, names in os.walk(release):
        for path in sorted(Path(folder, name) for name in (*folders, *names)):
            relative, mode = path.relative_to(release).as_posix(), path.lstat().st_mode
            if stat.S_ISREG(mode) and relative != MANIFEST:
                yield relative, _hash(path)
            elif not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
                yield relative, _LINK


def _hash(path: Path) -> str:
    try:
        return sha256(path)
    except OSError:
        return _UNREADABLE


def _files(said: Said, there: Mapping[str, str]) -> Iterator[Difference]:
    listed = {file.path: file.sha256 for file in said.files}
    for path in sorted({*listed, *there}):
        if path not in there:
            yield Difference("file", path, "is missing")
        elif there[path] == _LINK:
            yield Difference("file", path, "is a link or no file, and was not followed")
        elif there[path] == _UNREADABLE:
            yield Difference("file", path, "cannot be read")
        elif path not in listed:
            yield Difference("file", path, "was added: the manifest does not name it")
        elif there[path] != listed[path]:
            yield Difference("file", path, "has changed")
    for name in (crate.FILE, bill_of_materials.FILE):
        if name not in {*listed, *there}:
            yield Difference("file", name, "is missing, and the manifest does not name it")


def _outputs(said: Said) -> Iterator[Difference]:
    listed = {file.path: file.sha256 for file in said.files}
    for page in said.pages:
        for path in (path for path, known in page.outputs.items() if listed.get(path) != known):
            yield Difference("file", path, f"has another hash at its page than in the list of files ({MANIFEST})")


def _crate(release: Path, said: Said) -> Iterator[Difference]:
    try:
        date, listed = crate.listed_in(release)
    except (OSError, ValueError):
        yield Difference("crate", crate.FILE, "is no RO-Crate")
        return
    ours = {file.path: file.sha256 for file in said.files if file.path != crate.FILE} | {MANIFEST: ""}
    ours |= {crate.INPUT + file.path: file.sha256 for file in said.inputs}
    if date != said.as_at:
        yield Difference("crate", crate.FILE, f"has the date {date!r}, the manifest {said.as_at!r}")
    for path in sorted(path for path in {*ours, *listed} if ours.get(path) != listed.get(path)):
        yield Difference("crate", path, f"is not the same in {crate.FILE} as in {MANIFEST}")


def _bill(release: Path, said: Said) -> Iterator[Difference]:
    try:
        listed = bill_of_materials.listed_in(release)
    except (OSError, ValueError):
        yield Difference("sbom", bill_of_materials.FILE, "is no list of libraries in CycloneDX")
        return
    for name, version in said.libraries.items():
        theirs = listed.get(name, ("not there", ""))[0]
        if theirs != version:
            yield Difference("sbom", name, f"is {version} in {MANIFEST} and {theirs} in {bill_of_materials.FILE}")
