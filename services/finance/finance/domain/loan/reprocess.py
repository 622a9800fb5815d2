"""Reprocess a loan: work its account out from its history. The same facts give the same journals, whenever it is done.

A payment, a backdated payment, a reversal and the passing of time are all this: reprocess, post what is new, and
mirror what no longer holds.
"""

from datetime import date
from decimal import Decimal
from uuid import UUID

from finance.domain.loan import claims
from finance.domain.loan.account import LoanAccount
from finance.domain.loan.allocation import Share
from finance.domain.loan.history import Balances, History, Outcome, Payment
from finance.domain.loan.payment_application import PaymentApplication
from finance.domain.schedule.rounding import ZERO


def reprocess(history: History, as_of: date) -> Outcome:
    """Everything up to and with `as_of`, which is no earlier than settlement; later payments are left out."""
    account, shares, fees = apply_payments(history, as_of)
    account.note_paid()
    return Outcome(
        as_of=account.accrued_to,
        journals=account.journals,
        instalments=account.schedule.instalments,
        shares=shares,
        fees=fees,
        balances=_balances(account),
        basis=account.schedule.basis,
        next_on=account.next_stop(),
    )


def apply_payments(history: History, to: date) -> tuple[LoanAccount, dict[UUID, list[Share]], dict[UUID, Decimal]]:
    """(the account on a day, the shares of each payment, what payments paid of each fee)."""
    account = LoanAccount(history)
    shares: dict[UUID, list[Share]] = {}
    fees: dict[UUID, Decimal] = {}
    for payment in sorted(history.payments, key=lambda payment: (payment.received_on, payment.seq)):
        if payment.received_on <= to:
            account.advance(payment.received_on)
            shares[payment.id] = _apply(account, payment, fees)
    account.advance(to)
    return account, shares, fees


def _apply(account: LoanAccount, payment: Payment, fees: dict[UUID, Decimal]) -> list[Share]:
    if payment.refund:
        account.refund(payment.id, payment.amount)
        return [Share("overpaid", payment.amount)]
    charged = [
        claims.of_fee(account, fee, fees.get(fee.id, ZERO))
        for fee in account.history.fees
        if fee.charged_on <= account.accrued_to and fee.seq < payment.seq
    ]
    shares = PaymentApplication(account, payment).apply(charged)
    for share in shares:
        if share.fee_id is not None:
            fees[share.fee_id] = fees.get(share.fee_id, ZERO) + share.amount
    return shares


def _balances(account: LoanAccount) -> Balances:
    due = sum((row.interest_outstanding for row in account.schedule.instalments if row.is_due), ZERO)
    return Balances(
        principal=account.principal,
        interest=due + account.interest.outstanding + account.late_interest,
        default_interest=account.default_interest.outstanding,
        overpaid=account.overpaid,
        unearned=account.unearned.balance,
    )
