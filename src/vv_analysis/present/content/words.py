"""The worded blocks of a report: its title, its answer, headings, paragraphs, lists and facts.

A block displays itself in JupyterLab and carries itself into the executed notebook as JSON. All of it is text
and numbers: text goes in, safe markup comes out, and nothing in a block is ever run.
"""

from __future__ import annotations

import re
from html import escape
from typing import Annotated, Any, Literal, Protocol

from pydantic import AfterValidator, ConfigDict
from pydantic.dataclasses import dataclass
from pydantic_core import to_jsonable_python

MIME = "application/vnd.vv-analysis.block+json"
ILLUSTRATIVE = "Illustrative figures"
ILLUSTRATIVE_WORDS = (
    "The figures in this report are invented. They show what the software does and say nothing about any real "
    "contract, provider or area. The 2024-25 totals by lot agree with the published shares of £100 million; "
    "all else was made up."
)
FINISHED = ConfigDict(extra="forbid")
# Control characters, lone surrogates and non-characters, which no XML may hold, and marks that turn text around.
_UNWELCOME = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]+")
_SIGNED = re.compile("([+\u2212])£")


def plain(text: str) -> str:
    r"""Return a text as any form can hold it: characters that no document may hold become a space.

    Examples
    --------
    >>> plain("Wales\x00and\nŵ")
    'Wales and ŵ'
    """
    return _UNWELCOME.sub(" ", text)


Words = Annotated[str, AfterValidator(plain)]


class _Displayed(Protocol):
    def _repr_html_(self) -> str: ...


def bundle(block: _Displayed) -> dict[str, Any]:
    """Return what a notebook keeps of a block: markup for JupyterLab, and the block itself for every other form."""
    return {"text/html": block._repr_html_(), MIME: to_jsonable_python(block)}


def in_html(words: str) -> str:
    """Return words as a page has them: as text, a sign on the line of its pounds.

    Examples
    --------
    >>> in_html("R&D: +£5")
    'R&amp;D: +&#8288;£5'
    """
    return _SIGNED.sub(r"\1&#8288;£", escape(words))


def tag(*, illustrative: bool) -> str:
    """Return the mark of an invented figure, or nothing."""
    return f' <span class="tag-illustrative">{ILLUSTRATIVE}</span>' if illustrative else ""


@dataclass(frozen=True, slots=True, config=FINISHED)
class Title:
    """The one title of a report; one with invented figures says so before anything else.

    Attributes
    ----------
    kind, name : str
        What it is about: "Region", "Wales".
    illustrative : bool
        Whether any figure of the report is invented.

    Examples
    --------
    >>> Title("Region", "Wales", illustrative=True)._repr_html_()[:50]
    '<header class="title"><p class="kicker">Region</p>'
    """

    kind: Words
    name: Words
    illustrative: bool = False
    block: Literal["title"] = "title"

    def _repr_html_(self) -> str:
        title = f'<p class="kicker">{escape(self.kind)}</p><h1>{escape(self.name)}</h1>'
        return f'<header class="title">{title}</header>{self._banner()}'

    def _banner(self) -> str:
        if not self.illustrative:
            return ""
        words = f"<strong>{ILLUSTRATIVE}.</strong> {escape(ILLUSTRATIVE_WORDS)}"
        return f'<div class="banner" role="note" aria-label="{ILLUSTRATIVE}">{words}</div>'

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return bundle(self)


@dataclass(frozen=True, slots=True, config=FINISHED)
class Headline:
    """The answer, in one sentence, and how sure it is."""

    answer: Words
    certainty: Words = ""
    block: Literal["headline"] = "headline"

    def _repr_html_(self) -> str:
        certainty = f'<p class="lede">{in_html(self.certainty)}</p>' if self.certainty else ""
        return f'<div class="headline"><p>{in_html(self.answer)}</p>{certainty}</div>'

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return bundle(self)


@dataclass(frozen=True, slots=True, config=FINISHED)
class Heading:
    """A heading of the second or third level."""

    words: Words
    level: Literal[2, 3] = 2
    block: Literal["heading"] = "heading"

    def _repr_html_(self) -> str:
        return f"<h{self.level}>{escape(self.words)}</h{self.level}>"

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return bundle(self)


@dataclass(frozen=True, slots=True, config=FINISHED)
class Prose:
    """Paragraphs written from the numbers."""

    paragraphs: tuple[Words, ...]
    block: Literal["prose"] = "prose"

    def _repr_html_(self) -> str:
        return "".join(f"<p>{in_html(paragraph)}</p>" for paragraph in self.paragraphs)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return bundle(self)


@dataclass(frozen=True, slots=True, config=FINISHED)
class Points:
    """A short list, for questions and caveats."""

    points: tuple[Words, ...]
    block: Literal["points"] = "points"

    def _repr_html_(self) -> str:
        return "<ul>" + "".join(f"<li>{in_html(point)}</li>" for point in self.points) + "</ul>"

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return bundle(self)


@dataclass(frozen=True, slots=True, config=FINISHED)
class Facts:
    """What a reader must know about the report itself: pairs of a name and what is said of it."""

    pairs: tuple[tuple[Words, Words], ...]
    block: Literal["facts"] = "facts"

    def _repr_html_(self) -> str:
        said = "".join(f"<dt>{escape(name)}</dt><dd>{escape(words)}</dd>" for name, words in self.pairs)
        return f'<dl class="facts">{said}</dl>'

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return bundle(self)
