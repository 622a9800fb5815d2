"""Notify those whom an event concerns: in their list, in the feed and by email, once however often it comes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any
from uuid import UUID

from lendkit.contracts.envelope import Event
from lendkit.contracts.permissions import STAFF, allowed
from lendkit.messaging.work import Work, work
from lendkit.runtime import context
from lendkit.values import dates
from lendkit.web import scope
from notifications.channels import live_hints
from notifications.commands import deferred, emails, in_app
from notifications.domain import rules
from notifications.domain.preferences import Preferences
from notifications.domain.rules import Notification
from notifications.domain.trigger import Trigger
from notifications.store import applications, audience, deliveries, feed, notifications, preferences
from notifications.store import deferred as deferred_store

_NO_LINKS: dict[str, Any] = {"bd_id": None, "branch_id": None, "broker_id": None, "party_ids": []}
_ABOUT_NOTES = ("note_added", "note_reminder_due")


def notify(event: Event, only: UUID | None = None) -> None:
    """Never its author, and only active users who may see the application as the event leaves it; or only one user."""
    kind, author = feed.kind_of(event), event.actor or {}
    with work() as w:
        facts = _facts(w, event)
        if _application_deleted(w, facts):
            return
        people = audience.audience(w, facts, _named_users(kind, facts))
        batch = [
            notification
            for notification in rules.notifications(kind, facts, people, author.get("name") or "Someone")
            if _may_know(notification, facts, kind)
            and not _is_for(notification, author.get("id"))
            and (only is None or _is_for(notification, str(only)))
        ]
        undone = kind == "stage_changed" and facts.get("undoes")
        email_only = _drop_undone_emails(w, facts) if undone else None
        _record(w, Trigger(event, kind, facts), batch, email_only)


def notify_documents(events: list[Event]) -> None:
    """The documents that came in together for one application are one notification."""
    with work():
        for _, group in groupby(events, key=lambda event: (event.data.get("application_id"), event.correlation_id)):
            together = list(group)
            first = together[0]
            if first.data.get("application_id"):
                with context.bind(correlation_id=first.correlation_id, event_id=str(first.id)):
                    documents = [event.data for event in together]
                    notify(replace(first, data={**first.data, "documents": documents}))


def notify_deferred() -> None:
    """Sweep: the reminders whose user's own threshold has come, with nothing changed since."""
    with work() as w:
        for reminder in deferred_store.take_due(w, dates.now()):
            notify(Event.from_wire(reminder.event), only=reminder.user_id)


def _record(w: Work, trigger: Trigger, batch: Sequence[Notification], email_only: set[str] | None) -> None:
    """One row for each user or party, whose emails go to `email_only`, where that is given, and nowhere else."""
    users = {notification.recipient.user.id for notification in batch if notification.recipient.user}
    chosen = preferences.of(w, users)
    rows: dict[UUID, UUID] = {}
    for notification in batch:
        user = notification.recipient.user
        own = chosen[user.id] if user else Preferences()
        if user and user.role in STAFF and deferred.defer(w, trigger, user.id, own):
            continue
        id = rows.get(user.id) if user else None
        if id is None:
            id = in_app.add(w, trigger, notification, own)
            if id is not None and user:
                rows[user.id] = id
        if id is not None:
            emails.queue(w, trigger, notification.recipient, id, own, email_only)
    shown = {user: id for user, id in rows.items() if in_app.shows(trigger.kind, chosen[user])}
    seq = feed.add(w, [in_app.hint(trigger.event, user, id) for user, id in shown.items()])
    live_hints.announce(w, seq)


def _facts(w: Work, event: Event) -> dict[str, Any]:
    """The event's data on top of what is known of its application."""
    if event.owner == "applications" and "party_ids" in event.data:
        return {**_NO_LINKS, **event.data}
    application = event.data.get("application_id")
    known = applications.facts_of(w, UUID(application)) if application else {}
    address = deliveries.address_of(w, event.subject) if event.type.startswith("notifications.") else None
    return {**_NO_LINKS, **known, **event.data, "address": address}


def _named_users(kind: str, facts: Mapping[str, Any]) -> Iterable[Any]:
    """The ids of the author of a note and of those whom it mentions."""
    if kind not in _ABOUT_NOTES:
        return []
    ids = [facts.get("created_by", {}).get("id"), *(facts.get("mentions") or [])]
    return [id for id in ids if id]


def _application_deleted(w: Work, facts: Mapping[str, Any]) -> bool:
    """Then its remaining events notify no one."""
    current = applications.scope_of(w, UUID(str(facts["application_id"]))) if facts.get("application_id") else None
    return current is not None and current.deleted


def _may_know(notification: Notification, facts: Mapping[str, Any], kind: str) -> bool:
    """A user by scope, and of notes by permission; a party by being on the application."""
    user = notification.recipient.user
    if user is None:
        return True
    return scope.can_see(user, facts) and (kind not in _ABOUT_NOTES or allowed(user.role, "notes.read"))


def _is_for(notification: Notification, user_id: Any) -> bool:
    user = notification.recipient.user
    return user is not None and str(user.id) == user_id


def _drop_undone_emails(w: Work, facts: Mapping[str, Any]) -> set[str]:
    """Drop the held emails of the stage change that this undoes; returns the addresses that its emails reached."""
    last = notifications.last_stage_change(w, UUID(facts["application_id"]))
    if last is None or last.stage != facts["from"]:
        return set()
    deliveries.drop_pending(w, last.dedupe_key, "the stage change was undone", dates.now())
    return deliveries.addresses_reached(w, last.dedupe_key)
