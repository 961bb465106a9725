"""The command line: one thin function a verb; what it says is here, what it does is elsewhere.

Each verb imports what it needs itself, so that nobody waits for pandas to be told what can be typed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import traceback
from contextlib import closing
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand
from typer.main import get_command

import vv_analysis
from vv_analysis.errors import InputError, ParameterError, ReportError, SettingsError, VvError
from vv_analysis.present.sentences import counted
from vv_analysis.present.terminal import print_all, say, shown

if TYPE_CHECKING:
    from vv_analysis.ingest.intake.inspection import Inspection

DONE, FAILED, WRONG, REFUSED = 0, 1, 2, 3
_IN_JSON = ("severity", "rule", "file", "sheet", "cell", "where", "what", "expected", "remedy")
_INTERRUPTED = 130  # what typer makes of Ctrl-C

app = typer.Typer(
    help="Cost per user, variance and ramp-up of published values and volumes.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
_debug = False


class _WithReports(TyperCommand):
    """A command whose help ends in what each report may be asked for; that is worked out when it is printed."""

    def get_help(self, ctx: Any) -> str:
        from vv_analysis.publish.report_parameters import help_text

        self.epilog = "Reports and what they may be asked for:\n\n\b\n" + help_text()
        return super().get_help(ctx)


@app.callback(invoke_without_command=True)
def options(
    context: typer.Context,
    *,
    debug: Annotated[bool, typer.Option("--debug", help="show where in the program an error came from")] = False,
    version: Annotated[bool, typer.Option("--version", help="say which version this is")] = False,
) -> None:
    """Cost per user, variance and ramp-up of published values and volumes."""
    global _debug  # noqa: PLW0603
    _debug = debug
    if version:
        typer.echo(f"vv-analysis {vv_analysis.__version__}")
        raise typer.Exit(DONE)
    if context.invoked_subcommand is None:
        typer.echo(context.get_help(), err=True)
        raise typer.Exit(WRONG)


@app.command(cls=_WithReports)
def run(
    only: Annotated[list[str] | None, typer.Option(help="only this report; may be given again")] = None,
    set_: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="only this value of a parameter")
    ] = None,
    jobs: Annotated[int, typer.Option(min=0, help="pages made side by side; 0 for what vv.toml says")] = 0,
    engine_: Annotated[
        str, typer.Option("--engine", metavar="ENGINE", help="who makes the pages: local, or dask:ADDRESS")
    ] = "local",
    *,
    force: Annotated[bool, typer.Option("--force", help="make every page again, also those that stand")] = False,
    explain: Annotated[bool, typer.Option("--why", help="say of each page why it is made")] = False,
) -> None:
    """Read data/raw, make what is out of date, and publish a complete new release or none."""
    from vv_analysis.publish.nothing_new import nothing_new

    settings, chosen = vv_analysis.settings(), _assignments(set_ or [])
    if not (only or chosen or force) and (release := nothing_new(settings)):
        say(f"Nothing has changed since release {release} was made, so it stands. `vv run --force` makes it again.")
        return
    from vv_analysis.publish.engines.protocol import engine

    side_by_side = jobs or settings.run.jobs or os.cpu_count() or 1
    with closing(engine(engine_, side_by_side)) as maker:  # it warms up while we read
        from vv_analysis.publish import release_run, watching
        from vv_analysis.publish.parameters import read
        from vv_analysis.publish.report_parameters import Known

        known = Known(settings, cache(lambda: read(settings)))
        with watching.watching(side_by_side if engine_ == "local" else 0, explain=explain) as watch:
            planned = release_run.plan(settings, only or [], chosen, known, force=force)
            outcome = release_run.run(settings, planned, vv_analysis.__version__, maker, watch, known.frames)
    if outcome.busy:
        say("Another run is under way; nothing was done.")
        return
    for result in outcome.failed:
        say(f"Failed: {result.error}", error=True)
    if outcome.folder is None:
        kept = shown(settings.reports / "failed")
        say(f"Nothing was published; the last good release stands. The failed notebooks are in {kept}.", error=True)
        raise typer.Exit(FAILED)
    if planned.complete:
        page = shown(settings.reports / "current" / "index.html")
        as_before = f", {outcome.kept} of them as made before" if outcome.kept else ""
        say(f"Published {counted(len(planned.jobs), 'page')}{as_before}: {page}")
    else:
        preview = shown(outcome.folder / "index.html")
        say(f"Made {counted(len(planned.jobs), 'page')} as a preview: {preview}. The last release stands.")


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


@app.command()
def status() -> None:
    """Say what is published, from which data, and what failed last."""
    from vv_analysis.publish.status import lines

    for line in lines(vv_analysis.settings()):
        say(line)


@app.command()
def lab() -> None:
    """Open the exploring notebook in JupyterLab."""
    from vv_analysis.settings import HOME_VARIABLE

    settings = vv_analysis.settings()
    notebook = settings.notebooks / "explore.ipynb"
    if not notebook.is_file():
        raise ParameterError("the exploring notebook is missing", where=shown(notebook), remedy="restore it")
    # Nothing is asked of other machines: no news, no updates, no extensions.
    quiet = ("--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
             "--LabApp.extension_manager=readonly")  # fmt: skip
    environment = os.environ | {HOME_VARIABLE: str(settings.home)}
    subprocess.run([sys.executable, "-m", "jupyterlab", str(notebook), *quiet], env=environment, check=False)  # noqa: S603


def main() -> None:
    """Run the command line; every error is one sentence and an exit code."""
    global _debug  # noqa: PLW0603
    _debug = False  # one process may run several commands; each says for itself
    sys.excepthook = _fault
    try:
        # Typer hands back the exit code of a command that ended early; it does not raise it.
        code = get_command(app)(standalone_mode=False) or DONE
    except typer.Abort:
        code = _INTERRUPTED
    except VvError as error:
        _fail(f"{error}", _exit_code(error))
    except OSError as error:
        _fail(f"{error.filename or 'The system'}: {error.strerror or error}; what was published before stands.", FAILED)
    except typer.TyperException as error:
        _fail(f"{_complaint(error)} `vv --help` lists what can be typed.", WRONG)
    if code == _INTERRUPTED:
        _fail("Stopped. What was published before stands.", FAILED)
    sys.exit(code)


def _decisions() -> Path | None:
    try:
        return vv_analysis.settings().decisions
    except SettingsError:
        return None  # a file checked outside any project: every name stays as it was stated


def _complaint(error: typer.TyperException) -> str:
    # Only the longer form of typer's message names the option; it belongs to the subclasses.
    words = getattr(error, "format_message", lambda: str(error))()
    return str(words) if str(words).endswith("?") else f"{str(words).rstrip('.')}."


def _fault(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say an error that nobody foresaw in one sentence; where it happened is for --debug."""
    if _debug:
        traceback.print_exception(kind, error, trace)
    say(f"{kind.__name__}: {error}. This is a fault of the program; `vv --debug` shows where.", error=True)


def _exit_code(error: VvError) -> int:
    codes: list[tuple[type[VvError], int]] = [
        (ParameterError, WRONG),
        (SettingsError, WRONG),
        (InputError, REFUSED),
        (ReportError, FAILED),
    ]
    return next((code for kind, code in codes if isinstance(error, kind)), FAILED)


def _fail(sentence: str, code: int) -> None:
    if _debug:
        traceback.print_exc()
    say(sentence, error=True)
    sys.exit(code)


def _assignments(given: list[str]) -> dict[str, str]:
    pairs = [text.partition("=") for text in given]
    for name, sign, _ in pairs:
        if not sign or not name.isidentifier():
            raise ParameterError(f"{name!r} is no parameter with a value", where="--set", expected="NAME=VALUE")
    chosen = {name: value for name, _, value in pairs}
    if len(chosen) < len(pairs):
        raise ParameterError("a parameter is set more than once", where="--set", remedy="choose one value of each")
    return chosen


def _as_record(one: Inspection) -> dict[str, object]:
    from vv_analysis.terms.findings import findings_frame

    findings = findings_frame(one.findings)[list(_IN_JSON)].to_dict("records")
    return {"path": str(one.path), "kind": one.kind, "rows": one.rows, "findings": findings}
