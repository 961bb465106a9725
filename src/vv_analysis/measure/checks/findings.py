"""Findings about rows of a frame, as a frame themselves: one rule said of many rows at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd

from vv_analysis.terms import vocabulary

COLUMNS = ("rule", "severity", "where", "what", "expected", "remedy", "rows")
_SOURCES = ("value_source", "volume_source")
_RANK = {severity: rank for rank, severity in enumerate(vocabulary.SEVERITIES)}


@dataclass(frozen=True, slots=True)
class Rule:
    """What a check says of every row that breaks it; `code` and `severity` as in `terms.findings.Finding`.

    Examples
    --------
    >>> review = Rule("value-negative", "warning", "an amount of 0 or more", "check the sign")
    >>> review.found(pd.DataFrame({"value_gbp": [-5.0]}, index=[3]), "a value is below nought")[["where", "what"]]
       where                     what
    0  row 3  a value is below nought
    """

    code: str
    severity: str
    expected: str
    remedy: str

    def found(self, rows: pd.DataFrame, what: str | pd.Series[Any], count: int | pd.Series[Any] = 1) -> pd.DataFrame:
        """Return one finding a row, in the order of the rows.

        Parameters
        ----------
        rows : DataFrame
            Those rows, labelled by their number in the frame they stand in.
        what : str or Series of str
            What was met, without a full stop; the same for all rows or one a row.
        count : int or Series of int
            How many rows each finding is about.
        """
        if rows.empty:
            return nothing_found()
        said = rows[[]].assign(where=places(rows), what=what, rows=count)
        columns = said.assign(rule=self.code, severity=self.severity, expected=self.expected, remedy=self.remedy)
        return _typed(columns)


def places(rows: pd.DataFrame) -> pd.Series[str]:
    """Return where each row stands: the source of its value, else of its volume, else its number.

    Examples
    --------
    >>> places(pd.DataFrame({"value_source": ["a.csv#row 7", ""]})).tolist()
    ['a.csv#row 7', 'row 1']
    """
    stated = "row " + pd.Series(rows.index, index=rows.index).astype("str")
    for name in reversed(_SOURCES):
        if name in rows:
            source = rows[name].astype("str").fillna("")
            stated = source.where(source != "", stated)
    return stated


def in_order(findings: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Put findings together: the gravest first, then by rule, then by place.

    Examples
    --------
    >>> rows = pd.DataFrame({"value_source": ["b.csv#row 2", "a.csv#row 9"]})
    >>> note, warning = (Rule("seen", severity, "", "").found(rows, "") for severity in ("note", "warning"))
    >>> in_order([note, warning])[["severity", "where"]].values.tolist()
    [['warning', 'a.csv#row 9'], ['warning', 'b.csv#row 2'], ['note', 'a.csv#row 9'], ['note', 'b.csv#row 2']]
    """
    some = [part for part in findings if len(part)]
    if not some:
        return nothing_found()
    together = pd.concat(some, ignore_index=True)
    ranked = together.assign(rank=together["severity"].map(_RANK).astype("int64"))
    ordered = ranked.sort_values(["rank", "rule", "where", "what"], kind="stable")
    return _typed(ordered)


def nothing_found() -> pd.DataFrame:
    """Return the findings of a frame in which all is well: no rows.

    Examples
    --------
    >>> nothing_found().shape
    (0, 7)
    """
    return _nothing().copy()


@cache
def _nothing() -> pd.DataFrame:
    return _typed(pd.DataFrame(columns=list(COLUMNS)))


def _typed(findings: pd.DataFrame) -> pd.DataFrame:
    kinds = dict.fromkeys(COLUMNS, "str") | {"rows": "int64"}
    return findings[list(COLUMNS)].astype(kinds).reset_index(drop=True)
