"""Change an application, or delete it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from applications.commands import assignments, drafts, events
from applications.domain.lvr import lvr
from applications.domain.stages import BEFORE_APPROVAL
from applications.domain.submission import NOT_TERMS
from applications.store import applications as store
from applications.store import links, records
from applications.store.applications import ApplicationRow
from applications.store.links import DIRECTORY
from lendkit.contracts.envelope import Event
from lendkit.messaging.work import Work, work
from lendkit.runtime import context, service_client
from lendkit.values.errors import DomainError, Forbidden, Invalid, existing, expect_version
from lendkit.values.plain import plain
from lendkit.web import scope


def change(id: UUID, data: Mapping[str, Any], version: int | None) -> None:
    """Change the fields in `data`, before approval. Raises NotFound, DomainError 412 or 409, Invalid."""
    actor = context.actor()
    with work() as w:
        row = existing(store.lock(w, id, actor))
        expect_version(row.version, version)
        if actor.role == "client" and (row.stage != "draft" or row.author_id != actor.id):
            raise Forbidden()
        if row.stage not in BEFORE_APPROVAL:
            raise DomainError("too_late", "Terms can't be edited at this stage. Vary the loan instead.")
        if row.stage == "draft":
            drafts.change(w, row, data)
        else:
            _change_lodged(w, row, data)


def delete(id: UUID) -> None:
    """Delete a draft (author or admin) or an enquiry (admin) with everything under it, in every service.

    Finance closes the subledger of an enquiry first, while its row is locked: nobody can change its stage meanwhile.
    Raises NotFound, Forbidden, DomainError `cannot_delete` or `money_posted`, Unavailable; then all stays.
    """
    actor = context.actor()
    with work() as w:
        row = existing(store.lock(w, id, actor))
        if actor.role != "admin" and (row.stage != "draft" or row.author_id != actor.id):
            raise Forbidden("Only an admin can delete this. Withdraw it instead.")
        if row.stage not in ("draft", "inquiry"):
            raise DomainError("cannot_delete", "An application past enquiry can't be deleted. Withdraw it instead.")
        if row.stage != "draft":
            _close_subledger(id)
        links.remove_all(w, id)
        store.delete(w, row, actor)
        scope.put(id, row.version + 1, {})
        data = {"id": id, "application_id": id, "version": row.version + 1, "reference_number": row.reference_number}
        w.emit(Event.new("applications.application_deleted.v1", subject=id, sequence=row.version + 1, data=data))


def _close_subledger(id: UUID) -> None:
    """Finance answers a repeated call the same, so after a lost answer the delete is simply tried again."""
    body = {"application_id": id, "actor": context.actor().as_ref()}
    status, answer = service_client.of("finance").post("/internal/finance/closures/", body)
    if status >= 400:
        detail = answer.get("detail") or "Money has been posted to this application. Withdraw it instead."
        raise DomainError(answer.get("code") or "money_posted", detail, missing=answer.get("missing"))


def _change_lodged(w: Work, row: ApplicationRow, data: Mapping[str, Any]) -> None:
    sections = sorted(set(data) & NOT_TERMS)
    if sections:
        raise Invalid({f"/{name}": ["Edit this in its own section of the application."] for name in sections})
    if context.actor().role == "broker" and "broker_id" in data and data["broker_id"] != row.broker_id:
        raise Invalid({"/broker_id": ["Brokers can't reassign an application to another broker."]})
    assignments.check(data)
    terms = {**row.terms, **plain(dict(data))}
    was = {field: getattr(row, field) for field in DIRECTORY}
    columns = {
        **{field: data.get(field, was[field]) for field in DIRECTORY},
        "application_type": terms.get("application_type"),
        "loan_amount": terms.get("loan_amount"),
        "lvr": lvr(terms, records.all_of(w, row.id, "valuations")),
        "terms": terms,
    }
    new = store.update_terms(w, row.id, columns)
    reassigned = [field for field in DIRECTORY if getattr(new, field) != was[field]]
    for field in reassigned:
        links.replace_directory(w, new.id, field, getattr(new, field))
    if reassigned:
        events.publish(w, "application_assigned", new, was=was, changed=sorted(data))
    else:
        events.application_changed(w, new, sorted(data))
