"""A signed form that came on file: who signed, when, and where it is, then stand on the application."""

from collections.abc import Sequence
from uuid import UUID

from applications.commands import telling
from applications.store import application as store
from applications.store import signing
from lendkit.contracts.envelope import Event
from lendkit.messaging.work import work


def note(events: Sequence[Event]) -> None:
    """The newest signed form of each application counts, in whatever order the events come; a deleted one does not."""
    named = [UUID(event.data["application_id"]) for event in events if event.data.get("application_id")]
    with work() as w:
        for row in signing.differing(w, named):
            telling.changed(w, store.set_terms(w, row.id, row.signed), sorted(row.signed))
