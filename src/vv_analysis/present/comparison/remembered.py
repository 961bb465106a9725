"""A finding of a selection is worked out once, however many words, pictures and tables of a page show it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from weakref import WeakKeyDictionary

import pandas as pd

from vv_analysis.present.comparison.selection import Selection

Finding = Callable[[Selection], pd.DataFrame]


def remembered(finding: Finding) -> Finding:
    """Return the same finding, worked out once for each selection; whoever gets it may change it."""
    known: WeakKeyDictionary[Selection, pd.DataFrame] = WeakKeyDictionary()

    @wraps(finding)
    def _once(selection: Selection) -> pd.DataFrame:
        if selection not in known:
            known[selection] = finding(selection)
        return known[selection].copy()

    return _once
