"""A real browser for the tests that need one: Chromium as the system has it, which reaches this machine alone."""

import shutil
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright

HERE = "127.0.0.1"
NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def browser():
    """Return the browser of this session; a machine without one fails here rather than testing less than it says."""
    chromium = next(filter(None, map(shutil.which, NAMES)), None)
    if chromium is None:
        pytest.fail("the browser tests need Chromium: `apt-get install chromium`", pytrace=False)
    # No name but this machine's is resolved, whatever asks for it.
    only_here = f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {HERE}"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", only_here])
        yield started
        started.close()


@pytest.fixture
def asked_elsewhere():
    """Return the addresses of other machines that the page asked for; none of them was reached."""
    return []


@pytest.fixture
def page(browser, asked_elsewhere):
    """Return an empty page of its own, which may ask this machine alone."""
    context = browser.new_context(viewport={"width": 1400, "height": 1600}, reduced_motion="reduce")

    def _watch(route):
        if _is_here(route.request.url):
            route.continue_()
        else:
            asked_elsewhere.append(route.request.url)
            route.abort()

    context.route("**/*", _watch)
    opened = context.new_page()
    opened.on("websocket", lambda socket: None if _is_here(socket.url) else asked_elsewhere.append(socket.url))
    yield opened
    context.close()


def _is_here(address):
    parts = urlsplit(address)
    return parts.scheme in {"data", "blob", "about", "file"} or parts.hostname == HERE
