"""Read what was recorded about notices in ``notices.csv``: how sure each is, and where its contract counts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from vv_analysis.ingest.cells.csv_rows import CsvRow, read_csv_rows
from vv_analysis.terms import vocabulary
from vv_analysis.terms.findings import Finding

FILE = "notices.csv"

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


def _unknown_status(row: CsvRow) -> Finding:
    expected = f"one of {', '.join(vocabulary.DATA_STATUSES)}"
    what = f"{row['data_status']!r} is no data status that is known; the row was not used"
    return Finding(row.file, row.source, "data-status-unknown", "refused", what, expected, "correct the cell")
