"""The parties of a submit: created as they were lodged, once; what cannot be taken is refused by name."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from lendkit.contracts.envelope import Event
from lendkit.messaging.work import Work, work
from lendkit.runtime import context
from lendkit.values.errors import DomainError
from parties.domain import party as domain
from parties.store import links, sensitive
from parties.store import party as store


def take(event: Event) -> None:
    """Create every part of `applications.parts_lodged` that is not there yet."""
    application = UUID(event.data["application_id"])
    author = UUID(event.actor["id"]) if event.actor else context.SYSTEM.id
    with work() as w:
        if links.is_closed(w, application):
            return
        for part in event.data["parties"]:
            _take_one(w, application, author, part)


def note(event: Event) -> None:
    """Who is on the application now."""
    with work() as w:
        if not links.is_closed(w, event.subject):
            links.replace(w, event.subject, [UUID(id) for id in event.data["party_ids"]])


def close(event: Event) -> None:
    """The application was deleted: so are the parties that only it had, and every copy of them."""
    with work() as w:
        for party in links.close(w, event.subject):
            data = {"id": party.id, "version": party.version + 1}
            type = f"parties.{party.kind}_erased.v1"
            w.emit(Event.new(type, subject=party.id, sequence=party.version + 1, data=data))


def _take_one(w: Work, application: UUID, author: UUID, part: Mapping[str, Any]) -> None:
    if store.gone(w, UUID(part["id"])):
        return
    try:
        secret = sensitive.open_sealed(part.get("sealed"))
    except ValueError:
        _refuse(
            w, application, part, DomainError("unreadable", "The sensitive fields of this party could not be read.")
        )
        return
    row = store.insert(w, _record(application, author, part, secret))
    if row is not None:
        w.emit(Event.new(f"parties.{row.kind}_created.v1", subject=row.id, sequence=1, data=row.state))


def _record(application: UUID, author: UUID, part: Mapping[str, Any], secret: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": UUID(part["id"]),
        "kind": part["kind"],
        "roles": [part["role"]],
        "name": domain.name_of(part),
        "body": domain.body_of(part),
        "sealed": sensitive.encrypt(secret),
        "created_by": author,
        "lodged_with": application,
        **domain.search_keys(part),
    }


def _refuse(w: Work, application: UUID, part: Mapping[str, Any], exc: DomainError) -> None:
    data = {"application_id": application, "part": part["id"], "code": exc.code, "detail": exc.detail}
    w.emit(Event.new("parties.part_refused.v1", subject=application, sequence=1, data=data))
