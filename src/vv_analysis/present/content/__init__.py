"""What a report is made of: blocks in an order, from which every form of it (web, Word, PDF, Excel) is made."""

from vv_analysis.present.content.grid import Cell, Grid, Heads
from vv_analysis.present.content.picture import Picture
from vv_analysis.present.content.report import Block, Report, Section, as_json, blocks_of, from_json
from vv_analysis.present.content.words import (
    ILLUSTRATIVE,
    ILLUSTRATIVE_WORDS,
    MIME,
    Facts,
    Heading,
    Headline,
    Points,
    Prose,
    Title,
)

__all__ = [
    "ILLUSTRATIVE",
    "ILLUSTRATIVE_WORDS",
    "MIME",
    "Block",
    "Cell",
    "Facts",
    "Grid",
    "Heading",
    "Headline",
    "Heads",
    "Picture",
    "Points",
    "Prose",
    "Report",
    "Section",
    "Title",
    "as_json",
    "blocks_of",
    "from_json",
]
