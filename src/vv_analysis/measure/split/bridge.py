"""From what existing contracts pay to what a publication offers, in named steps that add up to the penny."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from vv_analysis.measure.frames import guards
from vv_analysis.measure.frames.bounds import Bounds, Floats
from vv_analysis.measure.frames.sums import Groups, groups_of
from vv_analysis.measure.split.bridge_keys import NOT_SPLIT, KeySteps, steps_of_keys
from vv_analysis.measure.split.published_term import published_term
from vv_analysis.measure.split.run_rate import run_rate
from vv_analysis.measure.split.two_sides import groups_of_both

RESULTS = (
    "step",
    "amount_gbp",
    "running_total_gbp",
    "amount_low_gbp",
    "amount_high_gbp",
    "years",
    "steady_year",
    "assumed_steady",
    "keys",
    "keys_left_out",
    "status",
)
_BRIDGE = "bridge"


def bridge(
    before: pd.DataFrame,
    after: pd.DataFrame,
    on: Sequence[str] = (),
    by: Sequence[str] = (),
    steady_year: str | None = None,
) -> pd.DataFrame:
    """Return the steps from existing contracts to a publication, over its n years together.

    With V0 the existing value a year, q0 its users, p0 its cost per user in the prices of the publication, and S,
    q*, p* those of the steady-state year: ``existing`` n·V0; ``prices`` what inflation adds; ``volume``
    n·½(p0+p*)(q*−q0); ``price`` n·½(q0+q*)(p*−p0); ``new provision`` and ``ended provision`` n times what is on one
    side only; ``part year`` −ΣS(1−f), f the share of a year's days that is covered; ``ramp-up`` Σ(V−S·f);
    ``published`` ΣV.

    Parameters
    ----------
    before : DataFrame
        Existing contracts with ``value_gbp`` (pounds a year), ``volume_users`` (users a year), their ends if they have
        any, and the keys: one year of each contract, at twelve months (see `annualise`). After `real_terms`
        ``value_nominal_gbp`` says what was stated; without it the step ``prices`` is 0.
    after : DataFrame
        Published rows with ``year``, ``start``, ``end`` (both inclusive), ``value_gbp``, ``volume_users`` and the
        keys, as published and not annualised.
    on : sequence of str
        Columns by which existing and published lines meet, such as service and area. Steps are found for each key
        (the columns of `by` and `on` together) and added up, so those of parts make up those of the whole if both
        have the same keys.
    by : sequence of str
        Columns that each get a bridge of their own; none gives one over everything.
    steady_year : str, optional
        The year taken as fully running; by default the last full one that grew by at most 2 per cent in all.

    Returns
    -------
    DataFrame
        One row a group and step, in order: the columns of `by`, ``step``, ``amount_gbp``, ``running_total_gbp`` and the
        lowest and highest amount (NaN where nothing bounds it); ``years`` n of the whole publication;
        ``steady_year``; ``assumed_steady``, True where the publication has no steady state (one full year at most, or
        still rising by more than 2 per cent) and its last full year, or its last, had to serve; ``keys`` and
        ``keys_left_out``. ``status`` is ``x`` where a key is left out or not split, ``z`` where none is on both
        sides, ``u`` below 30 users on a side, else ``ok``.

        A key of which the existing value or that of a year is missing is left out of every step, ``existing`` and
        ``published`` too, and counted in ``keys_left_out``; where all are, amounts are NaN. A key without a cost per
        user on a side, or without dates, stands in a further step ``not split`` after ``ended provision``, which is
        only there if it is needed. A year without a row of a key is a part year of no days.

    Raises
    ------
    FrameError
        A column is missing, an existing period is no year, the published frame has no rows or is annualised, the
        frames differ in prices, VAT or volume unit, illustrative figures stand beside real ones, or `steady_year` is
        not in the publication.

    Notes
    -----
    Method R2.46 and R2.47; a part year is annualised where it has to serve as the steady-state year. Ends count each
    figure once within a step (R2.35) and take keys as independent; steps of one key hang together, so their ends do
    not add up to those of the total.

    Examples
    --------
    >>> existing = pd.DataFrame(
    ...     {"value_gbp": [315_000], "value_nominal_gbp": [300_000], "volume_users": [300]}
    ... )
    >>> published = pd.DataFrame(
    ...     {"year": ["2021-22", "2022-23", "2023-24"], "value_gbp": [160_000, 270_000, 270_000],
    ...      "start": pd.to_datetime(["2021-06-26", "2022-04-01", "2023-04-01"]),
    ...      "end": pd.to_datetime(["2022-03-31", "2023-03-31", "2024-03-31"]), "volume_users": [200, 360, 360]}
    ... )
    >>> bridge(existing, published).set_index("step")["amount_gbp"].round(2).to_dict()
    {'existing': 900000.0, 'prices': 45000.0, 'volume': 162000.0, 'price': -297000.0, 'new provision': 0.0,
     'ended provision': 0.0, 'part year': -63616.44, 'ramp-up': -46383.56, 'published': 700000.0}
    """
    groups_by = guards.key_columns([before, after], by, [*RESULTS, "year"], where=_BRIDGE)
    matched_on = guards.key_columns([before, after], on, [*RESULTS, "year"], where=_BRIDGE)
    keys = [*groups_by, *(key for key in matched_on if key not in groups_by)]
    guards.require_columns(after, ["year", "start", "end", "value_gbp", "volume_users"], where=f"{_BRIDGE}, after")
    guards.refuse_mixed_status([before, after], where=_BRIDGE)
    guards.refuse_unlike_bases(before, after, keys, where=_BRIDGE)
    guards.refuse_unlike_keys(before, after, keys, where=_BRIDGE)
    existing = run_rate(before, keys, where=_BRIDGE)
    term = published_term(after, keys, steady_year, where=_BRIDGE)
    both = groups_of_both([existing.labels, term.labels], keys)
    steps = steps_of_keys(existing, term, both)
    told: dict[str, Any] = {
        "years": term.years,
        "steady_year": term.steady_year or "",
        "assumed_steady": term.assumed_steady,
    }
    return _assembled(steps, groups_of(both[0].labels, groups_by), told)[[*groups_by, *RESULTS]]


def _assembled(steps: KeySteps, groups: Groups, told: dict[str, Any]) -> pd.DataFrame:
    """Add up the keys of each group, and set its steps below each other."""
    shown = [name for name in steps.amounts if name != NOT_SPLIT or steps.amounts[NOT_SPLIT].any()]
    nothing_known = groups.rows(~steps.left_out) == 0
    amounts = np.stack([_known(groups.sums(steps.amounts[name]), nothing_known) for name in shown], axis=1)
    low, high = (np.stack(ends, axis=1) for ends in _shown_ends([steps.bounds[name] for name in shown], groups))
    count = len(groups.labels)
    labels = groups.labels.take(np.repeat(np.arange(count), len(shown))).reset_index(drop=True)
    per_group = {
        "keys": groups.rows(),
        "keys_left_out": groups.rows(steps.left_out),
        "status": steps.status(groups).astype("object"),
    }
    return labels.assign(
        step=shown * count,
        amount_gbp=amounts.ravel(),
        running_total_gbp=_running(amounts).ravel(),
        amount_low_gbp=np.where(np.isnan(amounts), np.nan, low).ravel(),
        amount_high_gbp=np.where(np.isnan(amounts), np.nan, high).ravel(),
        **told,
        **{name: np.repeat(found, len(shown)) for name, found in per_group.items()},
    ).astype({"step": "str", "steady_year": "str", "assumed_steady": "bool", "status": "str"})


def _known(amounts: Floats, nothing_known: npt.NDArray[np.bool_]) -> Floats:
    # Adding 0 turns the minus zero of a step that is not there into plain zero.
    return np.where(nothing_known, np.nan, amounts + 0.0)


def _running(amounts: Floats) -> Floats:
    """Return the running total of each group; the last step is the total itself and adds nothing."""
    return np.concatenate([np.cumsum(amounts[:, :-1], axis=1), amounts[:, -1:]], axis=1)


def _shown_ends(steps: list[Bounds], groups: Groups) -> tuple[list[Floats], list[Floats]]:
    ends = [step.sums(groups.sums).shown() for step in steps]
    return [low for low, _ in ends], [high for _, high in ends]
