"""What the loan itself pays at settlement: the fees that its funding table keeps back."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from finance.domain.fees import Fee
from finance.domain.funding import Deduction
from finance.domain.rounding import ZERO, cent
from lendkit.contracts.choices import FEE_TYPES


def split(deductions: Sequence[Deduction], fees: Sequence[tuple[UUID, Fee]]) -> tuple[list[UUID], list[Deduction]]:
    """(the waiting fees that are withheld whole, what is withheld and was never charged).

    What came in for a fee before is not withheld again. A waiting fee that a deduction does not cover stays waiting,
    and the deduction with it: nobody guesses which of the two amounts was meant.
    """
    withheld: list[UUID] = []
    uncharged: list[Deduction] = []
    for deduction in _by_type(deductions):
        alike = [(id, fee) for id, fee in fees if fee.type == deduction.type and fee.status in ("waiting", "paid")]
        waiting = [(id, fee) for id, fee in alike if fee.status == "waiting"]
        left = deduction.amount - sum((fee.paid for _, fee in alike), ZERO)
        rest = left - sum((fee.left for _, fee in waiting), ZERO)
        if rest < 0:
            continue
        withheld += [id for id, _ in waiting]
        if rest > 0:
            share = Fraction(rest) / Fraction(deduction.amount)
            uncharged.append(Deduction(deduction.type, rest, cent(Fraction(deduction.gst) * share)))
    return withheld, uncharged


def _by_type(deductions: Sequence[Deduction]) -> list[Deduction]:
    """Fees only, those of one type together."""
    sums: dict[str, tuple[Decimal, Decimal]] = {}
    for each in deductions:
        if each.type in FEE_TYPES:
            amount, gst = sums.get(each.type, (ZERO, ZERO))
            sums[each.type] = (amount + each.amount, gst + each.gst)
    return [Deduction(type, amount, gst) for type, (amount, gst) in sums.items() if amount > 0]
