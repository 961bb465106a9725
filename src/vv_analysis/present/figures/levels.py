"""Pictures of levels: amounts, intervals, and two amounts side by side."""

from __future__ import annotations

import math

import pandas as pd
from matplotlib.axes import Axes

from vv_analysis.present import sentences
from vv_analysis.present.figures.chart import BLUE, DARK, ORANGE, Chart, canvas, money_axis, rows_down, short_pounds


def bars(
    frame: pd.DataFrame,
    *,
    label: str,
    value: str,
    title: str,
    subtitle: str,
    alt: str,
    illustrative: bool = False,
) -> Chart:
    """Draw one bar a row, from nought, each with its figure in pounds beside it."""
    with canvas(0.6 + 0.42 * len(frame), illustrative=illustrative) as (axes, drawn):
        amounts = frame[value].to_numpy()
        axes.barh(range(len(frame)), amounts, color=BLUE, height=0.62)
        for row, amount in enumerate(amounts):
            axes.text(amount, row, f" {sentences.pounds_in_words(amount)}", va="center", color=DARK)
        rows_down(axes, list(frame[label]))
        axes.set_xlim(0, max(amounts) * 1.22)
        money_axis(axes, across=True, scale="million")
    return Chart(title, subtitle, alt, drawn.getvalue(), frame[[label, value]], illustrative)


def intervals(
    frame: pd.DataFrame, *, label: str, low: str, high: str, form: str, title: str, subtitle: str, alt: str
) -> Chart:
    """Draw one line a row from lowest to highest figure; a diamond for a point, an arrow for an open end."""
    with canvas(0.7 + 0.5 * len(frame), illustrative=False) as (axes, drawn):
        ends = frame[[low, high]].to_numpy(dtype=float)
        widest = pd.Series(ends.ravel()).max()
        for row, (first, last) in enumerate(ends):
            _interval(axes, row, first, last, reach=0.12 * widest)
            words = sentences.interval(first, last, form=form)
            right = max(end for end in (first, last) if not math.isnan(end))
            right += 0.12 * widest if math.isnan(last) else 0
            axes.text(right + 0.035 * widest, row, words, va="center", color=DARK)
        rows_down(axes, list(frame[label]))
        axes.set_xlim(0, widest * 1.66)
        axes.xaxis.set_major_formatter(
            lambda value, _: short_pounds(value, "million") if form == "pounds" else f"{value:g}%"
        )
    return Chart(title, subtitle, alt, drawn.getvalue(), frame[[label, low, high]])


def _interval(axes: Axes, row: int, low: float, high: float, *, reach: float) -> None:
    if math.isnan(low) or math.isnan(high):
        start = high if math.isnan(low) else low
        end = start - reach if math.isnan(low) else start + reach
        axes.annotate("", (end, row), (start, row), arrowprops={"arrowstyle": "->", "color": BLUE, "lw": 2})
        axes.plot([start], [row], marker="|", markersize=14, color=BLUE)
        return
    axes.plot([low, high], [row, row], color=BLUE, lw=5, solid_capstyle="butt")
    if low == high:
        axes.plot([low], [row], marker="D", markersize=8, color=BLUE)


def dumbbells(
    frame: pd.DataFrame,
    *,
    label: str,
    before: str,
    after: str,
    names: tuple[str, str],
    title: str,
    subtitle: str,
    alt: str,
    illustrative: bool = False,
) -> Chart:
    """Draw two marks a row, joined: a square for before, a dot for after; a row without a side has one."""
    with canvas(1.1 + 0.42 * len(frame), illustrative=illustrative) as (axes, drawn):
        for row, (first, last) in enumerate(frame[[before, after]].to_numpy(dtype=float)):
            axes.plot([first, last], [row, row], color="#BFBFBF", lw=3, zorder=1)
        rows = range(len(frame))
        axes.scatter(frame[before], rows, marker="s", s=64, color=ORANGE, zorder=2, label=names[0])
        axes.scatter(frame[after], rows, marker="o", s=72, color=BLUE, zorder=3, label=names[1])
        rows_down(axes, list(frame[label]))
        axes.set_xlim(0, None)
        money_axis(axes, across=True)
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, borderaxespad=0.2, handletextpad=0.3)
    return Chart(title, subtitle, alt, drawn.getvalue(), frame[[label, before, after]], illustrative)
