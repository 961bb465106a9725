"""A notebook runs in a kernel of our own Python; whatever becomes of it, there is a sentence and what it left."""

from __future__ import annotations

import ast
import os
import sys
import tempfile
import time
from pathlib import Path

import nbformat
import pytest

from vv_analysis.errors import ReportError
from vv_analysis.publish.execution import engine
from vv_analysis.publish.notebook import execute
from vv_analysis.publish.page import PageTask

pytestmark = pytest.mark.usefixtures("way")

WHO_RUNS = """
import os, sys
(sys.executable, os.environ["VV_HOME"], os.environ["PYTHONHASHSEED"], sorted(os.listdir()))
"""


def task(path, folder, **parameters):
    """Ask for a page of a notebook, in a folder beside it."""
    asked = parameters or {"category": 'it\'s "quoted" \\ and\nmore'}
    return PageTask(
        key="category/page", report="category", title="A page", slug="page", notebook=path, parameters=asked,
        home=folder / "project", folder=folder / "out", as_at="2026-03-11", version="0.1.0",
        cell_seconds=1 if "category" in parameters else 20, page_seconds=60, memory_bytes=2_000_000_000,
    )  # fmt: skip


@pytest.fixture(params=["forked", "ordinary"])
def way(request, monkeypatch):
    """Run the notebook in a forked process, or in an ordinary kernel, as where nothing can be forked."""
    reason = "" if request.param == "forked" else "this system does not fork safely"
    monkeypatch.setattr(engine, "why_not_forked", lambda kernel_name: reason)


def outputs(path):
    return [output for cell in nbformat.read(path, as_version=4).cells for output in cell.get("outputs", [])]


def test_the_kernel_is_our_own_python_even_where_a_home_folder_offers_another(notebook_at, tmp_path, monkeypatch):
    other = tmp_path / "home" / ".local" / "share" / "jupyter" / "kernels" / "python3"
    other.mkdir(parents=True)
    (other / "kernel.json").write_text('{"argv": ["/bin/false"], "display_name": "no", "language": "python"}')
    for name, folder in (("HOME", "home"), ("JUPYTER_PATH", "home/.local/share/jupyter")):
        monkeypatch.setenv(name, str(tmp_path / folder))
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    path = notebook_at(tmp_path / "in.ipynb", WHO_RUNS, "os.getcwd()", "category", parameters='category = "x"')

    asked = task(path, tmp_path)
    execute(asked)

    who, where, category = (output["data"]["text/plain"] for output in outputs(asked.executed))
    assert ast.literal_eval(who) == (sys.executable, str(tmp_path / "project"), "0", [])
    assert not Path(ast.literal_eval(where)).exists()  # it worked in a folder of its own, which is gone
    assert ast.literal_eval(category) == ('it\'s "quoted" \\ and\nmore')
    assert os.environ["JUPYTER_PATH"].startswith(str(tmp_path))
    assert "VV_HOME" not in os.environ


def test_a_notebook_run_twice_is_the_same_to_the_byte(notebook_at, tmp_path, monkeypatch):
    path = notebook_at(tmp_path / "in.ipynb", "{'b', 'a', 'c'}, hash('a')", parameters='category = "x"')
    monkeypatch.chdir(tmp_path)
    asked = [task(path, tmp_path / folder) for folder in ("one", "two")]
    for one in asked:
        execute(one)
    one, two = (made.executed.read_bytes() for made in asked)
    assert one == two
    for trace in (b"papermill", b"start_time", str(tmp_path).encode()):
        assert trace not in one


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("1 / 0", "category/page: cell 3 failed: ZeroDivisionError: division by zero"),
        (
            "raise ValueError('two\\nlines.')",
            "category/page: cell 3 failed: ValueError: two lines; open the kept notebook at that cell.",
        ),
        (
            "import time; time.sleep(60)",
            "category/page: cell 3 failed: it ran longer than 1 seconds; see what it waits for.",
        ),
        ("import os; os._exit(1)", "category/page: cell 3 failed: its process ended"),
    ],
    ids=["fails", "fails at length", "hangs", "dies"],
)
def test_a_notebook_that_does_not_finish_is_kept_as_far_as_it_got(notebook_at, tmp_path, code, sentence):
    path = notebook_at(tmp_path / "in.ipynb", code, "'never reached'", parameters='category = "x"')
    asked = task(path, tmp_path, category="y")
    started = time.monotonic()
    with pytest.raises(ReportError) as caught:
        execute(asked)
    assert str(caught.value).startswith(sentence)
    assert "\n" not in str(caught.value)
    assert time.monotonic() - started < 60
    cells = [
        cell for cell in nbformat.read(asked.executed, as_version=4).cells if cell.source in {code, "'never reached'"}
    ]
    assert len(cells) == 2
    assert cells[0].outputs[-1].output_type == "error"
    assert cells[1].execution_count is None
    # Its first cell links to the one that failed.
    everything = nbformat.read(asked.executed, as_version=4).cells
    assert 'href="#papermill-error-cell"' in everything[0].source
    anchor = next(number for number, cell in enumerate(everything) if 'id="papermill-error-cell"' in cell.source)
    assert everything[anchor + 1].source == code


def test_a_folder_for_passing_files_that_is_too_deep_for_sockets_does_no_harm(notebook_at, tmp_path, monkeypatch):
    deep = tmp_path / ("d" * 100)
    deep.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(deep))
    path = notebook_at(tmp_path / "in.ipynb", "1 + 1", parameters='category = "x"')
    asked = task(path, tmp_path)
    execute(asked)
    assert outputs(asked.executed)[0]["data"]["text/plain"] == "2"
