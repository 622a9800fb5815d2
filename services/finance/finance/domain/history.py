"""What happened on a loan: the facts from which its whole book is worked out, again and again, to the same cent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from finance.domain.allocation import Share
from finance.domain.ledger import Journal
from finance.domain.products import ALLOCATION, Product
from finance.domain.rounding import ZERO
from finance.domain.terms import Terms


@dataclass(frozen=True)
class Payment:
    """Money that came in, or an overpayment that was given back. `aim` is the number of the instalment it is for;
    `seq` is the order in which facts were recorded, which decides between those of one day."""

    id: UUID
    seq: int
    amount: Decimal
    received_on: date
    aim: int | None = None
    order: tuple[str, ...] = ALLOCATION
    refund: bool = False


@dataclass(frozen=True)
class FeeFact:
    """`open` is what payments on the loan may pay of it: its amount without what was paid for itself or waived."""

    id: UUID
    seq: int
    charged_on: date
    due_date: date | None
    open: Decimal


@dataclass(frozen=True)
class History:
    loan_id: UUID
    terms: Terms
    rules: Product
    payments: Sequence[Payment] = ()
    fees: Sequence[FeeFact] = ()


@dataclass
class Row:
    """An instalment with what came in for it; until it is due its interest is a plan."""

    number: int
    due_date: date
    principal: Decimal
    interest: Decimal
    balance: Decimal
    capitalised: Decimal = ZERO
    interest_paid: Decimal = ZERO
    principal_paid: Decimal = ZERO
    in_advance: Decimal = ZERO
    is_due: bool = False
    paid_on: date | None = None

    @property
    def amount(self) -> Decimal:
        return self.principal + self.interest

    @property
    def interest_left(self) -> Decimal:
        return max(ZERO, self.interest - self.capitalised - self.interest_paid - self.in_advance)

    @property
    def principal_left(self) -> Decimal:
        return max(ZERO, self.principal + self.capitalised - self.principal_paid)

    @property
    def outstanding(self) -> Decimal:
        """Written out, because a replay asks every row on every day on which something happens."""
        interest = self.interest - self.capitalised - self.interest_paid - self.in_advance
        principal = self.principal + self.capitalised - self.principal_paid
        return (interest if interest > 0 else ZERO) + (principal if principal > 0 else ZERO)

    @property
    def touched(self) -> bool:
        return bool(self.interest_paid or self.principal_paid or self.in_advance)


@dataclass(frozen=True)
class Balances:
    """What the ledger's accounts must hold for this loan; `unearned` is interest that was paid before it was earned."""

    principal: Decimal
    interest: Decimal
    penalties: Decimal
    overpaid: Decimal
    unearned: Decimal


@dataclass(frozen=True)
class Outcome:
    """The book of a loan as of a day. `basis` names the payments that made the schedule new, and from which number."""

    as_of: date
    journals: list[Journal]
    rows: list[Row]
    shares: dict[UUID, list[Share]]
    fees: dict[UUID, Decimal]
    balances: Balances
    basis: list[list[object]]
    next_on: date | None
