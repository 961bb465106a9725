"""One class a frame: its columns, their types, units and meaning. These classes are the data dictionary.

`Model.validate(frame)` returns the frame with the declared types, or raises with every row that breaks a rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

import numpy as np
import pandas as pd
import pandera.pandas as pa
from pandera.typing.pandas import Series

from vv_analysis.terms import vocabulary
from vv_analysis.terms.findings import QUALITY_DIMENSIONS


def _text(description: str, **checks: Any) -> Any:
    return pa.Field(description=description, nullable=False, coerce=True, **checks)


def _name(description: str, **checks: Any) -> Any:
    return _text(description, str_length={"min_value": 1}, **checks)


def _code(description: str, codes: Iterable[str]) -> Any:
    return pa.Field(description=description, isin=list(codes), nullable=False, coerce=True)


def _day(description: str) -> Any:
    return pa.Field(description=description, nullable=True, coerce=True)


def _figure(description: str, unit: str, **checks: Any) -> Any:
    return pa.Field(description=description, nullable=True, coerce=True, metadata={"unit": unit}, **checks)


def _as_stated(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Keep the name that was stated; until something is decided about it, it is the name that counts."""
    stated = f"{name}_stated"
    known = frame[stated] if stated in frame else pd.Series(pd.NA, index=frame.index, dtype="str")
    return frame.assign(**{stated: known.where(known.notna(), frame[name])})


def _count(description: str, unit: str) -> Any:
    return pa.Field(description=description, nullable=False, coerce=True, metadata={"unit": unit}, ge=0)


class Place(pa.DataFrameModel):
    """What a row is about: service, place and people."""

    category: Series[str] = _code("Service category", vocabulary.CATEGORIES)
    area_code: Series[str] = _text("Code of the area: ONS for police force areas, ours for the other levels")
    area: Series[str] = _text("Name of the area, as in areas.csv")
    area_level: Series[str] = _code("What kind of area it is", vocabulary.AREA_LEVELS)
    region: Series[str] = _text("Probation region; empty where the area spans two or is a nation")
    cohort: Series[str] = _code("Who is served", vocabulary.COHORTS)


class Value(pa.DataFrameModel):
    """An amount of money with its interval and its basis."""

    value_gbp: Series[float] = _figure("Value; midpoint of a range, missing for a bound", "pounds")
    value_low_gbp: Series[float] = _figure("Lowest value stated", "pounds")
    value_high_gbp: Series[float] = _figure("Highest value stated", "pounds")
    value_status: Series[str] = _code("How the value was stated", vocabulary.AMOUNT_STATUSES)
    vat: Series[str] = _code("Whether the value includes VAT", vocabulary.VAT_BASES)
    prices: Series[str] = _text("Price basis: 'nominal', 'real 2020-21' or 'unknown'")
    data_status: Series[str] = _code(
        "Whether the figure is official, reported or illustrative", vocabulary.DATA_STATUSES
    )
    value_source: Series[str] = _text("File, sheet and cell the value came from")


class Volume(pa.DataFrameModel):
    """A number of service users with its interval and its unit."""

    volume_users: Series[float] = _figure("Volume; midpoint of a range, missing for a bound", "users", ge=0)
    volume_low_users: Series[float] = _figure("Lowest volume stated", "users", ge=0)
    volume_high_users: Series[float] = _figure("Highest volume stated", "users", ge=0)
    volume_status: Series[str] = _code("How the volume was stated", vocabulary.AMOUNT_STATUSES)
    volume_unit: Series[str] = _code("What is counted", vocabulary.VOLUME_UNITS)
    volume_source: Series[str] = _text("File, sheet and cell the volume came from")


class Published(Place, Value, Volume):
    """Published values and volumes: publication x category x area x cohort x contract year."""

    publication: Series[str] = _text("Edition: the name of its folder, or of its file")
    published_on: Series[pd.Timestamp] = _day("Date of publication")
    year: Series[str] = _text("Contract year, such as 2021-22")
    start: Series[pd.Timestamp] = _day("First day of the period, inclusive")
    end: Series[pd.Timestamp] = _day("Last day of the period, inclusive")


class Contracts(Place, Value, Volume):
    """What providers are paid now: existing contract x period."""

    contract: Series[str] = _text("Reference of the contract, as the organisation gave it")
    organisation: Series[str] = _name("Name of the organisation: the one decided on, else as it gave it")
    organisation_stated: Series[str] = _text("Name of the organisation, as it gave it")
    organisation_id: Series[str] = _text("Charity or company number; empty if none was given")
    tier: Series[str] = _code("Place in the supply chain", vocabulary.TIERS)
    start: Series[pd.Timestamp] = _day("First day of the period, inclusive")
    end: Series[pd.Timestamp] = _day("Last day of the period, inclusive")
    one_off_costs_gbp: Series[float] = _figure("One-off costs of change; never inside cost per user", "pounds")
    organisation_size: Series[str] = _code("Size of the organisation", vocabulary.ORGANISATION_SIZES)
    led_by: Series[str] = _code("By and for whom the organisation is led", vocabulary.LED_BY)
    paid_by: Series[str] = _text("Who pays: commissioner, funder or lead provider; empty if not given")
    part_of_contract: Series[str] = _text("The lead provider's reference of the contract; empty if not given")

    @pa.dataframe_parser
    @classmethod
    def _stated(cls, frame: pd.DataFrame) -> pd.DataFrame:
        return _as_stated(frame, "organisation")


class Awards(Place):
    """Contracts awarded, from procurement notices: one row a contract."""

    contract: Series[str] = _text("Reference of the contract: the buyer's, else the OCID")
    ocid: Series[str] = _text("Open contracting identifier of the process")
    title: Series[str] = _text("Title as published")
    supplier: Series[str] = _text("Supplier: the name decided on, else as published; empty where none was seen")
    supplier_stated: Series[str] = _text("Supplier as published; empty where none was seen")
    supplier_id: Series[str] = _text("Scheme and number of the supplier; empty where none was seen")
    start: Series[pd.Timestamp] = _day("First day of the contract, inclusive")
    end: Series[pd.Timestamp] = _day("Last day of the contract, inclusive")
    extension_end: Series[pd.Timestamp] = _day("Last day with all extensions")
    published_on: Series[pd.Timestamp] = _day("Date of the notice")
    value_gbp: Series[float] = _figure("Value over the whole term", "pounds")
    value_status: Series[str] = _code("How the value was stated", vocabulary.AMOUNT_STATUSES)
    vat: Series[str] = _code("Whether the value includes VAT", vocabulary.VAT_BASES)
    data_status: Series[str] = _code(
        "Whether the figure is official, reported or illustrative", vocabulary.DATA_STATUSES
    )
    value_source: Series[str] = _text("File and JSON pointer the value came from")
    duplicate_of: Series[str] = _text("OCIDs under which the same contract is counted; empty where it counts here")

    @pa.dataframe_parser
    @classmethod
    def _stated(cls, frame: pd.DataFrame) -> pd.DataFrame:
        return _as_stated(frame, "supplier")


class Statements(pa.DataFrameModel):
    """Figures of the public record that stand alone: one row a statement, with its wording."""

    statement: Series[str] = _text("Identifier of the statement", unique=True)
    publication: Series[str] = _text("Edition: the name of its folder")
    published_on: Series[pd.Timestamp] = _day("Date of publication, where it was seen")
    data_status: Series[str] = _code(
        "Whether the figure is official, reported or illustrative", vocabulary.DATA_STATUSES
    )
    said_by: Series[str] = _text("Who said it")
    series: Series[str] = _text("What the figure belongs to, such as 'Day 1 awards'")
    category: Series[str] = _code("Service category, or all of them", [*vocabulary.CATEGORIES, "all"])
    area: Series[str] = _text("Area as stated")
    year: Series[str] = _text("Financial year such as 2021-22; empty for other periods")
    period: Series[str] = _text("Period as stated")
    start: Series[pd.Timestamp] = _day("First day covered, where the period is a known part of a year")
    end: Series[pd.Timestamp] = _day("Last day covered, where the period is a known part of a year")
    measure: Series[str] = _text("What is measured")
    stated: Series[str] = _text("The figure in the wording of its source")
    value: Series[float] = _figure("The figure; midpoint of a range, missing for a bound", "see unit")
    low: Series[float] = _figure("Lowest figure stated", "see unit")
    high: Series[float] = _figure("Highest figure stated", "see unit")
    status: Series[str] = _code("How the figure was stated", vocabulary.AMOUNT_STATUSES)
    unit: Series[str] = _text("Unit of the figure: pounds, percent, contracts ...")
    vat: Series[str] = _code("Whether the value includes VAT", vocabulary.VAT_BASES)
    basis: Series[str] = _text("What the figure does and does not cover")
    notice: Series[str] = _text("Identifier of the notice, for procurement notices")
    title: Series[str] = _text("Title of the notice, for procurement notices")
    source_url: Series[str] = _text("Where it was read")
    value_source: Series[str] = _text("File and row the figure came from")
    source_note: Series[str] = _text("Where in the source the figure stands, or how it was found")


class Quality(pa.DataFrameModel):
    """What is to be known about the inputs: one row a finding."""

    file: Series[str] = _name("The file it is about")
    sheet: Series[str] = _text("The sheet; empty where a file has none, or all of it is meant")
    cell: Series[str] = _text("The cell, 'row 12' of a CSV, or the JSON pointer; empty for a whole sheet or file")
    where: Series[str] = _name("File, sheet and cell, or row, or JSON pointer, in one")
    rule: Series[str] = _name("Code of the rule that was broken, or of what was done")
    severity: Series[str] = _code(
        "Whether something was refused, is doubtful, or only worth knowing", vocabulary.SEVERITIES
    )
    what: Series[str] = _name("What was met")
    expected: Series[str] = _text("What was expected; empty for a note")
    remedy: Series[str] = _text("What to do; empty for a note")
    confidential: Series[str] = _code("Whether it is about contracts handed over in confidence", vocabulary.YES_NO)


class Scores(pa.DataFrameModel):
    """How good each input is on the six dimensions of data quality: one row a file and dimension."""

    source: Series[str] = _name("The file, with the folders it stands in")
    kind: Series[str] = _name("What it was read as")
    dimension: Series[str] = _code("Dimension of data quality", QUALITY_DIMENSIONS)
    score: Series[float] = _figure("Met over counted; missing where nothing can be counted", "fraction", ge=0, le=1)
    met: Series[np.int64] = _count("How many of those counted are as they should be", "see meaning")
    of: Series[np.int64] = _count("How many were counted", "see meaning")
    meaning: Series[str] = _name("What was counted, what the score can tell and what it cannot")
    confidential: Series[str] = _code("Whether it is about contracts handed over in confidence", vocabulary.YES_NO)

    class Config:
        """A file has one score on each dimension."""

        unique: ClassVar = ["source", "kind", "dimension"]


class UnitCost(pa.DataFrameModel):
    """Cost per user of a group: ratio of sums over rows where both figures are present."""

    value_gbp: Series[float] = _figure("Value of the rows used", "pounds")
    volume_users: Series[float] = _figure("Volume of the rows used", "users")
    cost_per_user_gbp: Series[float] = _figure("Value of the rows used over their volume", "pounds per user")
    rows: Series[int] = _figure("Rows in the group", "rows")
    rows_used: Series[int] = _figure("Rows with both value and volume", "rows")
    value_coverage: Series[float] = _figure("Share of the group's value in the rows used", "fraction")
    status: Series[str] = _code("Mark of the cost per user", vocabulary.STATUS_MARKS)


class Variance(pa.DataFrameModel):
    """Change between two frames, split without a remainder."""

    value_before_gbp: Series[float] = _figure("Value before", "pounds")
    value_after_gbp: Series[float] = _figure("Value after", "pounds")
    variance_gbp: Series[float] = _figure("After minus before", "pounds")
    variance_percent: Series[float] = _figure("Variance as a percentage of the value before", "per cent")
    price_effect_gbp: Series[float] = _figure("Part due to the change in cost per user (Bennet)", "pounds")
    volume_effect_gbp: Series[float] = _figure("Part due to the change in volume (Bennet)", "pounds")
    new_provision_gbp: Series[float] = _figure("Part due to keys found only after", "pounds")
    ended_provision_gbp: Series[float] = _figure("Part due to keys found only before", "pounds")
    unsplit_gbp: Series[float] = _figure("Change of keys without a volume on one side", "pounds")
    cost_per_user_before_gbp: Series[float] = _figure("Cost per user before", "pounds per user")
    cost_per_user_after_gbp: Series[float] = _figure("Cost per user after", "pounds per user")
    status: Series[str] = _code("Mark of the split", vocabulary.STATUS_MARKS)


class RampUp(pa.DataFrameModel):
    """Values year on year against the steady state, part year told apart from ramp-up."""

    year: Series[str] = _text("Contract year, such as 2021-22")
    value_gbp: Series[float] = _figure("Value of the period as published", "pounds")
    annualised_gbp: Series[float] = _figure("Value at twelve months, by inclusive days", "pounds a year")
    share_of_steady: Series[float] = _figure("Value over the value of the steady-state year", "fraction")
    growth_percent: Series[float] = _figure("Change of the value on the year before", "per cent")
    part_year_effect_gbp: Series[float] = _figure("Shortfall because the period is short (negative or 0)", "pounds")
    ramp_effect_gbp: Series[float] = _figure("Difference because the service is still building up", "pounds")
    shortfall_gbp: Series[float] = _figure("Steady-state value minus the value of the period", "pounds")
    cumulative_shortfall_gbp: Series[float] = _figure("Shortfall summed from the first year", "pounds")


FRAMES = {
    "published": Published,
    "contracts": Contracts,
    "awards": Awards,
    "statements": Statements,
    "quality": Quality,
    "scores": Scores,
    "unit cost": UnitCost,
    "variance": Variance,
    "ramp-up": RampUp,
}
