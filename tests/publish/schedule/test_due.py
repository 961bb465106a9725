"""When a run is due: by the clock on the wall, once a night, also in the nights when that is put forward or back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from vv_analysis.publish.schedule.due import due_after, moment_of_this_machine, moved_runs, next_runs, overdue
from vv_analysis.settings import Schedule

LONDON = ZoneInfo("Europe/London")
NIGHTLY = Schedule(cron="30 1 * * *", timezone="Europe/London", grace_hours=24)


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


def in_utc(runs):
    return [f"{run.astimezone(UTC):%m-%d %H:%M}" for run in runs]


def test_in_winter_the_clock_of_london_is_that_of_greenwich_and_in_summer_an_hour_ahead():
    assert in_utc(next_runs(NIGHTLY, utc(2026, 1, 10), 2)) == ["01-10 01:30", "01-11 01:30"]
    assert in_utc(next_runs(NIGHTLY, utc(2026, 7, 10), 2)) == ["07-10 00:30", "07-11 00:30"]


def test_an_hour_that_does_not_exist_is_made_up_for_when_the_clock_has_been_put_forward():
    # On 29 March 2026 it is 00:59 GMT, then 02:00 BST, which is 01:00 UTC; there is no 01:30.
    runs = next_runs(NIGHTLY, utc(2026, 3, 28), 3)
    assert in_utc(runs) == ["03-28 01:30", "03-29 01:00", "03-30 00:30"]
    assert runs[1] == datetime(2026, 3, 29, 2, 0, tzinfo=LONDON)


def test_an_hour_that_is_there_twice_counts_once():
    # On 25 October 2026 it is 01:30 BST (00:30 UTC), and an hour later 01:30 GMT.
    assert in_utc(next_runs(NIGHTLY, utc(2026, 10, 24), 3)) == ["10-24 00:30", "10-25 00:30", "10-26 01:30"]


def test_in_the_second_of_two_hours_the_run_of_the_first_is_past():
    # 01:10 GMT is 01:10 UTC; the run was at 01:30 BST, which was 00:30 UTC.
    assert in_utc([due_after(NIGHTLY, utc(2026, 10, 25, 1, 10))]) == ["10-26 01:30"]


def test_a_run_is_due_after_a_moment_not_at_it():
    assert in_utc([due_after(NIGHTLY, utc(2026, 1, 10, 1, 30))]) == ["01-11 01:30"]
    assert in_utc([due_after(NIGHTLY, utc(2026, 1, 10, 1, 29, 59, 999_999))]) == ["01-10 01:30"]


def test_a_run_every_hour_is_there_for_every_hour_that_passes():
    hourly = Schedule(cron="0 * * * *", timezone="Europe/London")
    assert in_utc(next_runs(hourly, utc(2026, 10, 24, 23, 30), 3)) == ["10-25 00:00", "10-25 01:00", "10-25 02:00"]
    assert in_utc(next_runs(hourly, utc(2026, 3, 29, 0, 30), 2)) == ["03-29 01:00", "03-29 02:00"]


def test_a_date_or_a_weekday_is_enough_where_both_are_named():
    # 1 June 2026 is a Monday; the 15th is one too, and Fridays are the 5th, 12th, 19th.
    both = Schedule(cron="0 6 15 6 FRI", timezone="UTC")
    assert in_utc(next_runs(both, utc(2026, 6, 1), 4)) == ["06-05 06:00", "06-12 06:00", "06-15 06:00", "06-19 06:00"]


def test_a_release_is_overdue_when_the_next_run_and_its_grace_have_passed():
    # Published on 1 July at 00:40 UTC: the next run is on 2 July at 00:30 UTC, and its grace ends a day later.
    published = utc(2026, 7, 1, 0, 40)
    assert not overdue(NIGHTLY, published, utc(2026, 7, 3, 0, 30))
    assert overdue(NIGHTLY, published, utc(2026, 7, 3, 0, 30, 1))
    assert not overdue(NIGHTLY, utc(2026, 7, 2, 0, 40), utc(2026, 7, 3, 0, 30, 1))


def test_without_grace_it_is_overdue_from_the_moment_the_run_was_due():
    strict = Schedule(cron="30 1 * * *", timezone="UTC", grace_hours=0)
    assert not overdue(strict, utc(2026, 7, 1, 2), utc(2026, 7, 2, 1, 30))
    assert overdue(strict, utc(2026, 7, 1, 2), utc(2026, 7, 2, 1, 30, 1))


def test_hours_of_grace_are_hours_that_pass_also_over_the_change_of_the_clock():
    # The run of 24 October 2026 is due at 00:30 UTC; 48 hours later it is 00:30 GMT on the 26th, not half past one.
    patient = Schedule(cron="30 1 * * *", timezone="Europe/London", grace_hours=48)
    published = utc(2026, 10, 23, 1)
    assert not overdue(patient, published, utc(2026, 10, 26, 0, 30))
    assert overdue(patient, published, utc(2026, 10, 26, 0, 31))


def test_a_moment_in_the_clock_of_another_place_is_the_same_moment():
    tokyo = ZoneInfo("Asia/Tokyo")
    published, now = utc(2026, 7, 1, 0, 40).astimezone(tokyo), utc(2026, 7, 3, 0, 30, 1).astimezone(tokyo)
    assert overdue(NIGHTLY, published, now)
    assert next_runs(NIGHTLY, published) == next_runs(NIGHTLY, utc(2026, 7, 1, 0, 40))


@pytest.mark.parametrize("zone", ["UTC", "Europe/London", "America/New_York", "Australia/Lord_Howe"])
@given(
    moment=some.integers(0, 6 * 366 * 24 * 60).map(lambda minutes: utc(2024, 1, 1) + timedelta(minutes=minutes)),
    minute=some.integers(0, 59),
    hour=some.integers(0, 23),
)
def test_wherever_and_whenever_it_is_asked_runs_come_after_it_in_order_and_one_a_day(zone, moment, minute, hour):
    runs = next_runs(Schedule(cron=f"{minute} {hour} * * *", timezone=zone), moment, 4)
    moments = [run.astimezone(UTC) for run in runs]
    assert moment < moments[0] <= moment + timedelta(hours=26)
    assert [run.date() for run in runs] == [runs[0].date() + timedelta(days=day) for day in range(4)]


def test_the_runs_that_the_clock_jumps_over_are_known_years_ahead():
    # Summer time begins on the last Sunday of March: 29 March 2026, 28 March 2027, 26 March 2028.
    assert in_utc(moved_runs(NIGHTLY, utc(2026, 1, 1), years=3)) == ["03-29 01:00", "03-28 01:00", "03-26 01:00"]
    assert in_utc(moved_runs(NIGHTLY, utc(2026, 3, 29, 2), years=1)) == ["03-28 01:00"]


@pytest.mark.parametrize("cron", ["30 2 * * *", "30 1 * * MON", "30 * * * *", "*/30 1 * * *"])
def test_a_schedule_that_the_clock_does_not_jump_over_moves_nothing(cron):
    assert moved_runs(Schedule(cron=cron, timezone="Europe/London"), utc(2026, 1, 1)) == []
    assert moved_runs(Schedule(cron="30 1 * * *", timezone="UTC"), utc(2026, 1, 1)) == []


def test_the_moment_of_this_machine_has_its_time_zone_and_goes_on():
    first, second = moment_of_this_machine(), moment_of_this_machine()
    assert first.utcoffset() == timedelta()
    assert first <= second
