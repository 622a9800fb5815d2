"""Settle and discharge: finance decides, and the stage follows in the transaction that stores its answer."""

from typing import Any
from uuid import UUID

from applications.commands import telling
from applications.domain.choice import choose
from applications.domain.stages import FINAL
from applications.store import application as store
from applications.store import facts, moves
from lendkit.contracts.envelope import Event
from lendkit.messaging import copies
from lendkit.messaging.work import Work, work
from lendkit.runtime import context, service_client
from lendkit.values import dates
from lendkit.values.actor import Actor
from lendkit.values.errors import DomainError, NotFound

PATHS = {"settled": "/internal/finance/loans/", "discharged": "/internal/finance/discharges/"}
_LOAN_TERMS = (
    "loan_amount",
    "loan_term",
    "interest_rate",
    "repayment_frequency",
    "product_id",
    "capitalised_interest_months",
)


def move(id: UUID, to: str, reason: str | None, note: str | None) -> Any:
    """The moved row. No transaction is open while finance is asked; asking twice is asking once.

    Raises NotFound, Forbidden, DomainError `cannot_follow`, `not_ready` (ours or finance's reasons), Unavailable.
    """
    actor = context.actor()
    with work() as w:
        row = store.lock(w, id, actor)
        if row is None:
            raise NotFound()
        if row.stage == to:
            return row
        choose(facts.of(w, row), to, actor.role, actor.id, reason)
    loan = _ask(to, _order(row, to, actor))
    with work() as w:
        copies.put("loan", UUID(loan["id"]), 0, {**loan, "version": 0})  # its own event brings version 1
        found = _follow(w, id, to, actor, note)
        if found is None:
            raise NotFound()
        return found


def opened(event: Event) -> None:
    """finance.loan_opened: the same move, had we died before we could make it."""
    _heard(event, "settled")


def discharged(event: Event) -> None:
    """finance.loan_discharged: likewise."""
    _heard(event, "discharged")


def _heard(event: Event, to: str) -> None:
    ref = event.actor or context.SYSTEM.as_ref()
    with work() as w:
        actor = Actor(UUID(ref["id"]), ref.get("role", "service"), name=ref.get("name", ""))
        _follow(w, UUID(event.data["application_id"]), to, actor, None)


def _follow(w: Work, id: UUID, to: str, actor: Actor, note: str | None) -> Any:
    """Where finance has the loan so, the application stands there too, whatever happened to it meanwhile."""
    row = store.lock(w, id, context.SYSTEM)
    if row is None or row.stage == "draft" or row.stage in FINAL[FINAL.index(to) :]:
        return row
    with context.bind(actor=actor):
        made = moves.add(w, id, row.stage, to, actor, note=note, since=row.stage_since)
        new = store.move(w, id, to)
        telling.moved(w, new, row.stage, made, note=note)
    return new


def _order(row: Any, to: str, actor: Actor) -> dict[str, Any]:
    said = {"application_id": row.id, "actor": actor.as_ref()}
    if to == "discharged":
        return {**said, "on": dates.today()}
    terms = {name: row.terms.get(name) for name in _LOAN_TERMS}
    months = {"capitalised_interest_months": terms["capitalised_interest_months"] or 0}
    return {**said, "reference_number": row.reference_number, "settled_on": dates.today(), **terms, **months}


def _ask(to: str, order: dict[str, Any]) -> dict[str, Any]:
    try:
        status, answer = service_client.of("finance").post(PATHS[to], order, retry=True)
    except NotFound:
        status, answer = 404, {"code": "loan", "detail": "Finance has no loan of this application."}
    if status < 400:
        return answer
    missing = answer.get("missing") or [
        {"code": pointer.strip("/"), "detail": " ".join(messages)}
        for pointer, messages in (answer.get("errors") or {}).items()
    ]
    detail = answer.get("detail") or "Finance does not agree yet."
    raise DomainError(
        "not_ready", detail, missing=missing or [{"code": answer.get("code", "finance"), "detail": detail}]
    )
