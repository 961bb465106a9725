"""What is typed is answered in a sentence and an exit code: 0 done, 1 a report failed, 2 wrong usage, 3 refused."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import nbformat
import openpyxl
import pytest
from filelock import FileLock

import vv_analysis
from vv_analysis import cli
from vv_analysis.publish.report_parameters import help_text

ROOT = Path(__file__).parents[1]
SETTINGS = """
[comparison]
edition = "later"
earlier_edition = "earlier"
steady_year = "2024-25"
prices = "2020-21"
[[report]]
name = "public_record"
title = "The public record"
answers = "What is published?"
"""
TITLE = "from vv_analysis.present.content import Title\nTitle('Real figures only', 'The record')"
ESCAPES = "\x1b[31mred\x9b2J\r\n\u202e[bold]:warning:"


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Return the folder of a project of one report and one small publication, and stand in it."""
    (tmp_path / "vv.toml").write_text(SETTINGS, encoding="utf-8")
    small = Path("data", "raw", "publications", "2020-07-28-written-answer-76697")
    shutil.copytree(ROOT / small, tmp_path / small)
    write_notebook(tmp_path, TITLE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write_notebook(project, source):
    cells = [
        nbformat.v4.new_code_cell("# no parameters", id="parameters", metadata={"tags": ["parameters"]}),
        nbformat.v4.new_code_cell(source, id="page"),
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    (project / "notebooks").mkdir(exist_ok=True)
    content = nbformat.v4.new_notebook(
        cells=cells, metadata={"kernelspec": kernel, "language_info": {"name": "python"}}
    )
    nbformat.write(content, project / "notebooks" / "public_record.ipynb")


def workbook(path, *rows):
    book = openpyxl.Workbook()
    book.active.title = "Values"
    for row in (["Area", "Lot", "Year", "Value (£)", "Volume"], *rows):
        book.active.append(row)
    book.save(path)
    return path


def said_last(log):
    """Return the error in the last line of JSON that was logged."""
    return json.loads(log.splitlines()[-1])["error"]


GOOD = ["Gwent", "Accommodation", "2021-22", 1000, 40]
UNREADABLE = ["Kent", "Accommodation", "2021-22", "about 5ish", 40]


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        (["frobnicate"], "No such command 'frobnicate'"),
        (["chekc"], "No such command 'chekc'. Did you mean 'check'? `vv --help` lists what can be typed."),
        (["run", "--jobs", "-1"], "Invalid value for '--jobs'"),
        (["run", "--jobs", "many"], "Invalid value for '--jobs'"),
        (["run", "--only"], "Option '--only' requires an argument"),
        (["run", "--faster"], "No such option: --faster"),
        (["run", "--only", "public_recrod"], "did you mean 'public_record'?"),
        (["run", "--set", "region=Wales"], "'region' is no parameter"),
        (["run", "--set", "region"], "--set: 'region' is no parameter with a value; expected NAME=VALUE"),
        (["run", "--set", "=Wales"], "expected NAME=VALUE"),
        (["run", "--set", "../../x"], "expected NAME=VALUE"),
        (["run", "--set", "region;import os=1"], "expected NAME=VALUE"),
        (["run", "--set", "x=1\nimport os"], "'x' is no parameter"),
        (["run", "--set", "region=Wales", "--set", "region=London"], "a parameter is set more than once"),
        (["check"], "Missing argument 'PATH…'"),
        (["check", "x", "--save"], "Option '--save' requires an argument"),
        (["template"], "Missing argument 'FILE.xlsx'"),
    ],
)
def test_what_is_typed_wrong_is_answered_in_one_sentence(vv, project, typed, answer):
    code, said, complaint = vv(*typed)
    assert code == 2
    assert answer in complaint
    assert said == ""
    assert complaint.count("\n") == 1
    assert "Traceback" not in complaint
    assert not (project / "reports" / "releases").exists()


def test_a_value_that_is_not_known_is_answered_with_the_nearest(vv, monkeypatch):
    monkeypatch.chdir(ROOT)
    code, _, complaint = vv("run", "--only", "region", "--set", "region=Yorkshre and the Humber")
    assert (code, complaint.count("\n")) == (2, 1)
    assert "did you mean 'Yorkshire and the Humber'?" in complaint


def test_nothing_typed_is_answered_with_what_can_be_typed(vv):
    code, said, complaint = vv()
    assert (code, said) == (2, "")
    for verb in ("run", "check", "status"):
        assert verb in complaint


def test_help_is_no_mistake(vv):
    code, said, complaint = vv("--help")
    assert (code, complaint) == (0, "")
    assert "status" in said


def test_the_help_of_a_run_names_what_each_report_may_be_asked_for(vv):
    code, said, complaint = vv("run", "--help")
    assert (code, complaint) == (0, "")
    first, _, rest = said.partition("Reports and what they may be asked for:\n\n")
    assert "--only" in first
    assert [line.strip() for line in rest.splitlines()] == help_text().splitlines()


def test_the_version_is_said(vv):
    assert vv("--version") == (0, f"vv-analysis {vv_analysis.__version__}\n", "")


def test_a_folder_without_a_project_is_said_to_be_none(vv, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, _, complaint = vv("status")
    assert code == 2
    assert "there is no vv.toml here or above" in complaint


def test_debug_shows_where_an_error_came_from(vv, project):
    code, _, complaint = vv("--debug", "run", "--only", "nothing")
    assert code == 2
    assert complaint.startswith("Traceback")
    assert said_last(complaint).startswith("'nothing' is no report")


def test_a_file_that_is_read_whole_is_checked_with_0(vv, tmp_path):
    code, said, _ = vv("check", workbook(tmp_path / "good.xlsx", GOOD))
    assert code == 0
    assert said.startswith(f"{tmp_path / 'good.xlsx'}: 1 published row was read; nothing needs correcting.")


def test_a_file_that_is_not_there_is_refused(vv, tmp_path):
    code, said, _ = vv("check", tmp_path / "absent.xlsx")
    assert code == 3
    assert "there is no such file or folder; check the name." in said


def test_a_figure_that_cannot_be_read_is_refused_with_its_cell_and_what_to_do(vv, tmp_path):
    code, said, _ = vv("check", workbook(tmp_path / "planted.xlsx", GOOD, UNREADABLE))
    assert code == 3
    assert said.splitlines()[2] == "To correct before the figures can be used"
    refusal = next(line for line in said.splitlines() if line.endswith("[amount-unreadable]"))
    assert refusal.startswith("  Values, D3: 'about 5ish' is not an amount; expected")


def test_one_file_that_is_refused_does_not_hide_the_others(vv, tmp_path):
    (tmp_path / "junk.xlsx").write_text("no workbook")
    code, said, _ = vv("check", tmp_path / "junk.xlsx", workbook(tmp_path / "good.xlsx", GOOD))
    assert code == 3
    assert "junk.xlsx: Nothing was read; 1 thing needs correcting.\n" in said
    assert "  junk.xlsx: this is not a workbook" in said
    assert "good.xlsx: 1 published row was read" in said


def test_the_json_of_a_check_has_the_same_names_every_time(vv, tmp_path):
    code, said, complaint = vv("check", "--json", workbook(tmp_path / "planted.xlsx", GOOD, UNREADABLE))
    assert (code, complaint) == (3, "")
    (one,) = json.loads(said)
    assert list(one) == ["path", "kind", "rows", "findings"]
    assert list(one["findings"][0]) == [
        "severity",
        "rule",
        "file",
        "sheet",
        "cell",
        "where",
        "what",
        "expected",
        "remedy",
    ]
    assert (one["findings"][0]["severity"], one["findings"][0]["where"]) == ("refused", "planted.xlsx#Values!D3")
    assert "£1.2 million" in one["findings"][0]["expected"]


def test_a_hostile_file_name_cannot_steer_the_terminal(vv, tmp_path):
    code, said, _ = vv("check", tmp_path / f"{ESCAPES}.xlsx")
    assert code == 3
    assert not {"\x1b", "\x9b", "\r", "\u202e"} & set(said)
    assert "[bold]:warning:" in said
    assert said.count("\n") == 5


def test_a_check_can_be_saved_as_a_page_that_says_the_same(vv, tmp_path):
    path = workbook(tmp_path / "planted.xlsx", GOOD, UNREADABLE)
    code, said, complaint = vv("check", path, "--save", tmp_path / "report.html")
    assert (code, complaint) == (3, "")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "published row" in said
    for words in ("<h1>planted.xlsx</h1>", "Values, D3", "To correct before the figures can be used", "<style>:root"):
        assert words in page
    assert str(tmp_path) not in page


def test_a_page_with_another_ending_is_refused_before_anything_is_read(vv, tmp_path):
    code, said, complaint = vv("check", tmp_path / "absent.xlsx", "--save", tmp_path / "report.docx")
    assert (code, said, complaint.count("\n")) == (2, "", 1)
    assert "end the name in .html." in complaint


@pytest.mark.parametrize("name", ["ours.xlsx", "ours.csv"])
def test_a_template_is_written_once_and_says_what_to_do_next(vv, tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    code, said, complaint = vv("template", name)
    assert (code, complaint) == (0, "")
    assert (
        said
        == f"The template stands in {name}. Fill it in, then type `vv check {name}` to see what needs correcting.\n"
    )
    code, said, _ = vv("check", name)
    assert (code, said.splitlines()[0]) == (0, f"{name}: No contract was read; please look at 1 place.")
    code, said, complaint = vv("template", name)
    assert (code, said, complaint.count("\n")) == (2, "", 1)
    assert "a file stands there already" in complaint
    assert vv("template", name, "--force")[0] == 0


@pytest.mark.parametrize("name", ["ours.docx", "absent/ours.xlsx", "."])
def test_a_template_that_cannot_be_written_is_answered_in_one_sentence(vv, tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    code, said, complaint = vv("template", name)
    assert (code, said, complaint.count("\n")) == (2, "", 1)


def test_a_hostile_file_name_is_escaped_in_json(vv, tmp_path):
    path = tmp_path / f"{ESCAPES}\udcff.xlsx"
    code, said, _ = vv("check", "--json", path)
    assert code == 3
    assert said.isascii()
    assert json.loads(said)[0]["path"] == str(path)


def test_what_the_system_refuses_is_said_in_a_sentence(vv, project):
    shutil.rmtree(project / "notebooks")
    write_notebook(project, TITLE)
    (project / "reports").write_text("a file where the folder of releases should be")
    code, _, complaint = vv("run")
    assert code == 1
    assert "File exists; what was published before stands." in complaint
    assert complaint.count("\n") == 1


def test_status_before_the_first_run_says_how_to_begin(vv, project):
    code, said, _ = vv("status")
    assert (code, said) == (0, "Nothing has been published yet. `vv run` makes the first release.\n")


def test_status_counts_what_was_refused_though_nothing_could_be_made_yet(vv, project):
    (project / "data" / "raw" / "junk.jsonl").write_text("no notices")
    (project / "data" / "processed").mkdir(parents=True)
    (project / "data" / "processed" / "quality.csv").write_text("where,severity\na,refused\nb,note\nc,note\n")
    code, said, _ = vv("status")
    assert code == 0
    assert said.splitlines()[1] == "Inputs: 1 refused, 0 warnings, 2 notes (data/processed/quality.csv)."


def test_an_input_that_cannot_be_read_stops_a_run_with_3(vv, project):
    folder = project / "data" / "raw" / "awards"
    folder.mkdir()
    (folder / "cut-short.json").write_text('{"releases": [')
    code, _, complaint = vv("run")
    assert code == 3
    assert said_last(complaint).startswith("cut-short.json: ")
    assert "this is no JSON" in complaint
    assert complaint.count("\n") == 1
    assert not (project / "reports" / "current").exists()


def test_a_second_run_leaves_the_first_alone(vv, project):
    (project / "reports").mkdir()
    with FileLock(project / "reports" / ".run.lock"):
        code, said, _ = vv("run")
    assert (code, said) == (0, "Another run is under way; nothing was done.\n")
    assert not (project / "data" / "processed").exists()


def test_a_run_publishes_and_a_later_one_that_fails_leaves_that_release_standing(vv, project):
    code, said, progress = vv("run")
    assert (code, said) == (0, f"Published one page: {Path('reports', 'current', 'index.html')}\n")
    assert [json.loads(line)["event"] for line in progress.splitlines()] == ["begins", "made"]
    release = (project / "reports" / "current").resolve()
    before = {path: path.read_bytes() for path in release.rglob("*") if path.is_file()}

    write_notebook(project, "1 / 0")
    code, said, complaint = vv("run")
    assert (code, said) == (1, "")
    assert "public_record/public-record: cell 2 failed: ZeroDivisionError: division by zero" in complaint
    assert "the last good release stands" in said_last(complaint)
    assert "Traceback" not in complaint
    assert (project / "reports" / "current").resolve() == release
    assert {path: path.read_bytes() for path in release.rglob("*") if path.is_file()} == before
    assert (project / "reports" / "failed" / "public_record" / "public-record.ipynb").is_file()

    code, said, _ = vv("status")
    assert code == 0
    assert f"Current release: {release.name}, one page, data as at 2020-07-28." in said
    assert "Failed last time: public_record/public-record: cell 2 failed" in said


def test_status_names_a_kept_notebook_only_where_one_was_kept(vv, project):
    failed = project / "reports" / "failed" / "public_record"
    failed.mkdir(parents=True)
    for name, sentence in (("one", "the first failed."), ("two", "the second failed.")):
        (failed / f"{name}.txt").write_text(f"{sentence}\n", encoding="utf-8")
    (failed / "two.ipynb").write_text("{}", encoding="utf-8")
    _, said, _ = vv("status")
    kept = Path("reports", "failed", "public_record", "two.ipynb")
    assert said.splitlines()[1:] == [
        "Failed last time: the first failed.",
        f"Failed last time: the second failed. Kept: {kept}",
    ]


def test_the_exploring_notebook_is_opened_in_jupyterlab_of_this_python_and_asks_no_other_machine(
    vv, project, monkeypatch
):
    started = []
    monkeypatch.setattr(cli.exploring.subprocess, "run", lambda words, **options: started.append((words, options)))
    (project / "notebooks" / "explore.ipynb").write_text("{}", encoding="utf-8")
    assert vv("lab")[0] == 0
    words, options = started[0]
    assert words[:4] == [sys.executable, "-m", "jupyterlab", str(project / "notebooks" / "explore.ipynb")]
    assert "--LabApp.news_url=None" in words
    assert options["env"]["VV_HOME"] == str(project)


def test_a_project_without_the_exploring_notebook_says_what_is_missing(vv, project):
    code, _, complaint = vv("lab")
    assert code == 2
    assert "the exploring notebook is missing; restore it." in complaint
