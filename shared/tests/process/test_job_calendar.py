"""Sydney's calendar: which period it is and when it is due, over both changes of the clocks."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from lendkit.process.job_calendar import Daily, Weekly

UTC = ZoneInfo("UTC")


def nothing(_today: date) -> None: ...


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "latest"),
    [
        ("2026-07-01T19:59:59", "2026-07-01"),  # 05:59:59 on the 2nd, standard time
        ("2026-07-01T20:00:00", "2026-07-02"),
        ("2026-01-01T18:59:59", "2026-01-01"),  # summer time: an hour earlier in UTC
        ("2026-01-01T19:00:00", "2026-01-02"),
    ],
)
def test_a_day_is_due_when_the_clock_in_sydney_shows_it(now: str, latest: str) -> None:
    assert Daily(time(6), nothing).latest(utc(now)) == date.fromisoformat(latest)


@pytest.mark.parametrize(
    ("now", "latest"),
    [
        ("2026-10-03T15:59:59", "2026-10-03"),  # 01:59:59; the next second is 03:00
        ("2026-10-03T16:00:00", "2026-10-04"),
        ("2026-10-04T15:29:59", "2026-10-04"),  # the day after, at 02:29:59 summer time
        ("2026-10-04T15:30:00", "2026-10-05"),
    ],
)
def test_a_time_that_spring_skips_is_due_at_the_next_that_exists(now: str, latest: str) -> None:
    assert Daily(time(2, 30), nothing).latest(utc(now)) == date.fromisoformat(latest)


@pytest.mark.parametrize(
    ("now", "latest"),
    [
        ("2026-04-04T15:29:59", "2026-04-04"),
        ("2026-04-04T15:30:00", "2026-04-05"),  # 02:30 summer time, the first of two
        ("2026-04-04T16:30:00", "2026-04-05"),  # 02:30 standard time, the second
        ("2026-04-05T16:30:00", "2026-04-06"),
    ],
)
def test_a_time_that_autumn_repeats_is_due_the_first_time(now: str, latest: str) -> None:
    assert Daily(time(2, 30), nothing).latest(utc(now)) == date.fromisoformat(latest)


def test_days_are_listed_oldest_first_and_at_most_31_days_back() -> None:
    daily = Daily(time(6), nothing)
    assert daily.since(date(2026, 10, 3), date(2026, 10, 5)) == [date(2026, 10, day) for day in (3, 4, 5)]
    assert daily.since(date(2026, 1, 1), date(2026, 10, 5))[0] == date(2026, 9, 4)
    assert daily.since(date(2026, 10, 6), date(2026, 10, 5)) == []


@pytest.mark.parametrize(
    ("day", "period", "monday"),
    [
        ("2026-10-04", "2026-W40", "2026-09-28"),
        ("2026-12-31", "2026-W53", "2026-12-28"),
        ("2027-01-03", "2026-W53", "2026-12-28"),
        ("2027-01-04", "2027-W01", "2027-01-04"),
    ],
)
def test_a_week_is_an_iso_week(day: str, period: str, monday: str) -> None:
    weekly = Weekly(at=time(7), run=nothing)
    assert weekly.period(date.fromisoformat(day)) == period
    assert weekly.day(period) == weekly.day_of(date.fromisoformat(day)) == date.fromisoformat(monday)


@pytest.mark.parametrize(
    ("now", "latest"),
    [
        ("2026-10-04T19:59:59", "2026-09-28"),  # Monday 06:59:59, the first one of summer time
        ("2026-10-04T20:00:00", "2026-10-05"),
        ("2026-10-10T12:00:00", "2026-10-05"),
    ],
)
def test_a_week_is_due_on_its_weekday(now: str, latest: str) -> None:
    assert Weekly(weekday=0, at=time(7), run=nothing).latest(utc(now)) == date.fromisoformat(latest)


def test_weeks_are_listed_oldest_first() -> None:
    fridays = Weekly(weekday=4, at=time(7), run=nothing)
    weeks = fridays.since(date(2026, 9, 20), date(2026, 10, 2))
    assert [fridays.period(day) for day in weeks] == ["2026-W38", "2026-W39", "2026-W40"]
    assert len(fridays.since(date(2026, 1, 1), date(2026, 10, 2))) == 5
