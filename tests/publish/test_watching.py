"""Who watches a run sees a bar; a log gets a line of JSON for each thing that happens."""

from __future__ import annotations

import io
import json

import pytest

from vv_analysis.publish import watching
from vv_analysis.publish.parameters import jobs
from vv_analysis.publish.runner import Result


class Screen(io.StringIO):
    """A terminal that keeps what it was told."""

    def isatty(self):
        return True


def happened(project, *, explain=False):
    first, second, third = jobs(project)[:3]
    with watching.watching(2, explain=explain) as watch:
        watch.begins({job.key: "its notebook changed" for job in (first, second)}, 4)
        watch.ends(Result(first, seconds=1.26))
        watch.ends(Result(second, f"{second.key}: cell 3 failed: “odd”\n£1."))
    return first, second, third


def lines(capsys):
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_log_is_one_line_of_json_for_each_page(project, capsys):
    first, second, _ = happened(project)
    told = lines(capsys)
    for line in told:
        assert line.pop("time").endswith("+00:00")
    assert told == [
        {"level": "info", "event": "begins", "pages": 2, "kept": 4},
        {"level": "info", "event": "made", "page": first.key, "seconds": 1.3},
        {"level": "error", "event": "failed", "page": second.key, "error": f"{second.key}: cell 3 failed: “odd”\n£1."},
    ]


def test_a_log_says_why_each_page_is_made_if_asked(project, capsys):
    first, second, _ = happened(project, explain=True)
    because = {line["page"]: line["because"] for line in lines(capsys) if line["event"] == "why"}
    assert because == dict.fromkeys([first.key, second.key], "its notebook changed")


@pytest.mark.parametrize("explain", [True, False])
def test_a_terminal_shows_what_runs_what_failed_and_how_many_there_are(project, monkeypatch, explain):
    screen = Screen()
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "150")
    monkeypatch.setattr("sys.stderr", screen)
    first, second, _ = happened(project, explain=explain)
    shown = screen.getvalue()
    assert "Four pages stand as made before." in shown
    assert first.key in shown
    assert second.key in shown
    assert "1 failed" in shown
    assert "2/2" in shown
    assert ("because its notebook changed" in shown) == explain
