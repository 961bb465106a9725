"""Bring releases of OCDS 1.0, where organisations stand in full wherever they are named, to 1.1."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from vv_analysis.errors import InputError
from vv_analysis.ingest.awards.ocds import inner, objects
from vv_analysis.ingest.awards.ocds_documents import Json

_ONLY_IN_FULL = ("identifier", "additionalIdentifiers", "address", "contactPoint")


def is_1_0(body: Json) -> bool:
    """Return whether a release is written as OCDS 1.0: no parties, organisations in full or a single amendment.

    A release says no version itself, and packages often say the wrong one.

    Examples
    --------
    >>> is_1_0({"buyer": {"name": "Ministry of Justice", "address": {"locality": "London"}}})
    True
    >>> is_1_0({"buyer": {"name": "Ministry of Justice", "id": "GB-GOV-1"}})
    False
    """
    if "parties" in body:
        return False
    in_full = any(name in organisation for organisation in _organisations(body) for name in _ONLY_IN_FULL)
    blocks = (inner(body, "tender"), *objects(body.get("awards")), *objects(body.get("contracts")))
    return in_full or any("amendment" in block for block in blocks)


def as_1_1(body: Json) -> Json:
    """Return a release of OCDS 1.0 as one of 1.1: organisations become parties, the amendment a list.

    Raises
    ------
    InputError
        It is neither.
    """
    # Only old notices need it, and it brings a whole HTTP client along.
    from ocdskit.upgrade import upgrade_10_11

    # It logs where two organisations of one name differ in a telephone number; a log nobody reads goes to the screen.
    logging.getLogger("ocdskit").addHandler(logging.NullHandler())
    try:
        upgraded: Json = upgrade_10_11(deepcopy(body), reorder=False)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        what = "this is neither OCDS 1.0 nor 1.1"
        raise InputError(what, expected="a release of OCDS 1.1", remedy="fetch it again") from error
    return upgraded


def _organisations(body: Json) -> Iterator[dict[str, Any]]:
    tender = inner(body, "tender")
    yield from (inner(body, "buyer"), inner(tender, "procuringEntity"), *objects(tender.get("tenderers")))
    for award in objects(body.get("awards")):
        yield from objects(award.get("suppliers"))
