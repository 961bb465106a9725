"""The briefing: the headline of the whole country, three pictures, and what follows for a meeting."""

from __future__ import annotations

from vv_analysis.present import sentences
from vv_analysis.present.comparison import change, ramp
from vv_analysis.present.comparison.cost import HEADLINE_GRADES, per_user
from vv_analysis.present.comparison.selection import Selection, edition_name
from vv_analysis.present.content import Headline, Prose, Title


def title(selection: Selection) -> Title:
    """Return the title of the briefing."""
    return Title("RR3 briefing", "Values and volumes: what to take to officials", selection.illustrative)


def headline(selection: Selection) -> Headline:
    """Say the answer for everybody in the room, and how sure it is."""
    rows = per_user(selection).dropna(subset=["difference_gbp_per_user"])
    years = ramp.by_year(selection)
    if rows.empty or years.empty:
        return Headline("There is not enough to compare yet.", "The sections below say what is missing.")
    well = rows[rows["grade"].isin(HEADLINE_GRADES)]
    if well.empty:
        return Headline(
            "No existing contract can be compared well with what is published.",
            f"The table shows {sentences.counted(len(rows), selection.things[:-1])} that can be compared less well.",
        )
    lower = int((well["difference_gbp_per_user"] < 0).sum())
    ends = well["difference_gbp_per_user"].abs()
    share = sentences.percent(100 * years.iloc[0]["share_of_steady"])
    return Headline(
        f"The published cost per user is lower than what existing contracts pay in "
        f"{sentences.out_of(lower, len(well), selection.things)} that compare well, and the first year pays {share} of "
        "a steady-state year.",
        f"These are estimates. The differences lie between {sentences.pounds(ends.min())} and "
        f"{sentences.pounds(ends.max())} per user. In {len(well)} of {len(rows)} {selection.things} the contracts "
        "compare well; the others stand in the table.",
    )


def summary(selection: Selection) -> Prose:
    """Say in a few sentences what was compared, and what it comes to."""
    effects = change.effects(selection)
    known = change.in_both(selection)
    total = effects[["variance_gbp", "price_effect_gbp", "volume_effect_gbp"]].sum()
    before, after = edition_name(selection.earlier), edition_name(selection.published)
    said = [f"This briefing lays the values and volumes of {after} beside existing contracts and beside {before}."]
    if known:
        said.append(
            f"Since {before} the value of {selection.steady_year} changed by {change.signed(total['variance_gbp'])}. "
            f"Cost per user accounts for {change.signed(total['price_effect_gbp'])} of it, volume for "
            f"{change.signed(total['volume_effect_gbp'])}."
        )
    return Prose((" ".join(said),))
