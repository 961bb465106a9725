"""Lines that stand twice, and lines of which half is missing or cannot be right."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from vv_analysis.measure.checks.findings import Rule, in_order, nothing_found, places
from vv_analysis.measure.checks.wording import groups, quotes_figures, stated
from vv_analysis.measure.frames import bounds, guards
from vv_analysis.measure.frames.sums import grouped

LINE = ("publication", "organisation", "contract", "category", "cohort")
# The first of these that a frame has: a code says all that a name does.
PLACE = ("area_code", "area", "region")
PERIOD = ("year", "start", "end")
REPEATED = Rule("row-repeated", "warning", "one row", "check which is meant; all of them are in the frame")
WITHOUT_VOLUME = Rule("value-without-volume", "warning", "a volume beside it", "ask for the volume")
WITHOUT_VALUE = Rule("volume-without-value", "warning", "a value beside it", "ask for the value")
NOUGHT = Rule("volume-nought", "warning", "a volume above 0", "ask what the money buys")
NEGATIVE = Rule(
    "value-negative",
    "warning",
    "an amount of 0 or more, unless money is taken back",
    "review the sign; it stands in the frame as it is",
)
_DUPLICATE_LINES = "duplicate_lines"
_UNLIKELY_FIGURES = "unlikely_figures"


def duplicate_lines(frame: pd.DataFrame, key: Sequence[str] | None = None) -> pd.DataFrame:
    """Find rows that stand twice for what should be one.

    Parameters
    ----------
    frame : DataFrame
        Rows of any frame; ``value_source`` or ``volume_source`` names their place.
    key : sequence of str, optional
        Columns that only one row may share; by default those that the frame has of ``publication``,
        ``organisation``, ``contract``, ``category``, ``cohort``, ``area_code`` (else ``area``, else ``region``),
        ``year``, ``start`` and ``end``.

    Returns
    -------
    DataFrame
        Findings with ``rule`` (row-repeated), ``severity``, ``where``, ``what``, ``expected``, ``remedy`` and
        ``rows``: one for every key that several rows share, at the second of them, with their number in ``rows``.

    Raises
    ------
    FrameError
        A column of the key is missing, or the frame has none of those that make a key by default.

    Notes
    -----
    Missing keys are alike. Which row is meant is for a person to say; none is removed.

    Examples
    --------
    >>> twice = pd.DataFrame({"category": ["other"] * 2, "value_source": ["a.csv#row 2", "a.csv#row 3"]})
    >>> duplicate_lines(twice, ["category"])[["where", "what", "rows"]].values.tolist()
    [['a.csv#row 3', 'category other stands in 2 rows, first at a.csv#row 2', 2]]
    """
    rows = frame.reset_index(drop=True)
    keys = line_columns(rows) if key is None else guards.key_columns([rows], key, [], where=_DUPLICATE_LINES)
    if not keys:
        guards.require_columns(rows, ["category", "area_code", "year"], where=_DUPLICATE_LINES)
    again = rows[rows.duplicated(keys, keep=False)]
    if again.empty:
        return nothing_found()
    groups_of_rows = grouped(again, keys)
    line, turn = groups_of_rows.ngroup(), groups_of_rows.cumcount()
    first, second = (again[turn == number] for number in (0, 1))
    first_place = line[second.index].map(places(first).set_axis(line[first.index])).astype("str")
    count = line[second.index].map(line.value_counts())
    # Whose contract it is stays out of any report; its place says enough to those who hold the file.
    named = "one line" if "organisation" in rows else groups(second, keys)
    what = named + " stands in " + count.astype("str") + " rows, first at " + first_place
    return in_order([REPEATED.found(second, what, count)])


def line_columns(frame: pd.DataFrame) -> list[str]:
    """Return the columns of a frame that make one line of it.

    Examples
    --------
    >>> line_columns(pd.DataFrame(columns=["year", "value_gbp", "category"]))
    ['category', 'year']
    """
    place = [name for name in PLACE if name in frame][:1]
    return [name for name in (*LINE, *place, *PERIOD) if name in frame]


def unlikely_figures(frame: pd.DataFrame, figures: bool | None = None) -> pd.DataFrame:
    """Find a value without a volume, a volume without a value, a value for nobody, and a value below nought.

    Parameters
    ----------
    frame : DataFrame
        Rows with ``value_gbp`` (pounds) and ``volume_users`` (users), and their ends if there are any.
    figures : bool, optional
        Whether findings quote the figures. By default they do unless the frame names an ``organisation``, as what
        one organisation is paid stays out of any report.

    Returns
    -------
    DataFrame
        Findings, one a row and rule: value-without-volume, volume-without-value, volume-nought, value-negative.

    Raises
    ------
    FrameError
        A column is missing or holds text, a volume is negative, or an interval is upside down.

    Notes
    -----
    Method R2.2, R2.3 and R2.8; a bound that is stated is a figure. The rules bear the names they have where files
    are read. A negative value is to be reviewed, as it may be money taken back (R3.9).

    Examples
    --------
    >>> odd = pd.DataFrame({"value_gbp": [5_000.0, 40_000.0], "volume_users": [0.0, None]})
    >>> unlikely_figures(odd)[["rule", "where", "what"]].values.tolist()
    [['value-without-volume', 'row 1', 'a value of £40,000 stands without a volume'],
     ['volume-nought', 'row 0', 'a value of £5,000 stands beside a volume of 0']]
    """
    rows = frame.reset_index(drop=True)
    value, volume = (
        bounds.stated_bounds(rows, name, where=_UNLIKELY_FIGURES) for name in ("value_gbp", "volume_users")
    )
    has_value, has_volume = (stated_rows(rows, name) for name in ("value_gbp", "volume_users"))
    nothing = (value.low == 0) & (value.high == 0)
    broken = {
        WITHOUT_VOLUME: (has_value & ~has_volume, "a value{value} stands without a volume"),
        WITHOUT_VALUE: (has_volume & ~has_value, "a volume{volume} stands without a value"),
        NOUGHT: (has_value & ~nothing & (volume.high == 0), "a value{value} stands beside a volume of 0"),
        NEGATIVE: (has_value & (value.high < 0), "a value{value} is below nought"),
    }
    quoted = quotes_figures(rows, figures)
    return in_order(
        rule.found(rows[chosen], _told(rows[chosen], what, quoted))
        for rule, (chosen, what) in broken.items()
        if chosen.any()
    )


def stated_rows(rows: pd.DataFrame, column: str) -> npt.NDArray[np.bool_]:
    """Say which rows state a figure or one of its ends.

    Examples
    --------
    >>> stated_rows(pd.DataFrame({"value_gbp": [None, 1.0], "value_low_gbp": [5.0, None]}), "value_gbp").tolist()
    [True, True]
    """
    names = [name for name in (column, *bounds.ends(column)) if name in rows]
    return rows[names].notna().any(axis="columns").to_numpy()


def _told(rows: pd.DataFrame, what: str, quoted: bool) -> str | pd.Series[str]:
    """Put the figure of each row into the words, or leave it out."""
    measure = "value" if "{value}" in what else "volume"
    before, _, after = what.partition(f"{{{measure}}}")
    if not quoted:
        return before + after
    return before + " of " + stated(rows, "value_gbp" if measure == "value" else "volume_users") + after
