"""What was typed is done, and every error said in one sentence with an exit code."""

from __future__ import annotations

import sys
import traceback
from types import TracebackType

import typer
from typer.main import get_command

from vv_analysis.cli.application import DONE, FAILED, WRONG, app, exit_code, told
from vv_analysis.errors import VvError
from vv_analysis.present.terminal import say

_INTERRUPTED = 130  # what typer makes of Ctrl-C


def main() -> None:
    """Run the command line; every error is one sentence and an exit code."""
    told.debug = told.logs = False  # one process may run several commands; each says for itself
    sys.excepthook = _fault
    try:
        # Typer hands back the exit code of a command that ended early; it does not raise it.
        code = get_command(app)(standalone_mode=False) or DONE
    except typer.Abort:
        code = _INTERRUPTED
    except VvError as error:
        _fail(f"{error}", exit_code(error))
    except OSError as error:
        _fail(f"{error.filename or 'The system'}: {error.strerror or error}; what was published before stands.", FAILED)
    except typer.TyperException as error:
        _fail(f"{_complaint(error)} `vv --help` lists what can be typed.", WRONG)
    if code == _INTERRUPTED:
        _fail("Stopped. What was published before stands.", FAILED)
    sys.exit(code)


def _complaint(error: typer.TyperException) -> str:
    # Only the longer form of typer's message names the option; it belongs to the subclasses.
    words = getattr(error, "format_message", lambda: str(error))()
    return str(words) if str(words).endswith("?") else f"{str(words).rstrip('.')}."


def _fault(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say an error that nobody foresaw in one sentence; where it happened is for --debug."""
    if told.debug:
        traceback.print_exception(kind, error, trace)
    _complain(f"{kind.__name__}: {error}. This is a fault of the program; `vv --debug` shows where.", FAILED)


def _fail(sentence: str, code: int) -> None:
    if told.debug:
        traceback.print_exc()
    _complain(sentence, code)
    sys.exit(code)


def _complain(sentence: str, code: int) -> None:
    if told.logs:
        from vv_analysis.publish.watching import log

        log("stopped", error=sentence, exit_code=code)
    else:
        say(sentence, error=True)
