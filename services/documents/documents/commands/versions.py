"""A new file for an existing document."""

from typing import Any
from uuid import UUID

from documents.commands import uploads
from documents.commands.uploads import Received
from documents.store import documents
from lendkit.contracts.permissions import STAFF
from lendkit.messaging.work import Work, work
from lendkit.runtime import context
from lendkit.values.errors import DomainError, Forbidden, existing, expect_version


def check(id: UUID) -> None:
    """Raises what `add` would raise, before the file is inspected; but for the version, which a retry may repeat."""
    with work() as w:
        _lock(w, id, None)


def add(id: UUID, received: Received, seen: int | None) -> dict[str, Any]:
    """The state. Raises NotFound, Forbidden, DomainError 409 or 412."""
    with work() as w:
        _lock(w, id, seen)
        return uploads.put_version(w, received, id)


def _lock(w: Work, id: UUID, seen: int | None) -> None:
    actor = context.actor()
    document = existing(documents.lock(w, id, actor), "Document not found.")
    if actor.role not in STAFF and document.author_id != actor.id:
        raise Forbidden("Only our staff or the person who uploaded this document can add a version.")
    if document.application_id is None:
        raise DomainError("staged", "This upload isn't on an application yet. Upload the other file separately.")
    if document.template is not None:
        raise DomainError("generated", "This document is generated from the application. Generate it again instead.")
    expect_version(document.version, seen)
