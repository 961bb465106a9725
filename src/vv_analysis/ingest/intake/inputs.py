"""What was read from one input, and what several inputs say twice between them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from vv_analysis.ingest.contracts.counted_in import counted_in
from vv_analysis.ingest.contracts.double_counting import counted_twice
from vv_analysis.ingest.reading import Reading
from vv_analysis.terms.findings import Finding, quoted
from vv_analysis.terms.provenance import Source


@dataclass(frozen=True, slots=True)
class Input:
    """One input: which reader read it, and what it handed over."""

    kind: str
    reading: Reading

    @property
    def is_confidential(self) -> bool:
        """Whether it is contracts handed over in confidence: all are, unless every row is marked as invented."""
        return self.kind == "contracts" and set(self.reading.frame["data_status"].tolist()) != {"illustrative"}


def once(inputs: list[Input]) -> list[Input]:
    """Return inputs with a finding wherever one repeats an earlier one.

    A statement whose identifier an earlier edition uses is left out, since an identifier stands for one figure.
    Contracts that two files hold, or that may stand for the same money, all stay: ``counted_in`` says in which row
    such money is counted, over all files, and only the organisations know which row is right. What was handed over
    in confidence is not held against what was not, so that nothing said of an open file names a confidential one.
    """
    seen: set[tuple[object, ...]] = set()
    checked = [_statements_once(item, seen) if item.kind == "statements" else item for item in inputs]
    for confidential in (True, False):
        places = [
            place
            for place, item in enumerate(checked)
            if item.kind == "contracts" and item.is_confidential == confidential
        ]
        held = _held_together([checked[place] for place in places])
        for place, item in zip(places, held, strict=True):
            checked[place] = item
    return checked


def _held_together(items: list[Input]) -> list[Input]:
    """Return contracts of several files with what these count twice between them."""
    if not items:
        return []
    frames = [item.reading.frame for item in items]
    files = np.repeat(np.arange(len(items)), [len(frame) for frame in frames])
    together = pd.concat(frames, ignore_index=True)
    together = together.assign(counted_in=counted_in(together))
    found: list[list[Finding]] = [[] for _ in items]
    for row, finding in counted_twice(together, files):
        found[files[row]].append(finding)
    counted = (together["counted_in"].to_numpy()[files == number] for number in range(len(items)))
    changed = (frame.assign(counted_in=places) for frame, places in zip(frames, counted, strict=True))
    return [_with(item, frame, findings) for item, frame, findings in zip(items, changed, found, strict=True)]


def _statements_once(item: Input, seen: set[tuple[object, ...]]) -> Input:
    again = _seen_before(item.reading.frame, ["statement"], seen)
    rows = item.reading.frame[again].itertuples()
    findings = [_repeated_statement(f"{row.publication}/{row.value_source}", row.statement) for row in rows]
    return _with(item, item.reading.frame[~again].reset_index(drop=True), findings)


def _repeated_statement(where: str, name: object) -> Finding:
    what = f"the identifier {quoted(name)} is used by an earlier edition"
    remedy = "rename or remove one of the two"
    return Finding(
        Source.parse(where).file, where, "statement-repeated", "refused", what, "each identifier once", remedy
    )


def _seen_before(frame: pd.DataFrame, key: list[str], seen: set[tuple[object, ...]]) -> pd.Series[bool]:
    """Tell which rows have a key that is in `seen`, and add those of this frame to it."""
    rows = list(frame[key].itertuples(index=False, name=None))
    again = pd.Series([row in seen for row in rows], index=frame.index, dtype=bool)
    seen.update(rows)
    return again


def _with(item: Input, frame: pd.DataFrame, findings: list[Finding]) -> Input:
    return replace(item, reading=replace(item.reading, frame=frame, findings=(*item.reading.findings, *findings)))
