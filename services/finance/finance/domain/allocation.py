"""Where the money of a payment goes: past due, then due, then in advance; inside each by the product's order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from finance.domain.rounding import ZERO
from lendkit.values import money

PAST_DUE, DUE, IN_ADVANCE = range(3)
PARTS = ("penalties", "fees", "interest", "principal", "overpaid")
ACCOUNT_OF = {
    "penalties": "penalties_receivable",
    "fees": "fees_receivable",
    "interest": "interest_receivable",
    "principal": "loan_portfolio",
    "overpaid": "overpayment_liability",
}


@dataclass(frozen=True)
class Claim:
    """An amount that is asked for: of an instalment (`number`) or a fee, or of the loan as such."""

    part: str
    stage: int
    amount: Decimal
    number: int | None = None
    fee_id: UUID | None = None


@dataclass(frozen=True)
class Share:
    """What of a payment went to one claim."""

    part: str
    amount: Decimal
    number: int | None = None
    fee_id: UUID | None = None

    def as_record(self) -> dict[str, Any]:
        record: dict[str, Any] = {"part": self.part, "amount": money.text(self.amount)}
        return record | {
            name: value for name, value in (("number", self.number), ("fee_id", self.fee_id)) if value is not None
        }


def allocate(amount: Decimal, claims: Iterable[Claim], order: Sequence[str]) -> tuple[list[Share], Decimal]:
    """The shares of the claims, and what is left when all are met; of equal claims the first given comes first."""
    shares = []
    for claim in sorted(claims, key=lambda claim: (claim.stage, order.index(claim.part))):
        paid = min(amount, claim.amount)
        if paid > 0:
            shares.append(Share(claim.part, paid, claim.number, claim.fee_id))
            amount -= paid
    return shares, amount


def totals(shares: Iterable[Share]) -> dict[str, Decimal]:
    """By part; all five are there."""
    sums = dict.fromkeys(PARTS, ZERO)
    for share in shares:
        sums[share.part] += share.amount
    return sums
