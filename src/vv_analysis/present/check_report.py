"""Say what a check found so that whoever filled the file in can act on it: a verdict, what to do, what to know."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from vv_analysis.errors import VvError
from vv_analysis.ingest.intake.inspection import Inspection
from vv_analysis.present.sentences import listed
from vv_analysis.terms.findings import Finding
from vv_analysis.terms.provenance import Source

HEADINGS = {
    "refused": "To correct before the figures can be used",
    "warning": "Please look at",
    "note": "Good to know",
}
MEANINGS = {
    "refused": "These were not used: they could not be read, or cannot be right.",
    "warning": "These were used as far as they go, but something is missing, in doubt or does not add up.",
    "note": "These are for information; the figures can be used as they are.",
}
_ROWS_OF = {
    "contracts": ("contract", "contracts"),
    "awards": ("awarded contract", "awarded contracts"),
    "statements": ("statement", "statements"),
    "publication": ("published row", "published rows"),
}
_ALL_NAMED = 3


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to say, with every place it is said of: where, what was met and expected, what to do, by which rule."""

    where: str
    met: str
    remedy: str
    rule: str

    @property
    def line(self) -> str:
        """The item in one line, its place first and its rule last."""
        return f"{self.where}: {VvError(self.met, remedy=self.remedy)} [{self.rule}]"


def verdict(one: Inspection) -> str:
    """Return the first sentence of a report: what was read, and how much needs correcting.

    Examples
    --------
    >>> from pathlib import Path
    >>> refused = Finding("a.xlsx", "a.xlsx#Contracts!F7", "contract-row-unclear", "refused", "'Atlantis' is no area")
    >>> verdict(Inspection(Path("a.xlsx"), "contracts", 12, (refused,)))
    '12 contracts were read; 1 cell needs correcting.'
    """
    refused = {finding.where: finding for finding in one.findings if finding.severity == "refused"}
    warnings = {finding.where for finding in one.findings if finding.severity == "warning"}
    if refused:
        need = "needs" if len(refused) == 1 else "need"
        return f"{_read(one)}; {_number(len(refused), *_kind_of_place(refused.values()))} {need} correcting."
    look = [f"please look at {_number(len(warnings), 'place', 'places')}"] if warnings else []
    return "; ".join([_read(one), *(["nothing needs correcting"] if one.rows else []), *look]) + "."


def items(one: Inspection) -> dict[str, list[Item]]:
    """Return what was found, by severity, the gravest first; what is said of several places is said once.

    Examples
    --------
    >>> from pathlib import Path
    >>> found = [Finding("a.csv", f"a.csv#row {row}", "r", "note", "hidden") for row in range(7, 12)]
    >>> items(Inspection(Path("a.csv"), "publication", 9, tuple(found)))["note"][0].line
    'row 7, row 8 and 3 more: hidden. [r]'
    """
    several_files = len({_place(finding).file for finding in one.findings}) > 1
    folded: dict[tuple[str, ...], list[str]] = {}
    for finding in one.findings:
        place = _place(finding)
        said = (finding.what, finding.expected, finding.remedy, finding.rule)
        key = (finding.severity, place.file, place.sheet, *said)
        folded.setdefault(key, []).append(place.spot)
    found: dict[str, list[Item]] = {severity: [] for severity in HEADINGS}
    for (severity, file, sheet, what, expected, remedy, rule), spots in folded.items():
        # A sheet is named by itself; a place without a sheet or a spot is the file.
        within = [part for part in (sheet, _spots(spots)) if part]
        where = ", ".join([file, *within] if several_files or not within else within)
        met = f"{what}; expected {expected}" if expected else what
        found[severity].append(Item(plain(where), plain(met), plain(remedy), rule))
    return {severity: said for severity, said in found.items() if said}


def lines(one: Inspection) -> list[str]:
    """Return the report for a terminal: the verdict, then each finding in a line of its own."""
    report = [f"{plain(str(one.path))}: {verdict(one)}"]
    for severity, said in items(one).items():
        report += ["", HEADINGS[severity], *(f"  {item.line}" for item in said)]
    return [*report, ""]


def plain(words: str) -> str:
    r"""Return words without the signs that steer a terminal or turn the direction of reading.

    Examples
    --------
    >>> plain("a\u202ecba\x1b[2J")
    'a cba [2J'
    """
    return "".join(letter if letter.isprintable() else " " for letter in words)


def kinds_of(one: Inspection) -> list[str]:
    """Return the kinds of input that were read, without the number of files of each."""
    return [kind.split(" (")[0] for kind in one.kind.split(", ") if kind]


def _read(one: Inspection) -> str:
    kinds = kinds_of(one)
    if not kinds:
        return "Nothing was read"
    thing, things = _ROWS_OF.get(kinds[0], ("row", "rows")) if len(kinds) == 1 else ("row", "rows")
    number = _number(one.rows, thing, things) if one.rows else f"No {thing}"
    return f"{number} {'were' if one.rows > 1 else 'was'} read"


def _number(number: int, thing: str, things: str) -> str:
    return f"{number:,} {thing if number == 1 else things}"


def _kind_of_place(findings: Iterable[Finding]) -> tuple[str, str]:
    kinds = {"cell" if place.cell else "row" if place.row else "thing" for place in map(_place, findings)}
    [kind] = kinds if len(kinds) == 1 else {"place"}
    return kind, f"{kind}s"


def _place(finding: Finding) -> Source:
    # A finding about a whole file names it as it is called, and a name may hold the sign that parts file and place.
    return Source(finding.file) if finding.where == finding.file else Source.parse(finding.where)


def _spots(spots: list[str]) -> str:
    named = list(dict.fromkeys(spot for spot in spots if spot))
    if len(named) <= _ALL_NAMED:
        return listed(named)
    return listed([*named[:2], f"{len(named) - 2:,} more"])
