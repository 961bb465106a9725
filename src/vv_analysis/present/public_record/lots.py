"""What each lot was to be worth a year at steady state, from the shares published in July 2020."""

from __future__ import annotations

from typing import Any

import pandas as pd

from vv_analysis.measure.public_record import steady_state_by_lot
from vv_analysis.present import figures, sentences
from vv_analysis.present.content import Prose
from vv_analysis.present.public_record import stated
from vv_analysis.present.tables import Table, TableColumn
from vv_analysis.terms.vocabulary import CATEGORIES

EDITION = "2020-07-28-written-answer-76697"
_SOURCE = stated.FILES.format(who="written answer 76697, 28 July 2020", edition=EDITION)


def shares(statements: pd.DataFrame) -> pd.DataFrame:
    """Return the share of each lot in whole per cent, in the order of the lots."""
    rows = stated.of(statements, EDITION)
    return rows[rows["unit"] == "percent"].reset_index(drop=True)


def by_lot(statements: pd.DataFrame) -> pd.DataFrame:
    """Return each lot with its share, its value at the floor of the total, and the least it can be."""
    total = stated.one(statements, "pv007")
    measured = steady_state_by_lot(shares(statements), total.low)
    return measured.assign(service=measured["category"].map(CATEGORIES))


def answer(statements: pd.DataFrame) -> Prose:
    """Say what the shares come to, and that the total is a floor."""
    lots = by_lot(statements)
    total = stated.one(statements, "pv007")
    most = _extremes(lots)[0]
    women = lots[lots["category"] == "womens-services"].iloc[0]
    floor = sentences.pounds_in_words(total.low)
    return Prose(
        (
            f"Written answer 76697 gave each lot a whole-number share of a total that “would exceed” {floor} a year. "
            f"{most['service']} had the largest share, {sentences.percent(_stated_percent(most))}. "
            f"Women's services had {sentences.percent(_stated_percent(women))}.",
            f"The total is a bound, so every value below is a bound too: at least this much. A share of "
            f"{sentences.percent(_stated_percent(women))} may be anything from "
            f"{sentences.percent(_stated_percent(women) - 0.5)} to {sentences.percent(_stated_percent(women) + 0.5)}, "
            f"so women's services were to be worth at least "
            f"{sentences.pounds_in_words(women['low_gbp'])} a year.",
        )
    )


def _extremes(lots: pd.DataFrame) -> tuple[pd.Series[Any], pd.Series[Any]]:
    ordered = lots.sort_values("value_at_floor_gbp", ascending=False, kind="stable")
    return ordered.iloc[0], ordered.iloc[-1]


def _stated_percent(lot: pd.Series[Any]) -> float:
    return 100 * float(lot["share"])


def table(statements: pd.DataFrame) -> Table:
    """Return the lots with their share and their value at the floor."""
    return Table(
        "Indicative value of each lot a year at steady state (2024-25), England and Wales",
        by_lot(statements),
        (
            TableColumn("service", "Service"),
            TableColumn("share", "Share stated (%)", "share"),
            TableColumn("value_at_floor_gbp", "A year if the total were £100 million (£)", "pounds"),
            TableColumn("low_gbp", "At least, allowing for rounding (£ a year)", "pounds"),
        ),
        notes=(
            "Bounds: the total “would exceed £100m per year”, so no value here is a point. VAT is not stated.",
            "The share of personal wellbeing includes a contract for young adults in Wales.",
            _SOURCE,
        ),
    )


def chart(statements: pd.DataFrame) -> figures.Chart:
    """Draw the lots as bars."""
    lots = by_lot(statements)
    most, least = _extremes(lots)
    listing = sentences.listed(
        f"{row['service'].lower()} {sentences.pounds_in_words(row['value_at_floor_gbp'])}" for _, row in lots.iterrows()
    )
    told = figures.Told(
        f"{most['service']} was to take {sentences.percent(_stated_percent(most))} of the money",
        "Value a year at steady state if the total were exactly £100 million; the total is a floor",
        f"Bar chart of six lots. Of each £100 million a year: {listing}. The smallest is "
        f"{sentences.percent(_stated_percent(least))} of the total.",
    )
    return figures.bars(
        lots,
        told,
        label=TableColumn("service", "Service"),
        value=TableColumn("value_at_floor_gbp", "A year if the total were £100 million (£)", "pounds"),
    )
