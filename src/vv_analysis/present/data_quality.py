"""What was read, refused and assumed, how good each file is, and how well contracts can be compared."""

from __future__ import annotations

import pandas as pd

from vv_analysis.ingest.intake.processed import Processed
from vv_analysis.present import sentences
from vv_analysis.present.comparison.cost import per_service
from vv_analysis.present.comparison.selection import of_nation
from vv_analysis.present.content import Facts, Headline, Prose, Title
from vv_analysis.present.standing import standing
from vv_analysis.present.tables import Table, TableColumn
from vv_analysis.settings import Comparison
from vv_analysis.terms.assumptions import assumptions
from vv_analysis.terms.vocabulary import CATEGORIES, LOT_CATEGORIES, SEVERITIES

_MOST_FINDINGS = 60
_NOT_ALL = 0.999  # what is not all never reads as 100.0%
_KINDS = {"published": "Published lines", "contracts": "Existing contracts", "awards": "Award notices",
          "statements": "Statements of the public record"}  # fmt: skip
GRADES = {
    "A": "like with like",
    "B": "one point lost: fit for a headline",
    "C": "two points lost: in the table, not in the headline",
    "D": "in the annex only",
    "E": "hardly comparable: in the annex only",
}


def title(data: Processed) -> Title:
    """Return the title of the report."""
    return Title("Data quality", "What was read, refused and assumed", bool(_invented(data)))


def _invented(data: Processed) -> int:
    return sum(int((getattr(data, name)["data_status"] == "illustrative").sum()) for name in _KINDS)


def headline(data: Processed) -> Headline:
    """Say how much was read, how much refused, and what that means for the figures."""
    counts = by_severity(data).set_index("severity")["number"]
    rows = read(data)
    return Headline(
        f"{sentences.capital(sentences.counted(int(rows['rows'].sum()), 'row was', 'rows were'))} read and "
        f"{sentences.counted(int(counts['refused']), 'figure or row was', 'figures or rows were')} refused.",
        "What was refused is in no figure of any report. A missing figure is never taken for nought. "
        f"There are {int(counts['warning']):,} warnings and {int(counts['note']):,} notes.",
    )


def facts(data: Processed) -> Facts:
    """Return where the whole log stands."""
    return Facts(
        (
            ("Data as at", sentences.day(data.as_at)),
            ("The whole log", "data/processed/quality.csv, one line a finding; scores in data/processed/scores.csv"),
            ("Confidential files", "Counted here, named nowhere"),
            *standing("Everything in data/raw of the project", data.as_at),
        )
    )


def read(data: Processed) -> pd.DataFrame:
    """Return how many rows of each kind were read, and how many of them are invented."""
    return pd.DataFrame(
        [
            (label, len(frame), int((frame["data_status"] == "illustrative").sum()))
            for label, frame in ((label, getattr(data, name)) for name, label in _KINDS.items())
        ],
        columns=["label", "rows", "illustrative"],
    )


def read_table(data: Processed) -> Table:
    """Return what was read, with the sum of it."""
    rows = read(data)
    total = pd.DataFrame([{"label": "All", "rows": rows["rows"].sum(), "illustrative": rows["illustrative"].sum()}])
    return Table(
        "Rows read, by kind",
        pd.concat([rows, total], ignore_index=True),
        (
            TableColumn("label", "Kind"),
            TableColumn("rows", "Rows read", "count"),
            TableColumn("illustrative", "Of these, illustrative (invented)", "count"),
        ),
        notes=("Rows are counted together here; real and illustrative figures are never added together.",),
    )


def by_severity(data: Processed) -> pd.DataFrame:
    """Return how many findings there are of each severity."""
    counts = data.quality["severity"].value_counts()
    rows = [(severity, meaning, int(counts.get(severity, 0))) for severity, meaning in SEVERITIES.items()]
    return pd.DataFrame(rows, columns=["severity", "meaning", "number"])


def severity_table(data: Processed) -> Table:
    """Return the findings by severity."""
    return Table(
        "Findings on all inputs, by severity",
        by_severity(data),
        (
            TableColumn("severity", "Severity"),
            TableColumn("meaning", "Meaning"),
            TableColumn("number", "Findings", "count"),
        ),
    )


def findings_table(data: Processed) -> Table | None:
    """Return what was refused and warned of, the gravest first; none if nothing was."""
    # What is said of contracts handed over in confidence names files and figures: it stays in the quality log.
    grave = data.quality[data.quality["severity"] != "note"]
    public = grave[grave["confidential"] == "no"]
    order = public["severity"].map({"refused": 0, "warning": 1})
    shown = public.assign(order=order).sort_values("order", kind="stable").head(_MOST_FINDINGS)
    if shown.empty:
        return None
    more, kept = len(public) - len(shown), len(grave) - len(public)
    notes = [
        *([f"{more:,} more stand in data/processed/quality.csv."] if more else []),
        *([f"{kept:,} about contracts handed over in confidence stand only there."] if kept else []),
    ]
    return Table(
        "What was refused or used with a warning",
        shown,
        (
            TableColumn("where", "Where"),
            TableColumn("severity", "Severity"),
            TableColumn("what", "What was met"),
            TableColumn("remedy", "What to do"),
        ),
        notes=tuple(notes),
    )


def scores_table(data: Processed) -> Table | None:
    """Return the scores of every kind of file on each dimension; none if nothing was scored."""
    known = data.scores[data.scores["of"] > 0]
    if known.empty:
        return None
    sums = known.groupby(["kind", "dimension"], as_index=False)[["met", "of"]].sum()
    share = sums["met"] / sums["of"]
    frame = sums.assign(share=share.where(share == 1, share.clip(upper=_NOT_ALL)))
    return Table(
        "How good the files are, by kind and dimension of data quality",
        frame.assign(label=frame["kind"].str.capitalize() + ", " + frame["dimension"]),
        (
            TableColumn("label", "Kind and dimension"),
            TableColumn("met", "As they should be", "count"),
            TableColumn("of", "Counted", "count"),
            TableColumn("share", "Score (%)", "share"),
        ),
        notes=("What is counted on each dimension stands in scores.csv. A score says nothing about whether a figure is "
               "true.",),
    )  # fmt: skip


def grades(data: Processed, comparison: Comparison) -> pd.DataFrame:
    """Return how many pairs of service and region are comparable, by grade."""
    pages = per_service(of_nation(data, comparison, by="region")).values()
    found = pd.concat(pages)["grade"].value_counts()
    return pd.DataFrame(
        [(grade, meaning, int(found.get(grade, 0))) for grade, meaning in GRADES.items()],
        columns=["label", "meaning", "number"],
    )


def grades_table(data: Processed, comparison: Comparison) -> Table:
    """Return the mix of comparability over all services and regions."""
    return Table(
        "How well existing contracts and published figures compare: pairs of service and region, by grade",
        grades(data, comparison),
        (
            TableColumn("label", "Grade"),
            TableColumn("meaning", "Meaning"),
            TableColumn("number", "Pairs", "count"),
        ),
        notes=(f"Of {len(LOT_CATEGORIES) * 12} pairs; the others have no existing contract with both figures.",),
        illustrative=bool(_invented(data)),
    )


def assumptions_table() -> Table:
    """Return what the method takes for granted, with how far each could be wrong."""
    frame = pd.DataFrame([one.model_dump() for one in assumptions()])
    return Table(
        "What the method takes for granted",
        frame,
        (
            TableColumn("id", "Number"),
            TableColumn("statement", "What is assumed"),
            TableColumn("low", "Lowest", "plain", absent="z"),
            TableColumn("central", "Taken", "plain", absent="z"),
            TableColumn("high", "Highest", "plain", absent="z"),
            TableColumn("unit", "Unit"),
            TableColumn("effect", "Effect"),
        ),
        notes=(
            f"There are {len(frame)} assumptions. Effect: how far the figures it touches move from the lowest to the "
            "highest. decisions/assumptions.toml says why each is taken, from where, by whom, and when it is looked at "
            "again.",
        ),
    )


def assumptions_words() -> Prose:
    """Say how many assumptions there are, and how many weigh much."""
    log = assumptions()
    high = sum(one.effect == "high" for one in log)
    return Prose(
        (
            f"The method makes {sentences.counted(len(log), 'assumption')}. "
            f"{sentences.capital(sentences.counted(high, 'has', 'have'))} a high effect on the figures they touch.",
        )
    )


def scope_words() -> Prose:
    """Say which services are in the comparison."""
    return Prose((f"The services compared are {sentences.listed(CATEGORIES[code] for code in LOT_CATEGORIES)}.",))
