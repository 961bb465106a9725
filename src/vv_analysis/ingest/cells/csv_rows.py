"""Read a CSV whose first line names its columns, each row with the line it stands on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from vv_analysis.errors import LayoutError
from vv_analysis.ingest.cells.files import read_sheets
from vv_analysis.ingest.cells.sheets import Sheet
from vv_analysis.terms.findings import Finding
from vv_analysis.terms.provenance import Source


@dataclass(frozen=True, slots=True)
class CsvRow:
    """One row: its cells by column, without space around them, and the line of the file it stands on."""

    file: str
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    @property
    def source(self) -> str:
        """Where the row stands, as written in every frame."""
        return str(Source(self.file, row=self.line))


def read_csv_rows(path: Path, columns: Collection[str]) -> tuple[list[CsvRow], list[Finding]]:
    """Return the rows of a CSV that has at least these columns, empty lines left out.

    Raises
    ------
    InputError
        The file is absent or no text.
    LayoutError
        A column is missing from the first line.
    """
    sheets, findings = read_sheets(path)
    names = _names(sheets[0], path, columns)
    filled = [line for line, cells in enumerate(sheets[0].rows) if line and any(cells)]
    return [CsvRow(path.name, line + 1, _cells(sheets[0], line, names)) for line in filled], findings


def _names(sheet: Sheet, path: Path, columns: Collection[str]) -> list[str]:
    first = sheet.rows[0] if sheet.rows else []
    names = [sheet.text(0, column) for column in range(len(first))]
    missing = [column for column in columns if column not in names]
    if missing:
        raise LayoutError(
            f"the first line does not name {', '.join(missing)}",
            where=str(Source(path.name, row=1)),
            expected=f"the columns {', '.join(columns)}",
            remedy="add what is missing",
        )
    return names


def _cells(sheet: Sheet, line: int, names: list[str]) -> dict[str, str]:
    return {name: sheet.text(line, column) for column, name in enumerate(names)}
