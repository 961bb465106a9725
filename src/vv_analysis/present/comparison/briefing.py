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
    lower = int((rows["difference_gbp_per_user"] < 0).sum())
    well = int(rows["grade"].isin(HEADLINE_GRADES).sum())
    low, high = (sentences.pounds(abs(end)) for end in _ends(rows["difference_gbp_per_user"]))
    share = sentences.percent(100 * years.iloc[0]["share_of_steady"])
    return Headline(
        f"The published cost per user is lower than what existing contracts pay in "
        f"{sentences.out_of(lower, len(rows), selection.things)}, and the first year pays {share} of a full one.",
        f"These are estimates. The differences lie between {low} and {high} per user. In {well} of {len(rows)} "
        f"{selection.things} the contracts compare well.",
    )


def _ends(values: object) -> list[float]:
    gaps = sorted(abs(float(value)) for value in values)  # type: ignore[attr-defined]
    return [gaps[0], gaps[-1]]


def summary(selection: Selection) -> Prose:
    """Say in a few sentences what was compared, and what it comes to."""
    effects = change.effects(selection)
    known = effects["variance_gbp"].notna().any()
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
