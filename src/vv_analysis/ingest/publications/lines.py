"""The rows of a table become lines: a service in a place in a year, with its value and its volume."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Any

import numpy as np
import pandas as pd

from vv_analysis.ingest.cells.figures import Figure, unlikely
from vv_analysis.ingest.publications.columns import unread_columns
from vv_analysis.ingest.publications.figure_columns import FigureColumn, read_figures
from vv_analysis.ingest.publications.layouts import Column, Table
from vv_analysis.ingest.publications.places import Said, Spread, understood, vat_of
from vv_analysis.ingest.publications.row_findings import (
    accounted,
    named_otherwise,
    unread_rows,
    vat_unknown,
    without_year,
)
from vv_analysis.ingest.publications.rows import SortedRows
from vv_analysis.ingest.words.amounts import Amount
from vv_analysis.ingest.words.headings import ContractYear, vat_named
from vv_analysis.terms.findings import Finding

KEY = ["category", "area_code", "cohort", "year"]
_MEASURES = {"value": "value_gbp", "volume": "volume_users"}


def lines_of(table: Table, rows: SortedRows) -> tuple[pd.DataFrame, list[Finding]]:
    """Return the lines of a table, and a finding for whatever is not read; totals and notes are passed by.

    Parameters
    ----------
    table : Table
    rows : SortedRows
        Its rows as `rows.sorted_rows` sorts them.

    Returns
    -------
    frame : DataFrame
        One row a line: service, place, people, ``year``, ``start``, ``end``, ``vat`` ("" where not stated), the
        figures with status, source and note, and ``row``, the row of the sheet. A figure that the table has no
        column for is missing and has no source.
    findings : list of Finding
    """
    said = understood(table, rows.lines)
    read = np.flatnonzero(said.is_known)
    of_lines = said.only(read)
    lines = [rows.lines[place] for place in read]
    frames, of_figures = _by_year(table, lines, of_lines)
    # A table of one year, or with its years in rows, has its lines in order already.
    frame = frames[0] if len(frames) == 1 else pd.concat(frames).sort_values(["row", "place"], ignore_index=True)
    of_rows = [
        *unread_rows(table, rows.lines, said),
        *vat_unknown(table, lines, of_lines),
        *named_otherwise(table, lines, of_lines),
    ]
    account = accounted(table, rows, frame["row"].nunique())
    return frame.drop(columns="place"), [*unread_columns(table), *rows.findings(table), *of_rows, *of_figures, account]


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
    figures = [name for name in lines.columns if name.startswith(("value_", "volume_"))]
    for line in lines.loc[(has_value != has_volume) | nought, figures].to_dict("records"):
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


def _by_year(table: Table, rows: list[int], said: Said) -> tuple[list[pd.DataFrame], list[Finding]]:
    """Return the lines of every contract year that a heading names, and of the year that rows name themselves."""
    frames: list[pd.DataFrame] = []
    findings: list[Finding] = []
    for place, year in enumerate(dict.fromkeys(column.year for column in table.figures)):
        columns = [column for column in table.figures if column.year == year]
        years: Spread[ContractYear | None] = Spread([year], np.zeros(len(rows), np.int64)) if year else said.year
        kept = np.flatnonzero(years.is_true)
        lines = [rows[at] for at in kept]
        figures = {column.measure: read_figures(table.sheet, lines, column) for column in columns}
        frame = _frame(said.only(kept), years.only(kept), figures, _vat_of_heading(columns))
        frames.append(frame.assign(row=np.array(lines, np.int64), place=place))
        findings += [one for column in figures.values() for several in column.findings.values() for one in several]
        findings += [without_year(table, rows[at]) for at in np.flatnonzero(~years.is_true)]
    return frames, findings


def _frame(
    said: Said, years: Spread[ContractYear | None], figures: dict[str, FigureColumn], vat_of_heading: str
) -> pd.DataFrame:
    vat = vat_of(said).each(lambda stated: stated or vat_of_heading)
    lines = pd.DataFrame(said.columns() | _period(years) | {"vat": vat.texts})
    parts = [lines, *(figures[measure].frame(name) for measure, name in _MEASURES.items() if measure in figures)]
    parts += [_absent(len(lines), name) for measure, name in _MEASURES.items() if measure not in figures]
    frame = pd.concat(parts, axis=1)
    # What stands beside a figure is closer to it than its row or its heading.
    beside = frame.loc[frame["value_note"].str.contains("vat", case=False), "value_note"].map(_vat_beside)
    frame.loc[beside[beside != ""].index, "vat"] = beside[beside != ""]
    return frame


def _period(years: Spread[ContractYear | None]) -> dict[str, object]:
    days = {name: [getattr(year, name, None) for year in years.distinct] for name in ("start", "end")}
    year = years.each(lambda stated: stated.year if stated else "").texts
    return {"year": year} | {name: pd.DatetimeIndex(of).as_unit("ns")[years.which] for name, of in days.items()}


def _vat_of_heading(columns: list[Column]) -> str:
    headings = (column.heading for column in columns if column.measure == "value")
    return next((basis for heading in headings if "vat" in heading.casefold() and (basis := vat_named(heading))), "")


def _vat_beside(note: str) -> str:
    return next((basis for part in note.split("; ") if "vat" in part.casefold() and (basis := vat_named(part))), "")


def _absent(rows: int, name: str) -> pd.DataFrame:
    none = np.full(rows, np.nan)
    return FigureColumn(none, none, ["missing"] * rows, [""] * rows, ["no such column"] * rows, {}).frame(name)
