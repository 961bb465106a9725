"""Weights by which a larger area is split, checked against the map; and which row becomes which parts by them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from vv_analysis.errors import FrameError
from vv_analysis.measure.frames import guards
from vv_analysis.measure.frames.named_rows import named_rows
from vv_analysis.terms.area_weights import LARGER_LEVELS, pairs_inside

KEYS = ["from_code", "to_code"]
TOLERANCE = 1e-9
_TOLD = {"name": "weights without a name", "unit": "unit not stated", "as_at": "day not stated"}


def checked(weights: pd.DataFrame, to: str, *, where: str) -> pd.DataFrame:
    """Return weights in the order of their codes, once they are known to split each area as a whole.

    Parameters
    ----------
    weights : DataFrame
        ``from_code``, ``to_code``, ``weight`` (fractions) and, if known, ``name``, ``unit`` and ``as_at``.
    to : str
        Level of the parts: ``"area"`` or ``"region"``.
    where : str
        The measure, for the message.

    Returns
    -------
    DataFrame
        One row a part: ``from_code``, ``to_code``, ``weight``, ``name``, ``unit``, ``as_at`` and ``parts``, the
        number of parts of the larger area.

    Raises
    ------
    FrameError
        `to` is no such level, a column is missing, or a weight is negative, missing, stated twice, of a part that
        does not lie inside; or those of an area do not add up to 1 within 1e-9.

    Examples
    --------
    >>> weights = pd.DataFrame({"from_code": ["cpa-essex"], "to_code": ["E23000028"], "weight": [1.0]})
    >>> checked(weights, "area", where="apportion")[["weight", "parts"]].values.tolist()
    [[1.0, 1.0]]
    """
    if to not in LARGER_LEVELS:
        levels = " or ".join(map(repr, LARGER_LEVELS))
        raise FrameError(f"nothing can be split to {to!r}", where=where, expected=f"to={levels}")
    guards.require_columns(weights, [*KEYS, "weight"], where=f"{where}, weights")
    rows = weights.reset_index(drop=True)
    rows = rows.assign(**guards.figures(rows, ["weight"], where=f"{where}, weights"))
    _refuse_wrong_rows(rows, where)
    _refuse_part_outside(rows, to, where)
    _refuse_sum_other_than_one(rows, where)
    told = {name: rows[name].astype("str").replace("", words).fillna(words) if name in rows else words
            for name, words in _TOLD.items()}  # fmt: skip
    known = rows[[*KEYS, "weight"]].assign(**told).sort_values(KEYS, ignore_index=True)
    return known.assign(parts=known.groupby("from_code")["weight"].transform("size").astype("int64"))


def equal(sets: Mapping[str, pd.DataFrame], *, where: str) -> pd.DataFrame:
    """Return weights by which each part named in any of the sets counts the same.

    Raises
    ------
    FrameError
        There is no set, or one lacks a column.

    Examples
    --------
    >>> weights = pd.DataFrame(
    ...     {"from_code": "cpa-norfolk-and-suffolk", "to_code": ["E23000024", "E23000025"], "weight": [0.6, 0.4]}
    ... )
    >>> equal({"made up": weights}, where="apportion_sensitivity")["weight"].tolist()
    [0.5, 0.5]
    """
    if not sets:
        raise FrameError("there are no weights", where=where, expected="at least one set, by its name")
    for name, weights in sets.items():
        guards.require_columns(weights, KEYS, where=f"{where}, weights {name!r}")
    pairs = pd.concat([weights[KEYS] for weights in sets.values()], ignore_index=True).drop_duplicates()
    weight = 1.0 / pairs.groupby("from_code")["to_code"].transform("size")
    return pairs.assign(weight=weight, name="equal", unit="each part the same", as_at="")


def _refuse_wrong_rows(rows: pd.DataFrame, where: str) -> None:
    cases = {
        "negative": rows["weight"] < 0,
        "missing": rows["weight"].isna(),
        "stated more than once": rows.duplicated(KEYS, keep=False),
    }
    for what, chosen in cases.items():
        if chosen.any():
            raise FrameError(
                f"the weight of {named_rows(chosen)} is {what}, as for {rows.loc[chosen, 'to_code'].iloc[0]!r}",
                where=f"{where}, weights",
                expected="one weight of 0 or more for each from_code and to_code",
                remedy="correct the weights, or leave the part out if it gets nothing",
            )


def _refuse_part_outside(rows: pd.DataFrame, to: str, where: str) -> None:
    inside = pairs_inside(to)
    pairs = zip(*(rows[key].astype("str") for key in KEYS), strict=True)
    outside = np.array([pair not in inside for pair in pairs], dtype=bool)
    if outside.any():
        first = rows[outside].iloc[0]
        raise FrameError(
            f"{first['to_code']!r} is no part of {first['from_code']!r} ({named_rows(outside)} of the weights)",
            where=f"{where}, weights",
            expected=f"codes of areas.csv, each part of level {to!r} and inside the larger area",
            remedy="correct the codes, or make the weights with vv_analysis.terms.area_weights",
        )


def _refuse_sum_other_than_one(rows: pd.DataFrame, where: str) -> None:
    sums = rows.groupby("from_code")["weight"].sum()
    wrong = sums[(sums - 1).abs() > TOLERANCE]
    if not wrong.empty:
        raise FrameError(
            f"the weights of {wrong.index[0]!r} ({named_rows(rows['from_code'] == wrong.index[0])}) add up to "
            f"{wrong.iloc[0]:.12g}; {len(wrong)} such areas",
            where=f"{where}, weights",
            expected="weights that add up to 1 for each from_code",
            remedy="divide each figure by the sum over its larger area",
        )


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """Which rows become which parts.

    Attributes
    ----------
    source : array of int, shape (rows of the result,)
        The place of the row that each comes from.
    share : array of int, shape (rows of the result,)
        The place of its weight, or -1 for a row that is not split.

    Examples
    --------
    >>> weights = pd.DataFrame({"from_code": ["a", "a"]})
    >>> parts = Parts.of(pd.Series(["b", "a"]), pd.Series([False, True]), weights)
    >>> parts.source.tolist(), parts.share.tolist()
    ([0, 1, 1], [-1, 0, 1])
    """

    source: npt.NDArray[np.int64]
    share: npt.NDArray[np.int64]

    @classmethod
    def of(cls, code: pd.Series[str], split: pd.Series[bool], shares: pd.DataFrame) -> Parts:
        """Return the parts of rows with these codes, by weights in the order of their ``from_code``."""
        starts = shares["from_code"].drop_duplicates()
        first = code.map(pd.Series(starts.index, index=starts.to_numpy(), dtype="int64")).where(split, -1)
        sizes = code.map(shares["from_code"].value_counts()).where(split, 1).to_numpy(dtype="int64")
        source = np.repeat(np.arange(len(code)), sizes)
        place = np.arange(len(source)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        start = first.to_numpy(dtype="int64")[source]
        return cls(source, np.where(start >= 0, start + place, -1))

    @property
    def is_split(self) -> npt.NDArray[np.bool_]:
        """True for each row of the result that is a part."""
        return self.share >= 0
