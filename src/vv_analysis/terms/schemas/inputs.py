"""The frames that inputs become: publications, contracts, awards, statements and what was found about them."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
import pandas as pd
import pandera.pandas as pa
from pandera.typing.pandas import Series

from vv_analysis.terms import vocabulary
from vv_analysis.terms.findings import QUALITY_DIMENSIONS
from vv_analysis.terms.schemas.fields import as_stated, code, count, day, figure, name, text


class Place(pa.DataFrameModel):
    """What a row is about: service, place and people."""

    category: Series[str] = code("Service category", vocabulary.CATEGORIES)
    area_code: Series[str] = text("Code of the area: ONS for police force areas, ours for the other levels")
    area: Series[str] = text("Name of the area, as in areas.csv")
    area_level: Series[str] = code("What kind of area it is", vocabulary.AREA_LEVELS)
    region: Series[str] = text("Probation region; empty where the area spans two or is a nation")
    cohort: Series[str] = code("Who is served", vocabulary.COHORTS)


class Value(pa.DataFrameModel):
    """An amount of money with its interval and its basis."""

    value_gbp: Series[float] = figure("Value; midpoint of a range, missing for a bound", "pounds")
    value_low_gbp: Series[float] = figure("Lowest value stated", "pounds")
    value_high_gbp: Series[float] = figure("Highest value stated", "pounds")
    value_status: Series[str] = code("How the value was stated", vocabulary.AMOUNT_STATUSES)
    vat: Series[str] = code("Whether the value includes VAT", vocabulary.VAT_BASES)
    prices: Series[str] = text("Price basis: 'nominal', 'real 2020-21' or 'unknown'")
    data_status: Series[str] = code(
        "Whether the figure is official, reported or illustrative", vocabulary.DATA_STATUSES
    )
    value_source: Series[str] = text("File, sheet and cell the value came from")


class Volume(pa.DataFrameModel):
    """A number of service users with its interval and its unit."""

    volume_users: Series[float] = figure("Volume; midpoint of a range, missing for a bound", "users", ge=0)
    volume_low_users: Series[float] = figure("Lowest volume stated", "users", ge=0)
    volume_high_users: Series[float] = figure("Highest volume stated", "users", ge=0)
    volume_status: Series[str] = code("How the volume was stated", vocabulary.AMOUNT_STATUSES)
    volume_unit: Series[str] = code("What is counted", vocabulary.VOLUME_UNITS)
    volume_source: Series[str] = text("File, sheet and cell the volume came from")


class Published(Place, Value, Volume):
    """Published values and volumes: publication x category x area x cohort x contract year."""

    publication: Series[str] = text("Edition: the name of its folder, or of its file")
    published_on: Series[pd.Timestamp] = day("Date of publication")
    year: Series[str] = text("Contract year, such as 2021-22")
    start: Series[pd.Timestamp] = day("First day of the period, inclusive")
    end: Series[pd.Timestamp] = day("Last day of the period, inclusive")


class Contracts(Place, Value, Volume):
    """What providers are paid now: existing contract x period."""

    contract: Series[str] = text("Reference of the contract, as the organisation gave it")
    organisation: Series[str] = name("Name of the organisation: the one decided on, else as it gave it")
    organisation_stated: Series[str] = text("Name of the organisation, as it gave it")
    organisation_id: Series[str] = text("Charity or company number; empty if none was given")
    tier: Series[str] = code("Place in the supply chain", vocabulary.TIERS)
    start: Series[pd.Timestamp] = day("First day of the period, inclusive")
    end: Series[pd.Timestamp] = day("Last day of the period, inclusive")
    one_off_costs_gbp: Series[float] = figure("One-off costs of change; never inside cost per user", "pounds")
    organisation_size: Series[str] = code("Size of the organisation", vocabulary.ORGANISATION_SIZES)
    led_by: Series[str] = code("By and for whom the organisation is led", vocabulary.LED_BY)
    paid_by: Series[str] = text("Who pays: commissioner, funder or lead provider; empty if not given")
    part_of_contract: Series[str] = text("The lead provider's reference of the contract; empty if not given")
    counted_in: Series[str] = text(
        "Place of the row in which the same money or people are counted; empty where the row counts here"
    )

    @pa.dataframe_parser
    @classmethod
    def _stated(cls, frame: pd.DataFrame) -> pd.DataFrame:
        # Frames of before this column was kept, and rows just read, count every row.
        counted_in = frame["counted_in"].astype("str").fillna("") if "counted_in" in frame else ""
        return as_stated(frame, "organisation").assign(counted_in=counted_in)


class Awards(Place):
    """Contracts awarded, from procurement notices: one row a contract."""

    contract: Series[str] = text("Reference of the contract: the buyer's, else the OCID")
    ocid: Series[str] = text("Open contracting identifier of the process")
    title: Series[str] = text("Title as published")
    supplier: Series[str] = text("Supplier: the name decided on, else as published; empty where none was seen")
    supplier_stated: Series[str] = text("Supplier as published; empty where none was seen")
    supplier_id: Series[str] = text("Scheme and number of the supplier; empty where none was seen")
    start: Series[pd.Timestamp] = day("First day of the contract, inclusive")
    end: Series[pd.Timestamp] = day("Last day of the contract, inclusive")
    extension_end: Series[pd.Timestamp] = day("Last day with all extensions")
    published_on: Series[pd.Timestamp] = day("Date of the notice")
    value_gbp: Series[float] = figure("Value over the whole term", "pounds")
    value_status: Series[str] = code("How the value was stated", vocabulary.AMOUNT_STATUSES)
    vat: Series[str] = code("Whether the value includes VAT", vocabulary.VAT_BASES)
    data_status: Series[str] = code(
        "Whether the figure is official, reported or illustrative", vocabulary.DATA_STATUSES
    )
    value_source: Series[str] = text("File and JSON pointer the value came from")
    duplicate_of: Series[str] = text("OCIDs under which the same contract is counted; empty where it counts here")

    @pa.dataframe_parser
    @classmethod
    def _stated(cls, frame: pd.DataFrame) -> pd.DataFrame:
        return as_stated(frame, "supplier")


class Statements(pa.DataFrameModel):
    """Figures of the public record that stand alone: one row a statement, with its wording."""

    statement: Series[str] = text("Identifier of the statement", unique=True)
    publication: Series[str] = text("Edition: the name of its folder")
    published_on: Series[pd.Timestamp] = day("Date of publication, where it was seen")
    data_status: Series[str] = code(
        "Whether the figure is official, reported or illustrative", vocabulary.DATA_STATUSES
    )
    said_by: Series[str] = text("Who said it")
    series: Series[str] = text("What the figure belongs to, such as 'Day 1 awards'")
    category: Series[str] = code("Service category, or all of them", [*vocabulary.CATEGORIES, "all"])
    area: Series[str] = text("Area as stated")
    year: Series[str] = text("Financial year such as 2021-22; empty for other periods")
    period: Series[str] = text("Period as stated")
    start: Series[pd.Timestamp] = day("First day covered, where the period is a known part of a year")
    end: Series[pd.Timestamp] = day("Last day covered, where the period is a known part of a year")
    measure: Series[str] = text("What is measured")
    stated: Series[str] = text("The figure in the wording of its source")
    value: Series[float] = figure("The figure; midpoint of a range, missing for a bound", "see unit")
    low: Series[float] = figure("Lowest figure stated", "see unit")
    high: Series[float] = figure("Highest figure stated", "see unit")
    status: Series[str] = code("How the figure was stated", vocabulary.AMOUNT_STATUSES)
    unit: Series[str] = text("Unit of the figure: pounds, percent, contracts ...")
    vat: Series[str] = code("Whether the value includes VAT", vocabulary.VAT_BASES)
    basis: Series[str] = text("What the figure does and does not cover")
    notice: Series[str] = text("Identifier of the notice, for procurement notices")
    title: Series[str] = text("Title of the notice, for procurement notices")
    source_url: Series[str] = text("Where it was read")
    value_source: Series[str] = text("File and row the figure came from")
    source_note: Series[str] = text("Where in the source the figure stands, or how it was found")


class Quality(pa.DataFrameModel):
    """What is to be known about the inputs: one row a finding."""

    file: Series[str] = name("The file it is about")
    sheet: Series[str] = text("The sheet; empty where a file has none, or all of it is meant")
    cell: Series[str] = text("The cell, 'row 12' of a CSV, or the JSON pointer; empty for a whole sheet or file")
    where: Series[str] = name("File, sheet and cell, or row, or JSON pointer, in one")
    rule: Series[str] = name("Code of the rule that was broken, or of what was done")
    severity: Series[str] = code(
        "Whether something was refused, is doubtful, or only worth knowing", vocabulary.SEVERITIES
    )
    what: Series[str] = name("What was met")
    expected: Series[str] = text("What was expected; empty for a note")
    remedy: Series[str] = text("What to do; empty for a note")
    confidential: Series[str] = code("Whether it is about contracts handed over in confidence", vocabulary.YES_NO)


class Scores(pa.DataFrameModel):
    """How good each input is on the six dimensions of data quality: one row a file and dimension."""

    source: Series[str] = name("The file, with the folders it stands in")
    kind: Series[str] = name("What it was read as")
    dimension: Series[str] = code("Dimension of data quality", QUALITY_DIMENSIONS)
    score: Series[float] = figure("Met over counted; missing where nothing can be counted", "fraction", ge=0, le=1)
    met: Series[np.int64] = count("How many of those counted are as they should be", "see meaning")
    of: Series[np.int64] = count("How many were counted", "see meaning")
    meaning: Series[str] = name("What was counted, what the score can tell and what it cannot")
    confidential: Series[str] = code("Whether it is about contracts handed over in confidence", vocabulary.YES_NO)

    class Config:
        """A file has one score on each dimension."""

        unique: ClassVar = ["source", "kind", "dimension"]
