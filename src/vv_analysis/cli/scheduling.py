"""The verb that hands the schedule to those who keep it."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

import vv_analysis
from vv_analysis.cli.application import app
from vv_analysis.errors import ParameterError, SettingsError
from vv_analysis.present.terminal import say, shown

if TYPE_CHECKING:
    from vv_analysis.settings import Schedule, Settings


@app.command()
def schedule(
    scheduler: Annotated[
        Literal["cron", "systemd", "github"], typer.Option("--as", help="who is to keep the schedule of vv.toml")
    ],
    into: Annotated[Path | None, typer.Option(metavar="FOLDER", help="write the files there")] = None,
    after: Annotated[
        str, typer.Option(metavar="TIME", help="show the runs after this time: 2026-10-24T12:00; now, if not said")
    ] = "",
) -> None:
    """Print the schedule for cron, systemd or GitHub, and say when the next runs are."""
    from vv_analysis.publish.schedule import files
    from vv_analysis.publish.schedule.task import task

    settings = vv_analysis.settings()
    ours = _schedule(settings)
    start = _moment(after, ours)
    texts = files.files(scheduler, ours, task(settings), start)
    if into is None:
        sys.stdout.write(files.together(texts))
        sys.stdout.flush()
    else:
        for path in files.write(texts, into):
            say(f"Written: {shown(path)}")
    _tell_runs(ours, start)
    say(files.to_do(scheduler, texts, into.resolve() if into else None), error=True)


def _schedule(settings: Settings) -> Schedule:
    if settings.schedule is None:
        raise SettingsError(
            "there is no [schedule]",
            where="vv.toml",
            remedy='put [schedule] there with cron = "30 2 * * *" and timezone = "Europe/London"',
        )
    return settings.schedule


def _moment(after: str, ours: Schedule) -> datetime:
    from vv_analysis.publish.schedule.due import moment_of_this_machine
    from vv_analysis.terms.cron import zone

    if not after:
        return moment_of_this_machine()
    try:
        moment = datetime.fromisoformat(after)
    except ValueError as error:
        raise ParameterError(f"{after!r} is no time", where="--after", expected="2026-10-24T12:00") from error
    # A time by itself is that of the clock which the schedule goes by.
    return moment if moment.tzinfo else moment.replace(tzinfo=zone(ours.timezone))


def _tell_runs(ours: Schedule, start: datetime) -> None:
    from vv_analysis.publish.schedule.due import next_runs

    say(f"The next five runs, in the time of {ours.timezone}:", error=True)
    for run in next_runs(ours, start):
        say(f"  {run:%a} {run.day} {run:%B %Y, %H:%M %Z}", error=True)
