"""What is said about an input that is not as it should be: one sentence, a place, a rule, a remedy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

import pandas as pd

from vv_analysis.errors import VvError
from vv_analysis.terms.provenance import Source

_LONGEST_QUOTE = 80
# The six of the Government Data Quality Framework, in its order (R1.63).
QUALITY_DIMENSIONS = ("completeness", "uniqueness", "consistency", "timeliness", "validity", "accuracy")


def quoted(text: object) -> str:
    """Return what stood in a cell, in quotation marks and short enough for a sentence, unprintable signs escaped.

    Examples
    --------
    >>> quoted("<b>Kent</b>"), quoted("x" * 1000) == repr("x" * 79 + "…")
    ("'<b>Kent</b>'", True)
    """
    words = text if isinstance(text, str) else repr(text)
    short = words if len(words) <= _LONGEST_QUOTE else f"{words[: _LONGEST_QUOTE - 1]}…"
    return repr(short) if isinstance(text, str) else short


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to know about an input; `severity` and `rule` are codes, the rest is for people.

    Attributes
    ----------
    file, where : str
        The file, and the place in it (``file.xlsx#Sheet!D17``).
    rule : str
        A short stable code, such as ``amount-unreadable`` or ``value-without-volume``.
    severity : str
        ``refused``, ``warning`` or ``note`` (see `vocabulary.SEVERITIES`).
    what, expected, remedy : str
        What was met, what was expected, what to do.
    """

    file: str
    where: str
    rule: str
    severity: str
    what: str
    expected: str = ""
    remedy: str = ""

    @classmethod
    def from_error(cls, error: VvError, *, file: str, where: str, rule: str) -> Finding:
        """Turn a refusal into a finding, so that one bad cell does not stop the reading of the rest."""
        return cls(file, where, rule, "refused", error.what, error.expected, error.remedy)

    @property
    def sentence(self) -> str:
        """The finding as one sentence of what, where, what was expected and what to do."""
        return str(VvError(self.what, where=self.where, expected=self.expected, remedy=self.remedy))


def findings_frame(findings: Iterable[Finding]) -> pd.DataFrame:
    """Return findings as a frame, one row each, in the order they were met.

    Parameters
    ----------
    findings : iterable of Finding

    Returns
    -------
    DataFrame
        The attributes of each finding, and the sheet and the cell that its ``where`` names: for a CSV the cell
        is ``row 12``, for JSON the pointer; both are empty where the finding is about the whole file.

    Examples
    --------
    >>> found = Finding("a.xlsx", "a.xlsx#Lot 1!D17", "area-unknown", "refused", "'Atlantis' is no area")
    >>> findings_frame([found]).iloc[0, :6].tolist()
    ['a.xlsx', 'Lot 1', 'D17', 'a.xlsx#Lot 1!D17', 'area-unknown', 'refused']
    """
    first, *others = names = [field.name for field in fields(Finding)]
    said = ({name: getattr(finding, name) for name in names} | _place_of(finding) for finding in findings)
    rows = [{name: _writable(text) for name, text in one.items()} for one in said]
    return pd.DataFrame(rows, columns=[first, "sheet", "cell", *others], dtype="str")


def _writable(text: str) -> str:
    # The name of a file may hold bytes that are no text; a log that cannot be written would hide all it says.
    return text.encode("utf-8", "backslashreplace").decode()


def _place_of(finding: Finding) -> dict[str, str]:
    # A finding about a whole file names it as it is called, and a name may hold the sign that parts file and place.
    place = Source(finding.file) if finding.where == finding.file else Source.parse(finding.where)
    return {"sheet": place.sheet, "cell": place.spot}
