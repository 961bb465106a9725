"""Rows named in a message, so that whoever reads it finds them."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

_NAMED_AT_MOST = 3


def named_rows(chosen: pd.Series[bool] | npt.NDArray[np.bool_]) -> str:
    """Name the chosen rows by their place in the frame, counted from 0, and say how many more there are.

    Parameters
    ----------
    chosen : Series or array of bool
        True for the rows to be named; at least one is.

    Examples
    --------
    >>> named_rows(pd.Series([False, True]))
    'row 1'
    >>> named_rows(pd.Series([True] * 8))
    'rows 0, 1, 2 and 5 more'
    """
    places = [int(place) for place in np.flatnonzero(np.asarray(chosen))]
    named = ", ".join(map(str, places[:_NAMED_AT_MOST]))
    more = len(places) - _NAMED_AT_MOST
    return f"row{'s' if len(places) > 1 else ''} {named}{f' and {more} more' if more > 0 else ''}"


def rows_of_other_kind(column: pd.Series[Any], *kinds: type) -> pd.Series[bool]:
    """Tell which cells hold something other than these kinds of figure; all that hold anything, if they all do not.

    Examples
    --------
    >>> rows_of_other_kind(pd.Series([1.0, "TBC", None]), int, float).tolist()
    [False, True, False]
    """
    stated = column.notna()
    other = stated & ~column.map(lambda cell: isinstance(cell, kinds)).astype("bool")
    return other if other.any() else stated
