"""Which pages a report has: one model a report, with the values its parameters may take."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import nbformat
import papermill

from vv_analysis.errors import ParameterError
from vv_analysis.ingest.words.names import did_you_mean
from vv_analysis.settings import Report, Settings
from vv_analysis.terms import reference
from vv_analysis.terms.vocabulary import CATEGORIES, LOT_CATEGORIES

# What each report may be asked for: the name of a parameter and the values that are in the data.
CHOICES: Mapping[str, Mapping[str, Callable[[], Iterable[str]]]] = {
    "public_record": {},
    "region": {"region": reference.regions},
    "category": {"category": lambda: LOT_CATEGORIES},
}
_SLUG = re.compile(r"[a-z0-9-]{1,64}")


@dataclass(frozen=True, slots=True)
class Job:
    """One page to be made: a report with its parameters."""

    report: str
    title: str
    notebook: Path
    parameters: dict[str, str]
    illustrative: bool

    @property
    def slug(self) -> str:
        """The name of its files; letters, digits and hyphens only."""
        return slug("-".join(self.parameters.values()) or self.report)

    @property
    def key(self) -> str:
        """What the page is called in logs and on the command line."""
        return f"{self.report}/{self.slug}"


def jobs(settings: Settings, only: Iterable[str] = (), chosen: Mapping[str, str] | None = None) -> list[Job]:
    """Return the pages to make, in the order of ``vv.toml``.

    Parameters
    ----------
    settings : Settings
        The settings of the project.
    only : iterable of str
        Names of reports; none means all.
    chosen : mapping, optional
        Parameters with one value each (``{"region": "Wales"}``) instead of every value.

    Raises
    ------
    ParameterError
        A report, parameter or value is not known; the message suggests the nearest one.
    """
    names = [report.name for report in settings.report]
    for name in only:
        _refuse_unknown(name, names, "report")
    wanted = [report for report in settings.report if not only or report.name in set(only)]
    known = {parameter for report in wanted for parameter in _choices(report)}
    for name in chosen or {}:
        _refuse_unknown(name, sorted(known), "parameter")
    return [job for report in wanted for job in _jobs_of(settings, report, chosen or {})]


def _jobs_of(settings: Settings, report: Report, chosen: Mapping[str, str]) -> list[Job]:
    notebook = settings.notebooks / f"{report.name}.ipynb"
    choices = _choices(report)
    _refuse_undeclared(notebook, choices)
    values = [_values(name, list(allowed()), chosen.get(name)) for name, allowed in choices.items()]
    return [
        Job(
            report.name,
            _title(report, combination),
            notebook,
            dict(zip(choices, combination, strict=True)),
            report.illustrative,
        )
        for combination in product(*values)
    ]


def _choices(report: Report) -> Mapping[str, Callable[[], Iterable[str]]]:
    if report.name not in CHOICES:
        raise ParameterError(
            f"there is no report called {report.name!r}",
            where="vv.toml#report.name",
            expected=f"one of {', '.join(CHOICES)}",
            remedy=did_you_mean(report.name, CHOICES) or "correct the name",
        )
    return CHOICES[report.name]


def _values(name: str, allowed: list[str], chosen: str | None) -> list[str]:
    if chosen is None:
        return allowed
    _refuse_unknown(chosen, allowed, f"value of {name}")
    return [chosen]


def _refuse_unknown(given: str, known: list[str], what: str) -> None:
    if given not in known:
        raise ParameterError(
            f"{given!r} is no {what}",
            expected=f"one of {', '.join(known)}" if known else "none",
            remedy=did_you_mean(given, known) or "choose one of them",
        )


def _refuse_undeclared(notebook: Path, choices: Mapping[str, object]) -> None:
    """Refuse parameters that the notebook does not declare; papermill writes their names into code unchecked."""
    declared = _declared(notebook)
    for name in choices:
        if not name.isidentifier() or name not in declared:
            raise ParameterError(
                f"{name!r} is not declared in the notebook",
                where=notebook.name,
                expected=f"one of {', '.join(declared) or 'no parameters'}",
                remedy="add it to the cell tagged 'parameters'",
            )


def _declared(notebook: Path) -> list[str]:
    if not notebook.is_file():
        raise ParameterError("the notebook of a report is missing", where=notebook.name, remedy="restore it")
    try:
        return list(papermill.inspect_notebook(str(notebook)))
    except (ValueError, TypeError, AttributeError, nbformat.ValidationError) as error:
        raise ParameterError("this is no notebook", where=notebook.name, remedy="restore it") from error


def _title(report: Report, values: tuple[str, ...]) -> str:
    return CATEGORIES.get(values[0], values[0]) if values else report.title


def slug(words: str) -> str:
    """Return a safe file name for some words.

    Examples
    --------
    >>> slug("Kent, Surrey and Sussex"), slug("../../etc/passwd")
    ('kent-surrey-and-sussex', 'etc-passwd')
    """
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().casefold()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:64]
    if not _SLUG.fullmatch(name):
        raise ParameterError(f"{words!r} makes no file name", expected="some letters or digits")
    return name
