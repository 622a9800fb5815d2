"""Tell those whom an event concerns: in their list, in the feed and by mail, once however often it comes."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import groupby
from typing import Any
from uuid import UUID

from lendkit.contracts.envelope import Event
from lendkit.contracts.permissions import allowed
from lendkit.messaging.work import Work, work
from lendkit.runtime import context
from lendkit.values import dates
from lendkit.web import scope
from notifications.commands.writing import Writing
from notifications.domain import rules
from notifications.domain.notices import Notice
from notifications.store import deliveries, feed, later, notifications, people

_NOBODY: dict[str, Any] = {"bd_id": None, "branch_id": None, "broker_id": None, "party_ids": []}
_OWN_WORDS = ("note_added", "note_reminder_due")


def tell(event: Event, only: UUID | None = None) -> None:
    """Never its author, and only active users who may see the application as the event leaves it."""
    kind = feed.kind_of(event)
    author = event.actor or {}
    with work() as w:
        facts = _facts(w, event)
        if _is_gone(w, facts):
            return
        named = [facts.get("created_by", {}).get("id"), *(facts.get("mentions") or [])] if kind in _OWN_WORDS else []
        circle = people.circle(w, facts, filter(None, named))
        found = rules.notices(kind, facts, circle, author.get("name") or "Somebody")
        wanted = [notice for notice in found if _may_know(notice, facts, kind) and not _is(notice, author.get("id"))]
        if only is not None:
            wanted = [notice for notice in wanted if _is(notice, str(only))]
        taken_back = kind == "stage_changed" and facts.get("undoes")
        Writing(w, event, kind, facts, wanted).write(mail_to=_undone(w, facts) if taken_back else None)


def tell_documents(events: list[Event]) -> None:
    """What came in together for one application is told together."""
    with work():
        for _, group in groupby(events, key=lambda event: (event.data.get("application_id"), event.correlation_id)):
            some = list(group)
            if some[0].data.get("application_id"):
                with context.bind(correlation_id=some[0].correlation_id, event_id=str(some[0].id)):
                    data = {**some[0].data, "documents": [event.data for event in some]}
                    tell(replace(some[0], data=data))


def tell_what_waited() -> None:
    """A sweep: the threshold that a user set has come, and nothing has changed since."""
    with work() as w:
        for row in later.take_due(w, dates.now()):
            tell(Event.from_wire(row.event), only=row.user_id)


def forget_stale(events: list[Event]) -> None:
    """Handler of a move: whoever was to hear that nothing moves need not."""
    with work() as w:
        later.forget_stale(w, [event.subject for event in events])


def forget_settled(events: list[Event]) -> None:
    """Handler of instalments: whoever was to hear that one is due need not, once it is paid or replaced."""
    with work() as w:
        later.forget_instalments(w, [e.subject for e in events if e.data["status"] in ("paid", "replaced")])


def forget_application(events: list[Event]) -> None:
    """Handler of a deleted application: what was told of it goes, and so do the mails that have not gone."""
    with work() as w:
        for event in events:
            later.forget_application(w, event.subject)
            told = notifications.delete_of(w, event.subject)
            feed.add(w, [feed.row(event, "notification", kind="notification", user_id=user) for user in told])


def _facts(w: Work, event: Event) -> dict[str, Any]:
    """The event's data on top of what we know of its application."""
    if event.owner == "applications" and "party_ids" in event.data:
        return {**_NOBODY, **event.data}
    application = event.data.get("application_id")
    known = people.facts_of(w, UUID(application)) if application else {}
    address = deliveries.address_of(w, event.subject) if event.type.startswith("notifications.") else None
    return {**_NOBODY, **known, **event.data, "address": address}


def _is_gone(w: Work, facts: Mapping[str, Any]) -> bool:
    """The application was deleted: whatever still comes of it is told to nobody."""
    seen = people.scope_of(w, UUID(str(facts["application_id"]))) if facts.get("application_id") else None
    return seen is not None and not any((seen.broker_id, seen.bd_id, seen.branch_id, seen.party_ids))


def _may_know(notice: Notice, facts: Mapping[str, Any], kind: str) -> bool:
    """A user by the scope, and of notes by the matrix; a party by being on the application."""
    user = notice.to.user
    if user is None:
        return True
    return scope.can_see(user, facts) and (kind not in _OWN_WORDS or allowed(user.role, "notes.read"))


def _is(notice: Notice, user: Any) -> bool:
    return notice.to.user is not None and str(notice.to.user.id) == user


def _undone(w: Work, facts: Mapping[str, Any]) -> set[str]:
    """Drop what is held of the move that this takes back; only whom its mail reached is written to again."""
    last = notifications.last_move(w, UUID(facts["application_id"]))
    if last is None or last.to_stage != facts["from"]:
        return set()
    deliveries.drop_pending(w, last.cause, "the move was taken back", dates.now())
    return deliveries.told(w, last.cause)
