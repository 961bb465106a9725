"""A notebook that ran in a forked process is the notebook that an ordinary kernel would have left."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from publish.execution.both_ways import notebook_of, run, told
from publish.execution.corpus import CORPUS

ROOT = Path(__file__).parents[3]
OURS = {"area": {"area": "Gwent"}, "public_record": {}}


@pytest.fixture(scope="module")
def executed(tmp_path_factory, site):
    """Return a folder with every notebook executed both ways."""
    home = tmp_path_factory.mktemp("both-ways")
    asked = {name: (notebook_of(cells, home / f"{name}.ipynb"), {}) for name, cells in CORPUS.items()}
    asked |= {name: (ROOT / "notebooks" / f"{name}.ipynb", parameters) for name, parameters in OURS.items()}
    for way in ("ordinary", "vv"):
        folder = home / way
        (folder / "here" / "data").mkdir(parents=True)
        shutil.copy(ROOT / "vv.toml", folder / "here")
        (folder / "here" / "data" / "processed").symlink_to(site.folder.parents[2] / "data" / "processed")
        run(
            way,
            [
                {"input_path": str(path), "output_path": str(folder / f"{name}.ipynb"), "parameters": parameters}
                for name, (path, parameters) in asked.items()
            ],
            folder / "here",
        )
    return home


@pytest.mark.parametrize("name", [*CORPUS, *OURS])
def test_every_cell_left_what_an_ordinary_kernel_leaves(executed, name):
    ordinary, forked = (told(executed / way / f"{name}.ipynb") for way in ("ordinary", "vv"))
    assert len(ordinary) == len(forked)
    for cell, other in zip(ordinary, forked, strict=True):
        assert other == cell


def test_the_corpus_uses_what_a_kernel_has_to_offer(executed):
    kinds = set()
    for name in CORPUS:
        for cell in told(executed / "ordinary" / f"{name}.ipynb"):
            for output in cell.get("outputs", []):
                kinds |= {output["output_type"], *output.get("data", {})}
    assert kinds >= {
        "stream", "error", "execute_result", "display_data", "text/html", "text/latex", "text/markdown",
        "application/json", "image/png", "image/svg+xml", "application/vnd.jupyter.widget-view+json",
    }  # fmt: skip
