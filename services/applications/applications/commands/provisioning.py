"""What the owners answer to the parts of a submit, and asking again when they do not."""

import logging
from collections.abc import Mapping, Sequence
from uuid import UUID

from applications.commands import telling
from applications.store import provisioning as rows
from lendkit.contracts.envelope import Event
from lendkit.messaging.consume import Handler
from lendkit.messaging.work import Work, work
from lendkit.runtime import context
from lendkit.values.actor import Actor

log = logging.getLogger(__name__)


def confirm_parties(events: Sequence[Event]) -> None:
    """Parties exist now: applications that waited for the last of them go on."""
    with work() as w:
        _confirm(w, "parties", rows.with_parties(w, [event.subject for event in events]))


def confirm(service: str) -> Handler:
    """A handler for parts that name their application: a fee is charged, a file is on it. One that was not of the
    submit makes good for a refused one of its type."""

    def handler(events: list[Event]) -> None:
        named = list({UUID(e.data["application_id"]) for e in events if e.data.get("application_id")})
        with work() as w:
            for application in rows.refused(w, service, named):
                _heal(w, service, application, events)
            _confirm(w, service, named)

    return handler


def refuse(event: Event) -> None:
    """A part could not be taken: the application asks its people to act."""
    data = event.data
    with work() as w:
        application = UUID(data["application_id"])
        if rows.refuse(w, event.owner, application, data["part"], data["code"], data["detail"]):
            telling.touched(w, application, ["provisioning"])


def ask_again() -> None:
    """Send the parts once more where nobody answered for 30 s, in the name of who lodged them: an upload is its
    uploader's alone. The owners create each part once."""
    with work() as w:
        for row in rows.overdue(w):
            extra = {"application_id": str(row.application_id), "service": row.service, "tries": row.tries}
            log.warning("parts_asked_again", extra=extra)
            found = w.one("SELECT version FROM application WHERE id = :id", {"id": row.application_id})
            assert found is not None  # its rows go with it
            with context.bind(actor=_actor(row.lodged_by)):
                w.emit(
                    Event.new(
                        "applications.parts_lodged.v1",
                        subject=row.application_id,
                        sequence=found.version,
                        data=row.parts,
                    )
                )


def _actor(ref: Mapping[str, str] | None) -> Actor:
    """Who an event or a row says it was, without links: enough to sign what follows from it."""
    return Actor(UUID(ref["id"]), ref["role"], name=ref["name"]) if ref else context.SYSTEM


def _heal(w: Work, service: str, application: UUID, events: Sequence[Event]) -> None:
    own = [event for event in events if event.data.get("application_id") == str(application)]
    healed = [rows.heal(w, service, application, event.subject, event.data["type"]) for event in own]
    if any(healed):
        telling.touched(w, application, ["provisioning"])


def _confirm(w: Work, service: str, applications: Sequence[UUID]) -> None:
    for application in rows.confirm(w, service, applications):
        telling.touched(w, application, ["provisioning"])
