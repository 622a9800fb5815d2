"""A user's own notifications: acknowledge, delete, restore; and those of an application that was deleted."""

from typing import Any
from uuid import UUID

from lendkit.contracts.envelope import Event
from lendkit.messaging.work import work
from lendkit.runtime import context
from lendkit.values import dates
from lendkit.values.errors import existing
from notifications.channels import live_hints
from notifications.store import deferred, feed
from notifications.store import notifications as store

MISSING = "Notification not found."


def acknowledge(id: UUID) -> dict[str, Any]:
    """Its state; raises NotFound."""
    with work() as w:
        return existing(store.acknowledge(w, context.actor().id, id, dates.now()), MISSING)


def acknowledge_all() -> int:
    """How many there were to acknowledge."""
    with work() as w:
        return store.acknowledge_all(w, context.actor().id, dates.now())


def delete(id: UUID) -> None:
    """Take it out of the list; raises NotFound."""
    with work() as w:
        existing(store.set_deleted(w, context.actor().id, id, dates.now()), MISSING)


def restore(id: UUID) -> dict[str, Any]:
    """Undo of `delete`; raises NotFound."""
    with work() as w:
        return existing(store.set_deleted(w, context.actor().id, id, None), MISSING)


def delete_of_application(events: list[Event]) -> None:
    """Handler of deleted applications: their notifications go, with the emails and reminders that have not gone out."""
    with work() as w:
        for event in events:
            deferred.delete_of_application(w, event.subject)
            users = store.delete_of_application(w, event.subject)
            hints = [feed.hint(event, "notification", kind="notification", user_id=user) for user in users]
            live_hints.announce(w, feed.add(w, hints))
