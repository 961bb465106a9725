"""What can be said, what cannot, and what should be asked of officials next, each with its figures."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from vv_analysis.present import sentences
from vv_analysis.present.comparison import change, ramp, risk, volumes
from vv_analysis.present.comparison.cost import compares_well, per_user
from vv_analysis.present.comparison.selection import Selection, edition_name
from vv_analysis.present.content import Points


def can_be_said(selection: Selection) -> Points:
    """Return what the figures show, and how sure they are."""
    return Points(tuple(_can(selection)) or ("Nothing: no figure can be compared.",))


def _can(selection: Selection) -> Iterator[str]:
    rows = per_user(selection).dropna(subset=["difference_gbp_per_user"])
    well = rows[compares_well(rows)]
    if len(well):
        lower = int((well["difference_gbp_per_user"] < 0).sum())
        yield (
            f"The published cost per user is lower than in the existing contracts in "
            f"{sentences.out_of(lower, len(well), selection.things)} that compare well (grades A and B)."
        )
        if others := len(rows) - len(well):
            thing = selection.things[:-1]
            how_many = sentences.counted(others, f"{thing} compares", f"{selection.things} compare")
            yield f"{sentences.capital(how_many)} less well, which is shown and stands in no headline."
    effects = change.effects(selection)
    if change.in_both(selection):
        total = effects[["variance_gbp", "price_effect_gbp", "volume_effect_gbp"]].sum()
        yield (
            f"Of the change of {change.signed(total['variance_gbp'])} since {edition_name(selection.earlier)}, "
            f"cost per user accounts for {change.signed(total['price_effect_gbp'])} and volume for "
            f"{change.signed(total['volume_effect_gbp'])}."
        )
    years = ramp.by_year(selection)
    if len(years):
        first = years.iloc[0]
        yield (
            f"The first year pays {sentences.percent(100 * first['share_of_steady'])} of the steady state. Of the gap, "
            f"{sentences.pounds_in_words(-first['part_year_effect_gbp'])} is a part year and "
            f"{sentences.pounds_in_words(-first['ramp_effect_gbp'])} ramp-up."
        )


def cannot_be_said(selection: Selection) -> Points:
    """Return what the figures cannot show."""
    return Points(
        (
            "Why anything changed: values and volumes are published without their reasons.",
            "Which people a volume counts: neither edition states its eligibility criteria.",
            "What all providers are paid now: existing contracts are those that were sent in, not all there are.",
            f"Whether the {selection.steady_year} figures will be reached: they are plans, not outturn.",
            "Whether a service at the published cost is better or worse: a cost per user says nothing about quality.",
        )
    )


def to_ask(selection: Selection) -> Points:
    """Return the questions to put to officials, each with its figures."""
    none = f"Figures: why does {edition_name(selection.published)} state no value with a volume here?"
    return Points(tuple(_questions(selection)) or (none,))


def _questions(selection: Selection) -> Iterator[str]:
    total = volumes.of_rows(selection).iloc[-1]
    if pd.notna(total["volume_percent"]):
        yield (
            f"Eligibility: which service users does the volume of {selection.steady_year} count, and why is it "
            f"{sentences.percent(total['volume_percent'], plus=True)} against {edition_name(selection.earlier)} "
            f"({sentences.users(total['volume_after_users'])} users now, on the lines that both editions state in "
            "full)?"
        )
    rows = per_user(selection).dropna(subset=["difference_gbp_per_user"])
    rows = rows[compares_well(rows)] if compares_well(rows).any() else rows
    if len(rows):
        least = rows.sort_values("difference_gbp_per_user", kind="stable").iloc[0]
        yield (
            f"Cost: how was a cost per user of {sentences.pounds(least['cost_per_user_gbp_after'])} arrived at for "
            f"{_inline(least['label'], selection)}, where existing contracts pay "
            f"{sentences.pounds(least['cost_per_user_gbp_before'])}, both in {selection.prices} prices?"
        )
    years = ramp.by_year(selection)
    if len(years):
        first, last = years.iloc[0], years.iloc[-1]
        yield (
            f"First years: what are providers to do with staff while {first['year']} pays "
            f"{sentences.percent(100 * first['share_of_steady'])} of the steady state, and "
            f"{sentences.pounds_in_words(last['cumulative_shortfall_gbp'])} is missed by {last['year']}?"
        )
    other = risk.at_each_volume(selection).dropna(subset=["at_100_gbp_per_user"])
    if len(other):
        dearest = other.sort_values("at_100_gbp_per_user", kind="stable").iloc[-1]
        yield (
            "Volume: who carries the cost if referrals pass the cap, or stay 16% to 48% below it, so that a user in "
            f"{_inline(dearest['label'], selection)} costs {sentences.pounds(dearest['at_84_gbp_per_user'])} to "
            f"{sentences.pounds(dearest['at_52_gbp_per_user'])}?"
        )
    costs = per_user(selection)
    absent = (costs["difference_gbp_per_user"].isna() & costs["cost_per_user_gbp_after"].notna()).sum()
    if absent:
        what = sentences.counted(int(absent), selection.things[:-1])
        yield f"Evidence: on what evidence do the figures rest for the {what} without a comparable contract?"


def _inline(label: str, selection: Selection) -> str:
    return label.lower() if selection.by == "category" else label
