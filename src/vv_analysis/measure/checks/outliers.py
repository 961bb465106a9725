"""Costs per user far from those of their group, by a rule that the outliers themselves hardly move."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from vv_analysis.measure.checks.findings import Rule, in_order
from vv_analysis.measure.checks.wording import amounts, groups, quotes_figures
from vv_analysis.measure.frames import guards
from vv_analysis.measure.frames.small_numbers import cost_per_user
from vv_analysis.measure.frames.sums import grouped

FAR = 3.5
FEWEST_ROWS = 5
NEAR_SHARE = 0.01
# The standard deviation of a normal distribution is its median absolute deviation over the first of these, and its
# mean absolute deviation times the second.
_OF_MEDIAN_DEVIATION = 0.6745
_OF_MEAN_DEVIATION = 1.253314
UNUSUAL = Rule(
    "cost-per-user-unusual",
    "note",
    "a cost per user near that of its group",
    "check value, volume and their units at the source; the row is used as it is",
)
_OUTLIERS = "outliers"
_ILLUSTRATIVE = "illustrative figures"


def outliers(frame: pd.DataFrame, by: Sequence[str] = (), figures: bool | None = None) -> pd.DataFrame:
    """Find rows whose cost per user lies far from that of their group.

    Parameters
    ----------
    frame : DataFrame
        Rows with ``value_gbp`` (pounds), ``volume_users`` (users) and the columns of `by`.
    by : sequence of str
        Columns that make a group; invented and real figures are never one group.
    figures : bool, optional
        Whether findings quote figures. By default they do unless the frame names an ``organisation``.

    Returns
    -------
    DataFrame
        Findings, one a row far from its group: rule cost-per-user-unusual, a note.

    Raises
    ------
    FrameError
        A column is missing or holds text, or a volume is negative.

    Notes
    -----
    Modified z-score 0.6745 (x − median) / MAD above 3.5 either way, MAD being the median absolute deviation of the
    group: Iglewicz and Hoaglin, "How to Detect and Handle Outliers" (1993). Where more than half of a group is
    alike, MAD is 0 and (x − median) / (1.253314 × mean absolute deviation) stands in, as in IBM's SPSS and Cognos.
    Ours: a group needs 5 rows that have a cost per user, which takes 10 users each (R2.39); and a cost within
    1 per cent of the median is never far from it, however alike the others are.

    Examples
    --------
    >>> costs = pd.DataFrame({"value_gbp": [980, 990, 1_000, 1_010, 1_020, 10_200], "volume_users": [10] * 6})
    >>> outliers(costs)[["where", "what"]].values.tolist()
    [['row 5', 'a cost per user of £1,020 is far above the median of £100.50 of its 6 rows (everything)']]
    """
    rows = frame.reset_index(drop=True)
    keys = guards.key_columns([rows], by, ["value_gbp", "volume_users"], where=_OUTLIERS)
    stated = guards.figures(rows, ["value_gbp", "volume_users"], where=_OUTLIERS)
    cost = cost_per_user(stated["value_gbp"], stated["volume_users"]).dropna()
    measured = rows.loc[cost.index, keys].assign(**_kind(rows.loc[cost.index]), cost_per_user_gbp=cost)
    beside = measured.assign(**_group_figures(measured, [*keys, *_kind(rows)]))
    odd = beside[_is_far(beside)]
    return in_order([UNUSUAL.found(rows.loc[odd.index], _told(odd, keys, quotes_figures(rows, figures)))])


def _kind(rows: pd.DataFrame) -> dict[str, pd.Series[bool]]:
    return {_ILLUSTRATIVE: rows["data_status"] == "illustrative"} if "data_status" in rows else {}


def _group_figures(measured: pd.DataFrame, within: list[str]) -> dict[str, pd.Series[float]]:
    group = grouped(measured, within).ngroup() if within else pd.Series(0, index=measured.index)
    by_group = measured["cost_per_user_gbp"].groupby(group)
    median = by_group.transform("median")
    deviation = (measured["cost_per_user_gbp"] - median).abs()
    of_group = deviation.groupby(group)
    return {
        "rows_of_group": by_group.transform("size"),
        "median_gbp": median,
        "deviation_gbp": deviation,
        "median_deviation_gbp": of_group.transform("median"),
        "mean_deviation_gbp": of_group.transform("mean"),
    }


def _is_far(beside: pd.DataFrame) -> pd.Series[bool]:
    of_median = beside["median_deviation_gbp"] / _OF_MEDIAN_DEVIATION
    spread = of_median.where(of_median > 0, beside["mean_deviation_gbp"] * _OF_MEAN_DEVIATION)
    far = beside["deviation_gbp"] > FAR * spread
    apart = beside["deviation_gbp"] > NEAR_SHARE * beside["median_gbp"].abs()
    return far & apart & (beside["rows_of_group"] >= FEWEST_ROWS)


def _told(odd: pd.DataFrame, keys: list[str], quoted: bool) -> str | pd.Series[str]:
    if not quoted:
        return "the cost per user is far from that of the other rows of its group"
    side = (odd["cost_per_user_gbp"] > odd["median_gbp"]).map({True: "above", False: "below"}).astype("str")
    cost, median = (amounts(odd[name], name) for name in ("cost_per_user_gbp", "median_gbp"))
    count = odd["rows_of_group"].map("{:,}".format).astype("str")
    beside = " the median of " + median + " of its " + count + " rows (" + groups(odd, keys) + ")"
    return "a cost per user of " + cost + " is far " + side + beside
