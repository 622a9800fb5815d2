"""The book of a loan, worked out from its history: the same facts give the same journals, whenever it is asked.

A payment, a backdated payment, a reversal and the passing of time are all the same act: work it out again and post what
is new, with mirrors of what no longer holds.
"""

from datetime import date
from decimal import Decimal
from uuid import UUID

from finance.domain import ledger
from finance.domain.allocation import Share, totals
from finance.domain.history import Balances, History, Outcome, Payment
from finance.domain.position import Position
from finance.domain.receipt import Receipt
from finance.domain.rounding import ZERO

ENOUGH = Decimal(10**13)
LAST = 2**62  # recorded after everything


def replay(history: History, as_of: date) -> Outcome:
    """Everything up to and with `as_of`, which is no earlier than settlement; later payments are left out."""
    position, shares, fees = _walked(history, as_of)
    position.note_paid(as_of)
    return _outcome(position, shares, fees)


def payoff(history: History, on: date) -> dict[str, Decimal]:
    """What would clear the loan on a day: its parts and their total; fees are added by who knows them.

    Found by paying more than enough: what is too much then was not asked for.
    """
    position = _walked(history, on)[0]
    overpaid, principal = position.overpaid, position.balance
    receipt = Receipt(position, Payment(history.loan_id, LAST, ENOUGH, on, order=history.rules.allocation_order), {})
    sums = totals(receipt.take([]))
    asked = {part: sums[part] for part in ("interest", "penalties")}
    total = sums["principal"] + asked["interest"] + asked["penalties"] - overpaid
    return {"principal": principal, **asked, "given_back": receipt.given_back, "overpaid": overpaid, "total": total}


def _walked(history: History, to: date) -> tuple[Position, dict[UUID, list[Share]], dict[UUID, Decimal]]:
    """The position on a day, the shares of each payment, and what fees had of them."""
    position = Position(history)
    shares: dict[UUID, list[Share]] = {}
    fees: dict[UUID, Decimal] = {}
    for payment in sorted(history.payments, key=lambda payment: (payment.received_on, payment.seq)):
        if payment.received_on <= to:
            position.advance(payment.received_on)
            shares[payment.id] = _take(position, payment, fees)
    position.advance(to)
    return position, shares, fees


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
