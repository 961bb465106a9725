"""The front page leads to every page, says what was read and refused, and gives nothing away."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from vv_analysis.present.content import ILLUSTRATIVE
from vv_analysis.publish import site
from vv_analysis.publish.news import csv_of, news
from vv_analysis.publish.parameters import jobs
from vv_analysis.terms.findings import Finding, findings_frame
from vv_analysis.terms.vocabulary import LOT_CATEGORIES

AS_AT = pd.Timestamp("2026-03-11")
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def front(project, no_data):
    """Return a function that makes the front page of the small project, read."""

    def _front(quality=None, reports=None, only=(), news=None):
        data = no_data if quality is None else dataclasses.replace(no_data, quality=quality)
        page = site.front_page(reports or project.report, jobs(project, only), data, "0.1.0", as_at=AS_AT, news=news)
        return BeautifulSoup(page, "html.parser")

    return _front


def quality(*findings, confidential="no"):
    return findings_frame(findings).assign(confidential=confidential)


def finding(severity="refused", where="a.xlsx#Values!D3", what="'abc' is no amount"):
    return Finding("a.xlsx", where, "amount-unreadable", severity, what, remedy="correct the cell")


def test_the_front_page_leads_to_every_page_once_and_by_the_questions_it_answers(front):
    links = [link["href"] for link in front().main.find_all("a") if not link["href"].startswith("#")]
    assert links == [
        "public_record/public-record.html",
        "category/womens-services.html",
        "public_record/public-record.html",
        "public_record/public-record.html",
        "public_record/public-record.html",
        *(f"category/{code}.html" for code in LOT_CATEGORIES),
    ]


def test_every_link_within_the_front_page_has_its_place(front):
    page = front()
    links = [link["href"][1:] for link in page.find_all("a") if link["href"].startswith("#")]
    assert "by-services" in links
    assert all(page.find(id=name) for name in links)


def test_the_front_page_has_one_title_its_language_and_its_policy(front):
    page = front()
    assert page.html["lang"] == "en-GB"
    assert len(page.find_all("h1")) == 1
    policy = page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert policy.startswith("default-src 'none'")
    assert page.find(["script", "link", "iframe"]) is None


def test_a_way_to_invented_figures_says_so_and_the_page_warns_before_the_first(front):
    page = front()
    warning = page.find(class_="banner")
    assert warning.find_next("h2").get_text() == "By question"
    marked = [dd for dd in page.find_all("dd") if dd.find("a", href=lambda way: way.startswith("category"))]
    assert all("Illustrative figures" in dd.get_text() for dd in marked)
    services = page.find(id="by-services").find_next("p")
    assert "Illustrative figures" in services.get_text()


@pytest.mark.parametrize(
    ("report", "headings"),
    [("public_record", ["By question", "Whole reports"]), ("category", ["By question", "Services"])],
)
def test_a_preview_of_one_report_has_no_empty_heading(front, report, headings):
    found = [one.get_text() for one in front(only=[report]).find_all("h2")]
    assert found == [*headings, "What changed since the last release", "What was read"]


def test_a_release_of_real_figures_alone_warns_of_nothing(front):
    assert front(only=["public_record"]).find(class_="banner") is None


def test_the_date_is_the_one_the_pages_carry(front):
    assert "Data as at 11 March 2026" in front().get_text()


def test_what_was_refused_is_counted(front):
    page = front(quality(finding("note", "b.xlsx#Values!A1"), finding()))
    assert "One figure or row refused, no warnings, one note." in page.get_text()


def test_what_is_said_of_confidential_contracts_is_counted_and_not_shown(front):
    page = front(quality(finding(where="secret-trust.xlsx#Contracts!J6", what="'£71,500?'"), confidential="yes"))
    assert "One figure or row refused" in page.get_text()
    assert "secret-trust" not in str(page)
    assert "71,500" not in str(page)


def test_without_an_earlier_release_there_is_nothing_to_compare(front):
    assert "There is no earlier release to compare with." in front().get_text()


def release_with(folder, rows):
    (folder / "region").mkdir(parents=True)
    lines = "".join(f"{label},{before},{after}\n" for label, before, after in rows)
    (folder / "region" / "wales-table-1.csv").write_text(f"Service,Before (£),After (£)\n{lines}", encoding="utf-8")
    return folder


def test_what_changed_since_the_last_release_is_told_the_largest_for_its_size_first(tmp_path, front):
    was = release_with(tmp_path / "was", [("Accommodation", 100.0, 1_000_000.0), ("Women", 50.0, 7.0)])
    now = release_with(tmp_path / "now", [("Accommodation", 200.0, 1_100_000.0), ("Women", 50.0, 7.0)])
    told = news(now, was)
    assert (told.release, told.figures, told.pages) == ("was", 2, ("region/wales",))
    assert [(one.row, one.column, one.before, one.after) for one in told.largest] == [
        ("Accommodation", "Before (£)", "100", "200"),
        ("Accommodation", "After (£)", "1,000,000", "1,100,000"),
    ]
    page = front(news=told)
    assert "Against release was, 2 figures differ, on 1 page." in page.get_text()
    assert [cell.get_text() for cell in page.table.tbody.tr.find_all("td")] == ["region/wales", "100", "200"]
    assert page.find("a", href="changes.html")


def test_every_change_stands_on_a_page_of_its_own_and_in_a_file_for_programs(tmp_path, project):
    rows = [(f"Row {number:02}", 100.0, 100.0) for number in range(40)]
    was = release_with(tmp_path / "was", rows)
    now = release_with(tmp_path / "now", [(label, 100.0, 100.0 + 10 * place) for place, (label, *_) in enumerate(rows)])
    told = news(now, was)
    page = BeautifulSoup(site.changes_page(told, jobs(project), "0.1.0", AS_AT), "html.parser")
    shown = [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in page.tbody.find_all("tr")]
    assert len(shown) == len(told.changes) == 39
    assert len(told.largest) == 12
    assert shown[0] == ["Row 39: After (£)", "region/wales", "100", "490"]
    assert shown[-1] == ["Row 01: After (£)", "region/wales", "100", "110"]
    lines = csv_of(told).splitlines()
    assert lines[:2] == ["Figure,Page,Data status,Before,Now", "Row 39: After (£),region/wales,official,100.0,490.0"]
    assert len(lines) == 40


def test_changes_of_invented_figures_say_so_and_lead_to_their_page_by_its_title(tmp_path, project, front):
    invented = next(job for job in jobs(project) if job.illustrative)
    releases_ = []
    for number in (1, 2):
        (tmp_path / f"{number}" / invented.report).mkdir(parents=True)
        table = tmp_path / f"{number}" / f"{invented.key}-table-1.csv"
        table.write_text(f"Service,Value (£)\nAccommodation,{number}\n", encoding="utf-8")
        releases_.append(table.parents[1])
    told = news(releases_[1], releases_[0])
    page = BeautifulSoup(site.changes_page(told, jobs(project), "0.1.0", AS_AT), "html.parser")
    assert page.find(class_="banner")["aria-label"] == ILLUSTRATIVE
    for row in (page.tbody.tr, front(news=told).table.tbody.tr):
        assert row.a["href"] == f"{invented.key}.html"
        assert row.a.get_text() == invented.title
        assert row.find(class_="tag-illustrative").get_text() == ILLUSTRATIVE
    assert csv_of(told, {invented.key}).splitlines()[1].endswith(",illustrative,1.0,2.0")


def test_a_page_of_changes_without_a_release_before_says_so(project):
    page = site.changes_page(None, jobs(project), "0.1.0", AS_AT)
    assert "There is no earlier release to compare with." in page


def test_a_figure_that_is_new_or_gone_is_on_a_page_that_changed(tmp_path):
    was = release_with(tmp_path / "was", [("Accommodation", 100.0, "")])
    now = release_with(tmp_path / "now", [("Accommodation", 100.0, 5.0)])
    assert news(now, was).pages == ("region/wales",)
    assert news(now, was).figures == 0
    assert news(now, None) is None


def test_the_accessibility_statement_has_its_date_and_what_is_known_to_be_wrong():
    page = BeautifulSoup(site.accessibility_page("0.1.0", AS_AT), "html.parser")
    assert page.h1.get_text() == "Accessibility statement"
    assert "What is known not to be right yet" in [one.get_text() for one in page.find_all("h2")]
    assert "prepared on" in page.get_text()


def test_the_words_of_inputs_and_settings_are_text(front, project):
    reports = [report.model_copy(update={"title": HOSTILE, "answers": HOSTILE}) for report in project.report]
    page = front(quality(finding(where=HOSTILE, what=HOSTILE)), reports)
    assert page.find("script") is None
    assert page.get_text().count(HOSTILE) == 7
