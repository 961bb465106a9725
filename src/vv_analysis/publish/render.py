"""An executed notebook becomes one web page: our template, no code, no scripts, nothing from elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import mistune
import nbformat
from nbconvert.exporters import HTMLExporter

from vv_analysis.errors import ReportError
from vv_analysis.publish.parameters import slug

TEMPLATES = Path(__file__).parent / "templates"
_HEADING = re.compile(r"<h([23])>(.*?)</h\1>")


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What the frame of a page says: its title, its report, its notebook, its date and the version."""

    title: str
    report: str
    notebook: str
    as_at: str
    version: str


def render(notebook: Path, facts: PageFacts) -> str:
    """Return the page of an executed notebook.

    Raises
    ------
    ReportError
        A cell printed something, failed, or drew what no page shows, or there is not one title: nothing is
        dropped without a word.
    """
    content = nbformat.read(notebook, as_version=4)
    _refuse_stray_output(content, facts.title)
    page, _ = _exporter().from_notebook_node(content, resources={"facts": facts, "style": style()})
    _refuse_other_than_one_title(str(page), facts.title)
    return str(page)


def style() -> str:
    """Return the style sheet of every page."""
    return (TEMPLATES / "style.css").read_text(encoding="utf-8")


@cache
def _exporter() -> HTMLExporter:
    exporter = HTMLExporter(
        template_name="page", extra_template_basedirs=[str(TEMPLATES)], preprocessors=[], embed_images=True
    )
    exporter.register_filter("words", words)
    exporter.register_filter("part", part)
    exporter.register_filter("contents", contents)
    return exporter


def _refuse_stray_output(notebook: Any, title: str) -> None:
    for number, cell in enumerate(notebook.cells, start=1):
        for output in cell.get("outputs", []):
            if stray := _stray(output):
                raise ReportError(
                    f"cell {number} left {stray}",
                    where=title,
                    expected="only titles, words, tables and pictures",
                    remedy="mend what it warns of, or show it with vv_analysis.present",
                )


def _stray(output: Any) -> str:
    if output.output_type in {"stream", "error"}:
        said = str(output.get("text") or output.get("evalue", "")).strip()[:200]
        return f"a {output.output_type}: {said!r}"
    kinds = set(output.data) - {"text/plain"}
    return f"output of a kind no page shows: {min(kinds)}" if kinds and "text/html" not in kinds else ""


def _refuse_other_than_one_title(page: str, title: str) -> None:
    titles = page.count("<h1")
    if titles != 1:
        raise ReportError(
            f"the page has {titles} titles",
            where=title,
            expected="one",
            remedy="show one Title in the notebook, and begin headings in its words with ##",
        )


def words(markdown: str) -> str:
    """Return the words of a notebook as markup; any markup in them is shown as text.

    Examples
    --------
    >>> words("## A <b>heading</b>").strip()
    '<h2 id="a-b-heading-b">A &lt;b&gt;heading&lt;/b&gt;</h2>'
    """
    html = mistune.create_markdown(escape=True)(markdown)
    return _HEADING.sub(lambda found: f'<h{found[1]} id="{slug(_plain(found[2]))}">{found[2]}</h{found[1]}>', str(html))


def contents(notebook: Any) -> list[tuple[str, str]]:
    """Return the anchors and words of the second-level headings of a notebook."""
    html = "".join(words(cell.source) for cell in notebook.cells if cell.cell_type == "markdown")
    return re.findall(r'<h2 id="([^"]*)">(.*?)</h2>', html)


def _plain(html: str) -> str:
    return re.sub(r"&[a-z]+;|<[^>]+>", " ", html)


def part(output: Any) -> str:
    """Return an output as markup: our own parts as they are, other values as text."""
    data = output.data
    return str(data["text/html"]) if "text/html" in data else f"<pre>{escape(str(data['text/plain']))}</pre>"
