"""Pictures made of rows, one under the other: each with its label, on one axis that runs across."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from vv_analysis.present.figures.paper import (
    DARK,
    Width,
    axes_within,
    inches_wide,
    key_above,
    key_inches,
    on_both_papers,
    sheet,
    widest,
    wrapped,
)

_LINE_INCHES = 0.17


@dataclass(frozen=True, slots=True)
class Rows:
    """Where each row lies on the paper it is drawn on.

    Attributes
    ----------
    middles : list of float
        The middle of each row, counted down the paper.
    thickness : float
        How much of a row a bar may fill.
    inches : float
        How wide the room for the drawing is.
    """

    middles: list[float]
    thickness: float
    inches: float


Paint = Callable[[Axes, Rows], None]


def rows_picture(
    labels: Sequence[str], paint: Paint, *, key: int = 0, illustrative: bool, row_inches: float = 0.42
) -> tuple[Figure, Figure]:
    """Draw rows on both papers: labels stand to the left on a page, and above each row on a narrow screen.

    Parameters
    ----------
    labels : sequence of str
        One a row, from the top down.
    paint : callable
        Draws the rows on the axes it is given, and says where the axis ends.
    key : int
        How many names the key above the drawing has.
    illustrative : bool
        Whether any figure is invented.
    row_inches : float
        How high a row is on a page.
    """
    return on_both_papers(lambda width: _on(width, labels, paint, key, illustrative, row_inches))


def _on(width: Width, labels: Sequence[str], paint: Paint, key: int, illustrative: bool, row_inches: float) -> Figure:
    told = [wrapped(label, 40 if width.narrow else 30) for label in labels]
    lines = max((label.count("\n") + 1 for label in told), default=1)
    above = lines * _LINE_INCHES + 0.06 if width.narrow else 0.0
    each = (row_inches * 0.8 if width.narrow else max(row_inches, lines * _LINE_INCHES + 0.08)) + above
    margins = {
        "left": 0.12 if width.narrow else widest(told) + 0.14,
        "right": 0.3,
        "top": 0.08 + (key_inches(width, key) if key else 0),
        "bottom": 0.3 + (0.2 if illustrative else 0),
    }
    height = margins["top"] + margins["bottom"] + each * len(labels)
    figure = sheet(width, height, illustrative=illustrative)
    axes = axes_within(figure, **margins)
    shift = above / each / 2
    thickness = 1 - above / each
    rows = Rows(
        [row + shift for row in range(len(labels))], thickness, width.inches - margins["left"] - margins["right"]
    )
    _lay_out(axes, len(labels))
    paint(axes, rows)
    _label(axes, told, rows, above / each, narrow=width.narrow)
    if key:
        key_above(axes, width, key)
    return figure


def _lay_out(axes: Axes, rows: int) -> None:
    axes.set_ylim(rows - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=False, axis="y")
    axes.grid(visible=True, axis="x")
    axes.spines["left"].set_visible(False)
    axes.locator_params(axis="x", nbins=5)


def _label(axes: Axes, told: list[str], rows: Rows, above: float, *, narrow: bool) -> None:
    if not narrow:
        axes.set_yticks(rows.middles, told, linespacing=1.0, multialignment="right")
        return
    axes.set_yticks([])
    for row, label in enumerate(told):
        axes.text(
            0, row - 0.5 + above / 2, label, transform=axes.get_yaxis_transform(), va="center", ha="left",
            linespacing=1.0, color=DARK, fontweight="bold",
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8},
        )  # fmt: skip
    axes.locator_params(axis="x", nbins=3)


def beside(axes: Axes, end: float, middle: float, text: str, *, left: bool = False) -> None:
    """Write a figure beside the end of its bar."""
    axes.annotate(
        text, (end, middle), (-5 if left else 5, 0), textcoords="offset points", va="center",
        ha="right" if left else "left", color=DARK,
    )  # fmt: skip


def room_right(rows: Rows, ends: Sequence[float], texts: Sequence[str], start: float = 0.0) -> float:
    """Return where the axis must end so that each text fits to the right of its end."""
    reach = [
        start + (end - start) * rows.inches / max(rows.inches - inches_wide(text) - 0.15, 0.3)
        for end, text in zip(ends, texts, strict=True)
    ]
    return max(reach, default=1.0) or 1.0
