"""What a run does so that nobody need watch it: it tells of every failure."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import typer

from vv_analysis.cli.application import FAILED, exit_code
from vv_analysis.errors import VvError
from vv_analysis.present.terminal import say
from vv_analysis.publish.watching import watched

if TYPE_CHECKING:
    from vv_analysis.publish.release_run import Outcome
    from vv_analysis.settings import Settings

STANDS = "Nothing was published; the last good release stands."


@contextmanager
def saying_if_late(settings: Settings) -> Iterator[None]:
    """Let the front page say that it is older than it should be, before the block and after one that failed."""
    _say_if_late(settings)  # a run that is killed tonight says nothing afterwards
    try:
        yield
    except Exception:
        _say_if_late(settings)
        raise


def _say_if_late(settings: Settings) -> None:
    if settings.schedule is None:
        return
    from vv_analysis.publish.late import say_if_late
    from vv_analysis.publish.schedule.due import moment_of_this_machine

    # Whatever hinders this hinders the run too, which tells of it.
    with suppress(OSError, VvError):
        say_if_late(settings, moment_of_this_machine())


@contextmanager
def telling(settings: Settings, *, whole: bool) -> Iterator[None]:
    """Tell whom vv.toml names of any error in the block, and if it was a whole run note it; it goes on to be said."""
    try:
        yield
    except typer.Exit:
        raise
    except VvError as error:
        _failed(settings, f"{error} {STANDS}", exit_code(error), whole=whole)
        raise
    except Exception as error:
        _failed(settings, f"{type(error).__name__}: {error}. {STANDS}", FAILED, whole=whole)
        raise


def _failed(settings: Settings, error: str, code: int, *, whole: bool) -> None:
    from vv_analysis.publish.notice import note_failure

    if whole:
        note_failure(settings, error)
    tell(settings, error, code)


def tell(settings: Settings, error: str, code: int, outcome: Outcome | None = None) -> None:
    """Tell whom vv.toml names of a failure; if nobody can be told, say that too."""
    from vv_analysis.publish.notice import notify, summary
    from vv_analysis.publish.watching import log

    unheard = notify(settings, summary(settings, error, code, outcome.failed if outcome else ()))
    if unheard and watched():
        say(unheard, error=True)
    elif unheard:
        log("nobody was told", error=unheard)
