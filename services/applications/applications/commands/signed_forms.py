"""A signed form that was filed: who signed it, when, and where it is, then stand in the application's terms."""

from collections.abc import Sequence
from uuid import UUID

from applications.commands import events
from applications.store import applications as store
from applications.store import signed_forms
from lendkit.contracts.envelope import Event
from lendkit.messaging.work import work


def copy_to_terms(published: Sequence[Event]) -> None:
    """The newest signed form of each application counts, in whatever order events come; a deleted one does not."""
    named = [UUID(event.data["application_id"]) for event in published if event.data.get("application_id")]
    with work() as w:
        for form in signed_forms.differing(w, named):
            events.application_changed(w, store.merge_terms(w, form.id, form.signed), sorted(form.signed))
