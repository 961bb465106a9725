"""The front page leads to every page, says what was read and refused, and gives nothing away."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from vv_analysis.publish import site
from vv_analysis.publish.parameters import jobs
from vv_analysis.terms.findings import Finding, findings_frame

AS_AT = pd.Timestamp("2026-03-11")
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def front(project, no_data):
    """Return a function that makes the front page of the small project, read."""

    def _front(quality=None, reports=None, only=()):
        data = no_data if quality is None else dataclasses.replace(no_data, quality=quality)
        page = site.front_page(reports or project.report, jobs(project, only), data, "0.1.0", as_at=AS_AT)
        return BeautifulSoup(page, "html.parser")

    return _front


def quality(*findings, confidential="no"):
    return findings_frame(findings).assign(confidential=confidential)


def finding(severity="refused", where="a.xlsx#Values!D3", what="'abc' is no amount"):
    return Finding("a.xlsx", where, "amount-unreadable", severity, what, remedy="correct the cell")


def test_the_front_page_leads_to_every_page_real_ones_first(front):
    links = [link["href"] for link in front().main.find_all("a")]
    assert links[:2] == ["public_record/public-record.html", "category/accommodation.html"]
    assert len(links) == len(set(links)) == 7


def test_the_front_page_has_one_title_its_language_and_its_policy(front):
    page = front()
    assert page.html["lang"] == "en-GB"
    assert len(page.find_all("h1")) == 1
    policy = page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert policy.startswith("default-src 'none'")
    assert page.find(["script", "link", "iframe"]) is None


def test_invented_figures_stand_under_their_own_heading_with_a_warning(front):
    headings = [heading.get_text() for heading in front().find_all("h2")]
    assert headings == ["From real figures only", "From illustrative figures", "What was read"]
    warning = front().find("aside", class_="banner")
    assert warning.find_previous("h2").get_text() == "From illustrative figures"
    assert warning.find_next("a")["href"] == "category/accommodation.html"


@pytest.mark.parametrize(
    ("report", "heading"),
    [("public_record", "From real figures only"), ("category", "From illustrative figures")],
)
def test_a_preview_of_one_report_has_no_empty_heading(front, report, heading):
    assert [one.get_text() for one in front(only=[report]).find_all("h2")] == [heading, "What was read"]


def test_the_date_is_the_one_the_pages_carry(front):
    assert "Data as at 11 March 2026" in front().get_text()


def test_what_was_refused_stands_first_with_its_cell_and_what_to_do(front):
    page = front(quality(finding("note", "b.xlsx#Values!A1"), finding()))
    cells = [cell.get_text() for cell in page.table.tbody.tr.find_all(["th", "td"])]
    assert cells == ["a.xlsx#Values!D3", "refused", "'abc' is no amount", "correct the cell"]
    assert "One figure or row refused, no warnings, one note." in page.get_text()


def test_a_long_list_is_cut_and_says_how_much_more_there_is(front):
    page = front(quality(*[finding(where=f"a.xlsx#Values!D{row}") for row in range(60)]))
    assert len(page.table.tbody.find_all("tr")) == 50
    assert "10 more stand in data/processed/quality.csv." in page.get_text()


def test_what_is_said_of_confidential_contracts_is_counted_and_not_shown(front):
    page = front(quality(finding(where="secret-trust.xlsx#Contracts!J6", what="'£71,500?'"), confidential="yes"))
    assert "One figure or row refused" in page.get_text()
    assert "handed over in confidence" in page.get_text()
    assert "secret-trust" not in str(page)
    assert "71,500" not in str(page)


def test_the_words_of_inputs_and_settings_are_text(front, project):
    reports = [report.model_copy(update={"title": HOSTILE, "answers": HOSTILE}) for report in project.report]
    page = front(quality(finding(where=HOSTILE, what=HOSTILE)), reports)
    assert page.find("script") is None
    assert page.get_text().count(HOSTILE) == 6
