"""The Excel form of a report: a cover, its contents, its notes, its findings, then one marked-up table a sheet."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping, Sequence
from io import BytesIO
from textwrap import wrap
from typing import Any
from zipfile import ZipFile

import pandas as pd

from vv_analysis.present import content
from vv_analysis.present.stable_workbook import CREATED, set_page, stored
from vv_analysis.publish.forms.workbook_sheets import Sheet, sheets, title
from vv_analysis.publish.forms.workbook_words import text

with warnings.catch_warnings():
    # The library leaves the file of its own theme open while it is imported.
    warnings.simplefilter("ignore", ResourceWarning)
    from gptables import Cover, GPTable, Theme
    from gptables.core.gptable import FormatList
    from gptables.core.wrappers import GPWorkbook

# Without a scheme: Excel would show the font of its own theme instead.
_FONT = {"font_name": "Arial", "font_size": 12, "font_scheme": "none"}
_TITLE, _SUBTITLE = {"bold": True, "font_size": 16}, {"bold": True, "font_size": 14}
_LEVELS = {16: 1, 14: 2}
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_row_height": 21,
}
_THEME = {
    "cover_title": _TITLE,
    "cover_subtitle": _SUBTITLE,
    "title": _TITLE,
    "column_heading": {"bold": True},
    "description_order": ["instructions", "legend", "scope"],
}
_LATIN = re.compile("[A-Za-z0-9]")
_STYLES = re.compile("<cellStyleXfs[^>]*>(.*?)</cellStyleXfs>(.*?)<cellXfs[^>]*>(.*?)</cellXfs>")
_LOOK = re.compile("<xf [^>]*/>|<xf .*?</xf>")
_STYLE_OF_LOOK = re.compile(' xfId="[0-9]+"')
_NARROWEST, _WIDEST, _FIRST_COLUMN = 10, 60, 45
_HIGHEST = 409
_LINE = 1.3125
# A column is as wide as so many digits of 12 points, and the letters of a text are on average narrower than a digit.
_ROOM = 13
# What a cover has to say (R4.38), under the names that reports use for it.
_LABELS = ("Source", "Published date", "Next update", "More information", "Method", "Weighting")


def workbook(report: content.Report) -> bytes:
    """Return the Excel form of a report; the same report gives the same bytes.

    Parameters
    ----------
    report : content.Report
        The finished report.

    Returns
    -------
    bytes
        An .xlsx: ``Cover_sheet``, ``Table_of_contents``, ``Notes``, ``Findings``, then ``Table_1`` and so on for its
        tables and ``Picture_1`` and so on for the figures of its pictures. Text is never a formula or a link. A year
        such as 2021-22 reads "2021 to 2022", and a date such as 1 April 2021 "1 Apr 2021".

    Examples
    --------
    >>> report = content.Report("Wales", "region", "2026-03-11", "0.1.0", "wales", (content.Title("Region", "Wales"),))
    >>> workbook(report)[:2]
    b'PK'
    """
    buffer = BytesIO()
    book = GPWorkbook(buffer, _OPTIONS | {"default_format_properties": dict(_FONT)})
    book.set_theme(Theme({"global": _FONT | {"text_wrap": True, "valign": "top"}} | _THEME))
    book.set_properties({"title": title(report), "author": "vv-analysis", "created": CREATED})
    _write_cover(book, report)
    for sheet in sheets(report):
        _write(book, sheet)
    for look in book.formats:
        # The library colours links; here a line tells a link, and every text keeps the colour its reader has chosen.
        look.set_font_color("automatic")
    book.close()
    return stored(_described(buffer, {look.xf_index: level for look in book.formats if (level := _level(look))}))


def _write_cover(book: GPWorkbook, report: content.Report) -> None:
    parts = {heading: [line for line in map(text, lines) if line] for heading, lines in _cover(report).items()}
    intro, about, contact = ([_element(line) for line in lines] or None for lines in parts.values())
    sheet = book.add_worksheet("Cover_sheet")
    sheet.write_cover(Cover(_guarded(title(report)), intro, about, contact, width=_WIDEST))
    rows = [(title(report), 16)]
    for heading, lines in parts.items():
        rows += [(heading, 14), *((line, 12) for line in lines)] if lines else []
    for place, (line, size) in enumerate(rows):
        sheet.set_row(place, _height([(line, _WIDEST)], size))
    set_page(sheet)


def _cover(report: content.Report) -> dict[str, list[str]]:
    """Return the lines of the cover below the headings that the library gives them."""
    answers = [block for block in report.blocks if isinstance(block, content.Headline)]
    facts = [pair for block in report.blocks if isinstance(block, content.Facts) for pair in block.pairs]
    contact = [_line(name, said) for name, said in facts if "contact" in name.casefold()]
    other = [_line(name, said) for name, said in facts if "contact" not in name.casefold()]
    told = {name for name, _ in facts}
    warning = [f"{content.ILLUSTRATIVE}. {content.ILLUSTRATIVE_WORDS}"] if report.head.illustrative else []
    return {
        "Introductory information": [*warning, *(part for one in answers for part in (one.answer, one.certainty))],
        "About these data": [
            f"What this is: {title(report)}, as a workbook",
            _line("Release", f"{title(report)}, data as at {report.as_at}"),
            _line("Data as at", report.as_at),
            f"Software version: vv-analysis {report.version}",
            *other,
            *(_line(label) for label in _LABELS if label not in told),
        ],
        "Contact": contact or [f"Contact: the project vv-analysis, version {report.version}"],
    }


def _line(name: str, said: str = "") -> str:
    return f"{name}: {said if said.strip() else 'not stated in this report'}" if name.strip() else said


def _write(book: GPWorkbook, sheet: Sheet) -> None:
    table = GPTable(
        pd.DataFrame([list(map(_guarded, row)) for row in sheet.rows], columns=sheet.heads, dtype=object),
        sheet.table_name,
        _element(sheet.title),
        scope=_element(sheet.scope) if sheet.scope else None,
        instructions=sheet.instructions,
        legend=[_element(line) for line in sheet.legend],
        index_columns={2: 0},
        additional_formatting=sheet.looks,
    )
    page = book.add_worksheet(sheet.label)
    with warnings.catch_warnings():
        # The library changes the type of whole columns in a way that pandas is about to forbid; the cells stay right.
        warnings.simplefilter("ignore", DeprecationWarning)
        page.write_gptable(table, auto_width=False)
    widths = [_width(head, [row[column] for row in sheet.rows]) for column, head in enumerate(sheet.heads)]
    widths[0] = max(widths[0], _FIRST_COLUMN)
    for column, width in enumerate(widths):
        page.set_column(column, column, width)
    above = [(sheet.title, 16), *((line, 12) for line in (sheet.instructions, *sheet.legend, sheet.scope) if line)]
    for place, (line, size) in enumerate(above):
        page.set_row(place, _height([(line, widths[0])], size))
    for place, row in enumerate([sheet.heads, *sheet.rows], len(above)):
        page.set_row(place, _height([(_shown(cell), width) for cell, width in zip(row, widths, strict=True)]))
    set_page(page)


def _width(head: str, cells: Sequence[Any]) -> int:
    """Return how many characters wide a column is: its longest word in any case, and a text in few lines."""
    shown = [head, *map(_shown, cells)]
    word = max(len(part) for one in shown for part in one.split())
    whole = max(map(len, shown))
    fair = _WIDEST if whole > _WIDEST else min(whole + 2, 30)
    return min(_WIDEST, max(_NARROWEST, round(1.2 * word + 2), fair))


def _height(cells: Sequence[tuple[str, int]], size: int = 12) -> float:
    """Return how high a row is in points, for texts and the widths they are wrapped to; not every program fits it."""
    lines = max(len(wrap(shown, max(1, int(width * _ROOM / size)))) for shown, width in cells)
    return min(_HIGHEST, max(lines, 1) * _LINE * size)


def _shown(value: Any) -> str:
    return next(iter(value)) if isinstance(value, dict) else f"{value:,}" if not isinstance(value, str) else value


def _element(line: str) -> Any:
    """Return a line as the library writes it; one that begins like a formula stays a text even when it is edited."""
    return [{"quote_prefix": True}, line] if line.startswith(("=", "+", "-", "@")) else line


def _guarded(cell: Any) -> Any:
    """Return a cell as the library writes it: a text that begins like a formula, or has no Latin letter, as rich text.

    The library refuses a cell without a Latin letter or digit as "special characters", though Arabic is none.
    """
    if not isinstance(cell, str):
        return cell
    element = _element(cell)
    if isinstance(element, list):
        return FormatList(element)
    return cell if _LATIN.search(cell) else FormatList([{}, cell])


def _level(look: Any) -> int | None:
    return _LEVELS.get(look.font_size)


def _described(written: BytesIO, levels: Mapping[int, int]) -> bytes:
    """Tag the headings as headings and name the language, neither of which the library can do."""
    described = BytesIO()
    with ZipFile(written) as source, ZipFile(described, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "xl/styles.xml":
                part = _with_headings(part.decode(), levels).encode()
            elif name == "docProps/core.xml":
                part = part.replace(b"</cp:coreProperties>", b"<dc:language>en-GB</dc:language></cp:coreProperties>")
            target.writestr(name, part)
    return described.getvalue()


def _with_headings(styles: str, levels: Mapping[int, int]) -> str:
    """Give each look of a heading its built-in style, which is how a screen reader knows it for one."""
    before, looks_of_styles, between, looks_of_cells, after = _STYLES.split(styles)
    named, cells = _LOOK.findall(looks_of_styles), _LOOK.findall(looks_of_cells)
    first = len(named)
    tags = ""
    for level in sorted(set(levels.values())):
        places = [place for place, one in levels.items() if one == level]
        named.append(_STYLE_OF_LOOK.sub("", cells[places[0]]))
        for place in places:
            cells[place] = _STYLE_OF_LOOK.sub(f' xfId="{first + level - 1}"', cells[place])
        tags += f'<cellStyle name="Heading {level}" xfId="{first + level - 1}" builtinId="{15 + level}"/>'
    after = re.sub(
        '<cellStyles count="1">(.*?)</cellStyles>',
        rf'<cellStyles count="{1 + len(named) - first}">\1{tags}</cellStyles>',
        after,
    )
    return f"{before}{_counted('cellStyleXfs', named)}{between}{_counted('cellXfs', cells)}{after}"


def _counted(name: str, looks: Sequence[str]) -> str:
    return f'<{name} count="{len(looks)}">{"".join(looks)}</{name}>'
