"""Logarithmic effects of any number of factors, with their limits where a factor is 0."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from vv_analysis.errors import FrameError
from vv_analysis.measure.frames import guards
from vv_analysis.measure.frames.bounds import Floats
from vv_analysis.measure.frames.named_rows import named_rows

_WHERE = "logarithmic_effects"
_CLOSE = 0.5


def logarithmic_effects(x0: pd.DataFrame, xt: pd.DataFrame) -> pd.DataFrame:
    """Return by how much each factor changed the product of all of them, row by row, without a remainder.

    With V the product of the factors of a row, the effect of factor k is L·ln(xT/x0), L = (VT−V0)/(ln VT−ln V0).

    Parameters
    ----------
    x0, xt : DataFrame
        Factors at the start and at the end: the same columns, one a factor, and as many rows. None is negative.

    Returns
    -------
    DataFrame
        One row a row and one column a factor, in the unit of the product; a row adds up to VT − V0. NaN where a factor
        of the row is missing.

    Raises
    ------
    FrameError
        The tables differ in columns or rows, or a factor is negative, infinite or text.

    Notes
    -----
    Additive LMDI-I; method R2.13. The eight limit cases of Ang and of Wood and Lenzen are taken as limits, not by
    putting in a small number: a factor that grows from 0, and with it the product, has all of VT, and one that
    shrinks to 0 all of −V0, while the other factors have nothing; where the product is 0 on both sides nothing has an
    effect. Where several factors leave 0 (or reach it) together they share alike.

    Examples
    --------
    >>> x0 = pd.DataFrame({"users": [1, 4], "hours": [10, 5], "rate": [2, 3]})
    >>> xt = pd.DataFrame({"users": [4, 5], "hours": [5, 6], "rate": [3, 4]})
    >>> logarithmic_effects(x0, xt).sum().round(4).tolist()
    [69.7901, -9.4551, 39.6651]
    """
    start, end = _factors(x0, xt)
    value0, value1 = (np.prod(factors, axis=1, keepdims=True) for factors in (start, end))
    with np.errstate(divide="ignore", invalid="ignore"):
        effects = _logarithmic_mean(value0, value1) * np.log(end / start)
    from_nothing, to_nothing = (value0 == 0) & (value1 > 0), (value0 > 0) & (value1 == 0)
    cases: list[npt.NDArray[np.bool_]] = [from_nothing, to_nothing, (value0 == 0) & (value1 == 0)]
    limits: list[Any] = [value1 * _share(start == 0), -value0 * _share(end == 0), 0.0]
    for case, limit in zip(cases, limits, strict=True):
        effects = np.where(case, limit, effects)
    return pd.DataFrame(effects, columns=x0.columns, index=x0.index)


def _factors(x0: pd.DataFrame, xt: pd.DataFrame) -> tuple[Floats, Floats]:
    if list(x0.columns) != list(xt.columns) or len(x0) != len(xt):
        raise FrameError(
            f"{len(x0)} rows of {', '.join(map(str, x0.columns))} stand against {len(xt)} rows of "
            f"{', '.join(map(str, xt.columns))}",
            where=_WHERE,
            expected="the same factors and rows at the start and at the end",
            remedy="bring both tables to the same rows and columns",
        )
    for table in (x0, xt):
        figures = guards.figures(table, list(table.columns), where=_WHERE)
        negative = figures < 0
        if negative.any(axis=None):
            factor = negative.any().idxmax()
            raise FrameError(
                f"factor {factor!r} is negative in {named_rows(negative[factor])}",
                where=_WHERE,
                expected="factors of which there is a logarithm, or 0",
                remedy="use variance, which splits negative values too",
            )
    return x0.to_numpy(dtype="float64"), xt.to_numpy(dtype="float64")


def _logarithmic_mean(value0: Floats, value1: Floats) -> Floats:
    """Return (b−a)/(ln b−ln a), and a where b is a."""
    gap = (value1 - value0) / value0
    # Logarithms of figures that are close lose their digits in the difference, log1p of a gap near −1 loses them all.
    growth = np.where(np.abs(gap) < _CLOSE, np.log1p(gap), np.log(value1) - np.log(value0))
    return np.where(value1 == value0, value0, (value1 - value0) / growth)


def _share(zero: npt.NDArray[np.bool_]) -> Floats:
    """Return an equal share for each factor of a row that is 0, and none for the others."""
    return np.asarray(zero / np.maximum(zero.sum(axis=1, keepdims=True), 1))
