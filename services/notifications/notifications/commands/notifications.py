"""A user's own notifications: acknowledge, delete, bring back. What is another's is not there."""

from typing import Any
from uuid import UUID

from lendkit import clock, context
from lendkit.errors import NotFound
from lendkit.work import work
from notifications.store import notifications as store


def acknowledge(id: UUID) -> dict[str, Any]:
    """Its state; raises NotFound."""
    with work() as w:
        return _found(store.acknowledge(w, context.actor().id, id, clock.now()))


def acknowledge_all() -> int:
    """How many there were to acknowledge."""
    with work() as w:
        return store.acknowledge_all(w, context.actor().id, clock.now())


def delete(id: UUID) -> None:
    """Take it out of the list; raises NotFound."""
    with work() as w:
        _found(store.set_deleted(w, context.actor().id, id, clock.now()))


def restore(id: UUID) -> dict[str, Any]:
    """Undo of `delete`; raises NotFound."""
    with work() as w:
        return _found(store.set_deleted(w, context.actor().id, id, None))


def _found(state: Any) -> dict[str, Any]:
    if state is None:
        raise NotFound()
    return dict(state)
