"""A report as a Word document: the same blocks in our styles, to be read, marked up and quoted from.

The blocks go to pandoc as its own syntax tree, in which a text is a text; it may read no file but the styles.
"""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZipFile

import pypandoc

from vv_analysis.errors import ReportError
from vv_analysis.present.content import (
    ILLUSTRATIVE,
    ILLUSTRATIVE_WORDS,
    Block,
    Cell,
    Facts,
    Grid,
    Heading,
    Headline,
    Picture,
    Points,
    Prose,
    Report,
)
from vv_analysis.present.stable_workbook import stored
from vv_analysis.publish.forms.columns import columns
from vv_analysis.publish.forms.drawings import drawing, png
from vv_analysis.publish.forms.pdf import (
    LICENCE,
    document_title,
    made_of,
    numbered,
    signs_kept,
    where_the_figures_are,
)
from vv_analysis.publish.forms.web import TEMPLATES

_API = [1, 23, 1]
_NOTHING: list[Any] = ["", [], []]
_LANGUAGE = {"lang": {"t": "MetaString", "c": "en-GB"}}
_TAB = {"t": "RawInline", "c": ["openxml", "<w:r><w:tab/></w:r>"]}
_FULL_SIZE = 8.5
_LOOK = re.compile(r"<w:tblLook [^>]*/>")
# Word names the first row and the first column as heads to a screen reader.
_HEADED = '<w:tblLook w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" w:noHBand="1" w:noVBand="1" w:val="06A0" />'  # fmt: skip  # noqa: E501
# Twentieths of a point: columns are shared out over a text 5.5 inches wide; ours is 17 cm.
_WIDTH = re.compile('<w:gridCol w:w="([0-9]+)" />')
_ASSUMED_WIDTH, _TEXT_WIDTH = 7920, 9638
_DRAWN_FROM = re.compile(r'(<pic:cNvPr )descr="[^"]*"')


def word(report: Report) -> bytes:
    """Return the Word document of a report.

    Parameters
    ----------
    report : Report
        The report.

    Returns
    -------
    bytes
        A .docx in our styles, dated by the data. The same report gives the same bytes.

    Raises
    ------
    ReportError
        A picture has no alt text, or the document cannot be made.

    Examples
    --------
    >>> from vv_analysis.present.content import Title
    >>> word(Report("Wales", "region", "2026-03-11", "0.1.0", "wales", (Title("Region", "Wales"),)))[:2]
    b'PK'
    """
    tree = {"pandoc-api-version": _API, "meta": _LANGUAGE, "blocks": list(_body(report))}
    styles = TEMPLATES / "reference.docx"
    options = ["--sandbox", f"--data-dir={TEMPLATES}", f"--reference-doc={styles}", "--from=json", "--to=docx"]
    done = subprocess.run(  # noqa: S603
        [_pandoc(), *options, "--output=-"], input=json.dumps(tree).encode(), capture_output=True, check=False
    )
    if done.returncode:
        raise ReportError(
            f"the Word document cannot be made ({done.stderr.decode(errors='replace').strip()})",
            where=report.title,
            remedy="mend what is named, and make the report again",
        )
    return _finished(done.stdout, report)


@cache
def _pandoc() -> str:
    """Return the pandoc that was installed with this package, not another that is on the machine."""
    found = shutil.which("pandoc", path=str(Path(pypandoc.__file__).parent / "files"))
    if not found:
        raise ReportError(
            "pandoc is not there", where="the Word form", remedy="install the package pypandoc-binary again"
        )
    return found


def _body(report: Report) -> Iterator[Any]:
    head = report.head
    yield _styled("Kicker", f"Values and volumes  |  {head.kind}")
    yield _heading(1, head.name)
    if head.illustrative:
        yield _paragraph(
            "Illustrative", _span("Illustrative Words", f"{ILLUSTRATIVE}."), _text(f" {ILLUSTRATIVE_WORDS}")
        )
    blocks = numbered(report)
    svgs = [drawing(block, report.title) for block, _ in blocks if isinstance(block, Picture)]
    drawn = iter(png(svgs, report.title))
    for block, number in blocks:
        if isinstance(block, Picture):
            yield from _picture(block, number, next(drawn))
        elif isinstance(block, Grid):
            yield from _table(block, number)
        else:
            yield from _WORDS[type(block)](block)
    yield _styled("Small Print", f"{where_the_figures_are(report)} {LICENCE}")


def _headline(block: Headline) -> Iterator[Any]:
    yield _styled("Headline", block.answer)
    if block.certainty:
        yield _styled("Certainty", block.certainty)


def _points(block: Points) -> Iterator[Any]:
    yield {"t": "BulletList", "c": [[{"t": "Plain", "c": [_text(point)]}] for point in block.points]}


def _facts(block: Facts) -> Iterator[Any]:
    for name, said in block.pairs:
        yield _paragraph("Fact", _strong(name), _TAB, _text(said))


_WORDS: dict[type[Block], Callable[[Any], Iterator[Any]]] = {
    Headline: _headline,
    Heading: lambda block: iter([_heading(block.level, block.words)]),
    Prose: lambda block: iter([{"t": "Para", "c": [_text(words)]} for words in block.paragraphs]),
    Points: _points,
    Facts: _facts,
}


def _picture(block: Picture, number: int, pixels: bytes) -> Iterator[Any]:
    yield _paragraph("Block Title", *_caption("Figure", number, block.title, marked=block.illustrative))
    if block.subtitle:
        yield _styled("Block Subtitle", block.subtitle)
    source = f"data:image/png;base64,{base64.b64encode(pixels).decode()}"
    size = ["", [], [["width", "17cm"]]]
    yield _paragraph("Drawing", {"t": "Image", "c": [size, [_text(block.alt)], [source, ""]]})


def _table(grid: Grid, number: int) -> Iterator[Any]:
    place = columns(grid, turning=False)
    size = "" if place.points == _FULL_SIZE else " Small"
    sides = [{"t": "AlignRight" if head.numeric else "AlignLeft"} for head in grid.heads]
    widths = [[side, {"t": "ColWidth", "c": share}] for side, share in zip(sides, place.shares, strict=True)]
    caption = [{"t": "Plain", "c": _caption("Table", number, grid.caption, marked=grid.illustrative)}]
    head = _row(f"Table Head{size}", [Cell(one.words) for one in grid.heads])
    rows = [_row(f"Table Text{size}", row) for row in grid.rows]
    body = [[_NOTHING, 1, [], rows]]
    yield {"t": "Table", "c": [_NOTHING, [None, caption], widths, [_NOTHING, [head]], body, [_NOTHING, []]]}
    for note in [*grid.notes, *([grid.marks] if grid.legend else [])]:
        yield _styled("Table Note", note)


def _row(style: str, cells: Sequence[Cell]) -> Any:
    return [_NOTHING, [[_NOTHING, {"t": "AlignDefault"}, 1, 1, [_styled(style, cell.shown)]] for cell in cells]]


def _caption(kind: str, number: int, words: str, *, marked: bool) -> list[Any]:
    # The box around the words is not broken over two lines.
    mark = [_text("  "), _span("Illustrative Mark", f" {ILLUSTRATIVE} ".replace(" ", "\u00a0"))] if marked else []
    return [_span("Block Number", f"{kind} {number}"), _text(f"  {words}"), *mark]


def _heading(level: int, words: str) -> Any:
    return {"t": "Header", "c": [level, _NOTHING, [_text(words)]]}


def _styled(style: str, words: str) -> Any:
    return _paragraph(style, _text(words))


def _paragraph(style: str, *inlines: Any) -> Any:
    return {"t": "Div", "c": [["", [], [["custom-style", style]]], [{"t": "Para", "c": list(inlines)}]]}


def _span(style: str, words: str) -> Any:
    return {"t": "Span", "c": [["", [], [["custom-style", style]]], [_text(words)]]}


def _strong(words: str) -> Any:
    return {"t": "Strong", "c": [_text(words)]}


def _text(words: str) -> Any:
    return {"t": "Str", "c": signs_kept(words)}


def _finished(made: bytes, report: Report) -> bytes:
    """Say whose it is, of what date, and how tables are read; pack it the same way each time."""
    finished = BytesIO()
    with ZipFile(BytesIO(made)) as source, ZipFile(finished, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "word/document.xml":
                part = _read_well(part.decode()).encode()
            elif name == "docProps/core.xml":
                part = _properties(report).encode()
            elif name.startswith("word/footer"):
                mark = f"{ILLUSTRATIVE} · " if report.head.illustrative else ""
                foot = escape(f"{mark}{report.title} · {made_of(report)}")
                part = part.decode().replace(">FOOT<", f">{foot}<").encode()
            target.writestr(name, part)
    return stored(finished.getvalue())


def _read_well(document: str) -> str:
    """Keep rows whole, name the first column as heads, and drop where a drawing came from.

    Whatever is looked for here is markup, which no text can hold: its angle brackets are written otherwise.
    """
    document = _WIDTH.sub(
        lambda width: f'<w:gridCol w:w="{round(int(width[1]) * _TEXT_WIDTH / _ASSUMED_WIDTH)}" />', document
    )
    whole = document.replace("<w:tr><w:tc>", "<w:tr><w:trPr></w:trPr><w:tc>")
    whole = whole.replace("<w:tr><w:trPr>", "<w:tr><w:trPr><w:cantSplit />")
    return _DRAWN_FROM.sub(r'\1descr=""', _LOOK.sub(_HEADED, whole))


def _properties(report: Report) -> str:
    spaces = {
        "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
        "dc": "http://purl.org/dc/elements/1.1/",
        "dcterms": "http://purl.org/dc/terms/",
        "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    }
    named = " ".join(f'xmlns:{short}="{address}"' for short, address in spaces.items())
    when = f"{report.as_at[:10]}T00:00:00Z"
    dates = "".join(
        f'<dcterms:{what} xsi:type="dcterms:W3CDTF">{escape(when)}</dcterms:{what}>' for what in ("created", "modified")
    )
    said = f"<dc:title>{escape(document_title(report))}</dc:title><dc:creator>vv-analysis</dc:creator>"
    written = f"<cp:lastModifiedBy>vv-analysis</cp:lastModifiedBy>{dates}<dc:language>en-GB</dc:language>"
    return f'<?xml version="1.0" encoding="UTF-8"?><cp:coreProperties {named}>{said}{written}</cp:coreProperties>'
