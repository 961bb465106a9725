"""What the columns of a frame can be: text, name, code, day, figure or count, each with its description."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd
import pandera.pandas as pa


def text(description: str, **checks: Any) -> Any:
    """Return a column of text, empty where there is none."""
    return pa.Field(description=description, nullable=False, coerce=True, **checks)


def name(description: str, **checks: Any) -> Any:
    """Return a column of text that is never empty."""
    return text(description, str_length={"min_value": 1}, **checks)


def code(description: str, codes: Iterable[str]) -> Any:
    """Return a column of codes out of a closed list."""
    return pa.Field(description=description, isin=list(codes), nullable=False, coerce=True)


def day(description: str) -> Any:
    """Return a column of dates, missing where unknown."""
    return pa.Field(description=description, nullable=True, coerce=True)


def figure(description: str, unit: str, **checks: Any) -> Any:
    """Return a column of numbers with its unit, NaN where missing."""
    return pa.Field(description=description, nullable=True, coerce=True, metadata={"unit": unit}, **checks)


def as_stated(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Keep the name that was stated; until something is decided about it, it is the name that counts."""
    stated = f"{name}_stated"
    known = frame[stated] if stated in frame else pd.Series(pd.NA, index=frame.index, dtype="str")
    return frame.assign(**{stated: known.where(known.notna(), frame[name])})


def count(description: str, unit: str) -> Any:
    """Return a column of whole numbers with its unit, never missing."""
    return pa.Field(description=description, nullable=False, coerce=True, metadata={"unit": unit}, ge=0)
