"""The application that verbs are added to, and what it can be told before a verb."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer

import vv_analysis
from vv_analysis.errors import InputError, ParameterError, ReportError, SettingsError, VvError

DONE, FAILED, WRONG, REFUSED = 0, 1, 2, 3


@dataclass(slots=True)
class Told:
    """What was typed before the verb."""

    debug: bool = False
    logs: bool = False  # whether errors are lines of a log, because nobody watches


told = Told()
app = typer.Typer(
    help="Cost per user, variance and ramp-up of published values and volumes.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback(invoke_without_command=True)
def options(
    context: typer.Context,
    *,
    debug: Annotated[bool, typer.Option("--debug", help="show where in the program an error came from")] = False,
    version: Annotated[bool, typer.Option("--version", help="say which version this is")] = False,
) -> None:
    """Cost per user, variance and ramp-up of published values and volumes."""
    told.debug = debug
    if version:
        typer.echo(f"vv-analysis {vv_analysis.__version__}")
        raise typer.Exit(DONE)
    if context.invoked_subcommand is None:
        typer.echo(context.get_help(), err=True)
        raise typer.Exit(WRONG)


def exit_code(error: VvError) -> int:
    """Return what a command ends with after an error."""
    codes: list[tuple[type[VvError], int]] = [
        (ParameterError, WRONG),
        (SettingsError, WRONG),
        (InputError, REFUSED),
        (ReportError, FAILED),
    ]
    return next((code for kind, code in codes if isinstance(error, kind)), FAILED)
