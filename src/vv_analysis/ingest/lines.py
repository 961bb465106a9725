"""The rows of a table become lines: a service in a place in a year, with its value and its volume."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from vv_analysis.errors import AreaError, CategoryError
from vv_analysis.ingest.amounts import Amount
from vv_analysis.ingest.columns import unread_columns
from vv_analysis.ingest.figure_columns import FigureColumn, read_figures
from vv_analysis.ingest.figures import Figure, unlikely
from vv_analysis.ingest.headings import ContractYear, vat_named
from vv_analysis.ingest.layouts import Column, Table
from vv_analysis.ingest.places import Places, Said, understood
from vv_analysis.ingest.rows import SortedRows, sorted_rows
from vv_analysis.terms.findings import Finding, quoted

KEY = ["category", "area_code", "cohort", "year"]
_PLACE = ["category", "area_code", "area", "area_level", "region", "cohort"]
_MEASURES = {"value": "value_gbp", "volume": "volume_users"}


def lines_of(table: Table) -> tuple[pd.DataFrame, list[Finding]]:
    """Return the lines of a table, and a finding for whatever is not read; totals and notes are passed by.

    Returns
    -------
    frame : DataFrame
        One row a line: service, place, people, ``year``, ``start``, ``end``, ``vat`` ("" where not stated), the
        figures with status, source and note, and ``row``, the row of the sheet. A figure that the table has no
        column for is missing and has no source.
    findings : list of Finding
    """
    rows = sorted_rows(table)
    said, which = understood(table, rows.lines)
    is_read = np.array([one.error is None for one in said], dtype=bool)[which]
    findings = [*unread_columns(table), *rows.findings(table), *_refused_rows(table, rows.lines, said, which)]
    kept = np.flatnonzero(is_read)
    lines = [row for row, read in zip(rows.lines, is_read, strict=True) if read]
    frames, of_figures = _by_year(table, lines, said, which[kept])
    findings += [*_of_rows(table, lines, said, which[kept]), *of_figures, _accounted(table, rows, len(lines))]
    frame = pd.concat(frames) if frames else _no_lines()
    frame = frame.sort_values(["row", "place"], kind="stable", ignore_index=True)
    return frame.drop(columns="place"), findings


def joined(lines: pd.DataFrame) -> pd.DataFrame:
    """Return lines with the value of one sheet and the volume of another put together (a sheet a measure).

    The first value of a line is put together with its first volume; what is left over stays by itself.
    """
    value_only = lines[(lines["volume_source"] == "") & (lines["value_source"] != "")]
    volume_only = lines[(lines["value_source"] == "") & (lines["volume_source"] != "")]
    if value_only.empty or volume_only.empty:
        return lines
    turn = [frame.groupby(KEY, sort=False).cumcount() for frame in (value_only, volume_only)]
    left, right = (
        frame.reset_index()[["index", *KEY]].assign(turn=turns.to_numpy())
        for frame, turns in zip((value_only, volume_only), turn, strict=True)
    )
    pairs = left.merge(right, on=[*KEY, "turn"], suffixes=("", "_volume"))
    return _put_together(lines, pd.Index(pairs["index"]), pd.Index(pairs["index_volume"]))


def unlikely_pairs(lines: pd.DataFrame, file: str) -> Iterator[Finding]:
    """Yield a finding for every line with a value and no volume, a volume and no value, or money for nobody."""
    has_value, has_volume = lines["value_status"] != "missing", lines["volume_status"] != "missing"
    nought = has_value & (lines["volume_high_users"] == 0)
    for line in lines[(has_value != has_volume) | nought].to_dict("records"):
        yield from unlikely(file, *(_figure(line, name) for name in _MEASURES.values()))


def _figure(line: dict[Hashable, Any], name: str) -> Figure:
    stem, unit = name.split("_")
    low, high, note = line[f"{stem}_low_{unit}"], line[f"{stem}_high_{unit}"], line[f"{stem}_note"]
    amount = Amount(low, high, line[f"{stem}_status"], "", note)
    return Figure(amount, line[f"{stem}_source"])


def _put_together(lines: pd.DataFrame, values: pd.Index[int], volumes: pd.Index[int]) -> pd.DataFrame:
    both = lines.copy()
    of_volume = [column for column in lines.columns if column.startswith("volume_")]
    both.loc[values, of_volume] = lines.loc[volumes, of_volume].to_numpy()
    # One of the two may state the days where the other states only the year: the shorter period is meant.
    both.loc[values, "start"] = np.maximum(lines.loc[values, "start"].array, lines.loc[volumes, "start"].array)
    both.loc[values, "end"] = np.minimum(lines.loc[values, "end"].array, lines.loc[volumes, "end"].array)
    return both[~both.index.isin(volumes)].reset_index(drop=True)


def _by_year(
    table: Table, rows: list[int], said: list[Said], which: Places
) -> tuple[list[pd.DataFrame], list[Finding]]:
    """Return the lines of every contract year that a heading names, and of the year that rows name themselves."""
    years = list(dict.fromkeys(column.year for column in table.figures))
    frames, findings = [], []
    for place, year in enumerate(years):
        columns = [column for column in table.figures if column.year == year]
        has_year = np.array([bool(year or one.year) for one in said], dtype=bool)[which]
        kept = np.flatnonzero(has_year)
        lines = [rows[at] for at in kept]
        figures = {column.measure: read_figures(table.sheet, lines, column) for column in columns}
        ways = [_way(one, year, columns) for one in said]
        frames.append(_frame(ways, which[kept], figures).assign(row=lines, place=place))
        findings += [one for column in figures.values() for several in column.findings.values() for one in several]
        findings += [_without_year(table, rows[at]) for at in np.flatnonzero(~has_year)]
    return frames, findings


def _way(said: Said, year: ContractYear | None, columns: list[Column]) -> dict[str, object]:
    """Return the part of a line that all rows with the same key cells share."""
    period, area = year or said.year, said.area
    heading = next((column.heading for column in columns if column.measure == "value"), "")
    place = (said.category, area.code, area.name, area.level, area.region, said.cohort)
    return dict(zip(_PLACE, place, strict=True)) | {
        "year": period.year if period else "",
        "start": period.start if period else pd.NaT,
        "end": period.end if period else pd.NaT,
        "vat": said.vat or (vat_named(heading) if "vat" in heading.casefold() else ""),
    }


def _frame(ways: list[dict[str, object]], which: Places, figures: dict[str, FigureColumn]) -> pd.DataFrame:
    lines = pd.DataFrame(ways).iloc[which].reset_index(drop=True)
    parts = [lines, *(figures[measure].frame(name) for measure, name in _MEASURES.items() if measure in figures)]
    parts += [_absent(len(lines), name) for measure, name in _MEASURES.items() if measure not in figures]
    frame = pd.concat(parts, axis=1)
    # What stands beside a figure is closer to it than its row or its heading.
    beside = frame.loc[frame["value_note"].str.contains("vat", case=False), "value_note"].map(_vat_beside)
    return frame.assign(vat=beside[beside != ""].reindex(frame.index).fillna(frame["vat"]))


def _vat_beside(note: str) -> str:
    return next((basis for part in note.split("; ") if "vat" in part.casefold() and (basis := vat_named(part))), "")


def _absent(rows: int, name: str) -> pd.DataFrame:
    none = np.full(rows, np.nan)
    return FigureColumn(none, none, ["missing"] * rows, [""] * rows, ["no such column"] * rows, {}).frame(name)


def _no_lines() -> pd.DataFrame:
    way: dict[str, object] = dict.fromkeys([*_PLACE, "year", "start", "end", "vat"], "")
    return _frame([way], np.array([], dtype=np.int64), {}).assign(row=[], place=[])


def _refused_rows(table: Table, rows: Sequence[int], said: list[Said], which: Places) -> Iterator[Finding]:
    for row, way in zip(rows, which.tolist(), strict=True):
        error = said[way].error
        if error:
            yield _refused_row(table, row, error) if _has_figures(table, row) else _words_only(table, row)


def _has_figures(table: Table, row: int) -> bool:
    return any(table.sheet.at(row, column.index) is not None for column in table.figures)


def _words_only(table: Table, row: int) -> Finding:
    first = table.sheet.own(row)[0]
    what = f"a row of words without figures was passed by: {table.sheet.text(row, first)[:80]!r}"
    return Finding(table.sheet.file, table.sheet.source(row, first), "row-of-words", "note", what)


def _refused_row(table: Table, row: int, error: AreaError | CategoryError) -> Finding:
    key = "category" if isinstance(error, CategoryError) else "area"
    column = table.keys.get(key, table.keys.get("region", 0))
    where = table.sheet.source(row, column)
    return Finding.from_error(error, file=table.sheet.file, where=where, rule=f"{key}-unknown")


def _of_rows(table: Table, rows: list[int], said: list[Said], which: Places) -> Iterator[Finding]:
    unknown = np.array([bool(one.words.get("vat")) and not one.vat for one in said], dtype=bool)[which]
    for at in np.flatnonzero(unknown):
        words = said[which[at]].words["vat"]
        where, what = table.sheet.source(rows[at], table.keys["vat"]), f"{quoted(words)} is no VAT basis that is known"
        expected = "excluding VAT, including VAT, or exempt"
        yield Finding(table.sheet.file, where, "vat-unknown", "warning", what, expected, "correct the cell")


def _without_year(table: Table, row: int) -> Finding:
    where = table.sheet.source(row, table.keys.get("year", table.figures[0].index))
    what = "no contract year is stated for this row"
    return Finding(table.sheet.file, where, "year-unknown", "refused", what, "a year such as 2021-22", "add the year")


def _accounted(table: Table, rows: SortedRows, read: int) -> Finding:
    """Return the account of a table's rows: those read and those not are all there are."""
    others = {"totals": len(rows.totals), "notes": len(rows.notes), "not read": len(rows.lines) - read + len(rows.awry)}
    rest = "".join(f", {count:,} {name}" for name, count in others.items() if count)
    first, last = (table.sheet.source(row, 0) for row in (table.rows[0], table.rows[-1]))
    place = last.rpartition("!")[2] if "!" in last else last.rpartition("#")[2]
    what = f"{len(table.rows):,} rows down to {place}: {read:,} read{rest}"
    return Finding(table.sheet.file, first, "rows-read", "note", what)
