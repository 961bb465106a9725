"""What the cells of a column hold, where its type does not say."""

from __future__ import annotations

from decimal import Decimal
from numbers import Real
from typing import Any

import pandas as pd

FIGURES = (Real, Decimal)
_TEXT, _NUMBERS = {"O", "string", "empty"}, {"i", "u", "f", "integer", "floating", "mixed-integer-float"}
_WORDS = {"b": "boolean", "M": "datetime"}


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


def holds_figures(column: pd.Series[Any]) -> bool:
    """Say whether a column of objects holds nothing but figures, as columns may that were put together.

    Examples
    --------
    >>> holds_figures(pd.Series([1, 2.5, None], dtype="object")), holds_figures(pd.Series([1, True], dtype="object"))
    (True, False)
    """
    return bool(column.dropna().map(lambda cell: isinstance(cell, FIGURES) and not isinstance(cell, bool)).all())


def kind_of(column: pd.Series[Any]) -> str:
    """Say in a word what a column holds; of objects by looking at each, as their type says nothing.

    Examples
    --------
    >>> kind_of(pd.Series([1, 2], dtype="object")), kind_of(pd.Series(["1"])), kind_of(pd.Series([1, "1"]))
    ('numbers', 'text', 'mixed-integer')
    """
    kind = pd.api.types.infer_dtype(column, skipna=True) if column.dtype == object else column.dtype.kind
    return "numbers" if kind in _NUMBERS else "text" if kind in _TEXT else _WORDS.get(kind, kind)
