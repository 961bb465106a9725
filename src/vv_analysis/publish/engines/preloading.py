"""What the warm process imports before it forks anything: all that the notebooks import, and what makes the forms."""

from __future__ import annotations

import ast
import contextlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

from vv_analysis.errors import SettingsError, VvError
from vv_analysis.publish.light_imports import later, without
from vv_analysis.settings import load

# These start threads when they are used, and a process with threads is not to be forked: each child imports its own.
_NEVER = {"polars", "duckdb", "dask", "distributed"}
_WARM_UP = """
import io as _io
import matplotlib.pyplot as _pyplot
_figure, _axes = _pyplot.subplots()
_axes.barh(["a", "b"], [1.5, 22.5], hatch="//", label="0123456789 %£")
_axes.set_title("Abc")
_figure.savefig(_io.BytesIO(), format="svg")
_pyplot.close(_figure)
del _io, _pyplot, _figure, _axes
"""


def preload(folder: Path) -> None:
    """Import what notebooks and forms need, in a kernel like those that will run them.

    Inside a kernel, because pandas and others look whether they live in a notebook when they are first imported.
    A module that is missing is left for the notebook that wants it to complain of.
    """
    with without(*_NEVER), later("rfc3987_syntax", "is_valid_syntax"):
        import nbformat

        from vv_analysis.publish.execution.kernel import INLINE, make_kernel

        os.environ.setdefault("MPLBACKEND", INLINE)
        shell = make_kernel(folder).shell
        for name in dict.fromkeys((*_of_ours(), *_imported_by_notebooks())):
            shell.run_cell(f"try: __import__({name!r})\nexcept Exception: pass", silent=True)
        shell.run_cell(_WARM_UP, silent=True)
        nbformat.validate(nbformat.v4.new_notebook())  # which compiles the schema


def read_once(home: Path) -> None:
    """Read the frames of a project and lay the ground of its comparisons, so that no page has to read them again.

    What every page needs stays in memory: the frames for as long as their files are as they were, and the tables of
    reference. What cannot be read is left for the page that wants it to complain of.
    """
    from vv_analysis.ingest.intake import processed
    from vv_analysis.present.comparison import selection

    with contextlib.suppress(VvError, OSError, ValueError):
        project = load(home)
        selection.of_nation(processed.load(project.processed), project.comparison)


def _of_ours() -> Iterator[str]:
    yield from ("vv_analysis.publish.notebook", "vv_analysis.publish.render")
    yield from ("vv_analysis.publish.execution.engine", "papermill.translators")


def _imported_by_notebooks() -> Iterator[str]:
    """Yield the modules that the notebooks of this project import, those of our own to the last submodule."""
    try:
        folder = load().notebooks
    except SettingsError:
        return
    for path in sorted(folder.glob("*.ipynb")):
        yield from _imports(path)


def _imports(path: Path) -> Iterator[str]:
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    except (ValueError, TypeError, KeyError):
        return  # the job that wants it will say what is wrong with it
    for source in sources:
        try:
            tree = ast.parse(source)
        except SyntaxError:
            continue
        for node in ast.walk(tree):
            yield from (name for name in _names(node) if name.partition(".")[0] not in _NEVER)


def _names(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
        yield node.module
        if node.module.startswith("vv_analysis"):  # what is imported from a room of ours may be a module of it
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
