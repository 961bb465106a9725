"""The log of assumptions: what the method takes for granted, how far that could be wrong, and what it touches."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from vv_analysis.errors import FrameError, InputError, SettingsError
from vv_analysis.terms.schemas import FRAMES

FILE_NAME = "assumptions.toml"
_SCHEMAS = "vv_analysis.terms.schemas"
MEASURES = (
    "annualise",
    "apportion",
    "bridge",
    "by_financial_year",
    "comparability",
    "disclose",
    "exclude_vat",
    "mix",
    "ramp_up",
    "real_terms",
    "simulate",
    "sustainability",
    "unit_cost",
    "variance",
)
_FACTORS = {"factor": "str", "assumption": "str", "low": "float64", "central": "float64", "high": "float64"}

_Words = Annotated[str, Field(min_length=1)]
_Number = Annotated[float | None, Field(strict=True, allow_inf_nan=False)]


class Assumption(BaseModel):
    """One thing that the method takes for granted.

    Attributes
    ----------
    id : str
        Its number in the log, such as ``A01``; steps and columns of results name it.
    title, statement : str
        What it is about, and what is assumed.
    factor : str
        The name under which it goes into a tornado; empty where it has no numbers.
    low, central, high : float, optional
        What is taken (`central`) and what it could be instead, in `unit`; all three or none.
    effect : str
        ``high``, ``medium`` or ``low``: how far the figures it touches move between `low` and `high`.
    touches : tuple of str
        Measures and columns of results that it changes.
    why, source, decided_by : str
        Why it is taken, from where, and by whom.
    decided_on, review_by : date
        When it was taken, and the day by which it is to be looked at again.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(pattern=r"^A[0-9]{2}$")]
    title: _Words
    statement: _Words
    factor: Annotated[str, Field(pattern=r"^([a-z][a-z0-9_]*)?$")] = ""
    low: _Number = None
    central: _Number = None
    high: _Number = None
    unit: str = ""
    effect: Literal["high", "medium", "low"]
    touches: Annotated[tuple[_Words, ...], Field(min_length=1)]
    why: _Words
    source: _Words
    decided_by: _Words
    decided_on: date
    review_by: date

    @field_validator("touches")
    @classmethod
    def _touches_what_there_is(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            if name not in known_names():
                raise ValueError(_unknown(name))
        return names

    @model_validator(mode="after")
    def _numbers_make_a_factor(self) -> Assumption:
        given = [number for number in (self.low, self.central, self.high) if number is not None]
        if len({len(given) == 3, bool(given), bool(self.factor), bool(self.unit)}) > 1:
            raise ValueError("low, central, high, unit and factor stand together, or none of them does")
        if given != sorted(given):
            raise ValueError("low is above central, or central above high")
        if self.effect == "high" and not given:
            raise ValueError("an effect that is high needs low, central and high, to have a bar in a tornado")
        if self.review_by < self.decided_on:
            raise ValueError("it is to be reviewed before it was decided")
        return self


class _Log(BaseModel):
    model_config = ConfigDict(extra="forbid")

    assumption: Annotated[tuple[Assumption, ...], Field(min_length=1)]

    @field_validator("assumption")
    @classmethod
    def _one_of_each(cls, log: tuple[Assumption, ...]) -> tuple[Assumption, ...]:
        for field in ("id", "factor"):
            named = [name for one in log if (name := getattr(one, field))]
            twice = sorted({name for name in named if named.count(name) > 1})
            if twice:
                raise ValueError(f"{field} {twice[0]} stands twice")
        return log


@cache
def known_names() -> frozenset[str]:
    """Return what an assumption can touch: the measures and the columns of every frame.

    Examples
    --------
    >>> {"simulate", "cost_per_user_gbp"} <= known_names(), "cost" in known_names()
    (True, False)
    """
    # The classes name their columns; making the schemas of all frames, only to ask for names, takes much longer.
    kinds = {kind for frame in FRAMES.values() for kind in frame.__mro__ if kind.__module__.startswith(_SCHEMAS)}
    return frozenset(MEASURES).union(*(kind.__annotations__ for kind in kinds))


def read_assumptions(path: str | Path) -> tuple[Assumption, ...]:
    """Read a log of assumptions.

    Parameters
    ----------
    path : str or Path
        A TOML file of tables ``[[assumption]]`` with the fields of `Assumption`.

    Returns
    -------
    tuple of Assumption
        In the order of the file.

    Raises
    ------
    InputError
        There is no such file.
    SettingsError
        It is no TOML, or says something that is not understood; the message names the assumption and the field.

    Examples
    --------
    >>> read_assumptions("decisions/assumptions.toml")[0].id
    'A01'
    """
    path = Path(path)
    if not path.is_file():
        raise InputError("there is no log of assumptions", where=str(path), remedy="restore it from the repository")
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"this is not TOML ({error})", where=path.name, remedy="correct the file") from error
    try:
        return _Log.model_validate(content).assumption
    except ValidationError as error:
        raise _not_understood(error, content, path.name) from error


@cache
def assumptions() -> tuple[Assumption, ...]:
    """Return the assumptions of the method: in a clone from ``decisions``, in a wheel from its copy.

    Examples
    --------
    >>> next(one.central for one in assumptions() if one.id == "A01")
    5.0
    """
    in_wheel = Path(__file__).parent / FILE_NAME
    in_clone = Path(__file__).parents[3] / "decisions" / FILE_NAME
    return read_assumptions(in_wheel if in_wheel.is_file() else in_clone)


def assumption_factors(log: Iterable[Assumption], touching: str | Iterable[str] = ()) -> pd.DataFrame:
    """Return the assumptions that have numbers as factors of a tornado.

    Parameters
    ----------
    log : iterable of Assumption
        Such as `assumptions()`.
    touching : str or iterable of str
        Measures or columns; only assumptions that touch one of them. All by default.

    Returns
    -------
    DataFrame
        One row an assumption, in the order of the log: ``factor``, ``assumption`` (its number), ``low``,
        ``central`` and ``high`` in its own unit. The factors that `measure.uncertainty.tornado` takes.

    Raises
    ------
    FrameError
        A name in `touching` is no measure and no column.

    Notes
    -----
    Method R2.38.

    Examples
    --------
    >>> assumption_factors(assumptions(), touching="sustainability")["factor"].tolist()
    ['volume_percent_of_cap', 'discount_percent']
    """
    names = {touching} if isinstance(touching, str) else set(touching)
    for name in sorted(names - known_names()):
        raise FrameError(_unknown(name), where="assumption_factors")
    rows = [
        (one.factor, one.id, one.low, one.central, one.high)
        for one in log
        if one.factor and (not names or names & set(one.touches))
    ]
    return pd.DataFrame(rows, columns=list(_FACTORS)).astype(_FACTORS)


def _unknown(name: str) -> str:
    alike = difflib.get_close_matches(name, known_names(), n=1)
    return f"{name!r} is no measure and no column{f'; did you mean {alike[0]!r}?' if alike else ''}"


def _not_understood(error: ValidationError, content: dict[str, Any], file: str) -> SettingsError:
    first = error.errors()[0]
    place, field = _place(first["loc"], content)
    where = f"{file}#{place}" if place else file
    if first["type"] == "missing":
        return SettingsError(f"{field} is missing", where=where, remedy="add the field")
    if first["type"] == "extra_forbidden":
        return SettingsError(f"there is no field {field}", where=where, remedy="correct its name, or take it out")
    reason = str(first["msg"]).removeprefix("Value error, ")
    what = reason if first["type"] == "value_error" else f"{field} is not understood ({reason.lower()})"
    return SettingsError(what, where=where, remedy="correct the assumption")


def _place(loc: tuple[int | str, ...], content: dict[str, Any]) -> tuple[str, str]:
    """Return which assumption is meant, by its number if it has one, and which of its fields."""
    match loc:
        case ("assumption", int(index), *fields):
            table = content["assumption"][index]
            own = table.get("id") if isinstance(table, dict) else None
            place = own if isinstance(own, str) else f"assumption {index + 1}"
            return place, ".".join(map(str, fields))
        case _:
            return "", ".".join(map(str, loc))
