"""A file is uploaded: inspected, kept, and then recorded together with its event."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from documents.channels import file_store, upload_inspection
from documents.channels.applications import MISSING
from documents.channels.file_store import IncomingFile
from documents.domain import file_names, refusals
from documents.domain.refusals import Refusal
from documents.store import applications, documents, files
from lendkit.messaging.work import Work, work
from lendkit.runtime import context, failpoints
from lendkit.values import dates
from lendkit.values.errors import DomainError, NotFound
from lendkit.values.identifiers import uuid7

STAGED_FOR = timedelta(hours=24)


@dataclass(frozen=True)
class Received:
    """A file that is accepted and not kept yet."""

    file: IncomingFile
    name: str
    content_type: str

    def row(self, id: UUID) -> dict[str, Any]:
        return {"id": id, "content_type": self.content_type, **self.identity()}

    def identity(self) -> dict[str, Any]:
        """What makes a retry the same request."""
        return {"name": self.name, "sha256": self.file.sha256, "size": self.file.size}


def receive(file: IncomingFile, uploaded_name: str | None) -> Received:
    """Raises DomainError 422 or 415 with the reason why this file is refused."""
    name = file_names.clean(uploaded_name)
    if file.size == 0:
        raise _problem(refusals.empty())
    try:
        return Received(file, name, upload_inspection.inspect(file.path, name))
    except Refusal as refusal:
        raise _problem(refusal) from refusal


def add(received: Received, fields: Mapping[str, Any]) -> dict[str, Any]:
    """A new document; without `application_id` it is staged for a day, for its uploader only. Raises NotFound."""
    with work() as w:
        application = fields.get("application_id")
        if application is not None and not applications.hold(w, application):
            raise NotFound(MISSING)
        until = None if application else dates.now() + STAGED_FOR
        return put(w, received, {**fields, "id": uuid7(), "staged_until": until})


def put(w: Work, received: Received, document: Mapping[str, Any]) -> dict[str, Any]:
    """Keep the file, insert the rows, and publish the document unless it is only staged. The state."""
    author, file_id = context.actor(), _keep(received)
    documents.insert(w, {**document, "author": author})
    files.add(w, document["id"], received.row(file_id), author)
    state = documents.state(w, document["id"])
    if document.get("staged_until") is None:
        w.publish("documents.document_stored.v1", state)
    return state


def put_version(w: Work, received: Received, document: UUID) -> dict[str, Any]:
    """One more file of a document that is locked; the files before it stay as they were. The state."""
    file_id = _keep(received)
    documents.increment_version(w, document)
    files.add(w, document, received.row(file_id), context.actor())
    state = documents.state(w, document)
    w.publish("documents.document_changed.v1", state)
    return state


def _keep(received: Received) -> UUID:
    file_id = uuid7()
    file_store.store().keep(received.file, file_id)
    failpoints.hit("file_kept")
    return file_id


def _problem(refusal: Refusal) -> DomainError:
    errors = {"/file": [refusal.detail]}
    return DomainError(refusal.code, refusal.detail, status=refusal.status, errors=errors)
