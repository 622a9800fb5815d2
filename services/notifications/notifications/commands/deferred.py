"""Reminders that wait for a user's own threshold, and are cancelled when there is nothing left to remind of."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from lendkit.contracts.envelope import Event
from lendkit.messaging.work import Work, work
from notifications.domain import rules
from notifications.domain.deferred import days_too_early
from notifications.domain.preferences import Preferences
from notifications.domain.trigger import Trigger
from notifications.store import deferred as store


def defer(w: Work, trigger: Trigger, user: UUID, own: Preferences) -> bool:
    """Whether this user's threshold is still to come; then the reminder is kept for that day."""
    threshold = own.threshold(trigger.kind)
    early = days_too_early(trigger.kind, trigger.facts, threshold)
    if early == 0:
        return False
    event = replace(trigger.event, data={**trigger.event.data, "days": threshold})
    row = {
        "user_id": user,
        "dedupe_key": rules.dedupe_key(trigger.kind, event.data, str(event.id)),
        "kind": trigger.kind,
        "application_id": trigger.facts["application_id"],
        "instalment_id": trigger.facts.get("instalment_id"),
        "event": event.to_wire(),
        "due_at": trigger.event.time + timedelta(days=early),
    }
    store.insert(w, row)
    return True


def cancel_stalled(events: list[Event]) -> None:
    """Handler of stage changes: the application has not stalled."""
    with work() as w:
        store.delete_stalled(w, [event.subject for event in events])


def cancel_settled(events: list[Event]) -> None:
    """Handler of instalments: one that is paid or replaced is not due."""
    settled = [event.subject for event in events if event.data["status"] in ("paid", "replaced")]
    with work() as w:
        store.delete_of_instalments(w, settled)
