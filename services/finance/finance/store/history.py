"""The history of a loan, from its row, its payments and the fees of its application."""

from collections.abc import Iterable

from finance.domain.loan.history import ChargedFee, History, Payment
from finance.store.fees import FeeRow
from finance.store.loans import LoanRow
from finance.store.payments import PaymentRow


def of_loan(loan: LoanRow, payments: Iterable[PaymentRow], fees: Iterable[FeeRow]) -> History:
    """All that happened to the loan and was not reversed."""
    return History(
        loan_id=loan.id,
        terms=loan.terms,
        rules=loan.rules,
        payments=[_payment(row) for row in payments if row.status == "received"],
        fees=[ChargedFee(row.id, row.seq, row.charged_on, row.due_date, row.fee.payable_by_loan) for row in fees],
    )


def _payment(row: PaymentRow) -> Payment:
    return Payment(row.id, row.seq, row.amount, row.received_on, row.target_instalment, row.order, row.kind == "refund")
