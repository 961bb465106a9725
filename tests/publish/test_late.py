"""Once the schedule and its grace have passed without a newer release, the front page says so; nothing else changes."""

from __future__ import annotations

import hashlib
import json
import os
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from bs4 import BeautifulSoup

from vv_analysis.publish import kept_pages, late, releases, swap
from vv_analysis.publish.nothing_new import nothing_new
from vv_analysis.publish.site import front_page
from vv_analysis.publish.status import is_well, lines
from vv_analysis.settings import Schedule

LAST_GOOD = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
# Due on the 21st at 2:30; a day of grace ends on the 22nd at 2:30. In November London's clock is UTC.
IN_GRACE, TOO_LATE = datetime(2026, 11, 22, 2, 29, tzinfo=UTC), datetime(2026, 11, 22, 2, 31, tzinfo=UTC)
NIGHTLY = Schedule(cron="30 2 * * *", timezone="Europe/London", grace_hours=24)


@pytest.fixture
def nightly(project):
    """Return the settings of a project whose reports are made again every night."""
    return project.model_copy(update={"schedule": NIGHTLY})


@pytest.fixture
def published(nightly, no_data):
    """Publish a release, of which a run came to its end on 20 November."""
    numbers = count()

    def _publish():
        folder = releases.building(nightly.reports)
        (folder / "report").mkdir()
        (folder / "report" / "page.html").write_text(f"<html>{next(numbers)}</html>", encoding="utf-8")
        (folder / "index.html").write_text(front_page([], [], no_data, "0.1.0"), encoding="utf-8")
        for name in ("changes.html", "accessibility.html"):
            (folder / name).write_text("<html></html>", encoding="utf-8")
        name = releases.name_of(folder, "2026-03-11")
        releases.seal(folder, nightly, "2026-03-11", [])
        last = kept_pages.write_down(kept_pages.LastRelease(name, {}, ()), nightly.reports)
        release = swap.publish(folder, name, nightly)
        kept_pages.record(last)
        os.utime(nightly.reports / ".published.json", (LAST_GOOD.timestamp(), LAST_GOOD.timestamp()))
        return release

    return _publish


def banner(release):
    front = BeautifulSoup((release / "index.html").read_text(encoding="utf-8"), "html.parser")
    found = front.find(attrs={"aria-label": "Older than it should be"})
    return found.get_text() if found else ""


def agrees(release):
    """Tell whether every file of a release has the hash that its manifest and its other descriptions give."""
    files = {file["path"]: file["sha256"] for file in json.loads((release / "manifest.json").read_text())["files"]}
    real = {name: hashlib.sha256((release / name).read_bytes()).hexdigest() for name in files}
    crate = release / "ro-crate-metadata.json"
    return files == real and (not crate.exists() or real["index.html"] in crate.read_text(encoding="utf-8"))


def test_within_the_grace_nothing_is_said(nightly, published):
    release = published()
    assert late.say_if_late(nightly, IN_GRACE) is None
    assert releases.current(nightly.reports) == release
    assert banner(release) == ""


def test_after_it_the_front_page_says_since_when_and_every_other_page_is_the_same(nightly, published):
    release = published()
    before = (release / "index.html").read_bytes()
    says_so = late.say_if_late(nightly, TOO_LATE)
    assert releases.current(nightly.reports) == says_so
    assert "A newer release was due on Saturday 21 November 2026 at 02:30 (Europe/London)" in banner(says_so)
    assert agrees(says_so)
    releases.check(says_so)
    assert (says_so / "report" / "page.html").read_bytes() == (release / "report" / "page.html").read_bytes()
    # The release itself is as it was, for whoever reads it just now.
    assert (release / "index.html").read_bytes() == before
    assert agrees(release)


def test_a_run_that_ended_well_under_a_clock_a_year_ahead_is_not_good_for_a_year(nightly, published):
    published()
    a_year_ahead = LAST_GOOD.timestamp() + 365 * 86_400 * 3
    os.utime(nightly.reports / ".published.json", (a_year_ahead, a_year_ahead))
    assert late.say_if_late(nightly, datetime.now(UTC)) is None
    assert kept_pages.last_good(nightly.reports) < a_year_ahead
    assert late.say_if_late(nightly, datetime.now(UTC) + timedelta(days=3)) is not None


def test_it_is_said_once(nightly, published):
    published()
    late.say_if_late(nightly, TOO_LATE)
    assert late.say_if_late(nightly, TOO_LATE) is None


def test_without_a_schedule_or_a_release_nothing_is_ever_late(nightly, project, published):
    assert late.say_if_late(nightly, TOO_LATE) is None
    published()
    assert late.say_if_late(project, TOO_LATE) is None


def test_a_release_that_is_late_is_not_what_there_should_be(nightly, published, monkeypatch):
    monkeypatch.setattr("vv_analysis.publish.nothing_new.standing", lambda settings: {})
    nightly.processed.mkdir(parents=True)
    (nightly.processed / "datapackage.json").write_text("{}", encoding="utf-8")
    release = published()
    assert nothing_new(nightly) == release.name
    late.say_if_late(nightly, TOO_LATE)
    assert nothing_new(nightly) == ""


def test_a_run_that_found_nothing_new_came_to_its_end_too(nightly, published):
    published()
    kept_pages.still_stands(nightly.reports)  # just now, which is long after the 22nd or long before it
    last = datetime.fromtimestamp(kept_pages.last_good(nightly.reports), UTC)
    assert last != LAST_GOOD
    assert late.due_by(nightly, last) is None


def test_the_status_says_that_it_is_late_and_when_the_next_run_is_due(nightly, published):
    published()
    assert is_well(nightly, IN_GRACE)
    assert not is_well(nightly, TOO_LATE)
    said = list(lines(nightly, TOO_LATE))
    assert "Older than it should be: a newer release was due on 2026-11-21 02:30 (Europe/London)." in said
    assert "Next run due: 2026-11-23 02:30 (Europe/London)." in said


def test_going_back_leads_to_the_release_before_and_not_to_the_same_one_without_its_banner(nightly, published):
    first, _ = published(), published()
    late.say_if_late(nightly, TOO_LATE)
    assert swap.back(nightly) == first
    assert releases.current(nightly.reports) == first
    assert swap.back(nightly) is None
