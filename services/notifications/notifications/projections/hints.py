"""Every change becomes a hint in the feed, addressed to those who may see it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from lendkit.contracts import CATALOGUE
from lendkit.contracts.envelope import Event
from lendkit.messaging.work import Work, work
from lendkit.web import scope
from notifications.channels import live_hints
from notifications.store import actors, applications, feed


def application(events: list[Event]) -> None:
    """For all who may see the application; the hint names the note, fee or document that changed."""
    with work() as w:
        rows = [feed.hint(e, _entity(e), application_id=id) for e in events if (id := _application(e))]
        live_hints.announce(w, feed.add(w, rows))


def latest_per_application(events: list[Event]) -> None:
    """The same for what comes by the hundred, such as instalments: one hint per application, of the newest."""
    application(list({_application(event): event for event in events}.values()))


def access_lost(events: list[Event]) -> None:
    """Those who lose access to the application by this event get a hint by name: by scope they would get none."""
    with work() as w:
        live_hints.announce(w, feed.add(w, [row for event in events for row in _access_lost(w, event)]))


def directory(events: list[Event]) -> None:
    """Brokers, BDMs and branches: for the staff."""
    with work() as w:
        live_hints.announce(w, feed.add(w, [feed.hint(event, _entity(event)) for event in events]))


def party(events: list[Event]) -> None:
    """People and companies: for all who see an application of theirs, else for head office and the author."""
    with work() as w:
        live_hints.announce(w, feed.add(w, [row for event in events for row in _of_party(w, event)]))


def _of_party(w: Work, event: Event) -> Iterable[dict[str, Any]]:
    ids = applications.with_party(w, event.subject)
    if ids:
        return [feed.hint(event, _entity(event), application_id=id) for id in ids]
    author = UUID(event.actor["id"]) if event.actor else None
    return [feed.hint(event, _entity(event), user_id=actor.id) for actor in actors.head_office(w, author)]


def _access_lost(w: Work, event: Event) -> list[dict[str, Any]]:
    before = applications.scope_of(w, event.subject)
    if before is None or before.version >= event.sequence:
        return []
    after = {"bd_id": None, "branch_id": None, "broker_id": None, "party_ids": [], **event.data}
    without_access = [actor for actor in actors.linked(w, before.links()) if not scope.can_see(actor, after)]
    return [feed.hint(event, "application", user_id=actor.id) for actor in without_access]


def _application(event: Event) -> UUID | None:
    """None for what is on no application, such as a staged upload."""
    id = event.data.get("application_id")
    return UUID(id) if id else None


def _entity(event: Event) -> str:
    """What the event is about, as its owner calls it."""
    return CATALOGUE[event.type].aggregate
