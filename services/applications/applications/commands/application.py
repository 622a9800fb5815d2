"""Change an application, or delete it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from applications.commands import lodge, people, telling
from applications.domain.lvr import lvr
from applications.domain.stages import STAGES
from applications.domain.tree import NOT_TERMS
from applications.store import application as store
from applications.store import links, records
from applications.store.links import DIRECTORY
from lendkit.contracts import checks
from lendkit.contracts.envelope import Event
from lendkit.contracts.shapes import ApplicationShape
from lendkit.messaging.work import Work, work
from lendkit.runtime import context, service_client
from lendkit.values import dates
from lendkit.values.errors import DomainError, Forbidden, Invalid, NotFound
from lendkit.values.plain import plain
from lendkit.web import scope

BEFORE_APPROVAL = tuple(stage.code for stage in STAGES[: [s.code for s in STAGES].index("formal_approval")])


def change(id: UUID, data: Mapping[str, Any], version: int | None) -> None:
    """Change what is given, before approval. Raises NotFound, DomainError 412 or 409, Invalid."""
    actor = context.actor()
    with work() as w:
        row = store.lock(w, id, actor)
        if row is None:
            raise NotFound()
        if version is not None and version != row.version:
            raise DomainError("version_mismatch", "Somebody changed this meanwhile. Load it again.", status=412)
        if actor.role == "client" and (row.stage != "draft" or row.author_id != actor.id):
            raise Forbidden()
        if row.stage not in BEFORE_APPROVAL:
            raise DomainError("too_late", "After approval the terms are changed by a variation of the loan.")
        if row.stage == "draft":
            _change_draft(w, row, data)
        else:
            _change_lodged(w, row, data)


def delete(id: UUID) -> None:
    """A draft goes by its author or an admin, an enquiry by an admin; with everything under it, in every service.

    Finance closes the account of an enquiry first, while its row is held: nobody moves on with a closed account.
    Raises NotFound, Forbidden, DomainError `cannot_delete` or `money_posted`, Unavailable; then all stays.
    """
    with work() as w:
        row = _deletable(w, id)
        if row.stage != "draft":
            _close_account(id)
        store.remember_deleted(w, row, context.actor())
        links.remove_all(w, id)
        store.delete(w, id)
        scope.put(id, row.version + 1, {})
        data = {"id": id, "application_id": id, "version": row.version + 1, "reference_number": row.reference_number}
        w.emit(Event.new("applications.application_deleted.v1", subject=id, sequence=row.version + 1, data=data))


def _deletable(w: Work, id: UUID) -> Any:
    actor = context.actor()
    row = store.lock(w, id, actor)
    if row is None:
        raise NotFound()
    if actor.role != "admin" and (row.stage != "draft" or row.author_id != actor.id):
        raise Forbidden("Only an admin may delete this. It can be withdrawn.")
    if row.stage not in ("draft", "inquiry"):
        raise DomainError("cannot_delete", "An application past enquiry is withdrawn, not deleted.")
    return row


def _close_account(id: UUID) -> None:
    """Closing twice is closing once: after a lost answer one deletes again."""
    body = {"application_id": id, "actor": context.actor().as_ref()}
    status, answer = service_client.of("finance").post("/internal/finance/closures/", body)
    if status >= 400:
        detail = answer.get("detail") or "Money is posted to this application. It can be withdrawn."
        raise DomainError(answer.get("code") or "money_posted", detail, missing=answer.get("missing"))


def _change_draft(w: Work, row: Any, data: Mapping[str, Any]) -> None:
    stored = ApplicationShape().load({**row.draft, **row.terms, "stage": "draft"})
    tree = people.resolve(people.with_own_links({**stored, **data}, context.actor()))
    found = checks.application(tree, dates.today())
    store.update(w, row.id, lodge.draft_columns(tree, found, row.reference_number))


def _change_lodged(w: Work, row: Any, data: Mapping[str, Any]) -> None:
    foreign = sorted(set(data) & NOT_TERMS)
    if foreign:
        raise Invalid({f"/{name}": ["Change this in its own record."] for name in foreign})
    if context.actor().role == "broker" and "broker_id" in data and data["broker_id"] != row.broker_id:
        raise Invalid({"/broker_id": ["A broker cannot hand an application to another."]})
    data = _checked_people(data)
    terms = {**row.terms, **plain(dict(data))}
    was = {field: getattr(row, field) for field in DIRECTORY}
    columns = {**was, **{field: data[field] for field in DIRECTORY if field in data}}
    new = store.update(w, row.id, {**_kept(w, row), **columns, **_figures(w, row, terms), "terms": terms})
    _relink(w, new, was)
    _tell(w, new, sorted(data), was)


def _checked_people(data: Mapping[str, Any]) -> dict[str, Any]:
    """The people in the change exist; a branch is not guessed here."""
    named = {field: data[field] for field in DIRECTORY if data.get(field)}
    people.resolve({**named, "branch_id": named.get("branch_id")})
    return dict(data)


def _kept(w: Work, row: Any) -> dict[str, Any]:
    kept = w.one("SELECT search, warnings FROM application WHERE id = :id", {"id": row.id})
    assert kept is not None
    return {"stage": row.stage, "draft": None, "search": kept.search, "warnings": kept.warnings}


def _figures(w: Work, row: Any, terms: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "application_type": terms.get("application_type"),
        "loan_amount": terms.get("loan_amount"),
        "lvr": lvr(terms, records.of(w, row.id, "valuations")),
    }


def _relink(w: Work, row: Any, was: Mapping[str, Any]) -> None:
    for field, (section, kind) in DIRECTORY.items():
        now = getattr(row, field)
        if now != was[field]:
            params = {"id": row.id, "section": section}
            w.execute("DELETE FROM links WHERE application_id = :id AND section = :section", params)
            if now:
                links.add(w, row.id, [{"section": section, "kind": kind, "id": now, "position": 0, "detail": {}}])


def _tell(w: Work, row: Any, changed: list[str], was: Mapping[str, Any]) -> None:
    if any(getattr(row, field) != was[field] for field in DIRECTORY):
        data = {**telling.state_of(w, row), "was": was, "changed": changed}
        telling.emit(w, "application_assigned", row, data)
    else:
        telling.changed(w, row, changed)
