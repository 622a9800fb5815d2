"""What the owners answer to the parts of a submit, and asking again when they do not."""

import logging
from collections.abc import Sequence
from uuid import UUID

from applications.store import application as store
from applications.store import links
from applications.store import provisioning as rows
from lendkit import scope
from lendkit.contracts import plain
from lendkit.contracts.envelope import Event
from lendkit.work import Work, work

log = logging.getLogger(__name__)


def confirm(events: Sequence[Event]) -> None:
    """Parties exist now: applications that waited for the last of them go on."""
    with work() as w:
        for application in rows.confirm(w, [event.subject for event in events]):
            _tell(w, application)


def refuse(event: Event) -> None:
    """A part could not be taken: the application asks its people to act."""
    data = event.data
    with work() as w:
        application = UUID(data["application_id"])
        if rows.refuse(w, application, data["part"], data["code"], data["detail"]):
            _tell(w, application)


def ask_again() -> None:
    """Send the parts once more where nobody answered for 30 s; the owners create each of them once."""
    with work() as w:
        for row in rows.overdue(w):
            log.warning("parts_asked_again", extra={"application_id": str(row.application_id), "tries": row.tries})
            found = w.one("SELECT version FROM application WHERE id = :id", {"id": row.application_id})
            version = found.version if found else 1
            event = Event.new(
                "applications.parts_lodged.v1", subject=row.application_id, sequence=version, data=row.parts
            )
            w.emit(event)


def _tell(w: Work, application: UUID) -> None:
    row = store.touch(w, application)
    ids, names = links.people_of(w, application)
    state = store.state(row, ids, names)
    scope.put(application, row.version, plain(state))
    data = {**state, "changed": ["provisioning"]}
    w.emit(Event.new("applications.application_changed.v1", subject=application, sequence=row.version, data=data))
