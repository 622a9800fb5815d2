"""Settle and discharge: finance decides, and the stage follows in the transaction that stores its answer."""

from typing import Any
from uuid import UUID

from applications.commands import events
from applications.domain.stages import FINAL
from applications.domain.transitions import choose
from applications.store import applications as store
from applications.store import guard_context, stage_history
from applications.store.applications import ApplicationRow
from lendkit.contracts.envelope import Event
from lendkit.messaging import copies
from lendkit.messaging.work import Work, work
from lendkit.runtime import context, service_client
from lendkit.values import dates
from lendkit.values.actor import Actor
from lendkit.values.errors import DomainError, NotFound, existing

PATHS = {"settled": "/internal/finance/loans/", "discharged": "/internal/finance/discharges/"}
VERBS = {"settled": "settle", "discharged": "discharge"}
_LOAN_TERMS = (
    "loan_amount",
    "loan_term",
    "interest_rate",
    "repayment_frequency",
    "product_id",
    "capitalised_interest_months",
)


def change_stage(id: UUID, to: str, reason: str | None, note: str | None) -> ApplicationRow:
    """The row at its new stage. No transaction is open while finance is asked, and it answers a repeated call the same.

    Raises NotFound, Forbidden, DomainError `cannot_follow`, `not_ready` (ours or finance's reasons), Unavailable.
    """
    actor = context.actor()
    with work() as w:
        row = existing(store.lock(w, id, actor))
        if row.stage == to:
            return row
        choose(guard_context.of(w, id), to, actor.role, actor.id, reason)
    loan = _ask_finance(to, _request(row, to, actor))
    with work() as w:
        copies.put("loan", UUID(loan["id"]), 0, {**loan, "version": 0})  # its own event brings version 1
        return existing(_follow(w, id, to, actor, note))


def loan_opened(event: Event) -> None:
    """finance.loan_opened: the same change of stage, had we died before we could make it."""
    _follow_event(event, "settled")


def loan_discharged(event: Event) -> None:
    """finance.loan_discharged: likewise."""
    _follow_event(event, "discharged")


def _follow_event(event: Event, to: str) -> None:
    ref = event.actor or context.SYSTEM.as_ref()
    with work() as w:
        actor = Actor(UUID(ref["id"]), ref.get("role", "service"), name=ref.get("name", ""))
        _follow(w, UUID(event.data["application_id"]), to, actor, None)


def _follow(w: Work, id: UUID, to: str, actor: Actor, note: str | None) -> ApplicationRow | None:
    """Once finance has opened or discharged the loan, the application's stage follows, whatever it was meanwhile."""
    row = store.lock(w, id, context.SYSTEM)
    if row is None or row.stage == "draft" or row.stage in FINAL[FINAL.index(to) :]:
        return row
    with context.bind(actor=actor):
        change = stage_history.add(w, id, row.stage, to, actor, note=note, since=row.stage_since)
        new = store.set_stage(w, id, to)
        events.stage_changed(w, new, row.stage, change, note=note)
    return new


def _request(row: ApplicationRow, to: str, actor: Actor) -> dict[str, Any]:
    request = {"application_id": row.id, "actor": actor.as_ref()}
    if to == "discharged":
        return {**request, "on": dates.today()}
    terms = {name: row.terms.get(name) for name in _LOAN_TERMS}
    months = {"capitalised_interest_months": terms["capitalised_interest_months"] or 0}
    return {**request, "reference_number": row.reference_number, "settled_on": dates.today(), **terms, **months}


def _ask_finance(to: str, request: dict[str, Any]) -> dict[str, Any]:
    """The loan as finance answers it. Raises DomainError `not_ready` with finance's reasons, Unavailable."""
    try:
        status, answer = service_client.of("finance").post(PATHS[to], request, retry=True)
    except NotFound:
        status, answer = 404, {"code": "loan", "detail": "Finance has no loan for this application."}
    if status < 400:
        return answer
    detail = answer.get("detail") or f"Finance can't {VERBS[to]} this yet."
    missing = answer.get("missing") or [
        {"code": pointer.strip("/"), "detail": " ".join(messages)}
        for pointer, messages in (answer.get("errors") or {}).items()
    ]
    reasons = missing or [{"code": answer.get("code", "finance"), "detail": detail}]
    raise DomainError("not_ready", detail, missing=reasons)
