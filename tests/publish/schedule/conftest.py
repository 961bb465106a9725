"""Projects in folders with every odd name that a file system allows and a scheduler may trip over."""

from __future__ import annotations

import pytest

from vv_analysis.publish.schedule.task import task
from vv_analysis.settings import CONTRACTS_VARIABLE, load

SETTINGS = """
[comparison]
edition = "later"
earlier_edition = "earlier"
steady_year = "2024-25"
prices = "2020-21"
[[report]]
name = "public_record"
title = "The public record"
answers = "What is published?"
"""


@pytest.fixture
def settings_in(tmp_path, monkeypatch):
    """Return a way to make an empty project in a folder of any name."""
    monkeypatch.delenv(CONTRACTS_VARIABLE, raising=False)

    def _made(name="project", text=""):
        home = tmp_path / name
        for folder in ("data/raw/publications/first", "data/raw/contracts", "data/processed", "notebooks", "reports"):
            (home / folder).mkdir(parents=True)
        (home / "vv.toml").write_text(text + SETTINGS, encoding="utf-8")
        return load(home)

    return _made


@pytest.fixture
def task_in(settings_in):
    """Return a way to make the run of an empty project in a folder of any name."""
    return lambda name="project", text="": task(settings_in(name, text))
