"""The plain parts of a page: its title, its answer, its paragraphs. Text goes in, safe markup comes out."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

ILLUSTRATIVE = "Illustrative figures"
_BANNER = (
    "The figures on this page are invented. They show what the software does and say nothing about any real "
    "contract, provider or area. The 2024-25 totals by lot agree with the published shares of £100 million; "
    "all else was made up."
)


@dataclass(frozen=True, slots=True)
class Title:
    """The one title of a page; a page with invented figures says so before anything else.

    Examples
    --------
    >>> Title("Region", "Wales", illustrative=True)._repr_html_()[:50]
    '<header class="title"><p class="kicker">Region</p>'
    """

    kind: str
    name: str
    illustrative: bool = False

    def _repr_html_(self) -> str:
        title = f'<p class="kicker">{escape(self.kind)}</p><h1>{escape(self.name)}</h1>'
        return f'<header class="title">{title}</header>{self._banner()}'

    def _banner(self) -> str:
        if not self.illustrative:
            return ""
        words = f"<strong>{ILLUSTRATIVE}.</strong> {escape(_BANNER)}"
        return f'<aside class="banner" role="note" aria-label="{ILLUSTRATIVE}">{words}</aside>'


@dataclass(frozen=True, slots=True)
class Headline:
    """The answer, in one sentence, and how sure it is."""

    answer: str
    certainty: str = ""

    def _repr_html_(self) -> str:
        certainty = f'<p class="lede">{escape(self.certainty)}</p>' if self.certainty else ""
        return f'<section class="headline"><p>{escape(self.answer)}</p>{certainty}</section>'


@dataclass(frozen=True, slots=True)
class Prose:
    """Paragraphs written from the numbers."""

    paragraphs: tuple[str, ...]

    def _repr_html_(self) -> str:
        return "".join(f"<p>{escape(paragraph)}</p>" for paragraph in self.paragraphs)


@dataclass(frozen=True, slots=True)
class Points:
    """A short list, for questions and caveats."""

    points: tuple[str, ...]

    def _repr_html_(self) -> str:
        return "<ul>" + "".join(f"<li>{escape(point)}</li>" for point in self.points) + "</ul>"
