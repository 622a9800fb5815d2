"""The payout figure of a loan on a day, found by paying it out: a quote and the payment can never disagree."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from finance.domain.loan import claims
from finance.domain.loan.account import LoanAccount
from finance.domain.loan.allocation import totals
from finance.domain.loan.history import History, Payment
from finance.domain.loan.payment_application import PaymentApplication
from finance.domain.loan.reprocess import apply_payments
from finance.domain.schedule.rounding import ZERO
from lendkit.values.en_au import day
from lendkit.values.errors import Invalid

LONGEST = 60  # years after settlement


@dataclass(frozen=True)
class PayoffQuote:
    """What clears the loan, without fees. `interest_rebate` is unearned interest credited to the borrower, `overpaid`
    what was paid too much before; `total` is less both."""

    principal: Decimal
    interest: Decimal
    default_interest: Decimal
    interest_rebate: Decimal
    overpaid: Decimal
    total: Decimal


def quote(history: History, on: date) -> PayoffQuote:
    """The payout figure on a day; fees are added by whoever knows them. Raises Invalid for a day before settlement,
    or too far ahead."""
    settled = history.terms.settlement_date
    if not settled <= on <= date(settled.year + LONGEST, 12, 31):
        raise Invalid({"/on": [f"The loan settled on {day(settled)}: choose a day within {LONGEST} years of it."]})
    account = apply_payments(history, on)[0]
    overpaid, principal = account.overpaid, account.principal
    last = max((payment.seq for payment in history.payments), default=0) + 1
    payment = Payment(history.loan_id, last, _enough(account), on, order=history.rules.allocation_order)
    application = PaymentApplication(account, payment)
    paid = totals(application.apply([]))
    return PayoffQuote(
        principal=principal,
        interest=paid["interest"],
        default_interest=paid["default_interest"],
        interest_rebate=application.interest_rebate,
        overpaid=overpaid,
        total=paid["principal"] + paid["interest"] + paid["default_interest"] - overpaid,
    )


def _enough(account: LoanAccount) -> Decimal:
    """More than a payoff can ask for: what is paid beyond it becomes an overpayment, which the quote leaves out."""
    account.post_interest()
    asked = sum((claim.amount for claim in claims.of_loan(account)), ZERO)
    period = account.interest.outstanding + account.interest_to(account.schedule.period.end)
    return asked + account.principal + period + abs(account.overpaid) + 1
