"""How far two sides can be compared, key by key: a grade from A to E that is worked out, never typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from vv_analysis.errors import FrameError
from vv_analysis.measure.frames import guards
from vv_analysis.measure.frames.kinds import rows_of_other_kind
from vv_analysis.measure.frames.named_rows import named_rows
from vv_analysis.measure.frames.sums import Groups, groups_of
from vv_analysis.terms import vocabulary

RESULTS = ("rows_before", "rows_after", "points", "grade", "headline", "reasons", "status")
POINTS = (
    "volume units differ",
    "eligibility differs",
    "VAT not known",
    "geography apportioned",
    "profile over the years assumed",
    "services bundled",
    "band instead of a figure",
    "price year not known",
)
# What cannot be compared at all before it is converted (R2.7), and the measure that converts it.
UNLIKE = (
    "VAT included in some and not in others: convert with vv.exclude_vat",
    "price bases differ: convert with vv.real_terms",
)
GRADES = ("A", "B", "C", "D", "E")
HEADLINE_GRADES = ("A", "B")
# Places in GRADES: of 0 to 8 points lost, and the best that unlike volume units and unlike bases can get.
_PLACE_OF_POINTS = np.array([0, 1, 2, 3, 3, 4, 4, 4, 4])
_BEST_OF_UNLIKE_UNITS, _BEST_OF_UNLIKE_BASES = 3, 4
_BANDS = tuple(status for status in vocabulary.AMOUNT_STATUSES if status not in {"exact", "missing"})
_WHERE = "comparability"
_NOT_KNOWN = {"volume_unit": "unknown", "vat": "unknown", "prices": "unknown", "cohort": "not-stated"}
_FLAGS = ("apportioned", "assumed_profile", "bundled")

Flags = npt.NDArray[np.bool_]
Said = npt.NDArray[Any]


def comparability(before: pd.DataFrame, after: pd.DataFrame, on: Sequence[str] = ()) -> pd.DataFrame:
    """Grade how far `before` and `after` can be compared, key by key, with the reasons.

    One point is lost for each of the eight of `POINTS`: none gives A, one B, two C, three or four D, five or more
    E. Three things weigh more than a point: unlike volume units give D at best; VAT included on one side and not
    on the other, and unlike price bases, give E until they are converted. Only A and B belong in a headline.

    Parameters
    ----------
    before, after : DataFrame
        Rows with the columns of `on`, and whichever of these they have: ``volume_unit``, ``cohort``,
        ``eligibility`` (text), ``vat``, ``prices``, ``value_status``, ``volume_status``, ``category``, and the
        flags ``apportioned``, ``assumed_profile`` and ``bundled``. VAT, prices and units of which a frame, a row
        or a cell says nothing are not known.
    on : sequence of str
        Columns that make a key; none grades the two frames as a whole.

    Returns
    -------
    DataFrame
        One row a key of either side, in the order of the keys: the columns of `on`, ``rows_before`` and
        ``rows_after``, ``points`` (number lost), ``grade``, ``headline`` (True for A and B), ``reasons`` (text,
        ``; `` between them) and ``status`` (``ok``). Of a key on one side only nothing is compared: no points
        (NaN), no grade (empty) and status ``z``.

    Raises
    ------
    FrameError
        A key is missing, is the name of a result or has another type in each frame, or illustrative figures
        stand beside real ones.

    Notes
    -----
    Method R2.43; R2.8 for volume units, R2.7 for VAT and prices. Eligibility differs where the sets of cohorts do
    (everyone eligible, or not stated, is another set than women), or the texts of ``eligibility``, where both
    frames have them. A unit known on one side only differs; a unit known on neither does not. Where ``bundled``
    is not stated, services are taken for bundled if rows of category ``other`` stand against a named lot.

    Examples
    --------
    >>> existing = pd.DataFrame({"category": ["accommodation"], "vat": ["unknown"], "prices": ["nominal"]})
    >>> published = existing.assign(vat="excluded")
    >>> comparability(existing, published, on=["category"])[["points", "grade", "reasons"]].values.tolist()
    [[1.0, 'B', 'VAT not known']]
    """
    keys = guards.key_columns([before, after], on, RESULTS, where=_WHERE)
    guards.refuse_mixed_status([before, after], where=_WHERE)
    guards.refuse_unlike_keys(before, after, keys, where=_WHERE)
    rows = _both_sides(before, after, keys)
    counts = [rows.groups.rows(rows.side == side) for side in (0, 1)]
    counted = rows.groups.labels.assign(rows_before=counts[0], rows_after=counts[1])
    return _graded(counted, _lost(rows))[[*keys, *RESULTS]]


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """The rows of both sides, those before first: which key each belongs to, its side, and what it says."""

    groups: Groups
    side: npt.NDArray[np.int64]
    said: dict[str, Said]

    def any(self, flag: Flags | Said) -> Flags:
        """Tell the keys of which any row is flagged."""
        return self.groups.rows(flag.astype(bool)) > 0

    def mixed(self, stated: Said, silence: str = "") -> Flags:
        """Tell the keys of whose rows two say different things; silence says nothing."""
        chosen = stated != silence
        pairs, size = self._pairs(stated)
        return np.bincount(np.unique(pairs[chosen]) // size, minlength=len(self.groups.labels)) > 1

    def sets_differ(self, stated: Said) -> Flags:
        """Tell the keys on whose one side something is stated that is not on the other."""
        pairs, size = self._pairs(stated)
        on_one_side = np.setxor1d(*(pairs[self.side == side] for side in (0, 1)))
        return np.bincount(on_one_side // size, minlength=len(self.groups.labels)) > 0

    def _pairs(self, stated: Said) -> tuple[npt.NDArray[np.int64], int]:
        codes, names = pd.factorize(stated)
        size = max(len(names), 1)
        return self.groups.of_row * size + codes, size


def _both_sides(before: pd.DataFrame, after: pd.DataFrame, keys: list[str]) -> _Rows:
    # Text of eligibility is compared only where both sides give it.
    texts = ["eligibility"] if "eligibility" in before and "eligibility" in after else []
    said = [_stated(frame, texts) for frame in (before, after)]
    # The keys of an empty frame have no type of their own and would spoil the other side's.
    filled = [frame[keys] for frame in (before, after) if len(frame)] or [before[keys]]
    groups = groups_of(pd.concat(filled, ignore_index=True), keys)
    side = np.repeat([0, 1], [len(before), len(after)])
    return _Rows(groups, side, {name: np.concatenate([one[name] for one in said]) for name in said[0]})


def _stated(frame: pd.DataFrame, texts: list[str]) -> dict[str, Said]:
    """Return what a frame says of each row, with silence put into words."""
    said = {column: _text(frame, column, silence) for column, silence in _NOT_KNOWN.items()}
    said |= {column: _words(frame[column]).to_numpy(dtype=object) for column in texts}
    flags = {column: _flag(frame, column) for column in _FLAGS if column in frame}
    statuses = [frame[status] for status in ("value_status", "volume_status") if status in frame]
    category = _text(frame, "category", "")
    nothing = np.zeros(len(frame), dtype=bool)
    judged = flags["bundled"].notna().to_numpy() if "bundled" in flags else nothing
    known = {column: flags[column].to_numpy(dtype=bool, na_value=False) if column in flags else nothing
             for column in _FLAGS}  # fmt: skip
    other = {"other": (category == "other") & ~judged, "lot": np.isin(category, vocabulary.LOT_CATEGORIES)}
    return said | known | other | {"band": _banded(statuses, nothing)}


def _banded(statuses: list[pd.Series[str]], nothing: Flags) -> Flags:
    return np.asarray(np.any([nothing, *(status.isin(_BANDS).to_numpy() for status in statuses)], axis=0))


def _text(frame: pd.DataFrame, column: str, silence: str) -> Said:
    if column not in frame:
        return np.full(len(frame), silence, dtype=object)
    # What is stated is much the same in every row, so each word is looked at once.
    codes, names = pd.factorize(frame[column].astype("str"))
    words = np.array([*(name or silence for name in names.str.strip()), silence], dtype=object)
    return np.asarray(words[codes])


def _words(column: pd.Series[str]) -> pd.Series[str]:
    return column.astype("str").fillna("").str.casefold().str.split().str.join(" ")


def _flag(frame: pd.DataFrame, column: str) -> pd.Series[bool]:
    stated = frame[column]
    try:
        return stated.astype("boolean")
    except (TypeError, ValueError) as error:
        raise FrameError(
            f"column {column!r} holds something other than true and false in "
            f"{named_rows(rows_of_other_kind(stated, bool, np.bool_))}",
            where=_WHERE,
            expected="True, False or nothing in each row",
            remedy=f"convert it, for example with frame[{column!r}] == 'yes'",
        ) from error


def _lost(rows: _Rows) -> Flags:
    """Return which points, and which likenesses, each key has lost: one row a key, one column a reason."""
    said = rows.said
    eligibility = rows.sets_differ(said["cohort"])
    if "eligibility" in said:
        eligibility |= rows.sets_differ(said["eligibility"])
    vat = np.where(said["vat"] == "exempt", "excluded", said["vat"])
    points = [
        rows.mixed(said["volume_unit"]),
        eligibility,
        rows.any(vat == "unknown"),
        rows.any(said["apportioned"]),
        rows.any(said["assumed_profile"]),
        rows.any(said["bundled"]) | _other_against_a_lot(rows),
        rows.any(said["band"]),
        rows.any(said["prices"] == "unknown"),
    ]
    unlike = [rows.mixed(basis, silence="unknown") for basis in (vat, said["prices"])]
    return np.column_stack([*points, *unlike])


def _other_against_a_lot(rows: _Rows) -> Flags:
    other, lot = ([rows.any(rows.said[name] & (rows.side == side)) for side in (0, 1)] for name in ("other", "lot"))
    return (other[0] & lot[1]) | (other[1] & lot[0])


def _graded(counted: pd.DataFrame, lost: Flags) -> pd.DataFrame:
    points = lost[:, : len(POINTS)].sum(axis=1)
    unlike_units, unlike_bases = lost[:, 0], lost[:, len(POINTS) :].any(axis=1)
    place = np.maximum(_PLACE_OF_POINTS[points], _BEST_OF_UNLIKE_UNITS * unlike_units)
    grade = np.array(GRADES)[np.maximum(place, _BEST_OF_UNLIKE_BASES * unlike_bases)]
    compared = ((counted["rows_before"] > 0) & (counted["rows_after"] > 0)).to_numpy()
    alone = np.where(counted["rows_before"] > 0, "before only", "after only")
    marks = {
        "grade": np.where(compared, grade, ""),
        "reasons": np.where(compared, _in_words(lost), alone),
        "status": np.where(compared, "ok", "z"),
    }
    words = {name: pd.Series(mark, index=counted.index, dtype="str") for name, mark in marks.items()}
    headline = np.isin(grade, HEADLINE_GRADES) & compared
    return counted.assign(points=np.where(compared, points, np.nan), headline=headline, **words)


def _in_words(lost: Flags) -> npt.NDArray[np.object_]:
    """Return the reasons of each key; few of their combinations ever occur, and each is put into words once."""
    reasons = (*POINTS, *UNLIKE)
    combinations, of_key = np.unique(lost, axis=0, return_inverse=True)
    words = ["; ".join(reason for reason, is_lost in zip(reasons, row, strict=True) if is_lost) for row in combinations]
    return np.array(words, dtype=object)[of_key] if words else np.array([], dtype=object)
