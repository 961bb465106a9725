"""The exploring notebook in a real JupyterLab, used in a real browser as an analyst uses it."""

import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import matplotlib as mpl
import pytest
from playwright.sync_api import expect

from vv_analysis.ingest.intake.processed import refresh
from vv_analysis.settings import load

ROOT = Path(__file__).parents[2]
HERE = "127.0.0.1"
LONGEST_START_SECONDS = 60
LONGEST_RUN_MILLISECONDS = 90_000  # all cells, on a machine that does much else besides
WALES = {"Dyfed-Powys", "Gwent", "North Wales", "South Wales"}
KENT_SURREY_SUSSEX = {"Kent", "Surrey", "Sussex"}


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Return a project of its own, with the data and a copy of the notebook."""
    home = tmp_path_factory.mktemp("project")
    shutil.copy(ROOT / "vv.toml", home)
    (home / "notebooks").mkdir()
    shutil.copy(ROOT / "notebooks" / "explore.ipynb", home / "notebooks")
    refresh(load(ROOT).raw, ROOT / "data" / "raw" / "contracts", home / "data" / "processed")
    return home


@pytest.fixture(scope="module")
def lab(project, tmp_path_factory):
    """Return the address of the notebook in a running JupyterLab that knows no user and no other machine."""
    own = tmp_path_factory.mktemp("lab")
    port, token = _free_port(), secrets.token_hex(16)
    options = {
        "ServerApp.ip": HERE,
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.open_browser": False,
        "ServerApp.allow_root": True,
        "ServerApp.root_dir": project / "notebooks",
        "IdentityProvider.token": token,
        "LabApp.news_url": None,
        "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
        "LabApp.extension_manager": "readonly",
    }
    command = [sys.executable, "-m", "jupyterlab", *(f"--{name}={value}" for name, value in options.items())]
    log = own / "log.txt"
    with log.open("wb") as written:
        server = subprocess.Popen(  # noqa: S603
            command, cwd=project, env=_surroundings(own, project), stdout=written, stderr=subprocess.STDOUT
        )
        try:
            _wait_until_it_answers(server, f"http://{HERE}:{port}/api?token={token}", log)
            yield f"http://{HERE}:{port}/lab/tree/explore.ipynb?token={token}"
        finally:
            _end(server)


def _free_port():
    with socket.socket() as listening:
        listening.bind((HERE, 0))
        return listening.getsockname()[1]


def _surroundings(own, project):
    places = (
        "HOME",
        "IPYTHONDIR",
        "JUPYTER_CONFIG_DIR",
        "JUPYTER_DATA_DIR",
        "JUPYTER_RUNTIME_DIR",
        "JUPYTERLAB_SETTINGS_DIR",
        "JUPYTERLAB_WORKSPACES_DIR",
    )
    for place in places:
        (own / place.lower()).mkdir()
    no_news = (
        own / "jupyterlab_settings_dir" / "@jupyterlab" / "apputils-extension" / "notification.jupyterlab-settings"
    )
    no_news.parent.mkdir(parents=True)
    no_news.write_text('{"fetchNews": "false", "checkForUpdates": false}')
    inherited = {name: value for name, value in os.environ.items() if name not in {"JUPYTER_PATH", "PYTHONWARNINGS"}}
    # Fonts are listed anew in a new home, which takes long: the list of this user will do.
    fonts = {"MPLCONFIGDIR": mpl.get_cachedir()}
    return inherited | fonts | {place: str(own / place.lower()) for place in places} | {"VV_HOME": str(project)}


def _wait_until_it_answers(server, address, log):
    latest = time.monotonic() + LONGEST_START_SECONDS
    while time.monotonic() < latest and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text(errors='replace')[-2000:]}", pytrace=False)


def _end(server):
    server.terminate()  # it then ends its kernels too
    try:
        server.wait(20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


@pytest.fixture
def explorer(page, lab):
    """Return the explorer after the analyst has opened the notebook and run all cells."""
    page.set_default_timeout(30_000)
    expect.set_options(timeout=30_000)
    page.goto(lab)
    # Asked to run before its kernel answers, JupyterLab asks back which kernel it should be.
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    shown = page.locator(".vv-explore")
    shown.wait_for(timeout=LONGEST_RUN_MILLISECONDS)
    return shown


def areas(explorer):
    return explorer.locator("tbody th")


def test_chart_and_table_follow_a_picker(explorer, page, project, asked_elsewhere):
    chart = explorer.locator("figure img")
    expect(areas(explorer)).to_have_text(sorted(WALES))
    expect(chart).to_have_attribute("alt", _naming(WALES))
    before = chart.get_attribute("src")

    explorer.get_by_label("Region", exact=True).select_option(label="Kent, Surrey and Sussex")

    expect(areas(explorer)).to_have_text(sorted(KENT_SURREY_SUSSEX))
    expect(chart).to_have_attribute("alt", _naming(KENT_SURREY_SUSSEX))
    assert chart.get_attribute("src") != before
    assert chart.evaluate("image => image.complete && image.naturalWidth") > 300
    expect(explorer.locator("figcaption")).to_contain_text("Illustrative figures")
    expect(explorer.locator("caption")).to_contain_text("Illustrative figures")

    explorer.get_by_role("button", name="Copy as table").click()
    text = explorer.get_by_label("Table as text", exact=True)
    expect(text).to_be_focused()
    _, heads, *rows = text.input_value().splitlines()
    assert heads.split("\t")[:2] == ["Area", "Published users"]
    assert {row.split("\t")[0] for row in rows} == KENT_SURREY_SUSSEX
    printed = explorer.locator("tbody tr").first.locator("td").first.text_content()
    assert rows[0].split("\t")[1] == printed.replace(",", "")

    explorer.get_by_role("button", name="Save chart").click()
    expect(explorer.get_by_text("Saved: reports/explore/")).to_be_visible()
    assert {path.suffix for path in (project / "reports" / "explore").iterdir()} == {".svg", ".png"}
    assert asked_elsewhere == []


def test_two_quick_choices_are_both_shown(explorer, asked_elsewhere):
    explorer.get_by_label("Region", exact=True).select_option(label="All regions")
    explorer.get_by_label("Price base", exact=True).select_option(label="As published")

    expect(explorer.locator("figcaption")).to_contain_text("All regions, Women’s services")
    expect(explorer.locator("figcaption")).to_contain_text("prices as published")
    expect(areas(explorer)).to_have_count(12)
    assert asked_elsewhere == []


def _naming(places):
    return re.compile(".*".join(map(re.escape, sorted(places))))
