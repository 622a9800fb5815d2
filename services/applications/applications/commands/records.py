"""Record what a guard asks for: a consent, a valuation, a requirement, a decision, legal advice, a condition."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from applications.commands import telling
from applications.domain import records as domain
from applications.domain.lvr import lvr
from applications.store import application as store
from applications.store import links, records
from lendkit.contracts.envelope import Event
from lendkit.messaging.work import Work, work
from lendkit.runtime import context
from lendkit.values import dates
from lendkit.values.errors import DomainError, NotFound


def add(application: UUID, noun: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """The new record. Raises NotFound, Forbidden, Invalid, or DomainError when it is too early, too late or too many.

    The author of an application is refused before anything else: nobody decides about his own.
    """
    with work() as w:
        row = _locked(w, application)
        body = _body(w, row, noun, data)
        domain.check_stage(row.stage)
        found = records.add(w, application, noun, body, context.actor())
        if found is None:
            raise DomainError("too_many", f"There are {records.MOST} of these already.")
        _tell(w, row, noun, found)
        return found


def change(application: UUID, noun: str, id: UUID, data: Mapping[str, Any], version: int | None) -> dict[str, Any]:
    """Resolve a requirement, or note that a condition is met. Raises NotFound, DomainError 412 or `too_late`."""
    with work() as w:
        row = _locked(w, application)
        found = records.get(w, application, noun, id)
        if found is None:
            raise NotFound()
        if version is not None and version != found["version"]:
            raise DomainError("version_mismatch", "Somebody changed this meanwhile. Load it again.", status=412)
        domain.check_stage(row.stage)
        fields = domain.resolved if noun == "requirements" else domain.met
        found = records.change(w, id, fields(data, context.actor().as_ref(), dates.now()))
        _tell(w, row, noun, found)
        return found


def _locked(w: Work, application: UUID) -> Any:
    row = store.lock(w, application, context.actor())
    if row is None:
        raise NotFound()
    return row


def _body(w: Work, row: Any, noun: str, data: Mapping[str, Any]) -> dict[str, Any]:
    today = dates.today()
    if noun == "decisions":
        return domain.decision(data, context.actor().id == row.author_id, row.terms)
    if noun == "valuations":
        domain.check_past(data, "valued_on", today)
        return domain.valuation(data, row.terms)
    if noun == "requirements":
        domain.check_ahead(data, "due_date", today)
        return {**data, "resolved": False, "resolved_by": None, "resolved_at": None}
    if noun == "conditions":
        return {**data, "met": False, "evidence": None, "met_by": None, "met_at": None}
    domain.check_past(data, "given_on", today)
    sections = domain.GUARANTORS if noun == "legal_advice" else domain.BORROWERS
    domain.check_party(data, sections, links.parties_of(w, row.id))
    return dict(data)


def _tell(w: Work, row: Any, noun: str, record: Mapping[str, Any]) -> None:
    fields = [noun]
    if noun == "valuations":
        ratio = lvr(row.terms, records.of(w, row.id, noun))
        store.set_lvr(w, row.id, ratio)
        fields.append("lvr")
    if noun == "conditions":
        id, version = UUID(record["id"]), record["version"]
        w.emit(Event.new("applications.condition_changed.v1", subject=id, sequence=version, data=dict(record)))
    telling.touched(w, row.id, fields)
