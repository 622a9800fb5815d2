"""Write a note on an application."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from applications.commands import lodge
from applications.store import application as store
from lendkit.messaging.work import work
from lendkit.runtime import context
from lendkit.values import dates
from lendkit.values.errors import Invalid, NotFound


def add(application: UUID, note: Mapping[str, Any]) -> dict[str, Any]:
    """The note. Raises NotFound for an application that is not the caller's, Invalid for a day that has passed."""
    if note.get("remind_date") and note["remind_date"] < dates.today():
        raise Invalid({"/remind_date": ["Choose today or a later day."]})
    with work() as w:
        if store.lock(w, application, context.actor()) is None:
            raise NotFound()
        return lodge.add_notes(w, application, [note])[0]
