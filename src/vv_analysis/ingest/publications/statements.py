"""Read figures of the public record that stand alone, each with its wording, its speaker and its source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from pandas.api.typing import NaTType

from vv_analysis.errors import AmountError, FrameError, InputError
from vv_analysis.ingest.cells.csv_rows import CsvRow, read_csv_rows
from vv_analysis.ingest.publications.editions import STATEMENTS as FILE
from vv_analysis.ingest.reading import Reading, warn_of_refusals
from vv_analysis.ingest.words.amounts import parse_amount
from vv_analysis.ingest.words.moments import day_of, is_before
from vv_analysis.terms import vocabulary, years
from vv_analysis.terms.findings import Finding
from vv_analysis.terms.schemas import Statements

CATEGORIES = (*vocabulary.CATEGORIES, "all")
# What one stands for, and the unit the frame then has; a unit that is not here is refused, never taken as 1.
UNITS = {
    "pounds": (1, "pounds"),
    "£": (1, "pounds"),
    "£000": (1_000, "pounds"),
    "£m": (1_000_000, "pounds"),
    "pounds per user": (1, "pounds per user"),
    "percent": (1, "percent"),
    "contracts": (1, "contracts"),
    "organisations": (1, "organisations"),
    "users": (1, "users"),
}
COLUMNS = (
    *("statement", "said_by", "data_status", "published_on", "series", "category", "area"),
    *("year", "period", "start", "end", "measure", "stated", "unit", "vat", "basis"),
    *("notice", "title", "source_url", "source_note"),
)
_YEAR = re.compile(r"20[0-9]{2}-[0-9]{2}")
_DAYS = ("published_on", "start", "end")
_FRAME_COLUMNS = tuple(Statements.to_schema().columns)


def read_statements(path: str | Path) -> pd.DataFrame:
    """Read the statements of one edition, or of every edition in a folder.

    Parameters
    ----------
    path : str or Path
        A ``statements.csv``, the folder of an edition, or the folder of all editions.

    Returns
    -------
    DataFrame
        One row a statement (`schemas.Statements`). A bound has no ``value``: "over
        £45 million" stands in ``low``, "almost £46 million" in ``high``. Millions are turned into pounds.
        ``value_source`` is ``statements.csv#row N``, N being the line, the heading line 1.

    Raises
    ------
    InputError
        There is no such file, or it is no table with the columns of a statement.

    Warns
    -----
    RefusedFiguresWarning
        Rows were left out, because their figure, code or source was not as it should be.

    Examples
    --------
    >>> from vv_analysis.terms import reference
    >>> editions = reference.folder().parent / "publications"
    >>> shares = read_statements(editions / "2020-07-28-written-answer-76697").query("unit == 'percent'")
    >>> float(shares["value"].sum())
    100.0
    """
    reading = statements(Path(path))
    warn_of_refusals(reading.findings)
    return reading.frame


def statements(path: Path) -> Reading:
    """Read statements with what was found wrong with those left out; see `read_statements`."""
    rows: list[dict[str, object]] = []
    findings: list[Finding] = []
    seen: set[str] = set()
    for file in _files(path):
        read, remarks = read_csv_rows(file, COLUMNS)
        findings += remarks
        for row in read:
            problems = list(_problems(row, file.resolve().parent.name, seen))
            findings += problems
            if not problems:
                seen.add(row["statement"])
                rows.append(_statement(row, file.resolve().parent.name))
    frame = Statements.validate(pd.DataFrame(rows, columns=list(_FRAME_COLUMNS)))
    return Reading(frame, tuple(findings))


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    own = path / FILE
    files = [own] if own.is_file() else sorted(path.glob(f"*/{FILE}"))
    if not files:
        raise InputError(
            "there are no statements here",
            where=str(path),
            expected=f"a {FILE}, or folders that hold one",
            remedy="check the path",
        )
    return files


def _statement(row: CsvRow, edition: str) -> dict[str, object]:
    factor, unit = UNITS[row["unit"]]
    amount = parse_amount(_figure(row), unit=factor)
    return {
        **{column: row[column] for column in COLUMNS},
        **{column: _day(row[column]) for column in _DAYS},
        "publication": edition,
        "value": amount.central,
        "low": amount.low,
        "high": amount.high,
        "status": amount.status,
        "unit": unit,
        "value_source": row.source,
    }


def _figure(row: CsvRow) -> str:
    # Words such as "around two-thirds" are no number; the column `figure` then says the number they mean.
    return row["figure"] or row["stated"]


def _problems(row: CsvRow, edition: str, seen: set[str]) -> Iterator[Finding]:
    for rule, what, expected, remedy in (
        *_identity_problems(row, seen),
        *_code_problems(row),
        *_day_problems(row),
        *_amount_problems(row),
    ):
        where = f"{edition}/{row.source}"
        yield Finding(f"{edition}/{row.file}", where, rule, "refused", what, expected, remedy)


_Problem = tuple[str, str, str, str]


def _identity_problems(row: CsvRow, seen: set[str]) -> Iterator[_Problem]:
    name = row["statement"]
    if not name:
        yield "statement-unnamed", "the statement has no identifier", "a short identifier", "give it one"
    if name in seen:
        yield (
            "statement-repeated",
            f"the identifier {name!r} is used by an earlier row",
            "each identifier once",
            "rename or remove one of the two",
        )
    if not row["source_url"].startswith(("https://", "http://")):
        yield (
            "source-missing",
            "the statement has no source; nothing stands without a source",
            "a source_url that starts with https:// or http://",
            "add where it was read",
        )


def _code_problems(row: CsvRow) -> Iterator[_Problem]:
    for column, codes in (
        ("category", CATEGORIES),
        ("data_status", tuple(vocabulary.DATA_STATUSES)),
        ("vat", tuple(vocabulary.VAT_BASES)),
        ("unit", tuple(UNITS)),
    ):
        if row[column] not in codes:
            what = f"{row[column]!r} is no {column.replace('_', ' ')} that is known"
            yield (
                f"{column.replace('_', '-')}-unknown",
                what,
                f"one of {', '.join(codes)}",
                "correct the cell",
            )


def _day_problems(row: CsvRow) -> Iterator[_Problem]:
    unreadable = [column for column in _DAYS if row[column] and pd.isna(_day(row[column]))]
    for column in unreadable:
        what = f"{column} {row[column]!r} is no day"
        yield "day-unreadable", what, "a day such as 2021-06-26, or nothing", "correct the cell"
    if not unreadable and is_before(_day(row["end"]), _day(row["start"])):
        yield "end-before-start", "the period ends before it starts", "start before end", "correct the dates"
    if row["year"] and not _is_year(row["year"]):
        yield (
            "year-unknown",
            f"{row['year']!r} is no financial year",
            "2021-22, or nothing",
            "correct the cell",
        )


def _amount_problems(row: CsvRow) -> Iterator[_Problem]:
    try:
        parse_amount(_figure(row))
    except AmountError as error:
        yield "amount-unreadable", error.what, error.expected, error.remedy


def _day(text: str) -> pd.Timestamp | NaTType:
    return day_of(text) if len(text) == len("2021-06-26") else pd.NaT


def _is_year(text: str) -> bool:
    if not _YEAR.fullmatch(text):
        return False
    try:
        years.first_day(text)
    except FrameError:
        return False
    return True
