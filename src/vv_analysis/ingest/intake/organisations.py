"""Organisations are called by the names that people decided on; what was stated stays beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd

from vv_analysis.errors import InputError
from vv_analysis.ingest.cells.files import read_sheets
from vv_analysis.ingest.cells.sheets import Sheet
from vv_analysis.ingest.intake.inputs import Input
from vv_analysis.terms.findings import Finding, quoted
from vv_analysis.terms.provenance import Source

FILE = "organisation_names.csv"
COLUMNS = ("from", "to", "decided_by", "decided_on")
JOINED_BY = "; "
# Which column of a frame names organisations, by the kind of input.
NAME_COLUMNS = {"contracts": "organisation", "awards": "supplier"}


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided about a name: which name it stands for, who decided it, and when."""

    name: str
    by: str
    on: str


Decisions = dict[str, Decision]


def read_decisions(folder: Path | None) -> Decisions:
    """Read the reviewed table of organisation names.

    Parameters
    ----------
    folder : Path, optional
        Where ``organisation_names.csv`` stands; without the file nothing is decided.

    Returns
    -------
    dict
        Decision by the name that was stated. A name that stands for itself was decided to be a body of its own.

    Raises
    ------
    InputError
        The table has other columns, a row lacks a name, a decider or a day, a name stands twice, or a name is
        to be called by one that is itself called otherwise.

    Examples
    --------
    >>> read_decisions(None)
    {}
    """
    path = folder / FILE if folder else None
    if path is None or not path.exists():
        return {}
    [sheet], _ = read_sheets(path)
    _refuse_other_columns(sheet)
    decisions: Decisions = {}
    for row in sheet.filled[1:]:
        stated, decision = _decision(sheet, row)
        if stated in decisions:
            raise _refused(sheet, row, f"{quoted(stated)} stands in an earlier row", "each name once in 'from'")
        decisions[stated] = decision
    _refuse_chains(sheet, decisions)
    return decisions


def _refuse_other_columns(sheet: Sheet) -> None:
    named = [sheet.text(0, column) for column in range(sheet.width)]
    if sheet.filled[:1] != [0] or named != list(COLUMNS):
        raise _refused(sheet, 0, "the table has other columns", f"the columns {', '.join(COLUMNS)} and no more")


def _decision(sheet: Sheet, row: int) -> tuple[str, Decision]:
    stated, name, by, on = (sheet.text(row, column) for column in range(len(COLUMNS)))
    for column, text in zip(COLUMNS, (stated, name, by, on), strict=True):
        if not text:
            raise _refused(sheet, row, f"{column!r} is empty", "two names, who decided, and the day")
    if not _is_day(on):
        raise _refused(sheet, row, f"decided_on {quoted(on)} is no day", "a day such as 2026-11-22")
    return stated, Decision(name, by, on)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _refuse_chains(sheet: Sheet, decisions: Decisions) -> None:
    for row in sheet.filled[1:]:
        name = sheet.text(row, 1)
        onward = decisions.get(name)
        if onward and onward.name != name:
            what = f"{quoted(name)} is itself to be called {quoted(onward.name)}"
            raise _refused(sheet, row, what, "in 'to' a name that stands")


def _refused(sheet: Sheet, row: int, what: str, expected: str) -> InputError:
    return InputError(what, where=str(Source(sheet.file, row=row + 1)), expected=expected, remedy="correct the row")


def names_by_row(item: Input) -> list[list[str]]:
    """Return the organisations that each row of an input names; the suppliers of one award are parted."""
    column = NAME_COLUMNS.get(item.kind)
    named = item.reading.frame[column].tolist() if column else []
    return [names.split(JOINED_BY) if item.kind == "awards" else [names] for names in named]


def names_in(item: Input) -> pd.Series[str]:
    """Return every organisation an input names, by the index of its row."""
    rows = names_by_row(item)
    index = item.reading.frame.index[: len(rows)].repeat([len(names) for names in rows])
    return pd.Series([name for names in rows for name in names], index=index, dtype="str")


def decided(item: Input, decisions: Decisions) -> Input:
    """Return an input whose organisations are called as decided, with a finding for each name that was changed.

    What was stated stays in ``organisation_stated`` or ``supplier_stated``.
    """
    changes = {stated: decision for stated, decision in decisions.items() if decision.name != stated}
    if not any(" ".join(name.split()) in changes for names in names_by_row(item) for name in names):
        return item
    names = names_in(item).map(lambda name: " ".join(name.split()))
    changed = names[names.isin(list(changes))]
    if changed.empty:
        return item
    frame = item.reading.frame.copy()
    column = NAME_COLUMNS[item.kind]
    called = names[names.index.isin(changed.index)].map(lambda name: changes[name].name if name in changes else name)
    joined = called.groupby(level=0).agg(lambda parts: JOINED_BY.join(dict.fromkeys(parts)))
    frame.loc[joined.index, column] = joined
    findings = (*item.reading.findings, *_said(changed, frame, changes))
    return replace(item, reading=replace(item.reading, frame=frame, findings=findings))


def _said(changed: pd.Series[str], frame: pd.DataFrame, changes: Decisions) -> Iterator[Finding]:
    for name, rows in changed.groupby(changed, sort=False):
        decision = changes[str(name)]
        where = str(frame.loc[rows.index[0], "value_source"])
        count = "1 row" if len(rows) == 1 else f"{len(rows):,} rows"
        what = (
            f"{quoted(name)} was called {quoted(decision.name)} in {count}, as {quoted(decision.by)} decided "
            f"on {decision.on}"
        )
        remedy = f"if it is another organisation, take the row out of {FILE}"
        yield Finding(Source.parse(where).file, where, "name-decided", "note", what, "", remedy)
