"""Published values and volumes become tidy rows: publication x category x area x cohort x contract year."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from vv_analysis.ingest.cells.files import many_cells, read_sheets
from vv_analysis.ingest.publications.editions import Edition, read_edition, workbook_of
from vv_analysis.ingest.publications.followed_editions import check_against_followed
from vv_analysis.ingest.publications.lines import joined, lines_of, unlikely_pairs
from vv_analysis.ingest.publications.notes import attached_notes
from vv_analysis.ingest.publications.overlaps import one_inside_another
from vv_analysis.ingest.publications.rows import sorted_rows
from vv_analysis.ingest.publications.totals import check_totals
from vv_analysis.ingest.publications.workbook_tables import hidden_in, tables_of
from vv_analysis.ingest.reading import Reading, warn_of_refusals
from vv_analysis.terms.findings import Finding
from vv_analysis.terms.provenance import Source
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
    with many_cells():
        return _publication(path)


def _publication(path: Path) -> Reading:
    file = workbook_of(path) if path.is_dir() else path
    edition = read_edition(path) if path.is_dir() else Edition()
    name = path.name if path.is_dir() else path.stem
    sheets, findings = read_sheets(file)
    tables, said = tables_of(file.name, sheets, edition.layout, hidden_in(findings))
    findings += [*said, *check_against_followed(path, edition, tables)]
    rows = [sorted_rows(table) for table in tables]
    read = [lines_of(table, sorted_) for table, sorted_ in zip(tables, rows, strict=True)]
    lines = joined(pd.concat([frame for frame, _ in read], ignore_index=True))
    frame = _frame(lines, name, edition)
    findings += [finding for _, said in read for finding in said]
    findings += attached_notes(sheets, tables, rows)
    findings += unlikely_pairs(lines, file.name)
    totals = [check_totals(table, sorted_) for table, sorted_ in zip(tables, rows, strict=True)]
    findings += [finding for _, differing in totals for finding in differing]
    inside = list(one_inside_another(frame))
    checks = sum(count for count, _ in totals) + len(inside)
    return Reading(frame, (*findings, *_repeated(frame), *inside), checks)


def _frame(lines: pd.DataFrame, name: str, edition: Edition) -> pd.DataFrame:
    stated = _edition_columns(name, edition)
    vat = lines["vat"].where(lines["vat"] != "", edition.vat)
    return Published.validate(lines.assign(vat=vat, **stated)[list(Published.to_schema().columns)])


def _edition_columns(name: str, edition: Edition) -> dict[str, Any]:
    return {
        "publication": name,
        "published_on": pd.Timestamp(edition.published_on) if edition.published_on else pd.NaT,
        "data_status": edition.status,
        "prices": edition.prices,
        "volume_unit": edition.volume_unit,
    }


def _repeated(frame: pd.DataFrame) -> Iterator[Finding]:
    """Yield one finding for every line that stands more than once, at the second place where it does."""
    line = _line_of(frame)
    again = frame.index[line.duplicated(keep=False)]
    places: dict[int, list[int]] = {}
    for row in again:
        places.setdefault(line[row], []).append(row)
    source = frame["value_source"].where(frame["value_source"] != "", frame["volume_source"]).tolist()
    names = [frame[name].tolist() for name in ("category", "area", "year")]
    for first, second, *more in places.values():
        category, area, year = (name[first] for name in names)
        what = (
            f"{category} in {area}, {year}, stands {len(more) + 2} times, first at {source[first].rpartition('#')[2]}"
        )
        where = source[second]
        remedy = "check which is meant; all were read"
        yield Finding(Source.parse(where).file, where, "row-repeated", "warning", what, "one row", remedy)


def _line_of(frame: pd.DataFrame) -> pd.Series[int]:
    """Return a number for every row, the same where the whole key is the same."""
    line = np.zeros(len(frame), dtype=np.int64)
    for name in KEY:
        which, values = pd.factorize(frame[name])
        line = pd.factorize(line * (len(values) + 1) + which)[0]
    return pd.Series(line, index=frame.index)
