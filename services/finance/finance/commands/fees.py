"""Charge a fee, and what becomes of it: paid whole, waived, refunded."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from marshmallow import ValidationError

from finance.commands import carry, posting, visibility
from finance.domain import fees as domain
from finance.domain import ledger, withholding
from finance.domain.cause import Cause
from finance.store import books, funding
from finance.store import fees as store
from finance.store import ledger as entries
from lendkit.contracts.envelope import Event
from lendkit.contracts.fields import problems
from lendkit.contracts.shapes import FeeShape
from lendkit.messaging.work import Work, work
from lendkit.runtime import context
from lendkit.values import dates
from lendkit.values.errors import DomainError, NotFound
from lendkit.values.identifiers import uuid7

WITHHELD = "Withheld at settlement"


def charge(data: Mapping[str, Any], cause: Cause) -> UUID:
    """The new fee's id. Raises NotFound for an application that is not there, DomainError `closed`."""
    application = data["application_id"]
    visibility.need_application(application)
    with work() as w:
        _open_book(w, application)
        row = _insert(w, {**data, "id": uuid7()}, cause)
        carry.after_fees(w, application, cause)
        return UUID(str(row.id))


def charge_lodged(event: Event) -> None:
    """The fees of a submit, each once; one that cannot be charged is refused by name."""
    application = UUID(event.data["application_id"])
    actor = UUID(event.actor["id"]) if event.actor else context.SYSTEM.id
    with work() as w:
        if books.lock(w, application).closed_at is not None:
            return
        for part in event.data["fees"]:
            _charge_part(w, application, part, actor)


def pay(id: UUID, paid_on: date, reference: str, cause: Cause) -> None:
    """The rest of a fee, whole. Raises NotFound, Invalid for a day to come, DomainError `already_paid`."""
    domain.check_day("/paid_on", paid_on, dates.today())
    with work() as w:
        row = _lock(w, id)
        left = domain.to_pay(store.as_fee(row))
        posting.post(w, row.application_id, [ledger.fee_paid(paid_on, left, fee_id=id)], cause)
        new = store.update(w, id, direct=row.direct + left, status="paid", paid_on=paid_on, reference=reference)
        tell(w, "fee_paid", new)
        carry.after_fees(w, row.application_id, cause)


def withhold(w: Work, application: UUID, on: date, cause: Cause) -> None:
    """At settlement the loan pays the fees that its latest funding table keeps back; those never charged are now."""
    rows = store.of_application(w, application)
    waiting, uncharged = withholding.split(
        funding.deductions(w, application), [(row.id, store.as_fee(row)) for row in rows]
    )
    for id in waiting:
        _withhold(w, id, on, cause)
    for each in uncharged:
        facts = {"id": uuid7(), "application_id": application, "type": each.type, "amount": each.amount}
        row = _insert(w, {**facts, "charged_on": on}, cause, gst=each.gst)
        _withhold(w, row.id, on, cause)


def waive(id: UUID, reason: str, cause: Cause) -> None:
    """What is left of it need not be paid. Raises NotFound, DomainError."""
    with work() as w:
        row = _lock(w, id)
        left = domain.to_waive(store.as_fee(row))
        journal = ledger.waived(dates.today(), left, "fees_receivable", fee_id=id, reason=reason)
        posting.post(w, row.application_id, [journal], cause)
        tell(w, "fee_waived", store.update(w, id, waived=row.waived + left, status="waived", reason=reason))
        carry.after_fees(w, row.application_id, cause)


def refund(id: UUID, reason: str, cause: Cause) -> None:
    """A paid fee is given back: its charge is reversed, and the money goes. Raises NotFound, DomainError."""
    with work() as w:
        row = _lock(w, id)
        amount = domain.to_refund(store.as_fee(row))
        charged = [each for each in entries.of_fee(w, id) if each.kind == "fee_charged"]
        mirrors = [ledger.mirror(each, reason) for each in charged]
        back = ledger.fee_refunded(dates.today(), amount, fee_id=id, reason=reason)
        posting.post(w, row.application_id, [*mirrors, back], cause)
        tell(w, "fee_refunded", store.update(w, id, status="refunded", reason=reason))
        carry.after_fees(w, row.application_id, cause)


def tell(w: Work, what: str, row: Any) -> None:
    event = Event.new(f"finance.{what}.v1", subject=row.id, sequence=row.version, data=store.state(row))
    w.emit(event)


def _lock(w: Work, id: UUID) -> Any:
    """The fee with the book of its application; one that went with its application is not there."""
    application = store.application_of(w, id)
    if application is None:
        raise NotFound()
    _open_book(w, application)
    return store.lock(w, id)


def _open_book(w: Work, application: UUID) -> None:
    if books.lock(w, application).closed_at is not None:
        raise DomainError("closed", "This application was deleted: nothing is posted to it any more.")


def _charge_part(w: Work, application: UUID, part: Mapping[str, Any], actor: UUID) -> None:
    try:
        data = FeeShape(unknown="exclude").load({key: value for key, value in part.items() if key != "id"})
    except ValidationError as exc:
        detail = " ".join(message for messages in problems(exc.messages).values() for message in messages)
        refused = {"application_id": application, "part": part["id"], "code": "invalid_fee", "detail": detail}
        w.emit(Event.new("finance.part_refused.v1", subject=application, sequence=1, data=refused))
        return
    id = UUID(part["id"])
    _insert(w, {**data, "id": id, "application_id": application}, Cause(f"fee lodged {id}", actor))


def _withhold(w: Work, id: UUID, on: date, cause: Cause) -> None:
    row = store.lock(w, id)
    left = domain.to_pay(store.as_fee(row))
    posting.post(w, row.application_id, [ledger.fee_withheld(on, left, fee_id=id)], cause)
    new = store.update(w, id, direct=row.direct + left, status="paid", paid_on=on, reference=WITHHELD)
    tell(w, "fee_paid", new)


def _insert(w: Work, data: Mapping[str, Any], cause: Cause, gst: Decimal | None = None) -> Any:
    """The new row, or None when it stands already. Charging it is posted at once; `gst` is in dollars, None by type."""
    gst = domain.gst_of(data["type"], data["amount"], data.get("gst")) if gst is None else gst
    charged_on = data.get("charged_on") or dates.today()
    facts = {name: data[name] for name in ("id", "application_id", "type", "amount")}
    row = store.insert(w, {**facts, "gst": gst, "charged_on": charged_on, "due_date": data.get("due_date")})
    if row is not None:
        journal = ledger.fee_charged(row.charged_on, row.amount, row.gst, fee_id=row.id)
        posting.post(w, row.application_id, [journal], cause)
        tell(w, "fee_charged", row)
    return row
