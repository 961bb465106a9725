"""Bring releases of one process together as the Open Contracting Partnership's own library does."""

from __future__ import annotations

import csv
import warnings
from collections.abc import Iterable
from functools import cache
from typing import Any

from ocdsmerge.exceptions import DuplicateIdValueWarning, InconsistentTypeError
from ocdsmerge.merge import CompiledRelease

from vv_analysis.errors import InputError
from vv_analysis.ingest.awards.ocds_documents import Json
from vv_analysis.terms import reference

Path = tuple[str, ...]

RULES = "ocds_merge_rules.csv"
# The id of an organisation means nothing in another release (formats R4.1): nothing is matched by it.
_WHOLE = {("parties",): "wholeListMerge", ("awards", "suppliers"): "wholeListMerge"}


class _NullRemovesAll(CompiledRelease):  # type: ignore[misc]
    """A compiled release in which null also removes what stands below it; the library leaves that there."""

    def flat_append(self, flat: dict[Path, Any], *about: Any) -> None:
        if self.data and None in flat.values():
            nulled = [path for path, value in flat.items() if value is None]
            for known in [known for known in self.data if any(known[: len(path)] == path for path in nulled)]:
                del self.data[known]
        super().flat_append(flat, *about)


@cache
def merge_rules() -> dict[Path, str]:
    """Return the merge rules of OCDS 1.1.4 by path, and ours for what is known by its release only.

    They are kept as a table, because the library would fetch the schema from the network.

    Examples
    --------
    >>> merge_rules()["tender", "submissionMethod"]
    'wholeListMerge'
    """
    with (reference.folder() / RULES).open(encoding="utf-8", newline="") as table:
        return {tuple(row["path"].split("/")): row["rule"] for row in csv.DictReader(table)} | _WHOLE


def merged(releases: Iterable[Json]) -> Json:
    """Bring releases of one process together, in the order handed over: the later value wins, null removes.

    Objects are merged field by field, lists of objects by id, other lists as a whole. Source: the merging
    rules of OCDS 1.1, by ocdsmerge. Unlike there, null also removes an object or a list with all it holds.

    Raises
    ------
    InputError
        A field is an object in one release and something else in another.

    Examples
    --------
    >>> first = {"ocid": "o-1", "date": "2021-01-01", "tender": {"value": {"amount": 1000}, "title": "A"}}
    >>> later = {"ocid": "o-1", "date": "2021-02-01", "tender": {"value": {"amount": 2000}}}
    >>> merged([first, later])["tender"]
    {'value': {'amount': 2000}, 'title': 'A'}
    """
    compiled = _NullRemovesAll(merge_rules=merge_rules())
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DuplicateIdValueWarning)
            for release in releases:
                compiled.append(release)
        whole: Json = compiled.asdict()
    except (InconsistentTypeError, RecursionError, TypeError) as error:
        what = "the releases of this process do not fit together"
        raise InputError(what, expected="fields of one kind in all of them", remedy="look at the notices") from error
    return whole
