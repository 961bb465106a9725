"""Geography that changed: figures of contract package areas and regions split over the areas inside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from vv_analysis.errors import FrameError
from vv_analysis.measure.basis import area_shares
from vv_analysis.measure.basis.area_shares import Parts
from vv_analysis.measure.basis.split_figures import is_rate, split_figures
from vv_analysis.measure.frames import bounds, guards
from vv_analysis.measure.frames.mixed_bases import refuse_mixed_bases
from vv_analysis.measure.frames.named_rows import named_rows
from vv_analysis.measure.frames.small_numbers import LOW_RELIABILITY_BELOW_USERS, cost_per_user
from vv_analysis.measure.frames.steps import with_step
from vv_analysis.measure.frames.sums import groups_of, whole_sums
from vv_analysis.terms import reference, vocabulary
from vv_analysis.terms.area_weights import EQUAL, LARGER_LEVELS

PLACE = ("area_code", "area", "area_level", "region")
SPREAD = ("value_gbp", "volume_users", "cost_per_user_gbp")
_WHERE = "apportion"
_SENSITIVITY = "apportion_sensitivity"


def apportion(frame: pd.DataFrame, weights: pd.DataFrame, to: str = "area") -> pd.DataFrame:
    """Split the figures of larger areas over the areas inside them by published weights.

    Part = figure × weight, in whole pence and whole people by largest remainder, so that the parts add up exactly.
    A figure with fractions of a penny, or of a person, is split in units of its own last binary digit, which adds
    up as exactly. A missing figure is missing in every part.

    Parameters
    ----------
    frame : DataFrame
        Rows with ``area_code``, ``area_level`` and ``value_gbp`` (pounds). Every other column that ends in ``_gbp``
        or ``_users`` is split too; columns of cost per user are left out, as they follow from the parts.
    weights : DataFrame
        ``from_code``, ``to_code`` and ``weight`` (fractions that add up to 1 for each larger area), and, to be told
        in the result, ``name``, ``unit`` and ``as_at``; `vv_analysis.terms.area_weights.area_weights` gives them.
    to : str
        The level of the parts: ``"area"`` (police force areas) or ``"region"``.

    Returns
    -------
    DataFrame
        One row a part, in the order of the rows and of the codes of the parts. ``area_code``, ``area``,
        ``area_level`` and ``region`` are those of the part. Added: ``value_low_gbp``, ``value_high_gbp`` (for
        ``volume_users`` and ``value_nominal_gbp`` alike), ``apportioned``, ``apportioned_from`` (code),
        ``weights`` (name), ``share_of_area`` (a fraction) and ``steps``. The ends span the row's own interval and
        a second split, in which each part counts the same. Rows at the level or below, without an area, or of the
        nation when `weights` do not split it, stay as they are. A row that goes to one area as a whole keeps its
        ground: its ``apportioned`` is False.

    Raises
    ------
    FrameError
        A column is missing; weights are negative, missing, stated twice, of a part that does not lie inside, or do
        not add up to 1; an area to be split has none; or a row has been apportioned before.

    Notes
    -----
    Method R2.41 and R2.42, O19. Regions and package areas can be split in one go: put their weights together with
    ``pd.concat``.

    Examples
    --------
    >>> package_area = "cpa-bristol-gloucestershire-somerset-and-wiltshire"
    >>> contracts = pd.DataFrame(
    ...     {"area_code": [package_area], "area_level": ["contract-package-area"],
    ...      "value_gbp": [500_000], "volume_users": [601]}
    ... )
    >>> weights = pd.DataFrame(
    ...     {"from_code": package_area, "to_code": ["E23000036", "E23000037", "E23000038"], "weight": [0.5, 0.3, 0.2]}
    ... )
    >>> apportion(contracts, weights)[["area", "value_gbp", "volume_users"]].values.tolist()
    [['Avon and Somerset', 250000.0, 301.0], ['Gloucestershire', 150000.0, 180.0], ['Wiltshire', 100000.0, 120.0]]
    """
    shares = area_shares.checked(weights, to, where=_WHERE)
    guards.require_columns(frame, ["area_code", "area_level", "value_gbp"], where=_WHERE)
    rows = frame.reset_index(drop=True)
    code, level = (rows[column].astype("str").fillna("") for column in ("area_code", "area_level"))
    split = _to_be_split(code, level, shares, to)
    _refuse_second_time(rows, split)
    parts = Parts.of(code, split, shares)
    # A row that is not split has share -1, and so the weight after the last one.
    weight = np.append(shares["weight"].to_numpy(dtype="float64"), np.nan)[parts.share]
    figures = split_figures(rows, parts, weight, where=_WHERE)
    kept = rows[[column for column in rows if not is_rate(column)]].iloc[parts.source].reset_index(drop=True)
    return _placed(kept.assign(**figures), shares, parts, to)


def apportion_sensitivity(
    frame: pd.DataFrame, weights: Mapping[str, pd.DataFrame], to: str = "area", by: Sequence[str] = ()
) -> pd.DataFrame:
    """Show what each area would get by each set of weights, and the lowest and highest of them.

    Parameters
    ----------
    frame : DataFrame
        Rows as for `apportion`, with ``volume_users``. Rows of one area are added as they are: bring them to one
        basis (VAT, prices, period) first, or name the basis in `by`.
    weights : mapping of str to DataFrame
        The sets by name, each as for `apportion`. A set ``"equal"``, by which each part counts the same, is
        always added.
    to : str
        The level of the parts: ``"area"`` or ``"region"``.
    by : sequence of str
        Further columns that keep rows of one area apart, such as ``category``.

    Returns
    -------
    DataFrame
        One row an area and set of weights: the area, `by`, ``weights`` (name), ``value_gbp``, ``volume_users``,
        ``cost_per_user_gbp`` (of the sums), each with its lowest and highest over the sets
        (``value_low_gbp``, ``value_high_gbp`` ...), and ``status`` of the cost per user.

    Raises
    ------
    FrameError
        As `apportion`; or there is no set, or illustrative figures stand beside real ones.

    Notes
    -----
    Method R2.42: a run with other weights is a mandatory sensitivity.

    Examples
    --------
    >>> contracts = pd.DataFrame(
    ...     {"area_code": ["cpa-norfolk-and-suffolk"], "area_level": ["contract-package-area"],
    ...      "value_gbp": [100_000], "volume_users": [100]}
    ... )
    >>> weights = pd.DataFrame(
    ...     {"from_code": "cpa-norfolk-and-suffolk", "to_code": ["E23000024", "E23000025"], "weight": [0.6, 0.4]}
    ... )
    >>> spread = apportion_sensitivity(contracts, {"made up": weights})
    >>> spread[["area", "weights", "value_gbp", "value_low_gbp", "value_high_gbp"]].values.tolist()
    [['Norfolk', 'made up', 60000.0, 50000.0, 60000.0], ['Norfolk', 'equal', 50000.0, 50000.0, 60000.0],
     ['Suffolk', 'made up', 40000.0, 40000.0, 50000.0], ['Suffolk', 'equal', 50000.0, 40000.0, 50000.0]]
    """
    further = guards.key_columns([frame], by, [*PLACE, *SPREAD, "weights", "status"], where=_SENSITIVITY)
    keys = ["area_code", "area_level", *further]
    guards.require_columns(frame, ["volume_users"], where=_SENSITIVITY)
    guards.refuse_mixed_status([frame], where=_SENSITIVITY)
    refuse_mixed_bases(frame, groups_of(frame, keys).of_row, where=_SENSITIVITY)
    sets = {**weights, EQUAL: weights.get(EQUAL, area_shares.equal(weights, where=_SENSITIVITY))}
    summed = [
        whole_sums(apportion(frame, table, to), keys, ["value_gbp", "volume_users"]).assign(weights=name)
        for name, table in sets.items()
    ]
    spread = _spread(pd.concat(summed, ignore_index=True), keys).sort_values(keys, kind="stable", ignore_index=True)
    ends = [name for column in SPREAD for name in (column, *bounds.ends(column))]
    return spread[[*PLACE, *further, "weights", *ends, "status"]]


def _to_be_split(code: pd.Series[str], level: pd.Series[str], shares: pd.DataFrame, to: str) -> pd.Series[bool]:
    larger, weighted = level.isin(LARGER_LEVELS[to]), code.isin(shares["from_code"])
    unlike = ~level.isin([*vocabulary.AREA_LEVELS, ""]) | (weighted & ~larger)
    if unlike.any():
        raise FrameError(
            f"'area_level' of {named_rows(unlike)} is {level[unlike].iloc[0]!r}, with code {code[unlike].iloc[0]!r}",
            where=_WHERE,
            expected=f"the level of the code: one of {', '.join(vocabulary.AREA_LEVELS)}",
            remedy="look the area up with vv.find_area",
        )
    # A figure for the whole nation mostly stands beside those of its areas, and is then no further money.
    lacking = larger & ~weighted & (level != "nation")
    if lacking.any():
        raise FrameError(
            f"there are no weights for {code[lacking].iloc[0]!r}, the 'area_code' of {named_rows(lacking)}",
            where=_WHERE,
            expected="weights for every contract package area and region that is to be split",
            remedy="add them with pd.concat, or look the code up with vv.find_area",
        )
    return weighted


def _refuse_second_time(rows: pd.DataFrame, split: pd.Series[bool]) -> None:
    again = split & rows["apportioned"].eq(True) if "apportioned" in rows else split & False
    if again.any():
        raise FrameError(
            f"'apportioned' says that {named_rows(again)} came out of a split already",
            where=_WHERE,
            expected="figures as they were stated",
            remedy="start from the frame as it was read, with weights straight to the level wanted",
        )


def _placed(rows: pd.DataFrame, shares: pd.DataFrame, parts: Parts, to: str) -> pd.DataFrame:
    """Name the area that each part is of, where it comes from, and what was done."""
    split = pd.Series(parts.is_split, index=rows.index)
    told = _told(shares, to).reindex(parts.share).set_axis(rows.index)
    blank = pd.Series("", index=rows.index, dtype="str")
    places = {
        column: rows.get(column, blank).astype("str").where(~split, told[column])
        for column in (*PLACE, "apportioned_from", "weights")
    }
    was_split = rows["apportioned"].eq(True) if "apportioned" in rows else split & False
    share = rows.get("share_of_area", pd.Series(np.nan, index=rows.index))
    placed = rows.assign(
        **places,
        apportioned=was_split | (told["parts"] > 1),
        share_of_area=share.where(~split, told["weight"]),
    )
    return with_step(placed, told["step"], split)


def _told(shares: pd.DataFrame, to: str) -> pd.DataFrame:
    """Return what there is to say of each part; the row after the last one is of rows that were not split."""
    areas = reference.areas().set_index("code")
    larger, part = (shares[code].map(areas["name"]) for code in ("from_code", "to_code"))
    percent = (shares["weight"] * 100).map("{:.6g}% of ".format)
    by_weights = " by weights '" + shares["name"] + "' (" + shares["unit"] + ", " + shares["as_at"] + ")"
    whole = "all of " + larger + " taken as " + part
    step = (percent + larger + " apportioned to " + part + by_weights).where(shares["parts"] > 1, whole)
    return shares.assign(
        area_code=shares["to_code"],
        area=part,
        area_level=pd.Series(to, index=shares.index, dtype="str"),
        region=shares["to_code"].map(areas["region"]),
        apportioned_from=shares["from_code"],
        weights=shares["name"],
        step=step,
    )


def _spread(summed: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Add the cost per user of each area and set, and the lowest and highest of each area over the sets."""
    value, users = summed["value_gbp"], summed["volume_users"]
    cases = {
        "z": (value == 0) & (users == 0),
        "x": value.isna() | users.isna() | (users == 0),
        "u": users < LOW_RELIABILITY_BELOW_USERS,
    }
    marks = np.select(list(cases.values()), list(cases), default="ok")
    status = pd.Series(marks, index=summed.index, dtype="str")
    spread = summed.assign(cost_per_user_gbp=cost_per_user(value, users), status=status)
    sets = spread.groupby(keys, dropna=False)[list(SPREAD)]
    lowest, highest = sets.transform("min"), sets.transform("max")
    ends = {column: bounds.ends(column) for column in SPREAD}
    # Names come from the map, as rows that were not split may have been stated without one.
    areas = reference.areas().set_index("code")
    return spread.assign(
        area=spread["area_code"].map(areas["name"]).fillna(""),
        region=spread["area_code"].map(areas["region"]).fillna(""),
        **{low: lowest[column] for column, (low, _) in ends.items()},
        **{high: highest[column] for column, (_, high) in ends.items()},
    )
