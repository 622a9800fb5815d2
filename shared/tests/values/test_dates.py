"""Instants are UTC; the business day turns over at midnight in Sydney, summer time or not."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from lendkit.values import dates


def test_now_is_aware_and_utc() -> None:
    assert dates.now().utcoffset() == UTC.utcoffset(None)


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2026-07-01T13:59:59+00:00", date(2026, 7, 1)),  # winter: UTC+10
        ("2026-07-01T14:00:00+00:00", date(2026, 7, 2)),
        ("2026-01-01T12:59:59+00:00", date(2026, 1, 1)),  # summer: UTC+11
        ("2026-01-01T13:00:00+00:00", date(2026, 1, 2)),
        ("2026-04-04T16:00:00+00:00", date(2026, 4, 5)),  # the hour that happens twice
        ("2026-10-03T16:00:00+00:00", date(2026, 10, 4)),  # the hour that never happens
        ("2026-07-01T23:30:00-10:00", date(2026, 7, 2)),  # any zone will do
    ],
)
def test_sydney_day(instant: str, day: date) -> None:
    assert dates.sydney_day(datetime.fromisoformat(instant)) == day


def test_a_naive_instant_has_no_day() -> None:
    with pytest.raises(ValueError, match="time zone"):
        dates.sydney_day(datetime(2026, 7, 1, 12))


def test_today_is_already_tomorrow_in_sydney() -> None:
    with time_machine.travel(datetime(2026, 12, 31, 13, 0, tzinfo=UTC), tick=False):
        assert dates.today() == date(2027, 1, 1)
