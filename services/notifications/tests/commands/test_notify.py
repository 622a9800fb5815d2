"""Events become notifications, for the right people and once."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from lendkit.runtime import db
from lendkit.values.identifiers import uuid7
from notifications.consumers import HANDLERS
from services.notifications.tests.factories import BD, BROKER, PARTY, SARAH, application, lodged, moved, user

Deliver = Callable[..., None]


def _notifications() -> list[Any]:
    return list(db.all("SELECT * FROM notification ORDER BY created_at, title, user_id"))


def _hints(kind: str | None = None) -> list[Any]:
    sql = "SELECT * FROM feed WHERE CAST(:kind AS text) IS NULL OR kind = :kind ORDER BY seq"
    return list(db.all(sql, {"kind": kind}))


def test_the_bdm_is_notified_of_a_new_application(deliver: Deliver, database: db.Database) -> None:
    bdm, data = user("bd", bd_id=BD), application()
    new = lodged(data)
    deliver(bdm, new)
    [told] = _notifications()
    assert (told.user_id, told.kind) == (bdm.subject, "application_lodged")
    assert (told.title, told.message) == ("New application APP-2026-000012", "Lodged by Sarah Chen.")
    assert (told.link, told.dedupe_key) == (f"/applications/{data['id']}", str(new.id))
    [hint] = _hints("notification")
    assert (hint.user_id, hint.entity, hint.id, hint.event_id) == (bdm.subject, "notification", told.id, new.id)


def test_the_author_is_not_notified(deliver: Deliver, database: db.Database) -> None:
    author, colleague = user("broker", id=UUID(SARAH["id"]), broker_id=BROKER), user("broker", broker_id=BROKER)
    deliver(author, colleague, lodged(application()))
    assert [row.user_id for row in _notifications()] == [colleague.subject]


def test_inactive_users_and_strangers_are_not_notified(deliver: Deliver, database: db.Database) -> None:
    left = user("broker", broker_id=BROKER)
    gone = user("broker", id=left.subject, version=2, active=False, broker_id=BROKER)
    stranger, client = user("broker", broker_id=str(uuid7())), user("client", party_ids=[str(uuid7())])
    deliver(left, gone, stranger, client, lodged(data := application()), moved(data, "inquiry", "sent_to_lender"))
    assert _notifications() == []


def test_a_repeated_event_notifies_nobody_twice(deliver: Deliver, database: db.Database) -> None:
    bdm, new = user("bd", bd_id=BD), lodged(application())
    deliver(bdm, new, new)
    deliver(new)
    before = len(_hints())
    for handler in HANDLERS[new.type]:  # even when the inbox had forgotten it
        handler([new])
    assert len(_notifications()) == 1
    assert len(_hints()) == before


def test_clients_are_notified_of_a_stage_change_and_of_its_undo(deliver: Deliver, database: db.Database) -> None:
    client, data = user("client", party_ids=[PARTY]), application()
    forth = moved(data, "inquiry", "sent_to_lender")
    back = moved(data, "sent_to_lender", "inquiry", sequence=3, undoes=str(forth.id))
    deliver(client, lodged(data))
    deliver(forth)
    deliver(back)
    assert [row.title for row in _notifications()] == [
        "APP-2026-000012: stage changed to Sent to lender",
        "APP-2026-000012: back to Enquiry",
    ]
    assert {row.user_id for row in _notifications()} == {client.subject}
