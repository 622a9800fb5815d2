"""Move an application to another stage, or take the move back."""

from typing import Any
from uuid import UUID

from applications.commands import lodge
from applications.domain.moves import LODGE, UNDO_WITHIN, Facts, check_undo, choose
from applications.domain.stages import BY_CODE
from applications.store import application as store
from applications.store import links, moves, provisioning
from lendkit import clock, context, scope
from lendkit.contracts import plain
from lendkit.contracts.envelope import Event
from lendkit.errors import NotFound
from lendkit.work import Work, work


def move(id: UUID, to: str, reason: str | None, note: str | None) -> dict[str, Any]:
    """The new stage. Raises NotFound, Forbidden, Invalid or DomainError `cannot_follow` / `not_ready`."""
    actor = context.actor()
    with work() as w:
        row = _locked(w, id)
        chosen = choose(facts(w, row), to, actor.role, actor.id, reason)
        if chosen is LODGE:
            lodge.lodge_draft(w, row)
            lodged = store.lock(w, id, context.SYSTEM)
            return _answer(lodged, undo=False)
        made = moves.add(w, id, row.stage, to, actor, reason=reason, note=note, since=row.stage_since)
        new = store.move(w, id, to)
        _tell(w, new, row.stage, made, reason=reason, note=note)
        return _answer(new, undo=True, at=made.at)


def undo(id: UUID) -> dict[str, Any]:
    """Take the last move back, within 10 s and by who made it; both rows stay in the history."""
    actor = context.actor()
    with work() as w:
        row = _locked(w, id)
        last = moves.last(w, id)
        found = (last.from_stage, last.at, last.actor_id, last.over) if last else None
        check_undo(found, actor.id, clock.now())
        moves.mark_undone(w, last.id)
        made = moves.add(w, id, row.stage, last.from_stage, actor, since=row.stage_since, undoes=last.id)
        new = store.move(w, id, last.from_stage, since=last.began)
        _tell(w, new, row.stage, made, undoes=last.id)
        return _answer(new, undo=False)


def facts(w: Work, row: Any) -> Facts:
    """What the guards need to know of an application."""
    states = provisioning.states_of(w, row.id)
    source = row.terms.get("source")
    return Facts(row.stage, row.author_id, row.bd_id, row.broker_id, source, states)


def _locked(w: Work, id: UUID) -> Any:
    row = store.lock(w, id, context.actor())
    if row is None:
        raise NotFound()
    return row


def _tell(w: Work, row: Any, come_from: str, made: Any, **more: Any) -> None:
    ids, names = links.people_of(w, row.id)
    state = store.state(row, ids, names)
    scope.put(row.id, row.version, plain(state))
    data = {**state, "from": come_from, "to": row.stage, "at": made.at, "reason": None, "note": None, "undoes": None}
    event = Event.new("applications.stage_changed.v1", subject=row.id, sequence=row.version, data={**data, **more})
    w.emit(event)


def _answer(row: Any, *, undo: bool, at: Any = None) -> dict[str, Any]:
    stage = BY_CODE[row.stage]
    until = at + UNDO_WITHIN if undo else None
    shown = {"stage": row.stage, "stage_label": stage.label, "stage_tone": stage.tone}
    return {"id": row.id, "version": row.version, **shown, "undo_until": until}
