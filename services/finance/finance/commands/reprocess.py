"""Reprocess a loan: work its history out again, post what is new, and mirror what no longer holds.

Every act on a loan ends here: settlement, a payment, a reversal, a fee, the passing of a day. `effective_on` is the day
on which things happened; they are booked today, so a closed month stays closed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from finance.commands import journals
from finance.domain.ledger.command_ref import CommandRef
from finance.domain.ledger.mirror import mirror_of
from finance.domain.loan import arrears, reconcile
from finance.domain.loan import reprocess as loan_rules
from finance.domain.loan.history import Outcome
from finance.store import fees, history, ledger, loans, payments, schedules
from finance.store.fees import FeeRow
from finance.store.loans import LoanRow, LoanSummary
from finance.store.payments import PaymentRow
from lendkit.messaging.work import Work
from lendkit.values import dates
from lendkit.values.identifiers import uuid7

ZERO = Decimal("0.00")


def reprocess(
    w: Work, loan: LoanRow, command: CommandRef, reason: str, on: date | None = None, *, opening: bool = False
) -> LoanRow:
    """The loan as it stands `on` that day (today, or the day it was last brought to). The caller has locked subledger
    and loan, and publishes a loan that is `opening`."""
    received, charged = payments.of_loan(w, loan.id), fees.of_application(w, loan.application_id)
    as_of = max(loan.as_of, on or dates.today())
    outcome = loan_rules.reprocess(history.of_loan(loan, received, charged), as_of)
    ids = _reschedule(w, loan, outcome, reason)
    _post(w, loan, outcome, ids, command, reason)
    _allocate(w, received, outcome)
    charged = [_pay_fee(w, fee, received, outcome) for fee in charged]
    return _save(w, loan, outcome, fees.outstanding(charged), opening=opening)


def after_fees(w: Work, application: UUID, command: CommandRef) -> None:
    """The fees of an application changed: so did the balances of its loan, where it has one."""
    loan = loans.lock(w, application)
    if loan is not None:
        reprocess(w, loan, command, "fee")


def _post(w: Work, loan: LoanRow, outcome: Outcome, ids: Mapping[int, UUID], command: CommandRef, reason: str) -> None:
    wrong, missing = reconcile.diff(ledger.in_force(w, loan.application_id, loan=loan.id), outcome.journals)
    if not {entry.number for entry in missing if entry.number is not None} <= ids.keys():
        ids = {**schedules.latest_ids(w, loan.id), **ids}
    mirrors = [mirror_of(entry, reason) for entry in wrong]
    new = [
        replace(entry, loan_id=loan.id, instalment_id=None if entry.number is None else ids.get(entry.number))
        for entry in missing
    ]
    journals.post(w, loan.application_id, [*mirrors, *new], command)


def _reschedule(w: Work, loan: LoanRow, outcome: Outcome, reason: str) -> dict[int, UUID]:
    """Bring the instalments to what they should be. Returns the id of each that is in force, by its number."""
    latest, stored = schedules.latest(w, loan.id), schedules.instalments(w, loan.id)
    expected = {row.number: reconcile.instalment_state(row, outcome.as_of) for row in outcome.instalments}
    start = 0 if latest is None else reconcile.rescheduled_from(latest.basis, outcome.basis)
    kept = {number: state for number, state in stored.items() if start is None or number < start}
    changed = [
        {**expected[number], "id": state["id"]}
        for number, state in kept.items()
        if reconcile.changed(state, expected[number])
    ]
    states = schedules.replace_instalments(w, [state["id"] for number, state in stored.items() if number not in kept])
    states += schedules.update_instalments(w, changed)
    ids = {number: UUID(state["id"]) for number, state in kept.items()}
    if start is not None:
        new = {number: {**state, "id": uuid7()} for number, state in expected.items() if number not in kept}
        number = latest.number + 1 if latest else 1
        schedule = schedules.insert(w, loan, number, reason, outcome.basis, list(expected.values()))
        w.publish("finance.schedule_replaced.v1", schedule)
        states += schedules.add_instalments(w, loan, schedule["id"], list(new.values()))
        ids |= {number: state["id"] for number, state in new.items()}
    for state in states:
        w.publish("finance.instalment_changed.v1", state)
    return ids


def _allocate(w: Work, received: Iterable[PaymentRow], outcome: Outcome) -> None:
    """Where each payment went; one that is allocated differently than before has a new version."""
    for payment in received:
        if payment.id not in outcome.shares:
            continue
        allocation = payments.allocation_to_json(outcome.shares[payment.id])
        if payment.allocation_json != allocation:
            allocated = payments.allocate(w, payment.id, allocation, first=not payment.allocation_json)
            if allocated.kind == "payment":
                w.publish("finance.payment_received.v1", allocated.state)


def _pay_fee(w: Work, fee: FeeRow, received: Iterable[PaymentRow], outcome: Outcome) -> FeeRow:
    """The fee with what payments on the loan paid of it."""
    allocated = outcome.fees.get(fee.id, ZERO)
    if fee.allocated == allocated:
        return fee
    status = replace(fee.fee, allocated=allocated).status_when_paid
    paid_on = (fee.paid_on or _paid_on(received, outcome, fee.id)) if status == "paid" else None
    row = fees.allocate(w, fee.id, allocated, status, paid_on)
    w.publish("finance.fee_paid.v1" if allocated > fee.allocated else "finance.fee_charged.v1", row.state)
    return row


def _paid_on(received: Iterable[PaymentRow], outcome: Outcome, fee: UUID) -> date | None:
    paying = {id for id, shares in outcome.shares.items() if any(share.fee_id == fee for share in shares)}
    return max((payment.received_on for payment in received if payment.id in paying), default=None)


def _save(w: Work, loan: LoanRow, outcome: Outcome, fees_outstanding: Decimal, *, opening: bool) -> LoanRow:
    unpaid = [row.due_date for row in outcome.instalments if row.is_due and row.outstanding > 0]
    before = loan.summary
    summary = LoanSummary.of(
        outcome.balances,
        fees=fees_outstanding,
        days_past_due=arrears.days_past_due(unpaid, outcome.as_of),
        periods=before.periods,
        maturity_date=before.maturity_date,
    )
    changed = summary != before and not opening
    row = loans.save(w, loan.id, summary, outcome.as_of, outcome.next_on, changed=changed)
    if changed:
        w.publish("finance.loan_changed.v1", row.state)
    return row
