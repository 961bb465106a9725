"""The pages of a release in a real browser: what programs, keyboards, narrow screens and networks make of them."""

import functools
import os
import threading
from collections import Counter
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest

HERE = "127.0.0.1"
# Presentation R5.3.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# One of each kind; `make proof` names a release in VV_SITE, and goes through every page of it.
SAMPLE = (
    "index", "accessibility", "public_record/public-record", "rr3_briefing/rr3-briefing", "national/national",
    "region/wales", "area/london-city-of", "category/womens-services", "organisation/larchpenny-women-s-network",
    "data_quality/data-quality",
)  # fmt: skip


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing of it."""

    def log_message(self, *said):
        pass


@pytest.fixture(scope="session")
def release(request) -> Path:
    """Return the folder of the release to go through."""
    named = os.environ.get("VV_SITE")
    return Path(named) if named else request.getfixturevalue("site").folder


@pytest.fixture(scope="session")
def address(release):
    """Serve a release on this machine, and return its address."""
    server = ThreadingHTTPServer((HERE, 0), functools.partial(Quiet, directory=str(release)))
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    yield f"http://{HERE}:{server.server_port}"
    server.shutdown()
    server.server_close()
    serving.join()


@pytest.fixture(scope="session")
def names(release):
    """Return the pages to go through."""
    everything = sorted(path.relative_to(release).with_suffix("").as_posix() for path in release.rglob("*.html"))
    return everything if os.environ.get("VV_SITE") else list(SAMPLE)


def complaints(page):
    """Return what axe finds wrong with the page that is open."""
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", TAGS)
    assert len(found["passes"]) > 10
    return [(one["id"], one["nodes"][0]["html"][:120]) for one in found["violations"]]


def test_axe_finds_nothing_wrong_with_any_page(page, address, names, asked_elsewhere):
    said, wrong = [], {}
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    # The pages forbid scripts; the browser lets the test's own script in all the same.
    for name in names:
        answer = page.goto(f"{address}/{name}.html")
        assert answer.status == 200
        if found := complaints(page):
            wrong[name] = found
    assert wrong == {}
    assert said == []
    assert asked_elsewhere == []


def test_axe_would_notice_a_fault(page, address):
    page.goto(f"{address}/region/wales.html")
    page.evaluate("document.querySelector('img').removeAttribute('alt')")
    page.evaluate("document.documentElement.removeAttribute('lang')")
    assert {"image-alt", "html-has-lang"} <= {rule for rule, _ in complaints(page)}


def test_the_keyboard_alone_reaches_everything_in_order_and_is_never_caught(page, address):
    page.goto(f"{address}/region/wales.html")
    reachable = page.evaluate(
        "[...document.querySelectorAll('a[href], summary, [tabindex=\"0\"]')].filter(e => e.checkVisibility()).length"
    )
    reached = []
    for _ in range(reachable):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate(
                """() => { const e = document.activeElement, s = getComputedStyle(e), b = e.getBoundingClientRect();
                return [e.tagName, e.getAttribute('href') || e.getAttribute('aria-label') || e.textContent,
                        s.outlineStyle !== 'none' && b.width > 0, window.scrollY + b.top, !!e.closest('.contents')] }"""
            )
        )
    assert reached[0][:2] == ["A", "#content"]
    assert all(kind != "BODY" for kind, *_ in reached)
    assert all(seen for _, _, seen, _, _ in reached)
    # The contents stand in two columns, so that the second begins higher than the first ends.
    tops = [top for *_, top, in_columns in reached[1:] if not in_columns]
    assert sum(later < earlier - 60 for earlier, later in pairwise(tops)) == 0
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "BODY"


def test_the_skip_link_leads_to_the_content_and_folded_figures_open_with_a_key(page, address):
    page.goto(f"{address}/region/wales.html")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.url.endswith("#content")
    summary = page.locator("summary").first
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("details").first.locator("table").is_visible()


WIDER = """() => { const wide = document.documentElement.clientWidth;
  return [...document.querySelectorAll('body *')].filter(e => e.checkVisibility() && !e.closest('.scroll')
    && !e.closest('.hidden') && !e.closest('.skip') && e.getBoundingClientRect().right > wide + 1)
    .map(e => e.tagName + '.' + e.className) }"""


@pytest.mark.parametrize(
    ("width", "height", "what"), [(320, 640, "a screen of 320 pixels"), (320, 256, "1280 by 1024 at 400% zoom")]
)
def test_nothing_is_lost_on(page, address, names, width, height, what):
    page.set_viewport_size({"width": width, "height": height})
    for name in names:
        page.goto(f"{address}/{name}.html")
        scroll, inside = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert scroll <= inside, (name, page.evaluate(WIDER))
        assert page.evaluate(WIDER) == [], name
        # What is wider than the screen scrolls in a frame that the keyboard can reach.
        for frame in page.locator(".scroll").all():
            assert frame.get_attribute("tabindex") == "0"
        cut = page.evaluate(
            "[...document.querySelectorAll('h1, h2, p, li, dt, dd, figcaption')].filter(e => e.checkVisibility() && "
            "!e.querySelector('.hidden') && e.scrollWidth > e.clientWidth + 1).map(e => e.textContent.slice(0, 60))"
        )
        assert cut == [], name


def test_a_narrow_screen_gets_the_narrow_drawing_and_its_words_can_be_read(page, address):
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{address}/national/national.html")
    drawn = page.evaluate("[...document.querySelectorAll('figure img')].map(i => [i.clientWidth, i.naturalWidth])")
    assert len(drawn) > 5
    for shown, natural in drawn:
        # A drawing for a narrow screen is 3.4 inches; shown at nearly that size its 10-point words stay readable.
        assert natural < 400
        assert shown / natural > 0.8


def test_a_page_prints_with_its_figures_and_without_what_is_for_screens(page, address):
    page.goto(f"{address}/region/wales.html")
    page.emulate_media(media="print")
    assert not page.locator("nav.contents").is_visible()
    assert not page.locator(".skip").is_visible()
    assert page.locator("main > .scroll table.data").first.is_visible()
    assert page.pdf(format="A4")[:5] == b"%PDF-"


def test_every_way_on_the_front_page_leads_to_a_heading_that_is_there(page, address):
    page.goto(f"{address}/index.html")
    links = page.evaluate("[...document.querySelectorAll('main a')].map(a => a.getAttribute('href'))")
    assert Counter(links).most_common(1)[0][1] <= 3
    pages = sorted({link for link in links if link.endswith(".html") or ".html#" in link})
    for link in [one for one in pages if "#" in one]:
        page.goto(f"{address}/{link}")
        assert page.locator(f"#{link.partition('#')[2]}").count() == 1, link


def test_pages_make_no_request_but_for_themselves(page, address):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/category/womens-services.html")
    assert [url for url in asked if not url.startswith("data:")] == [f"{address}/category/womens-services.html"]
