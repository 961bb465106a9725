"""Rows named in a message, so that whoever reads it finds them."""

from __future__ import annotations

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
