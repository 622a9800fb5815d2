"""A file comes in: looked at, kept, and then written down together with the news of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from documents.channels import blobs, inspector
from documents.channels.blobs import Part
from documents.domain import names
from documents.domain.kinds import Refusal
from documents.store import applications, documents, files
from lendkit.contracts.envelope import Event
from lendkit.messaging.work import Work, work
from lendkit.runtime import context, failpoints
from lendkit.values import dates
from lendkit.values.errors import DomainError, NotFound
from lendkit.values.identifiers import uuid7

STAGED_FOR = timedelta(hours=24)


@dataclass(frozen=True)
class Received:
    """A file that may be kept."""

    part: Part
    name: str
    content_type: str

    def row(self, id: UUID) -> dict[str, Any]:
        part = self.part
        return {
            "id": id,
            "name": self.name,
            "content_type": self.content_type,
            "size": part.size,
            "sha256": part.sha256,
        }

    def identity(self) -> dict[str, Any]:
        """What makes a retry the same request."""
        return {"name": self.name, "sha256": self.part.sha256, "size": self.part.size}


def receive(part: Part, sent_name: str | None) -> Received:
    """Raises DomainError 422 or 415 with the reason why this file is not taken."""
    name = names.clean(sent_name)
    if part.size == 0:
        raise _problem(Refusal("empty", "This file is empty."))
    try:
        return Received(part, name, inspector.inspect(part.path, name))
    except Refusal as refusal:
        raise _problem(refusal) from refusal


def add(received: Received, fields: Mapping[str, Any]) -> dict[str, Any]:
    """A new document; without `application_id` it is staged for a day, for whoever sent it. Raises NotFound."""
    with work() as w:
        application = fields.get("application_id")
        if application is not None and not applications.hold(w, application):
            raise NotFound()
        until = None if application else dates.now() + STAGED_FOR
        return put(w, received, {**fields, "id": uuid7(), "staged_until": until})


def put(w: Work, received: Received, document: Mapping[str, Any]) -> dict[str, Any]:
    """Keep the file, write the rows, and tell of them unless it is only staged. The state."""
    author, file = context.actor(), uuid7()
    blobs.store().keep(received.part, file)
    failpoints.hit("file_kept")
    documents.insert(w, {**document, "author": author})
    files.add(w, document["id"], received.row(file), author)
    state = documents.shown(w, document["id"])
    if document.get("staged_until") is None:
        w.emit(Event.new("documents.document_stored.v1", subject=document["id"], sequence=1, data=state))
    return state


def put_version(w: Work, received: Received, document: UUID) -> dict[str, Any]:
    """One more file of a document whose row is held; the files before it stay as they were. The state."""
    file = uuid7()
    blobs.store().keep(received.part, file)
    failpoints.hit("file_kept")
    documents.raise_version(w, document)
    files.add(w, document, received.row(file), context.actor())
    state = documents.shown(w, document)
    w.emit(Event.new("documents.document_changed.v1", subject=document, sequence=state["version"], data=state))
    return state


def _problem(refusal: Refusal) -> DomainError:
    errors = {"/file": [refusal.detail]}
    return DomainError(refusal.code, refusal.detail, status=refusal.status, errors=errors)
