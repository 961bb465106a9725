"""The settings of a project: ``vv.toml`` as a model, and its only reader."""

from __future__ import annotations

import os
import tomllib
from datetime import date
from functools import lru_cache
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from vv_analysis.errors import SettingsError

FILE_NAME = "vv.toml"
HOME_VARIABLE = "VV_HOME"
CONTRACTS_VARIABLE = "VV_CONTRACTS"
_LONGEST_NAMED = 60


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Sources(_Part):
    """Where things stand, relative to the folder of ``vv.toml``."""

    raw: Path = Path("data/raw")
    contracts: Path = Path("data/raw/contracts")
    processed: Path = Path("data/processed")
    notebooks: Path = Path("notebooks")
    reports: Path = Path("reports")
    decisions: Path = Path("decisions")


class Run(_Part):
    """How reports are run."""

    jobs: Annotated[int, Field(ge=0, description="reports side by side; 0 for one a core")] = 0
    cell_seconds: Annotated[int, Field(gt=0, description="longest time for one cell")] = 120
    page_seconds: Annotated[int, Field(gt=0, description="longest time for one page")] = 600
    memory_bytes: Annotated[int, Field(gt=0, description="most memory for one notebook")] = 2_000_000_000
    attempts: Annotated[int, Field(gt=0, description="how often a page is tried whose process died")] = 2
    releases_kept: Annotated[int, Field(gt=0, description="how many releases are kept")] = 5
    replaced_kept_minutes: Annotated[
        int, Field(ge=0, description="how long any replaced release is kept, for whoever is reading it")
    ] = 60
    on_refused: Annotated[
        Literal["stop", "skip"],
        Field(description="whether a refused input stops the release, or the pages that use it"),
    ] = "stop"


class Schedule(_Part):
    """When reports are made again without anybody asking."""

    cron: Annotated[str, Field(description="minute, hour, day, month and weekday, as cron writes them")] = "30 5 * * *"
    timezone: Annotated[str, Field(description="whose clock that is")] = "Europe/London"
    on_change: Annotated[bool, Field(description="also when an input changes")] = True
    grace_hours: Annotated[int, Field(ge=0, description="how late a release may be before it says so")] = 6

    @field_validator("cron")
    @classmethod
    def _times_are_understood(cls, cron: str) -> str:
        from vv_analysis.terms.cron import times  # only a project with a schedule waits for it

        times(cron)
        return cron

    @field_validator("timezone")
    @classmethod
    def _place_has_a_clock(cls, timezone: str) -> str:
        from vv_analysis.terms.cron import zone

        return zone(timezone).key


class Notify(_Part):
    """Who is told of a failure."""

    command: Annotated[
        tuple[str, ...], Field(description="a program and its arguments; it gets a JSON summary on its input")
    ] = ()


class Limits(_Part):
    """How large an input may be (reliability R6.5): what is larger is refused before it is opened."""

    unpacked_bytes: Annotated[int, Field(gt=0, description="of a workbook, all its parts unpacked")] = 500_000_000
    workbook_parts: Annotated[int, Field(gt=0, description="files inside a workbook")] = 2_000
    packing_ratio: Annotated[int, Field(gt=0, description="unpacked size over packed size")] = 100
    sheet_cells: Annotated[int, Field(gt=0, description="cells of a sheet, empty ones between others too")] = 20_000_000
    text_characters: Annotated[int, Field(gt=0, description="of all cells of a workbook together")] = 1_000_000_000
    text_bytes: Annotated[int, Field(gt=0, description="of a CSV")] = 100_000_000
    text_rows: Annotated[int, Field(gt=0, description="rows of a CSV")] = 1_000_000
    notice_bytes: Annotated[int, Field(gt=0, description="of one OCDS document, or one line of JSON lines")] = (
        50_000_000
    )
    notices_bytes: Annotated[int, Field(gt=0, description="of a file of JSON lines, unpacked")] = 20_000_000_000


class Comparison(_Part):
    """What the comparing pages compare."""

    edition: str
    earlier_edition: str
    steady_year: Annotated[str, Field(pattern=r"^20\d\d-\d\d$")]
    prices: Annotated[str, Field(pattern=r"^20\d\d-\d\d$")]


class Report(_Part):
    """One report: its notebook, what it answers, and which pages are made of it."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,40}$")]
    title: str
    answers: str
    illustrative: bool = False
    values: Annotated[
        dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,40}$")], tuple[str, ...]],
        Field(description="which values of a parameter get a page, where not all do"),
    ] = {}


class Settings(_Part):
    """All settings of a project."""

    home: Path
    as_at: date | None = None
    sources: Sources = Sources()
    run: Run = Run()
    limits: Limits = Limits()
    schedule: Schedule | None = None
    notify: Notify = Notify()
    comparison: Comparison
    report: tuple[Report, ...]

    @field_validator("report")
    @classmethod
    def _one_of_each(cls, reports: tuple[Report, ...]) -> tuple[Report, ...]:
        # The pages of two reports of one name would overwrite each other.
        for report in reports:
            if sum(other.name == report.name for other in reports) > 1:
                raise ValueError(f"there are two reports called {report.name}")
        return reports

    @property
    def raw(self) -> Path:
        """The folder of inputs."""
        return self.home / self.sources.raw

    @property
    def contracts(self) -> Path:
        """The folder of existing contracts; `VV_CONTRACTS` names another, outside the repository."""
        elsewhere = os.environ.get(CONTRACTS_VARIABLE)
        return Path(elsewhere).resolve() if elsewhere else self.home / self.sources.contracts

    @property
    def processed(self) -> Path:
        """The folder of tidy frames."""
        return self.home / self.sources.processed

    @property
    def notebooks(self) -> Path:
        """The folder of notebooks."""
        return self.home / self.sources.notebooks

    @property
    def reports(self) -> Path:
        """The folder of releases."""
        return self.home / self.sources.reports

    @property
    def decisions(self) -> Path:
        """The folder of reviewed tables; what is not decided there stays as it was stated."""
        return self.home / self.sources.decisions


def load(start: Path | None = None) -> Settings:
    """Read the settings of the project that `start` (by default the working folder) lies in.

    The environment variable ``VV_HOME`` names the project instead, so that kernels find it wherever they start.

    Raises
    ------
    SettingsError
        There is no ``vv.toml`` here or above, or it says something that is not understood; the message names
        the setting.

    Examples
    --------
    >>> load().comparison.steady_year
    '2024-25'
    """
    home = _home(start)
    return _settings(home, (home / FILE_NAME).read_bytes())


def _settings(home: Path, written: bytes) -> Settings:
    try:
        content = tomllib.loads(TextIOWrapper(BytesIO(written), encoding="utf-8-sig").read())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"this is not TOML ({error})", where=FILE_NAME, remedy="correct the file") from error
    if "home" in content:
        raise SettingsError("home is no setting", where=FILE_NAME, remedy=f"take it out, or set {HOME_VARIABLE}")
    try:
        return Settings.model_validate(content | {"home": home})
    except ValidationError as error:
        raise _not_understood(error) from error


def limits() -> Limits:
    """Return the limits of inputs that this project sets; the usual ones where there is no project.

    Examples
    --------
    >>> limits().text_rows
    1000000
    """
    try:
        home = _home(None)
    except SettingsError:
        return Limits()  # a file read on its own, outside any project
    return _limits(home, (home / FILE_NAME).read_bytes())


@lru_cache(maxsize=4)  # asked for with every sheet of every workbook
def _limits(home: Path, written: bytes) -> Limits:
    return _settings(home, written).limits


def _home(start: Path | None) -> Path:
    named = os.environ.get(HOME_VARIABLE) if start is None else None
    here = Path(named) if named else (start or Path.cwd())
    places = [here] if named else [here, *here.resolve().parents]
    for folder in places:
        if (folder / FILE_NAME).is_file():
            return folder.resolve()
    raise SettingsError(
        f"there is no {FILE_NAME} here or above",
        where=str(here),
        remedy=f"change into the project, or set {HOME_VARIABLE} to it",
    )


def _not_understood(error: ValidationError) -> SettingsError:
    first: Any = error.errors()[0]
    field = ".".join(_named(part) for part in first["loc"] if part != "[key]")
    what, remedy = {
        "missing": (f"{field} is missing", "add the setting"),
        "extra_forbidden": (f"there is no setting {field}", "correct its name, or take it out"),
    }.get(first["type"], (f"{field} is not understood ({first['msg'].lower()})", "correct the setting"))
    return SettingsError(what, where=FILE_NAME, remedy=remedy)


def _named(part: str | int) -> str:
    # Whatever a file calls a setting, what is said of it is one line.
    short = str(part)[:_LONGEST_NAMED]
    return short if isinstance(part, int) or short.isidentifier() else repr(short)
