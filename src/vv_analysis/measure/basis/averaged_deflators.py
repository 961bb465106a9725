"""The price index of the pandemic years, in which output was hard to measure, replaced by even growth."""

from __future__ import annotations

import numpy as np
import pandas as pd

from vv_analysis.errors import FrameError
from vv_analysis.measure.frames import periods
from vv_analysis.terms import reference

DISTORTED_YEARS = ("2020-21", "2021-22")
YEAR_BEFORE, YEAR_AFTER = "2019-20", "2022-23"
GIVEN = "deflators given"


def averaged_growth(deflators: pd.Series[float] | None = None) -> pd.Series[float]:
    """Return the price index with the growth over the pandemic years averaged.

    The index grows by one rate a year, g, from 2019-20 to 2022-23: 2020-21 = D₀·g and 2021-22 = D₀·g², with
    g = (D₃/D₀)^(1/3). The level of 2022-23 and all other years stay as they are.

    Parameters
    ----------
    deflators : Series, optional
        Index numbers by financial year; by default those of `vv_analysis.terms.reference.deflators`.

    Returns
    -------
    Series
        Index numbers on the same base, named after the series they come from. A year that the series does not
        have is not added.

    Raises
    ------
    FrameError
        The series lacks 2019-20 or 2022-23, or has an index that is not above 0.

    Notes
    -----
    Method R2.30: public services counted by what they cost made the index jump in 2020-21 and stand still in
    2021-22; a comparison that touches these years shows this alternative beside the published index.

    Examples
    --------
    >>> index = pd.Series({"2019-20": 100.0, "2020-21": 108.0, "2021-22": 109.0, "2022-23": 133.1})
    >>> averaged_growth(index).round(6).tolist()
    [100.0, 110.0, 121.0, 133.1]
    """
    index = usable_index(reference.deflators() if deflators is None else deflators, where="averaged_growth")
    before, after = (periods.index_of(year, index, where="averaged_growth") for year in (YEAR_BEFORE, YEAR_AFTER))
    growth = (after / before) ** (1 / 3)
    even = {year: before * growth ** (1 + place) for place, year in enumerate(DISTORTED_YEARS)}
    averaged = index.where(~index.index.isin(DISTORTED_YEARS), index.index.to_series(index=index.index).map(even))
    return averaged.rename(f"{series_name(index)}, growth from {YEAR_BEFORE} to {YEAR_AFTER} averaged")


def series_name(index: pd.Series[float]) -> str:
    """Return what a price index is called in a step: its name, which says the series and its release.

    Examples
    --------
    >>> series_name(pd.Series({"2020-21": 100.0}))
    'deflators given'
    """
    return GIVEN if index.name is None else str(index.name)


def usable_index(index: pd.Series[float], *, where: str) -> pd.Series[float]:
    """Return a price index as float64, refused where a value divided by it would be no amount of money.

    Raises
    ------
    FrameError
        An index number is none, missing, infinite or not above 0, or a year stands twice.

    Examples
    --------
    >>> usable_index(pd.Series({"2020-21": 100}), where="real_terms").tolist()
    [100.0]
    """
    if not isinstance(index, pd.Series):
        raise FrameError(
            f"the deflators are a {type(index).__name__}",
            where=where,
            expected="a pandas Series of one number for each financial year",
            remedy="put them into pandas.Series",
        )
    number = pd.to_numeric(index, errors="coerce").astype("float64")
    wrong = ~(np.isfinite(number) & (number > 0)) | number.index.duplicated(keep=False)
    if wrong.any():
        raise FrameError(
            f"the price index of {', '.join(sorted({repr(year) for year in number.index[wrong]}))} cannot be used",
            where=where,
            expected="one number above 0 for each financial year",
            remedy="correct the series given as deflators",
        )
    return number
