"""The history of a loan: the facts from which its account is worked out, again and again, to the same cent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from finance.domain.ledger.journal import Journal
from finance.domain.loan.allocation import Share
from finance.domain.loan.instalment import LoanInstalment
from finance.domain.schedule.products import ALLOCATION, Product
from finance.domain.schedule.terms import Terms

ScheduleBasis = tuple[str, int]  # the payment that led to a new schedule, the instalment after which it begins


@dataclass(frozen=True)
class Payment:
    """Money received, or an overpayment that was refunded. `target_instalment` is the number of the instalment it is
    for; `seq` is the order in which facts were recorded, which decides between those of one day."""

    id: UUID
    seq: int
    amount: Decimal
    received_on: date
    target_instalment: int | None = None
    order: tuple[str, ...] = ALLOCATION
    refund: bool = False


@dataclass(frozen=True)
class ChargedFee:
    """`payable` is what payments on the loan may pay of it: its amount less what was paid directly or waived."""

    id: UUID
    seq: int
    charged_on: date
    due_date: date | None
    payable: Decimal


@dataclass(frozen=True)
class History:
    loan_id: UUID
    terms: Terms
    rules: Product
    payments: Sequence[Payment] = ()
    fees: Sequence[ChargedFee] = ()


@dataclass(frozen=True)
class Balances:
    """What the ledger's accounts must hold for this loan; `unearned` is interest paid before it was earned."""

    principal: Decimal
    interest: Decimal
    default_interest: Decimal
    overpaid: Decimal
    unearned: Decimal


@dataclass(frozen=True)
class Outcome:
    """A loan as of a day, worked out from its history: what the ledger, the schedule and each payment must say.

    `shares` is by payment, `fees` what payments paid of each fee, `next_on` the next day on which anything changes."""

    as_of: date
    journals: list[Journal]
    instalments: list[LoanInstalment]
    shares: dict[UUID, list[Share]]
    fees: dict[UUID, Decimal]
    balances: Balances
    basis: list[ScheduleBasis]
    next_on: date | None
