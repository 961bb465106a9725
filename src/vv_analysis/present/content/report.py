"""A whole report: its blocks in order, and what must be known of it to give it any form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import pandas as pd
from pydantic import Field, TypeAdapter
from pydantic.dataclasses import dataclass

from vv_analysis.present import sentences
from vv_analysis.present.content.grid import Grid
from vv_analysis.present.content.picture import Picture
from vv_analysis.present.content.words import FINISHED, MIME, Facts, Heading, Headline, Points, Prose, Title, Words

Block = Title | Headline | Heading | Prose | Points | Facts | Grid | Picture
_BLOCKS: TypeAdapter[Block] = TypeAdapter(Annotated[Block, Field(discriminator="block")])


@dataclass(frozen=True, slots=True, config=FINISHED)
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

    title: Words
    report: str
    as_at: str
    version: str
    slug: str
    blocks: tuple[Annotated[Block, Field(discriminator="block")], ...]

    @property
    def day(self) -> str:
        """The date of its data as it is said."""
        return sentences.day(pd.Timestamp(self.as_at))

    @property
    def head(self) -> Title:
        """The title block."""
        return next(block for block in self.blocks if isinstance(block, Title))

    def data_files(self) -> Iterator[tuple[str, Grid]]:
        """Every table, and the figures of every picture, with the name of its file, in order."""
        tables = [block for block in self.blocks if isinstance(block, Grid)]
        pictures = [block.data for block in self.blocks if isinstance(block, Picture)]
        for kind, grids in (("table", tables), ("picture", pictures)):
            yield from ((f"{self.slug}-{kind}-{number}.csv", grid) for number, grid in enumerate(grids, start=1))

    @property
    def tables(self) -> Iterator[Grid]:
        """Every table, then the figures of every picture, in order."""
        yield from (block for block in self.blocks if isinstance(block, Grid))
        yield from (block.data for block in self.blocks if isinstance(block, Picture))


@dataclass(frozen=True, slots=True, config=FINISHED)
class Section:
    """Several blocks that are shown together, or none at all."""

    blocks: tuple[Annotated[Block, Field(discriminator="block")], ...] = ()

    def _repr_html_(self) -> str:
        return "".join(block._repr_html_() for block in self.blocks)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {"text/html": self._repr_html_(), MIME: [as_json(block) for block in self.blocks]}


def as_json(block: Block) -> dict[str, Any]:
    """Return a block as plain JSON.

    Examples
    --------
    >>> as_json(Prose(("One sentence.",)))
    {'paragraphs': ['One sentence.'], 'block': 'prose'}
    """
    content: dict[str, Any] = _BLOCKS.dump_python(block, mode="json")
    return content


def blocks_of(content: object) -> tuple[Block, ...]:
    """Return the blocks that a notebook kept of what was displayed: one, or those of a section."""
    return tuple(from_json(one) for one in (content if isinstance(content, list) else [content]))


def from_json(content: object) -> Block:
    """Return the block that `as_json` was given.

    Examples
    --------
    >>> from_json({"words": "What changed", "level": 2, "block": "heading"})
    Heading(words='What changed', level=2, block='heading')
    """
    return _BLOCKS.validate_python(content)
