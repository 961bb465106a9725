"""Read contracts awarded from OCDS releases and records: one row a contract, never a sum over releases."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pandas as pd

from vv_analysis.errors import InputError
from vv_analysis.ingest.areas import find_cohort
from vv_analysis.ingest.award_entries import Entry, entries_of, name_of
from vv_analysis.ingest.award_fields import (
    Doubt,
    area_of,
    reference_of,
    suppliers,
    term_of,
    value_doubts,
    vat_basis,
)
from vv_analysis.ingest.award_notices import Notice, read_notices, unrecorded_duplicates
from vv_analysis.ingest.categories import category_in_title
from vv_analysis.ingest.files import files_in
from vv_analysis.ingest.ocds import Release, inner, merged, objects, read_releases, text
from vv_analysis.ingest.ocds_files import ENDINGS, Json
from vv_analysis.ingest.quality import Reading, warn_of_refusals
from vv_analysis.terms.findings import Finding
from vv_analysis.terms.schemas import Awards

_FRAME_COLUMNS = tuple(Awards.to_schema().columns)
_NOT_AWARDED = ("cancelled", "unsuccessful", "withdrawn")


def read_awards(path: str | Path) -> pd.DataFrame:
    """Read contracts awarded from OCDS: a release, a package, a record package, JSON lines, or a folder.

    Parameters
    ----------
    path : str or Path
        A file (``.json``, ``.jsonl``), or a folder of them. A ``notices.csv`` beside them says how sure
        each figure is, and which records are about one contract.

    Returns
    -------
    DataFrame
        One row a contract (`schemas.Awards`; ``duplicate_of`` holds the OCIDs under which the contract is
        counted; sums are over rows where it is empty). ``value_gbp`` is pounds over the whole term: of the
        contract, else of the award, else of the tender, which is the total of its lots and never replaced by
        their sum. An area that neither title nor delivery region states is ``not-stated``. Releases of one
        process are merged by date as `ocds.merged` says. Cancelled processes are left out.

    Raises
    ------
    InputError
        The file is no OCDS, or the folder holds none.

    Warns
    -----
    RefusedFiguresWarning
        A value, or in a folder a whole file, could not be used; the rest was.

    Notes
    -----
    Not supported: versioned releases, linked releases, merge strategies that a publisher declares itself.

    Examples
    --------
    >>> from vv_analysis.terms import reference
    >>> awards = read_awards(reference.folder().parent / "awards")
    >>> awards.query("contract == 'Con_25360' and duplicate_of == ''")["value_gbp"].tolist()
    [509773.41]
    """
    reading = awards(Path(path))
    warn_of_refusals(reading.findings)
    return reading.frame


def awards(path: Path) -> Reading:
    """Read awards with what was found wrong with them; see `read_awards`."""
    processes, findings = _processes(path)
    notices, remarks = read_notices(path if path.is_dir() else path.parent)
    findings += remarks
    rows: list[dict[str, object]] = []
    for ocid, releases in processes.items():
        read, doubts = _contracts(ocid, releases, notices.get(ocid, Notice()))
        rows += read
        findings += doubts
    frame = Awards.validate(pd.DataFrame(rows, columns=list(_FRAME_COLUMNS)))
    return Reading(frame, (*findings, *unrecorded_duplicates(frame)))


def _processes(path: Path) -> tuple[dict[str, list[Release]], list[Finding]]:
    """Return the releases of every process by OCID, in the order met, over all files of a folder."""
    if not path.is_dir():
        return _by_process(read_releases(path)), []
    found: list[Release] = []
    findings: list[Finding] = []
    for file in _files(path):
        try:
            found += read_releases(file)
        except InputError as error:
            findings.append(Finding.from_error(error, file=file.name, where=error.where, rule="file-unreadable"))
    return _by_process(found), findings


def _files(folder: Path) -> list[Path]:
    files = files_in(folder, ENDINGS)
    if not files:
        raise InputError(
            "there are no awards here",
            where=str(folder),
            expected="OCDS as .json or .jsonl",
            remedy="check the path",
        )
    return files


def _by_process(releases: list[Release]) -> dict[str, list[Release]]:
    processes: dict[str, list[Release]] = {}
    for release in releases:
        processes.setdefault(release.ocid, []).append(release)
    return processes


def _contracts(ocid: str, releases: list[Release], notice: Notice) -> tuple[list[dict[str, object]], list[Finding]]:
    latest = max(releases, key=lambda release: (pd.notna(release.day), release.day))
    body = merged(releases)
    process = _process_doubts(body, releases)
    if text(inner(body, "tender"), "status") in _NOT_AWARDED:
        note = Finding(
            latest.file, latest.file, "award-cancelled", "note", f"{ocid} was cancelled; nothing was awarded"
        )
        return [], [note]
    entries = entries_of(body)
    rows, findings = [], [_finding(doubt, latest.file) for doubt in process]
    for place, entry in enumerate(entries):
        row, doubts = _contract(ocid, body, entry, latest)
        if len(entries) > 1:
            row["contract"] = f"{row['contract']}/{name_of(place, entries)}"
        rows.append({**row, "data_status": notice.data_status, "duplicate_of": notice.duplicate_of})
        findings += [_finding(doubt, str(row["value_source"])) for doubt in doubts]
    return rows, findings


def _contract(ocid: str, body: Json, entry: Entry, latest: Release) -> tuple[dict[str, object], list[Doubt]]:
    tender = inner(body, "tender")
    title = text(tender, "title") or text(entry.body, "title")
    area, area_doubts = area_of(title, tender)
    term, term_doubts = term_of(entry.period)
    doubts = [*value_doubts(entry.value), *term_doubts, *area_doubts]
    supplier, supplier_id = suppliers(entry.awards, body.get("parties"))
    row = {
        "contract": reference_of(title, tender, ocid),
        "ocid": ocid,
        "title": title,
        "category": category_in_title(title),
        "cohort": find_cohort(title),
        "area_code": area.code,
        "area": area.name,
        "area_level": area.level,
        "region": area.region,
        "supplier": supplier,
        "supplier_id": supplier_id,
        "published_on": latest.day,
        **asdict(term),
    }
    used = not any(doubt.refuses_value for doubt in doubts)
    return {**row, **_value(entry.value, latest, used=used)}, doubts


def _value(value: Json, latest: Release, *, used: bool) -> dict[str, object]:
    stated = used and value.get("amount") is not None
    return {
        "value_gbp": float(value["amount"]) if stated else math.nan,
        "value_status": "exact" if stated else "missing",
        "vat": vat_basis(value),
        "value_source": text(value, "place") or latest.file,
    }


def _process_doubts(body: Json, releases: list[Release]) -> Iterator[Doubt]:
    days = [release.day for release in releases]
    if len(days) > 1 and len({day for day in days if pd.notna(day)}) < len(days):
        what = "two releases of one process have the same day or none; which is later is a guess"
        yield Doubt("release-order-unknown", what, "releases with days of their own")
    for name in ("awards", "contracts"):
        ids = [item["id"] for item in objects(body.get(name)) if "id" in item]
        if len({str(item) for item in ids}) < len(ids):
            yield Doubt("award-id-repeated", f"two of the {name} share an id; both were kept", "an id each")


def _finding(doubt: Doubt, where: str) -> Finding:
    severity = "refused" if doubt.refuses_value else "warning"
    remedy = "the value is not used; look at the notice" if doubt.refuses_value else "look at the notice"
    return Finding(where.partition("#")[0], where, doubt.rule, severity, doubt.what, doubt.expected, remedy)
