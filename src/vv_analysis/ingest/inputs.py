"""What was read from one input, and what several inputs say twice between them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from vv_analysis.ingest.contracts import KEY
from vv_analysis.ingest.quality import Reading
from vv_analysis.terms.findings import Finding, quoted


@dataclass(frozen=True, slots=True)
class Input:
    """One input: which reader read it, and what it handed over."""

    kind: str
    reading: Reading

    @property
    def is_confidential(self) -> bool:
        """Whether it is contracts handed over in confidence: all are, unless every row is marked as invented."""
        frame = self.reading.frame
        invented = len(frame) > 0 and bool((frame["data_status"] == "illustrative").all())
        return self.kind == "contracts" and not invented


def once(inputs: list[Input]) -> list[Input]:
    """Return inputs with a finding wherever one repeats an earlier one.

    A statement whose identifier an earlier edition uses is left out, since an identifier stands for one figure.
    A contract that an earlier file holds too is kept: only the organisation knows which file is right.
    """
    checks = {"statements": _statements_once, "contracts": _contracts_once}
    seen: dict[str, set[tuple[object, ...]]] = {kind: set() for kind in checks}
    return [checks[item.kind](item, seen[item.kind]) if item.kind in checks else item for item in inputs]


def _statements_once(item: Input, seen: set[tuple[object, ...]]) -> Input:
    again = _seen_before(item.reading.frame, ["statement"], seen)
    rows = item.reading.frame[again].itertuples()
    findings = [_repeated_statement(f"{row.publication}/{row.value_source}", row.statement) for row in rows]
    return _with(item, item.reading.frame[~again].reset_index(drop=True), findings)


def _repeated_statement(where: str, name: object) -> Finding:
    what = f"the identifier {quoted(name)} is used by an earlier edition"
    remedy = "rename or remove one of the two"
    return Finding(where.split("#")[0], where, "statement-repeated", "refused", what, "each identifier once", remedy)


def _contracts_once(item: Input, seen: set[tuple[object, ...]]) -> Input:
    again = _seen_before(item.reading.frame, KEY, seen)
    sources = [str(source) for source in item.reading.frame.loc[again, "value_source"]]
    what, expected = "the same contract, service, area and period stand in an earlier file", "each contract in one file"
    rule, remedy = "contract-repeated", "take one of the files out; both were read"
    findings = [Finding(where.split("#")[0], where, rule, "warning", what, expected, remedy) for where in sources]
    return _with(item, item.reading.frame, findings)


def _seen_before(frame: pd.DataFrame, key: list[str], seen: set[tuple[object, ...]]) -> pd.Series[bool]:
    """Tell which rows have a key that is in `seen`, and add those of this frame to it."""
    rows = list(frame[key].itertuples(index=False, name=None))
    again = pd.Series([row in seen for row in rows], index=frame.index, dtype=bool)
    seen.update(rows)
    return again


def _with(item: Input, frame: pd.DataFrame, findings: list[Finding]) -> Input:
    return replace(item, reading=Reading(frame, (*item.reading.findings, *findings)))
