"""The workflow is YAML that says when, on which changes, with which rights, and what is kept of a run."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
import yaml

from vv_analysis.errors import SettingsError
from vv_analysis.publish.schedule.github import workflow
from vv_analysis.settings import Schedule

NOW = datetime(2026, 11, 23, tzinfo=UTC)
NIGHTLY = Schedule(cron="30 2 * * MON-FRI", timezone="Europe/London")


def read(schedule, task):
    """Return a workflow as YAML is read; in YAML 1.1, which PyYAML reads, `on` is a word for true."""
    content = yaml.safe_load(workflow(schedule, task, NOW))
    return content | {"on": content.pop(True)}


def test_it_runs_by_the_clock_of_the_schedule_on_changes_and_by_hand(task_in):
    on = read(NIGHTLY, task_in())["on"]
    assert on["schedule"] == [{"cron": "30 2 * * 1,2,3,4,5", "timezone": "Europe/London"}]
    assert on["push"]["paths"] == ["data/raw/**", "decisions/**", "notebooks/**", "vv.toml"]
    assert "workflow_dispatch" in on


def test_greenwich_needs_no_time_zone_and_a_schedule_without_changes_no_push(task_in):
    on = read(Schedule(cron="30 2 * * *", timezone="UTC", on_change=False), task_in())["on"]
    assert on["schedule"] == [{"cron": "30 2 * * *"}]
    assert "push" not in on


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Europe/London", "the same as or 1 hour ahead of UTC"),
        ("America/New_York", "5 hours behind or 4 hours behind UTC"),
        ("Asia/Kolkata", "5.5 hours ahead of UTC"),
    ],
)
def test_how_far_the_clock_is_from_greenwich_is_said_for_servers_that_know_no_other(task_in, zone, said):
    assert f"{zone}, which is {said}" in workflow(Schedule(timezone=zone), task_in(), NOW)


def test_it_may_only_read_the_repository_and_one_run_waits_for_another(task_in):
    content = read(NIGHTLY, task_in())
    assert content["permissions"] == {"contents": "read"}
    assert content["concurrency"] == {"group": "vv", "cancel-in-progress": False}
    checkout = content["jobs"]["run"]["steps"][0]
    assert checkout["with"] == {"persist-credentials": False}


def test_it_sets_up_runs_and_keeps_the_reports_also_those_that_failed(task_in):
    steps = read(NIGHTLY, task_in())["jobs"]["run"]["steps"]
    assert [step["run"] for step in steps if "run" in step] == ["make setup", ".venv/bin/vv run"]
    kept = steps[-1]
    assert kept["if"] == "always()"
    assert kept["with"]["path"].split() == ["reports/current/", "reports/failed/"]
    before = next(step for step in steps if "cache" in step.get("uses", ""))
    assert before["with"]["path"].split() == ["reports", "data/processed"]
    assert steps.index(before) < [step.get("run") for step in steps].index("make setup")


def test_every_action_is_one_of_github_itself_and_has_its_version(task_in):
    used = [step["uses"] for step in read(NIGHTLY, task_in())["jobs"]["run"]["steps"] if "uses" in step]
    assert len(used) == 3
    assert all(re.fullmatch(r"actions/[a-z-]+@v\d+", action) for action in used)


@pytest.mark.parametrize("name", ["two words", "it's", 'so "called"', "50% off", "a: b, c", "ünï"])
def test_a_folder_of_an_odd_name_is_read_back_as_it_is(task_in, name):
    escaped = name.replace('"', '\\"')
    content = read(NIGHTLY, task_in(text=f'[sources]\nnotebooks = "{escaped}/n"\nreports = "{escaped}"\n'))
    assert f"{name}/n/**" in content["on"]["push"]["paths"]
    assert content["jobs"]["run"]["steps"][-1]["with"]["path"].splitlines()[0] == f"{name}/current/"


@pytest.mark.parametrize("name", ["${{ secrets.X }}", "a*", "!a", "[ab]", "#a", "a+"])
def test_a_folder_whose_name_would_mean_something_is_refused(task_in, name):
    with pytest.raises(SettingsError, match="a character of it means something in a pattern; rename the folder"):
        workflow(NIGHTLY, task_in(text=f'[sources]\nreports = "{name}"\n'), NOW)


def test_reports_outside_the_repository_are_refused(task_in):
    with pytest.raises(SettingsError, match="GitHub keeps only what is inside the repository"):
        workflow(NIGHTLY, task_in(text='[sources]\nreports = "/srv/reports"\n'), NOW)


def test_contracts_outside_the_repository_are_not_named(settings_in, monkeypatch):
    from vv_analysis.publish.schedule.task import task

    monkeypatch.setenv("VV_CONTRACTS", "/srv/vault")
    assert "vault" not in workflow(NIGHTLY, task(settings_in()), NOW)
