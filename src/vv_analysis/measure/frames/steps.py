"""What was done to a row on its way to one basis, kept with the row so that a reader can see it (method, R2.7)."""

from __future__ import annotations

from typing import Any

import pandas as pd

STEPS = "steps"
_BETWEEN = "; "


def with_step(frame: pd.DataFrame, step: str | pd.Series[Any], rows: pd.Series[bool] | None = None) -> pd.DataFrame:
    """Return the frame with one more step in its column ``steps``.

    Parameters
    ----------
    frame : DataFrame
        Rows; their earlier steps stand in ``steps`` if there were any.
    step : str or Series of str
        What was done, in words, with its figures; the same for all rows or one a row.
    rows : Series of bool, optional
        The rows it was done to; all by default.

    Examples
    --------
    >>> values = pd.DataFrame({"value_gbp": [1.0, 2.0], "steps": ["annualised from 182 days", ""]})
    >>> with_step(values, "VAT of 20% taken out", values["value_gbp"] > 0)["steps"].tolist()
    ['annualised from 182 days; VAT of 20% taken out', 'VAT of 20% taken out']
    """
    words = step.astype("str") if isinstance(step, pd.Series) else pd.Series(step, index=frame.index, dtype="str")
    if STEPS not in frame:
        return frame.assign(**{STEPS: words if rows is None else words.where(rows, "")})
    before = frame[STEPS].astype("str").fillna("")
    after = (before + _BETWEEN + words).where(before != "", words)
    return frame.assign(**{STEPS: after if rows is None else before.where(~rows, after)})
