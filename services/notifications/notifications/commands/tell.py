"""Tell those whom an event concerns: a row in their list and a hint in the feed, once however often it comes."""

from typing import Any
from uuid import UUID

from lendkit import scope
from lendkit.contracts.envelope import Event
from lendkit.identifiers import uuid7
from lendkit.work import Work, work
from notifications.domain import rules
from notifications.domain.rules import Notice
from notifications.store import feed, notifications, people


def tell(event: Event) -> None:
    """Never its author, and only active users who may see the application as the event leaves it."""
    author = event.actor or {}
    with work() as w:
        known = people.linked(w, event.data)
        found = rules.notices(feed.kind_of(event), event.data, known, author.get("name") or "Somebody")
        wanted = [n for n in found if str(n.to.id) != author.get("id") and scope.can_see(n.to, event.data)]
        feed.add(w, [row for notice in wanted if (row := _write(w, event, notice)) is not None])


def _write(w: Work, event: Event, notice: Notice) -> dict[str, Any] | None:
    id, application = uuid7(), UUID(event.data["application_id"])
    row = {
        "id": id,
        "user_id": notice.to.id,
        "kind": feed.kind_of(event),
        "title": notice.title,
        "message": notice.message,
        "link": f"/applications/{application}",
        "application_id": application,
        "dedupe_key": str(event.id),
    }
    if not notifications.insert(w, row):
        return None
    hint = feed.row(event, "notification", kind="notification", user_id=notice.to.id)
    return {**hint, "id": str(id), "version": 1}
