"""What a loan claims of a payment on the day that its account has reached."""

from decimal import Decimal
from functools import partial

from finance.domain.loan.account import LoanAccount
from finance.domain.loan.allocation import Claim, Urgency
from finance.domain.loan.history import ChargedFee
from finance.domain.loan.instalment import LoanInstalment


def of_loan(account: LoanAccount) -> list[Claim]:
    """Default interest, interest after the last due date, and every instalment that is due."""
    default, late, running = account.default_interest, account.late_interest, account.interest
    claims = [
        Claim("default_interest", Urgency.PAST_DUE, default.outstanding, default.pay),
        Claim("interest", Urgency.PAST_DUE, late, account.pay_late_interest),
    ]
    if account.schedule.current is None:
        claims.append(Claim("interest", Urgency.PAST_DUE, running.outstanding, running.pay))
    for row in account.schedule.instalments:
        if row.is_due:
            past = row.due_date < account.accrued_to
            claims += of_instalment(account, row, Urgency.PAST_DUE if past else Urgency.DUE)
    return claims


def of_instalment(account: LoanAccount, row: LoanInstalment, urgency: Urgency) -> list[Claim]:
    principal = partial(account.pay_principal, row)
    return [
        Claim("interest", urgency, row.interest_outstanding, row.pay_interest, row.number),
        Claim("principal", urgency, row.principal_outstanding, principal, row.number),
    ]


def of_fee(account: LoanAccount, fee: ChargedFee, paid: Decimal) -> Claim:
    """What is outstanding of a fee, of which payments on the loan have `paid` so much."""
    due, today = fee.due_date or fee.charged_on, account.accrued_to
    urgency = Urgency.PAST_DUE if due < today else Urgency.DUE if due == today else Urgency.NOT_YET_DUE
    return Claim("fees", urgency, fee.payable - paid, fee_id=fee.id)
