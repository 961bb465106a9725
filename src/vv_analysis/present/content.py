"""What a report is made of: blocks in an order. Every form of it (web, Word, PDF, Excel) is made from the same ones.

A notebook displays blocks; each carries itself into the executed notebook as JSON, beside the markup that
JupyterLab shows. All of it is text and numbers: nothing in a block is ever run.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, TypeAdapter
from pydantic.dataclasses import dataclass

MIME = "application/vnd.vv-analysis.block+json"
ILLUSTRATIVE = "Illustrative figures"
ILLUSTRATIVE_WORDS = (
    "The figures on this page are invented. They show what the software does and say nothing about any real "
    "contract, provider or area. The 2024-25 totals by lot agree with the published shares of £100 million; "
    "all else was made up."
)
_FINISHED = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True, config=_FINISHED)
class Title:
    """The one title of a report; one with invented figures says so before anything else.

    Attributes
    ----------
    kind, name : str
        What it is about: "Region", "Wales".
    illustrative : bool
        Whether any figure of the report is invented.
    """

    kind: str
    name: str
    illustrative: bool = False
    block: Literal["title"] = "title"


@dataclass(frozen=True, slots=True, config=_FINISHED)
class Headline:
    """The answer, in one sentence, and how sure it is."""

    answer: str
    certainty: str = ""
    block: Literal["headline"] = "headline"


@dataclass(frozen=True, slots=True, config=_FINISHED)
class Heading:
    """A heading of the second or third level."""

    words: str
    level: Literal[2, 3] = 2
    block: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True, config=_FINISHED)
class Prose:
    """Paragraphs written from the numbers."""

    paragraphs: tuple[str, ...]
    block: Literal["prose"] = "prose"


@dataclass(frozen=True, slots=True, config=_FINISHED)
class Points:
    """A short list, for questions and caveats."""

    points: tuple[str, ...]
    block: Literal["points"] = "points"


@dataclass(frozen=True, slots=True, config=_FINISHED)
class Facts:
    """What a reader must know about the report itself: pairs of a name and what is said of it."""

    pairs: tuple[tuple[str, str], ...]
    block: Literal["facts"] = "facts"


@dataclass(frozen=True, slots=True, config=_FINISHED)
class Cell:
    """One cell: how it is shown, and its number in the unit of the heading if it is one.

    A missing figure is shown as its mark (``[x]``) and has no number.
    """

    shown: str
    number: float | None = None


@dataclass(frozen=True, slots=True, config=_FINISHED)
class Heads:
    """The head of one column: its words with the unit in round brackets, and whether it holds numbers."""

    words: str
    numeric: bool = False


@dataclass(frozen=True, slots=True, config=_FINISHED)
class Grid:
    """A finished table, the first column naming the rows.

    Attributes
    ----------
    caption : str
        What it shows: content, place, period.
    heads : tuple of Heads
        The columns.
    rows : tuple of tuple of Cell
        One cell a column in each row.
    notes : tuple of str
        Sentences and sources below it.
    legend : tuple of (str, str)
        The status marks that stand in it, each with its meaning: ``("x", "missing")``.
    illustrative : bool
        Whether any figure in it is invented.
    """

    caption: str
    heads: tuple[Heads, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    legend: tuple[tuple[str, str], ...] = ()
    illustrative: bool = False
    block: Literal["table"] = "table"


@dataclass(frozen=True, slots=True, config=_FINISHED)
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

    title: str
    subtitle: str
    alt: str
    svg: str
    narrow_svg: str
    data: Grid
    illustrative: bool = False
    block: Literal["picture"] = "picture"


Block = Title | Headline | Heading | Prose | Points | Facts | Grid | Picture
_BLOCKS: TypeAdapter[Block] = TypeAdapter(Annotated[Block, Field(discriminator="block")])


@dataclass(frozen=True, slots=True, config=_FINISHED)
class Report:
    """A whole report, ready to be given any form.

    Attributes
    ----------
    title : str
        Its title outside itself, in a browser tab or in the properties of a document: "Wales".
    report : str
        Which report it is: "region".
    as_at, version : str
        The date of its data (ISO), and the version of the software.
    slug : str
        The name of its files, without their kind.
    blocks : tuple of Block
        What it says, in order; exactly one of them is a `Title`, the first.
    """

    title: str
    report: str
    as_at: str
    version: str
    slug: str
    blocks: tuple[Annotated[Block, Field(discriminator="block")], ...]

    @property
    def head(self) -> Title:
        """The title block."""
        return next(block for block in self.blocks if isinstance(block, Title))

    @property
    def tables(self) -> Iterator[Grid]:
        """Every table, then the figures of every picture, in order."""
        yield from (block for block in self.blocks if isinstance(block, Grid))
        yield from (block.data for block in self.blocks if isinstance(block, Picture))


def as_json(block: Block) -> dict[str, Any]:
    """Return a block as plain JSON.

    Examples
    --------
    >>> as_json(Prose(("One sentence.",)))
    {'paragraphs': ['One sentence.'], 'block': 'prose'}
    """
    content: dict[str, Any] = _BLOCKS.dump_python(block, mode="json")
    return content


def from_json(content: object) -> Block:
    """Return the block that `as_json` was given.

    Examples
    --------
    >>> from_json({"words": "What changed", "level": 2, "block": "heading"})
    Heading(words='What changed', level=2, block='heading')
    """
    return _BLOCKS.validate_python(content)
