"""The uploads that a submit names become documents of its application."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from documents.store import applications, documents
from lendkit.contracts.envelope import Event
from lendkit.messaging.work import Work, work
from lendkit.runtime import context

GONE = "This upload is gone. Upload the file again."


def take(event: Event) -> None:
    """Claim every upload of `applications.parts_lodged` for its application, or refuse it by name.

    Only who lodges may claim, and only what he staged himself. When applications asks once more it acts for nobody:
    then the first answer stands.
    """
    application = UUID(event.data["application_id"])
    actor = event.actor or context.SYSTEM.as_ref()
    with work() as w:
        if actor.get("role") == context.SYSTEM.role or not applications.hold(w, application):
            return
        for index, part in enumerate(event.data["documents"]):
            if not _claim(w, application, UUID(actor["id"]), part, event):
                _refuse(w, application, index)


def _claim(w: Work, application: UUID, lodger: UUID, part: Mapping[str, Any], event: Event) -> bool:
    """False where there is no such upload of this user, or its day was over when he lodged."""
    id = UUID(part["upload_id"])
    row = documents.lock_staged(w, id)
    if row is None or row.author_id != lodger:
        return False
    if row.application_id is not None:
        return bool(row.application_id == application)
    if row.staged_until < event.time:
        return False
    documents.claim(w, id, application, part["type"])
    state = documents.shown(w, id)
    w.emit(Event.new("documents.document_stored.v1", subject=id, sequence=1, data=state))
    return True


def _refuse(w: Work, application: UUID, index: int) -> None:
    data = {"application_id": application, "part": f"/documents/{index}", "code": "no_such_upload", "detail": GONE}
    w.emit(Event.new("documents.part_refused.v1", subject=application, sequence=1, data=data))
