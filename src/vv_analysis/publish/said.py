"""A manifest as it may be believed, whoever wrote it: every path lies inside the release, and every hash is one."""

from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from vv_analysis.errors import ReportError
from vv_analysis.publish import manifest
from vv_analysis.publish.manifest import MANIFEST


def _inside(path: str) -> str:
    parts = path.split("/")
    foreign = PurePosixPath(path).is_absolute() or PureWindowsPath(path).anchor or "\\" in path
    if foreign or not path.isprintable() or set(parts) & {"", ".", ".."}:
        raise ValueError("is no path inside a release")
    return path


_Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
_Path = Annotated[str, AfterValidator(_inside)]


class _Part(BaseModel):
    # What later versions add is not ours to judge.
    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)


class Hashed(_Part):
    """A file and its hash."""

    path: _Path
    sha256: _Hash


class Code(_Part):
    """The code that made a release."""

    commit: str = ""
    changed_since: bool = False
    sha256: str = ""


class Page(_Part):
    """A page: what it is, what it was made from, and what came of it."""

    report: str
    page: _Path
    parameters: dict[str, str]
    made_from: dict[str, str] = {}
    seconds: float | None = None
    outputs: dict[_Path, _Hash] = {}

    @property
    def key(self) -> str:
        """What the page is called on the command line."""
        return self.page.removesuffix(".html")


class Said(_Part):
    """All that a manifest says."""

    as_at: Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$")]
    python: str
    libraries: dict[str, str]
    code: Code
    settings_sha256: _Hash
    inputs: tuple[Hashed, ...] = Field(strict=False)
    confidential_inputs: int
    made_from: dict[str, str] = {}
    pages: tuple[Page, ...] = Field(strict=False)
    files: tuple[Hashed, ...] = Field(strict=False)

    @model_validator(mode="after")
    def _one_of_each(self) -> Said:
        for files in (self.files, self.inputs):
            if len({file.path for file in files}) < len(files):
                raise ValueError("a file is named twice")
        if any(file.path == MANIFEST for file in self.files):
            raise ValueError("no manifest has its own hash")
        return self


def said_of(release: Path) -> Said:
    """Return what the manifest of a release says.

    Raises
    ------
    ReportError
        It is not there, it cannot be read, or it says what no manifest says.
    """
    content = manifest.read(release)
    try:
        return Said.model_validate(content)
    except ValidationError as error:
        first: Any = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ReportError(
            f"the manifest is damaged: {place or 'as a whole'}: {first['msg'].removeprefix('Value error, ').lower()}",
            where=f"{release.name}/{MANIFEST}",
            remedy="trust no other copy of it",
        ) from error
