"""Make the styles of the Word form of a report: src/vv_analysis/publish/templates/reference.docx.

Run it again after changing it, and keep what it makes: ``.venv/bin/python scripts/house_reference_docx.py``.
"""

from __future__ import annotations

import io
import subprocess
from pathlib import Path
from typing import Any

import pypandoc
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from vv_analysis.present.stable_workbook import stored

TARGET = Path(__file__).parents[1] / "src" / "vv_analysis" / "publish" / "templates" / "reference.docx"
FONT = "Arial"
BLUE, PLUM, INK, QUIET = "12436D", "801650", "1D1D1D", "3D3D3D"
TEXT_WIDTH_CM = 17.0
# Name: size in points, bold, colour, space before and after in points, kept with what follows.
PARAGRAPHS: dict[str, tuple[float, bool, str, float, float, bool]] = {
    "Body Text": (10.5, False, INK, 0, 7, False),
    "First Paragraph": (10.5, False, INK, 0, 7, False),
    "Compact": (10.5, False, INK, 0, 4, False),
    "Heading 1": (26, True, BLUE, 0, 10, True),
    "Heading 2": (15, True, BLUE, 20, 7, True),
    "Heading 3": (12, True, BLUE, 14, 5, True),
    "Kicker": (11, False, QUIET, 0, 2, True),
    "Illustrative": (9.5, False, INK, 0, 12, False),
    "Headline": (15.5, True, INK, 4, 8, True),
    "Certainty": (11.5, False, INK, 0, 12, False),
    "Fact": (9.5, False, INK, 0, 4, False),
    "Block Title": (10.5, True, INK, 14, 2, True),
    "Block Subtitle": (9.5, False, QUIET, 0, 5, True),
    "Drawing": (10.5, False, INK, 0, 14, False),
    "Table Caption": (10.5, True, INK, 14, 5, True),
    "Table Head": (8, True, INK, 2, 2, True),
    "Table Text": (8, False, INK, 2, 2, False),
    "Table Head Small": (7, True, INK, 2, 2, True),
    "Table Text Small": (7, False, INK, 2, 2, False),
    "Table Note": (8, False, QUIET, 3, 0, False),
    "Small Print": (8, False, QUIET, 28, 0, False),
}


def main() -> None:
    """Write the file; it is the same each time."""
    default = [pypandoc.get_pandoc_path(), "--print-default-data-file", "reference.docx"]
    document = Document(io.BytesIO(subprocess.run(default, check=True, capture_output=True).stdout))  # noqa: S603
    for name, look in PARAGRAPHS.items():
        set_paragraph(document, name, *look)
    for name, sides in {
        "Heading 2": {"top": (12, BLUE, 5)},
        "Kicker": {"top": (36, BLUE, 7)},
        "Small Print": {"top": (4, "B1B4B6", 6)},
        "Illustrative": {"left": (36, PLUM, 7), "top": (6, PLUM, 5), "right": (6, PLUM, 5), "bottom": (6, PLUM, 5)},
    }.items():
        set_lines(document.styles[name], sides)
    set_words(document)
    set_table(document)
    facts = document.styles["Fact"].paragraph_format
    facts.left_indent, facts.first_line_indent = Cm(4.6), Cm(-4.6)
    facts.tab_stops.add_tab_stop(Cm(4.6))
    indent = document.styles["Illustrative"].paragraph_format
    indent.left_indent = indent.right_indent = Cm(0.3)
    set_page(document)
    set_everywhere(document)
    written = io.BytesIO()
    document.save(written)
    TARGET.write_bytes(stored(written.getvalue()))


def set_paragraph(
    document: Any, name: str, points: float, bold: bool, colour: str, before: float, after: float, kept: bool
) -> None:
    """Set one paragraph style, making it if there is none."""
    names = {style.name for style in document.styles}
    style = document.styles[name] if name in names else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if name not in names:
        style.base_style = document.styles["Normal"]
    set_font(style, points, bold, colour)
    space = style.paragraph_format
    space.space_before, space.space_after, space.keep_with_next = Pt(before), Pt(after), kept
    space.line_spacing = 1.0 if points > 12 or points < 9 else 1.15
    space.widow_control = True


def set_font(style: Any, points: float, bold: bool | None, colour: str) -> None:
    """Set the font of a style, and clear that of the theme; bold words in a bold style would be light: say None."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
    style.font.size, style.font.bold, style.font.italic = Pt(points), bold, False
    style.font.color.rgb = RGBColor.from_string(colour)


def set_lines(style: Any, sides: dict[str, tuple[int, str, int]]) -> None:
    """Draw lines around a paragraph: eighths of a point, colour, distance in points."""
    lines = OxmlElement("w:pBdr")
    for side in ("top", "left", "bottom", "right"):
        if side in sides:
            size, colour, space = sides[side]
            line = OxmlElement(f"w:{side}")
            for name, value in {"val": "single", "sz": size, "space": space, "color": colour}.items():
                line.set(qn(f"w:{name}"), str(value))
            lines.append(line)
    # Where the schema wants it: before spacing.
    properties = style.element.get_or_add_pPr()
    after = properties.find(qn("w:spacing"))
    after.addprevious(lines)


def set_everywhere(document: Any) -> None:
    """Leave no font of a theme anywhere; a heading's words look as the heading does."""
    root = document.styles.element
    for fonts in root.iter(qn("w:rFonts")):
        fonts.attrib.clear()
        for script in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{script}"), FONT)
    for level in (1, 2, 3):
        points, bold, colour, *_ = PARAGRAPHS[f"Heading {level}"]
        set_font(document.styles[f"Heading {level} Char"], points, bold, colour)


def set_words(document: Any) -> None:
    """Make the look of the words "Illustrative figures", in a caption and in the banner, and of a number."""
    set_font(document.styles.add_style("Illustrative Words", WD_STYLE_TYPE.CHARACTER), 9.5, bold=True, colour=PLUM)
    mark = document.styles.add_style("Illustrative Mark", WD_STYLE_TYPE.CHARACTER)
    set_font(mark, 8, None, PLUM)
    box = OxmlElement("w:bdr")
    for name, value in {"val": "single", "sz": "6", "space": "0", "color": PLUM}.items():
        box.set(qn(f"w:{name}"), value)
    mark.element.get_or_add_rPr().append(box)
    number = document.styles.add_style("Block Number", WD_STYLE_TYPE.CHARACTER)
    set_font(number, 8.5, None, QUIET)


def set_table(document: Any) -> None:
    """Rule tables as in the PDF: a strong line under the head, a thin one under each row."""
    style = document.styles["Table"].element
    for old in [*style.findall(qn("w:tblStylePr")), *style.findall(qn("w:tblPr"))]:
        style.remove(old)
    style.append(_table_lines("bottom", "insideH"))
    head = OxmlElement("w:tblStylePr")
    head.set(qn("w:type"), "firstRow")
    cell, lines = OxmlElement("w:tcPr"), OxmlElement("w:tcBorders")
    lines.append(_line("bottom", 12, INK))
    cell.append(lines)
    align = OxmlElement("w:vAlign")
    align.set(qn("w:val"), "bottom")
    cell.append(align)
    head.append(cell)
    style.append(head)


def _table_lines(*sides: str) -> Any:
    properties, lines, margins = OxmlElement("w:tblPr"), OxmlElement("w:tblBorders"), OxmlElement("w:tblCellMar")
    for side in sides:
        lines.append(_line(side, 4, "B1B4B6"))
    for side, width in {"top": 20, "left": 50, "bottom": 20, "right": 50}.items():
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(width))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties.extend([lines, margins])
    return properties


def _line(side: str, size: int, colour: str) -> Any:
    line = OxmlElement(f"w:{side}")
    for name, value in {"val": "single", "sz": size, "space": 0, "color": colour}.items():
        line.set(qn(f"w:{name}"), str(value))
    return line


def set_page(document: Any) -> None:
    """Set the paper, and a foot with the number of the page; FOOT is replaced in each report."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(2.2)
    section.header_distance = section.footer_distance = Cm(1.1)
    foot = section.footer.paragraphs[0]
    foot.paragraph_format.tab_stops.add_tab_stop(Cm(TEXT_WIDTH_CM), WD_TAB_ALIGNMENT.RIGHT)
    foot.style = document.styles.add_style("Page Foot", WD_STYLE_TYPE.PARAGRAPH)
    foot.style.base_style = document.styles["Normal"]
    set_font(foot.style, 8.5, bold=False, colour=QUIET)
    foot.style.paragraph_format.space_before = Pt(0)
    set_lines(foot.style, {"top": (4, "B1B4B6", 5)})
    foot.add_run("FOOT")
    foot.add_run("\tPage ")
    _field(foot, "PAGE")
    foot.add_run(" of ")
    _field(foot, "NUMPAGES")


def _field(paragraph: Any, name: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)  # noqa: SLF001


if __name__ == "__main__":
    main()
