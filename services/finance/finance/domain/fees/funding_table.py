"""The funding table: the net advance of a loan, after everything that is deducted at settlement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from finance.domain.fees.fee import gst_of
from finance.domain.schedule.amortisation import amortise
from finance.domain.schedule.products import Product
from finance.domain.schedule.rounding import ZERO, cent
from finance.domain.schedule.terms import Terms
from lendkit.values.en_au import dollars
from lendkit.values.errors import Invalid

ORDER = (
    "establishment", "capitalised_interest", "prepaid_interest", "line", "brokerage", "application", "due_diligence",
    "legal", "valuation", "account", "working", "commitment", "other",
)  # fmt: skip


@dataclass(frozen=True)
class FundingFee:
    """An `amount`, GST included, or a `percent` of the loan; `gst`: whether it includes GST, None by its type."""

    type: str
    amount: Decimal | None = None
    percent: Decimal | None = None
    gst: bool | None = None


@dataclass(frozen=True)
class FundingInterest:
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
class FundingTable:
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
        """The net advance: what the borrower receives."""
        return self.loan_amount - self.deducted


def calculate(
    loan_amount: Decimal, fees: Sequence[FundingFee], interest: FundingInterest | None, product: Product
) -> FundingTable:
    """The table. Raises Invalid where the deductions exceed the loan."""
    deductions = [_fee(fee, loan_amount, product.gst) for fee in fees]
    if interest is not None:
        deductions.append(Deduction(f"{interest.method}_interest", interest_amount(loan_amount, interest)))
    table = FundingTable(loan_amount, tuple(sorted(deductions, key=lambda deduction: ORDER.index(deduction.type))))
    if table.net < 0:
        detail = f"Deductions of {dollars(table.deducted)} exceed the loan of {dollars(loan_amount)}."
        raise Invalid({"/fees": [detail]}, code="deductions_exceed_loan", detail=detail)
    return table


def interest_amount(loan_amount: Decimal, interest: FundingInterest) -> Decimal:
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
        return amortise(terms).totals.interest
    except Invalid as exc:
        messages = [message for messages in exc.errors.values() for message in messages]
        raise Invalid({"/interest": messages}) from exc


def _fee(fee: FundingFee, loan_amount: Decimal, gst: Mapping[str, bool]) -> Deduction:
    """The request decides on GST before the product, the product before the fee's type."""
    share = Fraction(loan_amount) * Fraction(fee.percent or 0) / 100
    amount = cent(share) if fee.amount is None else fee.amount
    taxed = gst.get(fee.type) if fee.gst is None else fee.gst
    return Deduction(fee.type, amount, gst_of(fee.type, amount, taxed))
