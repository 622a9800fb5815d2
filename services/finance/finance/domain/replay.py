"""The book of a loan, worked out from its history: the same facts give the same journals, whenever it is asked.

A payment, a backdated payment, a reversal and the passing of time are all the same act: work it out again and post what
is new, with mirrors of what no longer holds.
"""

from datetime import date
from decimal import Decimal
from uuid import UUID

from finance.domain import ledger
from finance.domain.allocation import Share
from finance.domain.history import Balances, History, Outcome, Payment
from finance.domain.position import Position
from finance.domain.receipt import Receipt
from finance.domain.rounding import ZERO


def replay(history: History, as_of: date) -> Outcome:
    """Everything up to and with `as_of`, which is no earlier than settlement; later payments are left out."""
    position = Position(history)
    shares: dict[UUID, list[Share]] = {}
    fees: dict[UUID, Decimal] = {}
    for payment in sorted(history.payments, key=lambda payment: (payment.received_on, payment.seq)):
        if payment.received_on <= as_of:
            position.advance(payment.received_on)
            shares[payment.id] = _take(position, payment, fees)
    position.advance(as_of)
    position.note_paid(as_of)
    return _outcome(position, shares, fees)


def payoff(history: History, on: date) -> dict[str, Decimal]:
    """What would clear the loan on a day: its parts and their total; fees are added by who knows them."""
    position = Position(history)
    fees: dict[UUID, Decimal] = {}
    for payment in sorted(history.payments, key=lambda payment: (payment.received_on, payment.seq)):
        if payment.received_on <= on:
            position.advance(payment.received_on)
            _take(position, payment, fees)
    position.advance(on)
    position.post(on)
    receipt = Receipt(position, Payment(history.loan_id, 0, ZERO, on), fees)
    due = sum((row.interest_left for row in position.rows if row.is_due), ZERO)
    back = receipt._refundable()
    parts = {
        "principal": position.balance,
        "interest": due + position.late_interest + (receipt._interest_owed() if position.balance else ZERO),
        "penalties": position.penalty_posted - position.penalty_paid,
        "given_back": back,
        "overpaid": position.overpaid,
    }
    owed = parts["principal"] + parts["interest"] + parts["penalties"]
    return {**parts, "total": owed - back - position.overpaid}


def _take(position: Position, payment: Payment, fees: dict[UUID, Decimal]) -> list[Share]:
    if payment.refund:
        position.overpaid -= payment.amount
        position.book(ledger.overpayment_refunded(position.today, payment.amount, payment_id=payment.id))
        return [Share("overpaid", payment.amount)]
    shares = Receipt(position, payment, fees).take(list(position.history.fees))
    for share in shares:
        if share.fee_id is not None:
            fees[share.fee_id] = fees.get(share.fee_id, ZERO) + share.amount
    return shares


def _outcome(position: Position, shares: dict[UUID, list[Share]], fees: dict[UUID, Decimal]) -> Outcome:
    due = sum((row.interest_left for row in position.rows if row.is_due), ZERO)
    balances = Balances(
        principal=position.balance,
        interest=due + position.due_now + position.late_interest,
        penalties=position.penalty_posted - position.penalty_paid,
        overpaid=position.overpaid,
        unearned=position.unearned,
    )
    return Outcome(
        as_of=position.today,
        journals=position.journals,
        rows=position.rows,
        shares=shares,
        fees=fees,
        balances=balances,
        basis=position.basis,
        next_on=position.next_stop(),
    )
