"""A full disk, a folder that may not be written, a clock set back: a whole release stands, the next run ends well."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from unattended.conftest import Project, times

THREE_DAYS_SECONDS = 3 * 24 * 60 * 60


def mounted(*words):
    """Mount or unmount; tell whether this machine lets us."""
    return subprocess.run(words, capture_output=True, check=False).returncode == 0  # noqa: S603


@pytest.fixture
def disk(tmp_path):
    """Return a small disk of its own: 48 MB, with room for 600 files and folders."""
    place = tmp_path / "disk"
    place.mkdir()
    if not mounted("mount", "-t", "tmpfs", "-o", "size=48m,nr_inodes=600", "tmpfs", place):
        pytest.skip("this machine lets nobody mount a disk")
    yield place
    assert mounted("umount", "--lazy", place)


@pytest.fixture
def at_night(nights, tmp_path):
    """Return a function that copies a project of which night A was published last, and gives it the inputs of B."""
    done, published, _ = nights

    def copied(to=tmp_path / "copied"):
        project = Project.copied(done, to)
        assert project.published() == published["A"]
        for release in (project.reports / "releases").iterdir():
            if release != project.current:  # what night B makes is not there yet
                shutil.rmtree(release)
        project.with_inputs("B")
        return project

    return copied


@pytest.fixture
def stands(nights):
    """Return a function that runs a project in which something is wrong: it says what, and night A stands."""
    _, published, _ = nights

    def failing(project, because, **environment):
        code, said = project.run(**environment)
        assert code == 1, said
        last = json.loads(said.strip().splitlines()[-1])
        assert because in last["error"]
        assert "Traceback" not in said
        assert project.published() == published["A"]

    return failing


@pytest.fixture
def ends_well(nights):
    """Return a function that runs a project in which nothing is wrong any more: night B is published as ever."""
    _, published, _ = nights

    def ending(project):
        code, said = project.run()
        assert code == 0, said
        assert project.published() == published["B"]

    return ending


def test_when_the_disk_is_full_at_any_moment(disk, at_night, nights, ends_well):
    project = at_night(disk / "project")
    _, published, _ = nights
    needed_bytes = sum(len(content) for content in published["B"].values())
    steps, failed = times(2), 0
    for step in range(steps):  # full at once, full when a quarter is written, and so on
        filler = disk / "filler"
        free = shutil.disk_usage(disk).free
        filler.write_bytes(bytes(max(0, free - needed_bytes * step // steps)))
        code, said = project.run()
        filler.unlink()
        if code == 0:  # with the pages that were kept there was room enough
            break
        failed += 1
        assert code == 1, said
        assert "No space left on device" in said
        assert "Traceback" not in said
        assert project.published() == published["A"]
    assert failed >= steps // 2
    ends_well(project)


def test_when_no_file_can_be_added_to_the_disk(disk, at_night, stands, ends_well):
    project = at_night(disk / "project")
    empty = disk / "empty"
    empty.mkdir()
    number = 0
    while os.statvfs(disk).f_favail:
        (empty / f"{number}").touch()
        number += 1
    for file in list(empty.iterdir())[:20]:  # enough to begin with, too few to end
        file.unlink()
    stands(project, "No space left on device")
    shutil.rmtree(empty)
    ends_well(project)


def test_when_the_disk_may_only_be_read(disk, at_night, stands, ends_well):
    project = at_night(disk / "project")
    assert mounted("mount", "-o", "remount,ro", disk)
    stands(project, "Read-only file system")
    assert mounted("mount", "-o", "remount,rw", disk)
    ends_well(project)


@pytest.mark.parametrize("folder", ["reports/unfinished", "reports/releases", "data/processed"])
def test_when_a_folder_may_not_be_written(at_night, stands, ends_well, folder):
    project = at_night()
    if os.geteuid() == 0:  # whom permissions do not bind, unless the right to pass over them is taken away
        project.typed_before = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]
    closed = project.home / folder
    closed.chmod(0o555)
    stands(project, "Permission denied")
    closed.chmod(0o755)
    ends_well(project)


def test_when_an_input_may_not_be_read(at_night, ends_well, nights):
    project = at_night()
    if os.geteuid() == 0:
        project.typed_before = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]
    closed = next(path for path in sorted((project.home / "data" / "raw").rglob("*")) if path.is_file())
    closed.chmod(0)
    code, said = project.run()
    assert code in {1, 3}, said
    assert closed.name in said
    assert "Traceback" not in said
    assert project.published() == nights[1]["A"]
    closed.chmod(0o644)
    ends_well(project)


def test_when_the_system_has_no_fonts(at_night, nights, tmp_path):
    project = at_night()
    code, said = project.run(FONTCONFIG_FILE=str(tmp_path / "none"), XDG_DATA_HOME=str(tmp_path), HOME=str(tmp_path))
    assert code == 0, said
    assert project.published() == nights[1]["B"]


def test_when_the_clock_is_set_back(at_night, ends_well, nights):
    project = at_night()
    for path in [project.reports, *project.reports.rglob("*")]:
        if not path.is_symlink():
            ahead = path.stat().st_mtime + THREE_DAYS_SECONDS
            os.utime(path, (ahead, ahead))
    ends_well(project)
    code, said = project.run("back")
    assert code == 0, said
    assert project.published() == nights[1]["A"]


def test_when_an_input_is_deleted_while_pages_are_made(at_night, ends_well, nights):
    project = at_night()
    whole = Path(shutil.copytree(project.home / "data", project.home / "data-as-it-was"))
    with project.start() as run:
        assert json.loads(run.stderr.readline())["event"] == "begins"  # all is read, no page is made yet
        for path in (project.home / "data" / "raw").rglob("*"):
            if path.is_file():
                path.unlink()
        said, log = run.communicate(timeout=300)
    assert run.returncode == 1, said + log
    assert "changed while the run was under way" in log
    assert project.published() == nights[1]["A"]
    shutil.rmtree(project.home / "data")
    whole.rename(project.home / "data")
    ends_well(project)
