"""Whoever vv.toml names is told of every failure of a run, and of nothing else."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from unattended.conftest import notebook

KEEP = "import pathlib, sys; pathlib.Path('told.json').write_text(sys.stdin.read(), encoding='utf-8')"


@pytest.fixture
def telling(project):
    """Return a project whose failures are told to a program that keeps what it hears."""
    project.says(f"[notify]\ncommand = {json.dumps([sys.executable, '-c', KEEP])}\n")
    return project


def told(project):
    heard = project.home / "told.json"
    return json.loads(heard.read_text(encoding="utf-8")) if heard.is_file() else None


def test_a_run_that_ends_well_tells_nobody(telling):
    assert telling.run()[0] == 0
    assert told(telling) is None


def test_a_page_that_fails_is_told_with_its_error_and_its_notebook(telling):
    assert telling.run()[0] == 0
    notebook(telling.home / "notebooks" / "category.ipynb", "1 / 0", 'category = "x"')
    code, said = telling.run()
    assert code == 1, said
    heard = told(telling)
    assert heard["exit_code"] == 1
    assert heard["standing"] == telling.current.name
    [failed] = heard["failed"]
    assert failed["page"] == "category/accommodation"
    assert "ZeroDivisionError: division by zero" in failed["error"]
    assert "1 / 0" in Path(failed["notebook"]).read_text(encoding="utf-8")


def test_an_input_that_is_refused_is_told_with_the_sentence_of_the_log(telling):
    broken = telling.home / "data" / "raw" / "awards" / "cut-short.json"
    broken.parent.mkdir()
    broken.write_text('{"releases": [', encoding="utf-8")
    code, log = telling.run()
    assert code == 3
    heard = told(telling)
    assert heard["exit_code"] == 3
    assert heard["standing"] == ""
    assert heard["error"].startswith(json.loads(log.splitlines()[-1])["error"])
    # As long as it lasts the status says so, and no longer.
    assert f"The last run failed: {heard['error']}" in telling.run("status")[1]
    assert telling.run("status", "--check")[0] == 1
    broken.unlink()
    assert telling.run()[0] == 0
    assert telling.run("status", "--check")[0] == 0


def test_what_was_typed_wrong_is_told_too_since_a_schedule_types_it_every_night(telling):
    assert telling.run("run", "--only", "nothing")[0] == 2
    assert "'nothing' is no report" in told(telling)["error"]
    assert "failed" not in telling.run("status")[1]  # of a run for everything nothing is known yet
