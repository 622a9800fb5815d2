"""Every change becomes a hint in the feed, in order, for those who may see it."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from lendkit.runtime import db
from lendkit.values import dates
from lendkit.values.actor import Actor
from lendkit.values.identifiers import uuid7
from notifications import jobs
from notifications.queries import feed
from services.notifications.tests.factories import BD, BROKER, PARTY, SARAH, application, event, lodged, moved, user

Deliver = Callable[..., None]


def _notifications() -> list[Any]:
    return list(db.all("SELECT * FROM notification ORDER BY created_at, title, user_id"))


def _hints(kind: str | None = None) -> list[Any]:
    sql = "SELECT * FROM feed WHERE CAST(:kind AS text) IS NULL OR kind = :kind ORDER BY seq"
    return list(db.all(sql, {"kind": kind}))


def _seen_by(event_: Any, role: str = "broker", **links: Any) -> list[tuple[str, UUID | None]]:
    actor = event_ if isinstance(event_, Actor) else Actor(id=event_.subject, role=role, links=links)
    return [(hint.row.kind, hint.row.user_id) for hint in feed.since(0) if feed.may_see(actor, hint)]


def test_numbers_rise_without_a_gap_and_every_change_is_a_hint(deliver: Deliver, database: db.Database) -> None:
    data = application()
    changed = event("application_changed", data | {"changed": ["loan_term"]}, sequence=2, client_id="tab-12345")
    deliver(lodged(data), changed)
    deliver(moved(data, "inquiry", "sent_to_lender", sequence=3))
    hints = _hints()
    assert [row.seq for row in hints] == [1, 2, 3]
    assert [row.kind for row in hints] == ["application_lodged", "application_changed", "stage_changed"]
    assert {row.entity for row in hints} == {"application"}
    assert (hints[1].client_id, hints[1].version, hints[1].actor) == ("tab-12345", 2, SARAH)
    assert feed.bounds() == (3, 1)


def test_a_user_who_loses_access_gets_one_last_hint(deliver: Deliver, database: db.Database) -> None:
    old, new, data = user("bd", bd_id=BD), user("bd", bd_id=str(uuid7())), application(branch_id=None)
    now = data | {"bd_id": new.data["links"]["bd_id"], "was": {"bd_id": BD}}
    deliver(old, new, lodged(data))
    deliver(event("application_assigned", now, sequence=2))
    deliver(moved(now, "inquiry", "sent_to_lender", sequence=3))
    assert _seen_by(old, "bd", bd_id=BD)[1:] == [("application_assigned", old.subject)]
    assert [kind for kind, _ in _seen_by(new, "bd", **new.data["links"])][-2:] == ["stage_changed", "notification"]
    assert (
        next(row.title for row in _notifications() if row.user_id == new.subject) == "APP-2026-000012 assigned to you"
    )


def test_a_deleted_application_is_a_hint_for_those_who_had_access(deliver: Deliver, database: db.Database) -> None:
    broker, data = user("broker", broker_id=BROKER), application()
    deliver(broker, lodged(data))
    deleted = {key: data[key] for key in ("id", "application_id", "version", "reference_number")}
    deliver(event("application_deleted", deleted, sequence=2))
    assert ("application_deleted", broker.subject) in _seen_by(broker, broker_id=BROKER)
    assert ("application_deleted", None) in _seen_by(user("admin"), "admin")


def test_a_note_is_a_hint_for_everybody_on_the_application_except_clients(
    deliver: Deliver, database: db.Database
) -> None:
    data = application()
    note = {"id": str(uuid7()), "version": 1, "application_id": data["id"], "content": "Call back."}
    deliver(lodged(data), event("note_added", note))
    assert ("note_added", None) in _seen_by(user("broker"), broker_id=BROKER)
    assert _seen_by(user("client"), "client", party_ids=[PARTY]) == [("application_lodged", None)]


@pytest.mark.parametrize(("role", "sees"), [("accounts", True), ("bd", True), ("broker", False), ("client", False)])
def test_hints_of_the_directory_are_for_staff(deliver: Deliver, database: db.Database, role: str, sees: bool) -> None:
    deliver(event("broker_changed", {"id": BROKER, "version": 2, "name": "Grace", "bd_ids": []}, owner="parties"))
    assert (_seen_by(user(role), role) == [("broker_changed", None)]) is sees


def test_a_person_is_a_hint_on_every_application_of_theirs(deliver: Deliver, database: db.Database) -> None:
    first, second = application(), application(broker_id=None)
    change = {"id": PARTY, "version": 2, "kind": "person", "roles": ["borrower"], "name": "Noah García"}
    deliver(lodged(first), lodged(second), event("person_changed", change, owner="parties"))
    rows = _hints("person_changed")
    assert {str(row.application_id) for row in rows} == {first["id"], second["id"]}
    assert {(row.entity, str(row.id)) for row in rows} == {("person", PARTY)}


def test_a_person_on_no_application_is_a_hint_for_head_office_only(deliver: Deliver, database: db.Database) -> None:
    admin, bdm = user("admin"), user("bd", bd_id=BD)
    new = {"id": str(uuid7()), "version": 1, "kind": "person", "roles": ["borrower"], "name": "Noah García"}
    deliver(admin, bdm, event("person_created", new, owner="parties"))
    assert [row.user_id for row in _hints()] == [admin.subject]


def test_the_sweep_keeps_two_weeks(deliver: Deliver, database: db.Database) -> None:
    old = dates.now() - timedelta(days=15)
    deliver(lodged(application(), time=old), lodged(application()))
    jobs.sweep()
    assert [row.seq for row in _hints()] == [2]
    assert feed.bounds() == (2, 2)


@pytest.mark.parametrize(
    ("name", "owner", "entity"),
    [
        ("fee_charged", "finance", "fee"),
        ("loan_opened", "finance", "loan"),
        ("payment_received", "finance", "payment"),
        ("funding_calculated", "finance", "funding"),
        ("schedule_replaced", "finance", "schedule"),
        ("document_changed", "documents", "document"),
        ("condition_changed", "applications", "condition"),
        ("part_refused", "documents", "application"),
    ],
)
def test_a_hint_names_the_record_of_the_application_that_changed(
    deliver: Deliver, database: db.Database, name: str, owner: str, entity: str
) -> None:
    data = application()
    own = {"id": str(uuid7()), "version": 1, "application_id": data["id"], "detail": "An upload is gone."}
    deliver(lodged(data), event(name, own, owner=owner))
    [hint] = _hints(name)
    assert (hint.entity, str(hint.id), str(hint.application_id)) == (entity, own["id"], data["id"])
    assert (name, None) in _seen_by(user("client"), "client", party_ids=[PARTY])


def test_a_schedule_of_360_instalments_is_one_hint_per_application_and_batch(
    deliver: Deliver, database: db.Database
) -> None:
    first, second = application(), application()

    def instalment(data: dict[str, Any]) -> Any:
        own = {"id": str(uuid7()), "version": 1, "application_id": data["id"], "status": "projected"}
        return event("instalment_changed", own, owner="finance")

    batch = [instalment(data) for _ in range(180) for data in (first, second)]
    deliver(*batch)
    assert [hint.id for hint in _hints("instalment_changed")] == [batch[-2].subject, batch[-1].subject]
    assert json.loads(feed.since(0)[0].text)["application_id"] == first["id"]
