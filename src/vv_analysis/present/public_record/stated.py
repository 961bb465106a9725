"""Look up what was stated, by the identifier it has in ``data/raw``."""

from __future__ import annotations

from typing import Any

import pandas as pd

from vv_analysis.errors import FrameError

FILES = "Source: {who}. Every figure stands with its address in data/raw/publications/{edition}/statements.csv."


def one(statements: pd.DataFrame, statement: str) -> Any:
    """Return one statement as a named tuple, or say that it is not in the record."""
    found = statements[statements["statement"] == statement]
    if len(found) != 1:
        raise FrameError(f"statement {statement!r} is not in the record", remedy="check data/raw/publications")
    return next(found.itertuples(index=False))


def of(statements: pd.DataFrame, edition: str) -> pd.DataFrame:
    """Return the statements of one edition, in their order."""
    return statements[statements["publication"] == edition].reset_index(drop=True)
