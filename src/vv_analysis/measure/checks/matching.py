"""Sums by key laid beside what is stated for the same key, and keys that stand on one side only."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from vv_analysis.measure.frames.sums import grouped


def beside(stated: pd.DataFrame, sums: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Return the sums that belong to each row of `stated`, in its order; missing where there are none.

    Parameters
    ----------
    stated : DataFrame
        Rows numbered from 0 with the keys.
    sums : DataFrame
        One row a key with the keys, missing ones too; without keys one row for everything.
    keys : list of str
        Keys.

    Examples
    --------
    >>> regions = pd.DataFrame({"region": ["Wales", "London"]})
    >>> beside(regions, pd.DataFrame({"region": ["Wales"], "value_gbp": [5.0]}), ["region"])["value_gbp"].tolist()
    [5.0, nan]
    """
    if not keys:
        return sums.reindex([0] * len(stated)).set_axis(stated.index)
    of_stated, of_sums = _numbered(stated, sums, keys)
    found = sums.drop(columns=keys).set_axis(of_sums).reindex(of_stated).reset_index(drop=True)
    return stated[keys].assign(**found)


def alone(rows: pd.DataFrame, stated: pd.DataFrame, keys: list[str]) -> tuple[pd.DataFrame, pd.Series[int]]:
    """Return the first row of each key that `stated` does not have, and how many rows share that key.

    Parameters
    ----------
    rows, stated : DataFrame
        Rows numbered from 0 with the keys.
    keys : list of str
        Keys; without any, no row stands alone.

    Examples
    --------
    >>> lots = pd.DataFrame({"region": ["Wales", "London", "London"]})
    >>> first, count = alone(lots, pd.DataFrame({"region": ["Wales"]}), ["region"])
    >>> first.index.tolist(), count.tolist()
    ([1], [2])
    """
    if not keys or rows.empty:
        return rows.iloc[:0], pd.Series(0, index=rows.index[:0])
    line = grouped(rows, keys).ngroup()
    first = rows[~line.duplicated()]
    of_first, of_stated = _numbered(first, stated, keys)
    without = first[~np.isin(of_first, of_stated)]
    return without, line[without.index].map(line.value_counts())


def _numbered(
    left: pd.DataFrame, right: pd.DataFrame, keys: list[str]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return a number for each row, the same where the whole key is; a missing key is alike of whatever type."""
    together = pd.concat([part[keys].astype("object") for part in (left, right)], ignore_index=True)
    number = np.zeros(len(together), dtype="int64")
    for key in keys:
        code, names = pd.factorize(together[key])
        number = pd.factorize(number * (len(names) + 1) + code)[0].astype("int64")
    return number[: len(left)], number[len(left) :]
