"""Groups added over the rows in which every figure needed is known, with how much of the group they hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from vv_analysis.measure.frames import guards
from vv_analysis.measure.frames.bounds import Floats
from vv_analysis.measure.frames.mixed_bases import refuse_mixed_bases
from vv_analysis.measure.frames.small_numbers import LOW_RELIABILITY_BELOW_USERS
from vv_analysis.measure.frames.sums import Groups, groups_of

COVERAGE = ("rows", "rows_used", "value_coverage")


@dataclass(frozen=True, slots=True, eq=False)
class UsedRows:
    """Which rows of a frame are used, and the groups they are added up to.

    Attributes
    ----------
    groups : Groups
        The groups; without keys one over everything, also where there is nothing to add.
    used : array of bool
        The rows that have every figure needed.
    """

    groups: Groups
    used: npt.NDArray[np.bool_]

    def sums(self, figures: Floats) -> Floats:
        """Add figures up over the rows used; NaN where none is used, or one that is lacks the figure."""
        return np.where(self.groups.rows(self.used) == 0, np.nan, self.groups.sums(np.where(self.used, figures, 0.0)))

    def coverage(self, value_gbp: Floats) -> dict[str, npt.NDArray[np.int64] | Floats]:
        """Return ``rows``, ``rows_used`` and ``value_coverage``, the share of the known value that rows used hold.

        Money taken back counts by its size, so that the share is never above 1.
        """
        known = self.groups.sums(np.where(np.isnan(value_gbp), 0.0, np.abs(value_gbp)))
        covered = self.groups.sums(np.where(self.used, np.abs(value_gbp), 0.0))
        share = covered / np.where(known > 0, known, np.nan)
        return dict(zip(COVERAGE, (self.groups.rows(), self.groups.rows(self.used), share), strict=True))


def used_rows(frame: pd.DataFrame, keys: Sequence[str], stated: pd.DataFrame) -> UsedRows:
    """Return the rows of a frame that are used.

    Parameters
    ----------
    frame : DataFrame
        Rows with the keys.
    keys : sequence of str
        Columns that make a group; none gives one over everything.
    stated : DataFrame
        The figures a row needs, in the order of the rows.

    Examples
    --------
    >>> contracts = pd.DataFrame({"value_gbp": [30.0, 10.0], "volume_users": [3.0, None]})
    >>> used_rows(contracts, [], contracts).used.tolist()
    [True, False]
    """
    one = Groups(pd.DataFrame(index=pd.RangeIndex(1)), np.zeros(len(frame), dtype="int64"))
    return UsedRows(groups_of(frame, keys) if keys else one, np.asarray(stated.notna().to_numpy().all(axis=1)))


def sums_of_used_rows(
    frame: pd.DataFrame, keys: Sequence[str], needed: Sequence[str], beside: Sequence[str] = (), *, where: str
) -> pd.DataFrame:
    """Return the sums of each group over the rows that have every figure needed.

    Parameters
    ----------
    frame : DataFrame
        Rows with the keys and the figures, ``value_gbp`` among those needed.
    keys : sequence of str
        Columns that make a group; none gives one row over everything, also where there is nothing to add.
    needed : sequence of str
        Figures that a row must have to be used.
    beside : sequence of str
        Figures added over the same rows; where one of them lacks it, that sum alone is missing.
    where : str
        The measure, for the message.

    Returns
    -------
    DataFrame
        One row a group: the keys, the sums, ``rows``, ``rows_used`` and ``value_coverage`` (the share of the
        group's known value that the rows used hold, a fraction).

    Raises
    ------
    FrameError
        A column is missing or holds text, or the rows of a group are on unlike bases.

    Notes
    -----
    Method R2.1, R2.2, R2.4 and R2.7.

    Examples
    --------
    >>> contracts = pd.DataFrame({"value_gbp": [30.0, 10.0], "volume_users": [3.0, None]})
    >>> sums_of_used_rows(contracts, [], ["value_gbp", "volume_users"], where="at_volumes").values.tolist()
    [[30.0, 3.0, 2.0, 1.0, 0.75]]
    """
    stated = guards.figures(frame, [*needed, *beside], where=where)
    rows = used_rows(frame, keys, stated[list(needed)])
    refuse_mixed_bases(frame, rows.groups.of_row, where=where, used=rows.used)
    sums = {name: rows.sums(stated[name].to_numpy()) for name in (*needed, *beside)}
    return rows.groups.labels.assign(**sums, **rows.coverage(stated["value_gbp"].to_numpy()))


def cost_status(value_gbp: pd.Series[float], volume_users: pd.Series[float]) -> pd.Series[str]:
    """Return the mark of a cost per user (method, R2.3 and R2.39).

    Examples
    --------
    >>> value = pd.Series([None, 0.0, 5_000.0, 5_000.0, 5_000.0])
    >>> cost_status(value, pd.Series([10.0, 0.0, 0.0, 29.0, 30.0])).tolist()
    ['x', 'z', 'x', 'u', 'ok']
    """
    nobody = volume_users == 0
    cases = [
        (value_gbp.isna() | volume_users.isna(), "x"),
        (nobody & (value_gbp == 0), "z"),
        (nobody, "x"),
        (volume_users < LOW_RELIABILITY_BELOW_USERS, "u"),
    ]
    marks = np.select([case for case, _ in cases], [mark for _, mark in cases], default="ok")
    return pd.Series(marks, index=value_gbp.index, dtype="str")
