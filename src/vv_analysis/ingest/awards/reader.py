"""Read contracts awarded from OCDS releases and records: one row a contract, never a sum over releases."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd

from vv_analysis.ingest.awards.award_areas import area_of
from vv_analysis.ingest.awards.award_duplicates import counted_once
from vv_analysis.ingest.awards.award_entries import Entry, entries_of, name_of
from vv_analysis.ingest.awards.award_fields import (
    Doubt,
    amendment_doubts,
    headline_doubts,
    reference_of,
    stated_amount,
    suppliers,
    term_of,
    value_doubts,
    vat_basis,
)
from vv_analysis.ingest.awards.award_lots import title_of_lot
from vv_analysis.ingest.awards.award_notices import Notice, read_notices
from vv_analysis.ingest.awards.award_processes import Process, processes_in
from vv_analysis.ingest.awards.ocds import inner, text
from vv_analysis.ingest.awards.ocds_documents import Json
from vv_analysis.ingest.reading import Reading, warn_of_refusals
from vv_analysis.ingest.words.areas import find_cohort
from vv_analysis.ingest.words.categories import category_in_title
from vv_analysis.terms.findings import Finding
from vv_analysis.terms.provenance import Source
from vv_analysis.terms.schemas import Awards

_FRAME_COLUMNS = tuple(Awards.to_schema().columns)
_NOT_AWARDED = ("cancelled", "unsuccessful", "withdrawn")

OTHER = "other"

Row = dict[str, object]


def read_awards(path: str | Path) -> pd.DataFrame:
    """Read contracts awarded from OCDS: a release, a package, a record package, JSON lines, or a folder.

    Parameters
    ----------
    path : str or Path
        A file (``.json``, ``.jsonl`` or ``.ndjson``, each also with ``.gz``), or a folder of them. A ``notices.csv``
        beside them says how sure each figure is, and which records are about one contract.

    Returns
    -------
    DataFrame
        One row a contract (`schemas.Awards`), in order of OCID; ``duplicate_of`` holds the OCIDs under which the
        contract is counted; sums are over rows where it is empty. ``value_gbp`` is pounds over the whole term: of
        the contract, else of the award, else of the tender, which is the total of its lots and never replaced by
        their sum. An area that neither title nor delivery region states is ``not-stated``. The days of a framework
        are not those of a contract. Releases of one process are merged by date with ocdsmerge; OCDS 1.0 is
        brought to 1.1 first. What was cancelled is left out.

    Raises
    ------
    InputError
        The file is no OCDS, or the folder holds none.

    Warns
    -----
    RefusedFiguresWarning
        A value, a release, or in a folder a whole file, could not be used; the rest was.

    Notes
    -----
    Not supported: versioned releases, linked releases, merge rules that a publisher declares itself.

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
    notices, findings = read_notices(path if path.is_dir() else path.parent)
    rows: list[Row] = []
    remarks: list[Finding] = []
    for found in award_rows(path, notices):
        if isinstance(found, Finding):
            remarks.append(found)
        else:
            rows.append(found)
    read = Awards.validate(pd.DataFrame(rows, columns=list(_FRAME_COLUMNS)))
    frame, twice = counted_once(read, judged=notices)
    return Reading(frame, (*remarks, *findings, *twice))


def award_rows(path: Path, notices: Mapping[str, Notice] | None = None) -> Iterator[Row | Finding]:
    """Yield the rows of `read_awards` and what is to be said about them, a process at a time.

    However many releases there are, memory holds those of one document and of one process.

    Raises
    ------
    InputError
        The file is no OCDS, or the folder holds none.
    """
    for found in processes_in(path):
        if isinstance(found, Finding):
            yield found
        else:
            yield from _contracts(found, (notices or {}).get(found.ocid, Notice()))


def _contracts(process: Process, notice: Notice) -> Iterator[Row | Finding]:
    whole = str(Source(process.file))
    yield from (_finding(doubt, whole) for doubt in process.doubts)
    if text(inner(process.body, "tender"), "status") in _NOT_AWARDED:
        what = f"{process.ocid} was cancelled; nothing was awarded"
        yield _finding(Doubt("award-cancelled", what, severity="note"), whole)
        return
    entries = entries_of(process.body)
    for place, entry in enumerate(entries):
        name = name_of(place, entries) if len(entries) > 1 else ""
        if not entry.is_tender and text(entry.body, "status") in _NOT_AWARDED:
            what = f"{name or 'the award'} of {process.ocid} was not awarded or was cancelled"
            yield _finding(Doubt("award-cancelled", what, severity="note"), whole)
            continue
        row, doubts = _contract(process, entry)
        if name:
            row["contract"] = f"{row['contract']}/{name}"
        yield {**row, "data_status": notice.data_status, "duplicate_of": notice.duplicate_of}
        yield from (_finding(doubt, str(row["value_source"])) for doubt in doubts)


def _contract(process: Process, entry: Entry) -> tuple[Row, list[Doubt]]:
    tender = inner(process.body, "tender")
    title = text(tender, "title") or text(entry.body, "title")
    area, area_doubts = area_of(title, tender)
    term, term_doubts = term_of(entry.period)
    doubts = [*value_doubts(entry.value), *term_doubts, *area_doubts, *_remarks(entry, tender)]
    supplier, supplier_id = suppliers(entry.awards, process.body.get("parties"))
    row = {
        "contract": reference_of(title, tender, process.ocid),
        "ocid": process.ocid,
        "title": title,
        "category": _category(title, entry, tender),
        "cohort": find_cohort(title),
        "area_code": area.code,
        "area": area.name,
        "area_level": area.level,
        "region": area.region,
        "supplier": supplier,
        "supplier_id": supplier_id,
        "published_on": process.published_on,
        "start": term.start,
        "end": term.end,
        "extension_end": term.extension_end,
    }
    used = all(doubt.severity != "refused" for doubt in doubts)
    return {**row, **_value(entry.value, process.file, used=used)}, doubts


def _remarks(entry: Entry, tender: Json) -> Iterator[Doubt]:
    if entry.is_tender:
        yield from headline_doubts(tender)
    yield from amendment_doubts(entry.body)
    if entry.framework_only:
        what = "only the term of a framework is stated; the days of the contract are not"
        yield Doubt("term-of-framework", what, "the term of the contract")
    if len(entry.lots) > 1 and entry.value:
        what = f"the value covers lots {', '.join(entry.lots[:-1])} and {entry.lots[-1]}"
        yield Doubt("award-covers-lots", what, severity="note")


def _category(title: str, entry: Entry, tender: Json) -> str:
    """Return the category the title names, else that of the one lot awarded; several lots have none in common."""
    named = category_in_title(title)
    if named == OTHER and len(entry.lots) == 1:
        return category_in_title(title_of_lot(tender, entry.lots[0]))
    return named


def _value(value: Json, file: str, *, used: bool) -> Row:
    amount = stated_amount(value) if used else None
    return {
        "value_gbp": float(amount) if isinstance(amount, int | float) else math.nan,
        "value_status": "missing" if amount is None else "exact",
        "vat": vat_basis(value),
        "value_source": text(value, "place") or str(Source(file)),
    }


def _finding(doubt: Doubt, where: str) -> Finding:
    remedies = {"refused": "the value is not used; look at the notice", "warning": "look at the notice"}
    remedy = remedies.get(doubt.severity, "")
    return Finding(Source.parse(where).file, where, doubt.rule, doubt.severity, doubt.what, doubt.expected, remedy)
