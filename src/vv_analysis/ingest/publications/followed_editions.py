"""An edition that says it follows another is read only if it is laid out as that one was."""

from __future__ import annotations

from pathlib import Path

from vv_analysis.errors import InputError, LayoutDriftError
from vv_analysis.ingest.cells.files import read_sheets
from vv_analysis.ingest.publications.drift import Difference, Layout, differences, layout_of
from vv_analysis.ingest.publications.editions import FILE_NAME, Edition, read_edition, workbook_of
from vv_analysis.ingest.publications.layout_overrides import LayoutOverrides
from vv_analysis.ingest.publications.tables import Table
from vv_analysis.ingest.publications.workbook_tables import hidden_in, tables_of
from vv_analysis.ingest.words.names import did_you_mean, normalised
from vv_analysis.terms.findings import Finding, quoted


def layout_of_edition(folder: Path) -> Layout:
    """Return the layout of the workbook in the folder of an edition, as its ``publication.toml`` has it read.

    Raises
    ------
    InputError
        The folder holds no workbook, or several, or one that cannot be read.
    """
    workbook = workbook_of(folder)
    sheets, findings = read_sheets(workbook)
    tables, _ = tables_of(workbook.name, sheets, read_edition(folder).layout, hidden_in(findings))
    return layout_of(tables)


def check_against_followed(folder: Path, edition: Edition, tables: list[Table]) -> list[Finding]:
    """Compare the tables of an edition with those of the edition it follows, and return the differences to note.

    A difference is settled where `[layout]` names the column, the sheet or the unit in question; a new year
    needs no settling.

    Raises
    ------
    LayoutDriftError
        Something is laid out otherwise; `differences` names everything that is.
    InputError
        The edition that it follows is not there, or cannot be read.
    """
    if not edition.follows:
        return []
    found = differences(layout_of_edition(_followed(folder, edition)), layout_of(tables))
    stops = [one for one in found if one.stops and not _is_settled(one, edition.layout)]
    if stops:
        raise LayoutDriftError(
            f"{stops[0].sentence}{_and_more(len(stops) - 1)}",
            where=folder.name,
            expected=f"the layout of {quoted(edition.follows)}, which this edition follows",
            remedy=f"say in [layout] of {FILE_NAME} what is meant, or take follows out",
            differences=tuple(one.sentence for one in stops),
        )
    return [Finding(folder.name, folder.name, "layout-differs", "note", one.sentence) for one in found]


def _followed(folder: Path, edition: Edition) -> Path:
    followed = folder.resolve().parent / edition.follows
    if not (followed / FILE_NAME).is_file() or followed == folder.resolve():
        names = [path.parent.name for path in folder.resolve().parent.glob(f"*/{FILE_NAME}") if path.parent != folder]
        raise InputError(
            f"there is no edition {quoted(edition.follows)} beside this one",
            where=f"{folder.name}/{FILE_NAME}#publication.follows",
            expected="the name of another edition's folder",
            remedy=did_you_mean(edition.follows, sorted(names)) or "correct follows, or take it out",
        )
    return followed


def _is_settled(one: Difference, layout: LayoutOverrides) -> bool:
    if one.unit:
        return layout.unit == one.unit
    if one.heading:
        return normalised(one.heading) in map(normalised, layout.columns) or one.letter in layout.columns
    return one.sheet in layout.sheet


def _and_more(others: int) -> str:
    return f" (and {others} more {'difference' if others == 1 else 'differences'})" if others else ""
