"""The crontab runs as it stands: its hours are read by cron, its command by the shell, whatever folders are called."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cronsim import CronSim

from vv_analysis.errors import SettingsError
from vv_analysis.publish.schedule.cron import crontab
from vv_analysis.settings import Schedule

SOURCES = Path(__file__).parents[3] / "src"
NIGHTLY = Schedule(cron="30 2 * * *", timezone="Europe/London")
ODD = ["two words", "50% off", "it's", 'so "called"', "$HOME & `id`; (#1)", "%", "ünï*?[a]", "-n"]


def as_cron_reads(text):
    """Return the settings, the hours and the command of a crontab: a percent sign alone would end the command."""
    *heads, last = [line for line in text.splitlines() if not line.startswith("#")]
    *fields, command = last.split(" ", 5)
    assert not re.search(r"(?<!\\)%", command)
    return dict(head.split("=", 1) for head in heads), " ".join(fields), command.replace("\\%", "%")


def run_by_shell(command, **environment):
    bare = {"PATH": "/usr/bin:/bin", "HOME": "/"} | environment
    return subprocess.run(["/bin/sh", "-c", command], env=bare, capture_output=True, text=True, check=False)  # noqa: S603


def test_it_says_whose_clock_and_which_shell(task_in):
    heads, hours, _ = as_cron_reads(crontab(NIGHTLY, task_in()))
    assert heads == {"SHELL": "/bin/sh", "CRON_TZ": "Europe/London"}
    assert hours == "30 2 * * *"


@pytest.mark.parametrize("cron", ["30 2 * * *", "*/15 6-20 * * MON-FRI", "0 5 1,15 JAN,JUL 5-7", "0 0 29 2 *"])
def test_its_hours_are_those_of_the_schedule(task_in, cron):
    _, hours, _ = as_cron_reads(crontab(Schedule(cron=cron), task_in()))
    start = datetime(2026, 11, 23, tzinfo=UTC)
    ours, theirs = CronSim(cron, start), CronSim(hours, start)
    assert [next(ours) for _ in range(20)] == [next(theirs) for _ in range(20)]


@pytest.mark.parametrize("name", ODD)
def test_a_folder_of_any_name_is_found_by_the_shell(task_in, name):
    task = task_in(name)
    said = "import os; print(os.getcwd(), os.sys.argv[1:])"
    made = replace(task, command=(sys.executable, "-c", said, "%d $x"))
    _, _, command = as_cron_reads(crontab(NIGHTLY, made))
    for _ in range(2):
        done = run_by_shell(command)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    log = (task.home / "reports" / "schedule.log").read_text()
    assert log == f"{task.home} ['%d $x']\n" * 2


def test_the_command_line_runs_vv_in_a_folder_with_blanks(task_in):
    task = task_in("the reports of our team")
    _, _, command = as_cron_reads(crontab(NIGHTLY, replace(task, command=(*task.command[:-1], "plan"))))
    done = run_by_shell(command, PYTHONPATH=str(SOURCES))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (task.home / "reports" / "schedule.log").read_text() == "public_record/public-record\n"


def test_the_folder_of_the_log_is_made_if_it_is_not_there(task_in):
    task = task_in()
    (task.home / "reports").rmdir()
    _, _, command = as_cron_reads(crontab(NIGHTLY, replace(task, command=("/bin/echo", "done"))))
    assert run_by_shell(command).returncode == 0
    assert (task.home / "reports" / "schedule.log").read_text() == "done\n"


def test_contracts_outside_the_repository_are_there_for_the_run_too(task_in):
    said = "import os; print(os.environ['VV_CONTRACTS'])"
    made = replace(task_in(), command=(sys.executable, "-c", said), contracts="/srv/in confidence/50%")
    _, _, command = as_cron_reads(crontab(NIGHTLY, made))
    assert run_by_shell(command).returncode == 0
    assert (made.reports / "schedule.log").read_text() == "/srv/in confidence/50%\n"


def test_a_failure_is_the_exit_code_of_the_line(task_in):
    made = replace(task_in(), command=("/bin/sh", "-c", "exit 3"))
    _, _, command = as_cron_reads(crontab(NIGHTLY, made))
    assert run_by_shell(command).returncode == 3


@pytest.mark.skipif(os.name == "nt", reason="a backslash is part of no name there")
def test_a_backslash_is_refused_since_crons_do_not_agree_on_it(task_in):
    with pytest.raises(SettingsError, match="a crontab cannot hold a path with a backslash"):
        crontab(NIGHTLY, task_in("a\\b"))


@pytest.mark.parametrize("name", ["two\nlines", "red\x1b[31m", "bad\udcff"])
def test_a_path_on_two_lines_would_be_another_line_of_the_crontab_and_is_refused(task_in, name):
    with pytest.raises(SettingsError, match="line break or a control character; rename the folder"):
        task_in(name)
