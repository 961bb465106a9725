"""A notebook runs in a kernel of our own Python; whatever becomes of it, there is a sentence and what it left."""

from __future__ import annotations

import ast
import os
import sys
import tempfile
import time

import nbformat
import pytest

from vv_analysis.errors import ReportError
from vv_analysis.publish.notebook import execute
from vv_analysis.publish.parameters import Job

WHO_RUNS = """
import os, sys
(sys.executable, os.environ["VV_HOME"], os.environ["PYTHONHASHSEED"], os.getcwd(), sorted(os.listdir()))
"""


def job(path, **parameters):
    return Job("category", "A page", path, parameters or {"category": 'it\'s "quoted" \\ and\nmore'}, illustrative=True)


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
    path = notebook_at(tmp_path / "in.ipynb", WHO_RUNS, "category", parameters='category = "x"')

    execute(job(path), tmp_path / "out" / "page.ipynb", tmp_path / "project", 20)

    who, category = (output["data"]["text/plain"] for output in outputs(tmp_path / "out" / "page.ipynb"))
    assert ast.literal_eval(who) == (sys.executable, str(tmp_path / "project"), "0", str(here), [])
    assert ast.literal_eval(category) == ('it\'s "quoted" \\ and\nmore')
    assert os.environ["JUPYTER_PATH"].startswith(str(tmp_path))
    assert "VV_HOME" not in os.environ


def test_a_notebook_run_twice_is_the_same_to_the_byte(notebook_at, tmp_path, monkeypatch):
    path = notebook_at(tmp_path / "in.ipynb", "{'b', 'a', 'c'}, hash('a')", parameters='category = "x"')
    for folder in ("one", "two"):
        monkeypatch.chdir(tmp_path)
        execute(job(path, category="y"), tmp_path / folder / "page.ipynb", tmp_path, 20)
    one, two = ((tmp_path / folder / "page.ipynb").read_bytes() for folder in ("one", "two"))
    assert one == two
    for trace in (b"papermill", b"start_time", str(tmp_path).encode()):
        assert trace not in one


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("1 / 0", "category/y: cell 3 failed: ZeroDivisionError: division by zero"),
        (
            "raise ValueError('two\\nlines.')",
            "category/y: cell 3 failed: ValueError: two lines; open the kept notebook at that cell.",
        ),
        ("import time; time.sleep(60)", "category/y: cell 3 ran longer than 1 seconds"),
        ("import os; os._exit(1)", "category/y: the kernel died in cell 3"),
    ],
    ids=["fails", "fails at length", "hangs", "dies"],
)
def test_a_notebook_that_does_not_finish_is_kept_as_far_as_it_got(notebook_at, tmp_path, code, sentence):
    path = notebook_at(tmp_path / "in.ipynb", code, "'never reached'", parameters='category = "x"')
    kept = tmp_path / "out" / "page.ipynb"
    started = time.monotonic()
    with pytest.raises(ReportError) as caught:
        execute(job(path, category="y"), kept, tmp_path, 1)
    assert str(caught.value).startswith(sentence)
    assert "\n" not in str(caught.value)
    assert time.monotonic() - started < 60
    cells = [cell for cell in nbformat.read(kept, as_version=4).cells if cell.source in {code, "'never reached'"}]
    assert len(cells) == 2
    assert cells[1].execution_count is None


def test_a_folder_for_passing_files_that_is_too_deep_for_sockets_does_no_harm(notebook_at, tmp_path, monkeypatch):
    deep = tmp_path / ("d" * 100)
    deep.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(deep))
    path = notebook_at(tmp_path / "in.ipynb", "1 + 1", parameters='category = "x"')
    execute(job(path), tmp_path / "out.ipynb", tmp_path, 20)
    assert outputs(tmp_path / "out.ipynb")[0]["data"]["text/plain"] == "2"
