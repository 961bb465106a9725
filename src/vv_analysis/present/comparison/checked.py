"""What the checks found in the published lines of a page, the gravest first."""

from __future__ import annotations

import pandas as pd

from vv_analysis.measure.checks.check_frame import check_frame
from vv_analysis.present import sentences
from vv_analysis.present.comparison.remembered import remembered
from vv_analysis.present.comparison.selection import Selection, edition_name
from vv_analysis.present.content import Prose
from vv_analysis.present.tables import Table, TableColumn

_NAMES = {"refused": ("line refused", "lines refused"), "warning": ("warning",), "note": ("note",)}


@remembered
def findings(selection: Selection) -> pd.DataFrame:
    """Return what the checks found in the lines of the edition; contracts are not named on any page."""
    return check_frame(selection.published)


def words(selection: Selection) -> Prose:
    """Say how many findings there are, by severity, and how many there are on existing contracts."""
    found, lines = findings(selection), len(selection.published)
    counts = found["severity"].value_counts(sort=False)
    said = [sentences.counted(int(number), *_NAMES[str(severity)]) for severity, number in counts.items()]
    published = (
        f"The {lines:,} published lines of this page were checked: {sentences.listed(said or ['nothing found'])}."
    )
    if selection.contracts.empty:
        return Prose((published,))
    given = len(check_frame(selection.contracts))
    contracts = sentences.counted(given, "finding")
    return Prose(
        (f"{published} The checks of the existing contracts gave {contracts}{', not shown here' if given else ''}.",)
    )


def table(selection: Selection) -> Table | None:
    """Return the findings on published lines; none if there are none."""
    found = findings(selection)
    if found.empty:
        return None
    return Table(
        f"Findings on published lines ({edition_name(selection.published)}), {selection.name}",
        found,
        (
            TableColumn("severity", "Severity"),
            TableColumn("what", "What was found"),
            TableColumn("where", "Where"),
            TableColumn("remedy", "What to do"),
        ),
        notes=("Refused: cannot be right. Warning: used as far as it goes. Note: used, and worth knowing.",),
        illustrative=selection.illustrative,
    )
