"""Sums by key in which a missing part makes the sum missing, unlike the default of pandas (method, R2.2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd


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
    groups = grouped(frame, by)
    sums: pd.DataFrame = groups[list(columns)].sum(skipna=False)
    return sums.assign(rows=groups.size()).reset_index(drop=not by)
