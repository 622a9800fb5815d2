"""Receive a payment on a loan, reverse it, or refund what was overpaid."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from finance.commands import reprocess
from finance.domain.ledger.command_ref import CommandRef
from finance.domain.ledger.effective_date import not_in_future
from finance.store import loans, payments, schedules, subledger
from finance.store.loans import LoanRow
from finance.store.payments import NewPayment
from finance.store.schedules import State
from lendkit.messaging.work import Work, work
from lendkit.runtime import context
from lendkit.values import dates
from lendkit.values.en_au import day, dollars
from lendkit.values.errors import DomainError, Invalid, NotFound, existing
from lendkit.values.identifiers import uuid7

NO_LOAN = "Loan not found, or you don't have access."
NO_PAYMENT = "Payment not found, or you don't have access."
NO_REPAYMENT = "Repayment not found, or you don't have access."


def record(loan_id: UUID, data: Mapping[str, Any], command: CommandRef) -> UUID:
    """The payment's id. Raises NotFound, Invalid for a date in the future or before settlement, DomainError
    `loan_closed`."""
    with work() as w:
        loan = _lock_open(w, existing(loans.application_of(w, loan_id), NO_LOAN))
        return _receive(w, loan, data, command, None)


def pay_instalment(instalment_id: UUID, data: Mapping[str, Any], command: CommandRef) -> UUID:
    """A payment of one instalment: all that is outstanding of it, or the amount given. Returns the payment's id.

    Raises as `record` does, and DomainError `already_paid`, `replaced`.
    """
    with work() as w:
        unlocked = existing(schedules.instalment(w, instalment_id), NO_REPAYMENT)
        loan = _lock_open(w, UUID(unlocked["application_id"]))
        instalment = existing(schedules.instalment(w, instalment_id), NO_REPAYMENT)
        if instalment["status"] == "replaced":
            raise DomainError("replaced", "The loan was rescheduled. Pay the new instalment instead.")
        outstanding = Decimal(instalment["outstanding"])
        if outstanding == 0:
            raise DomainError("already_paid", "This instalment has been paid in full.")
        return _receive(w, loan, {**data, "amount": data.get("amount") or outstanding}, command, instalment)


def reverse(id: UUID, reason: str, command: CommandRef) -> None:
    """Reverse a payment: its journal is mirrored, and later payments are reapplied.

    Raises NotFound, DomainError `already_reversed`, `loan_closed`.
    """
    with work() as w:
        loan = _lock_open(w, existing(payments.application_of(w, id), NO_PAYMENT))
        payment = payments.lock(w, id)
        if payment.kind != "payment":
            raise NotFound(NO_PAYMENT)
        if payment.status == "reversed":
            raise DomainError("already_reversed", "This payment has already been reversed.")
        w.publish("finance.payment_reversed.v1", payments.reverse(w, id, reason).state)
        reprocess.reprocess(w, loan, command, "reversal")


def refund(loan_id: UUID, data: Mapping[str, Any], command: CommandRef) -> UUID:
    """Refund what was overpaid, or `amount` of it. Returns the id. Raises NotFound, DomainError `nothing_overpaid`."""
    with work() as w:
        loan = _lock_open(w, existing(loans.application_of(w, loan_id), NO_LOAN))
        not_in_future("/paid_on", data["paid_on"], _reached(loan))
        loan = reprocess.reprocess(w, loan, command, "refund")
        overpaid = loan.summary.overpaid
        amount = data.get("amount") or overpaid
        if overpaid <= 0:
            raise DomainError("nothing_overpaid", "Nothing was overpaid, so there is nothing to refund.")
        if amount > overpaid:
            raise DomainError("nothing_overpaid", f"{dollars(overpaid)} was overpaid: you can't refund more than that.")
        facts = {"amount": amount, "received_on": data["paid_on"], "reference": data["reference"]}
        id = _insert(w, loan, facts, "refund", None)
        reprocess.reprocess(w, loan, command, "refund")
        return id


def _receive(w: Work, loan: LoanRow, data: Mapping[str, Any], command: CommandRef, target: State | None) -> UUID:
    not_in_future("/received_on", data["received_on"], _reached(loan))
    settled = loan.terms.settlement_date
    if data["received_on"] < settled:
        raise Invalid({"/received_on": [f"The loan settled on {day(settled)}: enter that day or later."]})
    id = _insert(w, loan, data, "payment", target)
    reprocess.reprocess(w, loan, command, "payment")
    return id


def _reached(loan: LoanRow) -> date:
    """Today; or later, where a job that was run for a later day has brought the loan there."""
    return max(dates.today(), loan.as_of)


def _insert(w: Work, loan: LoanRow, data: Mapping[str, Any], kind: str, target: State | None) -> UUID:
    payment = NewPayment(
        id=uuid7(),
        application_id=loan.application_id,
        loan_id=loan.id,
        kind=kind,
        amount=data["amount"],
        received_on=data["received_on"],
        reference=data["reference"],
        order=loan.rules.allocation_order,
        created_by=context.actor().as_ref(),
        instalment_id=UUID(target["id"]) if target else None,
        target_instalment=target["number"] if target else None,
    )
    payments.insert(w, payment)
    return payment.id


def _lock_open(w: Work, application: UUID) -> LoanRow:
    """Subledger and loan, in this order. Payments on one loan take turns here, so that each of them counts.

    Raises NotFound, DomainError `loan_closed`.
    """
    subledger.lock(w, application)
    loan = existing(loans.lock(w, application), NO_LOAN)
    if loan.status != "open":
        raise DomainError("loan_closed", "This loan is closed, so it can't take payments.")
    return loan
