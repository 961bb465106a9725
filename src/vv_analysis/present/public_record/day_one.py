"""What was awarded for Day 1, against the steady state, and the women's share on a like-for-like scope."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from vv_analysis.measure.public_record import a_year, interval_ratio, share_within_scope
from vv_analysis.present import figures, sentences
from vv_analysis.present.content import Headline, Prose
from vv_analysis.present.public_record import lots, stated
from vv_analysis.present.tables import Table, TableColumn
from vv_analysis.terms.vocabulary import CATEGORIES

EDITION = "2021-day-1-awards"
# The categories that the Day 1 notices name (data/raw/awards/notices.csv); finance and dependency came in 2022.
LOTS = ("accommodation", "education-training-employment", "personal-wellbeing", "womens-services")
TERM_YEARS = 3.0  # "over the next three year period", May 2021
LONGER_TERM_YEARS = 4.0  # "three to four years", written answer 43641, September 2021
_SOURCE = stated.FILES.format(who="statements of May to September 2021", edition=EDITION)


@dataclass(frozen=True, slots=True)
class Awarded:
    """The value awarded for Day 1 over its initial terms, as an interval, and in the words of the record."""

    category: str
    low_gbp: float
    high_gbp: float
    words: str


def awarded(statements: pd.DataFrame) -> tuple[Awarded, ...]:
    """Return what was awarded in all, for women and for accommodation: the lots that the record allows."""
    total = stated.one(statements, "pv009")
    over, almost = stated.one(statements, "pv011"), stated.one(statements, "pv012")
    rooms = stated.one(statements, "pv013")
    return (
        Awarded("all", total.low, total.high, total.stated),
        Awarded("womens-services", over.low, almost.high, f"{over.stated}; {almost.stated}"),
        Awarded("accommodation", rooms.low, rooms.high, rooms.stated),
    )


def against_steady_state(statements: pd.DataFrame) -> pd.DataFrame:
    """Return each award a year over three years beside the steady state of the same lots."""
    floor = lots.by_lot(statements).set_index("category")
    rows = []
    for award in awarded(statements):
        scope = list(LOTS) if award.category == "all" else [award.category]
        low, high = a_year(award.low_gbp, award.high_gbp, TERM_YEARS, TERM_YEARS)
        rows.append(
            {
                "service": CATEGORIES.get(award.category, "All Day 1 services"),
                "stated": award.words,
                "a_year": sentences.interval(low, high),
                "a_year_low_gbp": low,
                "a_year_high_gbp": high,
                "steady_at_floor_gbp": floor.loc[scope, "value_at_floor_gbp"].sum(),
                "steady_low_gbp": floor.loc[scope, "low_gbp"].sum(),
                "a_year_over_four": sentences.interval(
                    *a_year(award.low_gbp, award.high_gbp, LONGER_TERM_YEARS, LONGER_TERM_YEARS)
                ),
            }
        )
    return pd.DataFrame(rows)


def headline(statements: pd.DataFrame) -> Headline:
    """Say the answer of the page: the awards a year against the steady state of the same lots."""
    everything = against_steady_state(statements).iloc[0]
    longer, _ = a_year(stated.one(statements, "pv009").low, math.nan, LONGER_TERM_YEARS, LONGER_TERM_YEARS)
    return Headline(
        f"The Day 1 awards come to about {everything['a_year']} a year; the same four services were expected to be "
        f"worth at least {sentences.pounds_in_words(everything['steady_low_gbp'])} a year once fully running.",
        f"The first figure is “an initial £195 million” over three years. If the terms are nearer four years, as a "
        f"later answer says, it is {sentences.pounds_in_words(longer)}. The second is a lower bound. The record does "
        f"not say how much of the gap is ramp-up, and it gives no volumes, so no cost per user follows from it.",
    )


def words(statements: pd.DataFrame) -> Prose:
    """Say how each award stands to the floor of its steady state, and what a floor cannot show."""
    rows = against_steady_state(statements).to_dict("records")
    said = [
        f"{row['service']}: {row['a_year']} a year, {sentences.compared(row['a_year_low_gbp'], row['steady_low_gbp'])} "
        f"the steady-state floor of {sentences.pounds_in_words(row['steady_low_gbp'])}."
        for row in rows
    ]
    return Prose(
        (
            " ".join(said),
            "A floor has no upper end. An award above it may still be below what was expected. An award below it is "
            "below what was expected of a fully running year, whatever the total was.",
        )
    )


def table(statements: pd.DataFrame) -> Table:
    """Return the awards a year beside the steady state of the same lots."""
    return Table(
        "Day 1 awards a year against the steady state of the same services, England and Wales",
        against_steady_state(statements),
        (
            TableColumn("service", "Service"),
            TableColumn("stated", "Awarded over the initial terms, as stated"),
            TableColumn("a_year", "A year over three years"),
            TableColumn("a_year_over_four", "A year over four years"),
            TableColumn("steady_at_floor_gbp", "Steady state if the total were £100 million (£ a year)", "pounds"),
            TableColumn("steady_low_gbp", "Steady state, at least (£ a year)", "pounds"),
        ),
        notes=(
            "“Over” and “almost” are bounds: the award for women lies between them. “Just over” has no upper end.",
            "The record gives no Day 1 value for education, training and employment or for personal wellbeing alone.",
            "Day 1 services: accommodation; education, training and employment; personal wellbeing; women's services.",
            _SOURCE,
        ),
    )


def totals_table(statements: pd.DataFrame) -> Table:
    """Return the three totals and the counts that are quoted for Day 1, with the question each answers."""
    questions = {
        "pv009": "What are the initial terms worth, about three years?",
        "pv010": "What if every contract is extended to its full term?",
        "aw002": "What are the first 89 contracts worth, as shown by an aggregator?",
        "aw001": "How many contracts came from the first competitions?",
        "pv020": "How many from the second notice?",
        "pv021": "How many were awarded directly?",
        "pv016": "How many contracts in all?",
    }
    rows = [(question, stated.one(statements, name)) for name, question in questions.items()]
    frame = pd.DataFrame(
        [{"question": question, "stated": row.stated, "said_by": row.said_by} for question, row in rows]
    )
    parts = [int(stated.one(statements, name).value) for name in ("aw001", "pv020", "pv021")]
    return Table(
        "Totals and counts stated for the Day 1 awards, England and Wales, 2021",
        frame,
        (
            TableColumn("question", "Question"),
            TableColumn("stated", "Answer, as stated"),
            TableColumn("said_by", "Said by"),
        ),
        notes=(
            f"The counts agree: {parts[0]} + {parts[1]} + {parts[2]} = {sum(parts)}. The three values have three "
            "scopes and are not to be compared with each other.",
            _SOURCE,
        ),
    )


def womens_share(statements: pd.DataFrame) -> pd.DataFrame:
    """Return the women's share in percent: as stated, within the Day 1 lots, and of the awards themselves."""
    shares = lots.shares(statements)
    stated_percent = float(shares.loc[shares["category"] == "womens-services", "value"].iloc[0])
    within = share_within_scope(shares, "womens-services", LOTS)
    everything, women, _ = awarded(statements)
    low, high = interval_ratio(women.low_gbp, women.high_gbp, everything.low_gbp, everything.high_gbp)
    return pd.DataFrame(
        [
            ("All six lots, July 2020", stated_percent - 0.5, stated_percent + 0.5),
            ("The four Day 1 lots, July 2020", 100 * within.low, 100 * within.high),
            ("Day 1 awards, May 2021", 100 * low, 100 * high),
        ],
        columns=["scope", "low_percent", "high_percent"],
    )


def womens_share_words(statements: pd.DataFrame) -> Prose:
    """Say why 13% and 23% to 24% answer different questions, and what a like-for-like scope gives."""
    shares = lots.shares(statements)
    within = share_within_scope(shares, "womens-services", LOTS)
    _, four, awards = womens_share(statements).to_dict("records")
    stated_percent = float(shares.loc[shares["category"] == "womens-services", "value"].iloc[0])
    words = {name: sentences.interval(row["low_percent"], row["high_percent"], form="percent") for name, row in
             (("four", four), ("awards", awards))}  # fmt: skip
    return Prose(
        (
            f"The {sentences.percent(stated_percent)} is a share of all six lots in a steady-state year. "
            f"The {words['awards']} is a share of the Day 1 awards over about three years. "
            "Two of the six lots were not part of Day 1, so the two shares do not answer one question.",
            f"On one scope the July 2020 figure is {sentences.percent(100 * within.share)}: "
            f"women's services out of the four lots let for Day 1. Rounding allows {words['four']}. "
            f"That is still below {words['awards']}. The record does not say why: the awards are initial terms that "
            "include the first, lower years, and the shares are an estimate made before any award.",
        )
    )


def womens_share_chart(statements: pd.DataFrame) -> figures.Chart:
    """Draw the three shares as intervals."""
    shares = womens_share(statements)
    words = [
        sentences.interval(row["low_percent"], row["high_percent"], form="percent") for row in shares.to_dict("records")
    ]
    told = figures.Told(
        f"Like for like, women's services were to have {words[1]} and were awarded {words[2]}",
        "Women's services as a share of contract value, England and Wales, as intervals",
        f"Interval chart of the women's share on three scopes: {words[0]} of all six lots, {words[1]} of the four "
        f"Day 1 lots, {words[2]} of the Day 1 awards.",
    )
    return figures.intervals(
        shares,
        told,
        label=TableColumn("scope", "Scope"),
        low=TableColumn("low_percent", "At least (%)", "percent"),
        high=TableColumn("high_percent", "At most (%)", "percent"),
        form="percent",
    )


def womens_share_table(statements: pd.DataFrame) -> Table:
    """Return the three shares as a table."""
    within = share_within_scope(lots.shares(statements), "womens-services", LOTS)
    return Table(
        "Women's services as a share of contract value, on three scopes",
        womens_share(statements),
        (
            TableColumn("scope", "Scope"),
            TableColumn("low_percent", "At least (%)", "percent"),
            TableColumn("high_percent", "At most (%)", "percent"),
        ),
        notes=(
            "Shares stated as whole per cents may be half a point lower or higher. As stated, the share of the four "
            f"Day 1 lots is {sentences.percent(100 * within.share)}.",
            _SOURCE,
        ),
    )
