"""The files of a schedule for each scheduler, and what is to be typed to begin with them."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from vv_analysis.publish.schedule.task import Task

if TYPE_CHECKING:
    from vv_analysis.settings import Schedule

Scheduler = Literal["cron", "systemd", "github"]
_UNITS = Path("/etc/systemd/system")


def files(scheduler: Scheduler, schedule: Schedule, task: Task, after: datetime) -> dict[str, str]:
    """Return the text of each file that a scheduler wants, by its name.

    Raises
    ------
    SettingsError
        The scheduler cannot be told of a path.
    """
    if scheduler == "cron":
        from vv_analysis.publish.schedule.cron import FILE as CRONTAB
        from vv_analysis.publish.schedule.cron import crontab

        return {CRONTAB: crontab(schedule, task)}
    if scheduler == "github":
        from vv_analysis.publish.schedule.github import FILE as WORKFLOW
        from vv_analysis.publish.schedule.github import workflow

        return {WORKFLOW: workflow(schedule, task, after)}
    from vv_analysis.publish.schedule.systemd import units

    return units(schedule, task, after)


def together(texts: dict[str, str]) -> str:
    r"""Return files as one text: each of several under a comment with its name.

    Examples
    --------
    >>> together({"vv.yml": "on: push"}), together({"a": "1\n", "b": "2\n"})
    ('on: push', '# a\n1\n\n# b\n2\n')
    """
    if len(texts) == 1:
        return "".join(texts.values())
    return "\n".join(f"# {name}\n{text}" for name, text in texts.items())


def write(texts: dict[str, str], folder: Path) -> list[Path]:
    """Write files into a folder, over those that stand there; return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / name for name in texts]
    for path, text in zip(paths, texts.values(), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def to_do(scheduler: Scheduler, names: Iterable[str], folder: Path | None) -> str:
    """Return what is to be typed next, in a sentence.

    Examples
    --------
    >>> to_do("cron", ["vv.crontab"], Path("/srv/our files"))
    "Next: `crontab '/srv/our files/vv.crontab'`, which replaces every line that the crontab has now."
    >>> to_do("github", ["vv.yml"], None)
    'Next: commit this as .github/workflows/vv.yml on the default branch.'
    >>> to_do("systemd", ["vv.service", "vv.timer"], Path("/etc/systemd/system"))
    'Next, as root: `systemctl daemon-reload && systemctl enable --now vv.timer`. ...
    """
    if scheduler == "github":
        what = shlex.quote(str(folder / "vv.yml")) if folder else "this"
        return f"Next: commit {what} as .github/workflows/vv.yml on the default branch."
    if folder is None:
        return f"Next: `vv schedule --as {scheduler} --into FOLDER` writes this there, and says how to begin with it."
    if scheduler == "cron":
        path = shlex.quote(str(folder / "vv.crontab"))
        return f"Next: `crontab {path}`, which replaces every line that the crontab has now."
    started = [name for name in names if not name.endswith(".service")]
    # Where systemd looks by itself nothing need be copied.
    copied = [] if folder == _UNITS else [shlex.join(["cp", *(str(folder / name) for name in names), str(_UNITS)])]
    typed = [*copied, "systemctl daemon-reload", f"systemctl enable --now {' '.join(started)}"]
    return (
        f"Next, as root: `{' && '.join(typed)}`. `systemctl list-timers vv.timer` shows the next run, "
        "`journalctl -u vv.service` what the last one said."
    )
