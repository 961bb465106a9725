"""The invented figures of two publications, under totals by lot that are on the public record.

Every draw is a hash of the seed and of what is drawn, so a figure does not depend on the order of drawing;
and only sums, products and quotients are taken, which every machine rounds alike.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import pandas as pd

from vv_analysis.terms import reference
from vv_analysis.terms.vocabulary import LOT_CATEGORIES

SEED = 2020
YEARS = ("2021-22", "2022-23", "2023-24", "2024-25")
STEADY_YEAR = "2024-25"
CITY_OF_LONDON = "London, City of"

# Written answer 76697 of 28 July 2020: shares by lot of "would exceed £100m a year" at steady state, 2024-25.
# https://questions-statements.parliament.uk/written-questions/detail/2020-07-20/76697
STEADY_TOTAL_GBP = 100_000_000
SHARE_PERCENT = dict(zip(LOT_CATEGORIES, (9, 9, 11, 15, 43, 13), strict=True))

# Everything below is invented. Day 1 is on record: 26 June 2021, so that 2021-22 has 279 of 365 days.
PART_YEAR = 279 / 365
PRICE_GBP = dict(zip(LOT_CATEGORIES, (1_050, 720, 880, 1_100, 1_300, 1_750), strict=True))
VALUE_FACTOR_2019 = dict(zip(LOT_CATEGORIES, (1.10, 0.92, 1.12, 0.95, 0.94, 1.12), strict=True))
PRICE_FACTOR_2019 = dict(zip(LOT_CATEGORIES, (1.15, 0.96, 0.97, 1.08, 1.05, 1.10), strict=True))
RAMP = {"2021-22": (0.76, 0.84), "2022-23": (0.88, 0.92), "2023-24": (0.96, 0.98), STEADY_YEAR: (1.0, 1.0)}

AREAS_BY_WEIGHT = {
    150: ("Metropolitan Police",),
    58: ("West Midlands", "Greater Manchester"),
    46: ("West Yorkshire",),
    34: ("Merseyside", "Thames Valley", "Northumbria", "Lancashire"),
    28: ("Hampshire", "South Yorkshire", "Kent", "South Wales", "Essex"),
    22: ("Avon and Somerset", "Nottinghamshire", "Devon & Cornwall", "Sussex", "Humberside"),
    17: ("Staffordshire", "Leicestershire", "Cleveland", "West Mercia", "Derbyshire"),
    13: ("Cheshire", "Hertfordshire", "Northamptonshire", "Durham", "Norfolk", "Gwent", "North Wales"),
    9: ("Cambridgeshire", "Bedfordshire", "Surrey", "Dorset", "Suffolk", "Lincolnshire", "North Yorkshire"),
    5: ("Wiltshire", "Gloucestershire", "Cumbria", "Dyfed-Powys"),
    3: ("Warwickshire",),
}
WEIGHTS = {area: weight for weight, areas in AREAS_BY_WEIGHT.items() for area in areas}


def draw(*key: object) -> float:
    """Return a number from 0 up to but not including 1 that depends on the seed and the key alone.

    Examples
    --------
    >>> draw("Kent") == draw("Kent"), draw("Kent") == draw("Essex")
    (True, False)
    """
    digest = hashlib.sha256(repr((SEED, *key)).encode()).digest()
    return (int.from_bytes(digest[:8], "big") >> 11) / 2**53


def between(low: float, high: float, *key: object) -> float:
    """Return a number from `low` up to but not including `high`, drawn for a key.

    Examples
    --------
    >>> 0.9 <= between(0.9, 1.1, "Kent") < 1.1
    True
    """
    return low + (high - low) * draw(*key)


def split(total: int, weights: Mapping[str, int]) -> dict[str, int]:
    """Split a whole number by weights into whole parts that add up to it (largest remainder, Hamilton).

    Examples
    --------
    >>> split(100, {"a": 1, "b": 1, "c": 1})
    {'a': 34, 'b': 33, 'c': 33}
    """
    whole = sum(weights.values())
    parts = {name: total * weight // whole for name, weight in weights.items()}
    by_remainder = sorted(weights, key=lambda name: (-(total * weights[name] % whole), name))
    for name in by_remainder[: total - sum(parts.values())]:
        parts[name] += 1
    return parts


def price_gbp(category: str, area: str) -> float:
    """Return the invented cost per user of a category in an area, in pounds, before an edition changes it."""
    return PRICE_GBP[category] * between(0.88, 1.12, "price", category, area)


def july_2020() -> pd.DataFrame:
    """Return the later edition: 2024-25 adds up to the lots of the public record, to the pound.

    Returns
    -------
    DataFrame
        Columns ``category area region year value_gbp volume_users``, whole pounds and whole users.

    Examples
    --------
    >>> frame = july_2020()
    >>> int(frame.loc[frame["year"] == "2024-25", "value_gbp"].sum())
    100000000
    """
    totals = {lot: STEADY_TOTAL_GBP * share // 100 for lot, share in SHARE_PERCENT.items()}
    return _edition("july 2020", totals, dict.fromkeys(LOT_CATEGORIES, 1.0), step_gbp=1)


def november_2019() -> pd.DataFrame:
    """Return the earlier edition: other totals by lot, within 15 per cent, in thousands of pounds.

    Returns
    -------
    DataFrame
        Columns ``category area region year value_gbp volume_users``.

    Examples
    --------
    >>> frame = november_2019()
    >>> bool((frame["value_gbp"] % 1000 == 0).all())
    True
    """
    lots = SHARE_PERCENT.items()
    totals = {lot: round(STEADY_TOTAL_GBP * share // 100 * VALUE_FACTOR_2019[lot]) for lot, share in lots}
    return _edition("november 2019", totals, PRICE_FACTOR_2019, step_gbp=1_000)


def _edition(
    edition: str, totals_gbp: Mapping[str, int], price_factor: Mapping[str, float], step_gbp: int
) -> pd.DataFrame:
    region = reference.areas().query("level == 'area'").set_index("name")["region"]
    rows = [
        {"category": category, "area": area, "region": region[area], **figures}
        for category in LOT_CATEGORIES
        for area, steps in split(totals_gbp[category] // step_gbp, _weights(edition, category)).items()
        for figures in _years(edition, category, area, steps * step_gbp, price_factor[category], step_gbp)
    ]
    return pd.DataFrame(rows)


def _weights(edition: str, category: str) -> dict[str, int]:
    # Whole weights: sums of floats are not taken alike by every version of Python.
    return {
        area: round(1_000 * weight * between(0.93, 1.07, "size", edition, category, area))
        for area, weight in WEIGHTS.items()
    }


def _years(
    edition: str, category: str, area: str, steady_gbp: int, price_factor: float, step_gbp: int
) -> list[dict[str, object]]:
    price = price_gbp(category, area) * price_factor * between(0.98, 1.02, "price", edition, category, area)
    return [
        {
            "year": year,
            "value_gbp": step_gbp * round(steady_gbp * _share(year, "value", edition, category) / step_gbp),
            "volume_users": round(steady_gbp / price * _share(year, "volume", edition, category)),
        }
        for year in YEARS
    ]


def _share(year: str, *key: str) -> float:
    """Return the share of steady state that a year has: its ramp-up, and the part of a year it is."""
    ramp = between(*RAMP[year], "ramp", year, *key)
    return ramp * PART_YEAR if year == YEARS[0] else ramp
