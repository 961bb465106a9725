"""What is on record about present costs, and the award notices that were seen."""

from __future__ import annotations

import pandas as pd

from vv_analysis.present import sentences
from vv_analysis.present.content import Facts, Points, Prose
from vv_analysis.present.public_record import stated
from vv_analysis.present.standing import standing
from vv_analysis.present.tables import Table, TableColumn
from vv_analysis.terms.vocabulary import CATEGORIES

EDITION = "existing-contract-evidence"


def womens_centres(statements: pd.DataFrame) -> Prose:
    """Say what a place at a women's centre costs, and that the range is no average."""
    cost = stated.one(statements, "ex001")
    return Prose(
        (
            f"The Women's Budget Group put the cost at {sentences.pounds(cost.low)} to {sentences.pounds(cost.high)} "
            "a woman in 2020, depending on needs. It is a range, not an average, and it was not measured against a "
            "volume. It can be laid beside a published cost per user only as a range.",
        )
    )


def volume_risk(statements: pd.DataFrame) -> Prose:
    """Say how far paid volumes once fell below forecast."""
    fall = stated.one(statements, "ex020")
    return Prose(
        (
            f"There is a precedent for volumes below those expected. In the first quarter of 2017-18 the paid activity "
            f"of the community rehabilitation companies was {sentences.interval(fall.low, fall.high, form='percent')} "
            "below what their contracts had assumed (National Audit Office).",
        )
    )


def table(statements: pd.DataFrame) -> Table:
    """Return both pieces of evidence, as stated."""
    cost, fall = stated.one(statements, "ex001"), stated.one(statements, "ex020")
    rows = [
        ("Cost of a place at a women's centre (£ a woman, 2020)", cost.low, cost.high, cost.said_by),
        ("Paid activity below what contracts assumed (%, first quarter of 2017-18)", fall.low, fall.high, fall.said_by),
    ]
    return Table(
        "What is on record about present costs and volumes",
        pd.DataFrame(rows, columns=["label", "low", "high", "said_by"]),
        (
            TableColumn("label", "What"),
            TableColumn("low", "At least", "users"),
            TableColumn("high", "At most", "users"),
            TableColumn("said_by", "Said by"),
        ),
        notes=(stated.FILES.format(who="as said in each row", edition=EDITION),),
    )


def notices_table(awards: pd.DataFrame) -> Table:
    """Return the award notices seen, each contract once, largest first."""
    seen = once(awards).sort_values(["value_gbp", "ocid"], ascending=[False, True])
    frame = seen.assign(
        name=seen["title"].where(seen["title"] != "", "Title not seen (" + seen["ocid"] + ")"),
        service=seen["category"].map(CATEGORIES),
        ground=seen["area"].where(seen["area"] != "", "not stated"),
    )
    return Table(
        "Award notices seen, each contract once",
        frame,
        (
            TableColumn("name", "Title"),
            TableColumn("service", "Service"),
            TableColumn("ground", "Area"),
            TableColumn("published_on", "Published", "day"),
            TableColumn("value_gbp", "Value, whole term (£)", "pounds with pence"),
        ),
        notes=(
            "VAT is not stated in these notices. A value may cover several lots; do not add the rows up. "
            f"Notices seen: {len(awards)}; contracts once: {len(seen)}; with a value: "
            f"{int(seen['value_gbp'].notna().sum())}.",
            "Source: Contracts Finder and Find a Tender; each notice stands in data/raw/awards with its address in "
            "notices.csv.",
        ),
    )


def once(awards: pd.DataFrame) -> pd.DataFrame:
    """Return the notices without second publications of a contract that is there already."""
    return awards[awards["duplicate_of"] == ""]


def notices_words(awards: pd.DataFrame) -> Prose:
    """Say how many notices were seen, how many carry a value, and how many are second publications."""
    kept = once(awards)
    valued = int(kept["value_gbp"].notna().sum())
    again = sentences.counted(len(awards) - len(kept), "is", "are")
    return Prose(
        (
            f"{sentences.capital(sentences.counted(len(awards), 'notice'))} were seen. "
            f"{sentences.capital(again)} left out, since their contract stands in another. "
            f"Of the {len(kept)} others, {valued} state a value. "
            "Of the 110 Day 1 contracts only two single values were found.",
        )
    )


def facts(statements: pd.DataFrame) -> Facts:
    """Return what a reader must know of the report itself."""
    folders = statements["publication"].nunique()
    return Facts(
        (
            ("Data status", "Published by public bodies, or reported by others, as each table says"),
            ("Prices", "Cash; nothing is deflated"),
            *standing(f"Statements in {folders} folders of data/raw/publications", statements["published_on"].max()),
        )
    )


def limits() -> Points:
    """Say what the public record cannot show."""
    return Points(
        (
            "Cost per user: no published value stands beside a volume for the same service, area and period.",
            "Change since November 2019: neither the November 2019 nor the July 2020 workbook is public.",
            "Eligibility: the record does not say which service users a volume would count.",
            "Real terms: these figures are in cash, over different terms, and most do not state their VAT basis.",
        )
    )
