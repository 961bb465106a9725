"""Pictures of years: what is paid year by year against the steady state."""

from __future__ import annotations

import math

import pandas as pd

from vv_analysis.present.figures.chart import BLUE, DARK, ORANGE, Chart, canvas, money_axis


def ramp(
    frame: pd.DataFrame,
    *,
    year: str,
    value: str,
    annualised: str,
    steady_gbp: float,
    title: str,
    subtitle: str,
    alt: str,
    illustrative: bool = False,
) -> Chart:
    """Draw what is paid each year as bars, and at twelve months as a line, against the steady state."""
    with canvas(3.6, illustrative=illustrative) as (axes, drawn):
        years = list(frame[year])
        axes.bar(range(len(years)), frame[value], width=0.55, color=BLUE, label="Paid in the year")
        axes.plot(
            range(len(years)),
            frame[annualised],
            marker="o",
            color=ORANGE,
            label="The same rate over 12 months",
        )
        if not math.isnan(steady_gbp):
            axes.axhline(steady_gbp, color=DARK, lw=1.4, ls=(0, (5, 3)), label="Steady state")
        axes.set_xticks(range(len(years)), years)
        axes.tick_params(axis="x", length=0)
        axes.set_ylim(0, 1.1 * max(frame[value].max(), frame[annualised].max()))
        money_axis(axes, across=False, scale="million")
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, borderaxespad=0.2, handlelength=1.8)
    return Chart(title, subtitle, alt, drawn.getvalue(), frame[[year, value, annualised]], illustrative)
