"""What is left when everything due is paid: how much of it is interest in advance, and how much early principal."""

from collections.abc import Sequence
from decimal import Decimal

from finance.domain.loan.account import LoanAccount
from finance.domain.loan.instalment import LoanInstalment
from finance.domain.schedule.rounding import ZERO
from lendkit.values.money import CENT

ROUNDS = 8  # of the search below: each shrinks the error by the interest that a period earns


def split(
    account: LoanAccount, rows: Sequence[LoanInstalment], amount: Decimal, *, beyond: bool
) -> tuple[Decimal, Decimal]:
    """(interest, principal): the interest of these instalments in full, then their principal, then (`beyond`) the
    principal of later ones.

    Principal that is paid early saves interest, so how much goes to either is searched for.
    """
    most = account.principal if beyond else sum((row.principal_outstanding for row in rows), ZERO)
    principal = _principal(account, rows, amount, most)
    interest = min(amount - principal, _interest(account, rows, principal))
    if beyond and principal < most:  # where no split is exact, the odd cent is interest in advance
        interest = amount - principal
    return interest, principal


def _principal(account: LoanAccount, rows: Sequence[LoanInstalment], amount: Decimal, most: Decimal) -> Decimal:
    principal = ZERO
    for _ in range(ROUNDS):
        before, principal = principal, min(most, max(ZERO, amount - _interest(account, rows, principal)))
        if principal == before:  # the search has settled
            break
    near = (principal + step * CENT for step in (0, 1, -1, 2, -2))
    exact = (part for part in near if 0 <= part <= most and part + _interest(account, rows, part) == amount)
    return next(exact, principal)


def _interest(account: LoanAccount, rows: Sequence[LoanInstalment], principal: Decimal) -> Decimal:
    """The interest of these instalments that is still to be paid, if so much principal is paid today."""
    accrued = account.interest.outstanding
    if account.schedule.capitalising:
        return accrued
    whole = account.interest_to(rows[0].due_date, principal) - account.interest.paid
    later = sum((row.interest - row.interest_paid for row in rows[1:]), ZERO)
    return max(accrued, whole + later - account.unearned.prepaid)
