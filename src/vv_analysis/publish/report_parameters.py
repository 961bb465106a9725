"""What each report may be asked for: one model a report, which makes its pages, its cell, its help and its refusals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler
from pydantic_core import core_schema

from vv_analysis.errors import ParameterError
from vv_analysis.ingest.words.names import did_you_mean
from vv_analysis.present.sentences import place
from vv_analysis.terms import reference
from vv_analysis.terms.vocabulary import CATEGORIES, LOT_CATEGORIES

if TYPE_CHECKING:
    # What a report may be asked for can be told before anything is read.
    from vv_analysis.ingest.intake.processed import Processed
    from vv_analysis.settings import Report, Settings

_MOST_NAMED = 20
_LONGEST_NAMED = 100


@dataclass(frozen=True, slots=True)
class Known:
    """What the values of parameters are looked up in.

    Attributes
    ----------
    settings : Settings
        The settings of the project.
    frames : callable
        Returns what was read; called only for a parameter whose values are in the data.
    """

    settings: Settings
    frames: Callable[[], Processed]


@dataclass(frozen=True, slots=True)
class Allowed:
    """The values a parameter may take, and those that get a page in a full run (all, unless it says which)."""

    values: Callable[[Known], Iterable[str]]
    pages: Callable[[Known, Report], Iterable[str]] | None = None

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """Refuse every other value whenever a model is made (its context is what is known)."""
        return core_schema.with_info_after_validator_function(self._among_them, handler(source))

    def _among_them(self, value: str, told: core_schema.ValidationInfo[Known]) -> str:
        refuse_unknown(value, list(self.values(told.context)), f"value of {told.field_name}")
        return value


def refuse_unknown(given: str, known: list[str], what: str) -> None:
    """Refuse a name or value that is not known, and suggest the nearest one.

    Raises
    ------
    ParameterError
        It is not known.
    """
    if given not in known:
        some = f"one of {', '.join(known[:_MOST_NAMED])}{' …' if len(known) > _MOST_NAMED else ''}" if known else "none"
        raise ParameterError(
            f"{given[:_LONGEST_NAMED]!r} is no {what}",
            expected=some,
            remedy=did_you_mean(given, known) or "choose one of them",
        )


def _editions(known: Known) -> list[str]:
    return sorted(known.frames().published["publication"].unique())


def _organisations(known: Known) -> list[str]:
    return sorted(known.frames().contracts["organisation"].unique())


def _named_in_settings(known: Known, report: Report) -> list[str]:
    """Return the organisations that vv.toml names; a release shows no page on contracts handed over in confidence."""
    contracts = known.frames().contracts
    handed_over = set(contracts.loc[contracts["data_status"] != "illustrative", "organisation"])
    for organisation in report.values.get("organisation", ()):
        if organisation in handed_over:
            raise ParameterError(
                f"the page of {organisation!r} is for its eyes only and cannot be part of a release",
                where="vv.toml#report.values",
                remedy=f'take it out, and type `vv run --only organisation --set organisation="{organisation}"`',
            )
    return list(report.values.get("organisation", ()))


def _regions(_: Known) -> list[str]:
    return reference.regions()


def _areas(_: Known) -> list[str]:
    return reference.area_names()


def _services(_: Known) -> tuple[str, ...]:
    return LOT_CATEGORIES


def _later(known: Known, _: Report) -> list[str]:
    return [known.settings.comparison.edition]


def _earlier(known: Known, _: Report) -> list[str]:
    return [known.settings.comparison.earlier_edition]


class Parameters(BaseModel):
    """No parameters: the whole of what was read."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=False)

    @property
    def title(self) -> str:
        """The title of the page; empty for that of the report."""
        return ""


class OfRegion(Parameters):
    """A page for each region."""

    region: Annotated[str, Allowed(_regions)] = Field("Wales", description="one of the 12 probation regions")

    @property
    def title(self) -> str:
        """The name of the region."""
        return self.region


class OfArea(Parameters):
    """A page for each area."""

    area: Annotated[str, Allowed(_areas)] = Field("Gwent", description="one of the 43 police force areas")

    @property
    def title(self) -> str:
        """The name of the area."""
        return place(self.area)


class OfCategory(Parameters):
    """A page for each service."""

    category: Annotated[str, Allowed(_services)] = Field("womens-services", description="one of the six services")

    @property
    def title(self) -> str:
        """The name of the service."""
        return CATEGORIES[self.category]


class OfEditions(Parameters):
    """A page for two publications."""

    earlier_edition: Annotated[str, Allowed(_editions, _earlier)] = Field(
        "illustrative-2019-11", description="the earlier publication"
    )
    edition: Annotated[str, Allowed(_editions, _later)] = Field(
        "illustrative-2020-07", description="the later publication"
    )


class OfOrganisation(Parameters):
    """A page for an organisation, for its eyes only."""

    organisation: Annotated[str, Allowed(_organisations, _named_in_settings)] = Field(
        "Larchpenny Women's Network", description="an organisation that sent in its contracts"
    )

    @property
    def title(self) -> str:
        """The name of the organisation."""
        return self.organisation


REPORTS: Mapping[str, type[Parameters]] = {
    "public_record": Parameters,
    "national": Parameters,
    "region": OfRegion,
    "area": OfArea,
    "category": OfCategory,
    "publication_changes": OfEditions,
    "rr3_briefing": Parameters,
    "organisation": OfOrganisation,
    "data_quality": Parameters,
}


def choices(model: type[Parameters]) -> dict[str, Allowed]:
    """Return the parameters of a report with the values they may take.

    Examples
    --------
    >>> list(choices(OfEditions))
    ['earlier_edition', 'edition']
    """
    return {
        name: next(one for one in field.metadata if isinstance(one, Allowed))
        for name, field in model.model_fields.items()
    }


def parameter_cell(model: type[Parameters]) -> str:
    """Return the cell tagged "parameters" of a report's notebook.

    Examples
    --------
    >>> parameter_cell(OfRegion)
    'region = "Wales"  # one of the 12 probation regions'
    """
    lines = [f'{name} = "{field.default}"  # {field.description}' for name, field in model.model_fields.items()]
    return "\n".join(lines) or f"# {model.__doc__}"


def help_text() -> str:
    r"""Return what a report may be asked for, a line a report, for the command line.

    Examples
    --------
    >>> help_text().splitlines()[2]
    'region: --set region=… (one of the 12 probation regions)'
    """
    return "\n".join(f"{name}: {_asked_for(model)}" for name, model in REPORTS.items())


def _asked_for(model: type[Parameters]) -> str:
    asked = [f"--set {name}=… ({field.description})" for name, field in model.model_fields.items()]
    return " ".join(asked) or "no parameters"
