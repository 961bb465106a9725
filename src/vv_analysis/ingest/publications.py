"""Published values and volumes become tidy rows: publication x category x area x cohort x contract year."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from vv_analysis.errors import InputError, LayoutError
from vv_analysis.ingest.editions import FILE_NAME, STATEMENTS, Edition, read_edition
from vv_analysis.ingest.figures import unlikely
from vv_analysis.ingest.files import TABLES, files_in, read_sheets
from vv_analysis.ingest.layouts import Table, tables_in
from vv_analysis.ingest.lines import Line, joined, lines_of
from vv_analysis.ingest.overlaps import one_inside_another
from vv_analysis.ingest.quality import Reading, warn_of_refusals
from vv_analysis.ingest.sheets import Sheet
from vv_analysis.ingest.totals import check_totals
from vv_analysis.terms.findings import Finding
from vv_analysis.terms.schemas import Published

KEY = ["publication", "category", "area_code", "cohort", "year", "start"]


def read_publication(path: str | Path) -> pd.DataFrame:
    """Read one publication of values and volumes.

    Parameters
    ----------
    path : str or Path
        A workbook or CSV by itself (what its ``publication.toml`` would say is unknown), or a folder that
        holds one with its ``publication.toml``.

    Returns
    -------
    DataFrame
        A published frame (`terms.schemas.Published`), values in pounds, volumes in users.

    Raises
    ------
    InputError
        The file cannot be opened, or no heading in it can be recognised (`LayoutError`).

    Warns
    -----
    RefusedFiguresWarning
        Some rows or figures were refused; ``vv check PATH`` lists them.

    Examples
    --------
    >>> from vv_analysis.terms import reference
    >>> editions = reference.folder().parent / "publications"
    >>> frame = read_publication(editions / "illustrative-2020-07")
    >>> sorted(frame["year"].unique())
    ['2021-22', '2022-23', '2023-24', '2024-25']
    """
    reading = publication(Path(path))
    warn_of_refusals(reading.findings)
    return reading.frame


def publication(path: Path) -> Reading:
    """Read a publication with its findings; see `read_publication`."""
    file = workbook_of(path) if path.is_dir() else path
    edition = read_edition(path) if path.is_dir() else Edition()
    name = path.name if path.is_dir() else path.stem
    sheets, findings = read_sheets(file)
    tables = [table for sheet in sheets for table in tables_in(sheet)]
    if not tables:
        raise LayoutError(
            "no heading was found",
            where=file.name,
            expected="a row with an area (or region), and values or volumes, or years such as 2021-22",
            remedy="check that this is a publication of values and volumes",
        )
    items = [item for table in tables for item in lines_of(table)]
    lines = joined(item for item in items if isinstance(item, Line))
    frame = _frame(lines, name, edition)
    findings += _unread_sheets(sheets, tables)
    findings += [item for item in items if isinstance(item, Finding)]
    findings += [finding for line in lines for finding in _said_of(line, file.name)]
    findings += [finding for table in tables for finding in check_totals(table)]
    return Reading(frame, (*findings, *_repeated(frame), *one_inside_another(frame)))


def workbook_of(folder: Path) -> Path:
    """Return the one workbook or CSV of an edition's folder."""
    files = [path for path in files_in(folder, TABLES) if path.name != STATEMENTS]
    if len(files) != 1:
        raise InputError(
            f"{len(files)} workbooks or CSV files stand in the folder",
            where=folder.name,
            expected=f"one beside {FILE_NAME}",
            remedy="give each edition a folder of its own",
        )
    return files[0]


def _said_of(line: Line, file: str) -> Iterator[Finding]:
    yield from (*line.value.findings, *line.volume.findings, *unlikely(file, line.value, line.volume))


def _unread_sheets(sheets: list[Sheet], tables: list[Table]) -> Iterator[Finding]:
    read = {table.sheet.name for table in tables}
    for sheet in sheets:
        if sheet.name not in read:
            what = "this sheet holds no table of values and volumes; nothing was read from it"
            yield Finding(sheet.file, f"{sheet.file}#{sheet.name}", "sheet-not-read", "note", what)


def _frame(lines: list[Line], name: str, edition: Edition) -> pd.DataFrame:
    columns = list(Published.to_schema().columns)
    stated = _edition_columns(name, edition)
    rows = pd.DataFrame(
        [_row(line, edition) for line in lines], columns=[column for column in columns if column not in stated]
    )
    return Published.validate(rows.assign(**stated)[columns])


def _row(line: Line, edition: Edition) -> dict[str, Any]:
    place = {
        "category": line.category,
        "area_code": line.area.code,
        "area": line.area.name,
        "area_level": line.area.level,
        "region": line.area.region,
        "cohort": line.cohort,
        "year": line.year.year,
        "start": line.year.start,
        "end": line.year.end,
        "vat": line.vat or edition.vat,
    }
    return place | line.value.columns("value_gbp") | line.volume.columns("volume_users")


def _edition_columns(name: str, edition: Edition) -> dict[str, Any]:
    return {
        "publication": name,
        "published_on": pd.Timestamp(edition.published_on) if edition.published_on else pd.NaT,
        "data_status": edition.status,
        "prices": edition.prices,
        "volume_unit": edition.volume_unit,
    }


def _repeated(frame: pd.DataFrame) -> Iterator[Finding]:
    for row in frame[frame.duplicated(KEY)].itertuples():
        what = f"{row.category} in {row.area}, {row.year}, stands in the publication more than once"
        source = str(row.value_source or row.volume_source)
        remedy = "check which is meant; both were read"
        yield Finding(source.split("#")[0], source, "row-repeated", "warning", what, "one row", remedy)
