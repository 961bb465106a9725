"""Whom vv.toml names is told of a failure, and a failure to tell is said and hides nothing."""

from __future__ import annotations

import json
import sys

import pytest

from vv_analysis.publish import notice
from vv_analysis.publish.notice import notify, summary
from vv_analysis.publish.parameters import jobs
from vv_analysis.publish.runner import Result
from vv_analysis.settings import Notify


def telling(project, *command):
    return project.model_copy(update={"notify": Notify(command=command)})


def test_the_command_gets_what_happened_as_json_on_its_input(project, tmp_path):
    heard = tmp_path / "heard.json"
    settings = telling(project, sys.executable, "-c", f"import sys; open({str(heard)!r}, 'w').write(sys.stdin.read())")
    job = jobs(project)[0]
    said = summary(settings, "Nothing was published.", 1, [Result(job, "cell 3 failed: “odd” £1.")])
    assert notify(settings, said) == ""
    assert json.loads(heard.read_text(encoding="utf-8")) == {
        "project": str(project.home),
        "error": "Nothing was published.",
        "exit_code": 1,
        "failed": [
            {
                "page": "public_record/public-record",
                "error": "cell 3 failed: “odd” £1.",
                "notebook": str(project.reports / "failed" / "public_record" / "public-record.ipynb"),
            }
        ],
        "standing": "",
    }


def test_without_a_command_nobody_is_told_and_nothing_is_wrong(project):
    assert notify(project, summary(project, "error", 1)) == ""


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (("no-such-program",), "no-such-program of [notify] in vv.toml could not be run"),
        ((sys.executable, "-c", "raise SystemExit('no mail server')"), "ended with code 1 (no mail server)."),
        ((sys.executable, "-c", "import time; time.sleep(60)"), "took longer than 1 seconds, so it was ended."),
    ],
)
def test_a_command_that_fails_is_a_sentence(project, monkeypatch, command, sentence):
    monkeypatch.setattr(notice, "_LONGEST_SECONDS", 1)
    assert sentence in notify(telling(project, *command), summary(project, "error", 1))


def test_no_shell_reads_the_command(project, tmp_path):
    settings = telling(project, "echo", f"x; touch {tmp_path / 'made'}", f"$(touch {tmp_path / 'made'})")
    notify(settings, summary(settings, "error", 1))
    assert not (tmp_path / "made").exists()
