"""Which published line is compared with which existing contracts, and what has nothing to be compared with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from vv_analysis.measure.frames import guards
from vv_analysis.measure.frames.periods import period_dates

MATCHED = (
    "exact",
    "cohort differs",
    "apportioned",
    "apportioned, cohort differs",
    "no contract",
    "no published line",
)
RESULTS = (
    "cohort_published",
    "cohort_contract",
    "publication",
    "year",
    "contract",
    "published_source",
    "contract_source",
    "overlap_days",
    "matched",
)
_WHERE = "comparison_set"
_TEXTS = [name for name in RESULTS if name != "overlap_days"]
_NAMED_BY_YEAR = {"publication", "year"}
# A cohort that holds the others, or may hold them.
_BROAD = ("all", "not-stated", "")
_SIDES = ("published", "contract")
_EVERYTHING = "everything"


def comparison_set(
    published: pd.DataFrame,
    contracts: pd.DataFrame,
    on: Sequence[str] = ("category", "area_code", "cohort"),
) -> pd.DataFrame:
    """Return which published line is compared with which existing contracts, one row a pair.

    For inside use only: the result names contracts that were handed over in confidence, and where they stand.
    Nothing of it may leave those who hold the contracts.

    Parameters
    ----------
    published, contracts : DataFrame
        Rows with the columns of `on`, ``start`` and ``end`` (inclusive), ``value_source`` (else
        ``volume_source``); contracts also with ``contract``. Choose one publication first, and contracts that
        are `counted_once` and, where they stand for larger areas, split by `apportion`: every line is paired with
        every contract of its key.
    on : sequence of str
        Columns that must agree. Of ``cohort``, if it is one of them, two different groups of people are never
        paired; a group and everyone eligible (or a cohort not stated) are, and are marked.

    Returns
    -------
    DataFrame
        In the order of the keys, then of the rows: the columns of `on` but ``cohort``, ``cohort_published`` and
        ``cohort_contract`` (empty if `on` has no cohort), ``publication`` and ``year`` of the line (empty where it
        says none), ``contract``, ``published_source`` and ``contract_source``, ``overlap_days`` and ``matched``.
        ``overlap_days`` are the days on which both run; 0: one follows the other; NaN: a day is not known, or
        there is no pair. ``matched`` says how they were found to belong together: ``exact``, ``cohort differs``,
        ``apportioned`` (one of the two was split from a larger area), or both; ``no contract`` marks a line
        without any, ``no published line`` a contract without any.

    Raises
    ------
    FrameError
        A column is missing or a key has another type in each frame, a period ends before it starts, or
        illustrative figures stand beside real ones.

    Notes
    -----
    Question 5 of the field: which areas have no comparable contract. How well the two sides of a key compare is
    said by `comparability` (R2.43).

    Examples
    --------
    >>> line = pd.DataFrame(
    ...     {"category": ["accommodation"], "cohort": ["not-stated"], "start": pd.to_datetime(["2021-06-26"]),
    ...      "end": pd.to_datetime(["2022-03-31"]), "value_source": ["july.xlsx#Lot 1!D17"]}
    ... )
    >>> held = line.assign(cohort="women", contract="EX-1", value_source="ours.xlsx#Contracts!J6")
    >>> comparison_set(line, held, on=["category", "cohort"])[["contract", "overlap_days", "matched"]].values.tolist()
    [['EX-1', 279.0, 'cohort differs']]
    """
    measured = [name for name in RESULTS if name not in _NAMED_BY_YEAR]
    keys = guards.key_columns([published, contracts], on, measured, where=_WHERE)
    guards.require_columns(contracts, ["contract"], where=_WHERE)
    guards.refuse_mixed_status([published, contracts], where=_WHERE)
    guards.refuse_unlike_keys(published, contracts, keys, where=_WHERE)
    joined = [key for key in keys if key != "cohort"]
    lines, held = _side(published, keys, "published"), _side(contracts, keys, "contract")
    pairs = _paired(lines, held, joined or [_EVERYTHING])
    found = pd.concat([pairs, _alone(lines, pairs, "published"), _alone(held, pairs, "contract")], ignore_index=True)
    order = found.sort_values([*joined, "row_published", "row_contract"], kind="stable", ignore_index=True)
    shown = [*joined, *(name for name in RESULTS if name not in joined)]
    return order.assign(**{name: order[name].fillna("") for name in shown if name in _TEXTS})[shown]


def _side(frame: pd.DataFrame, keys: list[str], side: str) -> pd.DataFrame:
    """Return what is shown of a line or a contract, numbered in the order of the rows."""
    rows = frame.reset_index(drop=True)
    names = ["contract"] if side == "contract" else sorted(_NAMED_BY_YEAR)
    dates = period_dates(rows, where=f"{_WHERE}, {side}")
    shown: dict[str, Any] = {name: _text(rows, name) for name in names if name not in keys}
    shown |= {
        _EVERYTHING: 0,
        f"row_{side}": np.arange(len(rows), dtype="float64"),
        f"cohort_{side}": _text(rows, "cohort") if "cohort" in keys else "",
        f"{side}_source": _source(rows, side),
        f"apportioned_{side}": _apportioned(rows),
        f"start_{side}": dates["start"],
        f"end_{side}": dates["end"],
    }
    return rows[[key for key in keys if key != "cohort"]].assign(**shown)


def _paired(lines: pd.DataFrame, held: pd.DataFrame, joined: list[str]) -> pd.DataFrame:
    # The keys of an empty frame have no type of their own and would spoil the other side's.
    if lines.empty or held.empty:
        lines = lines.astype(held[joined].dtypes.to_dict()) if lines.empty else lines
        held = held.astype(lines[joined].dtypes.to_dict())
    pairs = lines.merge(held.drop(columns=_EVERYTHING) if _EVERYTHING not in joined else held, how="inner", on=joined)
    same = pairs["cohort_published"] == pairs["cohort_contract"]
    broad = pairs["cohort_published"].isin(_BROAD) | pairs["cohort_contract"].isin(_BROAD)
    split = pairs["apportioned_published"] | pairs["apportioned_contract"]
    matched = np.select([~split & same, ~split, same], MATCHED[:3], default=MATCHED[3])
    pairs = pairs.assign(overlap_days=_days_shared(pairs), matched=pd.Series(matched, index=pairs.index, dtype="str"))
    return pairs[same | broad]


def _days_shared(pairs: pd.DataFrame) -> pd.Series[float]:
    known = pairs[[f"{end}_{side}" for end in ("start", "end") for side in _SIDES]].notna().all(axis="columns")
    latest_start = pairs["start_published"].where(
        pairs["start_published"] > pairs["start_contract"], pairs["start_contract"]
    )
    earliest_end = pairs["end_published"].where(pairs["end_published"] < pairs["end_contract"], pairs["end_contract"])
    days = (earliest_end - latest_start).dt.days.astype("float64") + 1
    return days.clip(lower=0).where(known)


def _alone(rows: pd.DataFrame, pairs: pd.DataFrame, side: str) -> pd.DataFrame:
    number = f"row_{side}"
    alone = rows[~rows[number].isin(pairs[number])]
    return alone.assign(overlap_days=np.nan, matched=MATCHED[4] if side == "published" else MATCHED[5])


def _apportioned(rows: pd.DataFrame) -> pd.Series[bool]:
    if "apportioned" not in rows:
        return pd.Series(data=False, index=rows.index)
    return rows["apportioned"].astype("boolean").fillna(value=False).astype("bool")


def _text(rows: pd.DataFrame, column: str) -> pd.Series[str]:
    stated = rows[column] if column in rows else pd.Series("", index=rows.index)
    return stated.astype("str").fillna("")


def _source(rows: pd.DataFrame, side: str) -> pd.Series[str]:
    if "value_source" not in rows and "volume_source" not in rows:
        guards.require_columns(rows, ["value_source"], where=f"{_WHERE}, {side}")
    value = _text(rows, "value_source")
    return value.where(value != "", _text(rows, "volume_source"))
