"""A project of two invented editions, and a release of it whose pages are stood in for: for tests of provenance."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from publish.conftest import PAGE, SETTINGS, write_notebook
from publish.test_release_run import NOBODY, Watch, stand_in
from vv_analysis.publish import release_run
from vv_analysis.settings import load

RAW = Path(__file__).parents[2] / "data" / "raw"
EDITIONS = ("illustrative-2019-11", "illustrative-2020-07")


def make_project(home):
    """Write a project of two editions."""
    earlier, later = EDITIONS
    text = SETTINGS.format(cell_seconds=20).replace('"later"', f'"{later}"').replace('"earlier"', f'"{earlier}"')
    for edition in EDITIONS:
        shutil.copytree(RAW / "publications" / edition, home / "data" / "raw" / "publications" / edition)
    (home / "vv.toml").write_text(text, encoding="utf-8")
    for name in ("public_record", "category"):
        write_notebook(home / "notebooks" / f"{name}.ipynb", PAGE)


def publish(home, *, force=True, seconds=1.25, only=()):
    """Run a project with pages that are stood in for, and return its release or preview."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("VV_CONTRACTS", raising=False)
        patch.setattr(release_run, "make_pages", stand_in(seconds=seconds))
        settings = load(home)
        planned = release_run.plan(settings, only, {}, force=force)
        return release_run.run(settings, planned, "0.1.0", NOBODY, Watch()).folder
