"""Move an application to another stage, or take the move back."""

from typing import Any
from uuid import UUID

from applications.commands import lodge, settlement, telling
from applications.domain.choice import UNDO_WITHIN, check_undo, choose
from applications.domain.guards import Missing
from applications.domain.moves import LODGE
from applications.domain.stages import BY_CODE
from applications.store import application as store
from applications.store import facts, moves
from lendkit.contracts.finance import DEFAULT_PRODUCT_ID
from lendkit.messaging import copies
from lendkit.messaging.work import Work, work
from lendkit.runtime import context, db
from lendkit.values import dates
from lendkit.values.errors import DomainError, NotFound


def move(id: UUID, to: str, reason: str | None, note: str | None) -> dict[str, Any]:
    """The new stage. Raises NotFound, Forbidden, Invalid, DomainError `cannot_follow` / `not_ready`, or Unavailable."""
    if to in settlement.PATHS:
        return _answer(settlement.move(id, to, reason, note), until=None)
    if to == "formal_approval":
        _know_product(id)
    actor = context.actor()
    with work() as w:
        row = _locked(w, id)
        chosen = choose(facts.of(w, row), to, actor.role, actor.id, reason)
        if chosen is LODGE:
            lodge.lodge_draft(w, row)
            return _answer(store.lock(w, id, context.SYSTEM), until=None)
        made = moves.add(w, id, row.stage, to, actor, reason=reason, note=note, since=row.stage_since)
        new = store.move(w, id, to)
        telling.moved(w, new, row.stage, made, reason=reason, note=note)
        return _answer(new, until=None if to == "closed" else made.at + UNDO_WITHIN)


def undo(id: UUID) -> dict[str, Any]:
    """Take the last move back, within 10 s and by who made it; both rows stay in the history."""
    actor = context.actor()
    with work() as w:
        row = _locked(w, id)
        last = moves.last(w, id)
        found = (last.from_stage, last.at, last.actor_id, last.over) if last else None
        check_undo(row.stage, found, actor.id, dates.now())
        moves.mark_undone(w, last.id)
        made = moves.add(w, id, row.stage, last.from_stage, actor, since=row.stage_since, undoes=last.id)
        new = store.move(w, id, last.from_stage, since=last.began)
        telling.moved(w, new, row.stage, made, undoes=last.id)
        return _answer(new, until=None)


def _know_product(id: UUID) -> None:
    """The product's limits are finance's: fetched once, before the transaction. Raises Unavailable, DomainError."""
    row = db.one(
        "SELECT terms->>'product_id' AS product FROM application WHERE id = :id AND stage = 'valuation_received'",
        {"id": id},
    )
    if row is None:
        return
    try:
        copies.need("product", UUID(row.product) if row.product else DEFAULT_PRODUCT_ID)
    except NotFound as exc:
        missing = Missing("product", "There is no such product. Choose one that exists.").as_dict()
        raise DomainError("not_ready", "Something is missing first.", missing=[missing]) from exc


def _locked(w: Work, id: UUID) -> Any:
    row = store.lock(w, id, context.actor())
    if row is None:
        raise NotFound()
    return row


def _answer(row: Any, until: Any) -> dict[str, Any]:
    stage = BY_CODE[row.stage]
    shown = {"stage": row.stage, "stage_label": stage.label, "stage_tone": stage.tone}
    return {"id": row.id, "version": row.version, **shown, "undo_until": until}
