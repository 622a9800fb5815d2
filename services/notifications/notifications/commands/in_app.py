"""A notification in its user's list, and the hint that tells open pages of it."""

from typing import Any
from uuid import UUID

from lendkit.contracts.envelope import Event
from lendkit.messaging.work import Work
from lendkit.values.identifiers import uuid7
from notifications.domain import kinds
from notifications.domain.preferences import Preferences
from notifications.domain.rules import Notification
from notifications.domain.trigger import Trigger
from notifications.store import feed, notifications


def add(w: Work, trigger: Trigger, notification: Notification, own: Preferences) -> UUID | None:
    """Its id; None when this user or party has been notified of this already."""
    id, recipient, message = uuid7(), notification.recipient, notification.message
    user, application = recipient.user, trigger.application_id
    tab = f"/{message.tab}" if message.tab else ""
    row = {
        "id": id,
        "user_id": user.id if user else None,
        "party_id": recipient.record_id,
        "kind": trigger.kind,
        "title": message.title,
        "message": message.text,
        "link": f"/applications/{application}{tab}" if application else None,
        "application_id": application,
        "dedupe_key": trigger.dedupe_key,
        "in_app": user is not None and shows(trigger.kind, own),
        "digest": user is not None and own.wants(trigger.kind, kinds.DIGEST),
        "detail": {"facts": message.details, "to": trigger.event.data.get("to")},
    }
    return id if notifications.insert(w, row) else None


def shows(kind: str, own: Preferences) -> bool:
    return own.wants(kind, kinds.IN_APP)


def hint(event: Event, user: UUID, notification: UUID) -> dict[str, Any]:
    """That the user's list has a new notification."""
    row = feed.hint(event, "notification", kind="notification", user_id=user)
    return {**row, "id": str(notification), "version": 1}
