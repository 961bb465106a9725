"""An executed notebook becomes a report, and the report gets every form it is published in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import mistune
from nbformat import NotebookNode

from vv_analysis.errors import ReportError
from vv_analysis.present.content import MIME, Block, Heading, Points, Prose, Report, Title, blocks_of
from vv_analysis.publish.forms import pdf, web, word, workbook

_FORMS = {"docx": word.word, "pdf": pdf.pdf, "xlsx": workbook.workbook}


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What is known of a report before its notebook has run: its title, which report, its date and the version."""

    title: str
    report: str
    as_at: str
    version: str


def write_forms(report: Report, folder: Path) -> tuple[str, ...]:
    """Write a report as web page, Word document, PDF and Excel workbook, and its figures as CSV; return their names."""
    forms = {f"{report.slug}.html": web.page(report).encode()}
    forms |= {f"{report.slug}.{kind}": form(report) for kind, form in _FORMS.items()}
    forms |= {name: grid.csv().encode() for name, grid in report.data_files()}
    for name, content in forms.items():
        (folder / name).write_bytes(content)
    return tuple(forms)


def report_of(notebook: NotebookNode, slug: str, facts: PageFacts) -> Report:
    """Return the report that an executed notebook displays.

    Raises
    ------
    ReportError
        A cell printed something, failed, or showed what is no part of a report, or there is not one title:
        nothing is dropped without a word.
    """
    cells = enumerate(notebook.cells, start=1)
    blocks = tuple(block for number, cell in cells for block in _blocks(number, cell, facts.title))
    titles = sum(isinstance(block, Title) for block in blocks)
    if titles != 1 or not isinstance(blocks[0], Title):
        raise ReportError(
            f"the report has {titles} titles" if titles != 1 else "the report does not begin with its title",
            where=facts.title,
            expected="one, first",
            remedy="show one Title first in the notebook, and begin headings in its words with ##",
        )
    return Report(facts.title, facts.report, facts.as_at, facts.version, slug, blocks)


def _blocks(number: int, cell: Any, title: str) -> Iterator[Block]:
    if cell.cell_type == "markdown":
        yield from words(cell.source, f"{title}, cell {number}")
    for output in cell.get("outputs", []):
        if stray := _stray(output):
            raise ReportError(
                f"cell {number} left {stray}",
                where=title,
                expected="only titles, words, tables and pictures",
                remedy="mend what it warns of, or show it with vv_analysis.present",
            )
        yield from blocks_of(output.data[MIME])


def _stray(output: Any) -> str:
    if output.output_type in {"stream", "error"}:
        said = str(output.get("text") or output.get("evalue", "")).strip()[:200]
        return f"a {output.output_type}: {said!r}"
    kinds = set(output.data) - {"text/plain"}
    if MIME in kinds:
        return ""
    return f"output of a kind no page shows: {min(kinds)}" if kinds else f"a value: {output.data['text/plain'][:80]}"


def words(markdown: str, where: str) -> Iterator[Block]:
    """Return the words of a notebook as blocks: headings, paragraphs and lists; any markup in them is text.

    Raises
    ------
    ReportError
        There is something else in them.

    Examples
    --------
    >>> list(words("## What *changed*", "a cell"))
    [Heading(words='What changed', level=2, block='heading')]
    """
    tree: Any = mistune.create_markdown(renderer=None)(markdown)
    for part in tree:
        if part["type"] == "heading" and part["attrs"]["level"] in {2, 3}:
            yield Heading(_plain(part), part["attrs"]["level"])
        elif part["type"] in {"paragraph", "block_html"}:  # markup in the words of a notebook is text
            yield Prose((_plain(part),))
        elif part["type"] == "list":
            yield Points(tuple(_plain(item) for item in part["children"]))
        elif part["type"] != "blank_line":
            raise ReportError(
                f"the words of a notebook hold a {part['type'].replace('_', ' ')}",
                where=where,
                expected="headings of the second or third level, paragraphs and lists",
                remedy="write it as one of them",
            )


def _plain(part: dict[str, Any]) -> str:
    """Return the words of a part without their marks; a link keeps its address beside its words."""
    if part["type"] in {"linebreak", "softbreak"}:
        return " "
    inner = "".join(_plain(child) for child in part.get("children", [])) or unescape(part.get("raw", ""))
    return f"{inner} ({part['attrs']['url']})" if part["type"] == "link" else inner
