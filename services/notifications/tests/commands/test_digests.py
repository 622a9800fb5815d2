"""Digests: at six, and on Monday at seven, in the user's own time zone, once per period, and none that is empty."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from lendkit.runtime import db
from lendkit.testing.client import Client
from notifications import jobs
from notifications.commands import digests
from services.notifications.tests.factories import BD, application, lodged, user

PATH = "/api/notifications/preferences/"
MONDAY = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)  # 15:00 in Sydney, noon in Perth
Deliver = Callable[..., None]


@pytest.fixture
def bdm(client: Client, deliver: Deliver) -> Client:
    bdm_event = user("bd", bd_id=BD)
    deliver(bdm_event)
    return client.acting("bd", user_id=bdm_event.subject, bd_id=BD)


def _digests() -> list[Any]:
    return list(db.all("SELECT * FROM notification WHERE kind LIKE '%digest' ORDER BY created_at"))


def _at(instant: datetime) -> time_machine.travel:
    return time_machine.travel(instant, tick=False)


def _notify(deliver: Deliver, count: int, at: datetime) -> None:
    """The rows carry the database's own clock, so their time is set here."""
    deliver(*(lodged(application(reference_number=f"APP-2026-00{n:04d}")) for n in range(count)))
    with db.current().engine.begin() as connection:
        db.run(
            connection,
            "UPDATE notification SET created_at = :at WHERE kind NOT LIKE '%digest' AND created_at > :then",
            {"at": at, "then": MONDAY + timedelta(days=-3650)},
        )


def _want(bdm: Client, at: datetime, **body: Any) -> None:
    """Tokens are real and would not be valid in another year, so only the choice is moved in time."""
    assert bdm.put(PATH, body).status_code == 200
    with db.current().engine.begin() as connection:
        db.run(connection, "UPDATE preference SET updated_at = :at", {"at": at})


@pytest.mark.parametrize(
    ("zone", "hour"), [("Australia/Sydney", 19), ("Australia/Perth", 22), ("Pacific/Auckland", 17)]
)
def test_the_daily_digest_comes_at_six_where_the_user_is(bdm: Client, deliver: Deliver, zone: str, hour: int) -> None:
    _want(bdm, MONDAY, daily_digest=True, timezone=zone)
    _notify(deliver, 2, MONDAY + timedelta(hours=1))
    six = datetime(2026, 11, 23, hour, 0, tzinfo=UTC)
    with _at(six - timedelta(minutes=1)):
        digests.send_due()
    assert _digests() == []
    with _at(six):
        digests.send_due()
        digests.send_due()
    [digest] = _digests()
    assert (digest.title, digest.in_app) == ("Daily digest: 2 notifications", False)
    assert digest.detail["groups"][0]["items"][0]["message"] == "Lodged by Sarah Chen."
    assert db.scalar("SELECT count(*) FROM delivery WHERE notification_id = :id", {"id": digest.id}) == 1


def test_the_weekly_digest_groups_by_kind_with_five_titles_each(bdm: Client, deliver: Deliver) -> None:
    _want(bdm, MONDAY, weekly_digest=True)
    _notify(deliver, 7, MONDAY + timedelta(hours=1))
    next_monday_at_seven = datetime(2026, 11, 29, 20, 0, tzinfo=UTC)
    with _at(next_monday_at_seven - timedelta(minutes=1)):
        digests.send_due()
    assert _digests() == []
    with _at(next_monday_at_seven):
        digests.send_due()
    [group] = _digests()[0].detail["groups"]
    assert (group["heading"], len(group["items"]), group["more"]) == ("New application (7)", 5, 2)


def test_an_empty_digest_is_not_sent_and_not_made_up_for_later(bdm: Client, deliver: Deliver) -> None:
    _want(bdm, MONDAY, daily_digest=True)
    with _at(datetime(2026, 11, 23, 19, 0, tzinfo=UTC)):
        digests.send_due()
    _notify(deliver, 1, datetime(2026, 11, 23, 22, 0, tzinfo=UTC))
    with _at(datetime(2026, 11, 23, 23, 0, tzinfo=UTC)):
        digests.send_due()
    assert _digests() == []
    with _at(datetime(2026, 11, 24, 19, 0, tzinfo=UTC)):
        digests.send_due()
    assert [row.title for row in _digests()] == ["Daily digest: 1 notification"]


def test_who_asks_for_it_at_three_gets_the_next_one(bdm: Client, deliver: Deliver) -> None:
    _notify(deliver, 1, MONDAY - timedelta(hours=1))
    _want(bdm, MONDAY, daily_digest=True)
    with _at(MONDAY + timedelta(minutes=1)):
        digests.send_due()
    assert _digests() == []


def test_on_demand_it_runs_now_and_once_per_day(bdm: Client, deliver: Deliver) -> None:
    bdm.put(PATH, {"daily_digest": True, "weekly_digest": True})
    deliver(lodged(application()))
    for day in (date(2027, 1, 4), date(2027, 1, 4), date(2027, 1, 5)):
        jobs.DAILY["digest-daily"].run(day)
        jobs.DAILY["digest-weekly"].run(day)
    assert [row.title for row in _digests()] == ["Daily digest: 1 notification", "Weekly digest: 1 notification"]


def test_what_was_deleted_or_is_off_for_digests_is_not_in_it(bdm: Client, deliver: Deliver) -> None:
    bdm.put(PATH, {"daily_digest": True, "channels": {"application_lodged": {"digest": False}}})
    deliver(lodged(application()))
    digests.daily(date(2027, 1, 4))
    assert _digests() == []


def test_the_clock_never_runs_the_jobs_on_demand() -> None:
    from lendkit.values import dates

    for job in jobs.DAILY.values():
        assert job.latest(dates.now()) == date.min
