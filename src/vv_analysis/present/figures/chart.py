"""A picture is a finished value: its drawing for a page and for a narrow screen, its words, and its figures.

The look is the Government Analysis Function's (afcharts): at most four colours, direct labels or a key above,
horizontal text, bars from nought. Titles stand in the page, not in the picture, to be read aloud and searched.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from vv_analysis.present.content import Picture
from vv_analysis.present.figures.paper import in_house_style
from vv_analysis.present.tables import Table, TableColumn

_FONTS = "Arial, Helvetica, 'Liberation Sans', 'DejaVu Sans', sans-serif"
_NUMBER = re.compile(r"-?\d+\.\d{3,}")
_STYLE = re.compile(r'style="([^"]*)"')
_NO_TURN = re.compile(r' transform="rotate\(-?0 [^)]*\)"')


@dataclass(frozen=True, slots=True)
class Told:
    """The words of a picture.

    Attributes
    ----------
    title : str
        The finding, as a sentence.
    subtitle : str
        Measure, place, period and unit.
    alt : str
        What it shows, for those who cannot see it, written from the data.
    illustrative : bool
        Whether any figure is invented; the picture then says so, in the drawing too.
    """

    title: str
    subtitle: str
    alt: str
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A finished picture.

    Attributes
    ----------
    told : Told
        Its words.
    figure, narrow : matplotlib.figure.Figure
        The drawing for a page, and for a screen of 320 pixels.
    table : Table
        The figures drawn.
    """

    told: Told
    figure: Figure
    narrow: Figure
    table: Table

    @property
    def title(self) -> str:
        """The finding, as a sentence."""
        return self.told.title

    @property
    def alt(self) -> str:
        """What it shows, in words."""
        return self.told.alt

    @property
    def data(self) -> pd.DataFrame:
        """The figures drawn."""
        return self.table.frame[[column.name for column in self.table.columns]]

    @property
    def svg(self) -> str:
        """The drawing for a page."""
        with in_house_style():
            return _svg(self.figure)

    def csv(self) -> str:
        """Return the figures drawn, for programs."""
        return self.table.grid().csv()

    def picture(self) -> Picture:
        """Return the block that reports are made of."""
        told = self.told
        with in_house_style():
            drawings = _svg(self.figure), _svg(self.narrow)
        return Picture(told.title, told.subtitle, told.alt, *drawings, self.table.grid(), told.illustrative)

    def _repr_html_(self) -> str:
        return self.picture()._repr_html_()

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return self.picture()._repr_mimebundle_()


def chart(drawn: tuple[Figure, Figure], told: Told, frame: pd.DataFrame, *columns: TableColumn) -> Chart:
    """Return a finished picture with the columns of the figures it draws."""
    caption = f"Figures of the picture “{told.title}”"
    return Chart(told, *drawn, Table(caption, frame, columns, illustrative=told.illustrative))


def _svg(figure: Figure) -> str:
    written = io.BytesIO()
    figure.savefig(written, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    return _lean(written.getvalue().decode("utf-8"))


def _short_styles(drawing: str) -> str:
    """Say each look once, and point to it: most of a drawing is the same few looks again and again."""
    looks = Counter(_STYLE.findall(drawing))
    names = {look: f"s{number}" for number, (look, times) in enumerate(looks.items()) if times > 1}
    rules = "".join(f".{name}{{{look}}}" for look, name in names.items())
    short = _STYLE.sub(lambda found: f'class="{names[found[1]]}"' if found[1] in names else found[0], drawing)
    return short.replace("</style>", f"{rules}</style>", 1)


def _without_idle_names(drawing: str) -> str:
    used = set(re.findall(r'(?:url\(|href=")#([^")]+)', drawing))
    return re.sub(r' id="([^"]+)"', lambda found: found[0] if found[1] in used else "", drawing)


def _lean(svg: str) -> str:
    """Take out what no eye sees, and name fonts that every reader has; they were measured with a wider one."""
    drawing = svg[svg.index("<svg ") :]
    drawing = _NO_TURN.sub("", drawing.replace("'DejaVu Sans', sans-serif", _FONTS))
    drawing = _NUMBER.sub(lambda found: f"{float(found[0]):.2f}".rstrip("0").rstrip("."), drawing)
    return re.sub(r">\s+<", "><", re.sub(r"\s*\n\s*", " ", _without_idle_names(_short_styles(drawing))))
