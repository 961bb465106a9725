"""What if fewer users come than the price was set for: a fixed price with a volume cap."""

from __future__ import annotations

import pandas as pd

from vv_analysis.measure.ramp.volume_cap import at_volumes
from vv_analysis.present import figures, sentences
from vv_analysis.present.comparison.cost import steady_at_prices
from vv_analysis.present.comparison.remembered import remembered
from vv_analysis.present.comparison.selection import Selection
from vv_analysis.present.content import Prose
from vv_analysis.present.tables import Table, TableColumn

# The volumes of the companies before fell short of forecast by 16 to 48 per cent (National Audit Office).
PERCENTS = (52, 84, 100, 120)
_COST = "cost_per_user_gbp"


@remembered
def at_each_volume(selection: Selection) -> pd.DataFrame:
    """Return the cost per user of each row at the cap, at 84 and 52 per cent of it, and a fifth beyond it."""
    found = at_volumes(steady_at_prices(selection), PERCENTS, by=[selection.by])
    costs = {
        f"at_{percent}_gbp_per_user": found.loc[found["percent_of_cap"] == percent].set_index(selection.by)[_COST]
        for percent in PERCENTS
    }
    return selection.in_order(pd.DataFrame(costs).reset_index())


def words(selection: Selection) -> Prose:
    """Say what a user costs if referrals stay below the cap, or pass it."""
    rows = at_each_volume(selection).dropna(subset=["at_100_gbp_per_user"])
    if rows.empty:
        return Prose(("No published line has both a value and a volume, so nothing can be said about other volumes.",))
    dearest = rows.sort_values("at_100_gbp_per_user", kind="stable").iloc[-1]
    return Prose(
        (
            "The price is fixed and the volume a cap, so every user who does not come makes the others cost more. "
            "Volumes of earlier contracts stayed 16% to 48% below forecast. If that happened again, a user in "
            f"{_inline(str(dearest['label']), selection.by)} would cost "
            f"{sentences.pounds(dearest['at_84_gbp_per_user'])} to {sentences.pounds(dearest['at_52_gbp_per_user'])} "
            f"instead of {sentences.pounds(dearest['at_100_gbp_per_user'])}.",
            "Users beyond the cap are served for the same price, or paid for by the head. The record does not say "
            "which. At the same price, a fifth more users would bring that figure down to "
            f"{sentences.pounds(dearest['at_120_gbp_per_user'])}.",
        )
    )


def _inline(label: str, by: str) -> str:
    return label.lower() if by == "category" else label


def chart(selection: Selection) -> figures.Chart | None:
    """Draw the cost per user from the cap down to volumes 16 and 48 per cent below it, as intervals."""
    rows = at_each_volume(selection).dropna(subset=["at_100_gbp_per_user"])
    if rows.empty:
        return None
    least, most = rows["at_84_gbp_per_user"], rows["at_52_gbp_per_user"]
    said = "; ".join(
        f"{row['label']} {sentences.interval(row['at_84_gbp_per_user'], row['at_52_gbp_per_user'])}"
        for row in rows.to_dict("records")
    )
    told = figures.Told(
        f"With volumes 16% to 48% below the cap, a user would cost {sentences.pounds(least.min())} to "
        f"{sentences.pounds(most.max())}",
        f"Cost per user in {selection.name} if volumes fall short as they did before, {selection.prices} prices",
        f"Interval chart of cost per user where volumes are 16% to 48% below the cap. {said}.",
        selection.illustrative,
    )
    return figures.intervals(
        rows,
        told,
        label=TableColumn("label", selection.thing),
        low=TableColumn("at_84_gbp_per_user", "16% below the cap (£ per user)", "pounds"),
        high=TableColumn("at_52_gbp_per_user", "48% below the cap (£ per user)", "pounds"),
        form="pounds",
    )


def table(selection: Selection) -> Table | None:
    """Return the cost per user at each volume; none if none is known."""
    return Table(
        f"Published cost per user at other volumes, {selection.name}, {selection.steady_year} in {selection.prices} "
        "prices",
        at_each_volume(selection),
        (
            TableColumn("label", selection.thing),
            TableColumn("at_100_gbp_per_user", "At the cap (£)", "pounds"),
            TableColumn("at_84_gbp_per_user", "16% below it (£)", "pounds"),
            TableColumn("at_52_gbp_per_user", "48% below it (£)", "pounds"),
            TableColumn("at_120_gbp_per_user", "20% above it, same price (£)", "pounds"),
        ),
        notes=(
            "A fixed price with a volume cap: the value stays, the number of users changes. Paid activity of the "
            "community rehabilitation companies was 16% to 48% below forecast in the first quarter of 2017-18 "
            "(National Audit Office).",
        ),
        illustrative=selection.illustrative,
    ).if_known()
