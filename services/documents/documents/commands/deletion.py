"""Documents are deleted with their application, and files that have no row are swept."""

import logging
from collections.abc import Iterator, Sequence
from itertools import islice
from uuid import UUID

from documents.channels import file_store
from documents.store import applications, documents, files
from documents.store.documents import Deleted
from lendkit.contracts.envelope import Event
from lendkit.messaging.work import Work, work

log = logging.getLogger(__name__)

STALE_SECONDS = 3600.0
BATCH = 500


def delete_with_application(event: Event) -> None:
    """Handler of a deleted application: all its documents are deleted, and none is added later."""
    with work() as w:
        applications.mark_deleted(w, event.subject)
        deleted = documents.delete_of_application(w, event.subject)
        for document in deleted:
            state = {"id": document.id, "version": document.version + 1, "application_id": event.subject}
            w.publish("documents.document_deleted.v1", state)
        delete_files_after_commit(w, deleted)


def delete_orphaned_files() -> None:
    """Sweep: after an hour, incoming files that were never finished, and files whose row never came or was deleted."""
    store = file_store.store()
    incoming = store.remove_incoming(STALE_SECONDS)
    removed = 0
    for ids in _batches(store.older_than(STALE_SECONDS)):
        for id in files.without_row(ids):
            store.remove(id)
            removed += 1
    if incoming or removed:
        log.warning("files_without_rows_removed", extra={"parts": incoming, "files": removed})


def delete_files_after_commit(w: Work, deleted: Sequence[Deleted]) -> None:
    """Should the process die in between, the sweep deletes them."""
    ids = [id for document in deleted for id in document.file_ids]

    def remove() -> None:
        for id in ids:
            file_store.store().remove(id)

    w.after_commit(remove)


def _batches(ids: Iterator[UUID]) -> Iterator[list[UUID]]:
    while batch := list(islice(ids, BATCH)):
        yield batch
