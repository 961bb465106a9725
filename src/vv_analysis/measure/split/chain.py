"""Change over several editions: from the first to the last at once, and link by link."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from vv_analysis.errors import FrameError
from vv_analysis.measure.frames import guards
from vv_analysis.measure.frames.sums import groups_of
from vv_analysis.measure.split.variance import PARTS, variance

DIRECT, CHAINED, LINK = "direct", "chained", "link"
_AMOUNTS = ("value_before_gbp", "value_after_gbp", "variance_gbp", *PARTS)
RESULTS = ("comparison", "edition_before", "edition_after", *_AMOUNTS, "status")
_CHAINED = "chained"


def chained(
    editions: Sequence[pd.DataFrame],
    on: Sequence[str] = (),
    names: Sequence[str] | None = None,
    by: Sequence[str] = (),
) -> pd.DataFrame:
    """Return what changed from edition to edition, their sum, and what changed from the first to the last at once.

    Bennet's formula is not transitive: price and volume of the links do not add up to those of the direct comparison,
    and either is right for its own question. Always say which of the two is shown. The changes in value do add up.

    Parameters
    ----------
    editions : sequence of DataFrame
        Two frames or more, in order, each as for `variance`.
    on : sequence of str
        Columns that make a key, as for `variance`; the keys are added up.
    names : sequence of str, optional
        What the editions are called, each by another name; by default ``edition 1``, ``edition 2`` ...
    by : sequence of str
        Columns that each get rows of their own; none adds up everything. Each key is one of `by` and `on` together.

    Returns
    -------
    DataFrame
        For each group, in order: a row ``link`` for each pair of editions that follow each other, the row ``chained``
        that adds them up, and the row ``direct``, the default comparison. Columns: those of `by`, ``comparison``,
        ``edition_before``, ``edition_after``, the values and their change with its five parts in pounds, and
        ``status``: ``x`` where a change is not known or not split, else ``ok``. If one key's change is not known, that
        of its group is not either; a group without any row in two editions has no change between them (0).

    Raises
    ------
    FrameError
        There are fewer than two editions, the names do not name each of them once, or as for `variance`.

    Notes
    -----
    Method R2.16.

    Examples
    --------
    >>> figures = [(100_000, 100), (123_500, 130), (126_000, 140)]
    >>> editions = [pd.DataFrame({"value_gbp": [value], "volume_users": [users]}) for value, users in figures]
    >>> found = chained(editions, names=["existing", "2019", "2020"])
    >>> found[["comparison", "price_effect_gbp", "volume_effect_gbp"]].round(2).values.tolist()
    [['link', -5750.0, 29250.0], ['link', -6750.0, 9250.0], ['chained', -12500.0, 38500.0],
     ['direct', -12000.0, 38000.0]]
    """
    called = _names(editions, names)
    groups_by = guards.key_columns(editions, by, RESULTS, where=_CHAINED)
    keys = [*groups_by, *(key for key in guards.key_columns(editions, on, RESULTS, where=_CHAINED) if key not in by)]
    pairs = [*zip(range(len(editions) - 1), range(1, len(editions)), strict=True), (0, len(editions) - 1)]
    found = [variance(editions[first], editions[last], on=keys) for first, last in pairs]
    rows = pd.concat([changes.assign(_pair=place) for place, changes in enumerate(found)], ignore_index=True)
    groups = groups_of(rows, groups_by)
    summed = [_added(rows, groups.of_row, place, len(groups.labels)) for place in range(len(pairs))]
    links = summed[:-1]
    ends = [(called[first], called[last]) for first, last in pairs]
    parts = [
        *(_told(link, LINK, pair, groups.labels) for link, pair in zip(links, ends, strict=False)),
        _told(_chain_of(links), CHAINED, ends[-1], groups.labels),
        _told(summed[-1], DIRECT, ends[-1], groups.labels),
    ]
    return _in_order(parts, len(groups.labels))[[*groups_by, *RESULTS]]


def _names(editions: Sequence[pd.DataFrame], names: Sequence[str] | None) -> list[str]:
    called = [f"edition {number}" for number in range(1, len(editions) + 1)] if names is None else list(names)
    if len(editions) < 2 or len(called) != len(editions) or len(set(called)) < len(called):
        raise FrameError(
            f"there are {len(editions)} editions and the names {', '.join(map(repr, called))}",
            where=_CHAINED,
            expected="two editions or more, and for each a name of its own",
        )
    return called


def _added(rows: pd.DataFrame, group_of_row: np.typing.NDArray[np.int64], place: int, count: int) -> pd.DataFrame:
    """Return the sums of one comparison by group; a change with a hole in it is missing."""
    chosen = (rows["_pair"] == place).to_numpy()
    group = group_of_row[chosen]
    part = rows[chosen]
    sums = {name: np.bincount(group, weights=part[name], minlength=count) for name in _AMOUNTS[2:]}
    for name in _AMOUNTS[:2]:
        # A key that a side does not have is worth nothing there; one without a value leaves the sum missing.
        absent = part[name].isna() & part["variance_gbp"].notna()
        sums[name] = np.bincount(group, weights=part[name].mask(absent, 0.0), minlength=count)
    unsplit = np.bincount(group, weights=part["status"] == "x", minlength=count) > 0
    return pd.DataFrame(sums).assign(unsplit=unsplit)[[*_AMOUNTS, "unsplit"]]


def _chain_of(links: Sequence[pd.DataFrame]) -> pd.DataFrame:
    changes = list(_AMOUNTS[2:])
    total = sum((link[changes] for link in links[1:]), links[0][changes])
    unsplit = np.any([link["unsplit"] for link in links], axis=0)
    ends = {"value_before_gbp": links[0]["value_before_gbp"], "value_after_gbp": links[-1]["value_after_gbp"]}
    return total.assign(**ends, unsplit=unsplit)


def _told(amounts: pd.DataFrame, comparison: str, ends: tuple[str, str], labels: pd.DataFrame) -> pd.DataFrame:
    status = np.where(amounts["unsplit"] | amounts["variance_gbp"].isna(), "x", "ok")
    told: dict[str, Any] = {
        "comparison": comparison,
        "edition_before": ends[0],
        "edition_after": ends[1],
        "status": status,
    }
    return labels.assign(**{str(name): amounts[name] for name in amounts}, **told)


def _in_order(parts: Sequence[pd.DataFrame], count: int) -> pd.DataFrame:
    together = pd.concat(parts, ignore_index=True)
    group = np.tile(np.arange(count), len(parts))
    ordered = together.take(np.argsort(group, kind="stable")).reset_index(drop=True)
    texts = ["comparison", "edition_before", "edition_after", "status"]
    return ordered.astype(dict.fromkeys(texts, "str"))
