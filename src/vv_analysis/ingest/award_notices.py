"""Know which notices are about one contract: what ``notices.csv`` says, and what looks like it besides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from pandas.api.typing import NaTType

from vv_analysis.ingest.csv_rows import CsvRow, read_csv_rows
from vv_analysis.ingest.names import normalised
from vv_analysis.terms import vocabulary
from vv_analysis.terms.findings import Finding

FILE = "notices.csv"
Row = dict[str, Any]

COLUMNS = ("ocid", "data_status", "duplicate_of", "counts_once", "source_url")


@dataclass(frozen=True, slots=True)
class Notice:
    """What was recorded about a notice: how sure its figures are, and the contract's OCID elsewhere."""

    data_status: str = "official"
    duplicate_of: str = ""


def read_notices(folder: Path) -> tuple[dict[str, Notice], list[Finding]]:
    """Return the recorded notices of a folder by OCID; none where the folder has no ``notices.csv``.

    Where one OCID has several rows, the row that counts is the one used.
    """
    path = folder / FILE
    if not path.is_file():
        return {}, []
    rows, findings = read_csv_rows(path, COLUMNS)
    known = [row for row in rows if row["data_status"] in vocabulary.DATA_STATUSES]
    findings += [_unknown_status(row) for row in rows if row not in known]
    counted_last = sorted(known, key=lambda row: row["counts_once"] == "yes")
    return {
        row["ocid"]: Notice(row["data_status"], row["duplicate_of"]) for row in counted_last if row["ocid"]
    }, findings


def unrecorded_duplicates(awards: pd.DataFrame) -> list[Finding]:
    """Return pairs of contracts that look like one: value equal to the pound, same words, dates that overlap.

    A contract that is recorded as a duplicate is left out; so is what has no value. Dates that are not
    stated overlap with any.
    """
    counted = awards[awards["value_gbp"].notna() & (awards["duplicate_of"] == "")].sort_values("value_gbp")
    rows = [{str(name): cell for name, cell in row.items()} for row in counted.to_dict("records")]
    return [_looks_like_one(first, second) for first, second in _near_pairs(rows) if _same(first, second)]


def _near_pairs(rows: list[Row]) -> Iterator[tuple[Row, Row]]:
    for place, first in enumerate(rows):
        for second in rows[place + 1 :]:
            if second["value_gbp"] - first["value_gbp"] >= 1:
                break
            yield first, second


def _same(first: Row, second: Row) -> bool:
    if first["ocid"] == second["ocid"]:
        return False
    words, others = (set(normalised(row["title"]).split()) for row in (first, second))
    return (words <= others or others <= words) and _overlap(first, second)


def _overlap(first: Row, second: Row) -> bool:
    latest_start = max(_stated(first["start"], pd.Timestamp.min), _stated(second["start"], pd.Timestamp.min))
    earliest_end = min(_stated(first["end"], pd.Timestamp.max), _stated(second["end"], pd.Timestamp.max))
    return latest_start <= earliest_end


def _stated(day: pd.Timestamp | NaTType, otherwise: pd.Timestamp) -> pd.Timestamp:
    return otherwise if isinstance(day, NaTType) else day


def _looks_like_one(first: Row, second: Row) -> Finding:
    source: str = first["value_source"]
    return Finding(
        source.partition("#")[0],
        source,
        "award-perhaps-twice",
        "warning",
        f"{first['ocid']} and {second['ocid']} look like one contract under two identifiers",
        "each contract once",
        f"if they are one, say so in {FILE}, column duplicate_of",
    )


def _unknown_status(row: CsvRow) -> Finding:
    expected = f"one of {', '.join(vocabulary.DATA_STATUSES)}"
    what = f"{row['data_status']!r} is no data status that is known; the row was not used"
    return Finding(row.file, row.source, "data-status-unknown", "refused", what, expected, "correct the cell")
