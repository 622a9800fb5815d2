"""What paying a loan out early takes: the interest of the running period, less unearned interest that is rebated."""

from decimal import Decimal

from finance.domain.loan.account import LoanAccount
from finance.domain.schedule.rounding import ZERO


def clears(account: LoanAccount, amount: Decimal) -> bool:
    """Whether `amount`, with everything due paid before, pays the loan out today."""
    if not account.principal:
        return account.schedule.current is None or not account.interest.outstanding
    return amount >= account.principal + interest_payable(account) - interest_rebate(account)


def interest_payable(account: LoanAccount) -> Decimal:
    """Interest to today, or of the whole running period where the product asks for it."""
    row, accrued = account.schedule.current, account.interest.outstanding
    if row is None or account.history.rules.payoff == "to_date":
        return accrued
    return max(accrued, account.interest_to(row.due_date) - account.interest.paid)


def interest_rebate(account: LoanAccount) -> Decimal:
    """Unearned interest that is credited to the borrower: what was withheld at settlement only where the product
    refunds it."""
    kept = ZERO if account.history.rules.prepaid_refund else account.unearned.locked
    return min(account.unearned.balance - kept, account.principal)
