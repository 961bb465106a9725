"""Figures of unlike price base, VAT or volume unit are not added together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from vv_analysis.errors import FrameError
from vv_analysis.measure.frames import guards
from vv_analysis.measure.frames.named_rows import named_rows

MONEY = ("prices", "vat")
USERS = ("volume_unit",)
_REMEDIES = {
    "prices": "use vv.real_terms first, or name the column in by",
    "vat": "use vv.exclude_vat first, leave out rows of unknown VAT, or name the column in by",
    "volume_unit": "choose the rows that count the same, or name the column in by",
}


def refuse_mixed_bases(
    frame: pd.DataFrame,
    of_row: npt.NDArray[np.int64],
    bases: Sequence[str] = (*MONEY, *USERS),
    *,
    where: str,
    used: npt.NDArray[np.bool_] | None = None,
) -> None:
    """Refuse to add up what is on unlike bases within a group (method, R2.7); a row that says nothing is not asked.

    Parameters
    ----------
    frame : DataFrame
        Rows with those of the bases that they state.
    of_row : array of int
        The group of each row.
    bases : sequence of str
        Columns that must be alike within a group.
    where : str
        The measure, for the message.
    used : array of bool, optional
        The rows that are added up; by default all.

    Raises
    ------
    FrameError
        Two rows of a group differ; a value exempt from VAT and one that excludes it do not.

    Examples
    --------
    >>> apart = pd.DataFrame({"vat": ["excluded", "included"]})
    >>> refuse_mixed_bases(apart, np.array([0, 1]), where="unit_cost")
    """
    for basis in bases:
        if basis not in frame or len(guards.distinct(frame[basis])) < 2:
            continue
        stated = guards.alike_where_exempt(frame[basis], basis).reset_index(drop=True)
        pairs = pd.DataFrame({"group": of_row, "basis": stated if used is None else stated.where(used)})
        several = pairs.groupby("group")["basis"].transform("nunique") > 1
        if several.any():
            names = sorted(pairs.loc[several, "basis"].dropna().unique())
            others = several & pairs["basis"].notna() & (pairs["basis"] != names[0])
            raise FrameError(
                f"{basis!r} is {' and '.join(map(repr, names))} within one group "
                f"(not {names[0]!r}: {named_rows(others)})",
                where=where,
                expected="one price base, VAT and volume unit in what is added up",
                remedy=_REMEDIES[basis],
            )
