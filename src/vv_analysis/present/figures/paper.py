"""The paper that pictures are drawn on: two widths, one style, and margins that every word fits into."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import matplotlib as mpl
from afcharts.af_colours import get_af_colours
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path
from matplotlib.typing import RcKeyType

from vv_analysis.present import sentences
from vv_analysis.present.content import ILLUSTRATIVE
from vv_analysis.present.content.words import plain

BLUE, TEAL, PLUM, ORANGE = get_af_colours("categorical", number_of_colours=4)
DARK, GREY = "#3D3D3D", "#BFBFBF"
FONT_POINTS = 10
_POINTS_AN_INCH = 72
_LONGEST_LABEL = 72
_STYLE: dict[RcKeyType, Any] = dict(
    mpl.rc_params_from_file(str(files("afcharts") / "afcharts.mplstyle"), use_default_template=False)
)
_SETTINGS: dict[RcKeyType, Any] = _STYLE | {
    # Comes with matplotlib, and is wider than what readers have: what fits here fits everywhere.
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": FONT_POINTS,
    "svg.hashsalt": "vv-analysis",
    "svg.fonttype": "none",
    "text.parse_math": False,  # a dollar in a name is a dollar
    "axes.labelsize": FONT_POINTS,
    "xtick.labelsize": FONT_POINTS,
    "ytick.labelsize": FONT_POINTS,
}


@contextmanager
def in_house_style() -> Iterator[None]:
    """Draw in the style of the house, whatever the reader of a notebook has set."""
    with mpl.rc_context(_SETTINGS):
        yield


@dataclass(frozen=True, slots=True)
class Width:
    """How wide a drawing is, and whether it is for a narrow screen."""

    inches: float
    narrow: bool


WIDE, NARROW = Width(7.6, narrow=False), Width(3.4, narrow=True)


def on_both_papers(paint: Callable[[Width], Figure]) -> tuple[Figure, Figure]:
    """Return a drawing for a page and one for a narrow screen."""
    with in_house_style():
        return paint(WIDE), paint(NARROW)


def sheet(width: Width, height_inches: float, *, illustrative: bool) -> Figure:
    """Return an empty figure, marked if any figure on it is invented."""
    figure = Figure(figsize=(width.inches, height_inches))
    if illustrative:
        place = 1 - 0.02 / width.inches, 0.04 / height_inches
        figure.text(*place, ILLUSTRATIVE.upper(), fontsize=8, color=PLUM, ha="right", va="bottom")
    return figure


def axes_within(figure: Figure, *, left: float, right: float, top: float, bottom: float) -> Axes:
    """Return axes that leave margins of so many inches."""
    width, height = figure.get_size_inches()
    axes = figure.add_axes(
        (left / width, bottom / height, (width - left - right) / width, (height - top - bottom) / height)
    )
    # No axis has a name of its own: without a place it is not looked for among the labels of the marks.
    axes.xaxis.set_label_coords(0.5, 0)
    axes.yaxis.set_label_coords(0, 0.5)
    return axes


@cache
def inches_wide(text: str, points: float = FONT_POINTS) -> float:
    """Return how wide a line of text is."""
    font = FontProperties(family="DejaVu Sans", size=points)
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return float(width) / _POINTS_AN_INCH


def wrapped(label: str, letters: int) -> str:
    r"""Return a label in lines of at most so many letters; a very long one ends in three dots, the table has it whole.

    Examples
    --------
    >>> wrapped("Education, training and employment", 20)
    'Education, training\nand employment'
    """
    text = plain(label)
    short = text if len(text) <= _LONGEST_LABEL else f"{text[: _LONGEST_LABEL - 1].rstrip()}…"
    return "\n".join(textwrap.wrap(short, letters))


def money(amount_gbp: float, widest_gbp: float) -> str:
    """Return pounds as they stand on an axis: in millions or thousands where the widest amount is that large.

    Examples
    --------
    >>> money(1_500_000, 4e6), money(-50_000, 200_000), money(250, 900), money(0, 4e6), money(2e9, 4e9)
    ('£1.5m', '−£50,000', '£250', '£0', '£2bn')
    """
    scale, unit = (1e9, "bn") if widest_gbp >= 1e9 else (1e6, "m") if widest_gbp >= 1e6 else (1, "")
    if scale == 1 or amount_gbp == 0:
        return sentences.pounds(amount_gbp)
    return f"£{amount_gbp / scale:g}{unit}".replace("£-", f"{sentences.MINUS}£")


def key_above(axes: Axes, width: Width, names: int) -> None:
    """Stand the key above the drawing: in one line on a page, one name a line on a narrow screen."""
    axes.legend(
        loc="lower left", bbox_to_anchor=(0, 1), ncols=1 if width.narrow else names, borderaxespad=0.2,
        handletextpad=0.5, handlelength=1.6, frameon=False,
    )  # fmt: skip


def key_inches(width: Width, names: int) -> float:
    """Return how much room the key takes."""
    return 0.1 + 0.21 * (names if width.narrow else min(names, 1))


def widest(texts: Sequence[str], points: float = FONT_POINTS) -> float:
    """Return how wide the widest line of some labels is, in inches."""
    return max((inches_wide(line, points) for text in texts for line in text.split("\n")), default=0.0)
