"""Every change becomes a hint in the feed, addressed to those who may know of it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from lendkit.contracts import CATALOGUE
from lendkit.contracts.envelope import Event
from lendkit.messaging.work import Work, work
from lendkit.web import scope
from notifications.store import feed, people


def application(events: list[Event]) -> None:
    """For all who may see the application; of a note, a fee or a document the hint names that."""
    with work() as w:
        feed.add(w, [feed.row(e, _entity(e), application_id=id) for e in events if (id := _application(e))])


def bulk(events: list[Event]) -> None:
    """The same for what comes by the hundred, as a schedule's instalments: one hint per application, of the newest."""
    application(list({_application(event): event for event in events}.values()))


def leavers(events: list[Event]) -> None:
    """Those whom this very event takes the application away from are told by name: soon they see nothing of it."""
    with work() as w:
        feed.add(w, [row for event in events for row in _leaving(w, event)])


def directory(events: list[Event]) -> None:
    """Brokers, BDMs and branches: for the staff."""
    with work() as w:
        feed.add(w, [feed.row(event, _entity(event)) for event in events])


def party(events: list[Event]) -> None:
    """People and companies: for all who see an application that names them, else for the house and the author."""
    with work() as w:
        feed.add(w, [row for event in events for row in _of_party(w, event)])


def _of_party(w: Work, event: Event) -> Iterable[dict[str, Any]]:
    applications = people.applications_of(w, event.subject)
    if applications:
        return [feed.row(event, _entity(event), application_id=id) for id in applications]
    author = UUID(event.actor["id"]) if event.actor else None
    return [feed.row(event, _entity(event), user_id=each.id) for each in people.house(w, author)]


def _leaving(w: Work, event: Event) -> list[dict[str, Any]]:
    before = people.scope_of(w, event.subject)
    if before is None or before.version >= event.sequence:
        return []
    after = {"bd_id": None, "branch_id": None, "broker_id": None, "party_ids": [], **event.data}
    gone = [one for one in people.linked(w, before._mapping) if not scope.can_see(one, after)]
    return [feed.row(event, "application", user_id=one.id) for one in gone]


def _application(event: Event) -> UUID | None:
    """None for what belongs to no application, as an upload that nobody has claimed yet."""
    found = event.data.get("application_id")
    return UUID(found) if found else None


def _entity(event: Event) -> str:
    """What the event is about, as its owner calls it."""
    return CATALOGUE[event.type].aggregate
