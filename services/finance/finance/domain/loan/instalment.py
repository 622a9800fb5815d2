"""An instalment of a running loan: as planned until it falls due, then what is owed, and what has been paid of it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from finance.domain.schedule.amortisation import Instalment
from finance.domain.schedule.rounding import ZERO


@dataclass
class LoanInstalment:
    """Changed only through its methods. `interest_prepaid` is interest paid in advance and earmarked for it."""

    number: int
    due_date: date
    principal: Decimal
    interest: Decimal
    balance: Decimal
    capitalised: Decimal = ZERO
    interest_paid: Decimal = ZERO
    principal_paid: Decimal = ZERO
    interest_prepaid: Decimal = ZERO
    is_due: bool = False
    paid_on: date | None = None

    @classmethod
    def planned(cls, row: Instalment) -> "LoanInstalment":
        return cls(row.number, row.due_date, row.principal, row.interest, row.balance, row.capitalised)

    @property
    def amount(self) -> Decimal:
        return self.principal + self.interest

    @property
    def interest_outstanding(self) -> Decimal:
        return max(ZERO, self.interest - self.capitalised - self.interest_paid - self.interest_prepaid)

    @property
    def principal_outstanding(self) -> Decimal:
        return max(ZERO, self.principal + self.capitalised - self.principal_paid)

    @property
    def outstanding(self) -> Decimal:
        """Written out, because every instalment is asked on every day on which something happens."""
        interest = self.interest - self.capitalised - self.interest_paid - self.interest_prepaid
        principal = self.principal + self.capitalised - self.principal_paid
        return (interest if interest > 0 else ZERO) + (principal if principal > 0 else ZERO)

    @property
    def partly_paid(self) -> bool:
        return bool(self.interest_paid or self.principal_paid or self.interest_prepaid)

    # before it is due

    def expect_interest(self, interest: Decimal) -> None:
        """Its interest will be this much, by the balance of today."""
        self.interest = interest

    def expect_balance(self, balance: Decimal) -> None:
        """The loan will owe this much after it."""
        self.balance = balance

    def capitalise(self, interest: Decimal) -> None:
        """`interest` joins the principal instead of being paid."""
        self.capitalised, self.principal = interest, -interest

    def withhold(self, day: date) -> None:
        """Its interest was deducted from the advance at settlement."""
        self.interest_paid, self.is_due, self.paid_on = self.interest, True, day

    def note_interest_paid(self, amount: Decimal) -> None:
        """So much of the interest earned in its period so far has been paid."""
        self.interest_paid = amount

    def earmark(self, prepaid: Decimal) -> Decimal:
        """Takes what it needs of the `prepaid` interest. Returns that."""
        self.interest_prepaid = ZERO
        self.interest_prepaid = min(prepaid, self.interest_outstanding)
        return self.interest_prepaid

    # due and paid

    def fall_due(self, interest: Decimal, interest_paid: Decimal) -> None:
        """Its interest is final: what the period posted, and what was paid of that."""
        self.interest, self.interest_paid, self.interest_prepaid = interest, interest_paid, ZERO
        self.is_due = True

    def pay_interest(self, amount: Decimal) -> None:
        if not ZERO <= amount <= self.interest_outstanding:
            raise ValueError(f"instalment {self.number}: {amount} of {self.interest_outstanding} interest")
        self.interest_paid += amount

    def pay_principal(self, amount: Decimal) -> None:
        if not ZERO <= amount <= self.principal_outstanding:
            raise ValueError(f"instalment {self.number}: {amount} of {self.principal_outstanding} principal")
        self.principal_paid += amount

    def note_paid(self, day: date) -> None:
        """Paid since `day`, or no longer paid, by what is outstanding."""
        if self.outstanding:
            self.paid_on = None
        elif self.paid_on is None and (self.is_due or self.amount > 0):
            self.paid_on = day

    def pay_out(self, day: date, principal: Decimal, interest: Decimal) -> None:
        """The loan was paid out on `day`: this is its last instalment, and fell due then."""
        self.due_date, self.is_due = day, True
        self.capitalised = self.balance = self.interest_prepaid = ZERO
        self.principal = self.principal_paid = self.principal_paid + principal
        self.interest = self.interest_paid = interest
