"""Draft the ``publication.toml`` of a workbook: what it says of itself, what is to be entered, what may be meant."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from vv_analysis.errors import InputError, SettingsError
from vv_analysis.ingest.cells.sheets import Sheet
from vv_analysis.ingest.drafting.descriptions import Description, SheetDescription
from vv_analysis.ingest.publications.drift import Difference, Layout, differences, layout_of
from vv_analysis.ingest.publications.editions import FILE_NAME
from vv_analysis.ingest.publications.followed_editions import layout_of_edition
from vv_analysis.ingest.publications.layout_overrides import MEANINGS
from vv_analysis.ingest.publications.sheet_lines import category_named
from vv_analysis.ingest.words.areas import levels_named
from vv_analysis.ingest.words.headings import vat_named, year_named
from vv_analysis.settings import load as load_settings

_LONGEST_TITLE = 200
_LONGEST_QUOTE = 60
_ROWS_LOOKED_AT = 40
_VOLUME_UNITS = {
    "referrals": r"\breferrals?\b",
    "starts": r"\bstarts?\b",
    "completions": r"\bcompletions?\b",
    "places": r"\bplaces\b",
    "service-users": r"\b(?:service )?users\b",
}
_REAL = re.compile(r"\b(20[0-9]{2})[-/]([0-9]{2}) prices\b", re.IGNORECASE)
_NOMINAL = re.compile(r"\b(?:cash|nominal)\b", re.IGNORECASE)
_MONEY = re.compile(r"£|\b(?:spend|budget|amount|money|fee|payment|envelope|allocation)", re.IGNORECASE)
_PEOPLE = re.compile(
    r"\b(?:people|persons?|heads?|clients?|caseload|number|no\.?|numbers|participants?)\b", re.IGNORECASE
)


def draft(description: Description, editions: Path | None = None) -> str:
    """Return the text of a ``publication.toml`` for a workbook: valid as it stands, with comments on what to enter.

    Parameters
    ----------
    description : Description
        What is understood of the workbook.
    editions : Path, optional
        The folder of the editions that are there already; one that is laid out alike is suggested to be followed.
    """
    lines = [
        f"# Drafted from {_text(description.path.name)}: fill in what is empty, correct what is wrong.",
        "[publication]",
        *_said_by_workbook(description),
        *_followed(description, editions),
    ]
    return "\n".join([*lines, *_layout(description)]) + "\n"


def editions_here() -> Path | None:
    """Return the folder of the editions of the project that the working folder lies in; None outside a project."""
    try:
        return load_settings().raw / "publications"
    except SettingsError:
        return None


def write_edition(workbook: Path, text: str, folder: Path) -> None:
    """Make the folder of a new edition: a copy of the workbook, and its ``publication.toml``.

    Raises
    ------
    SettingsError
        The folder is there already; nothing in it is touched.
    """
    try:
        folder.mkdir(parents=True)
    except FileExistsError as error:
        what, remedy = "there is such a folder or file already", "choose another name"
        raise SettingsError(
            what, where=str(folder), expected="a folder that is not there yet", remedy=remedy
        ) from error
    shutil.copyfile(workbook, folder / workbook.name)
    (folder / FILE_NAME).write_text(text, encoding="utf-8")


def _said_by_workbook(description: Description) -> Iterator[str]:
    lines = list(_lines(description))
    title = next((text for text in lines if len(text) > 1), description.path.stem)
    yield f"title = {_text(title[:_LONGEST_TITLE])}"
    yield "# published_on = 2020-07-15  # enter the day it was published"
    yield 'source_url = ""  # enter where it can be found'
    invented = next((text for text in lines if "illustrative" in text.casefold()), "")
    status = (
        ("illustrative", _quote(invented)) if invented else ("reported", 'or "official", from a public body itself')
    )
    yield _field("status", *status)
    yield _field("vat", *_vat(lines))
    yield _field("prices", *_prices(lines))
    yield _field("volume_unit", *_volume_unit(description))


def _field(name: str, value: str, comment: str) -> str:
    return f"{name} = {_text(value)}  # {comment}"


def _vat(lines: list[str]) -> tuple[str, str]:
    said = {basis: text for text in reversed(lines) if "vat" in text.casefold() and (basis := vat_named(text))}
    if len(said) == 1:
        return next((basis, _quote(text)) for basis, text in said.items())
    return "unknown", 'enter "excluded", "included" or "exempt"'


def _prices(lines: list[str]) -> tuple[str, str]:
    said = {f"real {found[1]}-{found[2]}": text for text in lines if (found := _REAL.search(text))}
    cash = next((text for text in lines if _NOMINAL.search(text)), "")
    said |= {"nominal": cash} if cash else {}
    if len(said) == 1:
        return next((basis, _quote(text)) for basis, text in said.items())
    return "unknown", 'enter "nominal" for cash, or the year: "real 2020-21"'


def _volume_unit(description: Description) -> tuple[str, str]:
    headings = [
        column.heading for table in description.tables for column in table.figures if column.measure == "volume"
    ]
    said = {
        unit: text
        for text in headings
        for unit, words in _VOLUME_UNITS.items()
        if re.search(words, text, re.IGNORECASE)
    }
    if len(said) == 1:
        return next((unit, _quote(text)) for unit, text in said.items())
    return "unknown", f"enter one of {', '.join(_text(unit) for unit in _VOLUME_UNITS)}"


def _lines(description: Description) -> Iterator[str]:
    """Yield what stands in the first rows of every sheet, the first sheet first, and every heading."""
    for described in description.sheets:
        sheet = described.sheet
        yield from (sheet.text(row, column) for row in sheet.filled[:_ROWS_LOOKED_AT] for column in _words(sheet, row))


def _words(sheet: Sheet, row: int) -> list[int]:
    return [column for column in sheet.own(row) if isinstance(sheet.at(row, column), str)]


def _followed(description: Description, editions: Path | None) -> Iterator[str]:
    here = layout_of(description.tables)
    near = [
        (name, found)
        for name, there in _layouts_in(editions, description.path)
        if (found := _near(there, here)) is not None
    ]
    if not description.tables or not near:
        return
    name, found = min(near, key=lambda one: (len(one[1]), one[0]))
    if found:
        yield f"# follows = {_text(name)}  # would stop: {_plain(found[0].sentence)}; {len(found)} in all"
    else:
        yield f"follows = {_text(name)}  # laid out alike; a later change of layout will stop"


def _layouts_in(editions: Path | None, workbook: Path) -> Iterator[tuple[str, Layout]]:
    for folder in sorted(editions.iterdir()) if editions and editions.is_dir() else ():
        if (folder / FILE_NAME).is_file() and folder.resolve() != workbook.resolve().parent:
            try:
                yield folder.name, layout_of_edition(folder)
            except InputError:
                continue  # an edition of statements, or one that is refused when it is read


def _near(there: Layout, here: Layout) -> list[Difference] | None:
    """Return what stops between two layouts that have half of their columns in common; None where they have not."""
    before, after = (
        {(one.heading, one.meaning) for table in side.tables for one in table.columns} for side in (there, here)
    )
    if 2 * len(before & after) < max(len(before), len(after)):
        return None
    return [one for one in differences(there, here) if one.stops]


def _layout(description: Description) -> Iterator[str]:
    """Yield a `[layout]` only where something was not understood; what may be meant stands there as a comment."""
    columns = [line for described in description.sheets for line in _columns_of(described)]
    bare = next((described for described in description.sheets if described.likely_heading >= 0), None)
    nothing_read = description.error is not None and bare is not None
    if not columns or not (nothing_read or description.tables):
        return
    yield ""
    yield "[layout]"
    if nothing_read and bare:
        yield f"header_rows = [{bare.likely_heading + 1}]"
        yield '# unit = "£000"  # "£", "£000" or "£m", where the headings do not say'
    yield "[layout.columns]"
    yield f'# one of {", ".join(MEANINGS)}, or such as "value 2021-22"'
    yield from dict.fromkeys(columns)


def _columns_of(described: SheetDescription) -> Iterator[str]:
    if described.likely_heading >= 0:
        row = described.likely_heading
        for column in described.sheet.own(row):
            yield _suggested(described.sheet.text(row, column), _likely_meaning(described.sheet, row, column))
    for table in described.tables:
        for unread in (column for column in table.columns if column.unread and column.unread.severity == "refused"):
            yield _suggested(unread.heading or unread.letter, f"not read: {unread.unread.why if unread.unread else ''}")


def _suggested(heading: str, why: str) -> str:
    return f'# {_text(heading)} = ""  # {_plain(why)}'


def _likely_meaning(sheet: Sheet, row: int, column: int) -> str:
    """Return what the cells below a heading look like, for a person to judge by."""
    below = [text for under in range(row + 1, row + _ROWS_LOOKED_AT) if (text := sheet.text(under, column))]
    tests = {"area": levels_named, "category": category_named, "year": year_named}
    for meaning, test in tests.items():
        if below and sum(bool(test(text)) for text in below) * 2 > len(below):
            return f'did you mean "{meaning}"? below stands {_quote(below[0])}'
    heading = sheet.text(row, column)
    if any(isinstance(sheet.at(under, column), int | float) for under in range(row + 1, row + _ROWS_LOOKED_AT)):
        meant = [name for name, words in (("value", _MONEY), ("volume", _PEOPLE)) if words.search(heading)]
        guess = f'did you mean "{meant[0]}"?' if len(meant) == 1 else 'is it a "value", a "volume", or neither?'
        return f"{guess} below stands {_quote(below[0])}"
    return 'if it is not needed, "ignore"'


def _quote(text: str) -> str:
    short = text if len(text) <= _LONGEST_QUOTE else f"{text[: _LONGEST_QUOTE - 1]}…"
    return _plain(f"'{short}'")


def _plain(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _text(text: str) -> str:
    """Return a text as TOML writes it; what cannot be printed becomes a blank, and no text ends its own quotes."""
    return json.dumps(_plain(text), ensure_ascii=False)
