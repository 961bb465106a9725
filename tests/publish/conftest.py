"""A small project: three reports of one or two cells, their settings, and hardly any data."""

from __future__ import annotations

import shutil

import nbformat
import pandas as pd
import pytest

from vv_analysis.ingest.intake.processed import Processed
from vv_analysis.settings import load
from vv_analysis.terms.findings import findings_frame
from vv_analysis.terms.schemas import Awards, Contracts, Published, Statements

SETTINGS = """
as_at = 2026-03-11
[run]
jobs = 2
cell_seconds = {cell_seconds}
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
illustrative = true
"""
PAGE = "from vv_analysis.present.content import Title\n"


def write_notebook(path, *cells, parameters=""):
    """Write a notebook: a cell of parameters, then code; a cell that starts with # is in words."""
    first = nbformat.v4.new_code_cell(parameters, id="cell-00", metadata={"tags": ["parameters"]})
    rest = [
        nbformat.v4.new_markdown_cell(source, id=f"cell-{number:02}")
        if source.startswith("#")
        else nbformat.v4.new_code_cell(source, id=f"cell-{number:02}")
        for number, source in enumerate(cells, start=1)
    ]
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    content = nbformat.v4.new_notebook(
        cells=[first, *rest], metadata={"kernelspec": kernel, "language_info": {"name": "python"}}
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(content, path)
    return path


@pytest.fixture
def notebook_at():
    return write_notebook


@pytest.fixture
def project(tmp_path):
    """Return the settings of a project whose notebooks say only which page they are."""
    (tmp_path / "vv.toml").write_text(SETTINGS.format(cell_seconds=20), encoding="utf-8")
    (tmp_path / "data" / "raw").mkdir(parents=True)
    write_notebook(tmp_path / "notebooks" / "public_record.ipynb", PAGE + 'Title("A page", "The record")')
    write_notebook(
        tmp_path / "notebooks" / "category.ipynb",
        PAGE + "Title('A page', category)",
        "## Words",
        parameters='category = "x"',
    )
    return load(tmp_path)


@pytest.fixture
def no_data():
    """Return processed data in which nothing was read and nothing refused."""
    return Processed(
        published=Published.empty(),
        contracts=Contracts.empty(),
        awards=Awards.empty(),
        statements=Statements.empty().assign(published_on=pd.Series(dtype="datetime64[ns]")),
        quality=findings_frame([]),
    )


@pytest.fixture(scope="session")
def published_once(tmp_path_factory):
    """Return the folder of a project with a release, from which tests take copies."""
    from publish.origin import make_project, publish

    home = tmp_path_factory.mktemp("published") / "project"
    make_project(home)
    publish(home)
    return home


@pytest.fixture
def published(published_once, tmp_path, monkeypatch):
    """Return the folder of a project with a release, to be damaged at will."""
    for name in ("VV_HOME", "VV_CONTRACTS"):
        monkeypatch.delenv(name, raising=False)
    home = tmp_path / "copy"
    shutil.copytree(published_once, home, symlinks=True)
    return home
