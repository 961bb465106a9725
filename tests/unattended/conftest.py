"""A project of two pages that is run as a schedule runs it: as a command, with nobody watching."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[2]
RAW = ROOT / "data" / "raw" / "publications"
ALWAYS, SOMETIMES = "2020-07-28-written-answer-76697", "2025-second-generation"
SETTINGS = """
[run]
jobs = 2
replaced_kept_minutes = 0
[comparison]
edition = "later"
earlier_edition = "earlier"
steady_year = "2024-25"
prices = "2020-21"
[[report]]
name = "public_record"
title = "The public record"
answers = "What is published?"
[[report]]
name = "category"
title = "Services"
answers = "How does a service compare?"
values = { category = ["accommodation"] }
"""
RECORD = """
import pandas as pd
import vv_analysis as vv
from vv_analysis.present.content import Title
data = vv.load()
Title(f"{len(data.statements)} statements", "The record", False)
"""
CATEGORY = """
from vv_analysis.present.content import Title
Title("A service", category, False)
"""


def notebook(path, source, parameters="# no parameters"):
    """Write a notebook of one cell of parameters and one of code."""
    cells = [
        nbformat.v4.new_code_cell(parameters, id="parameters", metadata={"tags": ["parameters"]}),
        nbformat.v4.new_code_cell(source.strip(), id="page"),
    ]
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=metadata), path)


class Project:
    """A project in a folder of its own, and the commands that are typed in it."""

    def __init__(self, home):
        self.home, self.reports = home, home / "reports"
        home.mkdir(parents=True, exist_ok=True)
        (home / "vv.toml").write_text(SETTINGS, encoding="utf-8")
        shutil.copytree(RAW / ALWAYS, home / "data" / "raw" / "publications" / ALWAYS)
        notebook(home / "notebooks" / "public_record.ipynb", RECORD)
        notebook(home / "notebooks" / "category.ipynb", CATEGORY, 'category = "x"')
        self.typed_before = []

    @classmethod
    def copied(cls, project, home):
        """Return a copy of a project in another folder, with all that it published."""
        shutil.copytree(project.home, home, symlinks=True)
        return cls.standing_in(home)

    def says(self, text):
        """Add a line to the settings."""
        with (self.home / "vv.toml").open("a", encoding="utf-8") as settings:
            settings.write(text)

    def says_of_runs(self, line):
        """Add a line to what the settings say of runs."""
        settings = self.home / "vv.toml"
        text = settings.read_text(encoding="utf-8").replace("[run]", f"[run]\n{line}")
        settings.write_text(text, encoding="utf-8")

    def with_inputs(self, which):
        """Put the inputs of night A or of night B in place."""
        there = self.home / "data" / "raw" / "publications" / SOMETIMES
        if which == "B" and not there.exists():
            shutil.copytree(RAW / SOMETIMES, there)
        if which == "A":
            shutil.rmtree(there, ignore_errors=True)
        notebook(self.home / "notebooks" / "category.ipynb", CATEGORY + f"# night {which}", 'category = "x"')

    @classmethod
    def standing_in(cls, home):
        """Return the project that stands in a folder already."""
        project = cls.__new__(cls)
        project.home, project.reports, project.typed_before = home, home / "reports", []
        return project

    def changes(self, what):
        """Let one page say something that it has not said before."""
        said = CATEGORY.replace('"A service"', repr(what))
        notebook(self.home / "notebooks" / "category.ipynb", said, 'category = "x"')

    def start(self, *words, **environment):
        """Start `vv` as a schedule does, in a session of its own."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "VV_"))}
        return subprocess.Popen(  # noqa: S603
            [*self.typed_before, sys.executable, "-m", "vv_analysis", *(words or ["run"])],
            cwd=self.home, env=kept | environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip

    def run(self, *words, **environment):
        """Type a command and wait for it; return its exit code and all that it said."""
        with self.start(*words, **environment) as running:
            said, log = running.communicate(timeout=900)
        return running.returncode, said + log

    @property
    def current(self):
        """The current release."""
        return (self.reports / "current").resolve()

    def published(self):
        """Return every file of the current release that is the same whenever it is made; the release must be whole."""
        return contents(whole(self.current))


def whole(release):
    """Return a release that is whole: each file of its manifest with its hash, no other, and every link leads there."""
    listed = {one["path"]: one["sha256"] for one in json.loads((release / "manifest.json").read_text())["files"]}
    there = {path.relative_to(release).as_posix(): path for path in release.rglob("*") if path.is_file()}
    assert listed == {
        name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in there.items() if name != "manifest.json"
    }
    for page in release.rglob("*.html"):
        for link in re.findall(r'href="([^"#:]+)', page.read_text(encoding="utf-8")):
            assert (page.parent / link).is_file(), f"{page}: {link}"
    return release


def contents(release):
    """Return the files of a release; how long pages took, and what rests on it, is no part of what it says."""
    return {
        path.relative_to(release).as_posix(): path.read_bytes()
        for path in release.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }


@pytest.fixture
def project(tmp_path):
    """Return a project that has never been run."""
    return Project(tmp_path / "project")


@pytest.fixture(scope="session")
def nights(tmp_path_factory):
    """Return a project whose nights A and B have been run undisturbed, what they published, and how long one takes."""
    project = Project(tmp_path_factory.mktemp("nights") / "project")
    published = {}
    for night in "ABA":  # whenever B is made again it follows A, and A follows B, which is told on the front page
        project.with_inputs(night)
        began = time.monotonic()
        code, said = project.run()
        assert code == 0, said
        seconds = time.monotonic() - began
        published[night] = project.published()
    return project, published, seconds


def times(usual):
    """Return how often a proof is tried: as said here, or with `VV_PROOF` that many times as often."""
    return usual * int(os.environ.get("VV_PROOF", "1"))
