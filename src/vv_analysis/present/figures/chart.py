"""A picture is a finished value with its drawing, its alt text and its data; all share one look.

The look is the Government Analysis Function's (afcharts): at most four colours, direct labels, horizontal
text, bars from nought. Titles stand in the page, not in the picture, to be read aloud and searched.
"""

from __future__ import annotations

import base64
import io
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
def canvas(height_inches: float, *, illustrative: bool) -> Iterator[tuple[Axes, io.BytesIO]]:
    """Give axes to draw on, and the file that holds the drawing once they are left."""
    drawn = io.BytesIO()
    with mpl.rc_context(_SETTINGS, fname=_STYLE):
        figure = Figure(figsize=(_WIDTH_INCHES, height_inches), layout="constrained")
        axes = figure.subplots()
        yield axes, drawn
        if illustrative:
            figure.supxlabel(ILLUSTRATIVE.upper(), fontsize=8, color=PLUM, x=0.99, ha="right")
        figure.savefig(drawn, format="svg", metadata={"Date": None, "Creator": None})


def money_axis(axes: Axes, *, across: bool, scale: str = "") -> None:
    """Write the amounts of an axis in pounds, or in millions of pounds."""
    axis = axes.xaxis if across else axes.yaxis
    axis.set_major_formatter(lambda value, _: short_pounds(value, scale))


def short_pounds(value: float, scale: str) -> str:
    """Return pounds as they stand on an axis."""
    if scale != "million" or value == 0:
        return sentences.pounds(value)
    size, unit = (value / 1e9, "bn") if abs(value) >= 1e9 else (value / 1e6, "m")
    return f"£{size:g}{unit}".replace("£-", f"{sentences.MINUS}£")


def rows_down(axes: Axes, labels: Sequence[str]) -> None:
    """Lay rows from the top down, each with its label, with lines for reading off amounts."""
    axes.set_yticks(range(len(labels)), labels)
    axes.set_ylim(len(labels) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=False, axis="y")
    axes.grid(visible=True, axis="x")
