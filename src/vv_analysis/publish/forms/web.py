"""A report as a web page: our own template, no script, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from html import escape
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, Template

from vv_analysis.present.content import Block, Grid, Heading, Headline, Picture, Report
from vv_analysis.publish.names import slug

TEMPLATES = Path(__file__).parents[1] / "templates"
# What a reader can take away, with what it is for.
OTHER_FORMS = {"docx": "Word", "pdf": "PDF", "xlsx": "Excel"}


_DataFiles = dict[int, tuple[int, str]]  # the number and the file of each table, by which of them it is


def page(report: Report) -> str:
    """Return the web page of a report.

    Examples
    --------
    >>> from vv_analysis.present.content import Title
    >>> made = page(Report("Wales", "region", "2026-03-11", "0.1.0", "wales", (Title("Region", "Wales"),)))
    >>> made.startswith("<!doctype html>"), "<h1>Wales</h1>" in made
    (True, True)
    """
    return template("page.html.j2").render(report=report, style=style(), parts=list(_parts(report)))


def style() -> str:
    """Return the style sheet of every page."""
    return (TEMPLATES / "style.css").read_text(encoding="utf-8")


@cache
def template(name: str) -> Template:
    """Return one of our templates; whatever is put into it is text, unless it is marked as safe."""
    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True).get_template(name)


def _parts(report: Report) -> Iterator[str]:
    anchors = _anchors(report)
    data_files = {id(grid): (number, name) for number, (name, grid) in enumerate(report.data_files(), start=1)}
    for place, block in enumerate(report.blocks):
        yield _part(block, anchors.get(place, ""), data_files)
        if isinstance(block, Headline):
            yield _forms(report)
            yield _contents(report, anchors)


def _part(block: Block, anchor: str, data_files: _DataFiles) -> str:
    if isinstance(block, Heading):
        return f'<h{block.level} id="{anchor}">{escape(block.words)}</h{block.level}>'
    if isinstance(block, Grid):
        return _table(block, data_files)
    if isinstance(block, Picture):
        figures = _table(block.data, data_files)
        summary = "<summary>The figures in this picture</summary>"
        return f'{block._repr_html_()}<details class="figures">{summary}{figures}</details>'
    return block._repr_html_()


def _table(grid: Grid, data_files: _DataFiles) -> str:
    number, name = data_files[id(grid)]
    what = f'<span class="hidden">: {escape(grid.caption)}</span>'
    link = f'<p class="data-link"><a href="{name}">Download these figures (CSV){what}</a></p>'
    return f"{grid.markup(f'Table {number}: {grid.caption}')}{link}"


def _forms(report: Report) -> str:
    links = "".join(
        f'<li><a href="{report.slug}.{kind}">{name}<span class="hidden"> version of this report</span></a></li>'
        for kind, name in OTHER_FORMS.items()
    )
    return f'<nav class="forms" aria-label="This report in other forms"><p>Also as</p><ul>{links}</ul></nav>'


def _anchors(report: Report) -> dict[int, str]:
    """Return the anchor of each heading, by its place; two headings alike are told apart."""
    anchors: dict[int, str] = {}
    for place, block in enumerate(report.blocks):
        if isinstance(block, Heading):
            name = slug(block.words, otherwise="part")
            taken = [used for used in anchors.values() if used == name or used.startswith(f"{name}-")]
            anchors[place] = f"{name}-{len(taken) + 1}" if taken else name
    return anchors


def _contents(report: Report, anchors: dict[int, str]) -> str:
    headings = [(anchors[place], block.words) for place, block in enumerate(report.blocks)
                if isinstance(block, Heading) and block.level == 2]  # fmt: skip
    if not headings:
        return ""
    links = "".join(f'<li><a href="#{anchor}">{escape(words)}</a></li>' for anchor, words in headings)
    return f'<nav class="contents" aria-label="On this page"><p>On this page</p><ul>{links}</ul></nav>'
