"""A user's preferences over HTTP, and that they are respected."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from lendkit.runtime import db
from lendkit.testing.client import Client
from notifications.channels import links
from notifications.channels.links import Subscription
from services.notifications.tests.factories import BD, PARTY, application, lodged, party, reminder, user

PATH = "/api/notifications/preferences/"
Deliver = Callable[..., None]


@pytest.fixture
def bdm(client: Client, deliver: Deliver) -> Client:
    bdm_event = user("bd", bd_id=BD)
    deliver(bdm_event)
    return client.acting("bd", user_id=bdm_event.subject, bd_id=BD)


def _mails() -> list[Any]:
    return list(db.all("SELECT d.*, n.in_app FROM delivery d JOIN notification n ON n.id = d.notification_id"))


def test_every_channel_is_on_until_a_user_chooses(bdm: Client) -> None:
    chosen = bdm.get(PATH).get_json()
    assert set(chosen) == {"channels", "daily_digest", "weekly_digest", "thresholds", "quiet_hours", "timezone"}
    assert (chosen["daily_digest"], chosen["weekly_digest"], chosen["quiet_hours"]) == (False, False, None)
    assert (chosen["timezone"], chosen["thresholds"]) == (
        "Australia/Sydney",
        {"stage_stale": 7, "repayment_upcoming": 7},
    )
    stage = {"in_app": True, "email": True, "digest": True, "mandatory": False, "label": "Stage changed"}
    assert chosen["channels"]["stage_changed"] == stage
    assert chosen["channels"]["repayment_overdue"]["mandatory"] is True
    assert chosen["channels"]["delivery_failed"]["email"] is False


def test_what_was_read_may_be_sent_back(bdm: Client) -> None:
    chosen = bdm.get(PATH).get_json()
    answer = bdm.put(PATH, chosen)
    assert (answer.status_code, answer.get_json()) == (200, chosen)
    chosen = chosen | {"quiet_hours": {"from": "21:30", "to": "07:00"}, "timezone": "Australia/Perth"}
    assert bdm.put(PATH, chosen).get_json() == chosen == bdm.get(PATH).get_json()


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"channels": {"repayment_overdue": {"email": False}}}, "/channels/repayment_overdue/email"),
        ({"channels": {"repayment_upcoming": {"in_app": False}}}, "/channels/repayment_upcoming/in_app"),
        ({"channels": {"delivery_failed": {"email": True}}}, "/channels/delivery_failed/email"),
        ({"channels": {"gossip": {"email": True}}}, "/channels/gossip"),
        ({"channels": {"fee_paid": {"fax": True}}}, "/channels/fee_paid/value/fax"),
        ({"channels": {"fee_paid": {"email": "no"}}}, "/channels/fee_paid/value/email"),
        ({"timezone": "Mars/Olympus"}, "/timezone"),
        ({"quiet_hours": {"from": "25:00", "to": "07:00"}}, "/quiet_hours/from"),
        ({"quiet_hours": {"from": "07:00", "to": "07:00"}}, "/quiet_hours"),
        ({"thresholds": {"stage_stale": 0}}, "/thresholds/stage_stale"),
        ({"daily_digest": "yes"}, "/daily_digest"),
        ({"role": "admin"}, "/role"),
    ],
)
def test_invalid_preferences_are_refused(bdm: Client, body: dict[str, Any], pointer: str) -> None:
    answer = bdm.put(PATH, body)
    assert (answer.status_code, list(answer.get_json()["errors"])) == (422, [pointer])


def test_a_channel_that_is_off_is_silent(bdm: Client, deliver: Deliver) -> None:
    bdm.put(PATH, {"channels": {"application_lodged": {"email": False}}})
    deliver(lodged(application()))
    assert (_mails(), bdm.get("/api/notifications/").get_json()["total"]) == ([], 1)
    bdm.put(PATH, {"channels": {"application_lodged": {"in_app": False}}})
    deliver(lodged(application()))
    assert ([row.in_app for row in _mails()], bdm.get("/api/notifications/").get_json()["total"]) == ([False], 1)
    assert db.scalar("SELECT count(*) FROM feed WHERE kind = 'notification'") == 1


def test_quiet_hours_move_email_to_their_end_and_delay_nothing_else(bdm: Client, deliver: Deliver) -> None:
    bdm.put(PATH, {"quiet_hours": {"from": "22:00", "to": "07:00"}})
    with time_machine.travel(datetime(2026, 11, 24, 13, 0, tzinfo=UTC)):  # midnight in Sydney
        deliver(lodged(application()))
    assert [row.next_at for row in _mails()] == [datetime(2026, 11, 24, 20, 0, tzinfo=UTC)]
    assert bdm.get("/api/notifications/").get_json()["total"] == 1


def test_preferences_are_the_callers_own(client: Client, bdm: Client) -> None:
    bdm.put(PATH, {"daily_digest": True})
    assert client.acting("admin").get(PATH).get_json()["daily_digest"] is False
    assert client.get(PATH).status_code == 401


def test_the_unsubscribe_link_asks_first_and_acts_on_the_button(client: Client, bdm: Client, deliver: Deliver) -> None:
    assert bdm.user_id is not None
    path = links.unsubscribe_url(Subscription(bdm.user_id, "stage_changed")).removeprefix("https://lend.example")
    page = client.get(path)
    assert (page.status_code, page.content_type) == (200, "text/html; charset=utf-8")
    assert "Stage changed" in page.text
    assert bdm.get(PATH).get_json()["channels"]["stage_changed"]["email"] is True
    done = client.call("POST", path, data={"List-Unsubscribe": "One-Click"})
    assert (done.status_code, "You're unsubscribed" in done.text) == (200, True)
    assert bdm.get(PATH).get_json()["channels"]["stage_changed"] == {
        "in_app": True, "email": False, "digest": True, "mandatory": False, "label": "Stage changed",
    }  # fmt: skip


def test_a_digest_can_be_turned_off_by_its_link(client: Client, bdm: Client) -> None:
    assert bdm.user_id is not None
    bdm.put(PATH, {"daily_digest": True, "weekly_digest": True})
    path = links.unsubscribe_url(Subscription(bdm.user_id, "daily_digest")).removeprefix("https://lend.example")
    client.post(path)
    chosen = bdm.get(PATH).get_json()
    assert (chosen["daily_digest"], chosen["weekly_digest"]) == (False, True)


def test_mandatory_kinds_stay_and_a_forged_link_does_nothing(client: Client, bdm: Client, deliver: Deliver) -> None:
    assert bdm.user_id is not None
    path = links.unsubscribe_url(Subscription(bdm.user_id, "repayment_overdue")).removeprefix("https://lend.example")
    assert "can't be turned off" in client.post(path).text
    assert bdm.get(PATH).get_json()["channels"]["repayment_overdue"]["email"] is True
    tampered = path[:-3] + ("A" if path[-3] != "A" else "B") + path[-2:]
    for forged in (tampered, "/api/notifications/unsubscribe/nonsense/", path.replace("e/", "e/<b>")):
        assert client.post(forged).status_code == 404


def test_a_mandatory_email_has_no_unsubscribe_header(client: Client, deliver: Deliver) -> None:
    from lendkit.messaging.work import work
    from lendkit.values import dates
    from notifications.channels.emails import write
    from notifications.commands.emails import compose
    from notifications.store import deliveries

    deliver(party(PARTY, email="noah@garcia.example"), user("bd", bd_id=BD), lodged(data := application()))
    deliver(reminder("repayment_overdue", data, days=3))
    headers = {}
    with work() as w:
        for row in _mails():
            delivery = deliveries.claim(w, row.id, dates.now())
            assert delivery is not None
            headers[delivery.kind] = write(compose(delivery), "Lend <no-reply@lend.example>")["List-Unsubscribe"]
    assert headers["repayment_overdue"] is None
    assert headers["application_lodged"].startswith("<https://lend.example/api/notifications/unsubscribe/")
