"""A user's own notifications: acknowledge, delete, bring back. What is another's is not there."""

from typing import Any
from uuid import UUID

from lendkit.messaging.work import work
from lendkit.runtime import context
from lendkit.values import dates
from lendkit.values.errors import NotFound
from notifications.store import notifications as store


def acknowledge(id: UUID) -> dict[str, Any]:
    """Its state; raises NotFound."""
    with work() as w:
        return _found(store.acknowledge(w, context.actor().id, id, dates.now()))


def acknowledge_all() -> int:
    """How many there were to acknowledge."""
    with work() as w:
        return store.acknowledge_all(w, context.actor().id, dates.now())


def delete(id: UUID) -> None:
    """Take it out of the list; raises NotFound."""
    with work() as w:
        _found(store.set_deleted(w, context.actor().id, id, dates.now()))


def restore(id: UUID) -> dict[str, Any]:
    """Undo of `delete`; raises NotFound."""
    with work() as w:
        return _found(store.set_deleted(w, context.actor().id, id, None))


def _found(state: Any) -> dict[str, Any]:
    if state is None:
        raise NotFound()
    return dict(state)
