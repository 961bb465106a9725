"""A schedule is five fields that every cron reads alike; whatever else is written is refused with what was expected."""

from __future__ import annotations

import pytest

from vv_analysis.errors import SettingsError
from vv_analysis.terms.cron import plain, times, zone

EVERY_DAY, EVERY_MONTH, EVERY_WEEKDAY = tuple(range(1, 32)), tuple(range(1, 13)), tuple(range(7))


def test_a_star_is_every_number_and_a_step_every_so_many():
    meant = times("*/20 */6 * * *")
    assert (meant.minutes, meant.hours) == ((0, 20, 40), (0, 6, 12, 18))
    assert (meant.days, meant.months, meant.weekdays) == (EVERY_DAY, EVERY_MONTH, EVERY_WEEKDAY)


def test_a_list_may_hold_ranges_and_steps():
    assert times("1,5-7,10-20/5 2 * * *").minutes == (1, 5, 6, 7, 10, 15, 20)


@pytest.mark.parametrize("sunday", ["0", "7", "SUN", "sun"])
def test_sunday_has_two_numbers_and_a_name(sunday):
    assert times(f"0 5 * * {sunday}").weekdays == (0,)


@pytest.mark.parametrize(
    ("cron", "either"),
    [("0 5 1 * MON", True), ("0 5 1 * *", False), ("0 5 * * MON", False), ("0 5 */2 * MON", False)],
)
def test_a_date_and_a_weekday_are_alternatives_where_neither_starts_with_a_star(cron, either):
    assert times(cron).either is either


@pytest.mark.parametrize(
    ("cron", "numbers"),
    [
        ("30 2 * * *", "30 2 * * *"),
        ("  30   2\t* * *\n", "30 2 * * *"),
        ("0 5 1 JAN,jul *", "0 5 1 1,7 *"),
        ("0 5 * * MON-FRI", "0 5 * * 1,2,3,4,5"),
        ("0 5 * * 5-7", "0 5 * * 0,5,6"),
        ("0 5 7 7 */2", "0 5 7 7 */2"),
    ],
)
def test_in_numbers_it_means_the_same_to_schedulers_that_know_no_names(cron, numbers):
    assert plain(cron) == numbers
    assert times(plain(cron)) == times(cron)


@pytest.mark.parametrize(
    ("cron", "why"),
    [
        ("", "wrong number of fields"),
        ("30 2 * *", "wrong number of fields"),
        ("0 30 2 * * *", "wrong number of fields"),
        ("@daily", "wrong number of fields"),
        ("30 2 * * *\n* * * * * rm", "wrong number of fields"),
        ("61 2 * * *", "bad minute"),
        ("30 24 * * *", "bad hour"),
        ("30 2 0 * *", "bad day-of-month"),
        ("30 2 * 13 *", "bad month"),
        ("30 2 * * 8", "bad day-of-week"),
        ("30 2 * * FRO", "bad day-of-week"),
        ("30 2 * * SAT-SUN", "bad day-of-week"),
        ("*/0 2 * * *", "bad minute"),
        ("30 2 31 2 *", "bad day-of-month"),
        ("30 2 L * *", "the day is L"),
        ("30 2 * * 5#2", "the weekday is 5#2"),
        ("5/15 * * * *", "the minute is 5/15"),
        ("30, 2 * * *", "the minute is 30,"),
        ("-1 2 * * *", "the minute is -1"),
        ("٣٠ 2 * * *", "the minute is ٣٠"),
        ("30 2 * * $(id)", "the weekday is $(id)"),
    ],
)
def test_what_is_no_schedule_is_refused_with_its_place_and_an_example(cron, why):
    with pytest.raises(SettingsError) as caught:
        times(cron)
    said = str(caught.value)
    assert said.startswith(f"vv.toml [schedule]: cron {cron!r} cannot be read ({why})")
    assert "expected five fields (minute, hour, day, month and weekday), such as 30 2 * * *" in said


@pytest.mark.parametrize("name", ["Europe/Lodnon", "", "Europe", "../../etc/passwd", "/etc/localtime", "a\0b", "BST"])
def test_a_place_without_a_clock_is_refused(name):
    with pytest.raises(SettingsError) as caught:
        zone(name)
    assert str(caught.value) == (
        f"vv.toml [schedule]: there is no time zone {name!r}; expected a name such as Europe/London or UTC."
    )
