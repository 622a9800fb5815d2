"""Which fees are deducted from the loan at settlement: those that its funding table withholds."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from finance.domain.fees.fee import Fee
from finance.domain.fees.funding_table import Deduction
from finance.domain.schedule.rounding import ZERO, cent
from lendkit.contracts.choices import FEE_TYPES


def split(deductions: Sequence[Deduction], fees: Sequence[tuple[UUID, Fee]]) -> tuple[list[UUID], list[Deduction]]:
    """(the unpaid fees that are withheld in full, what is withheld and was never charged).

    What was paid of a fee before is not withheld again. An unpaid fee that a deduction does not cover stays unpaid,
    and the deduction is left out: which of the two amounts was meant is not guessed.
    """
    withheld: list[UUID] = []
    uncharged: list[Deduction] = []
    for deduction in _by_type(deductions):
        charged = [(id, fee) for id, fee in fees if fee.type == deduction.type and fee.status in ("waiting", "paid")]
        waiting = [(id, fee) for id, fee in charged if fee.status == "waiting"]
        unpaid = deduction.amount - sum((fee.paid for _, fee in charged), ZERO)
        extra = unpaid - sum((fee.outstanding for _, fee in waiting), ZERO)
        if extra < 0:
            continue
        withheld += [id for id, _ in waiting]
        if extra > 0:
            share = Fraction(extra) / Fraction(deduction.amount)
            uncharged.append(Deduction(deduction.type, extra, cent(Fraction(deduction.gst) * share)))
    return withheld, uncharged


def _by_type(deductions: Sequence[Deduction]) -> list[Deduction]:
    """Fees only, those of one type together."""
    sums: dict[str, tuple[Decimal, Decimal]] = {}
    for deduction in deductions:
        if deduction.type in FEE_TYPES:
            amount, gst = sums.get(deduction.type, (ZERO, ZERO))
            sums[deduction.type] = (amount + deduction.amount, gst + deduction.gst)
    return [Deduction(type, amount, gst) for type, (amount, gst) in sums.items() if amount > 0]
