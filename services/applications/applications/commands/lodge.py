"""The one submit: accepted whole or refused whole, with everything it starts in the same transaction."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from applications.commands import parts, people, telling
from applications.domain.lvr import lvr
from applications.domain.tree import SECTIONS, Member, members_of, search_text, terms_of
from applications.store import application as store
from applications.store import moves, notes
from lendkit.contracts import checks
from lendkit.contracts.checks import Finding
from lendkit.contracts.envelope import Event
from lendkit.contracts.shapes import ApplicationShape
from lendkit.messaging.work import Work, work
from lendkit.runtime import context
from lendkit.values import dates
from lendkit.values.errors import Invalid
from lendkit.values.identifiers import uuid7


def create(tree: Mapping[str, Any]) -> UUID:
    """Lodge it, or keep it as a draft. Raises Invalid naming every field that is wrong; then nothing was written."""
    tree = people.with_own_links(tree, context.actor())
    found = checks.application(tree, dates.today())
    if tree["stage"] == "draft":
        return _save_draft(tree, found)
    _refuse(tree, found)
    tree = people.resolve(tree)
    with work() as w:
        members = people.take_existing(w, members_of(tree, iter(uuid7, None)))
        row = store.insert(w, _row(w, tree, found, members))
        return _cascade(w, row, tree, members, come_from=None)


def lodge_draft(w: Work, row: Any) -> UUID:
    """The same for a draft that was saved: its author, or a colleague who may see it, lodges it as it stands."""
    tree = people.with_own_links(ApplicationShape().load({**row.draft, **row.terms}), context.actor())
    found = checks.application(tree, dates.today())
    _refuse(tree, found)
    tree = people.resolve(tree)
    members = people.take_existing(w, members_of(tree, iter(uuid7, None)))
    search = search_text(row.reference_number, terms_of(tree), members)
    columns = {"stage": "inquiry", "draft": None, "search": search}
    row = store.update(w, row.id, {**_term_columns(terms_of(tree), found), **columns})
    return _cascade(w, row, tree, members, come_from="draft")


def draft_columns(tree: Mapping[str, Any], found: list[Finding], reference: str) -> dict[str, Any]:
    """What a draft's row holds: everything but sensitive fields, which are entered again when it is lodged."""
    terms = terms_of(tree)
    parts = {section: [_without_secrets(party) for party in tree.get(section) or []] for section in SECTIONS}
    rest = {key: tree.get(key) or [] for key in ("notes", "fees", "documents")}
    members = members_of(tree, iter(uuid7, None))
    return {
        **_term_columns(terms, found, hard=True),
        "draft": {**parts, **rest},
        "search": search_text(reference, terms, members),
        "stage": "draft",
    }


def _refuse(tree: Mapping[str, Any], found: list[Finding]) -> None:
    errors = checks.errors(found)
    uploads = [upload["upload_id"] for upload in tree.get("documents") or []]
    for index, id in enumerate(uploads):
        if id in uploads[:index]:
            errors[f"/documents/{index}/upload_id"] = ["This upload is named twice."]
    for index, note in enumerate(tree.get("notes") or []):
        if note.get("remind_date") and note["remind_date"] < dates.today():
            errors[f"/notes/{index}/remind_date"] = ["Choose today or a later day."]
    if errors:
        raise Invalid(errors)


def _save_draft(tree: dict[str, Any], found: list[Finding]) -> UUID:
    actor, id = context.actor(), uuid7()
    tree = people.resolve(tree)
    with work() as w:
        reference = store.next_reference(w, dates.today().year)
        who = {"id": id, "reference_number": reference, "author": actor.as_ref(), "author_id": actor.id}
        store.insert(w, {**who, **draft_columns(tree, found, reference)})
        moves.add(w, id, None, "draft", actor)
    return id


def _row(w: Work, tree: Mapping[str, Any], found: list[Finding], members: list[Member]) -> dict[str, Any]:
    actor, reference = context.actor(), store.next_reference(w, dates.today().year)
    return {
        "id": uuid7(),
        "reference_number": reference,
        "stage": "inquiry",
        "author": actor.as_ref(),
        "author_id": actor.id,
        "draft": None,
        "search": search_text(reference, terms_of(tree), members),
        **_term_columns(terms_of(tree), found),
    }


def _term_columns(terms: Mapping[str, Any], found: list[Finding], *, hard: bool = False) -> dict[str, Any]:
    people_ = {key: terms.get(key) for key in ("broker_id", "bd_id", "branch_id", "application_type", "loan_amount")}
    warnings = [finding.as_warning() for finding in found if hard or not finding.hard]
    return {**people_, "lvr": lvr(terms), "terms": terms, "warnings": warnings}


def _cascade(w: Work, row: Any, tree: Mapping[str, Any], members: list[Member], come_from: str | None) -> UUID:
    """Links, version-0 copies, notes, history, what is pending, and the two events."""
    fees = [{"id": uuid7(), **fee} for fee in tree.get("fees") or []]
    parts.stand_in(w, row, members, fees)
    moves.add(w, row.id, come_from, "inquiry", context.actor())
    telling.emit(w, "application_lodged", row, telling.state_of(w, row))
    parts.ask_owners(w, row, members, fees, tree.get("documents") or [])
    add_notes(w, row.id, tree.get("notes") or [])
    return UUID(str(row.id))


def add_notes(w: Work, application: UUID, said: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Write notes and tell of each."""
    states = notes.add(w, application, said, context.actor())
    for state in states:
        w.emit(Event.new("applications.note_added.v1", subject=state["id"], sequence=1, data=state))
    return states


def _without_secrets(party: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in party.items() if key not in ("tax_id", "bank_account")}
