"""Every check that a frame can be put through, at once."""

from __future__ import annotations

import pandas as pd

from vv_analysis.measure.checks.findings import in_order
from vv_analysis.measure.checks.impossible_years import impossible_years
from vv_analysis.measure.checks.lines import duplicate_lines, line_columns, unlikely_figures
from vv_analysis.measure.checks.outliers import outliers

# Costs per user are held against others of one service, count and price base, published together for one year.
ALIKE = ("publication", "category", "year", "volume_unit", "vat", "prices")
_FIGURES = {"value_gbp", "volume_users"}


def check_frame(frame: pd.DataFrame, figures: bool | None = None) -> pd.DataFrame:
    """Put a frame of published values and volumes, or of contracts, through every check that it has the columns for.

    Parameters
    ----------
    frame : DataFrame
        Rows as they were read: a published or a contracts frame.
    figures : bool, optional
        Whether findings quote figures and days. By default they do unless the frame names an ``organisation``: what
        one organisation is paid stays out of any report, and the place says enough to those who hold the file.

    Returns
    -------
    DataFrame
        Findings, one row each, the gravest first, then by rule and place: ``rule``, ``severity`` (refused, warning
        or note), ``where`` (source of the value, else of the volume, else the number of the row), ``what``,
        ``expected``, ``remedy`` and ``rows`` (how many rows it is about). Those of `duplicate_lines`,
        `impossible_years`, `unlikely_figures` and `outliers`, the last within one publication, category, year,
        volume unit, VAT and price base. Nothing is removed or changed.

    Raises
    ------
    FrameError
        A column of figures holds text, a volume is negative, an interval is upside down, or days are no dates.

    Examples
    --------
    >>> lots = pd.DataFrame(
    ...     {"category": ["other"] * 2, "year": ["2021-22", "2021/22"], "value_gbp": [1e5, -5e3],
    ...      "volume_users": [None, 20.0]}
    ... )
    >>> check_frame(lots)[["severity", "rule", "where"]].values.tolist()
    [['refused', 'year-unreadable', 'row 1'], ['warning', 'value-negative', 'row 1'],
     ['warning', 'value-without-volume', 'row 0'], ['warning', 'year-without-days', 'row 0'],
     ['warning', 'year-without-days', 'row 1']]
    """
    has = set(frame.columns)
    found = []
    if line_columns(frame):
        found.append(duplicate_lines(frame))
    if "year" in has or {"start", "end"} <= has:
        found.append(impossible_years(frame, figures))
    if has >= _FIGURES:
        found.append(unlikely_figures(frame, figures))
        found.append(outliers(frame, [name for name in ALIKE if name in has], figures))
    return in_order(found)
