"""Run after run with changing inputs: at the end the machine is as it was after the first few."""

from __future__ import annotations

import os
import resource
from itertools import cycle, islice

import psutil

from unattended.conftest import Project, times

# From the second on, as many releases are kept as ever will be.
SETTLED_AFTER = 3


def usage(project, spare):
    """Return what a run that has ended has left, and the most memory it took."""
    files = [path for path in project.home.rglob("*") if not path.is_symlink()]
    mine = [one for one in psutil.process_iter() if one.pid != os.getpid() and _of(one, project)]
    return {
        "disk_bytes": sum(path.stat().st_size for path in files),
        "files": len(files),
        "temporary_files": len(list(spare.rglob("*"))),
        "processes": len(mine),
        "memory_bytes": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024,  # the most of any so far
    }


def _of(process, project):
    try:
        return process.cwd().startswith(str(project.home))
    except psutil.Error:
        return False


def test_nothing_grows(nights, tmp_path):
    project = Project.copied(nights[0], tmp_path / "project")
    project.says_of_runs("releases_kept = 1")
    spare = tmp_path / "spare"
    spare.mkdir()
    used = []
    for number, night in enumerate(islice(cycle("AB"), SETTLED_AFTER + times(2))):
        project.with_inputs(night)
        # A figure that was never there before, so that every run makes a release that never was.
        project.changes(f"night {number}")
        with project.start(TMPDIR=str(spare)) as running:
            said, log = running.communicate(timeout=300)
            assert running.returncode == 0, said + log
        used.append(usage(project, spare))
    first, last = used[SETTLED_AFTER - 2 : SETTLED_AFTER], used[-2:]  # one of each kind of night
    for name in ("files", "temporary_files", "processes"):
        assert sum(one[name] for one in last) == sum(one[name] for one in first), name
    for name in ("disk_bytes", "memory_bytes"):
        assert sum(one[name] for one in last) <= 1.05 * sum(one[name] for one in first), name
    print(used[SETTLED_AFTER - 1], used[-1])  # noqa: T201  # with -s, for the record of the proof
