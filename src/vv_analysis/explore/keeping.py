"""Keep a chart: as a drawing that can be edited and as a picture, each with its title and its basis on it."""

from __future__ import annotations

import textwrap
from pathlib import Path

from matplotlib.figure import Figure

from vv_analysis.explore.choices import Choice
from vv_analysis.present.figures import Chart
from vv_analysis.present.figures.paper import DARK, FONT_POINTS, in_house_style

_LETTERS_A_LINE = 84
_LINE_INCHES = 0.19
_DOTS_AN_INCH = 200


def save_chart(chart: Chart, choice: Choice, folder: Path) -> list[Path]:
    """Write a chart as SVG and as PNG, named after the choice.

    Parameters
    ----------
    chart : Chart
        The chart; its title and subtitle are drawn above it, since a file travels without its page.
    choice : Choice
        What it shows.
    folder : Path
        Where to write; made if it is not there.

    Returns
    -------
    list of Path
        The two files; those of an earlier time are written over.

    Raises
    ------
    OSError
        The folder cannot be written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{choice.file_name}.{form}" for form in ("svg", "png")]
    with in_house_style():
        _titled(chart)
        # Without the day and the program, the same choice gives the same file.
        in_words = {"Title": chart.title, "Description": chart.alt}
        svg, png = {"Date": None, "Creator": None}, {"Software": None}
        chart.figure.savefig(paths[0], bbox_inches="tight", metadata=in_words | svg)
        chart.figure.savefig(paths[1], bbox_inches="tight", dpi=_DOTS_AN_INCH, metadata=in_words | png)
    return paths


def _titled(chart: Chart) -> Figure:
    """Write title and subtitle above the drawing; the files are cut wide enough to hold them."""
    figure: Figure = chart.figure
    lines = [(line, "bold") for line in textwrap.wrap(chart.told.title, _LETTERS_A_LINE)]
    lines += [(line, "normal") for line in textwrap.wrap(chart.told.subtitle, _LETTERS_A_LINE)]
    height = figure.get_figheight()
    for place, (line, weight) in enumerate(reversed(lines)):
        above = 1 + (0.1 + place * _LINE_INCHES) / height
        figure.text(0.01, above, line, fontsize=FONT_POINTS, fontweight=weight, color=DARK, va="bottom")
    return figure
