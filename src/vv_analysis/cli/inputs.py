"""The verbs that look at inputs: what is read from them, what they lack, and what changed between two of them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import vv_analysis
from vv_analysis.cli.application import REFUSED, app
from vv_analysis.errors import SettingsError
from vv_analysis.present.terminal import print_all, say, shown

if TYPE_CHECKING:
    from vv_analysis.ingest.intake.inspection import Inspection

_IN_JSON = ("severity", "rule", "file", "sheet", "cell", "where", "what", "expected", "remedy")


@app.command()
def check(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="files or folders to read as a run would")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="print JSON for programs")] = False,
    save: Annotated[
        Path | None, typer.Option(metavar="REPORT.html", help="save the same as a page that can be sent back")
    ] = None,
) -> None:
    """Say what is read from files, and what is refused, with its place and what to do."""
    from vv_analysis.ingest.intake.inspection import inspect_together
    from vv_analysis.present import check_page, check_report

    page = check_page.page_path(save) if save else None
    inspections = inspect_together(paths, _decisions())
    if page:
        # The style of the pages comes with all that renders notebooks; only a page waits for it.
        from vv_analysis.publish.forms.web import style

        check_page.save(check_page.check_page(inspections, style(), vv_analysis.__version__), page)
    if as_json:
        # Plain ASCII: no file name can steer a terminal, and every name can be written whatever the encoding.
        sys.stdout.write(json.dumps([_as_record(one) for one in inspections], indent=2) + "\n")
    else:
        for line in (line for one in inspections for line in check_report.lines(one)):
            say(line)
    if any(finding.severity == "refused" for one in inspections for finding in one.findings):
        raise typer.Exit(REFUSED)


@app.command()
def template(
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="the workbook to write; a .csv is possible too")],
    *,
    force: Annotated[bool, typer.Option("--force", help="write over a file that stands there")] = False,
) -> None:
    """Write the workbook in which an organisation enters its existing contracts."""
    from vv_analysis.present.empty_template import write_empty_template

    write_empty_template(file, replace=force)
    say(f"The template stands in {file}. Fill it in, then type `vv check {file}` to see what needs correcting.")


@app.command()
def describe(
    workbook: Annotated[Path, typer.Argument(metavar="WORKBOOK", help="an unknown published workbook or CSV")],
    *,
    write: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="make this edition: a copy of the workbook, and the draft")
    ] = None,
) -> None:
    """Look at an unknown published workbook, and draft the publication.toml that reads it."""
    from vv_analysis.ingest.drafting import descriptions, drafts
    from vv_analysis.present.workbook_picture import workbook_picture

    description = descriptions.describe(workbook)
    draft = drafts.draft(description, drafts.editions_here())
    print_all(lambda width: workbook_picture(description, draft, width))
    if write:
        drafts.write_edition(workbook, draft, write)
        say(f"The draft stands in {shown(write)}. Fill it in, then type `vv check {shown(write)}`.")


@app.command()
def diff(
    before: Annotated[str, typer.Argument(metavar="EDITION", help="the earlier edition: its name or its folder")],
    after: Annotated[str, typer.Argument(metavar="EDITION", help="the later edition")],
) -> None:
    """Say what changed between two publications, and which reports quote it."""
    from vv_analysis.present import edition_changes

    settings = vv_analysis.settings()
    folders = [edition_changes.edition_folder(name, settings.raw / "publications") for name in (before, after)]
    changes = edition_changes.edition_changes(*folders)
    quoted_by = {folder.name: edition_changes.reports_that_quote(settings, folder.name) for folder in folders}
    print_all(lambda _: edition_changes.in_words(changes, quoted_by))


def _decisions() -> Path | None:
    try:
        return vv_analysis.settings().decisions
    except SettingsError:
        return None  # a file checked outside any project: every name stays as it was stated


def _as_record(one: Inspection) -> dict[str, object]:
    from vv_analysis.terms.findings import findings_frame

    findings = findings_frame(one.findings)[list(_IN_JSON)].to_dict("records")
    return {"path": str(one.path), "kind": one.kind, "rows": one.rows, "findings": findings}
