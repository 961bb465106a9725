"""Pictures of changes: their parts side by side, step by step, and what they hang on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from vv_analysis.present import sentences
from vv_analysis.present.figures.chart import Chart, Told, chart
from vv_analysis.present.figures.paper import BLUE, DARK, ORANGE, PLUM, TEAL, inches_wide, money
from vv_analysis.present.figures.rows import Rows, beside, room_right, rows_picture
from vv_analysis.present.tables import TableColumn

_COLOURS, _HATCHES = (BLUE, ORANGE, TEAL, PLUM), ("", "//", "..", "xx")


def effects(frame: pd.DataFrame, told: Told, *, label: TableColumn, parts: Sequence[TableColumn]) -> Chart:
    """Draw the parts of each change side by side, to the left of nought or the right, in pounds."""
    amounts = frame[[part.name for part in parts]].to_numpy(dtype=float)
    furthest = float(np.nanmax(np.abs(amounts))) if amounts.size else 1.0

    def _paint(axes: Axes, rows: Rows) -> None:
        thick = 0.8 * rows.thickness / len(parts)
        for number, part in enumerate(parts):
            places = [place + thick * (number + 0.5 - len(parts) / 2) for place in rows.middles]
            axes.barh(
                places, amounts[:, number], thick, label=part.heading.partition(" (")[0], color=_COLOURS[number],
                hatch=_HATCHES[number], edgecolor="white",
            )  # fmt: skip
        axes.axvline(0, color=DARK, lw=1)
        axes.xaxis.set_major_formatter(lambda amount, _: money(amount, furthest))

    labels = list(frame[label.name])
    drawn = rows_picture(labels, _paint, key=len(parts), illustrative=told.illustrative, row_inches=0.62)
    return chart(drawn, told, frame, label, *parts)


def waterfall(frame: pd.DataFrame, told: Told, *, label: TableColumn, amount: TableColumn, total: TableColumn) -> Chart:
    """Draw the way from one amount to another: the first and the last row from nought, each step from where it starts.

    A step up leans to the right of where the one before it ended, a step down to the left; its amount stands beside it.
    """
    ends, reached = frame[amount.name].to_numpy(dtype=float), frame[total.name].to_numpy(dtype=float)
    last = len(frame) - 1
    starts = np.where(np.isin(np.arange(len(frame)), [0, last]), 0.0, reached - ends)
    texts = [
        _step_words(end - start, whole=row in {0, last})
        for row, (start, end) in enumerate(zip(starts, reached, strict=True))
    ]

    def _paint(axes: Axes, rows: Rows) -> None:
        for row, (start, end) in enumerate(zip(starts, reached, strict=True)):
            _step(axes, rows, row, start, end, whole=row in {0, last})
            beside(axes, max(start, end), rows.middles[row], texts[row])
            if row < last:
                axes.plot([end, end], [rows.middles[row], rows.middles[row + 1]], color=DARK, lw=0.8, zorder=0)
        least = min(*starts, *reached, 0.0)
        axes.set_xlim(least, room_right(rows, np.maximum(starts, reached).tolist(), texts, start=least))
        axes.axvline(0, color=DARK, lw=1)
        axes.xaxis.set_major_formatter(lambda gbp, _: money(gbp, float(np.abs(reached).max())))

    drawn = rows_picture(list(frame[label.name]), _paint, illustrative=told.illustrative, row_inches=0.46)
    return chart(drawn, told, frame, label, amount, total)


def _step_words(amount_gbp: float, *, whole: bool) -> str:
    words = sentences.pounds_in_words(amount_gbp)
    return f"+{words}" if amount_gbp > 0 and not whole else words


def _step(axes: Axes, rows: Rows, row: int, start: float, end: float, *, whole: bool) -> None:
    colour, hatch = (BLUE, "") if whole else (TEAL, "") if end >= start else (ORANGE, "//")
    height = 0.62 * rows.thickness
    axes.barh(
        [rows.middles[row]], [end - start], left=[start], height=height, color=colour, hatch=hatch, edgecolor="white"
    )


def tornado(
    frame: pd.DataFrame, told: Told, *, label: TableColumn, low: TableColumn, central: TableColumn, high: TableColumn
) -> Chart:
    """Draw one bar a factor, from the lowest to the highest answer it gives, around the central one; widest first."""
    middle = float(frame[central.name].iloc[0])
    ends = np.sort(frame[[low.name, high.name]].to_numpy(dtype=float), axis=1)

    def _paint(axes: Axes, rows: Rows) -> None:
        for place, (least, most) in zip(rows.middles, ends, strict=True):
            height = 0.56 * rows.thickness
            axes.barh(
                [place], [middle - least], left=[least], height=height, color=ORANGE, hatch="//", edgecolor="white"
            )
            axes.barh([place], [most - middle], left=[middle], height=height, color=BLUE, edgecolor="white")
            beside(axes, least, place, sentences.pounds(least), left=True)
            beside(axes, most, place, sentences.pounds(most))
        axes.axvline(middle, color=DARK, lw=1.4, label=f"Central answer, {sentences.pounds(middle)}")
        widest = max(inches_wide(sentences.pounds(end)) + 0.12 for end in ends.ravel())
        each_inch = (ends.max() - ends.min()) / max(rows.inches - 2 * widest, 0.5)
        axes.set_xlim(ends.min() - each_inch * widest, ends.max() + each_inch * widest)
        axes.xaxis.set_major_formatter(lambda amount, _: sentences.pounds(amount))

    drawn = rows_picture(list(frame[label.name]), _paint, key=1, illustrative=told.illustrative, row_inches=0.55)
    return chart(drawn, told, frame, label, low, central, high)
