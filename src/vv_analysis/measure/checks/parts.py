"""Parts held against their whole, to the penny: what was split must add up again."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from vv_analysis.errors import FrameError
from vv_analysis.measure.checks.findings import Rule, in_order
from vv_analysis.measure.checks.matching import alone, beside
from vv_analysis.measure.checks.wording import amounts, groups, quotes_figures
from vv_analysis.measure.frames import guards
from vv_analysis.measure.frames.sums import whole_sums

PENNY = 0.01
DIFFER = Rule("parts-differ", "warning", "parts that add up to their whole", "measure both again from the same rows")
PART_MISSING = Rule("part-missing", "warning", "no whole where a part is missing", "leave the whole missing too")
WHOLE_MISSING = Rule("whole-missing", "note", "a whole where every part is known", "measure both from the same rows")
NO_PARTS = Rule("whole-without-parts", "warning", "parts for every whole", "measure both from the same rows")
NO_WHOLE = Rule("parts-without-whole", "warning", "a whole for all parts", "measure both from the same rows")
_CHECK_PARTS = "check_parts"
_OF_ONE_USER = re.compile(r"_per_user_|_p\d+_|_mean_")
# What adding up floats may add or lose, next to the sum of the parts' sizes.
_SLACK = 1e-15


def additive_columns(frame: pd.DataFrame) -> list[str]:
    """Return the columns whose figures add up: pounds and users, but not pounds per user, percentiles or means.

    Examples
    --------
    >>> additive_columns(pd.DataFrame(columns=["value_gbp", "cost_per_user_gbp", "volume_users", "value_p10_gbp"]))
    ['value_gbp', 'volume_users']
    """
    return [
        str(name)
        for name in frame.columns
        if str(name).endswith(("_gbp", "_users")) and not _OF_ONE_USER.search(str(name))
    ]


def check_parts(
    frame: pd.DataFrame,
    whole: pd.DataFrame,
    by: Sequence[str] = (),
    columns: Sequence[str] | None = None,
    figures: bool | None = None,
) -> pd.DataFrame:
    """Hold parts against their whole: every column of pounds or users adds up to a penny, or a hundredth of a user.

    Parameters
    ----------
    frame : DataFrame
        The parts, with the columns of `by`: rows of a finer key, such as what `variance` returns by area.
    whole : DataFrame
        The wholes, one row each, with the columns of `by`: what the same measure returns by region.
    by : sequence of str
        What the wholes are of; none holds all parts against each row of `whole`.
    columns : sequence of str, optional
        Columns that add up; by default those in both frames that `additive_columns` names.
    figures : bool, optional
        Whether findings quote figures. By default they do unless `frame` names an ``organisation``.

    Returns
    -------
    DataFrame
        Findings at the places of the wholes, ``rows`` being the number of parts. Warnings: parts-differ, part-missing
        (yet the whole is known), whole-without-parts and parts-without-whole. A note: whole-missing (yet all parts
        are known).

    Raises
    ------
    FrameError
        A column is missing or holds text, the frames share no column that adds up, a key has another type in each
        frame, or illustrative figures stand beside real ones.

    Notes
    -----
    R2.2: a sum with a missing part is missing. R2.10: what is split adds up to a penny.

    Examples
    --------
    >>> areas = pd.DataFrame({"region": ["Wales", "Wales"], "variance_gbp": [10.0, 5.0]})
    >>> regions = pd.DataFrame({"region": ["Wales"], "variance_gbp": [15.5]})
    >>> check_parts(areas, regions, ["region"])["what"].tolist()
    ['variance_gbp of region Wales is £15.50 and its 2 parts add up to £15']
    """
    shared = [name for name in additive_columns(frame) if name in whole] if columns is None else list(columns)
    if not shared:
        raise FrameError(
            "the parts and their whole share no column that adds up",
            where=_CHECK_PARTS,
            expected="a column such as value_gbp or volume_users in both",
        )
    keys = guards.key_columns([frame, whole], by, shared, where=_CHECK_PARTS)
    guards.refuse_mixed_status([frame, whole], where=_CHECK_PARTS)
    guards.refuse_unlike_keys(frame, whole, keys, where=_CHECK_PARTS)
    parts = frame[keys].assign(**guards.figures(frame, shared, where=_CHECK_PARTS)).reset_index(drop=True)
    wholes = whole.reset_index(drop=True)
    stated = guards.figures(wholes, shared, where=_CHECK_PARTS)
    sums = beside(wholes, whole_sums(parts, keys, shared), keys)
    sizes = beside(wholes, whole_sums(parts.assign(**parts[shared].abs()), keys, shared), keys)
    quoted = quotes_figures(frame, figures)
    compared = (found for name in shared for found in _compared(wholes, stated[name], sums, sizes[name], keys, quoted))
    return in_order([*compared, *_unmatched(wholes, parts, sums, keys)])


def _compared(
    wholes: pd.DataFrame,
    whole: pd.Series[float],
    sums: pd.DataFrame,
    size: pd.Series[float],
    keys: list[str],
    quoted: bool,
) -> list[pd.DataFrame]:
    parts, met = sums[whole.name], sums["rows"].notna()
    apart = (whole - parts).abs() > PENNY + _SLACK * size
    broken = {
        DIFFER: apart,
        PART_MISSING: met & whole.notna() & parts.isna(),
        WHOLE_MISSING: met & whole.isna() & parts.notna(),
    }
    return [
        rule.found(wholes[chosen], _told(rule, whole[chosen], sums[chosen], keys, quoted), sums["rows"][chosen])
        for rule, chosen in broken.items()
    ]


def _told(rule: Rule, whole: pd.Series[float], sums: pd.DataFrame, keys: list[str], quoted: bool) -> pd.Series[str]:
    name = str(whole.name)
    of_group = f"{name} of " + groups(sums, keys)
    is_whole, adds_up = (amounts(figure, name) for figure in (whole, sums[name]))
    parts = sums["rows"].map("{:,.0f} parts".format).astype("str").replace("1 parts", "1 part")
    if rule is DIFFER:
        figures_too = " is " + is_whole + " and its " + parts + " add up to " + adds_up
        return of_group + (figures_too if quoted else " is not the sum of its " + parts)
    if rule is PART_MISSING:
        return of_group + (" is " + is_whole if quoted else " is known") + " and one of its " + parts + " is missing"
    return of_group + " is missing and its " + parts + " add up" + (" to " + adds_up if quoted else "")


def _unmatched(wholes: pd.DataFrame, parts: pd.DataFrame, sums: pd.DataFrame, keys: list[str]) -> list[pd.DataFrame]:
    without = wholes[sums["rows"].isna()]
    first, count = alone(parts, wholes, keys)
    return [
        NO_PARTS.found(without, groups(without, keys) + " has no parts", 0),
        NO_WHOLE.found(first, groups(first, keys) + " has parts and no whole", count),
    ]
