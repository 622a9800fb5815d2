"""The parts of a submission and their owners: pending until confirmed, asked again, refused, replaced."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from applications.commands import provisioning
from lendkit.contracts.envelope import Event
from lendkit.runtime import db
from lendkit.testing.client import Client
from lendkit.values.identifiers import uuid7

UPLOAD = uuid7()
EventOf = Callable[..., Event]


@pytest.fixture
def lodged(bd: Client, people: dict[str, UUID], submission: dict[str, Any]) -> dict[str, Any]:
    """With two fees and a file."""
    fees = [
        {"type": "valuation", "amount": "3300.00", "gst": True, "due_date": "2026-12-01"},
        {"type": "legal", "amount": "2200.00"},
    ]
    documents = [{"upload_id": str(UPLOAD), "type": "identification"}]
    own = {"broker": str(people["broker"]), "bd": str(people["bd"]), "fees": fees, "documents": documents}
    answer = bd.post("/api/applications/", {**submission, **own})
    assert answer.status_code == 201, answer.text
    detail: dict[str, Any] = answer.json
    return detail


def charged(event_of: EventOf, lodged: dict[str, Any], index: int = 0) -> Event:
    fee = lodged["fees"][index]
    event = event_of("finance.fee_charged.v1", type=fee["type"], amount=fee["amount"])
    return Event.new(event.type, UUID(fee["id"]), 1, {**event.data, "id": fee["id"]})


def stored(event_of: EventOf, id: UUID = UPLOAD, type: str = "identification") -> Event:
    event = event_of("documents.document_stored.v1", type=type)
    return Event.new(event.type, id, 1, {**event.data, "id": str(id)})


def refused(lodged: dict[str, Any], owner: str, part: str) -> Event:
    data = {"application_id": lodged["id"], "part": part, "code": "no", "detail": "Bring another."}
    return Event.new(f"{owner}.part_refused.v1", UUID(lodged["id"]), 1, data)


def page(client: Client, lodged: dict[str, Any]) -> dict[str, Any]:
    detail: dict[str, Any] = client.get(f"/api/applications/{lodged['id']}/").json
    return detail


def late() -> None:
    with db.current().engine.begin() as connection:
        db.run(connection, "UPDATE provisioning SET asked_at = now() - interval '31 seconds'")


def test_each_owner_is_asked_for_its_parts(lodged: dict[str, Any], emitted: Callable[..., list[Event]]) -> None:
    parts = emitted("applications.parts_lodged.v1")[0].data
    valuation, legal = parts["fees"]
    assert valuation == {
        "id": lodged["fees"][0]["id"],
        "type": "valuation",
        "amount": "3300.00",
        "gst": True,
        "due_date": "2026-12-01",
    }
    assert "gst" not in legal, "finance knows the rule of each type"
    assert parts["documents"] == [{"upload_id": str(UPLOAD), "type": "identification"}]
    assert lodged["provisioning"] == dict.fromkeys(("parties", "finance", "documents"), "pending")
    assert [(fee["version"], fee["status"]) for fee in lodged["fees"]] == [(0, "waiting")] * 2


def test_the_stage_waits_for_each_owner(bd: Client, lodged: dict[str, Any], event_of: EventOf, deliver: Any) -> None:
    def missing() -> list[str]:
        answer = bd.post(f"/api/applications/{lodged['id']}/transitions/", {"to": "sent_to_lender"})
        return [] if answer.status_code == 200 else [item["code"] for item in answer.json["missing"]]

    borrower = lodged["borrowers"][0]
    assert missing() == ["parties_pending", "finance_pending", "documents_pending"]
    deliver(Event.new("parties.person_created.v1", UUID(borrower["id"]), 1, {**borrower, "version": 1}))
    deliver(charged(event_of, lodged, 0))
    assert missing() == ["finance_pending", "documents_pending"], "one of two fees"
    deliver(charged(event_of, lodged, 1), stored(event_of))
    assert page(bd, lodged)["provisioning"] == dict.fromkeys(("parties", "finance", "documents"), "done")
    assert missing() == []


def test_an_owner_is_asked_again_in_the_name_of_who_lodged(
    bd: Client,
    lodged: dict[str, Any],
    event_of: EventOf,
    deliver: Any,
    emitted: Callable[..., list[Event]],
    as_system: None,
) -> None:
    deliver(charged(event_of, lodged, 0), charged(event_of, lodged, 1))
    late()
    provisioning.ask_again()
    again = emitted("applications.parts_lodged.v1")[1:]
    kinds = [{name for name in ("parties", "fees", "documents") if event.data[name]} for event in again]
    assert sorted(kinds, key=str) == sorted([{"parties"}, {"documents"}], key=str)
    assert {event.actor["id"] for event in again if event.actor} == {str(bd.user_id)}


def test_a_refused_upload_is_requested_and_replaced(
    bd: Client,
    lodged: dict[str, Any],
    event_of: EventOf,
    deliver: Any,
    as_system: None,
    emitted: Callable[..., list[Event]],
) -> None:
    deliver(refused(lodged, "documents", "/documents/0"))
    detail = page(bd, lodged)
    assert detail["provisioning"]["documents"] == "refused"
    assert detail["action_required"] == [{"part": "/documents/0", "code": "no", "detail": "Bring another."}]
    late()
    provisioning.ask_again()
    assert not [e for e in emitted("applications.parts_lodged.v1")[1:] if e.data["documents"]], "not asked twice"
    deliver(stored(event_of, uuid7(), "indicative_letter"))
    assert page(bd, lodged)["provisioning"]["documents"] == "refused", "another kind of file is none of it"
    deliver(stored(event_of, uuid7()))
    detail = page(bd, lodged)
    assert (detail["provisioning"]["documents"], detail["action_required"]) == ("done", [])


def test_a_repeated_event_changes_nothing(bd: Client, lodged: dict[str, Any], event_of: EventOf, deliver: Any) -> None:
    """Even where the inbox has forgotten it: a refusal, and the file that made good for it."""
    refusal = refused(lodged, "documents", "/documents/0")
    deliver(refusal)
    first = page(bd, lodged)
    forget()
    deliver(refusal)
    assert page(bd, lodged) == first
    deliver(other := stored(event_of, uuid7()))
    good = page(bd, lodged)
    assert (good["provisioning"]["documents"], good["action_required"]) == ("done", [])
    forget()
    deliver(refusal, other)
    assert page(bd, lodged) == good


def test_one_file_replaces_one_refused_file(
    bd: Client, people: dict[str, UUID], submission: dict[str, Any], event_of: EventOf, deliver: Any
) -> None:
    documents = [{"upload_id": str(uuid7()), "type": "identification"} for _ in range(2)]
    two = bd.post("/api/applications/", {**submission, "bd": str(people["bd"]), "documents": documents}).json
    deliver(refused(two, "documents", "/documents/0"), refused(two, "documents", "/documents/1"))
    other = event_of("documents.document_stored.v1", type="identification", application_id=two["id"])
    for _ in range(2):
        deliver(other)
        assert [action["part"] for action in page(bd, two)["action_required"]] == ["/documents/1"]
        forget()


def forget() -> None:
    with db.current().engine.begin() as connection:
        db.run(connection, "DELETE FROM inbox")


def test_a_refused_fee_is_removed_and_another_replaces_it(
    bd: Client, lodged: dict[str, Any], event_of: EventOf, deliver: Any
) -> None:
    deliver(refused(lodged, "finance", lodged["fees"][1]["id"]))
    detail = page(bd, lodged)
    assert (detail["provisioning"]["finance"], len(detail["fees"])) == ("refused", 1)
    deliver(event_of("finance.fee_charged.v1", type="legal"))
    detail = page(bd, lodged)
    assert (detail["provisioning"]["finance"], detail["action_required"]) == ("pending", []), "the first is still open"
    deliver(charged(event_of, lodged, 0))
    assert page(bd, lodged)["provisioning"]["finance"] == "done"


def test_a_refusal_for_a_deleted_application_is_ignored(deliver: Any, lodged: dict[str, Any]) -> None:
    deliver(refused({"id": str(uuid7())}, "finance", "/fees/0"))
    assert db.scalar("SELECT count(*) FROM action_required") == 0


def test_a_draft_keeps_its_uploads_until_it_is_lodged(
    broker: Client, submission: dict[str, Any], emitted: Callable[..., list[Event]]
) -> None:
    documents = [{"upload_id": str(UPLOAD), "type": "identification"}]
    draft = broker.post("/api/applications/", {**submission, "stage": "draft", "documents": documents}).json
    assert draft["documents"] == documents
    assert broker.post(f"/api/applications/{draft['id']}/transitions/", {"to": "inquiry"}).status_code == 200
    assert emitted("applications.parts_lodged.v1")[0].data["documents"] == documents
