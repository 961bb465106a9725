"""Somebody is told when a run that nobody watched has failed: the command of vv.toml gets a summary."""

from __future__ import annotations

import contextlib
import json
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from vv_analysis.publish import releases

if TYPE_CHECKING:
    from vv_analysis.publish.runner import Result
    from vv_analysis.settings import Settings

_LONGEST_SECONDS = 60
_LAST_FAILURE = ".last_failure.txt"


@dataclass(frozen=True, slots=True)
class Summary:
    """What a failed run comes to.

    Attributes
    ----------
    project : str
        The folder of the project.
    error : str
        Why nothing was published, in a sentence.
    exit_code : int
        What the run ends with.
    failed : list of dict
        Each failed page with its error and the notebook that was kept.
    standing : str
        The release that stands; empty if there is none.
    """

    project: str
    error: str
    exit_code: int
    failed: list[dict[str, str]]
    standing: str


def summary(settings: Settings, error: str, exit_code: int, failed: Iterable[Result] = ()) -> Summary:
    """Return what there is to say about a failed run."""
    release = releases.current(settings.reports)
    kept = settings.reports / "failed"
    pages = [
        {"page": result.job.key, "error": result.error, "notebook": str(kept / f"{result.job.key}.ipynb")}
        for result in failed
    ]
    return Summary(str(settings.home), error, exit_code, pages, release.name if release else "")


def note_failure(settings: Settings, error: str) -> None:
    """Write down that the last run failed, for ``vv status``; a disk that takes no more is told of elsewhere."""
    with contextlib.suppress(OSError):
        settings.reports.mkdir(parents=True, exist_ok=True)
        (settings.reports / _LAST_FAILURE).write_text(f"{error}\n", encoding="utf-8")


def forget_failure(settings: Settings) -> None:
    """Write down that a run came to its end."""
    with contextlib.suppress(OSError):
        (settings.reports / _LAST_FAILURE).unlink(missing_ok=True)


def last_failure(settings: Settings) -> str:
    """Return why the last run failed, in a sentence; nothing if it did not."""
    written = settings.reports / _LAST_FAILURE
    return written.read_text(encoding="utf-8").strip() if written.is_file() else ""


def notify(settings: Settings, of: Summary) -> str:
    """Run the command of ``[notify]`` with the summary as JSON on its input.

    Parameters
    ----------
    settings : Settings
        The settings of the project; without a command nothing is done.
    of : Summary
        What is told.

    Returns
    -------
    str
        Why nobody could be told, in a sentence; empty if somebody was. No failure of the command hides that of the run.
    """
    command = settings.notify.command
    if not command:
        return ""
    told: Mapping[str, object] = asdict(of)
    try:
        # The command is of the project's own settings, and runs as it is written: no shell reads it.
        done = subprocess.run(  # noqa: S603
            list(command), input=json.dumps(told, ensure_ascii=False), encoding="utf-8", cwd=settings.home,
            capture_output=True, timeout=_LONGEST_SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return f"{command[0]} of [notify] in vv.toml took longer than {_LONGEST_SECONDS} seconds, so it was ended."
    except (OSError, ValueError) as error:
        return f"{command[0]} of [notify] in vv.toml could not be run ({error}); correct its path."
    last = done.stderr.strip().splitlines()[-1:] or [""]
    return (
        f"{command[0]} of [notify] in vv.toml ended with code {done.returncode} ({last[0]})." if done.returncode else ""
    )
