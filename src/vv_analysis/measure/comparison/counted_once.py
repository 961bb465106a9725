"""Contracts of which the same money or the same people stand in another row are left out, and listed."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from vv_analysis.errors import FrameError

COUNTED_IN = "counted_in"
LISTED = ("contract", COUNTED_IN, "value_gbp", "volume_users")
_PLACE = "value_source"
_WHERE = "counted_once"

Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]


def counted_once(contracts: pd.DataFrame) -> pd.DataFrame:
    """Return the contracts without the rows whose money or people are counted in another row of the frame.

    Nothing is judged here: which row is counted in which stands in ``counted_in``, filled in when contracts are
    read. A row is left out only while the row it is counted in stands in the frame too, so that a choice of
    contracts (one area, one year) never loses money that it does not hold elsewhere.

    Parameters
    ----------
    contracts : DataFrame
        Rows with ``counted_in`` (empty where the row counts, else the ``value_source`` of the row that holds the
        same money or people) and ``value_source``. Without ``counted_in`` every row counts; without
        ``value_source`` every row that is said to be counted elsewhere is left out.

    Returns
    -------
    DataFrame
        The rows that count, as they were, in their order and with their labels.

    Raises
    ------
    FrameError
        Rows are said to be counted in each other, so that none of them would count.

    Notes
    -----
    Duplicate guard of method R2.21. Doing it twice is doing it once. `left_out` lists the other rows.

    Examples
    --------
    >>> contracts = pd.DataFrame(
    ...     {"contract": ["L-7", "S-1"], "value_gbp": [500_000, 200_000], "counted_in": ["", "a.csv#row 2"],
    ...      "value_source": ["a.csv#row 2", "a.csv#row 3"]}
    ... )
    >>> counted_once(contracts)["contract"].tolist()
    ['L-7']
    """
    return contracts[~_is_elsewhere(contracts)]


def left_out(contracts: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that `counted_once` leaves out, each with the place where its money or people are counted.

    Parameters
    ----------
    contracts : DataFrame
        Rows as for `counted_once`.

    Returns
    -------
    DataFrame
        One row a row left out, numbered afresh: ``contract``, ``counted_in``, ``value_gbp`` (pounds) and
        ``volume_users`` (empty or NaN where the frame has no such column), then every other column of the frame.
        It names places in files of other organisations: for those who hold all contracts, not for any of them.

    Raises
    ------
    FrameError
        Rows are said to be counted in each other.

    Notes
    -----
    Method R2.21; with `counted_once` it holds every row of the frame, each in one of the two.

    Examples
    --------
    >>> contracts = pd.DataFrame(
    ...     {"contract": ["L-7", "S-1"], "value_gbp": [500_000, 200_000], "counted_in": ["", "a.csv#row 2"],
    ...      "value_source": ["a.csv#row 2", "a.csv#row 3"]}
    ... )
    >>> left_out(contracts)[["contract", "counted_in", "value_gbp"]].values.tolist()
    [['S-1', 'a.csv#row 2', 200000]]
    """
    rows = contracts[_is_elsewhere(contracts)].reset_index(drop=True)
    empty: dict[str, Any] = {"contract": "", COUNTED_IN: "", "value_gbp": np.nan, "volume_users": np.nan}
    listed = rows.assign(**{name: empty[name] for name in LISTED if name not in rows})
    return listed[[*LISTED, *(column for column in rows if column not in LISTED)]]


def _is_elsewhere(contracts: pd.DataFrame) -> Flags:
    if COUNTED_IN not in contracts:
        return np.zeros(len(contracts), dtype=bool)
    counted_in = _text(contracts[COUNTED_IN])
    said = (counted_in != "").to_numpy(dtype=bool)
    if _PLACE not in contracts or not said.any():
        return said
    numbers, _ = pd.factorize(pd.concat([_text(contracts[_PLACE]), counted_in]))
    place, holder = np.split(numbers, 2)
    rows_there, rows_counted_there = (np.bincount(some, minlength=len(numbers)) for some in (place, place[~said]))
    # Two files of one name give two rows one place: a row is never counted in itself, but may be in its namesake.
    there = np.where(holder != place, rows_there[holder], rows_counted_there[holder])
    elsewhere = said & (there > 0)
    _refuse_circles(place, holder, elsewhere)
    return elsewhere


def _text(column: pd.Series[str]) -> pd.Series[str]:
    return column.astype("str").fillna("").str.strip()


def _refuse_circles(place: Places, holder: Places, elsewhere: Flags) -> None:
    """Refuse rows of which each is counted in the next and the last in the first."""
    counts = np.zeros(2 * len(place), dtype=bool)
    counts[place[~elsewhere]] = True
    waiting = np.flatnonzero(elsewhere)
    # Whatever leads to a row that counts is in order; what is left after the last such step leads nowhere.
    while len(waiting):
        leads_there = counts[holder[waiting]]
        if not leads_there.any():
            raise FrameError(
                f"'counted_in' of row {waiting[0]} and {len(waiting) - 1} more leads to no row that counts",
                where=_WHERE,
                expected="each row counted in one that is itself counted, or in one that leads there",
                remedy="empty 'counted_in' of the row that counts",
            )
        counts[place[waiting[leads_there]]] = True
        waiting = waiting[~leads_there]
