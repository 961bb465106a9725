"""Numbers of users too small for a rate: withheld below 10, marked below 30 (method, R2.39)."""

from __future__ import annotations

import pandas as pd

WITHHELD_BELOW_USERS = 10
LOW_RELIABILITY_BELOW_USERS = 30


def cost_per_user(value_gbp: pd.Series[float], volume_users: pd.Series[float]) -> pd.Series[float]:
    """Return value over volume in pounds per user, withheld (NaN) below 10 users (method, R2.39).

    Examples
    --------
    >>> cost_per_user(pd.Series([5_000.0, 5_000.0]), pd.Series([10.0, 9.0])).tolist()
    [500.0, nan]
    """
    return value_gbp / volume_users.where(volume_users >= WITHHELD_BELOW_USERS)
