"""Interest as it accrues: exact by the day, posted in whole cents, paid."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from finance.domain.schedule.rounding import ZERO, cent


@dataclass
class Accrual:
    """Interest of the running period, or default interest. Posting round(earned) less what was posted before keeps
    days from adding rounding. Always 0 ≤ paid ≤ posted."""

    earned: Fraction = Fraction(0)
    posted: Decimal = ZERO
    paid: Decimal = ZERO

    @property
    def unposted(self) -> Decimal:
        return max(ZERO, cent(self.earned) - self.posted)

    @property
    def outstanding(self) -> Decimal:
        """Posted and not paid."""
        return self.posted - self.paid

    def earn(self, interest: Fraction) -> None:
        self.earned += interest

    def post(self, amount: Decimal) -> None:
        self.posted += amount

    def pay(self, amount: Decimal) -> None:
        if not ZERO <= amount <= self.outstanding:
            raise ValueError(f"{amount} of {self.outstanding} interest")
        self.paid += amount


@dataclass
class UnearnedInterest:
    """Interest that was paid before it is earned: `withheld` at settlement and released as time passes, and
    `prepaid` by the borrower for periods to come. Always 0 ≤ released ≤ withheld, and prepaid ≥ 0."""

    balance: Decimal = ZERO
    withheld: Decimal = ZERO
    released: Decimal = ZERO

    @property
    def locked(self) -> Decimal:
        """What was withheld for the whole term and has still to be earned by time."""
        return self.withheld - self.released

    @property
    def prepaid(self) -> Decimal:
        """Interest paid in advance, for periods to come."""
        return self.balance - self.locked

    def withhold(self, amount: Decimal) -> None:
        self.balance = self.withheld = amount

    def release(self, passed: Fraction) -> Decimal:
        """What is earned of the withheld interest when this part of the term has passed, less what was before."""
        earned = max(ZERO, min(cent(Fraction(self.withheld) * passed) - self.released, self.balance))
        self.released += earned
        self.balance -= earned
        return earned

    def prepay(self, amount: Decimal) -> None:
        self.balance += amount

    def use_prepaid(self, accrued: Decimal) -> Decimal:
        """The part of `accrued` that prepaid interest pays."""
        used = max(ZERO, min(self.prepaid, accrued))
        self.balance -= used
        return used

    def rebate(self, amount: Decimal) -> None:
        """Credited to the borrower at payoff."""
        if amount > self.balance:
            raise ValueError(f"a rebate of {amount} from {self.balance} unearned interest")
        self.balance -= amount

    def close(self) -> Decimal:
        """The loan ends: what is left is earned. Returns it."""
        remaining = self.balance
        self.balance = self.withheld = self.released = ZERO
        return remaining
