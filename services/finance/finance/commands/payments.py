"""Money comes in for a loan, is taken back, or goes back where it was too much."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from finance.commands import carry
from finance.domain import fees as rules
from finance.domain.cause import Cause
from finance.store import agreed, books, loans, payments, schedules
from lendkit.messaging.work import Work, work
from lendkit.runtime import context
from lendkit.values import dates
from lendkit.values.errors import DomainError, Invalid, NotFound
from lendkit.values.identifiers import uuid7


def record(loan: UUID, data: Mapping[str, Any], cause: Cause) -> UUID:
    """The payment's id. Raises NotFound, Invalid for a day to come or before settlement, DomainError `loan_closed`."""
    with work() as w:
        row = _lock(w, loans.application_of(w, loan))
        return _take(w, row, data, cause, None)


def pay_instalment(instalment: UUID, data: Mapping[str, Any], cause: Cause) -> UUID:
    """A payment aimed at an instalment: all that is left of it, or the amount given. Raises as `record` does, and
    DomainError `already_paid`, `replaced`."""
    with work() as w:
        found = schedules.one(w, instalment)
        if found is None:
            raise NotFound()
        row = _lock(w, UUID(found["application_id"]))
        found = schedules.one(w, instalment)
        assert found is not None
        if found["status"] == "replaced":
            raise DomainError("replaced", "A newer schedule took the place of this instalment.")
        if Decimal(found["outstanding"]) == 0:
            raise DomainError("already_paid", "Nothing is left to pay of this instalment.")
        amount = data.get("amount") or Decimal(found["outstanding"])
        return _take(w, row, {**data, "amount": amount}, cause, found)


def reverse(id: UUID, reason: str, cause: Cause) -> None:
    """Take a payment back: its journal is mirrored and all later payments find their place anew.

    Raises NotFound, DomainError `already_reversed`, `loan_closed`.
    """
    with work() as w:
        row = _lock(w, payments.loan_of(w, id))
        payment = payments.lock(w, id)
        if payment.kind != "payment":
            raise NotFound()
        if payment.status == "reversed":
            raise DomainError("already_reversed", "This payment was reversed already.")
        new = payments.reverse(w, id, reason)
        carry.tell_payment(w, "payment_reversed", new)
        carry.forward(w, row, cause, "reversal")


def refund(loan: UUID, data: Mapping[str, Any], cause: Cause) -> UUID:
    """Give back what was paid too much, all of it or `amount`. Raises NotFound, DomainError `nothing_overpaid`."""
    with work() as w:
        row = _lock(w, loans.application_of(w, loan))
        rules.check_day("/paid_on", data["paid_on"], _reached(row))
        row = carry.forward(w, row, cause, "refund")
        overpaid = Decimal(row.state["overpaid"])
        amount = data.get("amount") or overpaid
        if overpaid <= 0 or amount > overpaid:
            raise DomainError("nothing_overpaid", f"{row.state['overpaid']} was paid too much, and no more goes back.")
        facts = {"amount": amount, "received_on": data["paid_on"], "reference": data["reference"]}
        id = _insert(w, row, facts, "refund", None)
        carry.forward(w, row, cause, "refund")
        return id


def _take(w: Work, row: Any, data: Mapping[str, Any], cause: Cause, aimed: Mapping[str, Any] | None) -> UUID:
    rules.check_day("/received_on", data["received_on"], _reached(row))
    settled = agreed.terms_of(row.terms).settlement_date
    if data["received_on"] < settled:
        raise Invalid({"/received_on": [f"The loan was settled on {settled.isoformat()}."]})
    id = _insert(w, row, data, "payment", aimed)
    carry.forward(w, row, cause, "payment")
    return id


def _reached(row: Any) -> date:
    """Today; or later, where a job that was run for a day to come has carried the loan's books there."""
    return max(dates.today(), row.as_of)


def _insert(w: Work, row: Any, data: Mapping[str, Any], kind: str, aimed: Mapping[str, Any] | None) -> UUID:
    id = uuid7()
    payments.insert(
        w,
        {
            "id": id,
            "application_id": row.application_id,
            "loan_id": row.id,
            "instalment_id": aimed["id"] if aimed else None,
            "aim": aimed["number"] if aimed else None,
            "kind": kind,
            "amount": data["amount"],
            "received_on": data["received_on"],
            "reference": data["reference"],
            "order": row.rules["allocation_order"],
            "created_by": context.actor().as_ref(),
        },
    )
    return id


def _lock(w: Work, application: UUID | None) -> Any:
    """Book and loan, in this order. Payments on one loan take turns here, so that each of them counts."""
    if application is None:
        raise NotFound()
    books.lock(w, application)
    row = loans.lock(w, application)
    if row is None:
        raise NotFound()
    if row.status != "open":
        raise DomainError("loan_closed", "This loan is closed: nothing is paid on it any more.")
    return row
