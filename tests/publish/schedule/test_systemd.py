"""The units are taken by systemd without a warning, and what it calls the next runs are those of the schedule."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as some

from vv_analysis.errors import SettingsError
from vv_analysis.publish.schedule.due import next_runs
from vv_analysis.publish.schedule.systemd import calendars, units
from vv_analysis.settings import Schedule

ANALYZE = shutil.which("systemd-analyze")
NEEDED = pytest.mark.skipif(ANALYZE is None, reason="there is no systemd here")
NOW = datetime(2026, 11, 23, tzinfo=UTC)
NIGHTLY = Schedule(cron="30 2 * * *", timezone="Europe/London")
RUNS = re.compile(r"(?:Next elapse|Iter\. #\d+): \w+ (\S+ \S+) UTC")


def analyze(*words, cwd=None):
    environment = os.environ | {"TZ": "UTC", "LC_ALL": "C.UTF-8", "SYSTEMD_LOG_TARGET": "console"}
    return subprocess.run([ANALYZE, *words], cwd=cwd, env=environment, capture_output=True, text=True, check=False)  # noqa: S603


def by_systemd(lines, after, count):
    """Return the next runs of a timer with these lines, as systemd works them out."""
    found = set()
    for line in lines:
        done = analyze("calendar", f"--base-time={after:%Y-%m-%d %H:%M:%S} UTC", f"--iterations={count}", line)
        assert done.returncode == 0, done.stderr
        found |= {datetime.strptime(run, "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC) for run in RUNS.findall(done.stdout)}
    return sorted(run for run in found if run > after)[:count]


def by_the_schedule(schedule, after, count):
    # To Python a time that is there twice equals none in another zone, so both are compared in one.
    return [run.astimezone(UTC) for run in next_runs(schedule, after, count)]


def verified(made, folder):
    folder.mkdir(exist_ok=True)
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8")
    return analyze("verify", "--man=no", *made, cwd=folder)


def lines(text, key):
    return [line.split("=", 1)[1] for line in text.splitlines() if line.startswith(f"{key}=")]


@NEEDED
@pytest.mark.parametrize(
    "name", ["project", "two words", "50% off", "it's", 'so "called"', "$HOME \\ `id`; #1", "ünï*"]
)
def test_systemd_finds_nothing_wrong_with_them_whatever_the_folder_is_called(task_in, tmp_path, name):
    task = task_in(name)
    program = task.home / "bin" / "python"
    program.parent.mkdir()
    program.symlink_to("/bin/sh")
    made = units(NIGHTLY, replace(task, command=(str(program), "-m", "vv_analysis", "50% $x")), NOW)
    assert sorted(made) == ["vv.path", "vv.service", "vv.timer"]
    done = verified(made, tmp_path / "units")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@NEEDED
def test_a_unit_that_is_wrong_is_found_wrong(task_in, tmp_path):
    made = units(NIGHTLY, replace(task_in(), command=("/no/such/program",)), NOW)
    assert "/no/such/program" in verified(made, tmp_path / "units").stderr


@NEEDED
@pytest.mark.parametrize(
    "cron",
    [
        "30 2 * * *",
        "0,20,40 6 * * *",
        "*/7 * * * *",
        "5-9,30 8-18/2 * * MON-FRI",
        "0 5 1,15 * *",
        "0 5 1 * SUN",
        "0 5 13 * FRI",
        "0 5 */2 * MON",
        "0 5 * JAN,APR-JUN *",
        "0 0 29 2 *",
        "15 23 * * 5-7",
        "15 23 * * 0,3",
        "59 23 31 12 *",
    ],
)
def test_systemd_and_the_schedule_agree_on_the_next_runs(cron):
    schedule = Schedule(cron=cron, timezone="UTC")
    assert by_systemd(calendars(schedule), NOW, 8) == by_the_schedule(schedule, NOW, 8)


def _field(low, high):
    number = some.integers(low, high)
    span = some.tuples(number, number).map(sorted)
    part = (
        number.map(str)
        | span.map(lambda ends: f"{ends[0]}-{ends[1]}")
        | some.tuples(span, some.integers(1, 9)).map(lambda one: f"{one[0][0]}-{one[0][1]}/{one[1]}")
    )
    return some.lists(part, min_size=1, max_size=3).map(",".join)


_EVERY = some.just("*") | some.integers(2, 5).map("*/{}".format)


@NEEDED
@trying(max_examples=30)
@given(some.tuples(*(_EVERY | _field(*ends) for ends in ((0, 59), (0, 23), (1, 28), (1, 12), (0, 7)))).map(" ".join))
def test_they_agree_on_whatever_is_written(cron):
    schedule = Schedule(cron=cron, timezone="UTC")
    assert by_systemd(calendars(schedule), NOW, 4) == by_the_schedule(schedule, NOW, 4)


@NEEDED
@pytest.mark.parametrize("after", [datetime(2026, 3, 27, 12, tzinfo=UTC), datetime(2026, 10, 23, 12, tzinfo=UTC)])
@pytest.mark.parametrize("cron", ["30 1 * * *", "0,30 1,2 * * *", "59 0 * * *", "0 3 * * SUN"])
def test_they_agree_in_the_nights_when_the_clock_is_changed(task_in, cron, after):
    schedule = Schedule(cron=cron, timezone="Europe/London")
    timer = units(schedule, task_in(), after)["vv.timer"]
    assert by_systemd(lines(timer, "OnCalendar"), after, 6) == by_the_schedule(schedule, after, 6)


def test_a_run_that_the_clock_jumps_over_stands_in_the_timer_by_its_date(task_in):
    timer = units(Schedule(cron="30 1 * * *", timezone="Europe/London"), task_in(), NOW)["vv.timer"]
    # The last Sundays of March of 2027 to 2031; 02:00 BST is 01:00 UTC.
    assert lines(timer, "OnCalendar") == [
        "*-*-* 01:30:00 Europe/London",
        "2027-03-28 01:00:00 UTC",
        "2028-03-26 01:00:00 UTC",
        "2029-03-25 01:00:00 UTC",
        "2030-03-31 01:00:00 UTC",
        "2031-03-30 01:00:00 UTC",
    ]


def test_a_run_that_was_missed_is_made_up_for_and_a_failed_one_is_not_repeated(task_in):
    made = units(NIGHTLY, task_in(), NOW)
    assert lines(made["vv.timer"], "Persistent") == ["true"]
    assert lines(made["vv.service"], "Type") == ["oneshot"]
    assert lines(made["vv.service"], "TimeoutStartSec") == ["4h"]
    assert lines(made["vv.service"], "Restart") == []


def test_a_run_may_write_where_reports_and_frames_stand_and_nowhere_else(task_in):
    task = task_in()
    service = units(NIGHTLY, task, NOW)["vv.service"]
    assert lines(service, "ProtectSystem") == ["strict"]
    assert lines(service, "NoNewPrivileges") == lines(service, "PrivateTmp") == ["yes"]
    home = task.home
    assert lines(service, "ReadWritePaths") == [f'"{home}/reports" "{home}/data/processed"']
    assert lines(service, "User") == [home.owner()]


def test_every_folder_of_inputs_is_watched_for_systemd_looks_into_none(task_in):
    task = task_in()
    (task.home / "notebooks" / ".ipynb_checkpoints").mkdir()
    inputs = ("data/raw", "data/raw/contracts", "data/raw/publications", "data/raw/publications/first")
    paths = units(NIGHTLY, task, NOW)["vv.path"]
    assert lines(paths, "PathChanged") == [f"{task.home}/{name}" for name in (*inputs, "notebooks", "vv.toml")]


def test_changes_are_not_watched_where_the_settings_do_not_ask_for_it(task_in):
    made = units(Schedule(cron="30 2 * * *", on_change=False), task_in(), NOW)
    assert sorted(made) == ["vv.service", "vv.timer"]
    assert lines(made["vv.service"], "ExecStartPre") == []


def test_contracts_outside_the_repository_are_there_for_the_run_too(settings_in, tmp_path, monkeypatch):
    from vv_analysis.publish.schedule.task import task

    vault = tmp_path / "in confidence 50%"
    (vault / "ours").mkdir(parents=True)
    monkeypatch.setenv("VV_CONTRACTS", str(vault))
    made = units(NIGHTLY, task(settings_in()), NOW)
    said = str(vault).replace("%", "%%")
    assert f'"VV_CONTRACTS={said}"' in lines(made["vv.service"], "Environment")
    assert {said, f"{said}/ours"} <= set(lines(made["vv.path"], "PathChanged"))


@pytest.mark.parametrize("name", ["ends with a blank ", "ends with\\"])
def test_a_folder_that_no_unit_can_name_is_refused(task_in, name):
    with pytest.raises(SettingsError, match="ends with a blank or a backslash; rename the folder"):
        units(NIGHTLY, task_in(name), NOW)
