"""The parties of a submission: created as they were lodged, once; linked to applications; erased with the last one."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from lendkit.contracts.envelope import Event
from lendkit.messaging.work import Work, work
from lendkit.runtime import context
from parties.domain import parties as domain
from parties.store import links, sensitive
from parties.store import parties as store


def create(event: Event) -> None:
    """Create every party of `applications.parts_lodged` that is not there yet; one that can't be read is refused."""
    application = UUID(event.data["application_id"])
    author = UUID(event.actor["id"]) if event.actor else context.SYSTEM.id
    with work() as w:
        if links.is_deleted(w, application):
            return
        for part in event.data["parties"]:
            _create(w, application, author, part)


def link(event: Event) -> None:
    """The parties that the application names now."""
    with work() as w:
        if not links.is_deleted(w, event.subject):
            links.replace(w, event.subject, [UUID(id) for id in event.data["party_ids"]])


def erase(event: Event) -> None:
    """The application was deleted: erase the parties that only it had, here and in every copy."""
    with work() as w:
        for party in links.remove_application(w, event.subject):
            w.publish(f"parties.{party.kind}_erased.v1", {"id": party.id, "version": party.version + 1})


def _create(w: Work, application: UUID, author: UUID, part: Mapping[str, Any]) -> None:
    if store.is_erased(w, UUID(part["id"])):
        return
    try:
        secret = sensitive.open_sealed(part.get("sealed"))
    except ValueError:
        _refuse(w, application, part)
        return
    state = store.insert(w, _record(application, author, part, secret))
    if state is not None:
        w.publish(f"parties.{part['kind']}_created.v1", state)


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


def _refuse(w: Work, application: UUID, part: Mapping[str, Any]) -> None:
    name = domain.name_of(part) or "This party"
    detail = f"{name}: the tax file number and bank account couldn't be read. Enter them again."
    data = {"application_id": application, "part": part["id"], "code": "unreadable", "detail": detail}
    w.emit(Event.new("parties.part_refused.v1", subject=application, sequence=1, data=data))
