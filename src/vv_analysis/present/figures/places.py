"""Pictures of places: the 43 areas as a map of hexagons, and the same lines for every region."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle, RegularPolygon

from vv_analysis.present.figures.chart import Chart, Told, chart
from vv_analysis.present.figures.paper import (
    BLUE,
    DARK,
    GREY,
    ORANGE,
    Width,
    axes_within,
    on_both_papers,
    sheet,
    wrapped,
)
from vv_analysis.present.tables import FORMS, TableColumn
from vv_analysis.terms import reference

# The sequential palette of the Government Analysis Function, lightest first, each with the ink that can be read on it.
_SHADES = (("#FFFFFF", DARK), ("#ADD1F1", DARK), ("#2073BC", "#FFFFFF"), ("#12436D", "#FFFFFF"))
_LONGEST_NARROW_SIGN = 2
_ROW_HEIGHT = math.sqrt(3) / 2
_COLUMNS_ON_A_PAGE, _COLUMNS_NARROW = 4, 2


def hex_map(
    frame: pd.DataFrame,
    told: Told,
    *,
    code: str,
    label: TableColumn,
    value: TableColumn,
    shade: TableColumn,
    classes: Mapping[int, str],
) -> Chart:
    """Draw one hexagon an area, of equal size, shaded by class, with its figure; areas without one are crossed.

    On a narrow screen a figure of more than two letters gives way to the number of its class.

    Parameters
    ----------
    frame : DataFrame
        One row an area: its `code`, its name, its value, and ``shade``: the class it falls in, 1 to 4, or 0 for none.
    classes : mapping
        The words of each class, lowest first, for the key: ``{1: "under £1,000"}``.
    """
    by_code = frame.set_index(code)
    hexagons = reference.area_hexagons()
    laid_out = hexagons.assign(
        **{
            name: hexagons["area_code"].map(by_code[column])
            for name, column in (("shade", "shade"), ("value", value.name))
        }
    )
    signs = [FORMS[value.form].say(number) if pd.notna(number) else "–" for number in laid_out["value"]]
    numbered = max(map(len, signs)) > _LONGEST_NARROW_SIGN

    def _paint(width: Width) -> Figure:
        key_inches = 0.26 * (len(classes) + 1)
        across = (width.inches - 0.2) / 7.7 if width.narrow else 0.62
        height = across * (9 * _ROW_HEIGHT + 1.2) + (key_inches if width.narrow else 0) + 0.25
        figure = sheet(width, height, illustrative=told.illustrative)
        map_width = across * 7.7
        axes = axes_within(
            figure,
            left=0.1,
            right=width.inches - map_width - 0.1,
            top=key_inches if width.narrow else 0.02,
            bottom=0.22,
        )
        by_class = [str(int(one)) if pd.notna(one) else "–" for one in laid_out["shade"]]
        _hexagons(axes, laid_out, by_class if width.narrow and numbered else signs, across)
        _key_of_shades(figure, width, classes, height, numbered=width.narrow and numbered)
        return figure

    return chart(on_both_papers(_paint), told, frame, label, value, shade)


def _hexagons(axes: Axes, laid_out: pd.DataFrame, signs: list[str], across: float) -> None:
    points = 7 if across < 0.55 else 8.5
    for area, sign in zip(laid_out.to_dict("records"), signs, strict=True):
        x = area["column"] + (0.5 if area["row"] % 2 else 0.0)
        y = area["row"] * _ROW_HEIGHT
        shade = 0 if pd.isna(area["shade"]) else int(area["shade"])
        fill, ink = _SHADES[shade - 1] if shade else ("#FFFFFF", DARK)
        hexagon = RegularPolygon(
            (x, y),
            6,
            radius=1 / math.sqrt(3) * 0.96,
            facecolor=fill,
            edgecolor=DARK,
            lw=0.8,
            hatch="" if shade else "xxx",
        )
        hexagon.set_hatch_linewidth(0.3) if not shade else None
        axes.add_patch(hexagon)
        words = f"{area['short']}\n{sign}"
        box = {"facecolor": "white", "edgecolor": "none", "pad": 0.6} if not shade else None
        axes.text(x, y, words, ha="center", va="center", color=ink, fontsize=points, bbox=box)
    axes.set_xlim(0.3, 8.0)
    axes.set_ylim(9 * _ROW_HEIGHT + 0.6, -0.6)
    axes.axis("off")


def _key_of_shades(figure: Figure, width: Width, classes: Mapping[int, str], height: float, *, numbered: bool) -> None:
    left = 0.1 if width.narrow else width.inches - 2.35
    entries = [(str(number) if numbered else "", words, *_SHADES[number - 1], "") for number, words in classes.items()]
    entries.append(("–", "no figure", "#FFFFFF", DARK, "xxx"))
    for place, (number, words, fill, ink, hatch) in enumerate(entries):
        y = height - 0.16 - 0.26 * place
        figure.add_artist(
            Rectangle(
                (left / width.inches, (y - 0.09) / height), 0.26 / width.inches, 0.19 / height, facecolor=fill,
                edgecolor=DARK, lw=0.8, hatch=hatch, transform=figure.transFigure,
            )
        )  # fmt: skip
        if not hatch:
            figure.text(
                (left + 0.13) / width.inches, y / height, number, ha="center", va="center", color=ink, fontsize=8
            )
        figure.text((left + 0.34) / width.inches, y / height, words, va="center", color=DARK)


def small_multiples(
    frame: pd.DataFrame, told: Told, *, panel: TableColumn, year: TableColumn, value: TableColumn, part_years: list[str]
) -> Chart:
    """Draw the same line for every panel, on one scale from nought to a little over 100%, the steady state.

    The first figure is written beside its mark, which is hollow in a part year.
    """
    panels = list(dict.fromkeys(frame[panel.name]))

    def _paint(width: Width) -> Figure:
        columns = _COLUMNS_NARROW if width.narrow else _COLUMNS_ON_A_PAGE
        down = math.ceil(len(panels) / columns)
        each = (width.inches - 0.55) / columns, 1.42
        figure = sheet(width, 0.35 + each[1] * down, illustrative=told.illustrative)
        height = figure.get_size_inches()[1]
        for place, name in enumerate(panels):
            row, column = divmod(place, columns)
            left, top = 0.5 + column * each[0], row * each[1] + 0.42
            axes = axes_within(
                figure, left=left, right=width.inches - left - each[0] + 0.2, top=top,
                bottom=height - top - each[1] + 0.62,
            )  # fmt: skip
            _panel(axes, frame[frame[panel.name] == name], year, value, part_years, name, first=column == 0)
        return figure

    return chart(on_both_papers(_paint), told, frame, panel, year, value)


def _panel(
    axes: Axes,
    rows: pd.DataFrame,
    year: TableColumn,
    value: TableColumn,
    part_years: list[str],
    name: str,
    *,
    first: bool,
) -> None:
    years, amounts = list(rows[year.name]), rows[value.name].to_numpy(dtype=float)
    axes.axhline(100, color=DARK, lw=1, ls=(0, (5, 3)))
    axes.plot(range(len(years)), amounts, color=BLUE, marker="o", markersize=4)
    for place, (one, amount) in enumerate(zip(years, amounts, strict=True)):
        if one in part_years:
            axes.plot([place], [amount], marker="o", markersize=6, color=ORANGE, markerfacecolor="white", zorder=4)
    if len(amounts) and not math.isnan(amounts[0]):
        axes.annotate(
            f"{amounts[0]:.0f}%", (0, amounts[0]), (6, -11), textcoords="offset points", color=DARK, fontsize=9
        )
    two_lines = "\n".join(wrapped(name, 19).split("\n")[:2])
    axes.set_title(two_lines, fontsize=9, loc="left", pad=4, fontweight="bold", linespacing=1.0)
    axes.set_ylim(0, 119)
    axes.set_yticks([0, 50, 100], ["0%", "50%", "100%"] if first else ["", "", ""], fontsize=8)
    ends = [0, len(years) - 1] if len(years) > 1 else [0]
    axes.set_xticks(ends, [years[place] for place in ends], fontsize=8)
    axes.set_xlim(-0.35, max(len(years) - 0.65, 0.35))
    axes.tick_params(length=0)
    axes.grid(visible=True, axis="y", color=GREY)
