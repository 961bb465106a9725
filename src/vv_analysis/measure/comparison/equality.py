"""Equality view: costs of women's services, by size and leadership of organisations, in Wales and in England."""

from __future__ import annotations

import numpy as np
import pandas as pd

from vv_analysis.errors import FrameError
from vv_analysis.measure.frames import bounds, guards
from vv_analysis.measure.frames.named_rows import named_rows
from vv_analysis.measure.frames.organisations import organisations
from vv_analysis.measure.frames.sums import grouped
from vv_analysis.measure.split.unit_cost import unit_cost
from vv_analysis.terms import vocabulary

WOMEN, NOT_STATED = vocabulary.WOMENS_SERVICES, "not stated"
# Every group of each view, in the order in which they are shown; a group without a contract is shown as such.
GROUPS = {
    "womens-services": (WOMEN, "all other services"),
    "organisation-size": vocabulary.ORGANISATION_SIZES,
    "led-by": vocabulary.LED_BY,
    "nation": ("Wales", "England", NOT_STATED),
}
RESULTS = (
    "view",
    "group",
    "rows",
    "rows_used",
    "value_gbp",
    "volume_users",
    "cost_per_user_gbp",
    "published_cost_per_user_gbp",
    "difference_gbp_per_user",
    "value_coverage",
    "organisations",
    "status",
)
_WHERE = "equality_view"
_KEYS = ["view", "group"]
_FIGURES = ["value_gbp", "volume_users"]
_PLACE = ["category", "area_code", "region"]
_USED, _ROW = "is_used", "row"
# From the best to the worst.
_MARKS = ("ok", "u", "z", "c", "x")
_WEIGHTS = {mark: weight for weight, mark in enumerate(_MARKS)}


def equality_view(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Compare cost per user of existing contracts with the published lines they serve, group by group.

    Four views, each of all contracts: women's services and all others; organisations by size; by whom they are led;
    Wales and England. A group is what is declared in ``category``, ``organisation_size``, ``led_by`` and
    ``region``; nothing is inferred from a name, and "not stated" is a group of its own. A group's published cost
    is that of the lines its own contracts serve (same category, in the same area, or anywhere in the region of a
    contract for a region), so that unlike services are not held against each other.

    Parameters
    ----------
    before : DataFrame
        Existing contracts with ``category``, ``area_code``, ``region``, ``area_level``, ``value_gbp`` (pounds),
        ``volume_users``, and, as far as declared, ``organisation_size``, ``led_by``, ``organisation`` and
        ``organisation_id``. Contracts for other grounds (old package areas, the nation) serve no line until they
        are split by `apportion`.
    after : DataFrame
        The lines of one publication, with ``category``, ``area_code``, ``region``, ``value_gbp`` and
        ``volume_users``; best those of the steady-state year.

    Returns
    -------
    DataFrame
        One row a view and group, groups without a contract among them: ``view``, ``group``, ``rows`` (contracts),
        ``rows_used`` (those with both figures that serve a line with both), ``value_gbp``, ``volume_users`` and
        ``cost_per_user_gbp`` of the rows used, ``published_cost_per_user_gbp`` of the lines they serve,
        ``difference_gbp_per_user`` (published minus existing: positive is published higher), ``value_coverage``
        (share of the group's known value in the rows used), ``organisations`` behind the rows used, and ``status``
        (the worse of the two costs': ``ok``, ``u``, ``z`` or ``x``).

    Raises
    ------
    FrameError
        A column is missing or holds text, a declared code is not on its list, the lines are of several
        publications, illustrative figures stand beside real ones, or VAT, prices or volume units are unlike.

    Notes
    -----
    Method R2.44, R2.1 to R2.4 and R2.18. It shows figures of few organisations: withhold those before it goes out,
    with the rows that stand behind each group, ``withhold_few_organisations(view, equality_rows(before, after),
    on=["view", "group"])``.

    Examples
    --------
    >>> contracts = pd.DataFrame(
    ...     {"category": "womens-services", "area_code": "W15000002", "area_level": "area", "region": "Wales",
    ...      "organisation": ["A", "B"], "led_by": ["women", ""], "value_gbp": [90_000, 50_000],
    ...      "volume_users": [60, 40]}
    ... )
    >>> lines = contracts.head(1).assign(value_gbp=130_000, volume_users=100)
    >>> view = equality_view(contracts, lines).query("view == 'led-by' and rows > 0")
    >>> view[["group", "cost_per_user_gbp", "published_cost_per_user_gbp", "difference_gbp_per_user"]].values.tolist()
    [['women', 1500.0, 1300.0, -200.0], ['not stated', 1250.0, 1300.0, 50.0]]
    """
    rows, lines = _checked(before, after)
    served = _served(rows, lines)
    contracts = _in_groups(rows.assign(**{_USED: rows[_ROW].isin(served["row_contract"])}))
    cost = _with_all_groups(_costs(contracts))
    published = _published_costs(contracts, served, lines)
    both = cost.merge(published, how="left", on=_KEYS, validate="one_to_one")
    difference = both["published_cost_per_user_gbp"] - both["cost_per_user_gbp"]
    return both.assign(difference_gbp_per_user=difference, status=_worse(both))[[*RESULTS]]


def equality_rows(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Return the contracts that stand behind each group of `equality_view`, for the count of organisations.

    Parameters
    ----------
    before, after : DataFrame
        As for `equality_view`.

    Returns
    -------
    DataFrame
        The rows used, once in each view: ``view``, ``group``, then the columns of `before`. Confidential.

    Raises
    ------
    FrameError
        As `equality_view`.

    Notes
    -----
    Confidentiality R3.1 to R3.3: organisations are counted, not contracts, over both figures of the ratio.

    Examples
    --------
    >>> contracts = pd.DataFrame(
    ...     {"category": "womens-services", "area_code": "W15000002", "area_level": "area", "region": "Wales",
    ...      "organisation": ["A", "B"], "value_gbp": [90_000, None], "volume_users": [60, 40]}
    ... )
    >>> lines = contracts.head(1).assign(value_gbp=130_000, volume_users=100)
    >>> equality_rows(contracts, lines)[["view", "group", "organisation"]].head(2).values.tolist()
    [['womens-services', 'womens-services', 'A'], ['organisation-size', 'not stated', 'A']]
    """
    rows, lines = _checked(before, after)
    used = rows[rows[_ROW].isin(_served(rows, lines)["row_contract"])]
    stated = before.reset_index(drop=True)
    groups = _in_groups(used)
    behind = stated.take(groups[_ROW].to_numpy()).reset_index(drop=True)
    return groups[_KEYS].join(behind[[column for column in behind if column not in _KEYS]])


def _checked(before: pd.DataFrame, after: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return contracts and lines as far as they are needed here, numbered, once they may be compared."""
    guards.require_columns(before, [*_PLACE, "area_level", "organisation"], where=f"{_WHERE}, before")
    guards.require_columns(after, _PLACE, where=f"{_WHERE}, after")
    guards.refuse_mixed_status([before, after], where=_WHERE)
    guards.refuse_unlike_keys(before, after, _PLACE, where=_WHERE)
    guards.refuse_unlike_bases(before, after, [], where=_WHERE)
    _refuse_several_publications(after)
    rows, lines = (_numbered(frame, side) for frame, side in ((before, "before"), (after, "after")))
    stated = before.reset_index(drop=True)
    declared = {
        "womens-services": (rows["category"] == WOMEN).map(
            dict(zip((True, False), GROUPS["womens-services"], strict=True))
        ),
        "organisation-size": _declared(stated, "organisation_size", vocabulary.ORGANISATION_SIZES),
        "led-by": _declared(stated, "led_by", vocabulary.LED_BY),
        "nation": _nation(rows["region"]),
    }
    whose = {"area_level": stated["area_level"], "organisation": organisations(stated)}
    return rows.assign(**whose, **declared), lines


def _numbered(frame: pd.DataFrame, side: str) -> pd.DataFrame:
    figures = guards.figures(frame, _FIGURES, where=f"{_WHERE}, {side}")
    bounds.refuse_upside_down(frame, where=f"{_WHERE}, {side}")
    rows = frame[_PLACE].assign(**figures).reset_index(drop=True)
    return rows.assign(region=rows["region"].astype("str").fillna(""), **{_ROW: np.arange(len(rows))})


def _refuse_several_publications(lines: pd.DataFrame) -> None:
    named = sorted(set(lines["publication"].dropna().astype("str"))) if "publication" in lines else []
    if len(named) > 1:
        raise FrameError(
            f"the lines are of {len(named)} publications: {', '.join(named)}",
            where=_WHERE,
            expected="the lines of one publication",
            remedy="choose one with frame.query(\"publication == '...'\")",
        )


def _declared(stated: pd.DataFrame, column: str, codes: tuple[str, ...]) -> pd.Series[str]:
    if column not in stated:
        return pd.Series(NOT_STATED, index=stated.index, dtype="str")
    said = stated[column].astype("str").fillna("")
    said = said.where(said != "", NOT_STATED)
    strange = ~said.isin(codes)
    if strange.any():
        raise FrameError(
            f"{column!r} of {named_rows(strange)} is {said[strange].iloc[0]!r}",
            where=_WHERE,
            expected=f"one of {', '.join(codes)}",
            remedy="correct it at its source, or leave it empty",
        )
    return said


def _nation(region: pd.Series[str]) -> pd.Series[str]:
    # Old package areas that span two regions, and the nation as a whole, name no region.
    nation = np.select([region == "Wales", region != ""], GROUPS["nation"][:2], default=NOT_STATED)
    return pd.Series(nation, index=region.index, dtype="str")


def _served(rows: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Return which contract serves which line, by their numbers: only those with both figures on both sides."""
    contracts, known = (frame[frame[_FIGURES].notna().all(axis="columns")] for frame in (rows, lines))
    regional = contracts[(contracts["area_level"] == "region") & (contracts["region"] != "")]
    pairs = [
        one.merge(known, how="inner", on=on, suffixes=("_contract", "_line"))
        for one, on in ((contracts, ["category", "area_code"]), (regional, ["category", "region"]))
    ]
    numbers = [f"{_ROW}_contract", f"{_ROW}_line"]
    return pd.concat([pair[numbers] for pair in pairs], ignore_index=True)


def _in_groups(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the contracts once in each view, with their group in it."""
    views = [rows.assign(view=view, group=rows[view]) for view in GROUPS]
    return pd.concat(views, ignore_index=True)


def _costs(contracts: pd.DataFrame) -> pd.DataFrame:
    """Return cost per user of each group, over the rows used."""
    used = contracts.assign(volume_users=contracts["volume_users"].where(contracts[_USED]))
    behind = grouped(contracts.assign(organisation=contracts["organisation"].where(contracts[_USED])), _KEYS)
    counted = behind["organisation"].nunique().rename("organisations").reset_index()
    return unit_cost(used, by=_KEYS).merge(counted, how="left", on=_KEYS, validate="one_to_one")


def _with_all_groups(cost: pd.DataFrame) -> pd.DataFrame:
    every = pd.DataFrame([(view, group) for view, groups in GROUPS.items() for group in groups], columns=_KEYS)
    counts = ["rows", "rows_used", "organisations"]
    shown = every.merge(cost, how="left", on=_KEYS, validate="one_to_one")
    return shown.fillna({**dict.fromkeys(counts, 0), "status": "x"}).astype(dict.fromkeys(counts, "int64"))


def _published_costs(contracts: pd.DataFrame, served: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Return cost per user of the lines that each group serves, each line once however many serve it."""
    pairs = contracts[[*_KEYS, _ROW]].merge(served, how="inner", left_on=_ROW, right_on=f"{_ROW}_contract")
    behind = pairs[[*_KEYS, f"{_ROW}_line"]].drop_duplicates()
    figures = behind.merge(lines[[_ROW, *_FIGURES]], how="inner", left_on=f"{_ROW}_line", right_on=_ROW)
    cost = unit_cost(figures[[*_KEYS, *_FIGURES]], by=_KEYS)[[*_KEYS, "cost_per_user_gbp", "status"]]
    names = {"cost_per_user_gbp": "published_cost_per_user_gbp", "status": "published_status"}
    return cost.rename(columns=names)


def _worse(both: pd.DataFrame) -> pd.Series[str]:
    marks = both[["status", "published_status"]].fillna("x")
    worst = np.maximum(*(marks[column].map(_WEIGHTS).to_numpy() for column in marks))
    return pd.Series(np.array(_MARKS)[worst], index=both.index, dtype="str")
