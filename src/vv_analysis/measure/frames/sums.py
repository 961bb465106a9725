"""Sums by key in which a missing part makes the sum missing, unlike the default of pandas (method, R2.2)."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from vv_analysis.measure.frames.bounds import Floats

Places = npt.NDArray[np.int64]
# Codes of several keys are multiplied into one whole number; beyond this they would no longer fit.
_LARGEST_CODE = 2**62
_ROWS_WORTH_THREADS = 100_000


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """The groups that a frame has, in the order of their keys, and which of them each row belongs to.

    Attributes
    ----------
    labels : DataFrame
        One row a group: its keys.
    of_row : array of int
        The group of each row of the frame.
    """

    labels: pd.DataFrame
    of_row: Places

    def sums(self, figures: Floats) -> Floats:
        """Add figures of rows up to their groups; a sum with a hole in it is missing.

        Examples
        --------
        >>> spend = pd.DataFrame({"area": ["Kent", "Essex", "Kent"]})
        >>> groups_of(spend, ["area"]).sums(np.array([1.0, 2.0, np.nan])).tolist()
        [2.0, nan]
        """
        # Whole pounds and the rest are added apart: whole ones add without an error, so that no order of rows costs
        # a penny.
        whole = np.round(figures)
        finite = np.isfinite(figures)
        rest = np.subtract(figures, whole, out=np.zeros_like(figures), where=finite)
        total = self._added(whole)
        return total + self._added(rest) if rest.any() else total

    def rows(self, chosen: npt.NDArray[np.bool_] | None = None) -> Places:
        """Count the rows of each group, or those of them that are chosen."""
        rows = self.of_row if chosen is None else self.of_row[chosen]
        return np.bincount(rows, minlength=len(self.labels)).astype("int64")

    def _added(self, figures: Floats) -> Floats:
        return np.bincount(self.of_row, weights=figures, minlength=len(self.labels)).astype("float64", copy=False)


def groups_of(frame: pd.DataFrame, by: Sequence[str]) -> Groups:
    """Return the groups of a frame by its keys, missing keys kept and last; no keys make one group of what there is.

    Parameters
    ----------
    frame : DataFrame
        Rows with the keys; its labels do not matter.
    by : sequence of str
        Columns that make a group.

    Examples
    --------
    >>> spend = pd.DataFrame({"area": ["Kent", "Essex", None, "Kent"]})
    >>> groups = groups_of(spend, ["area"])
    >>> groups.labels["area"].tolist(), groups.of_row.tolist()
    (['Essex', 'Kent', nan], [1, 0, 2, 1])
    """
    if not by:
        one = pd.DataFrame(index=pd.RangeIndex(min(len(frame), 1)))
        return Groups(one, np.zeros(len(frame), dtype="int64"))
    of_row, count = _numbered(frame, by)
    first_row = np.zeros(count, dtype="int64")
    first_row[of_row[::-1]] = np.arange(len(frame))[::-1]
    return Groups(frame[list(by)].take(first_row).reset_index(drop=True), of_row)


def _numbered(frame: pd.DataFrame, by: Sequence[str]) -> tuple[Places, int]:
    """Return the groups, numbered from 0 in the order of their keys, and how many there are."""
    of_row, size = np.zeros(len(frame), dtype="int64"), 1
    for codes, count in _codes_of_columns([frame[key] for key in by]):
        if size * count > _LARGEST_CODE:
            of_row, size = _without_gaps(of_row, size)
        of_row, size = of_row * count + codes, size * count
    return _without_gaps(of_row, size)


def _codes_of_columns(columns: list[pd.Series[Any]]) -> list[tuple[Places, int]]:
    if len(columns[0]) < _ROWS_WORTH_THREADS:
        return [_codes(column) for column in columns]
    # Numbering the words of a column is the larger part of the work, and columns are numbered side by side.
    with ThreadPoolExecutor() as side_by_side:
        return list(side_by_side.map(_codes, columns))


def _codes(column: pd.Series[Any]) -> tuple[Places, int]:
    """Return distinct entries of a column by their number in order, a missing one last, and how many there can be."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        codes, count = column.cat.codes.to_numpy(dtype="int64"), len(column.cat.categories)
    elif isinstance(column.dtype, pd.StringDtype):
        places, names = pd.factorize(column)
        rank = np.empty(len(names) + 1, dtype="int64")
        rank[np.asarray(names.argsort())] = np.arange(len(names))
        rank[-1] = -1
        codes, count = rank[places], len(names)
    else:
        places, distinct = pd.factorize(column, sort=True)
        codes, count = places.astype("int64"), len(distinct)
    return np.where(codes < 0, count, codes), count + 1


def _without_gaps(codes: Places, size: int) -> tuple[Places, int]:
    """Renumber codes below `size` from 0, in their order, without those that no row has."""
    if size > 4 * len(codes) + 1024:
        places, distinct = pd.factorize(codes, sort=True)
        return places.astype("int64"), len(distinct)
    there = np.bincount(codes, minlength=size) > 0
    return (np.cumsum(there) - 1)[codes], int(there.sum())


def grouped(frame: pd.DataFrame, by: Sequence[str]) -> Any:
    """Return the frame grouped by keys, in their order, with missing keys kept; no keys make one group.

    Examples
    --------
    >>> grouped(pd.DataFrame({"value_gbp": [1.0, 2.0]}), []).size().tolist()
    [2]
    """
    keys: Any = list(by) or np.zeros(len(frame), dtype="int64")
    return frame.groupby(keys, observed=True, dropna=False, sort=True)


def whole_sums(frame: pd.DataFrame, by: Sequence[str], columns: Sequence[str]) -> pd.DataFrame:
    """Sum columns by key; a sum with a hole in it is not a sum, and is NaN.

    Parameters
    ----------
    frame : DataFrame
        Rows with the keys and the columns.
    by : sequence of str
        Keys; none sums everything.
    columns : sequence of str
        Columns of figures (float64).

    Returns
    -------
    DataFrame
        One row a key with the keys (without any, the one row is numbered 0), the sums and ``rows``.

    Examples
    --------
    >>> values = pd.DataFrame({"category": ["other", "other"], "value_gbp": [10.0, None]})
    >>> whole_sums(values, ["category"], ["value_gbp"])
      category  value_gbp  rows
    0    other        NaN     2
    """
    groups = groups_of(frame, by)
    sums = {column: groups.sums(frame[column].to_numpy(dtype="float64")) for column in columns}
    return groups.labels.assign(**sums, rows=groups.rows())
