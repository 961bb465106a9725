"""What is published stands on the disk before anybody is led to it, and is not taken away from under a reader."""

from __future__ import annotations

import os

import pytest

from vv_analysis.publish import releases, swap
from vv_analysis.settings import load

DAY = 86_400


@pytest.fixture
def publish(project):
    """Return a function that publishes a folder of one page of some words, with a front page of its own."""

    def _publish(words, front="front", settings=project):
        folder = releases.building(project.reports)
        (folder / "report").mkdir()
        (folder / "report" / "page.html").write_text(f"<p>{words}</p>", encoding="utf-8")
        (folder / "index.html").write_text(f"<p>{front}</p>", encoding="utf-8")
        (folder / "manifest.json").write_text("{}", encoding="utf-8")
        return swap.publish(folder, releases.name_of(folder, "2026-03-11"), settings)

    return _publish


def with_rule(project, **rule):
    return project.model_copy(update={"run": project.run.model_copy(update=rule)})


def aged(release, seconds):
    """Let a release have been published and left so long ago."""
    for path in (release, release / "manifest.json"):
        moment = path.stat().st_mtime - seconds
        os.utime(path, (moment, moment))


def test_every_file_and_folder_is_on_the_disk_before_the_link_leads_to_it(publish, project, monkeypatch):
    seen, flushed = [], os.fsync

    def _fsync(number):
        seen.append(os.readlink(f"/proc/self/fd/{number}") if os.path.isdir("/proc/self/fd") else str(number))  # noqa: PTH112, PTH115
        flushed(number)

    replaced = type(project.reports).replace
    monkeypatch.setattr(os, "fsync", _fsync)
    monkeypatch.setattr(
        type(project.reports), "replace", lambda path, to: (seen.append("the link"), replaced(path, to))[1]
    )
    release = publish("words")
    before, after = seen[: seen.index("the link")], seen[seen.index("the link") + 1 :]
    names = [name.rpartition("/")[2] for name in before]
    assert {"page.html", "index.html", "manifest.json", "report", "releases"} <= set(names)
    assert after == [str(project.reports)]
    assert release.is_dir()


def test_what_somebody_may_be_reading_is_never_written_over(publish, project):
    first = publish("words", front="one")
    second = publish("words", front="two")
    assert second.name == f"{first.name}-2"
    assert "one" in (first / "index.html").read_text(encoding="utf-8")
    assert releases.current(project.reports) == second
    assert publish("words", front="one") == first


def test_a_release_that_was_replaced_within_the_hour_is_kept_however_many_there_are(publish, project):
    rule = with_rule(project, releases_kept=2, replaced_kept_minutes=60)
    made = [publish(f"page {number}", settings=rule) for number in range(6)]
    assert all(release.is_dir() for release in made)


def test_the_last_few_are_kept_and_those_replaced_long_ago_are_removed(publish, project):
    rule = with_rule(project, releases_kept=2, replaced_kept_minutes=60)
    made = []
    for number in range(5):
        made.append(publish(f"page {number}", settings=rule))
        for age, release in enumerate(reversed(made)):
            if release.is_dir():
                aged(release, age * DAY)
    publish("the last", settings=rule)
    left = {path.name for path in (project.reports / "releases").iterdir()}
    # The one before the last was replaced just now; those before it a day ago and more.
    assert made[-1].name in left
    assert not {release.name for release in made[:3]} & left


def test_what_was_being_removed_when_a_run_was_ended_is_removed_by_the_next(publish, project, monkeypatch):
    release = publish("words")
    with monkeypatch.context() as ended:
        ended.setattr(swap.shutil, "rmtree", lambda *_, **__: None)
        swap.remove(release, project.reports)
    assert not release.exists()
    assert list((project.reports / "unfinished").glob("removed-*"))
    swap.tidy(project.reports)
    assert not list((project.reports / "unfinished").iterdir())


def test_the_rule_stands_in_the_settings(project):
    settings = project.home / "vv.toml"
    text = settings.read_text(encoding="utf-8").replace("[run]", "[run]\nreleases_kept = 9\nreplaced_kept_minutes = 0")
    settings.write_text(text, encoding="utf-8")
    assert (load(project.home).run.releases_kept, load(project.home).run.replaced_kept_minutes) == (9, 0)


def test_one_can_go_back_one_release_after_the_other_and_no_further(publish, project):
    one, two, three = (publish(f"page {number}") for number in range(3))
    assert releases.current(project.reports) == three
    assert swap.back(project) == two
    assert swap.back(project) == one
    assert releases.current(project.reports) == one
    assert swap.back(project) is None
    assert releases.current(project.reports) == one


def test_a_release_that_was_gone_back_to_is_kept_for_as_long_as_any_from_when_it_is_left(publish, project):
    rule = with_rule(project, releases_kept=1, replaced_kept_minutes=60)
    one, two = publish("page 1", settings=rule), publish("page 2", settings=rule)
    for release in (one, two):
        aged(release, DAY)
    assert swap.back(project) == one
    three = publish("page 3", settings=rule)  # which readers of the first meet now
    publish("page 4", settings=rule)
    assert one.is_dir()
    assert two.is_dir()  # it was left when one went back
    aged(one, DAY)
    aged(two, DAY)
    publish("page 5", settings=rule)
    assert [release.is_dir() for release in (one, two, three)] == [False, False, True]


def test_a_clock_that_was_a_year_ahead_keeps_no_release_for_a_year(publish, project):
    rule = with_rule(project, releases_kept=1, replaced_kept_minutes=60)
    one, two = publish("page 1", settings=rule), publish("page 2", settings=rule)
    aged(one, -365 * DAY)
    aged(two, -365 * DAY)
    publish("page 3", settings=rule)
    assert one.is_dir()  # when it was left nobody knows; it counts from now on
    for release in (one, two):
        aged(release, DAY)
    publish("page 4", settings=rule)
    assert [release.is_dir() for release in (one, two)] == [False, False]


def test_before_anything_is_published_there_is_nothing_to_go_back_to(project):
    assert swap.back(project) is None


def test_what_is_published_last_is_the_latest_though_the_clock_was_set_back(publish, project):
    one = publish("page 1")
    ahead = one.stat().st_mtime + DAY
    os.utime(one, (ahead, ahead))
    two = publish("page 2")
    assert two.stat().st_mtime > one.stat().st_mtime
    assert swap.back(project) == one


def test_a_release_stands_though_an_old_one_cannot_be_removed(publish, project, monkeypatch):
    rule = with_rule(project, releases_kept=1, replaced_kept_minutes=0)

    def _refused(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(swap, "remove", _refused)
    one, two = publish("page 1", settings=rule), publish("page 2", settings=rule)
    assert releases.current(project.reports) == two
    assert one.is_dir()
