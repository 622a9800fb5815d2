"""Documents go with their application, staged uploads when their day is over or their owner says so."""

import logging
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any
from uuid import UUID

from documents.channels import blobs
from documents.store import applications, documents, files
from lendkit.contracts.envelope import Event
from lendkit.messaging.work import Work, work
from lendkit.runtime import context
from lendkit.values import dates
from lendkit.values.errors import DomainError, NotFound

log = logging.getLogger(__name__)

STALE_SECONDS = 3600.0
BATCH = 500


def of_application(event: Event) -> None:
    """The application was deleted: all its documents are gone, and none comes later."""
    with work() as w:
        applications.close(w, event.subject)
        rows = documents.remove_of(w, event.subject)
        for row in rows:
            data = {"id": row.id, "version": row.version + 1, "application_id": event.subject}
            w.emit(Event.new("documents.document_deleted.v1", subject=row.id, sequence=row.version + 1, data=data))
        _unlink_after(w, rows)


def of_upload(id: UUID) -> None:
    """Take back what was staged. Raises NotFound, or DomainError for a document of an application."""
    with work() as w:
        row = documents.lock(w, id, context.actor())
        if row is None:
            raise NotFound()
        if row.application_id is not None:
            raise DomainError("on_file", "A document on an application stays. Add a new version of it.")
        _unlink_after(w, documents.remove_staged(w, id))


def expired() -> None:
    """Sweep: staged uploads that nobody claimed in time."""
    with work() as w:
        _unlink_after(w, documents.remove_expired(w, dates.now()))


def orphans() -> None:
    """Sweep: parts that were never finished, and files whose row never came or is gone, an hour after the fact."""
    store = blobs.store()
    parts = store.remove_parts(STALE_SECONDS)
    removed = 0
    for ids in _batches(store.older_than(STALE_SECONDS)):
        for id in files.unknown(ids):
            store.remove(id)
            removed += 1
    if parts or removed:
        log.warning("files_without_rows_removed", extra={"parts": parts, "files": removed})


def _unlink_after(w: Work, rows: Sequence[Any]) -> None:
    """After the commit: should the process die before, the sweep finds them."""
    ids = [id for row in rows for id in row.file_ids]

    def unlink() -> None:
        for id in ids:
            blobs.store().remove(id)

    w.after_commit(unlink)


def _batches(ids: Iterator[UUID]) -> Iterator[list[UUID]]:
    while batch := list(islice(ids, BATCH)):
        yield batch
