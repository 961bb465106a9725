"""An executed notebook becomes one page: no code, no scripts, nothing from elsewhere, and nothing that hides."""

from __future__ import annotations

import nbformat
import pytest
from bs4 import BeautifulSoup

from vv_analysis.errors import ReportError
from vv_analysis.present.content import MIME, Headline, Title, as_json
from vv_analysis.publish.forms.web import page
from vv_analysis.publish.render import PageFacts, report_of

FACTS = PageFacts("Wales & <b>more</b>", "region", "2026-03-11", "0.1.0")
TITLE = Title("Region", "Wales", illustrative=True)
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[link](javascript:alert(1))",
    "![picture](https://elsewhere.example/x.png)",
    '<iframe src="https://elsewhere.example">',
    "## <svg onload=alert(1)>",
    "```\n<script>alert(1)</script>\n```",
    '<https://elsewhere.example/"onmouseover=alert(1)>',
    "$$\\href{javascript:alert(1)}{x}$$",
]


def shown(block):
    kept = {"text/html": block._repr_html_(), MIME: as_json(block), "text/plain": "an object"}
    return nbformat.v4.new_output("execute_result", kept, execution_count=1)


def page_of(tmp_path, *cells):
    path = tmp_path / "wales.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=list(cells)), path)
    return BeautifulSoup(page(report_of(nbformat.read(path, as_version=4), "wales", FACTS)), "html.parser")


def code(source, *outputs):
    return nbformat.v4.new_code_cell(source, execution_count=1, outputs=list(outputs))


def words(source):
    return nbformat.v4.new_markdown_cell(source)


def the_page(tmp_path):
    return page_of(
        tmp_path,
        code("secret = 'the code'", shown(TITLE)),
        code("headline", shown(Headline("It is higher."))),
        words("## What changed\n\nWords, *some* of them."),
        code("1 + 1"),
    )


def test_a_page_says_its_language_title_and_policy(tmp_path):
    page = the_page(tmp_path)
    assert page.html["lang"] == "en-GB"
    assert page.title.get_text() == "Wales & <b>more</b> – region – values and volumes"
    policy = page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert policy == "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
    assert page.find("meta", attrs={"name": "viewport"})["content"] == "width=device-width, initial-scale=1"


def test_a_page_has_one_first_heading_and_its_landmarks(tmp_path):
    page = the_page(tmp_path)
    assert [heading.get_text() for heading in page.find_all("h1")] == ["Wales"]
    assert len(page.find_all("main")) == 1
    assert page.body.find("a")["href"] == f"#{page.main['id']}"
    assert page.find("header", class_="site").find("a")["href"] == "../index.html"
    assert [link["href"] for link in page.footer.find_all("a")] == ["wales.ipynb", "../accessibility.html"]
    assert "Data as at 11 March 2026" in page.footer.get_text()
    assert "vv-analysis 0.1.0" in page.footer.get_text()


def test_the_contents_lead_to_headings_that_are_there(tmp_path):
    page = the_page(tmp_path)
    links = page.find("nav", class_="contents").find_all("a")
    assert [page.find(id=link["href"][1:]).get_text() for link in links] == ["What changed"]


def test_code_and_prompts_are_not_on_the_page(tmp_path):
    said = the_page(tmp_path).get_text()
    assert "the code" not in said
    assert "1 + 1" not in said
    assert "[1]" not in said


def test_a_page_needs_no_script_and_nothing_from_elsewhere(tmp_path):
    page = the_page(tmp_path)
    assert page.find(["script", "link", "iframe", "object", "embed"]) is None
    assert all(tag["src"].startswith("data:") for tag in page.find_all(src=True))
    assert "url(" not in page.style.get_text()
    assert "@import" not in page.style.get_text()


def test_a_value_that_is_no_part_of_a_report_is_refused_and_not_dropped(tmp_path):
    value = nbformat.v4.new_output("execute_result", {"text/plain": "<2 & more>"}, execution_count=2)
    with pytest.raises(ReportError, match="cell 2 left a value: <2 & more>"):
        page_of(tmp_path, code("t", shown(TITLE)), code("1 + 1", value))


@pytest.mark.parametrize("source", HOSTILE)
def test_markup_in_the_words_of_a_notebook_is_text(tmp_path, source):
    try:
        page = page_of(tmp_path, code("t", shown(TITLE)), words(source))
    except ReportError as refused:
        assert "the words of a notebook hold a block code" in str(refused)  # noqa: PT017
        return
    assert page.main.find(["script", "iframe", "svg"]) is None
    for tag in page.main.find_all(True):
        assert not [name for name in tag.attrs if name.startswith("on")]
        assert not str(tag.get("href", "")).startswith("javascript:")


@pytest.mark.parametrize("kind", ["application/javascript", "image/png", "image/svg+xml", "text/latex"])
def test_a_kind_of_output_that_no_page_shows_is_refused_and_not_dropped(tmp_path, kind):
    other = nbformat.v4.new_output("display_data", {kind: "alert(1)", "text/plain": "an object"})
    with pytest.raises(ReportError, match="cell 2 left output of a kind no page shows"):
        page_of(tmp_path, code("t", shown(TITLE)), code("s", other))


@pytest.mark.parametrize(
    "output",
    [
        nbformat.v4.new_output("stream", name="stderr", text="FutureWarning: soon"),
        nbformat.v4.new_output("stream", name="stdout", text="FutureWarning: soon"),
        nbformat.v4.new_output("error", ename="ValueError", evalue="FutureWarning: soon", traceback=[]),
    ],
    ids=["stderr", "stdout", "error"],
)
def test_a_page_is_never_made_of_a_notebook_that_printed_or_failed(tmp_path, output):
    with pytest.raises(ReportError, match=r"cell 2 left a (stream|error): 'FutureWarning: soon'"):
        page_of(tmp_path, code("t", shown(TITLE)), code("w", output))


def test_rendering_twice_gives_the_same_page(tmp_path):
    assert str(the_page(tmp_path)) == str(the_page(tmp_path))


@pytest.mark.parametrize("titles", [0, 2])
def test_a_report_with_no_title_or_two_is_refused(tmp_path, titles):
    with pytest.raises(ReportError, match=f"the report has {titles} titles; expected one"):
        page_of(tmp_path, *[code("t", shown(TITLE)) for _ in range(titles)], words("## Words"))


def test_a_report_begins_with_its_title(tmp_path):
    with pytest.raises(ReportError, match="the report does not begin with its title"):
        page_of(tmp_path, words("## Words"), code("t", shown(TITLE)))


@pytest.mark.parametrize("source", ["# A title of its own", "| a | b |\n| - | - |\n| 1 | 2 |\n", "> quoted", "---"])
def test_words_that_no_form_has_a_place_for_are_refused_and_not_dropped(tmp_path, source):
    try:
        made = page_of(tmp_path, code("t", shown(TITLE)), words(source))
    except ReportError as refused:
        assert "cell 2: the words of a notebook hold a" in str(refused)  # noqa: PT017
    else:
        assert "1" in made.get_text()  # a table in words is read as words
