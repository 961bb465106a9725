"""A finished picture: its finding, its drawing for a page and for a narrow screen, its words and its figures."""

from __future__ import annotations

import base64
from html import escape
from typing import Any, Literal

from pydantic.dataclasses import dataclass

from vv_analysis.present.content.grid import Grid
from vv_analysis.present.content.words import FINISHED, Words, bundle, in_html, tag


@dataclass(frozen=True, slots=True, config=FINISHED)
class Picture:
    """A finished picture.

    Attributes
    ----------
    title, subtitle : str
        The finding as a sentence; measure, place, period and unit.
    alt : str
        What it shows, for those who cannot see it.
    svg, narrow_svg : str
        The drawing, for a page and for a narrow screen.
    data : Grid
        The figures drawn.
    illustrative : bool
        Whether any of them is invented.
    """

    title: Words
    subtitle: Words
    alt: Words
    svg: str
    narrow_svg: str
    data: Grid
    illustrative: bool = False
    block: Literal["picture"] = "picture"

    def _repr_html_(self) -> str:
        narrow = f'<source media="(max-width: 40rem)" srcset="{_address(self.narrow_svg)}">'
        image = f'<img src="{_address(self.svg)}" alt="{escape(self.alt, quote=True)}">'
        return f'<figure class="figure">{self._caption()}<picture>{narrow}{image}</picture></figure>'

    def _caption(self) -> str:
        title = f"<strong>{in_html(self.title)}</strong>{tag(illustrative=self.illustrative)}"
        return f"<figcaption>{title}<br><span>{escape(self.subtitle)}</span></figcaption>"

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return bundle(self)


def _address(svg: str) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
