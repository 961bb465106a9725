"""One run at a time holds the lock of a project, and a run that was killed holds it no longer."""

from __future__ import annotations

import subprocess
import sys

from vv_analysis.publish.lock import LOCK, only_run

HOLD = """
import sys
from pathlib import Path
from vv_analysis.publish.lock import only_run
with only_run(Path(sys.argv[1])) as ours:
    print(ours, flush=True)
    sys.stdin.read()
"""


def test_a_second_run_is_told_that_the_first_holds_it(tmp_path):
    with only_run(tmp_path / "reports") as first, only_run(tmp_path / "reports") as second:
        assert (first, second) == (True, False)
    with only_run(tmp_path / "reports") as third:
        assert third


def test_the_lock_of_a_run_that_was_killed_is_taken_over(tmp_path):
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", HOLD, tmp_path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout.readline() == "True\n"
        with only_run(tmp_path) as ours:
            assert not ours
        holder.kill()
    assert (tmp_path / LOCK).exists()
    with only_run(tmp_path) as ours:
        assert ours
