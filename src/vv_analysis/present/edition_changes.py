"""What changed between two publications: what is said of them, their layout, their lines, and like with like."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
from rich.console import RenderableType
from rich.table import Table as Grid
from rich.text import Text

from vv_analysis.errors import FrameError, LayoutDriftError, ParameterError
from vv_analysis.ingest.cells.files import TABLES, files_in
from vv_analysis.ingest.publications.drift import Difference, differences
from vv_analysis.ingest.publications.editions import FILE_NAME, STATEMENTS, Edition, read_edition
from vv_analysis.ingest.publications.followed_editions import layout_of_edition
from vv_analysis.ingest.publications.reader import publication
from vv_analysis.ingest.words.names import did_you_mean
from vv_analysis.measure.split.variance import variance
from vv_analysis.present.sentences import counted, day, listed, percent, pounds, users
from vv_analysis.present.sheet_picture import plain
from vv_analysis.settings import Settings
from vv_analysis.terms.vocabulary import CATEGORIES

LINE = ["category", "area_code", "cohort", "year"]
_FIGURES = {"value": "value_gbp", "volume": "volume_users"}
_COMPARED = ["value_before_gbp", "value_after_gbp", "volume_before_users", "volume_after_users"]
_SAID = {
    "title": "title",
    "published_on": "published on",
    "status": "status",
    "vat": "VAT",
    "prices": "prices",
    "volume_unit": "what is counted",
    "source_url": "source",
}


@dataclass(frozen=True, slots=True)
class EditionChanges:
    """What changed from one edition to another.

    Attributes
    ----------
    before, after : str
        Their names.
    said : tuple of str
        What ``publication.toml`` says otherwise, a sentence each.
    layout : tuple of Difference
        What is laid out otherwise.
    lines : tuple of str
        How many lines are new, gone, changed, or have another status.
    unlike : str
        Why their figures cannot be subtracted; "" where they can.
    by_service : DataFrame
        One row a category and year: values and volumes of the lines that have both figures on both sides.
    left_out : int
        How many lines of both editions lack one of these figures, or cover other days.
    illustrative : bool
        Whether any figure is invented.
    """

    before: str
    after: str
    said: tuple[str, ...]
    layout: tuple[Difference, ...]
    lines: tuple[str, ...]
    unlike: str
    by_service: pd.DataFrame
    left_out: int = 0
    illustrative: bool = False


def edition_changes(before: Path, after: Path) -> EditionChanges:
    """Compare the editions in two folders.

    Raises
    ------
    InputError
        One of them cannot be read.
    """
    said = tuple(_said(read_edition(before), read_edition(after)))
    layout = tuple(differences(layout_of_edition(before), layout_of_edition(after)))
    try:
        was, now = publication(before).frame, publication(after).frame
    except LayoutDriftError as error:
        # What stops a reading is what a comparison is asked for: it is shown, and no figure is.
        return EditionChanges(before.name, after.name, said, layout, (), str(error), pd.DataFrame())
    by_service, unlike = _like_with_like(was, now)
    left_out = 0 if unlike else len(_once(was).merge(_once(now), on=LINE)) - int(by_service["lines"].sum())
    illustrative = bool((pd.concat([was, now])["data_status"] == "illustrative").any())
    lines = tuple(_of_lines(was, now))
    return EditionChanges(before.name, after.name, said, layout, lines, unlike, by_service, left_out, illustrative)


def _said(was: Edition, now: Edition) -> Iterator[str]:
    for name, words in _SAID.items():
        before, after = (getattr(edition, name) for edition in (was, now))
        if before != after:
            yield f"{words}: {_shown(before)}, now {_shown(after)}"


def _shown(value: object) -> str:
    return day(pd.Timestamp(value)) if isinstance(value, date) else str(value or "not said")


def _of_lines(was: pd.DataFrame, now: pd.DataFrame) -> Iterator[str]:
    both = _once(was).merge(_once(now), how="outer", on=LINE, suffixes=("_was", "_now"), indicator="side")
    sides = both["side"].value_counts()
    yield f"{counted(int(sides['both']), 'line')} in both, {sides['right_only']:,} new, {sides['left_only']:,} gone"
    matched = both[both["side"] == "both"]
    for measure, column in _FIGURES.items():
        before, after = matched[f"{column}_was"], matched[f"{column}_now"]
        changed = int((before.notna() & after.notna() & (before != after)).sum())
        yield f"another {measure}: {counted(changed, 'line')}"
        yield from _statuses(matched, measure)
    other_days = _other_days(matched)
    if other_days.any():
        yield f"other days of the same year: {counted(int(other_days.sum()), 'line')}; these are not subtracted"


def _statuses(matched: pd.DataFrame, measure: str) -> Iterator[str]:
    before, after = matched[f"{measure}_status_was"], matched[f"{measure}_status_now"]
    moved = Counter(zip(before[before != after].map(str), after[before != after].map(str), strict=True))
    for (was, now), count in sorted(moved.items()):
        yield f"{measure} was {was.replace('_', ' ')} and is now {now.replace('_', ' ')}: {counted(count, 'line')}"


def _once(frame: pd.DataFrame) -> pd.DataFrame:
    # Of a line that stands twice, reading has warned; here the first is meant.
    return frame.drop_duplicates(LINE)


def _other_days(matched: pd.DataFrame) -> pd.Series[bool]:
    return (matched["start_was"] != matched["start_now"]) | (matched["end_was"] != matched["end_now"])


def _like_with_like(was: pd.DataFrame, now: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Return values and volumes by service and year of the lines known on both sides, or why there are none."""
    before, after = (_once(frame) for frame in (was, now))
    both = before.merge(after, on=LINE, suffixes=("_was", "_now"))
    unlike = set(both.loc[_other_days(both), LINE].itertuples(index=False, name=None))
    try:
        changes = variance(_without(before, unlike), _without(after, unlike), on=LINE)
    except FrameError as error:
        return pd.DataFrame(), str(error)
    known = changes[changes[_COMPARED].notna().all(axis="columns")]
    groups = known.groupby(["category", "year"], sort=True)
    return groups[[*_COMPARED, "variance_gbp"]].sum().assign(lines=groups.size()).reset_index(), ""


def _without(frame: pd.DataFrame, lines: set[tuple[object, ...]]) -> pd.DataFrame:
    kept = [line not in lines for line in frame[LINE].itertuples(index=False, name=None)]
    return frame[kept]


def in_words(changes: EditionChanges, quoted_by: dict[str, list[str]]) -> Iterator[RenderableType]:
    """Yield what to print of the changes, with the reports that quote each of the two editions."""
    invented = " (illustrative: invented figures)" if changes.illustrative else ""
    yield Text(plain(f"From {changes.before} to {changes.after}{invented}"))
    yield from _part("What is said of them", changes.said or ("nothing else is said",))
    yield from _part("How they are laid out", [one.sentence for one in changes.layout] or ("alike",))
    yield from _part("Their lines: a service in an area for some people in a year", changes.lines or ("not read",))
    if changes.unlike:
        yield from _part("Values and volumes", [f"not subtracted: {changes.unlike}"])
    else:
        yield from _part("Values and volumes of the lines with both figures on both sides", ())
        yield Text(f"  {counted(changes.left_out, 'other line')} of both left out")
        yield from _grids(changes.by_service)
    reports = [f"{name}: {listed(titles) if titles else 'no report'}" for name, titles in quoted_by.items()]
    yield from _part("Reports that quote them", reports)


def _part(heading: str, lines: Iterable[str]) -> Iterator[Text]:
    yield Text(f"\n{heading}", style="bold")
    yield from (Text(f"  {plain(line)}") for line in lines)


def _grids(by_service: pd.DataFrame) -> Iterator[RenderableType]:
    headings = {"year": 7, "lines": 5, "value before": 12, "value after": 12, "change": 12, "": 6}
    headings |= {"volume before": 7, "volume after": 7}
    for category, rows in by_service.groupby("category", sort=False):
        grid = Grid(title=CATEGORIES[str(category)], title_justify="left", title_style="", box=None, pad_edge=False)
        for heading, width in headings.items():
            grid.add_column(heading, justify="right", width=width, header_style="")
        for row in rows.to_dict("records"):
            grid.add_row(*(Text(cell) for cell in _cells(row)))
        yield grid


def _cells(row: dict[Hashable, Any]) -> tuple[str, ...]:
    before, after, change = row["value_before_gbp"], row["value_after_gbp"], row["variance_gbp"]
    per_cent = percent(100 * change / before, plus=True) if before > 0 else "[z]"
    values = (pounds(before), pounds(after), pounds(change, plus=True), per_cent)
    return (
        row["year"],
        f"{row['lines']:,}",
        *values,
        users(row["volume_before_users"]),
        users(row["volume_after_users"]),
    )


def reports_that_quote(settings: Settings, edition: str) -> list[str]:
    """Return the titles of the reports whose notebook shows an edition: by its name, or as one of those compared."""
    compared = edition in {settings.comparison.edition, settings.comparison.earlier_edition}
    words = [f"'{edition}'", f'"{edition}"', *(["comparison"] if compared else [])]
    return [report.title for report in settings.report if _mentions(settings.notebooks / f"{report.name}.ipynb", words)]


def _mentions(notebook: Path, words: list[str]) -> bool:
    if not notebook.is_file():
        return False
    cells = json.loads(notebook.read_text(encoding="utf-8")).get("cells", [])
    code = "".join("".join(cell["source"]) for cell in cells if cell.get("cell_type") == "code")
    return any(word in code for word in words)


def edition_folder(name: str, editions: Path) -> Path:
    """Return the folder of an edition, by its name among the others or by its path.

    Raises
    ------
    ParameterError
        There is no such edition, or it holds statements and no table.
    """
    folder = Path(name) if (Path(name) / FILE_NAME).is_file() else editions / name
    known = sorted(path.parent.name for path in editions.glob(f"*/{FILE_NAME}") if _has_table(path.parent))
    if not (folder / FILE_NAME).is_file() or not _has_table(folder):
        what = "is no edition" if not (folder / FILE_NAME).is_file() else "holds statements and no table to compare"
        remedy = did_you_mean(name, known) or "choose one of them"
        raise ParameterError(f"{name!r} {what}", expected=f"one of {', '.join(known) or 'none'}", remedy=remedy)
    return folder


def _has_table(folder: Path) -> bool:
    return any(path.name != STATEMENTS for path in files_in(folder, TABLES))
