"""What the documents say is run: their examples come out as they stand."""

import doctest
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from vv_analysis.publish.notebook import OwnKernelManager

ROOT = Path(__file__).parents[1]


def test_the_worked_examples_of_the_method_come_out_as_they_stand():
    flags = doctest.NORMALIZE_WHITESPACE
    done = doctest.testfile(str(ROOT / "docs" / "method.md"), module_relative=False, optionflags=flags)
    assert done.attempted > 50
    assert done.failed == 0


@pytest.fixture(scope="module")
def tour(tmp_path_factory):
    """The tour, run from top to bottom: what each cell shows, as text."""
    notebook = nbformat.read(ROOT / "notebooks" / "method_tour.ipynb", as_version=4)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
        NotebookClient(notebook, timeout=120, kernel_manager_class=OwnKernelManager).execute()
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def shown(tour, start):
    cell = next(cell for cell in tour if cell.source.startswith(start))
    return cell.outputs[-1].data["text/plain"]


@pytest.mark.parametrize(
    ("start", "answers"),
    [
        ("paid =", ["240000.0", "400000.0", "28.571"]),  # O13
        ("provider =", ["315.0", "132000.0", "2025-26"]),  # O14
        ("banded =", ["833.33", "1500.0", "2500.0"]),  # O16
        ("existing =", ["-63616.44", "-66383.56", "950000.00"]),  # O25
    ],
)
def test_the_tour_arrives_at_the_worked_answers(tour, start, answers):
    text = shown(tour, start)
    assert all(answer in text for answer in answers), text


def test_each_walk_of_the_tour_has_its_picture(tour):
    pictures = [cell for cell in tour if cell.source.startswith("pictures.")]
    assert len(pictures) == 3
    for cell in pictures:
        assert '<img src="data:image/svg+xml' in cell.outputs[-1].data["text/html"]
        assert "Illustrative figures" in cell.outputs[-1].data["text/html"]
