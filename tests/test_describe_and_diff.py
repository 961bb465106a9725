"""`vv describe` and `vv diff` as they are typed: answers in plain text, exit codes, nothing written unasked."""

import tomllib
from pathlib import Path

import openpyxl
import pytest

ROOT = Path(__file__).parents[1]
EDITIONS = ROOT / "data" / "raw" / "publications"


@pytest.fixture(autouse=True)
def in_the_clone(monkeypatch):
    monkeypatch.chdir(ROOT)


@pytest.fixture
def patchy(tmp_path):
    book = openpyxl.Workbook()
    for row in (["[bold]Spend[/] :smile: \u202e"], ["Patch", "Stream", "Spend"], ["Kent", "Lot 1", 5]):
        book.active.append(row)
    book.save(tmp_path / "p.xlsx")
    return tmp_path / "p.xlsx"


def test_a_known_workbook_is_described_without_a_layout(vv):
    code, said, complaint = vv("describe", EDITIONS / "illustrative-2020-07" / "values-and-volumes-july-2020.xlsx")
    assert (code, complaint) == (0, "")
    assert "rows say area; figures are values in £ of 2021-22, 2022-23, 2023-24 and 2024-25" in said
    draft = said.partition("Draft of publication.toml\n")[2]
    assert tomllib.loads(draft)["publication"]["vat"] == "excluded"
    assert "layout" not in tomllib.loads(draft)


def test_what_stands_in_a_log_is_plain_and_no_picture_is_wider_than_a_hundred_signs(vv, patchy):
    code, said, _ = vv("describe", patchy)
    assert code == 0
    assert "\x1b" not in said
    assert "\u202e" not in said
    assert "[bold]Spend[/] :smile:" in said
    assert max(len(line) for line in said.partition("Understood")[0].splitlines()) <= 100
    assert '# "Patch" = ""  # did you mean "area"? below stands \'Kent\'' in said


def test_an_edition_is_made_only_where_none_is(vv, patchy, tmp_path):
    folder = tmp_path / "new" / "2026-01"
    code, said, _ = vv("describe", patchy, "--write", folder)
    assert code == 0
    assert said.endswith(f"Fill it in, then type `vv check {folder}`.\n")
    assert {path.name for path in folder.iterdir()} == {"p.xlsx", "publication.toml"}
    code, _, complaint = vv("describe", patchy, "--write", folder)
    assert (code, complaint.count("\n")) == (2, 1)
    assert "there is such a folder or file already" in complaint


def test_nothing_is_written_unasked(vv, patchy, tmp_path):
    vv("describe", patchy)
    assert [path.name for path in tmp_path.iterdir()] == ["p.xlsx"]


def test_what_is_no_workbook_is_refused_in_a_sentence(vv, tmp_path):
    code, _, complaint = vv("describe", tmp_path / "absent.xlsx")
    assert (code, complaint.count("\n")) == (3, 1)


def test_two_editions_are_compared_and_the_reports_that_quote_them_named(vv):
    code, said, complaint = vv("diff", "illustrative-2019-11", "illustrative-2020-07")
    assert (code, complaint) == (0, "")
    assert "published on: 18 November 2019, now 15 July 2020" in said
    assert "1,032 lines in both, 0 new, 0 gone" in said
    # The shares of written answer 76697 of £100 million: 9 per cent is accommodation, one cell of 43 left open.
    assert "2024-25     42    £9,900,000    £9,000,000     −£900,000   −9.1%" in said
    [line] = [line for line in said.splitlines() if line.startswith("  illustrative-2020-07: ")]
    assert "Regions" in line


def test_an_edition_that_is_not_there_is_answered_with_the_nearest(vv):
    code, said, complaint = vv("diff", "illustrative-2019-12", "illustrative-2020-07")
    assert (code, said, complaint.count("\n")) == (2, "", 1)
    assert "did you mean 'illustrative-2019-11'" in complaint
