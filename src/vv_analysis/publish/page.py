"""One page from beginning to end: what is asked goes in as JSON, what was made comes out as files."""

from __future__ import annotations

import keyword
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from vv_analysis.errors import KernelDiedError, VvError


def _plain_name(name: str) -> str:
    # Papermill writes names of parameters into code as they are, whoever hands over a task.
    if not name.isidentifier() or keyword.iskeyword(name) or name.startswith("_"):
        raise ValueError(f"{name!r} is no name of a parameter")
    return name


_InAFolder = Annotated[str, Field(pattern=r"^[^/\\.\x00]+$")]  # a name that leads nowhere else


class PageTask(BaseModel):
    """One page to be made, with all that is needed to make it anywhere the inputs are.

    Attributes
    ----------
    key, report, title, slug : str
        What the page is called in logs, which report it is, its title, and the name of its files.
    notebook : Path
        The notebook that makes it.
    parameters : dict
        Names and values that the notebook is given.
    home, folder : Path
        The project, and the folder that the files go into.
    as_at, version : str
        The date of the data, and the version of the package.
    cell_seconds, page_seconds : int
        How long one cell and the whole page may take.
    memory_bytes : int
        How much memory its notebook may use.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    report: _InAFolder
    title: str
    slug: _InAFolder
    notebook: Path
    parameters: dict[Annotated[str, AfterValidator(_plain_name)], str]
    home: Path
    folder: Path
    as_at: str
    version: str
    cell_seconds: int
    page_seconds: int
    memory_bytes: int

    @property
    def executed(self) -> Path:
        """Where the executed notebook is kept."""
        return self.folder / self.report / f"{self.slug}.ipynb"


class PageResult(BaseModel):
    """What became of a page: it stands in its files, or a sentence says why not.

    Attributes
    ----------
    key : str
        What the page is called.
    files : tuple of str
        The names of its files.
    error : str
        Why it does not stand; empty if it does.
    seconds : float
        How long it took.
    died : bool
        Whether its process ended without a word.
    """

    model_config = ConfigDict(frozen=True)

    key: str
    files: tuple[str, ...] = ()
    error: str = ""
    seconds: float = 0.0
    died: bool = False

    @property
    def made(self) -> bool:
        """Whether the page stands."""
        return not self.error


def make_page(task: PageTask) -> PageResult:
    """Run the notebook of a page and write every form of its report beside it."""
    # Papermill and what makes the forms take two seconds to import; whoever only plans does not wait for them.
    from vv_analysis.publish.notebook import execute
    from vv_analysis.publish.render import PageFacts, report_of, write_forms

    facts = PageFacts(task.title, task.report, task.as_at, task.version)
    try:
        report = report_of(execute(task), task.slug, facts)
        written = write_forms(report, task.executed.parent)
    except VvError as error:
        return PageResult(key=task.key, error=str(error), died=isinstance(error, KernelDiedError))
    except OSError as error:  # a full disk, say; what failed inside the notebook is an error of its cell
        written_to = Path(error.filename or task.executed).name
        return PageResult(key=task.key, error=f"{task.key}: {written_to} cannot be written: {error.strerror or error}.")
    return PageResult(key=task.key, files=(task.executed.name, *written))
