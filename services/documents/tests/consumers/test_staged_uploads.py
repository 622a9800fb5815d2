"""A submit claims the uploads it names; deleting an application deletes its documents."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import time_machine

from lendkit.runtime import db
from lendkit.testing.client import Client
from lendkit.values import dates
from services.documents.tests.events import application_deleted, parts_lodged
from services.documents.tests.upload_requests import send

GONE = {"code": "no_such_upload", "detail": "This upload has expired or was deleted. Upload the file again."}


def test_staged_uploads_become_documents_of_the_application(
    broker: Client, staff: Client, people: dict[str, UUID], deliver: Any, emitted: Any
) -> None:
    staged = [send(broker, type="other").json["upload_id"] for _ in range(2)]
    deliver(parts_lodged(people["application"], broker.user_id, *staged))
    stored = emitted("documents.document_stored.v1")
    assert [(str(event.subject), event.sequence) for event in stored] == [(id, 1) for id in staged]
    assert {event.data["type"] for event in stored} == {"identification"}, "as the submit says"
    seen = staff.get(f"/api/documents/{staged[0]}/").json
    assert seen == stored[0].data and seen["created_by"]["id"] == str(broker.user_id)


def test_another_users_upload_is_refused(
    broker: Client, stranger: Client, people: dict[str, UUID], deliver: Any, emitted: Any
) -> None:
    theirs, own = send(stranger).json["upload_id"], send(broker).json["upload_id"]
    deliver(parts_lodged(people["application"], broker.user_id, theirs, own, uuid4()))
    refused = emitted("documents.part_refused.v1")
    where = {"application_id": str(people["application"])}
    assert [event.data for event in refused] == [{**where, "part": f"/documents/{n}", **GONE} for n in (0, 2)]
    assert [str(event.subject) for event in emitted("documents.document_stored.v1")] == [own]
    assert stranger.get(f"/api/documents/{theirs}/").json["application_id"] is None


def test_asking_again_changes_nothing(broker: Client, people: dict[str, UUID], deliver: Any, emitted: Any) -> None:
    staged, later = send(broker).json["upload_id"], send(broker).json["upload_id"]
    deliver(parts_lodged(people["application"], broker.user_id, staged))
    deliver(parts_lodged(people["application"], broker.user_id, staged))
    deliver(parts_lodged(people["application"], None, staged, later))
    assert [event.type for event in emitted()] == ["documents.document_stored.v1"]
    assert broker.get(f"/api/documents/{later}/").json["application_id"] is None


def test_an_upload_is_claimed_once(broker: Client, people: dict[str, UUID], deliver: Any, emitted: Any) -> None:
    staged = send(broker).json["upload_id"]
    deliver(parts_lodged(people["application"], broker.user_id, staged))
    deliver(parts_lodged(people["other_application"], broker.user_id, staged))
    [refused] = emitted("documents.part_refused.v1")
    assert refused.data["application_id"] == str(people["other_application"])


def test_an_expired_upload_is_refused(broker: Client, people: dict[str, UUID], deliver: Any, emitted: Any) -> None:
    staged = send(broker).json["upload_id"]
    with time_machine.travel(dates.now() + timedelta(hours=25), tick=True):
        deliver(parts_lodged(people["application"], broker.user_id, staged))
    assert [event.type for event in emitted()] == ["documents.part_refused.v1"]


def test_a_signature_is_kept_until_the_submit(
    broker: Client, people: dict[str, UUID], deliver: Any, emitted: Any
) -> None:
    signed = send(broker, type="signed_form", signed_by="John Doe", signature_date="2026-03-02").json["upload_id"]
    event = parts_lodged(people["application"], broker.user_id, signed)
    event.data["documents"][0]["type"] = "signed_form"
    deliver(event)
    [stored] = emitted("documents.document_stored.v1")
    assert (stored.data["signed_by"], stored.data["signature_date"]) == ("John Doe", "2026-03-02")


def test_documents_are_deleted_with_their_application(
    broker: Client, staff: Client, people: dict[str, UUID], deliver: Any, emitted: Any, kept: Callable[[], int]
) -> None:
    document = send(broker, application_id=people["application"]).json
    send(broker, path=f"/api/documents/{document['id']}/versions/")
    others = send(staff, application_id=people["other_application"]).json
    staged = send(broker).json["upload_id"]
    deliver(application_deleted(people["application"]))
    [gone] = emitted("documents.document_deleted.v1")
    assert gone.data == {"id": document["id"], "version": 3, "application_id": str(people["application"])}
    assert [client.get(f"/api/documents/{document['id']}/").status_code for client in (broker, staff)] == [404, 404]
    assert staff.get(f"/api/documents/{others['id']}/").status_code == 200
    assert (kept(), db.scalar("SELECT count(*) FROM file")) == (2, 2)
    assert send(staff, application_id=people["application"]).status_code == 404
    deliver(parts_lodged(people["application"], broker.user_id, staged))
    assert broker.get(f"/api/documents/{staged}/").json["application_id"] is None
