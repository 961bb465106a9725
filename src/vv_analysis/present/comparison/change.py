"""What changed between two editions: value, and how much of it price and how much volume."""

from __future__ import annotations

import pandas as pd

from vv_analysis.measure.split.variance import PARTS, variance
from vv_analysis.present import figures, sentences
from vv_analysis.present.comparison.remembered import remembered
from vv_analysis.present.comparison.selection import LINE, Selection, edition_name
from vv_analysis.present.content import Prose
from vv_analysis.present.tables import Table, TableColumn

_OTHERS = {
    "new_provision_gbp": "New provision (£)",
    "ended_provision_gbp": "Ended provision (£)",
    "unsplit_gbp": "Not split (£)",
}
_ADDED = ["value_before_gbp", "value_after_gbp", "variance_gbp", *PARTS]


@remembered
def by_line(selection: Selection) -> pd.DataFrame:
    """Return the change of every line of the steady-state year, split into price and volume."""
    keys = [*LINE] if selection.by in LINE else [*LINE, selection.by]
    earlier, published = (
        frame[(frame["year"] == selection.steady_year) & ~_blank(frame)]
        for frame in (selection.earlier, selection.published)
    )
    return variance(earlier, published, on=keys)


def in_both(selection: Selection) -> bool:
    """Return whether any line has a value in both editions."""
    lines = by_line(selection)
    return bool(((lines["value_before_gbp"] > 0) & (lines["value_after_gbp"] > 0)).any())


def _blank(frame: pd.DataFrame) -> pd.Series[bool]:
    """Lines without any figure (an area counted with another) are no part of either edition."""
    return (frame["value_status"] == "missing") & (frame["volume_status"] == "missing")


@remembered
def effects(selection: Selection) -> pd.DataFrame:
    """Return the effects added up over the lines whose change is known, row by row."""
    lines = by_line(selection)
    known = lines[lines["variance_gbp"].notna()]
    sums = known.groupby(selection.by, as_index=False)[_ADDED].sum()
    counts = lines.groupby(selection.by, as_index=False).agg(
        lines=("variance_gbp", "size"), lines_used=("variance_gbp", "count")
    )
    ordered = selection.in_order(sums.merge(counts, on=selection.by))
    percent = 100 * ordered["variance_gbp"] / ordered["value_before_gbp"].where(ordered["value_before_gbp"] > 0)
    return ordered.assign(variance_percent=percent)


def words(selection: Selection) -> Prose:
    """Say what changed in all, and how much of it was price and how much volume."""
    rows = effects(selection)
    if not in_both(selection):
        return Prose(("No line has a value in both editions, so no change between them can be worked out.",))
    total = rows[_ADDED].sum()
    other = total["new_provision_gbp"] + total["ended_provision_gbp"] + total["unsplit_gbp"]
    left_out = int(rows["lines"].sum() - rows["lines_used"].sum())
    before, after = edition_name(selection.earlier), edition_name(selection.published)
    said = [
        f"From {before} to {after} the published value of {selection.steady_year} changed by "
        f"{signed(total['variance_gbp'])}, from {sentences.pounds_in_words(total['value_before_gbp'])} to "
        f"{sentences.pounds_in_words(total['value_after_gbp'])}.",
        f"The change in cost per user accounts for {signed(total['price_effect_gbp'])} and the change in volume for "
        f"{signed(total['volume_effect_gbp'])}.",
    ]
    if abs(other) >= 0.5:
        said.append(f"{signed(other)} cannot be split, because a volume is missing or a line is new or ended.")
    if left_out:
        said.append(
            f"{sentences.capital(sentences.counted(left_out, 'line'))} without a value in one edition "
            f"{'is' if left_out == 1 else 'are'} left out."
        )
    return Prose((" ".join(said),))


def signed(amount_gbp: float) -> str:
    """Return a change in pounds as it is said, with its sign."""
    words = sentences.pounds_in_words(amount_gbp)
    return words if amount_gbp < 0 else f"+{words}"


def table(selection: Selection) -> Table | None:
    """Return the change of each row with its parts; none if no change is known."""
    before, after = edition_name(selection.earlier), edition_name(selection.published)
    rows = effects(selection)
    return Table(
        f"Published value of {selection.steady_year}, {before} and {after}, and what the change is made of, "
        f"{selection.name} by {selection.thing.lower()}",
        _with_total(rows, f"All {selection.things}"),
        (
            TableColumn("label", selection.thing),
            TableColumn("lines_used", "Lines used", "count"),
            TableColumn("value_before_gbp", f"{before} (£)", "pounds"),
            TableColumn("value_after_gbp", f"{after} (£)", "pounds"),
            TableColumn("variance_gbp", "Change (£)", "pounds change"),
            TableColumn("variance_percent", "Change (%)", "percent change"),
            TableColumn("price_effect_gbp", "Cost per user (£)", "pounds change"),
            TableColumn("volume_effect_gbp", "Volume (£)", "pounds change"),
            *(
                TableColumn(name, heading, "pounds change")
                for name, heading in _OTHERS.items()
                if rows[name].fillna(0).any()
            ),
        ),
        notes=(
            "Split by Bennet's formula, line by line (service, area and cohort), and added up: the parts make up the "
            "change exactly. Values as published, in cash.",
        ),
        illustrative=selection.illustrative,
    ).if_known()


def _with_total(rows: pd.DataFrame, label: str) -> pd.DataFrame:
    added = rows[[*_ADDED, "lines", "lines_used"]].sum(min_count=1)
    percent = 100 * added["variance_gbp"] / added["value_before_gbp"] if added["value_before_gbp"] > 0 else float("nan")
    total = pd.DataFrame([{**added, "label": label, "variance_percent": percent}])
    return pd.concat([rows, total], ignore_index=True)


def _finding(rows: pd.DataFrame, selection: Selection) -> str:
    if selection.by == "category":
        price, volume = (signed(float(rows[part].sum())) for part in ("price_effect_gbp", "volume_effect_gbp"))
        return f"Cost per user accounts for {price} of the change, volume for {volume}"
    lower = int((rows["price_effect_gbp"] < 0).sum())
    return f"The cost-per-user part of the change is negative in {sentences.out_of(lower, len(rows), selection.things)}"


def chart(selection: Selection) -> figures.Chart | None:
    """Draw the price and the volume effect of each row; none if no change is known."""
    rows = effects(selection).dropna(subset=["variance_gbp"])
    if not in_both(selection):
        return None
    before, after = edition_name(selection.earlier), edition_name(selection.published)
    said = "; ".join(
        f"{row['label']}: cost per user {signed(row['price_effect_gbp'])}, volume {signed(row['volume_effect_gbp'])}"
        for row in rows.to_dict("records")
    )
    told = figures.Told(
        _finding(rows, selection),
        f"Parts of the change in published value of {selection.steady_year}, {before} to {after}, "
        f"{selection.name}, pounds",
        f"Bars to the left and right of nought for {selection.name}. {said}.",
        selection.illustrative,
    )
    return figures.effects(
        rows,
        told,
        label=TableColumn("label", selection.thing),
        parts=(
            TableColumn("price_effect_gbp", "Change in cost per user (£)", "pounds change"),
            TableColumn("volume_effect_gbp", "Change in volume (£)", "pounds change"),
        ),
    )
