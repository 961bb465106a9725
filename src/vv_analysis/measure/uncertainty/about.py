"""Figures stated as "about": how wide they are read, so that a later measure can carry their width along."""

from __future__ import annotations

import numpy as np
import pandas as pd

from vv_analysis.errors import FrameError
from vv_analysis.measure.frames import guards
from vv_analysis.measure.frames.bounds import ends, stated_bounds
from vv_analysis.measure.frames.steps import with_step

ABOUT_PERCENT = 5.0
ABOUT_ASSUMPTION = "A01"
_STATUS_OF = {"value_gbp": "value_status", "volume_users": "volume_status"}
_WHERE = "widen_about"
# People are rounded outwards to whole ones; what a float adds in its last digits is no person.
_DECIMALS_OF_A_PERSON = 9


def widen_about(frame: pd.DataFrame, percent: float = ABOUT_PERCENT) -> pd.DataFrame:
    """Give figures stated as "about" a lowest and a highest, so many per cent either side.

    Parameters
    ----------
    frame : DataFrame
        Rows with ``value_gbp`` and ``value_status``, ``volume_users`` and ``volume_status``, or one pair of them.
    percent : float
        Width on each side, from 0 to 100; assumption A01 says why 5 is taken.

    Returns
    -------
    DataFrame
        The same rows with the ends of figures whose status is ``about`` in ``value_low_gbp``,
        ``value_high_gbp`` (pounds), ``volume_low_users`` and ``volume_high_users`` (people, rounded outwards to
        whole ones), and a step in ``steps``. The figure itself stays, as the central one. A figure of another
        status, or that has an interval already, is left as it is.

    Raises
    ------
    FrameError
        No status is there, a figure is missing beside its status or outside its own interval, or `percent` is
        no share of the figure.

    Notes
    -----
    Method R2.33 keeps what is not exact as an interval; the width is assumption A01.

    Examples
    --------
    >>> spoken = pd.DataFrame({"value_gbp": [450e6, 195e6], "value_status": ["about", "exact"]})
    >>> widen_about(spoken)[["value_low_gbp", "value_high_gbp", "steps"]].values.tolist()
    [[427500000.0, 472500000.0, 'value stated as about, read as 5% either side (A01)'], [nan, nan, '']]
    """
    _refuse_width(percent)
    stated = [column for column, status in _STATUS_OF.items() if status in frame]
    if not stated:
        guards.require_columns(frame, _STATUS_OF.values(), where=_WHERE)
    for column in stated:
        frame = _widened(frame, column, percent)
    return frame


def _refuse_width(percent: float) -> None:
    if isinstance(percent, bool) or not 0 <= percent <= 100:
        raise FrameError(
            f"{percent!r} per cent is no width",
            where=_WHERE,
            expected="a number from 0 to 100",
            remedy=f"take {ABOUT_PERCENT:g}, or change assumption {ABOUT_ASSUMPTION}",
        )


def _widened(rows: pd.DataFrame, column: str, percent: float) -> pd.DataFrame:
    figure = guards.figures(rows, [column], where=_WHERE)[column]
    bounds = stated_bounds(rows, column, where=_WHERE)
    # A figure that is missing is bounded by nothing or by no people at all, and so is no point either.
    about = (rows[_STATUS_OF[column]].astype("str") == "about") & (bounds.low == bounds.high)
    sides = np.sort([figure * (100 - percent) / 100, figure * (100 + percent) / 100], axis=0)
    if column.endswith("_users"):
        whole = sides.round(_DECIMALS_OF_A_PERSON)
        sides = np.stack([np.floor(whole[0]), np.ceil(whole[1])])
    nothing = pd.Series(np.nan, index=rows.index)
    known = {end: rows[end].astype("float64") if end in rows else nothing for end in ends(column)}
    wider = {end: known[end].mask(about, side) for end, side in zip(known, sides, strict=True)}
    what = column.partition("_")[0]
    step = f"{what} stated as about, read as {percent:g}% either side ({ABOUT_ASSUMPTION})"
    return with_step(rows.assign(**wider), step, about)
