"""A check is reported so that somebody who is no programmer can act on it, and its page can be sent back."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest

from strategies.example_contract import CONTRACT
from vv_analysis.errors import SettingsError
from vv_analysis.ingest.intake.inspection import Inspection, inspect
from vv_analysis.present.check_page import check_page, page_path, save
from vv_analysis.present.check_report import HEADINGS, items, lines, verdict
from vv_analysis.present.workbook import write_template
from vv_analysis.terms.findings import Finding

HOSTILE = '<script>alert(1)</script>"\x1b[2J\u202e&amp;'


def finding(where="a.xlsx#Contracts!F7", severity="refused", what="'Atlantis' is no area", rule="area-unknown", **more):
    return Finding(where.split("#")[0], where, rule, severity, what, **more)


def inspection(*findings, rows=12, kind="contracts", path="a.xlsx"):
    return Inspection(Path(path), kind, rows, findings)


def page(*inspections):
    return check_page(inspections, "body { margin: 0 }", "1.2.3")


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (inspection(), "12 contracts were read; nothing needs correcting."),
        (inspection(rows=1), "1 contract was read; nothing needs correcting."),
        (inspection(finding()), "12 contracts were read; 1 cell needs correcting."),
        (
            inspection(finding(), finding(where="a.xlsx#Contracts!F9"), finding(what="said again")),
            "12 contracts were read; 2 cells need correcting.",
        ),
        (inspection(finding(where="a.csv#row 7")), "12 contracts were read; 1 row needs correcting."),
        (
            inspection(finding(where="a.csv"), finding(where="a.csv#row 7")),
            "12 contracts were read; 2 places need correcting.",
        ),
        (inspection(finding(severity="note")), "12 contracts were read; nothing needs correcting."),
        (
            inspection(finding(severity="warning")),
            "12 contracts were read; nothing needs correcting; please look at 1 place.",
        ),
        (inspection(rows=0), "No contract was read."),
        (inspection(finding(where="a.xlsx"), rows=0, kind=""), "Nothing was read; 1 thing needs correcting."),
        (
            inspection(rows=2038, kind="publication (2 files)"),
            "2,038 published rows were read; nothing needs correcting.",
        ),
        (inspection(rows=63, kind="awards"), "63 awarded contracts were read; nothing needs correcting."),
        (inspection(rows=63, kind="awards, contracts (2 files)"), "63 rows were read; nothing needs correcting."),
    ],
)
def test_the_verdict_says_what_was_read_and_how_much_needs_correcting(one, expected):
    assert verdict(one) == expected
    assert lines(one)[0] == f"a.xlsx: {expected}"


def test_findings_stand_under_three_headings_the_gravest_first():
    said = lines(
        inspection(*(finding(severity=severity, what=severity) for severity in ("note", "warning", "refused")))
    )
    assert [line for line in said if line in HEADINGS.values()] == [
        "To correct before the figures can be used",
        "Please look at",
        "Good to know",
    ]
    assert said.index("  Contracts, F7: refused. [area-unknown]") < said.index("Please look at")


def test_the_place_comes_first_and_the_rule_last():
    one = inspection(finding(expected="an area on the list", remedy="choose from the list"))
    [item] = items(one)["refused"]
    assert item.line == (
        "Contracts, F7: 'Atlantis' is no area; expected an area on the list; choose from the list. [area-unknown]"
    )


def test_a_question_stays_a_question():
    [item] = items(inspection(finding(remedy="did you mean 'Kent'?")))["refused"]
    assert item.line.endswith("did you mean 'Kent'? [area-unknown]")


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (["B7"], "Contracts, B7"),
        (["B7", "B9"], "Contracts, B7 and B9"),
        (["B7", "B9", "B12"], "Contracts, B7, B9 and B12"),
        (["B7", "B9", *(f"B{row}" for row in range(20, 34))], "Contracts, B7, B9 and 14 more"),
    ],
)
def test_one_sentence_over_many_cells_is_said_once(cells, said):
    one = inspection(*(finding(where=f"a.xlsx#Contracts!{cell}") for cell in cells))
    assert [item.where for item in items(one)["refused"]] == [said]


def test_what_differs_is_not_folded_away():
    one = inspection(
        finding(),
        finding(what="another"),
        finding(remedy="do this"),
        finding(rule="other-rule"),
        finding(where="a.xlsx#Contracts (2)!F7"),
        finding(where="b.xlsx#Contracts!F7"),
    )
    assert len(items(one)["refused"]) == 6


def test_files_are_named_where_there_are_several_and_a_place_may_be_a_pointer_or_a_file():
    whole = Finding("c #1.xlsx", "c #1.xlsx", "file-unreadable", "refused", "this is not a workbook")
    one = inspection(finding(where="a.json#/tender/value/amount"), finding(where="b.csv#row 3"), whole)
    assert [item.where for item in items(one)["refused"]] == [
        "a.json, /tender/value/amount",
        "b.csv, row 3",
        "c #1.xlsx",
    ]


def test_no_word_of_a_file_steers_the_terminal():
    one = inspection(finding(where=f"{HOSTILE}.xlsx#Contracts!F7", what=HOSTILE), path=f"{HOSTILE}.xlsx")
    for line in lines(one):
        assert line.isprintable()


class Outline(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def of(self, name):
        return [attributes for tag, attributes in self.tags if tag == name]


def test_the_page_can_be_read_by_everybody_and_fetches_and_runs_nothing():
    one = inspection(*(finding(severity=severity) for severity in HEADINGS))
    text = page(one)
    outline = Outline(text)
    assert outline.of("html") == [{"lang": "en-GB"}]
    assert len(outline.of("h1")) == len(outline.of("title")) == len(outline.of("main")) == 1
    assert len(outline.of("h2")) == len(outline.of("table")) == len(outline.of("caption")) == 3
    assert {attributes["scope"] for attributes in outline.of("th")} == {"col", "row"}
    [policy] = [meta for meta in outline.of("meta") if meta.get("http-equiv") == "Content-Security-Policy"]
    assert policy["content"].startswith("default-src 'none'")
    assert not any(outline.of(tag) for tag in ("script", "link", "img", "iframe", "form"))
    assert not any("src" in attributes for _, attributes in outline.tags)
    assert [link["href"] for link in outline.of("a")] == ["#content"]


def test_a_clean_file_has_a_page_without_an_empty_table():
    outline = Outline(page(inspection()))
    assert not outline.of("table")
    assert not outline.of("h2")


def test_every_word_of_a_file_is_shown_as_text():
    hostile = finding(where=f"{HOSTILE}.xlsx#<b>!F7", what=HOSTILE, expected=HOSTILE, remedy=HOSTILE, rule="<i>")
    text = page(inspection(hostile, path=f"{HOSTILE}.xlsx"), inspection(hostile, path=f"{HOSTILE}.xlsx"))
    outline = Outline(text)
    assert not any(outline.of(tag) for tag in ("script", "b", "i"))
    assert not {"\x1b", "\u202e"} & set(text)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "&amp;amp;" in text


def test_the_page_says_everything_the_terminal_says_but_no_folder_of_ours(tmp_path):
    path = write_template(tmp_path / "sent.xlsx", [CONTRACT | {"area": "Atlantis"}, CONTRACT | {"volume": "TBC"}])
    one = inspect(path)
    text = page(one)
    for severity, said in items(one).items():
        assert HEADINGS[severity] in text
        for item in said:
            assert item.where in text
            assert f"<td>{item.rule}</td>" in text
    assert str(tmp_path) not in text
    assert "<h1>sent.xlsx</h1>" in text
    assert verdict(one) == "1 contract was read; 1 cell needs correcting."


def test_a_sentence_begins_with_a_capital_and_a_name_stays_as_it_is():
    text = page(inspection(finding(what="the area is empty"), finding(what="ocds-h6vhtk-02c171 was cancelled")))
    assert "<td>The area is empty</td>" in text
    assert "<td>ocds-h6vhtk-02c171 was cancelled</td>" in text


def test_a_page_about_contracts_says_to_whom_it_may_be_sent():
    assert "Send it only to the organisation" in page(inspection())
    assert "Do not send it to any one organisation" not in page(inspection())
    assert "Do not send it to any one organisation" in page(inspection(), inspection(path="b.xlsx"))
    assert "Do not send it to any one organisation" in page(inspection(kind="contracts (2 files)"))
    assert "organisation that the file came from" not in page(inspection(kind="publication"))


def test_a_page_about_several_files_answers_for_all_and_for_each():
    outline = page(inspection(finding()), inspection(path="b.xlsx"))
    assert "24 contracts were read; 1 cell needs correcting." in outline
    assert "<h2>a.xlsx</h2>" in outline
    assert "<h2>b.xlsx</h2>" in outline
    assert "<h3>To correct before the figures can be used</h3>" in outline


@pytest.mark.parametrize("name", ["report", "report.xlsx", "report.pdf", "filled.csv"])
def test_a_page_ends_in_html_so_that_no_input_is_written_over(tmp_path, name):
    with pytest.raises(SettingsError, match=r"expected a file that ends in \.html; end the name in \.html\."):
        page_path(tmp_path / name)


def test_a_page_needs_a_folder_that_is_there(tmp_path):
    with pytest.raises(SettingsError, match="there is no folder"):
        page_path(tmp_path / "absent" / "report.html")
    assert page_path(tmp_path / "report.html") == tmp_path / "report.html"


def test_the_same_check_is_the_same_page_and_may_replace_the_last(tmp_path):
    for _ in range(2):
        save(page(inspection(finding())), tmp_path / "report.html")
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == page(inspection(finding()))


def test_a_page_that_cannot_be_written_is_said_in_a_sentence(tmp_path):
    with pytest.raises(SettingsError, match="the page cannot be written there"):
        save("x", tmp_path / f"{'x' * 300}.html")
