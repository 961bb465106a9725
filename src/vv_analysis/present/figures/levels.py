"""Pictures of levels: amounts, intervals, and two amounts side by side."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from vv_analysis.present import sentences
from vv_analysis.present.figures.chart import Chart, Told, chart
from vv_analysis.present.figures.paper import BLUE, GREY, ORANGE, money
from vv_analysis.present.figures.rows import Rows, beside, room_right, rows_picture
from vv_analysis.present.tables import TableColumn

_ARROW = 0.1


def bars(frame: pd.DataFrame, told: Told, *, label: TableColumn, value: TableColumn) -> Chart:
    """Draw one bar a row, from nought, each with its figure in pounds beside it."""
    amounts = frame[value.name].astype("float64").tolist()
    texts = [sentences.pounds_in_words(amount) for amount in amounts]

    def _paint(axes: Axes, rows: Rows) -> None:
        axes.barh(rows.middles, amounts, color=BLUE, height=0.62 * rows.thickness)
        for place, amount, text in zip(rows.middles, amounts, texts, strict=True):
            beside(axes, amount, place, text)
        axes.set_xlim(0, room_right(rows, amounts, texts))
        axes.xaxis.set_major_formatter(lambda amount, _: money(amount, max(amounts)))

    drawn = rows_picture(list(frame[label.name]), _paint, illustrative=told.illustrative)
    return chart(drawn, told, frame, label, value)


def intervals(
    frame: pd.DataFrame, told: Told, *, label: TableColumn, low: TableColumn, high: TableColumn, form: str
) -> Chart:
    """Draw one line a row from lowest to highest figure; a diamond for a point, an arrow for an open end."""
    ends = frame[[low.name, high.name]].to_numpy(dtype=float)
    texts = [sentences.interval(first, last, form=form) for first, last in ends]
    furthest = pd.Series(ends.ravel()).max()

    def _paint(axes: Axes, rows: Rows) -> None:
        reached = [
            _interval(axes, place, (low, high), _ARROW * furthest)
            for place, (low, high) in zip(rows.middles, ends, strict=True)
        ]
        for place, end, text in zip(rows.middles, reached, texts, strict=True):
            beside(axes, end + 0.02 * furthest, place, text)
        axes.set_xlim(0, room_right(rows, [end + 0.04 * furthest for end in reached], texts))
        axes.xaxis.set_major_formatter(lambda value, _: money(value, furthest) if form == "pounds" else f"{value:g}%")

    drawn = rows_picture(list(frame[label.name]), _paint, illustrative=told.illustrative, row_inches=0.5)
    return chart(drawn, told, frame, label, low, high)


def _interval(axes: Axes, row: float, ends: tuple[float, float], arrow: float) -> float:
    """Draw one interval, and return where it ends."""
    low, high = ends
    if math.isnan(low) or math.isnan(high):
        start = high if math.isnan(low) else low
        end = start - arrow if math.isnan(low) else start + arrow
        axes.annotate("", (end, row), (start, row), arrowprops={"arrowstyle": "->", "color": BLUE, "lw": 2})
        axes.plot([start], [row], marker="|", markersize=14, color=BLUE)
        return max(start, end)
    axes.plot([low, high], [row, row], color=BLUE, lw=5, solid_capstyle="butt")
    if low == high:
        axes.plot([low], [row], marker="D", markersize=8, color=BLUE)
    return high


def dumbbells(
    frame: pd.DataFrame,
    told: Told,
    *,
    label: TableColumn,
    before: TableColumn,
    after: TableColumn,
    compact: bool = False,
    form: str = "pounds",
) -> Chart:
    """Draw two marks a row, joined: a square for before, a dot for after; a row without a side has one.

    The headings of the columns stand in the key. `compact` lays many rows closer together.
    """
    pairs = frame[[before.name, after.name]].to_numpy(dtype=float)

    def _paint(axes: Axes, rows: Rows) -> None:
        for place, pair in zip(rows.middles, pairs, strict=True):
            axes.add_line(Line2D(pair, [place, place], color=GREY, lw=3, zorder=1))
        size = 0.6 if compact else 1.0
        axes.scatter(pairs[:, 0], rows.middles, marker="s", s=64 * size, color=ORANGE, zorder=2, label=_key(before))
        axes.scatter(pairs[:, 1], rows.middles, marker="o", s=72 * size, color=BLUE, zorder=3, label=_key(after))
        axes.set_xlim(0, 1.06 * np.nanmax(pairs))
        axes.xaxis.set_major_formatter(
            lambda amount, _: f"{amount:g}%" if form == "percent" else money(amount, float(np.nanmax(pairs)))
        )

    row_inches = 0.26 if compact else 0.42
    labels = list(frame[label.name])
    drawn = rows_picture(labels, _paint, key=2, illustrative=told.illustrative, row_inches=row_inches)
    return chart(drawn, told, frame, label, before, after)


def _key(column: TableColumn) -> str:
    return column.heading.partition(" (")[0]
