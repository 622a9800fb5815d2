"""Provisioning: the owners confirm or refuse their parts of a submission, and are asked again until they do."""

import logging
from collections.abc import Mapping, Sequence
from uuid import UUID

from applications.commands import events
from applications.domain import provisioning as domain
from applications.store import provisioning as store
from lendkit.contracts.envelope import Event
from lendkit.messaging.consume import Handler
from lendkit.messaging.work import Work, work
from lendkit.runtime import context
from lendkit.values.actor import Actor

log = logging.getLogger(__name__)


def confirm_parties(published: Sequence[Event]) -> None:
    """Parties exist now: applications that waited for the last of them are confirmed."""
    with work() as w:
        _confirm(w, "parties", store.with_parties(w, [event.subject for event in published]))


def confirm(service: str) -> Handler:
    """A handler for parts that name their application: a charged fee, a stored file.

    One that did not come with the submission replaces a refused one of its type.
    """

    def handler(published: list[Event]) -> None:
        named = list({UUID(e.data["application_id"]) for e in published if e.data.get("application_id")})
        with work() as w:
            for application in store.refused_on(w, service, named):
                own = [event for event in published if event.data.get("application_id") == str(application)]
                replaced = [event for event in own if resolve_refusal(w, service, application, event)]
                if replaced:
                    events.section_changed(w, application, "provisioning")
            _confirm(w, service, named)

    return handler


def refuse(event: Event) -> None:
    """An owner refused a part: the application asks its people to act. A repeated refusal changes nothing."""
    service, data = event.owner, event.data
    application, part = UUID(data["application_id"]), data["part"]
    with work() as w:
        row = store.lock(w, service, application)
        if row is None or row.state == "done":
            return
        parts = row.parts or {}
        refused = domain.parts_named(service, parts, part)
        if refused and all(entry.get("refused") for entry in refused):
            return
        for entry in refused:
            entry["refused"] = True
        if service == "finance":
            store.remove_unconfirmed_fees(w, [entry["id"] for entry in refused])
        store.set_refused(w, service, application, parts)
        if store.require_action(w, service, application, part, data["code"], data["detail"]):
            events.section_changed(w, application, "provisioning")


def resolve_refusal(w: Work, service: str, application: UUID, event: Event) -> bool:
    """A new fee or file replaces the first refused part of its type; True if it did.

    When nothing is asked of people any more, the service is pending again, for what it has still to confirm.
    """
    row = store.get(w, service, application)
    parts = (row.parts if row else None) or {}
    if domain.is_known(service, parts, str(event.subject)):
        return False
    refused = store.refused_parts(w, service, application)
    name = domain.refused_of_type(service, parts, refused, event.data["type"])
    if name is None:
        return False
    for part in domain.parts_named(service, parts, name):
        part["made_good_by"] = str(event.subject)
    state = "pending" if len(refused) == 1 else "refused"
    store.replace_part(w, service, application, name, parts, state)
    return True


def ask_again() -> None:
    """Send parts that nobody answered for 30 s once more, in the name of who lodged them: an upload is its uploader's
    alone. The owners create each part once."""
    with work() as w:
        for row in store.overdue(w):
            extra = {"application_id": str(row.application_id), "service": row.service, "tries": row.tries}
            log.warning("parts_asked_again", extra=extra)
            with context.bind(actor=_actor(row.lodged_by)):
                w.emit(Event.new("applications.parts_lodged.v1", row.application_id, row.version, row.parts))


def _actor(ref: Mapping[str, str] | None) -> Actor:
    """The actor that a row names, without links: enough to sign what follows from it."""
    return Actor(UUID(ref["id"]), ref["role"], name=ref["name"]) if ref else context.SYSTEM


def _confirm(w: Work, service: str, applications: Sequence[UUID]) -> None:
    for application in store.confirm(w, service, applications):
        events.section_changed(w, application, "provisioning")
