"""The budget of the second generation of services for men: range, point, and what changed between notices."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd

from vv_analysis.present import figures, sentences
from vv_analysis.present.content import Prose
from vv_analysis.present.public_record import stated
from vv_analysis.present.tables import Table, TableColumn
from vv_analysis.terms.vocabulary import VAT_BASES

EDITION = "2025-second-generation"
_SOURCE = stated.FILES.format(who="Find a Tender, process ocds-h6vhtk-04fa05", edition=EDITION)


def notices(statements: pd.DataFrame) -> pd.DataFrame:
    """Return the figures of each notice in order, with what changed since the one before."""
    rows = stated.of(statements, EDITION)
    described = rows.assign(
        stated_as=rows["status"].map({"range": "a range", "exact": "a point"}),
        vat_words=rows["vat"].map(VAT_BASES),
        label=rows["notice"].str.replace("2025/S 000-", "", regex=False) + rows["measure"].map(_short),
    )
    compared = {"figure": "stated", "VAT": "vat", "title": "title", "measure": "measure"}
    changed = [
        [name for name, column in compared.items() if position and after[column] != before[column]]
        for position, (before, after) in enumerate(_pairs(described.to_dict("records")))
    ]
    return described.assign(changed=[", ".join(names) or "nothing" for names in changed])


def _pairs(rows: list[dict[Hashable, Any]]) -> list[tuple[dict[Hashable, Any], dict[Hashable, Any]]]:
    return list(zip([rows[0], *rows], rows, strict=False)) if rows else []


def _short(measure: str) -> str:
    return " (range aimed at)" if "range" in measure else ""


def words(statements: pd.DataFrame) -> Prose:
    """Say how the figure went from a range to a point and to a wider range."""
    rows = notices(statements)
    first, last = rows.iloc[0], rows.iloc[-1]
    point = rows[rows["status"] == "exact"].iloc[0]
    titles = list(dict.fromkeys(rows["title"].str.casefold()))
    return Prose(
        (
            f"Until the summer of 2025 the notices gave a range, {sentences.interval(first['low'], first['high'])}, "
            f"without saying whether it included VAT. In August it became a point, "
            f"{sentences.pounds(point['value'], pence=True)} including VAT. The tender notice then set a range "
            f"again, {sentences.interval(last['low'], last['high'])}.",
            f"The upper end is {sentences.pounds_in_words(last['high'] - first['high'])} above the first one. The "
            f"lower end is {sentences.pounds_in_words(last['low'] - first['low'])} above. As the first range does not "
            "state its VAT basis, neither difference can be read as a change of budget.",
            f"One process carries {sentences.counted(len(titles), 'title')}. All figures cover the full term with "
            "extensions, five years and up to three more, outside Greater Manchester. They are not comparable with "
            "yearly values or with Day 1 awards.",
        )
    )


def table(statements: pd.DataFrame) -> Table:
    """Return the notices with their figures and what changed."""
    rows = notices(statements)
    low, high = (rows.iloc[-1][end] - rows.iloc[0][end] for end in ("low", "high"))
    return Table(
        "Budget for rehabilitative services for men, full term with extensions, by notice, 2025",
        rows,
        (
            TableColumn("label", "Notice (2025/S 000-)"),
            TableColumn("title", "Title"),
            TableColumn("stated", "Figure, as stated"),
            TableColumn("stated_as", "Stated as"),
            TableColumn("vat_words", "VAT"),
            TableColumn("changed", "Changed since the row above"),
        ),
        notes=(
            "England (except Greater Manchester) and Wales. Rows are in the order of the notice numbers. In the "
            "tender notice the totals include VAT and the lots do not. Last minus first: lower end "
            f"{sentences.pounds(low, plus=True)}, upper end {sentences.pounds(high, plus=True)}.",
            _SOURCE,
        ),
    )


def chart(statements: pd.DataFrame) -> figures.Chart:
    """Draw the figure of each notice as an interval."""
    rows = notices(statements)
    first, last = rows.iloc[0], rows.iloc[-1]
    point = rows[rows["status"] == "exact"].iloc[0]
    spans = [sentences.interval(row["low"], row["high"]) for row in (first, last)]
    told = figures.Told(
        "The figure went from a range to a point and back to a wider range",
        "Budget stated in each notice of 2025, full term with extensions, pounds; VAT basis differs by notice",
        f"Interval chart of {len(rows)} figures from {rows['notice'].nunique()} notices: first {spans[0]}, then "
        f"{sentences.pounds_in_words(point['value'])} as a point, and last {spans[1]}.",
    )
    return figures.intervals(
        rows,
        told,
        label=TableColumn("label", "Notice (2025/S 000-)"),
        low=TableColumn("low", "At least (£)", "pounds with pence"),
        high=TableColumn("high", "At most (£)", "pounds with pence"),
        form="pounds",
    )
