"""Sums of rows held against the totals that are published for them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from vv_analysis.measure.checks.findings import Rule, in_order
from vv_analysis.measure.checks.matching import alone, beside
from vv_analysis.measure.checks.wording import amounts, groups, quotes_figures, rounded
from vv_analysis.measure.frames import bounds, guards
from vv_analysis.measure.frames.sums import grouped

MEASURES = {"value_gbp": "rounding_gbp", "volume_users": "rounding_users"}
_ASK = "ask the publisher which is right; the total is not used"
DIFFERS = Rule("total-differs", "warning", "a total that its rows add up to", _ASK)
NO_ROWS = Rule("total-without-rows", "warning", "the rows that the total is of", "check that all rows were read")
OPEN = Rule("total-not-checked", "note", "a figure in every row of the total", "ask for the missing figures")
NO_TOTAL = Rule("rows-without-total", "note", "a total for every group of rows", "look for the total at the source")
_CHECK_TOTALS = "check_totals"
# What adding up floats may add or lose of a total.
_SLACK = 1e-9


def half_last_digit(unit: float, decimals: int = 0) -> float:
    """Return how far a rounded figure may be off: half of its last digit.

    Parameters
    ----------
    unit : float
        What the figure is stated in: 1_000_000 for millions of pounds.
    decimals : int
        Its digits behind the point.

    Returns
    -------
    float
        In the unit of the figure itself, such as pounds.

    Examples
    --------
    >>> half_last_digit(1_000_000, decimals=1)
    50000.0
    """
    return 0.5 * unit * 10.0**-decimals


def check_totals(
    frame: pd.DataFrame,
    totals: pd.DataFrame,
    by: Sequence[str] = (),
    rounding_gbp: float = 0.5,
    rounding_users: float = 0.5,
    figures: bool | None = None,
) -> pd.DataFrame:
    """Hold sums of rows against published totals.

    Parameters
    ----------
    frame : DataFrame
        Rows with ``value_gbp`` (pounds), ``volume_users`` (users) or both, their ends if there are any, and the
        columns of `by`; one publication, or `by` names it.
    totals : DataFrame
        One row a total with the columns of `by` and ``value_gbp``, ``volume_users`` or both; a total that is missing
        is not checked. ``rounding_gbp`` and ``rounding_users`` say how far a row's totals may be off.
    by : sequence of str
        What the totals are of, such as ``category`` or ``region``; none holds the sum of all rows against each total.
    rounding_gbp, rounding_users : float
        How far totals may be off that do not say so themselves: `half_last_digit`.
    figures : bool, optional
        Whether findings quote figures. By default they do unless `frame` names an ``organisation``.

    Returns
    -------
    DataFrame
        Findings at the places of the totals; ``rows`` is the number of rows added. Warnings: total-differs, with the
        difference in pounds and per cent of the total, and total-without-rows. Notes: total-not-checked where rows
        lack their figure and the others leave room for it, and rows-without-total.

    Raises
    ------
    FrameError
        A column is missing or holds text, the totals have neither measure, a key has another type in each frame,
        the frames differ in price base, VAT or volume unit, or illustrative figures stand beside real ones.

    Notes
    -----
    R2.6: rounded components need not add up. A row of which only a range is known may lie anywhere within it, and a
    missing figure anywhere from 0 on (method, R2.2 and R2.33). R2.17: a percentage needs a total above 0.

    Examples
    --------
    >>> lots = pd.DataFrame({"region": ["Wales", "Wales", "London"], "value_gbp": [6e5, 7.5e5, 2e6]})
    >>> stated = pd.DataFrame({"region": ["Wales", "London"], "value_gbp": [1.2e6, 2e6]})
    >>> check_totals(lots, stated, ["region"], rounding_gbp=half_last_digit(1_000_000, 1))["what"].tolist()
    ['the total of region Wales is £1,200,000 and its 2 rows add up to £1,350,000: £150,000 higher (12.5%)']
    """
    keys = guards.key_columns([frame, totals], by, [*MEASURES, *MEASURES.values()], where=_CHECK_TOTALS)
    measures = [name for name in MEASURES if name in totals]
    if not measures:
        guards.require_columns(totals, MEASURES, where=f"{_CHECK_TOTALS}, totals")
    guards.refuse_mixed_status([frame, totals], where=_CHECK_TOTALS)
    guards.refuse_unlike_bases(frame, totals, keys, where=_CHECK_TOTALS)
    guards.refuse_unlike_keys(frame, totals, keys, where=_CHECK_TOTALS)
    rows, stated = (part.reset_index(drop=True) for part in (frame, totals))
    allowed = {"rounding_gbp": rounding_gbp, "rounding_users": rounding_users}
    quoted = quotes_figures(frame, figures)
    found = [
        part for name in measures for part in _held_against(rows, stated, keys, name, allowed[MEASURES[name]], quoted)
    ]
    first, count = alone(rows, stated, keys)
    return in_order([*found, NO_TOTAL.found(first, "no total is stated for " + groups(first, keys), count)])


def _held_against(
    rows: pd.DataFrame, stated: pd.DataFrame, keys: list[str], name: str, rounding: float, quoted: bool
) -> list[pd.DataFrame]:
    sums = beside(stated, _sums(rows, keys, name), keys)
    total = guards.figures(stated, [name], where=f"{_CHECK_TOTALS}, totals")[name]
    allowed = _allowed(stated, MEASURES[name], rounding) + _SLACK * total.abs()
    lowest, highest = (sums[end].fillna(0.0) for end in ("lowest", "highest"))
    # Missing where the sum can be the total; otherwise from the total to the nearest sum that can be.
    apart = (highest - total).where(highest < total - allowed, (lowest - total).where(lowest > total + allowed))
    compared = sums.assign(total=total, apart=apart, left=total - lowest)
    differs, without = apart.notna() & sums["count"].notna(), apart.notna() & sums["count"].isna()
    unclear = total.notna() & apart.isna() & (sums["open"] > 0)
    return [
        rule.found(stated[chosen], told(compared[chosen], keys, name, quoted), compared["count"][chosen].fillna(0))
        for rule, chosen, told in (
            (DIFFERS, differs, _differing),
            (NO_ROWS, without, _without_rows),
            (OPEN, unclear, _open),
        )
    ]


def _sums(rows: pd.DataFrame, keys: list[str], name: str) -> pd.DataFrame:
    """Return the lowest and highest sum of each group, its rows, and how many of them nothing bounds above."""
    between = bounds.stated_bounds(rows, name, where=_CHECK_TOTALS)
    ends = {
        "lowest": np.where(np.isinf(between.low), np.minimum(between.high, 0.0), between.low),
        "highest": between.high,
        "count": np.ones(len(rows)),
        "open": np.isinf(between.high).astype("float64"),
    }
    sums: pd.DataFrame = grouped(rows[keys].assign(**ends), keys)[list(ends)].sum()
    return sums.reset_index(drop=not keys)


def _allowed(stated: pd.DataFrame, name: str, rounding: float) -> pd.Series[float]:
    own = stated[name].astype("float64") if name in stated else pd.Series(np.nan, index=stated.index)
    return own.fillna(rounding)


def _differing(sums: pd.DataFrame, keys: list[str], name: str, quoted: bool) -> pd.Series[str]:
    side = sums["apart"].gt(0).map({True: " higher", False: " lower"}).astype("str")
    if not quoted:
        return "the rows of " + groups(sums, keys) + " add up to a figure" + side + " than the total"
    share = 100 * sums["apart"].abs() / sums["total"].where(sums["total"] > 0)
    percent = share.map(lambda per_cent: f" ({rounded(per_cent, 1)}%)", na_action="ignore").astype("str").fillna("")
    together = " add up to " + _reach(sums) + amounts(sums["total"] + sums["apart"], name)
    apart = ": " + amounts(sums["apart"].abs(), name) + side + percent
    return _of(sums, keys, name) + " and its " + _counted(sums["count"]) + together + apart


def _reach(sums: pd.DataFrame) -> pd.Series[str]:
    """Say "at least" or "at most" where the rows add up to no single figure."""
    is_point = sums["lowest"] == sums["highest"]
    words = sums["apart"].gt(0).map({True: "at least ", False: "at most "}).astype("str")
    return words.mask(is_point, "")


def _without_rows(sums: pd.DataFrame, keys: list[str], name: str, quoted: bool) -> pd.Series[str]:
    return (_of(sums, keys, name) if quoted else "the total of " + groups(sums, keys)) + " has no rows"


def _open(sums: pd.DataFrame, keys: list[str], name: str, quoted: bool) -> pd.Series[str]:
    lacking = sums["open"].map("{:,.0f}".format).astype("str") + " of the " + _counted(sums["count"])
    what = lacking + " of " + groups(sums, keys) + " have no figure"
    return what + (", and the others leave " + amounts(sums["left"], name) + " of the total" if quoted else "")


def _of(sums: pd.DataFrame, keys: list[str], name: str) -> pd.Series[str]:
    measure = "total" if name == "value_gbp" else "total volume"
    return f"the {measure} of " + groups(sums, keys) + " is " + amounts(sums["total"], name)


def _counted(count: pd.Series[float]) -> pd.Series[str]:
    return count.map("{:,.0f} rows".format).astype("str").replace("1 rows", "1 row")
