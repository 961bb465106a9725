"""The verbs that make reports: what would be made, one page of it, all of it, and how it stands."""

from __future__ import annotations

import json
import os
import sys
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

import vv_analysis
from vv_analysis.cli.application import DONE, FAILED, app, told
from vv_analysis.cli.unattended import STANDS, saying_if_late, tell, telling
from vv_analysis.errors import ParameterError, ReportError
from vv_analysis.present.sentences import counted
from vv_analysis.present.terminal import say, shown
from vv_analysis.publish.light_imports import without
from vv_analysis.publish.watching import watched

if TYPE_CHECKING:
    from vv_analysis.publish.release_run import Outcome, Plan
    from vv_analysis.settings import Settings


class _WithReports(TyperCommand):
    """A command whose help ends in what each report may be asked for; that is worked out when it is printed."""

    def get_help(self, ctx: Any) -> str:
        from vv_analysis.publish.report_parameters import help_text

        self.epilog = "Reports and what they may be asked for:\n\n\b\n" + help_text()
        return super().get_help(ctx)


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
    pages: Annotated[
        list[Path] | None, typer.Option(metavar="FOLDER", help="take pages made with `vv page` from there")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="make every page again, also those that stand")] = False,
    explain: Annotated[bool, typer.Option("--why", help="say of each page why it is made")] = False,
) -> None:
    """Read data/raw, make what is out of date, and publish a complete new release or none."""
    told.logs = not watched()
    settings, chosen = vv_analysis.settings(), _assignments(set_ or [])
    if not (only or chosen or force or pages) and _nothing_new(settings):
        return
    from vv_analysis.publish.lock import only_run

    with telling(settings, whole=not (only or chosen)), only_run(settings.reports) as ours:
        if not ours:
            say("Another run is under way; nothing was done.")
            return
        from vv_analysis.publish.engines.protocol import engine

        side_by_side = jobs or settings.run.jobs or os.cpu_count() or 1
        with saying_if_late(settings), closing(engine(engine_, side_by_side)) as maker:  # it warms up while we read
            with without("dask"):  # the engine of that name has imported it by now
                from vv_analysis.publish import release_run, watching
                from vv_analysis.publish.parameters import read
                from vv_analysis.publish.report_parameters import Known

            known = Known(settings, cache(lambda: read(settings)))
            with watching.watching(side_by_side if engine_ == "local" else 0, explain=explain) as watch:
                planned = release_run.plan(settings, only or [], chosen, known, force=force)
                outcome = release_run.run(
                    settings, planned, vv_analysis.__version__, maker, watch, known.frames, pages or ()
                )
            _tell_outcome(settings, planned, outcome)


def _nothing_new(settings: Settings) -> bool:
    from vv_analysis.publish import kept_pages, notice
    from vv_analysis.publish.nothing_new import nothing_new

    if release := nothing_new(settings):
        kept_pages.still_stands(settings.reports)
        notice.forget_failure(settings)
        say(f"Nothing has changed since release {release} was made, so it stands. `vv run --force` makes it again.")
    return bool(release)


def _tell_outcome(settings: Settings, planned: Plan, outcome: Outcome) -> None:
    from vv_analysis.publish import notice

    if outcome.folder is None:
        _tell_failure(settings, outcome, whole=planned.complete)
    elif planned.complete:
        notice.forget_failure(settings)
        for sentence in outcome.left_out:
            _tell_left_out(settings, sentence)
        page = shown(settings.reports / "current" / "index.html")
        as_before = f", {outcome.kept} of them as made before" if outcome.kept else ""
        say(f"Published {counted(outcome.pages, 'page')}{as_before}: {page}")
    else:
        preview = shown(outcome.folder / "index.html")
        say(f"Made {counted(len(planned.jobs), 'page')} as a preview: {preview}. The last release stands.")


def _tell_left_out(settings: Settings, sentence: str) -> None:
    if told.logs:
        from vv_analysis.publish.watching import log

        log("left out", error=sentence)
    else:
        say(sentence, error=True)
    tell(settings, sentence, DONE)


def _tell_failure(settings: Settings, outcome: Outcome, *, whole: bool) -> None:
    from vv_analysis.publish.notice import note_failure

    sentence = f"{STANDS} The failed notebooks are in {shown(settings.reports / 'failed')}."
    if told.logs:
        from vv_analysis.publish.watching import log

        log("stopped", error=sentence, exit_code=FAILED)
    else:
        for result in outcome.failed:
            say(f"Failed: {result.error}", error=True)
        say(sentence, error=True)
    if whole:
        note_failure(settings, sentence)
    tell(settings, sentence, FAILED, outcome)
    raise typer.Exit(FAILED)


@app.command()
def plan(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="print JSON for programs")] = False,
) -> None:
    """Say which pages a run makes, by the names that `vv page` understands."""
    from vv_analysis.publish.parameters import jobs

    keys = [job.key for job in jobs(vv_analysis.settings())]
    sys.stdout.write(json.dumps(keys) + "\n" if as_json else "".join(f"{key}\n" for key in keys))


@app.command()
def page(
    name: Annotated[str, typer.Argument(metavar="REPORT/PAGE", help="a page as `vv plan` names it: region/wales")],
    into: Annotated[Path, typer.Option(metavar="FOLDER", help="where its files are put")],
) -> None:
    """Make one page by itself; `vv run --pages FOLDER` takes it into a release."""
    from vv_analysis.publish.one_page import make_one_page

    result = make_one_page(vv_analysis.settings(), name, into, vv_analysis.__version__)
    if not result.made:
        raise ReportError(result.error.removesuffix("."))
    say(f"Made {name}: {shown(into / f'{name}.html')}")


def _assignments(given: list[str]) -> dict[str, str]:
    pairs = [text.partition("=") for text in given]
    for name, sign, _ in pairs:
        if not sign or not name.isidentifier():
            raise ParameterError(f"{name!r} is no parameter with a value", where="--set", expected="NAME=VALUE")
    chosen = {name: value for name, _, value in pairs}
    if len(chosen) < len(pairs):
        raise ParameterError("a parameter is set more than once", where="--set", remedy="choose one value of each")
    return chosen
