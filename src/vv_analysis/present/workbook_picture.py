"""Say what was understood of a workbook: a picture of each sheet, then sentences, then the draft."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from vv_analysis.ingest.drafting.descriptions import Description, SheetDescription
from vv_analysis.ingest.intake.inspection import Inspection
from vv_analysis.ingest.publications.tables import UNITS, Table
from vv_analysis.present import check_report
from vv_analysis.present.sentences import counted, listed
from vv_analysis.present.sheet_picture import left_out, picture, plain
from vv_analysis.terms.findings import quoted
from vv_analysis.terms.vocabulary import CATEGORIES


def workbook_picture(description: Description, draft: str, width: int) -> Iterator[RenderableType]:
    """Yield what to print of a workbook.

    Parameters
    ----------
    description : Description
        What was understood of it.
    draft : str
        The ``publication.toml`` drafted for it.
    width : int
        How many characters a line may have.
    """
    for described in description.sheets:
        yield Text(_title(described), style="bold")
        yield picture(described, width)
        more = left_out(described, width)
        yield Text(f"{more}\n" if more else "")
    yield Text("Understood", style="bold")
    yield from (Text(f"  {plain(line)}") for line in _understood(description))
    yield Text("\nNot understood, and to know", style="bold")
    yield from (Text(plain(line)) for line in _not_understood(description))
    yield Text("\nDraft of publication.toml", style="bold")
    yield Text(draft)


def _title(described: SheetDescription) -> str:
    sheet = described.sheet
    name = f"Sheet {quoted(sheet.name)}" if sheet.name else "The table"
    said = [counted(len(sheet.filled), "filled row")]
    said += ["hidden"] if described.is_hidden else []
    said += [] if described.is_read else ["not read"]
    return f"{name}: {', '.join(said)}"


def _understood(description: Description) -> Iterator[str]:
    if not description.tables:
        yield "Nothing: no table of values and volumes was found."
    for table in description.tables:
        yield _of_table(table)


def _of_table(table: Table) -> str:
    name = f"Sheet {quoted(table.sheet.name)}" if table.sheet.name else "The table"
    first, last = table.heading_rows[0] + 1, table.heading_rows[-1] + 1
    place = f"heading in row {first}" if first == last else f"heading in rows {first} to {last}"
    about = f", about {CATEGORIES[table.category].lower()}" if table.category else ""
    keys = listed(dict.fromkeys(column.key for column in table.columns if column.key))
    return f"{name}: {place}{about}; rows say {keys or 'no place'}; figures are {_figures(table)}."


def _figures(table: Table) -> str:
    units = {(column.measure, column.unit) for column in table.figures}
    parts = []
    for measure, unit in sorted(units):
        years = [c.year.year for c in table.figures if (c.measure, c.unit) == (measure, unit) and c.year]
        in_unit = f" in {UNITS[unit]}" if measure == "value" else ""
        parts.append(f"{measure}s{in_unit}" + (f" of {listed(dict.fromkeys(years))}" if years else ""))
    return listed(parts)


def _not_understood(description: Description) -> Iterator[str]:
    if description.error:
        yield f"  {description.error}"
    one = Inspection(
        description.path, "publication" if description.rows else "", description.rows, description.findings
    )
    if description.findings or description.rows:
        yield from (f"  {line}" for line in check_report.lines(one))
