"""A report as a PDF: tagged for screen readers (PDF/UA), with a contents list beside it, and the same bytes each time.

The content goes to the typesetter as data. Whatever a name or a note holds, it is never read as a command.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any, Literal

from vv_analysis.present.content import ILLUSTRATIVE, ILLUSTRATIVE_WORDS, Block, Grid, Heading, Picture, Report, as_json
from vv_analysis.publish.forms.columns import columns
from vv_analysis.publish.forms.drawings import drawing
from vv_analysis.publish.forms.fonts import UNKNOWN, drawable, typeset
from vv_analysis.publish.forms.web import TEMPLATES

LICENCE = (
    "Contains public sector information licensed under the Open Government Licence v3.0 and Parliamentary "
    "information licensed under the Open Parliament Licence v3.0."
)
_MISSING = f"{UNKNOWN} stands for a letter or sign that the fonts of this document do not have; the web page shows it."
# Longer than any English word: an address, or a name without a space, which may be broken anywhere.
_SIGN = re.compile("([−+±])(?=£)")
_LONGEST_WORD, _PIECE = 24, 8
# The head of a page is one line.
_RUNNING = 80


def pdf(report: Report) -> bytes:
    """Return the PDF of a report.

    Parameters
    ----------
    report : Report
        The report.

    Returns
    -------
    bytes
        A PDF/UA-1 file, dated by the data. The same report gives the same bytes on every machine.

    Raises
    ------
    ReportError
        A picture has no alt text, or something else keeps the document from being set.

    Examples
    --------
    >>> from vv_analysis.present.content import Title
    >>> pdf(Report("Wales", "region", "2026-03-11", "0.1.0", "wales", (Title("Region", "Wales"),)))[:8]
    b'%PDF-1.7'
    """
    (made,) = typeset(
        (TEMPLATES / "report.typ").read_text(encoding="utf-8"),
        where=report.title,
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=int(datetime.fromisoformat(report.as_at).replace(tzinfo=UTC).timestamp()),
        sys_inputs={"report": json.dumps(_content(report))},
    )
    return made


def document_title(report: Report) -> str:
    """Return the title of a report outside itself: "Wales – region – values and volumes"."""
    return f"{report.title} – {report.report.replace('_', ' ')} – values and volumes"


def made_of(report: Report) -> str:
    """Return the date of the data of a report and the version of the software, for the foot of each page."""
    return f"Data as at {report.day} · vv-analysis {report.version}"


def where_the_figures_are(report: Report) -> str:
    """Return where a reader finds every figure of a report to work on."""
    return f"Every table, and the figures drawn in every picture, are in {report.slug}.xlsx beside this document."


def signs_kept(text: str) -> str:
    """Return a text in which no line ends between a sign and its amount: "−£24,000".

    Examples
    --------
    >>> signs_kept("−£24,000") == "−\u2060£24,000"
    True
    """
    return _SIGN.sub("\\1\u2060", text)


def numbered(report: Report) -> list[tuple[Block, int]]:
    """Return the blocks of a report after its title; tables and pictures have their numbers, others nought.

    A heading of the third level with none of the second above it is raised: no level may be skipped.
    """
    counts = {"table": 0, "picture": 0}
    blocks: list[tuple[Block, int]] = []
    headed = False
    for block in report.blocks:
        if isinstance(block, Heading):
            level: Literal[2, 3] = block.level if headed else 2
            blocks.append((Heading(block.words, level), 0))
            headed = True
        elif block is not report.head:
            if block.block in counts:
                counts[block.block] += 1
            blocks.append((block, counts.get(block.block, 0)))
    return blocks


def _content(report: Report) -> Any:
    """Return all that the template sets, as plain data whose every character can be drawn and every word fits."""
    words = {
        "title": as_json(report.head),
        "banner": ILLUSTRATIVE_WORDS,
        "tag": ILLUSTRATIVE,
        "blocks": [_block(block, number, report.title) for block, number in numbered(report)],
        "running": _shortened(f"{report.head.kind}: {report.head.name}"),
        "made": made_of(report),
        "figures": where_the_figures_are(report),
    }
    content = {"document_title": drawable(document_title(report)), **_set(words)}
    unknown = UNKNOWN in json.dumps(content, ensure_ascii=False)
    return {**content, "small_print": [LICENCE, *([_MISSING] if unknown else [])]}


def _block(block: Block, number: int, where: str) -> dict[str, Any]:
    content = as_json(block) | {"number": number}
    if isinstance(block, Picture):
        kept = {name: content[name] for name in ("block", "number", "title", "subtitle", "illustrative")}
        return kept | {"drawing": drawing(block, where), "alt": block.alt}
    return content | _table(block) if isinstance(block, Grid) else content


def _table(grid: Grid) -> dict[str, Any]:
    place = columns(grid)
    rows = [[cell.shown for cell in row] for row in grid.rows]
    return {
        "heads": [_broken(head.words, room) for head, room in zip(grid.heads, place.characters, strict=True)],
        "numeric": [head.numeric for head in grid.heads],
        "rows": [[_broken(text, room) for text, room in zip(row, place.characters, strict=True)] for row in rows],
        "notes": [*grid.notes, *([grid.marks] if grid.legend else [])],
        "shares": place.shares,
        "points": place.points,
        "landscape": place.landscape,
        # A short table stands on one page with its heading and its notes.
        "whole": len(rows) <= 8 and sum(len(text) for row in rows for text in row) <= 1500,
    }


def _set(content: Any) -> Any:
    if isinstance(content, dict):
        return {name: drawable(value) if name in {"alt", "drawing"} else _set(value) for name, value in content.items()}
    if isinstance(content, list):
        return [_set(value) for value in content]
    return _broken(signs_kept(drawable(content)), _LONGEST_WORD) if isinstance(content, str) else content


def _shortened(text: str) -> str:
    return text if len(text) <= _RUNNING else f"{text[: _RUNNING - 1]}…"


def _broken(text: str, room: int) -> str:
    """Let what is longer than its line be broken anywhere, which no hyphenation does for names and addresses."""
    piece = f"([^\\s/_-]{{{min(_PIECE, room)}}})(?=[^\\s/_-])"
    return re.sub(f"[^\\s/_-]{{{room + 1},}}", lambda word: re.sub(piece, "\\1\u200b", word[0]), text)
