"""Pictures: each is a finished value with its drawing, its alt text and its data, in one look.

The look is the Government Analysis Function's (afcharts): at most four colours, direct labels, horizontal
text, bars from nought. Titles stand in the page, not in the picture, to be read aloud and searched.
"""

from __future__ import annotations

import base64
import io
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from typing import Any

import matplotlib as mpl
import pandas as pd
from afcharts.af_colours import get_af_colours
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.typing import RcKeyType

from vv_analysis.present import sentences
from vv_analysis.present.page import ILLUSTRATIVE

BLUE, TEAL, PLUM, ORANGE = get_af_colours("categorical", number_of_colours=4)
DARK = "#3D3D3D"
_WIDTH_INCHES = 7.6
_STYLE = str(files("afcharts") / "afcharts.mplstyle")
_SETTINGS: dict[RcKeyType, Any] = {
    "font.sans-serif": ["DejaVu Sans"],  # comes with matplotlib: the same shapes, and bytes, on every machine
    "font.size": 10,
    "svg.hashsalt": "vv-analysis",
    "axes.labelsize": 10,
    "xtick.labelsize": 10,
    "ytick.labelsize": 10,
}


@dataclass(frozen=True, slots=True)
class Chart:
    """A finished picture.

    Attributes
    ----------
    title : str
        The finding, as a sentence.
    subtitle : str
        Measure, place, period and unit.
    alt : str
        What it shows, for those who cannot see it, written from the data.
    svg : bytes
        The drawing.
    data : DataFrame
        The figures drawn.
    illustrative : bool
        Whether any of them is invented; the picture then says so, in the drawing too.
    """

    title: str
    subtitle: str
    alt: str
    svg: bytes
    data: pd.DataFrame
    illustrative: bool = False

    def _repr_html_(self) -> str:
        tag = f' <span class="tag-illustrative">{ILLUSTRATIVE}</span>' if self.illustrative else ""
        words = f"<strong>{escape(self.title)}</strong>{tag}<br><span>{escape(self.subtitle)}</span>"
        source = f"data:image/svg+xml;base64,{base64.b64encode(self.svg).decode()}"
        image = f'<img src="{source}" alt="{escape(self.alt, quote=True)}">'
        label = escape(f"Picture: {self.title}", quote=True)
        window = f'<div class="scroll" role="region" tabindex="0" aria-label="{label}">{image}</div>'
        return f'<figure class="figure"><figcaption>{words}</figcaption>{window}</figure>'


@contextmanager
def _canvas(height_inches: float, *, illustrative: bool) -> Iterator[tuple[Axes, io.BytesIO]]:
    drawn = io.BytesIO()
    with mpl.rc_context(_SETTINGS, fname=_STYLE):
        figure = Figure(figsize=(_WIDTH_INCHES, height_inches), layout="constrained")
        axes = figure.subplots()
        yield axes, drawn
        if illustrative:
            figure.supxlabel(ILLUSTRATIVE.upper(), fontsize=8, color=PLUM, x=0.99, ha="right")
        figure.savefig(drawn, format="svg", metadata={"Date": None, "Creator": None})


def _money_axis(axes: Axes, *, across: bool, scale: str = "") -> None:
    axis = axes.xaxis if across else axes.yaxis
    axis.set_major_formatter(lambda value, _: _short(value, scale))


def _short(value: float, scale: str) -> str:
    if scale != "million" or value == 0:
        return sentences.pounds(value)
    size, unit = (value / 1e9, "bn") if abs(value) >= 1e9 else (value / 1e6, "m")
    return f"£{size:g}{unit}".replace("£-", f"{sentences.MINUS}£")


def _rows_down(axes: Axes, labels: Sequence[str]) -> None:
    axes.set_yticks(range(len(labels)), labels)
    axes.set_ylim(len(labels) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=False, axis="y")
    axes.grid(visible=True, axis="x")


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
    with _canvas(0.6 + 0.42 * len(frame), illustrative=illustrative) as (axes, drawn):
        amounts = frame[value].to_numpy()
        axes.barh(range(len(frame)), amounts, color=BLUE, height=0.62)
        for row, amount in enumerate(amounts):
            axes.text(amount, row, f" {sentences.pounds_in_words(amount)}", va="center", color=DARK)
        _rows_down(axes, list(frame[label]))
        axes.set_xlim(0, max(amounts) * 1.22)
        _money_axis(axes, across=True, scale="million")
    return Chart(title, subtitle, alt, drawn.getvalue(), frame[[label, value]], illustrative)


def intervals(
    frame: pd.DataFrame, *, label: str, low: str, high: str, form: str, title: str, subtitle: str, alt: str
) -> Chart:
    """Draw one line a row from lowest to highest figure; a diamond for a point, an arrow for an open end."""
    with _canvas(0.7 + 0.5 * len(frame), illustrative=False) as (axes, drawn):
        ends = frame[[low, high]].to_numpy(dtype=float)
        widest = pd.Series(ends.ravel()).max()
        for row, (first, last) in enumerate(ends):
            _interval(axes, row, first, last, reach=0.12 * widest)
            words = sentences.interval(first, last, form=form)
            right = max(end for end in (first, last) if not math.isnan(end))
            right += 0.12 * widest if math.isnan(last) else 0
            axes.text(right + 0.035 * widest, row, words, va="center", color=DARK)
        _rows_down(axes, list(frame[label]))
        axes.set_xlim(0, widest * 1.66)
        axes.xaxis.set_major_formatter(lambda value, _: _short(value, "million") if form == "pounds" else f"{value:g}%")
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
    with _canvas(1.1 + 0.42 * len(frame), illustrative=illustrative) as (axes, drawn):
        for row, (first, last) in enumerate(frame[[before, after]].to_numpy(dtype=float)):
            axes.plot([first, last], [row, row], color="#BFBFBF", lw=3, zorder=1)
        rows = range(len(frame))
        axes.scatter(frame[before], rows, marker="s", s=64, color=ORANGE, zorder=2, label=names[0])
        axes.scatter(frame[after], rows, marker="o", s=72, color=BLUE, zorder=3, label=names[1])
        _rows_down(axes, list(frame[label]))
        axes.set_xlim(0, None)
        _money_axis(axes, across=True)
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, borderaxespad=0.2, handletextpad=0.3)
    return Chart(title, subtitle, alt, drawn.getvalue(), frame[[label, before, after]], illustrative)


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
    with _canvas(1.1 + 0.62 * len(frame), illustrative=illustrative) as (axes, drawn):
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
        _rows_down(axes, list(frame[label]))
        axes.axvline(0, color=DARK, lw=1)
        _money_axis(axes, across=True, scale="million")
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=len(parts), borderaxespad=0.2)
    return Chart(title, subtitle, alt, drawn.getvalue(), frame[[label, *parts]], illustrative)


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
    with _canvas(3.6, illustrative=illustrative) as (axes, drawn):
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
        _money_axis(axes, across=False, scale="million")
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, borderaxespad=0.2, handlelength=1.8)
    return Chart(title, subtitle, alt, drawn.getvalue(), frame[[year, value, annualised]], illustrative)
