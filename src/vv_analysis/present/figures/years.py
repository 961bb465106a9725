"""Pictures of years: what is paid year by year against the steady state."""

from __future__ import annotations

import math

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from vv_analysis.present import sentences
from vv_analysis.present.figures.chart import Chart, Told, chart
from vv_analysis.present.figures.paper import (
    BLUE,
    DARK,
    ORANGE,
    Width,
    axes_within,
    key_above,
    key_inches,
    money,
    on_both_papers,
    sheet,
    widest,
)
from vv_analysis.present.tables import TableColumn

_HEIGHT_INCHES = 3.4


def ramp(
    frame: pd.DataFrame,
    told: Told,
    *,
    year: TableColumn,
    value: TableColumn,
    annualised: TableColumn,
    steady_gbp: float,
    part_years: list[str],
) -> Chart:
    """Draw what is paid each year as a line from nought, and at twelve months, against the steady state.

    A part year has a hollow mark and the words "part year".
    """

    def _paint(width: Width) -> Figure:
        highest = max(
            frame[value.name].max(), frame[annualised.name].max(), 0 if math.isnan(steady_gbp) else steady_gbp
        )
        ticks = [money(amount, highest) for amount in (highest, highest / 2)]
        names = 2 if math.isnan(steady_gbp) else 3
        figure = sheet(width, _HEIGHT_INCHES, illustrative=told.illustrative)
        axes = axes_within(
            figure, left=widest([*ticks, "£0.5m"]) + 0.2, right=0.3, top=0.08 + key_inches(width, names),
            bottom=0.32 + (0.2 if told.illustrative else 0),
        )  # fmt: skip
        _lines(axes, frame, value, annualised, part_years, list(frame[year.name]))
        if not math.isnan(steady_gbp):
            axes.axhline(steady_gbp, color=DARK, lw=1.4, ls=(0, (5, 3)), label="Steady state", zorder=1)
        axes.set_ylim(0, 1.12 * highest)
        axes.locator_params(axis="y", nbins=5)
        axes.yaxis.set_major_formatter(lambda amount, _: money(amount, highest))
        key_above(axes, width, names)
        return figure

    return chart(on_both_papers(_paint), told, frame, year, value, annualised)


def _lines(
    axes: Axes,
    frame: pd.DataFrame,
    value: TableColumn,
    annualised: TableColumn,
    part_years: list[str],
    years: list[str],
) -> None:
    places = range(len(years))
    axes.plot(
        places, frame[annualised.name], ls=":", marker="s", color=ORANGE, label="Same rate over 12 months", zorder=2
    )
    axes.plot(places, frame[value.name], marker="o", markersize=7, color=BLUE, label="Paid in the year", zorder=3)
    for place, name in enumerate(years):
        if name in part_years:
            amount = float(frame[value.name].iloc[place])
            axes.plot([place], [amount], marker="o", markersize=8, color=BLUE, markerfacecolor="white", zorder=4)
            words = f"part year, {sentences.pounds_in_words(amount)}"
            axes.annotate(words, (place, amount), (9, -13), textcoords="offset points", color=DARK)
    axes.set_xticks(list(places), years)
    axes.set_xlim(-0.25, len(years) - 0.75)
    axes.tick_params(axis="x", length=0)
