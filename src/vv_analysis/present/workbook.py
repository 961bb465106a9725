"""Write the workbook in which an organisation enters its existing contracts."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date
from numbers import Real
from pathlib import Path
from typing import Any

import pandas as pd
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from vv_analysis.errors import FrameError
from vv_analysis.present.stable_workbook import set_page, stable_workbook, write_table_head
from vv_analysis.present.template_guide import answers, write_guide
from vv_analysis.terms import template
from vv_analysis.terms.template import COLUMNS, TemplateColumn

STATUSES = ("illustrative", "reported")

_HEADING_ROW = 4
_FIRST_ROW = 5
_LAST_ROW = 504
_LONGEST_CELL = 32_767
_LISTS_SHEET = "Lists"
_KINDS = {
    "start": "date",
    "end": "date",
    "value": "gbp",
    "one_off_costs": "gbp",
    "volume": "users",
}
_WIDTHS = {"contract": 24, "organisation": 36, "category": 33, "area": 36, "cohort": 28, "led_by": 28}
_HEADING: dict[str, Any] = {"bold": True, "text_wrap": True, "valign": "top"}
_REQUIRED = _HEADING | {"bg_color": "#12436D", "font_color": "white"}
_OPTIONAL = _HEADING | {"bg_color": "#D0DCE7", "bottom": 1}
_FORMATS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "font_color": "#12436D"},
    "label": {"bold": True},
    "body": {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#BFBFBF"},
    "required": _REQUIRED,
    "optional": _OPTIONAL,
    **{
        f"{needed} number": look | {"align": "right", "indent": 1}
        for needed, look in (("required", _REQUIRED), ("optional", _OPTIONAL))
    },
    "text": {"valign": "top"},
    # Without the prefix Excel would take such a text for a formula as soon as somebody edits the cell.
    "guarded": {"valign": "top", "quote_prefix": True},
    "date": {"valign": "top", "num_format": "dd/mm/yyyy", "align": "left"},
    "gbp": {"valign": "top", "num_format": "#,##0.00", "align": "right", "indent": 1},
    "users": {"valign": "top", "num_format": "#,##0", "align": "right", "indent": 1},
}
_DAY = {
    "validate": "date",
    "criteria": "between",
    "minimum": date(2000, 1, 1),
    "maximum": date(2099, 12, 31),
    "error_message": "Please enter a date such as 01/04/2019.",
    "error_type": "warning",
}
_EXAMPLE_LOOK: dict[str, Any] = {"font_color": "#595959", "bg_color": "#F3F2F1"}


def write_template(path: str | Path, rows: Iterable[Mapping[str, object]] = (), status: str = "reported") -> Path:
    """Write the submission template, empty or filled.

    Parameters
    ----------
    path : str or Path
        The workbook to write, in a folder that exists.
    rows : iterable of mappings
        One mapping a contract, from the names of `terms.template.COLUMNS` to text, a number (pounds, users),
        a date, or None for an empty cell.
    status : {"reported", "illustrative"}
        Whether the figures are real or invented.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    FrameError
        A row has a column the template does not have, or an entry no cell can hold; or the status is unknown.
    InputError
        The file cannot be written there.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_template(Path(folder, "contracts.xlsx"), [{"contract": "A-1", "value": 126000}]).name
    'contracts.xlsx'
    """
    _check_status(status)
    with stable_workbook(path, template.TITLE) as book:
        formats = {name: book.add_format(look) for name, look in _FORMATS.items()}
        formats |= {f"example {name}": book.add_format(look | _EXAMPLE_LOOK) for name, look in _FORMATS.items()}
        sheets = [book.add_worksheet(name) for name in ("Instructions", template.CONTRACTS_SHEET, _LISTS_SHEET)]
        write_guide(sheets[0], formats)
        _write_contracts(sheets[1], formats, list(rows), status)
        _write_lists(sheets[2], formats)
        _open_at(book, sheets[1])
    return Path(path)


def _check_status(status: str) -> None:
    if status not in STATUSES:
        raise FrameError(f"{status!r} is no status of existing contracts", expected=" or ".join(STATUSES))


def _open_at(book: Workbook, sheet: Worksheet) -> None:
    sheet.activate()
    book.set_size(2_400, 1_400)


def _write_contracts(
    sheet: Worksheet, formats: dict[str, Format], rows: list[Mapping[str, object]], status: str
) -> None:
    _write_head(sheet, formats, status)
    looks = [formats[_heading_look(column)] for column in COLUMNS]
    for index, column in enumerate(COLUMNS):
        sheet.set_column(index, index, _WIDTHS.get(column.name, 19), formats[_kind(column)])
        _offer_answers(sheet, index, column)
    headings = [column.heading for column in COLUMNS]
    write_table_head(sheet, "Existing_contracts", _HEADING_ROW, headings, looks, rows=max(1, len(rows)))
    for row, entries in enumerate(rows, start=_FIRST_ROW):
        _write_row(sheet, formats, row, entries)
    _lay_out_page(sheet)


def _write_head(sheet: Worksheet, formats: dict[str, Format], status: str) -> None:
    sheet.write_string(0, 0, template.TITLE, formats["title"])
    sheet.write_string(1, 0, template.VERSION_LABEL, formats["label"])
    sheet.write_string(1, 1, template.VERSION)
    sheet.write_string(2, 0, template.STATUS_LABEL, formats["label"])
    sheet.write_string(2, 1, status)
    source = {"validate": "list", "source": list(STATUSES)}
    sheet.data_validation(2, 1, 2, 1, source)


def _heading_look(column: TemplateColumn) -> str:
    look = "required" if column.required else "optional"
    return look if _kind(column) in {"text", "date"} else f"{look} number"


def _offer_answers(sheet: Worksheet, index: int, column: TemplateColumn) -> None:
    allowed = answers(column)
    if _kind(column) == "date":
        sheet.data_validation(_FIRST_ROW, index, _LAST_ROW, index, _DAY | _words_beside(column))
    if not allowed:
        return
    letter = chr(ord("A") + _listed_columns().index(column))
    question = {
        "validate": "list",
        "source": f"={_LISTS_SHEET}!${letter}$2:${letter}${len(allowed) + 1}",
        **_words_beside(column),
        "error_message": "Please pick an answer from the list.",
        # An area may be written in other ways that are understood too; the other lists are closed.
        "error_type": "warning" if column.name == "area" else "stop",
    }
    sheet.data_validation(_FIRST_ROW, index, _LAST_ROW, index, question)


def _words_beside(column: TemplateColumn) -> dict[str, str]:
    return {"input_title": column.heading, "input_message": column.explanation, "error_title": column.heading}


def _listed_columns() -> list[TemplateColumn]:
    return [column for column in COLUMNS if answers(column)]


def _write_lists(sheet: Worksheet, formats: dict[str, Format]) -> None:
    for index, column in enumerate(_listed_columns()):
        sheet.set_column(index, index, _WIDTHS.get(column.name, 24))
        for row, text in enumerate((column.heading, *answers(column))):
            sheet.write_string(row, index, text, formats["label" if row == 0 else "text"])
    sheet.freeze_panes(1, 0)
    set_page(sheet, (0, 0))


def _write_row(sheet: Worksheet, formats: dict[str, Format], row: int, entries: Mapping[str, object]) -> None:
    names = [column.name for column in COLUMNS]
    strange = [name for name in entries if name not in names]
    if strange:
        raise FrameError(f"the template has no column {strange[0]!r}", expected=f"one of {', '.join(names)}")
    # The look of the example alone tells nobody what it is; its reference says so in words.
    look = "example " if entries.get("contract") == template.EXAMPLE_MARK else ""
    for index, name in enumerate(names):
        _write_entry(sheet, {kind: formats[f"{look}{kind}"] for kind in _FORMATS}, row, index, entries.get(name))


def _write_entry(sheet: Worksheet, formats: dict[str, Format], row: int, column: int, entry: object) -> None:
    if isinstance(entry, str) and len(entry) <= _LONGEST_CELL:
        sheet.write_string(row, column, entry, formats["guarded" if entry[:1] in "=+-@" else "text"])
    elif _is_missing(entry):
        return
    elif isinstance(entry, date):
        sheet.write_datetime(row, column, entry, formats["date"])
    elif isinstance(entry, Real) and not isinstance(entry, bool) and math.isfinite(entry):
        sheet.write_number(row, column, float(entry), formats[_kind(COLUMNS[column])])
    else:
        raise FrameError(f"{str(entry)[:40]!r} cannot be entered", expected="text, a number, a date or None")


def _kind(column: TemplateColumn) -> str:
    return _KINDS.get(column.name, "text")


def _is_missing(entry: Any) -> bool:
    return entry is None or (pd.api.types.is_scalar(entry) and bool(pd.isna(entry)))


def _lay_out_page(sheet: Worksheet) -> None:
    sheet.set_row(_HEADING_ROW, 34)
    sheet.freeze_panes(_FIRST_ROW, 1)
    sheet.repeat_columns(0)
    set_page(sheet, (_HEADING_ROW, _HEADING_ROW), pages_wide=2)
