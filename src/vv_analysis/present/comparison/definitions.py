"""What two editions say of themselves: whether their figures mean the same before they are subtracted."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from vv_analysis.present import sentences
from vv_analysis.present.comparison import change
from vv_analysis.present.comparison.selection import Selection, edition_name
from vv_analysis.present.content import Facts, Headline, Prose, Title
from vv_analysis.present.standing import standing
from vv_analysis.present.tables import Table, TableColumn
from vv_analysis.terms.vocabulary import COHORTS, DATA_STATUSES, VAT_BASES, VOLUME_UNITS


def _each(column: str, words: dict[str, str]) -> Callable[[pd.DataFrame], str]:
    return lambda lines: sentences.listed(sorted({words.get(str(code), str(code)) for code in lines[column]}))


_SAID: dict[str, Callable[[pd.DataFrame], str]] = {
    "Published on": lambda lines: sentences.day(pd.Timestamp(lines["published_on"].max())),
    "Data status": _each("data_status", DATA_STATUSES),
    "VAT": _each("vat", VAT_BASES),
    "Prices": _each("prices", {"nominal": "cash of each year"}),
    "What a volume counts": _each("volume_unit", VOLUME_UNITS),
    "Cohorts": _each("cohort", COHORTS),
    "Contract years": lambda lines: f"{lines['year'].min()} to {lines['year'].max()}",
    "Lines": lambda lines: f"{len(lines):,}",
    "Lines with a value and a volume": lambda lines: f"{len(lines.dropna(subset=['value_gbp', 'volume_users'])):,}",
    "Areas": lambda lines: f"{lines['area_code'].nunique():,}",
}
_COUNTS = ("Published on", "Lines", "Lines with a value and a volume")


def rows(selection: Selection) -> pd.DataFrame:
    """Return what each edition says, and whether it is the same."""
    said = [(name, say(selection.earlier), say(selection.published)) for name, say in _SAID.items()]
    frame = pd.DataFrame(said, columns=["label", "before", "after"])
    return frame.assign(same=["yes" if before == after else "no" for _, before, after in said])


def title(selection: Selection) -> Title:
    """Return the title of the report: the names of both editions."""
    names = f"{edition_name(selection.earlier)} and {edition_name(selection.published)}"
    return Title(selection.kind, names, selection.illustrative)


def headline(selection: Selection) -> Headline:
    """Say what changed, and whether a definition changed with it."""
    effects = change.effects(selection)
    before, after = edition_name(selection.earlier), edition_name(selection.published)
    if not change.in_both(selection):
        return Headline(f"{before} and {after} have no line with a value in both, so no change can be worked out.")
    total = effects[["variance_gbp", "price_effect_gbp", "volume_effect_gbp"]].sum()
    changed = _changed(selection)
    definitions = f"They differ in {sentences.listed(changed)}" if changed else "Their definitions are stated alike"
    return Headline(
        f"From {before} to {after} the published value of {selection.steady_year} changed by "
        f"{change.signed(total['variance_gbp'])}: {change.signed(total['price_effect_gbp'])} through cost per user and "
        f"{change.signed(total['volume_effect_gbp'])} through volume.",
        f"{definitions}. Both are in cash. The figures do not say why anything changed.",
    )


def _changed(selection: Selection) -> list[str]:
    found = rows(selection)
    differ = found[(found["same"] == "no") & ~found["label"].isin(_COUNTS)]
    return [label if label == "VAT" else label.lower() for label in differ["label"]]


def words(selection: Selection) -> Prose:
    """Say what the two editions state otherwise."""
    changed = _changed(selection)
    if not changed:
        return Prose(
            ("But for the date, the two editions say the same of themselves, so their figures can be subtracted.",)
        )
    return Prose((f"They differ in {sentences.listed(changed)}. A change in definition is no change in money.",))


def table(selection: Selection) -> Table:
    """Return what each edition says of itself, side by side."""
    return Table(
        f"What {edition_name(selection.earlier)} and {edition_name(selection.published)} say of themselves",
        rows(selection),
        (
            TableColumn("label", "What"),
            TableColumn("before", edition_name(selection.earlier)),
            TableColumn("after", edition_name(selection.published)),
            TableColumn("same", "The same"),
        ),
        illustrative=selection.illustrative,
    )


def facts(selection: Selection) -> Facts:
    """Return which editions are compared, and how."""
    return Facts(
        (
            ("Earlier edition", f"{edition_name(selection.earlier)} ({selection.earlier['publication'].iloc[0]})"),
            ("Later edition", f"{edition_name(selection.published)} ({selection.published['publication'].iloc[0]})"),
            ("Year compared", f"{selection.steady_year}, the steady state"),
            ("Split", "Bennet's formula, line by line: service, area and cohort"),
            *standing("The two editions themselves", selection.published["published_on"].max()),
        )
    )
