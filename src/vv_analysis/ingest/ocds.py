"""Read the releases of an OCDS file, and bring those of one process together.

A release is a plain dict as JSON gives it. While it is read, every value is told where it stands (key
``place``) and every supplier gets the identifier that its own release states, because the ids of parties
mean nothing outside their release.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from pandas.api.typing import NaTType

from vv_analysis.ingest.ocds_files import Json, releases_in
from vv_analysis.terms.provenance import Source

# Neither a control character nor half of a surrogate pair is a character of a name or a title.
_NO_CHARACTER = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]+")
_DAY = re.compile(r"(?:19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Release:
    """One release: its process, its day (NaT if it has none), its content, the file it stands in."""

    ocid: str
    day: pd.Timestamp | NaTType
    body: Json
    file: str


def read_releases(path: Path) -> list[Release]:
    """Return every release of one file, in the order of the file.

    Of a record, the compiled release is taken, else its releases; a versioned release is not read, nor is a
    release that is only linked to.

    Raises
    ------
    InputError
        The file is absent, larger than 50 MB, nested deeper than any notice, no JSON, or no OCDS.
    """
    return [_release(body, pointer, path.name) for pointer, body in releases_in(path)]


def merged(releases: Iterable[Release]) -> Json:
    """Bring releases of one process together: by date, the latest value wins, null removes.

    Objects are merged field by field. Lists whose items all have an id of their own are merged by id;
    any other list is replaced as a whole. The list of strategies that OCDS publishers may declare in their
    own schema (``wholeListMerge``, ``omitWhenMerged``) is not read. Source: the merging rules of OCDS 1.1.

    Examples
    --------
    >>> day = pd.Timestamp("2021-04-19")
    >>> first = Release("o-1", day, {"tender": {"value": {"amount": 1000}, "title": "A"}}, "a.json")
    >>> later = Release("o-1", day + pd.Timedelta(days=9), {"tender": {"value": {"amount": 2000}}}, "b.json")
    >>> merged([later, first])
    {'tender': {'value': {'amount': 2000}, 'title': 'A'}}
    """
    compiled: Json = {}
    for release in sorted(releases, key=lambda release: (pd.notna(release.day), release.day)):
        compiled = _merge(compiled, release.body)
    return compiled


def objects(value: object) -> list[Json]:
    """Return the objects of a list; nothing where there is no list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def inner(body: Json, name: str) -> Json:
    """Return an object by name; an empty one where there is none."""
    value = body.get(name)
    return value if isinstance(value, dict) else {}


def text(body: Json, name: str) -> str:
    """Return a text by name, control characters as spaces; empty where there is none or it is no text."""
    value = body.get(name)
    return _NO_CHARACTER.sub(" ", value).strip() if isinstance(value, str) else ""


def day_of(stamp: str) -> pd.Timestamp | NaTType:
    """Return the day of an ISO date or time as a clock in London would show it; NaT if it is none.

    Examples
    --------
    >>> day_of("2021-06-25T23:00:00Z"), day_of("2026-03-31T23:59:59+01:00"), day_of("soon")
    (Timestamp('2021-06-26 00:00:00'), Timestamp('2026-03-31 00:00:00'), NaT)
    """
    # A year alone is no day, and 9999-12-31 is a placeholder that no calendar here can hold.
    moment = pd.to_datetime(stamp, format="ISO8601", errors="coerce") if _DAY.match(stamp) else pd.NaT
    if pd.isna(moment):
        return pd.NaT
    return (moment.tz_convert("Europe/London").tz_localize(None) if moment.tz else moment).normalize()


def is_before(day: pd.Timestamp | NaTType, other: pd.Timestamp | NaTType) -> bool:
    """Return whether one day is before another; not where either is unknown."""
    return isinstance(day, pd.Timestamp) and isinstance(other, pd.Timestamp) and day < other


def identified(items: list[Any]) -> bool:
    """Return whether every item of a list is an object with an id that no other item of it has."""
    ids = [item.get("id") if isinstance(item, dict) else None for item in items]
    return all(isinstance(name, str | int) for name in ids) and len(set(ids)) == len(ids)


def _release(body: Json, pointer: str, file: str) -> Release:
    return Release(text(body, "ocid"), day_of(text(body, "date")), _told_where(body, pointer, file), file)


def _told_where(body: Json, pointer: str, file: str) -> Json:
    told = dict(body)
    if isinstance(body.get("tender"), dict):
        told["tender"] = _valued(body["tender"], f"{pointer}/tender", file)
    for name in ("awards", "contracts"):
        if isinstance(body.get(name), list):
            told[name] = [
                _valued(item, f"{pointer}/{name}/{place}", file) if isinstance(item, dict) else item
                for place, item in enumerate(body[name])
            ]
    # Without their ids, which mean nothing in another release, parties and suppliers are replaced as a whole.
    if "parties" in told:
        told["parties"] = [_without_id(party) for party in objects(told["parties"])]
    if "awards" in told:
        told["awards"] = [_supplied(award, body) for award in objects(told["awards"])]
    return told


def _without_id(party: Json) -> Json:
    return {name: value for name, value in party.items() if name != "id"}


def _valued(item: Json, pointer: str, file: str) -> Json:
    if not isinstance(item.get("value"), dict):
        return item
    place = str(Source(file, pointer=f"{pointer}/value/amount"))
    return {**item, "value": {**item["value"], "place": place}}


def _supplied(award: Json, body: Json) -> Json:
    if "suppliers" not in award:
        return award
    named = objects(award["suppliers"])
    return {**award, "suppliers": [{**_without_id(one), "number": _number(one, body)} for one in named]}


def _number(supplier: Json, body: Json) -> str:
    """Return scheme and number of a supplier: its own, else those of its party in the same release."""
    party = next((party for party in objects(body.get("parties")) if party.get("id") == supplier.get("id")), {})
    for identifier in (inner(supplier, "identifier"), inner(party, "identifier")):
        if text(identifier, "scheme") and text(identifier, "id"):
            return f"{text(identifier, 'scheme')}-{text(identifier, 'id')}"
    own = text(supplier, "id")
    return own if own.startswith(("GB-COH-", "GB-CHC-", "GB-SC-", "GB-PPON-")) else ""


def _merge(earlier: Json, later: Json) -> Json:
    result = dict(earlier)
    for name, value in later.items():
        before = result.get(name)
        if isinstance(value, dict):
            result[name] = _merge(before if isinstance(before, dict) else {}, value)
        elif isinstance(value, list) and isinstance(before, list):
            result[name] = _merge_lists(before, value)
        elif value is None:
            result.pop(name, None)
        else:
            result[name] = value
    return result


def _merge_lists(earlier: list[Any], later: list[Any]) -> list[Any]:
    if not identified(earlier) or not identified(later):
        return later
    by_id = {item["id"]: item for item in earlier}
    return list((by_id | {item["id"]: _merge(by_id.get(item["id"], {}), item) for item in later}).values())
