"""What every report says of itself in the same words: source, dates, method, weighting and whom to ask."""

from __future__ import annotations

import pandas as pd

from vv_analysis.present import sentences

Pairs = tuple[tuple[str, str], ...]


def standing(source: str, published_on: pd.Timestamp, weighting: str = "None") -> Pairs:
    """Return the facts that every report and the cover of every workbook must hold (formats R4.38).

    Examples
    --------
    >>> standing("July 2020", pd.Timestamp("2020-07-15"))[1]
    ('Published date', '15 July 2020, the latest of these publications')
    """
    date = "Not stated" if pd.isna(published_on) else f"{sentences.day(published_on)}, the latest of these publications"
    return (
        ("Source", source),
        ("Published date", date),
        ("Next update", "When a publication or an existing contract is added"),
        ("Method", "docs/method.md of the project vv-analysis: every formula with an example"),
        ("Weighting", weighting),
        ("More information", "data/processed of the project has every figure with its file, sheet and cell"),
        ("Contact", "Whoever sent you this report, with questions and corrections"),
    )
