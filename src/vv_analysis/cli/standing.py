"""The verbs about what is published: how it stands, and the release before it."""

from __future__ import annotations

from typing import Annotated

import typer

import vv_analysis
from vv_analysis.cli.application import FAILED, app
from vv_analysis.errors import ReportError
from vv_analysis.present.terminal import say, shown


@app.command()
def status(
    *,
    check: Annotated[
        bool, typer.Option("--check", help="end with 1 if the last run failed, or a newer release should be there")
    ] = False,
) -> None:
    """Say what is published, from which data, what failed last, and when the next run is due."""
    from vv_analysis.publish import status as standing
    from vv_analysis.publish.schedule.due import moment_of_this_machine

    settings, moment = vv_analysis.settings(), moment_of_this_machine()
    for line in standing.lines(settings, moment):
        say(line)
    if check and not standing.is_well(settings, moment):
        raise typer.Exit(FAILED)


@app.command()
def back() -> None:
    """Make the release before the current one current again; the next run that succeeds publishes a new one."""
    from vv_analysis.publish import swap
    from vv_analysis.publish.lock import only_run

    settings = vv_analysis.settings()
    with only_run(settings.reports) as ours:
        if not ours:
            raise ReportError("a run is under way", remedy="go back when it has ended")
        release = swap.back(settings)
    if release is None:
        raise ReportError("there is no earlier release", remedy="see [run] releases_kept in vv.toml")
    say(f"Release {release.name} is current again: {shown(settings.reports / 'current' / 'index.html')}")
