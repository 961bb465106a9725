"""Which pages are made: every value of every report, or those that were asked for."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from vv_analysis.errors import ParameterError
from vv_analysis.ingest.intake.processed import Processed, refresh
from vv_analysis.ingest.words.names import did_you_mean
from vv_analysis.publish.names import slug
from vv_analysis.publish.report_parameters import REPORTS, Known, Parameters, choices, refuse_unknown
from vv_analysis.settings import Report, Settings


@dataclass(frozen=True, slots=True)
class Job:
    """One page to be made: a report with its parameters.

    Attributes
    ----------
    report, title : str
        Which report, and the title of the page.
    notebook : Path
        What makes it.
    parameters : dict
        Names and values that the notebook is given.
    illustrative : bool
        Whether its figures are invented.
    fault : str
        Why its notebook cannot be run at all; it then fails without being run, and the others are made.
    """

    report: str
    title: str
    notebook: Path
    parameters: dict[str, str]
    illustrative: bool
    fault: str = ""

    @property
    def slug(self) -> str:
        """The name of its files; letters, digits and hyphens only."""
        return slug("-".join(self.parameters.values()) or self.report)

    @property
    def key(self) -> str:
        """What the page is called in logs and on the command line."""
        return f"{self.report}/{self.slug}"


def jobs(
    settings: Settings,
    only: Iterable[str] = (),
    chosen: Mapping[str, str] | None = None,
    known: Known | None = None,
) -> list[Job]:
    """Return the pages to make, in the order of ``vv.toml``.

    Parameters
    ----------
    settings : Settings
        The settings of the project.
    only : iterable of str
        Names of reports; none means all.
    chosen : mapping, optional
        Parameters with one value each (``{"region": "Wales"}``) instead of every value.
    known : Known, optional
        Where the values that are in the data are looked up; by default everything is read when it is needed.

    Raises
    ------
    ParameterError
        A report, parameter or value is not known, here or in vv.toml; the message suggests the nearest one.
    """
    names = [report.name for report in settings.report]
    for name in only:
        refuse_unknown(name, names, "report")
    wanted = [report for report in settings.report if not only or report.name in set(only)]
    parameters = {name for report in wanted for name in choices(_model(report))}
    for name in chosen or {}:
        refuse_unknown(name, sorted(parameters), "parameter")
    looked_up = known or Known(settings, lambda: read(settings))
    asked = chosen or {}
    # Whoever asks for one value wants the reports that have it, and no others.
    having = [report for report in wanted if not asked or set(asked) & set(choices(_model(report)))]
    return _apart([job for report in having for job in _jobs_of(report, asked, looked_up)])


def read(settings: Settings) -> Processed:
    """Read all inputs into the frames that reports are made from; vv.toml says what one that is refused stops."""
    skip = settings.run.on_refused == "skip"
    return refresh(settings.raw, settings.contracts, settings.processed, settings.decisions, skip_refused=skip)


def _jobs_of(report: Report, chosen: Mapping[str, str], known: Known) -> list[Job]:
    model = _model(report)
    notebook = known.settings.notebooks / f"{report.name}.ipynb"
    allowed = choices(model)
    for name in report.values:
        refuse_unknown(name, list(allowed), f"parameter of {report.name}")
    fault = _fault(notebook, allowed)
    pages: list[list[str]] = []
    for name, allow in allowed.items():
        if name in chosen:
            pages.append([chosen[name]])
        elif allow.pages:
            pages.append(list(allow.pages(known, report)))
        else:
            pages.append(list(report.values.get(name, allow.values(known))))
    made = [dict(zip(allowed, combination, strict=True)) for combination in product(*pages)]
    return [
        Job(
            report.name,
            _checked(model, values, known).title or report.title,
            notebook,
            values,
            report.illustrative,
            fault,
        )
        for values in made
    ]


def _checked(model: type[Parameters], values: dict[str, str], known: Known) -> Parameters:
    return model.model_validate(values, context=known)


def _apart(made: list[Job]) -> list[Job]:
    """Refuse two pages that would be written over each other."""
    taken: dict[str, Job] = {}
    for job in made:
        if job.key in taken:
            raise ParameterError(
                f"the pages of {taken[job.key].title!r} and {job.title!r} would have the same file name",
                where=job.report,
                remedy="make one of them with --set",
            )
        taken[job.key] = job
    return made


def _model(report: Report) -> type[Parameters]:
    if report.name not in REPORTS:
        raise ParameterError(
            f"there is no report called {report.name!r}",
            where="vv.toml#report.name",
            expected=f"one of {', '.join(REPORTS)}",
            remedy=did_you_mean(report.name, REPORTS) or "correct the name",
        )
    return REPORTS[report.name]


def _fault(notebook: Path, asked: Iterable[str]) -> str:
    """Say why a notebook cannot be given its parameters; papermill writes their names into code unchecked."""
    if not notebook.is_file():
        return f"{notebook.name}: the notebook of a report is missing; restore it."
    try:
        cells: list[dict[str, Any]] = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        tagged = ["".join(cell["source"]) for cell in cells if "parameters" in cell["metadata"].get("tags", [])]
    except (ValueError, TypeError, KeyError, AttributeError):
        return f"{notebook.name}: this is no notebook; restore it."
    if not tagged and asked:
        return f"{notebook.name}: there is no cell tagged 'parameters'; tag the first one."
    try:
        declared = _declared(ast.parse("\n".join(tagged)))
    except SyntaxError as error:
        return f"{notebook.name}: the cell tagged 'parameters' is not Python ({error.msg}); correct it."
    missing = [name for name in asked if not name.isidentifier() or name not in declared]
    if missing:
        among = ", ".join(declared) or "no parameters"
        return (
            f"{notebook.name}: {missing[0]!r} is not declared in the notebook; expected one of {among}; "
            "add it to the cell tagged 'parameters'."
        )
    return ""


def _declared(tree: ast.Module) -> list[str]:
    targets = [target for node in tree.body if isinstance(node, ast.Assign) for target in node.targets]
    return [target.id for target in targets if isinstance(target, ast.Name)]
