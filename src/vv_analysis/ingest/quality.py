"""What a reader hands over: the rows it read, and everything that is to be said about the rest."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from vv_analysis.errors import RefusedFiguresWarning
from vv_analysis.terms.findings import Finding


class Reading(NamedTuple):
    """What was read from a file, and everything that is to be said about it."""

    frame: pd.DataFrame
    findings: tuple[Finding, ...]


def warn_of_refusals(findings: Iterable[Finding]) -> None:
    """Warn once if anything was refused, with the first sentence and the command that lists them all."""
    refused = [finding for finding in findings if finding.severity == "refused"]
    if refused:
        message = f"{len(refused)} refused, first: {refused[0].sentence} `vv check` lists them all."
        warnings.warn(message, RefusedFiguresWarning, stacklevel=3)
