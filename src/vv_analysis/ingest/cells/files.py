"""Which files of a folder are inputs, and how a table is opened whatever kind of file it stands in."""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from vv_analysis.errors import InputError
from vv_analysis.ingest.cells.sheets import Sheet
from vv_analysis.ingest.cells.text_tables import read_text_table
from vv_analysis.ingest.cells.workbooks import read_open_document, read_workbook
from vv_analysis.terms.findings import Finding

_Read = tuple[list[Sheet], list[Finding]]

TABLES = (".xlsx", ".ods", ".csv")
# Tables in a form that is not read: they are refused by name, so that none is left out without a word.
OTHER_TABLES = (".xls", ".xlsm", ".xlsb", ".xltx", ".fods", ".numbers", ".tsv", ".tab")


def files_in(folder: Path, endings: Collection[str]) -> list[Path]:
    """Return the files of a folder with one of these endings, in order of name; hidden and lock files are no inputs."""
    return [path for path in visible_in(folder) if path.suffix.casefold() in endings and not path.is_dir()]


def visible_in(folder: Path) -> list[Path]:
    """Return what a folder holds, in order of name, without hidden files and the lock files of an office program."""
    return sorted(path for path in folder.iterdir() if not path.name.startswith((".", "~$")))


def read_sheets(path: Path) -> _Read:
    """Read every sheet of a workbook (.xlsx), or the one table of a .csv.

    Raises
    ------
    InputError
        The file is absent, of another type, damaged, or far larger unpacked than any publication is.
    """
    refuse_name(path)
    if path.is_dir():
        raise InputError("this is a folder", where=str(path), expected="a file", remedy="name a file in it")
    if not path.is_file():
        raise InputError("there is no such file", where=str(path), remedy="check the name")
    readers = {".csv": read_text_table, ".xlsx": read_workbook, ".ods": read_open_document}
    if path.suffix.casefold() in readers:
        return _opened(path, readers[path.suffix.casefold()])
    raise InputError(
        f"{path.suffix or 'a file without an ending'} is not read",
        where=path.name,
        expected="an .xlsx or .ods workbook without macros, or a .csv",
        remedy="open it and save it as .xlsx",
    )


def refuse_name(path: Path) -> None:
    """Refuse a file whose name is no text: every figure carries the name of its file."""
    try:
        path.name.encode()
    except UnicodeEncodeError as error:
        what, expected = "the name of the file is not written in UTF-8", "a name in UTF-8"
        raise InputError(what, where=ascii(path.name), expected=expected, remedy="rename the file") from error


@contextmanager
def many_cells() -> Iterator[None]:
    """Make millions of cells without looking for circles among them: no cell holds another."""
    was_looking = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_looking:
            gc.enable()


def _opened(path: Path, read: Callable[[Path], _Read]) -> _Read:
    try:
        with many_cells():
            return read(path)
    except OSError as error:
        what, remedy = f"the file cannot be opened ({error.strerror})", "check who may read it"
        raise InputError(what, where=path.name, remedy=remedy) from error
