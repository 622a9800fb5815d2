"""The application of a payment to a loan: arrears, what is due, then early payment; the rest is an overpayment."""

from collections.abc import Sequence
from decimal import Decimal

from finance.domain.ledger import journal
from finance.domain.ledger.chart import ACCOUNT_OF
from finance.domain.loan import claims, payoff, surplus
from finance.domain.loan.account import LoanAccount
from finance.domain.loan.allocation import Claim, Share, Urgency, allocate, totals
from finance.domain.loan.history import Payment
from finance.domain.loan.instalment import LoanInstalment
from finance.domain.schedule.rounding import ZERO


class PaymentApplication:
    """One payment on the day that the account has reached. Its `shares` always add up to what is not `unallocated`."""

    def __init__(self, account: LoanAccount, payment: Payment) -> None:
        self.account = account
        self.payment = payment
        self.unallocated = payment.amount
        self.shares: list[Share] = []
        self.prepaid_interest = ZERO
        self.interest_rebate = ZERO

    def apply(self, fees: Sequence[Claim]) -> list[Share]:
        """Post interest to the day, meet every claim in turn, and record the journal. Returns the payment's shares."""
        account = self.account
        account.post_interest()
        self._restore_overpayment()
        self._pay_target()
        self._meet([*claims.of_loan(account), *fees])
        if payoff.clears(account, self.unallocated):
            self._pay_out()
        else:
            self._pay_early(account.schedule.upcoming[:1], beyond=True)
        self._allot("overpaid", self.unallocated)
        self._record()
        account.note_paid()
        return self.shares

    def _allot(self, component: str, amount: Decimal, number: int | None = None) -> None:
        if amount:
            self.shares.append(Share(component, amount, number))
            self.unallocated -= amount

    def _meet(self, asked: Sequence[Claim]) -> None:
        allocated, self.unallocated = allocate(self.unallocated, asked, self.payment.order)
        for claim, amount in allocated:
            claim.meet(amount)
            self.shares.append(claim.share(amount))

    def _restore_overpayment(self) -> None:
        """More was refunded than was overpaid (the payment behind it was reversed): that comes first."""
        if self.account.overpaid < 0:
            self._allot("overpaid", min(self.unallocated, -self.account.overpaid))

    def _pay_target(self) -> None:
        """The instalment that the payment is for, and those before it."""
        target = self.account.schedule.instalment(self.payment.target_instalment)
        if target is None:
            return
        if target.is_due:
            self._meet(claims.of_instalment(self.account, target, Urgency.DUE))
        else:
            rows = [row for row in self.account.schedule.upcoming if row.number <= target.number]
            self._pay_early(rows, beyond=False)

    def _pay_early(self, rows: Sequence[LoanInstalment], *, beyond: bool) -> None:
        """Instalments that are not due yet, and (`beyond`) principal of later ones."""
        if not rows or not self.unallocated:
            return
        interest, principal = surplus.split(self.account, rows, self.unallocated, beyond=beyond)
        self.prepaid_interest += self.account.pay_interest_in_advance(interest)
        self._allot("interest", interest, rows[0].number)
        *parts, later = self.account.pay_principal_early(rows, principal, self.payment.id)
        for row, part in zip(rows, parts, strict=True):
            self._allot("principal", part, row.number)
        self._allot("principal", later)

    def _pay_out(self) -> None:
        account = self.account
        if not account.principal:
            return
        interest, self.interest_rebate = payoff.interest_payable(account), payoff.interest_rebate(account)
        last = account.schedule.current
        number = None if last is None else last.number
        self._allot("interest", interest, number)
        self._allot("principal", account.principal - self.interest_rebate, number)
        account.pay_out(self.payment.id, interest, self.interest_rebate)

    def _record(self) -> None:
        sums = totals(self.shares)
        self.account.overpay(sums["overpaid"])
        credits = {ACCOUNT_OF[component]: amount for component, amount in sums.items() if amount}
        if self.prepaid_interest:
            credits["interest_receivable"] -= self.prepaid_interest
            credits["unearned_interest"] = self.prepaid_interest
        if self.interest_rebate:
            credits["loan_portfolio"] = credits.get("loan_portfolio", ZERO) + self.interest_rebate
        target = self.payment.target_instalment
        self.account.record(
            journal.repayment_received(
                self.account.accrued_to,
                {code: amount for code, amount in credits.items() if amount},
                interest_rebate=self.interest_rebate,
                payment_id=self.payment.id,
                number=self._first_instalment() if target is None else target,
            )
        )

    def _first_instalment(self) -> int | None:
        return next((share.number for share in self.shares if share.number is not None), None)
