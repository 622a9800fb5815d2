"""A new file for a document that is there."""

from typing import Any
from uuid import UUID

from documents.commands import uploads
from documents.commands.uploads import Received
from documents.store import documents
from lendkit.contracts.permissions import STAFF
from lendkit.messaging.work import Work, work
from lendkit.runtime import context
from lendkit.values.errors import DomainError, Forbidden, NotFound


def check(id: UUID) -> None:
    """What `add` will refuse, said before the file is looked at; but for the version, which a retry may name again."""
    with work() as w:
        _lock(w, id, None)


def add(id: UUID, received: Received, seen: int | None) -> dict[str, Any]:
    """The state. Raises NotFound, Forbidden, DomainError 409 or 412."""
    with work() as w:
        _lock(w, id, seen)
        return uploads.put_version(w, received, id)


def _lock(w: Work, id: UUID, seen: int | None) -> None:
    actor = context.actor()
    row = documents.lock(w, id, actor)
    if row is None:
        raise NotFound()
    if actor.role not in STAFF and row.author_id != actor.id:
        raise Forbidden("Only the staff, or who uploaded it, may add a version.")
    if row.application_id is None:
        raise DomainError("staged", "This upload belongs to no application yet. Upload the other file by itself.")
    if row.template is not None:
        raise DomainError("generated", "This document is made from the application. Generate it again.")
    if seen is not None and seen != row.version:
        raise DomainError("version_mismatch", "Somebody changed this meanwhile. Load it again.", status=412)
