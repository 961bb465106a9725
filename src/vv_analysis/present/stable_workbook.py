"""Write an Excel workbook whose bytes depend on nothing but what is in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile, ZipInfo

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from vv_analysis.errors import InputError

# A workbook carries the moment it was made; a fixed one keeps equal contents equal in bytes.
CREATED = datetime(2020, 7, 15, tzinfo=UTC)
_EARLIEST_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_A4 = 9
_OWNER_READS_AND_WRITES = 0o600 << 16
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@contextmanager
def stable_workbook(path: str | Path, title: str) -> Iterator[Workbook]:
    """Give an empty workbook to fill, and write it when it has been filled without an error.

    The same contents give the same bytes on every machine, whatever its clock, time zone, locale or zlib.
    Text is never turned into a formula, a link or a number.

    Parameters
    ----------
    path : str or Path
        The file to write, in a folder that exists.
    title : str
        Title in the properties of the workbook.

    Yields
    ------
    xlsxwriter.Workbook
        The workbook to fill.

    Raises
    ------
    InputError
        The file cannot be written there.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     first, second = Path(folder, "first.xlsx"), Path(folder, "second.xlsx")
    ...     for path in (first, second):
    ...         with stable_workbook(path, "Two words") as book:
    ...             _ = book.add_worksheet("Words").write_string(0, 0, "=1+1")
    ...     first.read_bytes() == second.read_bytes()
    True
    """
    buffer = BytesIO()
    book = Workbook(buffer, _OPTIONS)
    book.set_properties({"title": title, "created": CREATED})
    yield book
    book.close()
    _save(Path(path), stored(buffer.getvalue()))


def set_page(
    sheet: Worksheet, heading_rows: tuple[int, int] | None = None, *, pages_wide: int = 1, pages_tall: int = 0
) -> None:
    """Set a sheet up for A4 across, as wide as so many pages, its heading repeated on each.

    Parameters
    ----------
    sheet : xlsxwriter.worksheet.Worksheet
        The sheet to set up.
    heading_rows : (int, int), optional
        First and last row of the heading, counted from 0.
    pages_wide, pages_tall : int
        How many pages the sheet is wide and tall when it is printed; 0 for as many as it takes.
    """
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(pages_wide, pages_tall)
    if heading_rows:
        sheet.repeat_rows(*heading_rows)


def write_table_head(
    sheet: Worksheet, name: str, row: int, headings: Sequence[str], looks: Sequence[Format], *, rows: int
) -> None:
    """Write the headings of a table, and mark it up as one, so that a screen reader says which column a cell is in.

    Parameters
    ----------
    sheet : xlsxwriter.worksheet.Worksheet
        The sheet; the table begins in its first column.
    name : str
        Name of the table, used once in the workbook.
    row : int
        The row of the headings, counted from 0.
    headings : sequence of str
        The headings, each used once.
    looks : sequence of xlsxwriter.format.Format
        The format of each heading.
    rows : int
        How many rows follow the headings, at least one.
    """
    columns = [{"header": heading, "header_format": look} for heading, look in zip(headings, looks, strict=True)]
    options = {"name": name, "columns": columns, "autofilter": False, "style": None}
    sheet.add_table(row, 0, row + rows, len(headings) - 1, options)


def _save(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise InputError(
            f"the workbook cannot be written ({error.strerror})",
            where=str(path),
            remedy="name a file in a folder that exists and that you may write to; close it in Excel",
        ) from error


def stored(content: bytes) -> bytes:
    """Pack a workbook again without compression, since compressed bytes differ from one zlib to the next.

    Parameters
    ----------
    content : bytes
        A workbook, or any zip.

    Returns
    -------
    bytes
        The same members in the same order, with a fixed date.
    """
    packed = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(packed, "w") as target:
        for name in source.namelist():
            target.writestr(_entry(name), source.read(name))
    return packed.getvalue()


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, _EARLIEST_ZIP_DATE)
    entry.create_system = _UNIX
    entry.external_attr = _OWNER_READS_AND_WRITES
    return entry
