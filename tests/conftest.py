"""What many tests start from: everything in data/raw read once, and a release of it made once."""

import pickle
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from filelock import FileLock
from hypothesis import HealthCheck, settings

from vv_analysis import cli
from vv_analysis.ingest.intake.processed import Processed, load, refresh
from vv_analysis.present.content import Report
from vv_analysis.publish import release_run, watching
from vv_analysis.publish.engines.protocol import engine
from vv_analysis.publish.render import PageFacts, report_of
from vv_analysis.settings import load as load_settings

ROOT = Path(__file__).parents[1]
# How long an example takes is the machine's matter: time is measured in benchmarks, never in a test.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


@pytest.fixture(scope="session")
def data(tmp_path_factory) -> Processed:
    raw = ROOT / "data" / "raw"
    return refresh(raw, raw / "contracts", tmp_path_factory.mktemp("processed"), ROOT / "decisions")


@pytest.fixture
def vv(monkeypatch, capsys):
    """Return a way to type a command: it answers with the exit code, what was said, and what was complained of."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.delenv("VV_HOME", raising=False)
    monkeypatch.delenv("VV_CONTRACTS", raising=False)

    def _typed(*words):
        monkeypatch.setattr(sys, "argv", ["vv", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        return ended.value.code, said.out, said.err

    return _typed


# A sample of the 43 areas stands for all of them here; the whole site is gone through by `make proof`.
AREAS = ["Gwent", "Hampshire", "London, City of", "North Wales"]


@dataclass(frozen=True)
class Site:
    """A release of this project, made for the tests."""

    folder: Path
    processed: Processed
    pages: dict[str, BeautifulSoup]
    reports: dict[str, Report]


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Site:
    """Every page of the project in all its forms, but only some areas; made once, whatever worker comes first."""
    home = tmp_path_factory.getbasetemp().parent / "site-of-all-workers"
    with FileLock(f"{home}.lock"):
        if not (home / "made").is_file():
            _make_site(home)
    folder = (home / "reports" / "current").resolve()
    reports = pickle.loads((home / "made").read_bytes())  # noqa: S301
    pages = {key: BeautifulSoup((folder / f"{key}.html").read_text(), "html.parser") for key in reports}
    return Site(folder, load(home / "data" / "processed"), pages, reports)


def _make_site(home: Path) -> None:
    (home / "data").mkdir(parents=True)
    for name in ("notebooks", "decisions", "data/raw"):
        (home / name).symlink_to(ROOT / name, target_is_directory=True)
    text = (ROOT / "vv.toml").read_text()
    areas = 'name = "area"\nvalues = { area = [' + ", ".join(f'"{area}"' for area in AREAS) + "] }"
    (home / "vv.toml").write_text(text.replace('name = "area"', areas))
    project = load_settings(home)
    planned = release_run.plan(project, [], {})
    with closing(engine("local", 2)) as made_by, watching.watching(0, explain=False) as watch:
        outcome = release_run.run(project, planned, "test", made_by, watch)
    assert [result.error for result in outcome.failed] == []
    reports = {
        job.key: report_of(
            nbformat.read(outcome.folder / job.report / f"{job.slug}.ipynb", as_version=4),
            job.slug,
            PageFacts(job.title, job.report, "2026-03-11", "test"),
        )
        for job in planned.jobs
    }
    (home / "made").write_bytes(pickle.dumps(reports))
