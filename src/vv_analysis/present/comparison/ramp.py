"""Year on year against the steady state: what is part year, what is ramp-up, and what is missed in all."""

from __future__ import annotations

import pandas as pd

from vv_analysis.measure.ramp.ramp_up import ramp_up
from vv_analysis.present import figures, sentences
from vv_analysis.present.comparison.remembered import remembered
from vv_analysis.present.comparison.selection import LINE, Selection
from vv_analysis.present.content import Prose
from vv_analysis.present.tables import Table, TableColumn


def complete_lines(selection: Selection) -> pd.DataFrame:
    """Return the lines that have a value in every contract year, so that years are compared like for like."""
    lines = selection.published
    years = lines["year"].nunique()
    values = lines.groupby(LINE)["value_gbp"].transform("count")
    return lines[values == years]


@remembered
def by_year(selection: Selection) -> pd.DataFrame:
    """Return the value of each year against the steady state, over the complete lines; empty if there are none."""
    lines = complete_lines(selection)
    return lines.head(0) if lines.empty else ramp_up(lines, steady_year=selection.steady_year)


def words(selection: Selection) -> Prose:
    """Say what the first year pays, what of the gap is part year and what ramp-up, and what is missed in all."""
    rows = by_year(selection)
    if rows.empty:
        return Prose(("No published line has a value in every year, so the first years cannot be compared.",))
    first, last = rows.iloc[0], rows.iloc[-1]
    steady = rows.loc[rows["year"] == selection.steady_year, "value_gbp"].iloc[0]
    missed = float(last["cumulative_shortfall_gbp"])
    return Prose(
        (
            f"In {first['year']} the published value is {sentences.pounds_in_words(first['value_gbp'])}, "
            f"{sentences.percent(100 * first['share_of_steady'])} of the steady state. The year is "
            f"{sentences.pounds_in_words(first['shortfall_gbp'])} short of it: "
            f"{sentences.pounds_in_words(-first['part_year_effect_gbp'])} because the year is a part year, and "
            f"{sentences.pounds_in_words(-first['ramp_effect_gbp'])} because of ramp-up.",
            f"Up to {last['year']}, {sentences.pounds_in_words(missed)} is missed in all. That is "
            f"{sentences.rounded(missed / steady, 2)} steady-state years. {_left_out(selection)}",
        )
    )


def _left_out(selection: Selection) -> str:
    lines = selection.published.groupby(LINE)["value_gbp"].count()
    left_out = int((lines < selection.published["year"].nunique()).sum())
    if not left_out:
        return "Every line has a value in each year."
    verb = "is" if left_out == 1 else "are"
    return f"{sentences.capital(sentences.counted(left_out, 'line'))} without a value in some year {verb} left out."


def table(selection: Selection) -> Table | None:
    """Return the years with both effects and the shortfall; none if no line has a value in every year."""
    rows = by_year(selection)
    if rows.empty:
        return None
    steady = float(rows.loc[rows["year"] == selection.steady_year, "value_gbp"].iloc[0])
    return Table(
        f"Published value by contract year against the steady state ({selection.steady_year}), {selection.name}",
        rows.assign(
            shortfall_years=rows["cumulative_shortfall_gbp"] / steady, annualised_share=rows["annualised_gbp"] / steady
        ),
        (
            TableColumn("year", "Contract year"),
            TableColumn("value_gbp", "Value (£)", "pounds"),
            TableColumn("growth_percent", "Change on the year before (%)", "percent change", absent="z"),
            TableColumn("annualised_gbp", "At twelve months (£)", "pounds"),
            TableColumn("share_of_steady", "Share of steady state (%)", "share"),
            TableColumn("annualised_share", "Share at twelve months (%)", "share"),
            TableColumn("part_year_effect_gbp", "Part-year effect (£)", "pounds change"),
            TableColumn("ramp_effect_gbp", "Ramp-up effect (£)", "pounds change"),
            TableColumn("shortfall_gbp", "Short of the steady state (£)", "pounds"),
            TableColumn("cumulative_shortfall_gbp", "Shortfall so far (£)", "pounds"),
            TableColumn("shortfall_years", "Shortfall so far (steady-state years)", "ratio"),
        ),
        notes=("2021-22 runs from 26 June 2021 to 31 March 2022, 279 of 365 days. Values as published, in cash.",),
        illustrative=selection.illustrative,
    )


def chart(selection: Selection) -> figures.Chart | None:
    """Draw the years, the part year at twelve months, and the steady state; none if no line is complete."""
    rows = by_year(selection)
    if rows.empty:
        return None
    first = rows.iloc[0]
    steady = float(rows.loc[rows["year"] == selection.steady_year, "value_gbp"].iloc[0])
    said = "; ".join(f"{row['year']} {sentences.pounds_in_words(row['value_gbp'])}" for row in rows.to_dict("records"))
    told = figures.Told(
        f"The first year pays {sentences.percent(100 * first['share_of_steady'])} of the steady state, "
        f"{sentences.percent(100 * first['annualised_gbp'] / steady)} at a full year's rate",
        f"Published value by contract year, {selection.name}, cash; 2021-22 is 279 of 365 days",
        f"Lines of published value by year, as paid and at twelve months: {said}. In {first['year']} the rate over "
        f"twelve months is {sentences.pounds_in_words(first['annualised_gbp'])}.",
        selection.illustrative,
    )
    return figures.ramp(
        rows,
        told,
        year=TableColumn("year", "Contract year"),
        value=TableColumn("value_gbp", "Value (£)", "pounds"),
        annualised=TableColumn("annualised_gbp", "At twelve months (£)", "pounds"),
        steady_gbp=steady,
        part_years=part_years(rows),
    )


def part_years(rows: pd.DataFrame) -> list[str]:
    """Return the years in which money was paid for less than twelve months."""
    return list(rows.loc[rows["part_year_effect_gbp"] < -0.5, "year"])
