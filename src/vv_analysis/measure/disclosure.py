"""Figures that rest on too few organisations are withheld."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from vv_analysis.measure.frames import guards
from vv_analysis.measure.frames.organisations import organisations
from vv_analysis.measure.frames.sums import grouped

MINIMUM_ORGANISATIONS = 5
_FIGURES = ("value_gbp", "volume_users")


def withhold_few_organisations(
    frame: pd.DataFrame, contracts: pd.DataFrame, on: Sequence[str], minimum: int = MINIMUM_ORGANISATIONS
) -> pd.DataFrame:
    """Withhold every figure of the rows that rest on contracts of fewer than `minimum` organisations.

    Only contracts handed over (``data_status`` other than illustrative; unknown counts as handed over) are
    protected; invented ones are no one's. This is a threshold rule alone: it does not stop a withheld figure
    from being worked out from a total that is shown beside the others.

    Parameters
    ----------
    frame : DataFrame
        A finding with one row a key, such as that of `unit_cost` or `variance`.
    contracts : DataFrame
        The contracts it was made from, with ``organisation``, ``organisation_id`` if known, ``data_status``
        and the columns of `on`. Only contracts with both ``value_gbp`` and ``volume_users``, where the
        frame has these columns, count for their organisation: the others do not hide anyone.
    on : sequence of str
        The keys of `frame`; none if it is one row over everything.
    minimum : int
        Fewest organisations on which a figure may rest.

    Returns
    -------
    DataFrame
        The same rows; where withheld, every numeric column but the keys is NaN, ``sign`` is ``not known`` and
        ``status`` is ``c``.

    Raises
    ------
    FrameError
        A column is missing, or a key has another type in each frame.

    Notes
    -----
    An organisation is its charity or company number, and otherwise its name without case, spaces and
    punctuation; a name that stands with a number in any row is that number's organisation. A contract without
    either counts for no one. Confidentiality rules R3.1, R3.2 and R3.22.

    Examples
    --------
    >>> contracts = pd.DataFrame(
    ...     {"category": ["other"] * 4, "organisation": list("ABCD"), "data_status": ["reported"] * 4}
    ... )
    >>> cost = pd.DataFrame({"category": ["other"], "cost_per_user_gbp": [1_250.0], "status": ["ok"]})
    >>> withhold_few_organisations(cost, contracts, on=["category"]).to_dict("records")
    [{'category': 'other', 'cost_per_user_gbp': nan, 'status': 'c'}]
    """
    where = "withhold_few_organisations"
    keys = guards.key_columns([frame, contracts], on, [*_FIGURES, "status"], where=where)
    guards.require_columns(contracts, ["organisation"], where=where)
    guards.refuse_unlike_keys(frame, contracts, keys, where=where)
    withheld = _organisations_behind(frame, contracts, keys).lt(minimum).to_numpy()
    numeric = [column for column in frame.select_dtypes("number").columns if column not in keys]
    figures = {column: frame[column].astype("float64") for column in numeric}
    status = frame["status"] if "status" in frame else pd.Series("ok", index=frame.index, dtype="str")
    if not withheld.any():
        return frame.assign(**{name: cells for name, cells in figures.items() if cells.dtype != frame[name].dtype},
                            status=status)  # fmt: skip
    # Which way a difference points gives away on which side of a public figure the confidential one lies.
    signs = {"sign": frame["sign"].mask(withheld, "not known")} if "sign" in frame else {}
    hidden = {name: cells.mask(withheld) for name, cells in figures.items()}
    return frame.assign(**hidden, **signs, status=status.mask(withheld, "c"))


def _organisations_behind(frame: pd.DataFrame, contracts: pd.DataFrame, keys: list[str]) -> pd.Series[int]:
    """Count organisations row by row; missing where no contract that was handed over stands behind a row."""
    handed_over = contracts.reset_index(drop=True)
    if "data_status" in handed_over:
        handed_over = handed_over[handed_over["data_status"].ne("illustrative").fillna(value=True).astype("bool")]
    if handed_over.empty:
        return pd.Series(float("nan"), index=frame.index)
    identity = organisations(handed_over).where(_has_figures(handed_over))
    counts = grouped(handed_over[keys].assign(organisations=identity), keys)["organisations"].nunique()
    if not keys:
        return pd.Series(counts.get(0), index=frame.index, dtype="float64")
    rows = frame[keys].reset_index(drop=True)
    return rows.merge(counts.reset_index(), how="left", on=keys)["organisations"]


def _has_figures(contracts: pd.DataFrame) -> pd.Series[bool]:
    stated = [column for column in _FIGURES if column in contracts]
    return contracts[stated].notna().all(axis="columns")
