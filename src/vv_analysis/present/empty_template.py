"""Write the template as an organisation receives it: one example and no contract, as .xlsx or as .csv."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

from vv_analysis.errors import InputError, SettingsError
from vv_analysis.present.template_guide import typed
from vv_analysis.present.workbook import write_template
from vv_analysis.terms import template


def write_empty_template(path: Path, *, replace: bool = False) -> None:
    """Write the template that an organisation is to fill in.

    Parameters
    ----------
    path : Path
        Where it is to stand: an .xlsx with lists to pick from, or a .csv with the same rows and columns.
    replace : bool
        Whether a file that stands there may be written over.

    Raises
    ------
    SettingsError
        The ending is another one, the folder is missing or closed, or a file stands there already.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "ours.csv")
    ...     write_empty_template(path)
    ...     path.read_text(encoding="utf-8-sig").splitlines()[:2]
    ['Existing contracts: submission template', 'Template version,2']
    """
    write = _writer(path)
    try:
        _refuse_place(path, replace=replace)
        write(path)
    except (InputError, OSError) as error:
        what, remedy = "the template cannot be written there", "close it elsewhere, or name a folder you may write to"
        raise SettingsError(what, where=str(path), remedy=remedy) from error


def _refuse_place(path: Path, *, replace: bool) -> None:
    if not path.parent.is_dir():
        raise SettingsError(f"there is no folder {str(path.parent)!r}", remedy="make it first, or name another")
    if path.is_dir():
        raise SettingsError("a folder stands there", where=str(path), remedy="name a file in it")
    if not replace and (path.exists() or path.is_symlink()):
        remedy = "name another file, or write over it with --force"
        raise SettingsError("a file stands there already, and may be filled in", where=str(path), remedy=remedy)


def _writer(path: Path) -> Callable[[Path], object]:
    writers = {".xlsx": _write_workbook, ".csv": _write_csv}
    if path.suffix.casefold() not in writers:
        what = f"a template cannot be written as {path.suffix or 'a file without an ending'}"
        remedy = "end the name in .xlsx"
        raise SettingsError(what, where=str(path), expected=" or ".join(writers), remedy=remedy)
    return writers[path.suffix.casefold()]


def _write_workbook(path: Path) -> None:
    write_template(path, [template.EXAMPLE])


def _write_csv(path: Path) -> None:
    """Write the rows of the sheet of contracts as they stand there."""
    rows = [
        [template.TITLE],
        [template.VERSION_LABEL, template.VERSION],
        [template.STATUS_LABEL, "reported"],
        [],
        [column.heading for column in template.COLUMNS],
        [typed(template.EXAMPLE[column.name]) for column in template.COLUMNS],
    ]
    lines = io.StringIO()
    csv.writer(lines).writerows(rows)
    # With the mark of UTF-8 in front, spreadsheet programs show the pound signs of the headings.
    path.write_bytes(lines.getvalue().encode("utf-8-sig"))
