"""`vv schedule`: files on the standard output, or in a folder; the next runs and what to do next beside them."""

from __future__ import annotations

import pytest
import yaml

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
NIGHTLY = '[schedule]\ncron = "30 1 * * *"\ntimezone = "Europe/London"\n'
BEFORE_THE_CHANGE = "2026-10-24T00:00"


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Return the folder of a project, with a way to write its settings, and stand in it."""
    (tmp_path / "data" / "raw").mkdir(parents=True)
    (tmp_path / "vv.toml").write_text(NIGHTLY + SETTINGS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("scheduler", ["cron", "systemd", "github"])
def test_the_next_five_runs_are_told_by_the_clock_of_the_schedule(vv, project, scheduler):
    code, said, beside = vv("schedule", "--as", scheduler, "--after", BEFORE_THE_CHANGE)
    assert code == 0
    assert said
    heading, *runs, next_step = beside.splitlines()
    assert heading == "The next five runs, in the time of Europe/London:"
    assert runs == [
        "  Sat 24 October 2026, 01:30 BST",
        "  Sun 25 October 2026, 01:30 BST",
        "  Mon 26 October 2026, 01:30 GMT",
        "  Tue 27 October 2026, 01:30 GMT",
        "  Wed 28 October 2026, 01:30 GMT",
    ]
    assert next_step.startswith("Next: ")


def test_what_is_printed_for_cron_is_a_crontab_and_for_github_a_workflow(vv, project):
    _, crontab, _ = vv("schedule", "--as", "cron")
    assert crontab.splitlines()[-1].startswith(f"30 1 * * * cd {project} && ")
    _, workflow, _ = vv("schedule", "--as", "github")
    assert yaml.safe_load(workflow)["jobs"]["run"]


def test_several_units_are_told_apart_by_their_names(vv, project):
    _, said, _ = vv("schedule", "--as", "systemd")
    assert [line for line in said.splitlines() if line.startswith("# vv.")] == [
        "# vv.service",
        "# vv.timer",
        "# vv.path",
    ]


@pytest.mark.parametrize(
    ("scheduler", "names", "next_step"),
    [
        ("cron", ["vv.crontab"], "Next: `crontab '{}/vv.crontab'`"),
        ("systemd", ["vv.path", "vv.service", "vv.timer"], "systemctl enable --now vv.timer vv.path`"),
        ("github", ["vv.yml"], "Next: commit '{}/vv.yml' as .github/workflows/vv.yml"),
    ],
)  # fmt: skip
def test_into_a_folder_each_is_written_as_a_file_of_its_own(vv, project, scheduler, names, next_step):
    folder = project / "for the scheduler"
    code, said, beside = vv("schedule", "--as", scheduler, "--into", folder)
    assert code == 0
    assert sorted(path.name for path in folder.iterdir()) == names
    assert sorted(said.splitlines()) == [f"Written: for the scheduler/{name}" for name in names]
    assert next_step.format(folder) in beside


def test_without_a_schedule_it_says_what_to_put_where(vv, project):
    (project / "vv.toml").write_text(SETTINGS, encoding="utf-8")
    code, said, complaint = vv("schedule", "--as", "cron")
    assert (code, said, complaint.count("\n")) == (2, "", 1)
    assert complaint.startswith('vv.toml: there is no [schedule]; put [schedule] there with cron = "30 2 * * *"')


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ('cron = "61 2 * * *"', "vv.toml [schedule]: cron '61 2 * * *' cannot be read (bad minute); expected"),
        ('timezone = "Europe/Lodnon"', "vv.toml [schedule]: there is no time zone 'Europe/Lodnon'; expected"),
    ],
)
def test_a_schedule_that_cannot_be_read_is_refused_when_the_settings_are_read(vv, project, text, answer):
    (project / "vv.toml").write_text(f"[schedule]\n{text}\n{SETTINGS}", encoding="utf-8")
    for words in (["schedule", "--as", "cron"], ["status"]):
        code, said, complaint = vv(*words)
        assert (code, said, complaint.count("\n")) == (2, "", 1)
        assert complaint.startswith(answer)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ([], "Missing option '--as'"),
        (["--as", "anacron"], "'anacron' is not one of 'cron', 'systemd', 'github'"),
        (["--as", "cron", "--after", "soon"], "--after: 'soon' is no time; expected 2026-10-24T12:00."),
    ],
)
def test_what_is_typed_wrong_is_answered_in_one_sentence(vv, project, words, answer):
    code, said, complaint = vv("schedule", *words)
    assert (code, said, complaint.count("\n")) == (2, "", 1)
    assert answer in complaint


def test_a_time_may_name_its_own_clock(vv, project):
    # 00:20 UTC is 01:20 BST: the run of that night is ten minutes away.
    _, _, beside = vv("schedule", "--as", "cron", "--after", "2026-07-01T00:20+00:00")
    assert beside.splitlines()[1] == "  Wed 1 July 2026, 01:30 BST"
