"""Uploads that have no application yet: claimed by a submit, discarded by their uploader, or expired."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from documents.commands.deletion import delete_files_after_commit
from documents.store import applications, documents
from lendkit.contracts.envelope import Event
from lendkit.messaging.work import Work, work
from lendkit.runtime import context
from lendkit.values import dates
from lendkit.values.errors import DomainError, existing

MISSING = "This upload has expired or was deleted. Upload the file again."


def claim(event: Event) -> None:
    """Handler of `applications.parts_lodged`: each upload it names becomes a document of the application or is refused.

    Only who lodges may claim, and only own uploads. When applications repeats the event it acts as the system: then the
    first answer stands.
    """
    application = UUID(event.data["application_id"])
    actor = event.actor or context.SYSTEM.as_ref()
    with work() as w:
        if actor.get("role") == context.SYSTEM.role or not applications.hold(w, application):
            return
        for index, part in enumerate(event.data["documents"]):
            if not _claim(w, application, UUID(actor["id"]), part, event):
                _refuse(w, application, index)


def discard(id: UUID) -> None:
    """Delete a staged upload. Raises NotFound, or DomainError 409 for a document of an application."""
    with work() as w:
        document = existing(documents.lock(w, id, context.actor()), "Document not found.")
        if document.application_id is not None:
            detail = "Documents on an application can't be deleted. Add a new version instead."
            raise DomainError("on_file", detail)
        delete_files_after_commit(w, documents.delete_staged(w, id))


def delete_expired() -> None:
    """Sweep: staged uploads that no submit claimed in time."""
    with work() as w:
        delete_files_after_commit(w, documents.delete_expired(w, dates.now()))


def _claim(w: Work, application: UUID, lodger: UUID, part: Mapping[str, Any], event: Event) -> bool:
    """False where there is no such upload of this user, or it had expired when the application was lodged."""
    id = UUID(part["upload_id"])
    upload = documents.lock_upload(w, id)
    if upload is None or upload.author_id != lodger:
        return False
    if upload.application_id is not None:
        return upload.application_id == application
    if upload.staged_until is None or upload.staged_until < event.time:
        return False
    documents.claim(w, id, application, part["type"])
    w.publish("documents.document_stored.v1", documents.state(w, id))
    return True


def _refuse(w: Work, application: UUID, index: int) -> None:
    data = {"application_id": application, "part": f"/documents/{index}", "code": "no_such_upload", "detail": MISSING}
    w.emit(Event.new("documents.part_refused.v1", subject=application, sequence=1, data=data))
