"""Whole units (pence, people) split by shares so that the parts add up exactly: the method of the largest remainder."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from vv_analysis.errors import FrameError

Whole = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

# Shares count in units of 1e-15, in which published decimals such as 0.3 are exact, so that equal remainders are equal.
_SHARE_DIGITS = 10**15
_DIGIT_BITS = 10
_DIGITS = 6
LARGEST_TOTAL = 2 ** (_DIGIT_BITS * _DIGITS) - 1


def largest_remainder(totals: npt.ArrayLike, shares: npt.ArrayLike, groups: npt.ArrayLike) -> Whole:
    """Split whole totals by shares into whole parts that add up to them.

    Each part is its share rounded down; the units left over go, one each, to the parts with the largest
    remainders, among equal remainders to the first. A negative total is split as its opposite is.

    Parameters
    ----------
    totals : array of int, shape (parts,)
        Of each part, the total it is a part of: pence or people, up to 2**60 on either side of 0.
    shares : array of float, shape (parts,)
        Of each part, its share; those of a group are taken relative to their sum.
    groups : array of int, shape (parts,)
        Of each part, the number of its group. Groups may stand in any order; parts count in the order they stand.

    Returns
    -------
    array of int, shape (parts,)
        The parts, in the unit of the totals.

    Raises
    ------
    FrameError
        A share is negative or missing, the shares of a group are all 0, or a total is too large.

    Notes
    -----
    Method R2.6 and R2.42, O19. Worked in whole numbers throughout, so that not a penny of a large total is lost.

    Examples
    --------
    >>> largest_remainder([601, 601, 601], [0.5, 0.3, 0.2], [0, 0, 0]).tolist()
    [301, 180, 120]
    >>> largest_remainder([-100, -100, -100], [1, 1, 1], [0, 0, 0]).tolist()
    [-34, -33, -33]
    """
    stated: Any = np.asarray(totals)
    _refuse_large(stated)
    total = stated.astype("int64")
    numbers, group = np.unique(np.asarray(groups), return_inverse=True)
    weight, weights = _whole_weights(np.asarray(shares, dtype="float64"), group, len(numbers))
    part, remainder = _divided(np.abs(total), weight, weights[group])
    split: Whole = np.sign(total) * (part + _left_over(np.abs(total), part, remainder, group, len(numbers)))
    return split


def _whole_weights(share: Floats, group: Whole, groups: int) -> tuple[Whole, Whole]:
    """Return each share and the sum of each group's, as whole numbers."""
    sums = np.bincount(group, weights=share, minlength=groups)
    if not (share >= 0).all() or not (sums > 0).all() or np.isinf(sums).any():
        raise FrameError(
            "shares are negative, missing or all 0",
            where="largest_remainder",
            expected="shares of 0 or more, and one above 0 in each group",
            remedy="correct them at their source",
        )
    weight = np.rint(share / sums[group] * _SHARE_DIGITS).astype("int64")
    weights = np.zeros(groups, dtype="int64")
    np.add.at(weights, group, weight)
    return weight, weights


def _divided(total: Whole, weight: Whole, weights: Whole) -> tuple[Whole, Whole]:
    """Return total × weight / weights and its remainder, by long division, as the product has more than 64 bits."""
    quotient, remainder = np.zeros_like(total), np.zeros_like(total)
    for place in reversed(range(_DIGITS)):
        digit = (total >> (place * _DIGIT_BITS)) & (2**_DIGIT_BITS - 1)
        remainder = (remainder << _DIGIT_BITS) + digit * weight
        quotient = (quotient << _DIGIT_BITS) + remainder // weights
        remainder = remainder % weights
    return quotient, remainder


def _left_over(total: Whole, part: Whole, remainder: Whole, group: Whole, groups: int) -> Whole:
    """Return 1 for each part that gets one of the units left over by rounding down, else 0."""
    given = np.zeros(groups, dtype="int64")
    np.add.at(given, group, part)
    whole = np.zeros(groups, dtype="int64")
    whole[group] = total
    order = np.lexsort((-remainder, group))
    first = np.searchsorted(group[order], np.arange(groups))
    rank = np.empty_like(total)
    rank[order] = np.arange(len(total)) - first[group[order]]
    return (rank < (whole - given)[group]).astype("int64")


def _refuse_large(totals: npt.NDArray[Any]) -> None:
    if totals.size and np.abs(totals.astype("float64")).max() >= LARGEST_TOTAL:
        raise FrameError("a total is too large to split", where="largest_remainder", expected="less than 2**60 units")
