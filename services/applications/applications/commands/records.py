"""Record what a guard asks for: a consent, a valuation, a requirement, a decision, legal advice, a condition."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from applications.commands import events
from applications.domain import records as domain
from applications.domain.lvr import lvr
from applications.store import applications as store
from applications.store import links, records
from applications.store.applications import ApplicationRow
from applications.store.records import RecordState
from lendkit.messaging.work import Work, work
from lendkit.runtime import context
from lendkit.values import dates
from lendkit.values.errors import DomainError, existing, expect_version


def add(application: UUID, noun: str, data: Mapping[str, Any]) -> RecordState:
    """The new record. Raises NotFound, Forbidden, Invalid, or DomainError when it is too early, too late or too many.

    A decision of the application's own author is refused before anything else.
    """
    with work() as w:
        row = existing(store.lock(w, application, context.actor()))
        body = _body(w, row, noun, data)
        domain.check_stage(row.stage)
        record = records.add(w, application, noun, body, context.actor())
        if record is None:
            label = noun.replace("_", " ")
            raise DomainError("too_many", f"An application can have at most {records.MOST} {label}.")
        _publish(w, row, noun, record)
        return record


def change(application: UUID, noun: str, id: UUID, data: Mapping[str, Any], version: int | None) -> RecordState:
    """Resolve a requirement, or mark a condition satisfied. Raises NotFound, DomainError 412 or `too_late`."""
    with work() as w:
        row = existing(store.lock(w, application, context.actor()))
        record = existing(records.get(w, application, noun, id))
        expect_version(record["version"], version)
        domain.check_stage(row.stage)
        fields = domain.resolution if noun == "requirements" else domain.satisfaction
        record = records.change(w, id, fields(data, context.actor().as_ref(), dates.now()))
        _publish(w, row, noun, record)
        return record


def _body(w: Work, row: ApplicationRow, noun: str, data: Mapping[str, Any]) -> dict[str, Any]:
    today = dates.today()
    if noun == "decisions":
        return domain.decision(data, row.author_id, context.actor().id, row.terms)
    if noun == "valuations":
        domain.check_not_future(data, "valued_on", today)
        return domain.valuation(data, row.terms)
    if noun == "requirements":
        domain.check_not_past(data, "due_date", today)
        return {**data, "resolved": False, "resolved_by": None, "resolved_at": None}
    if noun == "conditions":
        return {**data, "met": False, "evidence": None, "met_by": None, "met_at": None}
    domain.check_not_future(data, "given_on", today)
    sections = domain.GUARANTORS if noun == "legal_advice" else domain.BORROWERS
    domain.check_party(data, sections, links.party_ids(w, row.id))
    return dict(data)


def _publish(w: Work, row: ApplicationRow, noun: str, record: RecordState) -> None:
    """Publish that the section changed; a valuation changes the LVR too, and a condition has an event of its own."""
    if noun == "conditions":
        w.publish("applications.condition_changed.v1", record)
    if noun == "valuations":
        store.set_lvr(w, row.id, lvr(row.terms, records.all_of(w, row.id, noun)))
        events.section_changed(w, row.id, noun, "lvr")
    else:
        events.section_changed(w, row.id, noun)
