"""Find contracts that stand under two identifiers: count once what must be one, name what may be."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import combinations, pairwise
from typing import Any

import pandas as pd
from pandas.api.typing import NaTType

from vv_analysis.ingest.awards.award_notices import FILE
from vv_analysis.ingest.words.names import normalised
from vv_analysis.terms.findings import Finding
from vv_analysis.terms.provenance import Source

Row = dict[str, Any]

# Among more contracts of one value than this, only those with the same reference or title are compared.
MOST_ALIKE = 50


def counted_once(awards: pd.DataFrame, judged: Collection[str] = ()) -> tuple[pd.DataFrame, list[Finding]]:
    """Return awards with ``duplicate_of`` filled in where two must be one contract, and what was found.

    Two records of different processes look like one contract if their values agree to the pound, they share the
    buyer's reference or the words of their titles, their days overlap (days that are not stated overlap with any),
    and their suppliers do not contradict each other. They must be one if reference, value, first and last
    day all agree; the earlier notice is then the one that counts. What is recorded as a duplicate is left alone,
    and so are two that were both judged (OCIDs that ``notices.csv`` names): they are only named.
    """
    counted = awards[awards["value_gbp"].notna() & (awards["duplicate_of"] == "")].sort_values(
        "value_gbp", kind="stable"
    )
    cells = zip(counted.index, counted.to_dict("records"), strict=True)
    rows = [{"row": place, **{str(name): cell for name, cell in row.items()}} for place, row in cells]
    found = [(first, second) for first, second in _near_pairs(rows) if _alike(first, second)]
    duplicate_of = awards["duplicate_of"].copy()
    findings: list[Finding] = []
    for first, second in sorted(found, key=lambda pair: [_precedence(row) for row in pair]):
        if not _is_one(first, second) or {first["ocid"], second["ocid"]} <= set(judged):
            findings.append(_looks_like_one(first, second))
        elif not duplicate_of[second["row"]]:
            duplicate_of[second["row"]] = duplicate_of[first["row"]] or first["ocid"]
            findings.append(_is_one_contract(first, second))
    return awards.assign(duplicate_of=duplicate_of), findings


def _near_pairs(rows: list[Row]) -> Iterator[tuple[Row, Row]]:
    """Yield pairs whose values differ by less than a pound, the earlier first; `rows` are in order of value."""
    for run in _runs(rows):
        near = sorted(run, key=_precedence)
        if len(near) <= MOST_ALIKE:
            yield from combinations(near, 2)
            continue
        alike: dict[tuple[str, str], list[Row]] = {}
        for row in near:
            alike.setdefault(("reference", row["contract"]), []).append(row)
            alike.setdefault(("title", normalised(row["title"])), []).append(row)
        pairs = {(one["row"], other["row"]): (one, other) for same in alike.values() for one, other in pairwise(same)}
        yield from pairs.values()


def _runs(rows: list[Row]) -> Iterator[list[Row]]:
    run: list[Row] = []
    for row in rows:
        if run and row["value_gbp"] - run[-1]["value_gbp"] >= 1:
            yield run
            run = []
        run.append(row)
    yield run


def _alike(first: Row, second: Row) -> bool:
    if first["ocid"] == second["ocid"] or abs(first["value_gbp"] - second["value_gbp"]) >= 1:
        return False
    words, others = (set(normalised(row["title"]).split()) for row in (first, second))
    named_alike = _reference(first) == _reference(second) or words <= others or others <= words
    return named_alike and _overlap(first, second) and not _other_suppliers(first, second)


def _is_one(first: Row, second: Row) -> bool:
    days = all(isinstance(row[day], pd.Timestamp) for row in (first, second) for day in ("start", "end"))
    same_days = days and (first["start"], first["end"]) == (second["start"], second["end"])
    return same_days and _reference(first) == _reference(second)


def _reference(row: Row) -> str:
    # What the buyer calls it, however written; one OCID never equals another.
    return normalised(row["contract"]).replace(" ", "")


def _other_suppliers(first: Row, second: Row) -> bool:
    """Return whether both name their suppliers by numbers of one register, and none is the same."""
    one, other = (set(filter(None, row["supplier_id"].split("; "))) for row in (first, second))
    registers = {number[:6] for number in one} & {number[:6] for number in other}
    return bool(registers) and not one & other


def _overlap(first: Row, second: Row) -> bool:
    latest_start = max(_stated(first["start"], pd.Timestamp.min), _stated(second["start"], pd.Timestamp.min))
    earliest_end = min(_stated(first["end"], pd.Timestamp.max), _stated(second["end"], pd.Timestamp.max))
    return latest_start <= earliest_end


def _stated(day: pd.Timestamp | NaTType, otherwise: pd.Timestamp) -> pd.Timestamp:
    return otherwise if isinstance(day, NaTType) else day


def _precedence(row: Row) -> tuple[pd.Timestamp, str]:
    return _stated(row["published_on"], pd.Timestamp.max), row["ocid"]


def _is_one_contract(first: Row, second: Row) -> Finding:
    source: str = second["value_source"]
    what = f"{second['ocid']} is the contract of {first['ocid']}: reference, value and days agree; it counts once"
    remedy = f"if they are two, give each a row in {FILE}"
    return Finding(Source.parse(source).file, source, "award-twice", "note", what, "each contract once", remedy)


def _looks_like_one(first: Row, second: Row) -> Finding:
    source: str = first["value_source"]
    return Finding(
        Source.parse(source).file,
        source,
        "award-perhaps-twice",
        "warning",
        f"{first['ocid']} and {second['ocid']} look like one contract under two identifiers",
        "each contract once",
        f"if they are one, say so in {FILE}, column duplicate_of",
    )
