"""Allocation of a payment to what is owed: past due, then due, then not yet due; inside each by the product's order."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from uuid import UUID

from finance.domain.schedule.rounding import ZERO

COMPONENTS = ("default_interest", "fees", "interest", "principal", "overpaid")


class Urgency(IntEnum):
    """A payment meets the lowest first."""

    PAST_DUE = 0
    DUE = 1
    NOT_YET_DUE = 2


@dataclass(frozen=True)
class Share:
    """What of a payment went to one claim: of an instalment (`number`), of a fee, or of the loan as such."""

    component: str
    amount: Decimal
    number: int | None = None
    fee_id: UUID | None = None


def _ignore(_: Decimal) -> None:
    """Nothing on the loan's account changes."""


@dataclass(frozen=True)
class Claim:
    """An amount that a payment should meet. `meet` posts what it gets to the account that made the claim."""

    component: str
    urgency: Urgency
    amount: Decimal
    meet: Callable[[Decimal], None] = _ignore
    number: int | None = None
    fee_id: UUID | None = None

    def share(self, amount: Decimal) -> Share:
        return Share(self.component, amount, self.number, self.fee_id)


def allocate(
    amount: Decimal, claims: Iterable[Claim], order: Sequence[str]
) -> tuple[list[tuple[Claim, Decimal]], Decimal]:
    """(what each claim gets, what of the amount is unallocated); of equal claims the first in the list comes first."""
    allocated = []
    for claim in sorted(claims, key=lambda claim: (claim.urgency, order.index(claim.component))):
        paid = min(amount, claim.amount)
        if paid > 0:
            allocated.append((claim, paid))
            amount -= paid
    return allocated, amount


def totals(shares: Iterable[Share]) -> dict[str, Decimal]:
    """By component; all five are there."""
    sums = dict.fromkeys(COMPONENTS, ZERO)
    for share in shares:
        sums[share.component] += share.amount
    return sums
