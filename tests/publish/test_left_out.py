"""A file that cannot be read stops the release, or, if vv.toml says so, only the pages that use it."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from publish.conftest import PAGE, write_notebook
from vv_analysis.errors import InputError
from vv_analysis.publish import release_run, releases, watching
from vv_analysis.publish.engines.protocol import engine
from vv_analysis.publish.left_out import Refused
from vv_analysis.publish.nothing_new import nothing_new
from vv_analysis.publish.parameters import Job
from vv_analysis.settings import load

RAW = Path(__file__).parents[2] / "data" / "raw"
STATEMENT = Path("publications", "2020-07-28-written-answer-76697")


@pytest.fixture
def run(project):
    """Return a function that runs a project with one sound publication and one workbook of contracts that is none."""
    shutil.copytree(RAW / STATEMENT, project.raw / STATEMENT)
    broken = project.raw / "contracts" / "illustrative" / "broken.xlsx"
    broken.parent.mkdir(parents=True)
    broken.write_bytes(b"no workbook")
    write_notebook(project.notebooks / "category.ipynb", PAGE + "1 / 0", parameters='category = "x"')

    def _run(on_refused):
        settings = project.home / "vv.toml"
        text = settings.read_text(encoding="utf-8").replace("[run]", f'[run]\non_refused = "{on_refused}"')
        settings.write_text(text, encoding="utf-8")
        loaded = load(project.home)
        planned = release_run.plan(loaded, [], {})
        with closing(engine("local", 2)) as made_by, watching.watching(0, explain=False) as watch:
            return release_run.run(loaded, planned, "0.1.0", made_by, watch)

    return _run


def test_by_default_it_stops_the_release(run, project):
    with pytest.raises(InputError, match=r"broken\.xlsx"):
        run("stop")
    assert releases.current(project.reports) is None


def test_if_asked_it_stops_only_the_pages_that_use_it_and_the_front_page_names_them(run, project):
    outcome = run("skip")
    assert (outcome.pages, outcome.failed) == (1, ())
    [sentence] = outcome.left_out
    # What cannot be read cannot say that it is illustrative, so its name is not printed.
    assert sentence == (
        "a file handed over in confidence was refused, so six pages are left out: its owner is told by `vv check`."
    )
    assert [page["report"] for page in releases.manifest(outcome.folder)["pages"]] == ["public_record"]
    front = BeautifulSoup((outcome.folder / "index.html").read_text(encoding="utf-8"), "html.parser")
    banner = front.find(attrs={"aria-label": "Left out"}).get_text()
    assert sentence in banner
    assert "Accommodation" in banner
    # The same refused file again is nothing new; but it is read again as soon as it is another.
    assert nothing_new(load(project.home)) == outcome.folder.name
    (project.raw / "contracts" / "illustrative" / "broken.xlsx").unlink()
    assert nothing_new(load(project.home)) == ""


def job(report, **parameters):
    return Job(report, report, Path("x.ipynb"), parameters, illustrative=False)


class Compared:
    """What vv.toml says is compared."""

    edition, earlier_edition = "later", "earlier"


@pytest.mark.parametrize(
    ("refused", "report", "parameters", "stopped"),
    [
        (Refused("contracts/a.xlsx", "contracts", ""), "region", {"region": "Wales"}, True),
        (Refused("contracts/a.xlsx", "contracts", ""), "public_record", {}, False),
        (Refused("contracts/a.xlsx", "contracts", ""), "data_quality", {}, False),
        (Refused("awards/a.json", "awards", ""), "public_record", {}, True),
        (Refused("awards/a.json", "awards", ""), "national", {}, False),
        (Refused("publications/later/a.xlsx", "publication", ""), "national", {}, True),
        (Refused("publications/other/a.xlsx", "publication", ""), "national", {}, False),
        (
            Refused("publications/other/a.xlsx", "publication", ""),
            "publication_changes",
            {"earlier_edition": "other", "edition": "later"},
            True,
        ),
    ],
)
def test_a_page_is_stopped_by_what_it_uses_and_by_nothing_else(refused, report, parameters, stopped):
    assert refused.stops(job(report, **parameters), Compared) == stopped
