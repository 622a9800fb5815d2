"""Change an application's stage, or undo the change."""

from datetime import datetime
from typing import Any
from uuid import UUID

from applications.commands import drafts, events, settlement
from applications.domain.guards.context import Missing
from applications.domain.stages import BY_CODE
from applications.domain.transition_table import LODGE
from applications.domain.transitions import NOT_READY, UNDO_WITHIN, check_undo, choose
from applications.store import applications as store
from applications.store import guard_context, stage_history
from applications.store.applications import ApplicationRow
from lendkit.messaging import copies
from lendkit.messaging.work import work
from lendkit.runtime import context
from lendkit.values import dates
from lendkit.values.errors import DomainError, NotFound, existing


def change(id: UUID, to: str, reason: str | None, note: str | None) -> dict[str, Any]:
    """The new stage. Raises NotFound, Forbidden, Invalid, DomainError `cannot_follow` / `not_ready`, or Unavailable."""
    if to in settlement.PATHS:
        return _answer(settlement.change_stage(id, to, reason, note), until=None)
    if to == "formal_approval":
        _fetch_product(id)
    actor = context.actor()
    with work() as w:
        row = existing(store.lock(w, id, actor))
        transition = choose(guard_context.of(w, id), to, actor.role, actor.id, reason)
        if transition is LODGE:
            return _answer(drafts.lodge(w, row), until=None)
        change = stage_history.add(w, id, row.stage, to, actor, reason=reason, note=note, since=row.stage_since)
        new = store.set_stage(w, id, to)
        events.stage_changed(w, new, row.stage, change, reason=reason, note=note)
        return _answer(new, until=None if to == "closed" else change.at + UNDO_WITHIN)


def undo(id: UUID) -> dict[str, Any]:
    """Undo the last change, within 10 s and by who made it; both rows stay in the history."""
    actor = context.actor()
    with work() as w:
        row = existing(store.lock(w, id, actor))
        last = stage_history.last(w, id)
        summary = (last.from_stage, last.at, last.actor_id, last.final) if last else None
        to = check_undo(row.stage, summary, actor.id, dates.now())
        assert last is not None  # there was something to undo
        stage_history.mark_undone(w, last.id)
        change = stage_history.add(w, id, row.stage, to, actor, since=row.stage_since, undoes=last.id)
        new = store.set_stage(w, id, to, since=last.began)
        events.stage_changed(w, new, row.stage, change, undoes=last.id)
        return _answer(new, until=None)


def _fetch_product(id: UUID) -> None:
    """The product's limits are finance's: fetched once, before the transaction. Raises Unavailable, DomainError."""
    product_id = store.product_to_test(id)
    if product_id is None:
        return
    try:
        copies.need("product", product_id)
    except NotFound as exc:
        missing = Missing("product", "This product doesn't exist. Select another.").as_dict()
        raise DomainError("not_ready", NOT_READY, missing=[missing]) from exc


def _answer(row: ApplicationRow, until: datetime | None) -> dict[str, Any]:
    stage = BY_CODE[row.stage]
    shown = {"stage": row.stage, "stage_label": stage.label, "stage_tone": stage.tone}
    return {"id": row.id, "version": row.version, **shown, "undo_until": until}
