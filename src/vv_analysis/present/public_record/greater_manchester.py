"""A real series whose first year is low: how much of the rise after it was only a part year."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from vv_analysis.measure.public_record import PartYearGrowth, part_year_growth
from vv_analysis.measure.ramp.ramp_up import ramp_up
from vv_analysis.present import figures, sentences
from vv_analysis.present.content import Prose
from vv_analysis.present.public_record import stated
from vv_analysis.present.tables import Table, TableColumn
from vv_analysis.terms import years

EDITION = "greater-manchester-spend"
PROBATION = "Probation Service spend"
UNPAID_WORK = "Community Payback (unpaid work) spend"
# The source says "from 26 June / July 2021"; the second reading of it is the first of July.
OTHER_FIRST_DAY = pd.Timestamp(2021, 7, 1)
_SOURCE = stated.FILES.format(who="written answers to Jim McMahon MP", edition=EDITION)


@dataclass(frozen=True, slots=True)
class Rise:
    """The rise from the part year to the first full year of a series, on both readings of its first day."""

    series: str
    growth: PartYearGrowth
    growth_from_july: PartYearGrowth


def spend(statements: pd.DataFrame, series: str) -> pd.DataFrame:
    """Return the yearly spend of a series in Greater Manchester, with the days each year covers."""
    rows = stated.of(statements, EDITION)
    rows = rows[(rows["series"] == series) & (rows["area"] == "Greater Manchester")]
    first, last = rows["year"].map(years.first_day), rows["year"].map(years.last_day)
    return pd.DataFrame(
        {
            "year": rows["year"],
            "start": rows["start"].fillna(first),
            "end": rows["end"].fillna(last),
            "value_gbp": rows["value"],
        }
    ).reset_index(drop=True)


def rise(statements: pd.DataFrame, series: str) -> Rise:
    """Return the rise of a series from its part year to the year after."""
    part, full = spend(statements, series).head(2).to_dict("records")
    days, from_july = (pd.Timedelta(part["end"] - first).days + 1 for first in (part["start"], OTHER_FIRST_DAY))
    in_year = years.days_in(part["year"])
    return Rise(
        series,
        part_year_growth(part["value_gbp"], full["value_gbp"], days, in_year),
        part_year_growth(part["value_gbp"], full["value_gbp"], from_july, in_year),
    )


def words(statements: pd.DataFrame) -> Prose:
    """Say how much of each rise was a part year."""
    service, unpaid = rise(statements, PROBATION), rise(statements, UNPAID_WORK)
    return Prose(
        (
            f"Spend on the Probation Service in Greater Manchester rose by "
            f"{sentences.percent(service.growth.growth_percent)} from 2021-22 to 2022-23. The first figure covers 279 "
            f"of 365 days. At twelve months it would be "
            f"{sentences.pounds_in_words(service.growth.annualised)}, and "
            f"{_left(service.growth)} remains.",
            f"Spend on unpaid work rose by {sentences.percent(unpaid.growth.growth_percent)}. At twelve months its "
            f"first figure would be {sentences.pounds_in_words(unpaid.growth.annualised)}, and "
            f"{_left(unpaid.growth)} remains: most of that rise is not the part year.",
            f"The source gives the first day as “26 June / July 2021”. Counted from 1 July, "
            f"{_left(service.growth_from_july)} and {_left(unpaid.growth_from_july)} remain. This is spend of the "
            "whole service in cash, not contract value; it shows how a part year looks in a real series.",
        )
    )


def _left(growth: PartYearGrowth) -> str:
    return sentences.percent(growth.annualised_growth_percent, plus=True)


def table(statements: pd.DataFrame) -> Table:
    """Return both series year by year, as published and at twelve months."""
    parts = {PROBATION: "Probation Service", UNPAID_WORK: "Unpaid work"}
    frames = [ramp_up(spend(statements, series)).assign(series=name) for series, name in parts.items()]
    frame = pd.concat(frames, ignore_index=True)
    frame = frame.assign(label=frame["series"] + ", " + frame["year"])
    return Table(
        "Spend in Greater Manchester by financial year, as published and at twelve months",
        frame,
        (
            TableColumn("label", "Series and year"),
            TableColumn("value_gbp", "Spend (£, cash)", "pounds"),
            TableColumn("growth_percent", "Change on the year before (%)", "percent change", absent="z"),
            TableColumn("annualised_gbp", "At twelve months (£)", "pounds"),
            TableColumn("annualised_growth_percent", "Change at twelve months (%)", "percent change", absent="z"),
        ),
        notes=(
            "2021-22 runs from 26 June 2021 to 31 March 2022, 279 of 365 days. Counted from 1 July, the changes at "
            f"twelve months are {_left(rise(statements, PROBATION).growth_from_july)} and "
            f"{_left(rise(statements, UNPAID_WORK).growth_from_july)}.",
            _SOURCE,
        ),
    )


def chart(statements: pd.DataFrame) -> figures.Chart:
    """Draw the spend on the service with its part year at twelve months."""
    frame = ramp_up(spend(statements, PROBATION))
    growth = rise(statements, PROBATION).growth
    first, second = frame.head(2).to_dict("records")
    told = figures.Told(
        f"Of the {sentences.percent(growth.growth_percent)} rise in 2022-23, {_left(growth)} is left "
        "after the part year",
        "Probation Service spend in Greater Manchester, cash, financial years; 2021-22 is 279 of 365 days",
        f"Lines of spend by year, as published and at twelve months. 2021-22 is "
        f"{sentences.pounds_in_words(first['value_gbp'])} as published and "
        f"{sentences.pounds_in_words(first['annualised_gbp'])} at twelve months, against "
        f"{sentences.pounds_in_words(second['value_gbp'])} in 2022-23.",
    )
    return figures.ramp(
        frame,
        told,
        year=TableColumn("year", "Financial year"),
        value=TableColumn("value_gbp", "Spend (£, cash)", "pounds"),
        annualised=TableColumn("annualised_gbp", "At twelve months (£)", "pounds"),
        steady_gbp=float("nan"),
        part_years=[first["year"]],
    )
