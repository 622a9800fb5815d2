"""Write notes on an application."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from applications.domain.submission import is_past
from applications.store import applications as store
from applications.store import notes
from lendkit.messaging.work import Work, work
from lendkit.runtime import context
from lendkit.values import dates
from lendkit.values.errors import Invalid, existing


def add(application: UUID, note: Mapping[str, Any]) -> dict[str, Any]:
    """The note. Raises NotFound for an application that is not the caller's, Invalid for a reminder in the past."""
    if is_past(note.get("remind_date"), dates.today()):
        raise Invalid({"/remind_date": ["Choose today or a later date."]})
    with work() as w:
        existing(store.lock(w, application, context.actor()))
        return add_all(w, application, [note])[0]


def add_all(w: Work, application: UUID, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Write notes and publish each."""
    states = notes.add(w, application, rows, context.actor())
    for state in states:
        w.publish("applications.note_added.v1", state)
    return states
