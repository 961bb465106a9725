"""Pictures of changes: their parts side by side, step by step, and what they hang on."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from vv_analysis.present import sentences
from vv_analysis.present.figures.chart import BLUE, DARK, ORANGE, PLUM, TEAL, Chart, canvas, money_axis, rows_down


def effects(
    frame: pd.DataFrame,
    *,
    label: str,
    parts: dict[str, str],
    title: str,
    subtitle: str,
    alt: str,
    illustrative: bool = False,
) -> Chart:
    """Draw the parts of each change side by side, to the left of nought or the right, in pounds."""
    colours, hatches = (BLUE, ORANGE, TEAL, PLUM), ("", "//", "..", "xx")
    with canvas(1.1 + 0.62 * len(frame), illustrative=illustrative) as (axes, drawn):
        height = 0.8 / len(parts)
        for number, (column, name) in enumerate(parts.items()):
            rows = [row - 0.4 + height * (number + 0.5) for row in range(len(frame))]
            axes.barh(
                rows,
                frame[column],
                height,
                label=name,
                color=colours[number],
                hatch=hatches[number],
                edgecolor="white",
            )
        rows_down(axes, list(frame[label]))
        axes.axvline(0, color=DARK, lw=1)
        money_axis(axes, across=True, scale="million")
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=len(parts), borderaxespad=0.2)
    return Chart(title, subtitle, alt, drawn.getvalue(), frame[[label, *parts]], illustrative)


def waterfall(
    frame: pd.DataFrame,
    *,
    label: str,
    amount: str,
    total: str,
    title: str,
    subtitle: str,
    alt: str,
    illustrative: bool = False,
) -> Chart:
    """Draw the way from one amount to another: the first and the last row from nought, each step from where it starts.

    A step up leans to the right of where the one before it ended, a step down to the left; its amount stands beside it.
    """
    with canvas(1.0 + 0.46 * len(frame), illustrative=illustrative) as (axes, drawn):
        amounts, totals = frame[amount].to_numpy(dtype=float), frame[total].to_numpy(dtype=float)
        last = len(frame) - 1
        for row, (step, reached) in enumerate(zip(amounts, totals, strict=True)):
            whole = row in {0, last}
            _step(axes, row, 0.0 if whole else reached - step, reached, whole=whole)
            if row < last:
                axes.plot([reached, reached], [row + 0.3, row + 0.7], color=DARK, lw=0.8)
        rows_down(axes, list(frame[label]))
        reach = max(*totals, *(totals - amounts), 0.0), min(*totals, *(totals - amounts)[1:last], 0.0)
        axes.set_xlim(reach[1] - 0.02 * (reach[0] - reach[1]), reach[0] + 0.24 * (reach[0] - reach[1]))
        axes.axvline(0, color=DARK, lw=1)
        money_axis(axes, across=True, scale="million" if reach[0] >= 1e6 else "")
    return Chart(title, subtitle, alt, drawn.getvalue(), frame[[label, amount, total]], illustrative)


def _step(axes: Axes, row: int, start: float, end: float, *, whole: bool) -> None:
    up = end >= start
    colour, hatch = (BLUE, "") if whole else (TEAL, "") if up else (ORANGE, "//")
    axes.barh([row], [end - start], left=[start], height=0.6, color=colour, hatch=hatch, edgecolor="white")
    words = sentences.pounds_in_words(end - start)
    sign = "+" if end > start and not whole else ""
    axes.text(max(start, end), row, f" {sign}{words}", va="center", color=DARK)


def tornado(
    frame: pd.DataFrame,
    *,
    label: str,
    low: str,
    central: str,
    high: str,
    title: str,
    subtitle: str,
    alt: str,
    illustrative: bool = False,
) -> Chart:
    """Draw one bar a factor, from the lowest to the highest answer it gives, around the central one; widest first."""
    with canvas(1.0 + 0.55 * len(frame), illustrative=illustrative) as (axes, drawn):
        middle = float(frame[central].iloc[0])
        ends = frame[[low, high]].to_numpy(dtype=float)
        widest = ends.max() - ends.min()
        for row, pair in enumerate(ends):
            least, most = min(pair), max(pair)
            axes.barh([row], [middle - least], left=[least], height=0.56, color=ORANGE, hatch="//", edgecolor="white")
            axes.barh([row], [most - middle], left=[middle], height=0.56, color=BLUE, edgecolor="white")
            axes.text(least, row, f"{sentences.pounds(least)} ", va="center", ha="right", color=DARK)
            axes.text(most, row, f" {sentences.pounds(most)}", va="center", color=DARK)
        rows_down(axes, list(frame[label]))
        axes.axvline(middle, color=DARK, lw=1.4)
        above = axes.get_xaxis_transform()
        axes.text(middle, 1.02, sentences.pounds(middle), transform=above, va="bottom", ha="center", color=DARK)
        axes.set_xlim(ends.min() - 0.2 * widest, ends.max() + 0.2 * widest)
        money_axis(axes, across=True)
    return Chart(title, subtitle, alt, drawn.getvalue(), frame[[label, low, central, high]], illustrative)
