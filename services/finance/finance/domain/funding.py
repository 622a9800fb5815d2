"""The funding table: what the client gets of the loan after everything that is withheld at settlement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from finance.domain import schedule
from finance.domain.fees import gst_of
from finance.domain.products import Product
from finance.domain.rounding import ZERO, cent
from finance.domain.terms import Terms
from lendkit.values.errors import Invalid

ORDER = (
    "establishment", "capitalised_interest", "prepaid_interest", "line", "brokerage", "application", "due_diligence",
    "legal", "valuation", "account", "working", "commitment", "other",
)  # fmt: skip


@dataclass(frozen=True)
class Fee:
    """Either an `amount`, GST included, or a `percent` of the loan; `gst` says whether it carries GST, None by type."""

    type: str
    amount: Decimal | None = None
    percent: Decimal | None = None
    gst: bool | None = None


@dataclass(frozen=True)
class Interest:
    """Interest that the loan itself pays: `method` is capitalised or prepaid, for so many `months` from settlement."""

    method: str
    annual_rate: Decimal
    months: int
    settlement_date: date
    day_count: str = "ACT/365F"


@dataclass(frozen=True)
class Deduction:
    type: str
    amount: Decimal
    gst: Decimal = ZERO


@dataclass(frozen=True)
class Table:
    loan_amount: Decimal
    deductions: tuple[Deduction, ...]

    @property
    def deducted(self) -> Decimal:
        return sum((deduction.amount for deduction in self.deductions), ZERO)

    @property
    def gst(self) -> Decimal:
        return sum((deduction.gst for deduction in self.deductions), ZERO)

    @property
    def net(self) -> Decimal:
        return self.loan_amount - self.deducted


def table(loan_amount: Decimal, fees: Sequence[Fee], interest: Interest | None, product: Product) -> Table:
    """The table. Raises Invalid when more is withheld than lent."""
    found = [_fee(fee, loan_amount, product.gst) for fee in fees]
    if interest is not None:
        found.append(Deduction(f"{interest.method}_interest", interest_of(loan_amount, interest)))
    made = Table(loan_amount, tuple(sorted(found, key=lambda deduction: ORDER.index(deduction.type))))
    if made.net < 0:
        words = f"The deductions of ${made.deducted:,} are more than the loan of ${loan_amount:,}: nothing is left."
        raise Invalid({"/fees": [words]}, code="deductions_exceed_loan", detail=words)
    return made


def interest_of(loan_amount: Decimal, interest: Interest) -> Decimal:
    """All interest of these months, by the schedule that a loan with them would have. Raises Invalid."""
    terms = Terms(
        principal=loan_amount,
        annual_rate=interest.annual_rate,
        method=interest.method,
        frequency="monthly",
        periods=interest.months,
        settlement_date=interest.settlement_date,
        day_count=interest.day_count,
    )
    try:
        return schedule.make(terms).totals.interest
    except Invalid as exc:
        messages = [message for found in exc.errors.values() for message in found]
        raise Invalid({"/interest": messages}) from exc


def _fee(fee: Fee, loan_amount: Decimal, gst: Mapping[str, bool]) -> Deduction:
    """The request's own word on GST stands over the product's, that over the rule by type."""
    share = Fraction(loan_amount) * Fraction(fee.percent or 0) / 100
    amount = cent(share) if fee.amount is None else fee.amount
    taxed = gst.get(fee.type) if fee.gst is None else fee.gst
    return Deduction(fee.type, amount, gst_of(fee.type, amount, taxed))
