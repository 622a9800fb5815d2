"""Loan products: their limits and rules, which never change once the product exists."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from lendkit.values import en_au
from lendkit.values.errors import Invalid

METHODS = ("interest_only", "capitalised", "prepaid", "annuity", "equal_principal", "flat", "custom")
AMORTISING = ("annuity", "equal_principal", "flat")  # these pay principal before the last due date
ALLOCATION = ("default_interest", "fees", "interest", "principal")  # what a payment is applied to, in order
DEFAULT_ON = ("overdue", "balance")  # what default interest runs on
PAYOFFS = ("to_date", "period_end")  # up to which day an early payout pays interest


@dataclass(frozen=True)
class Product:
    """`frequency` None: the application decides. `rate_*` and `default_margin` are percent a year, `term_*` months,
    `max_lvr` and `balloon` percent. `gst` overrides by fee type whether it includes GST."""

    name: str
    method: str = "interest_only"
    frequency: str | None = None
    day_count: str = "ACT/365F"
    balloon: Decimal | None = None
    interest_only_periods: int = 0
    principal_every: int = 1
    amount_min: Decimal | None = None
    amount_max: Decimal | None = None
    rate_min: Decimal | None = None
    rate_max: Decimal | None = None
    term_min: int | None = None
    term_max: int | None = None
    max_lvr: Decimal | None = None
    allocation_order: tuple[str, ...] = ALLOCATION
    default_margin: Decimal = Decimal(0)
    default_on: str = "overdue"
    grace_days: int = 0
    payoff: str = "to_date"
    prepaid_refund: bool = True
    gst: Mapping[str, bool] = field(default_factory=dict)


Limit = TypeVar("Limit", Decimal, int)

DEFAULT = Product(name="Interest only")


def outside(product: Product, amount: Decimal, rate: Decimal, term_months: int) -> list[dict[str, str]]:
    """Which of the terms are outside the product's limits, as `{code, detail}`."""
    amounts, rates, terms = (
        (product.amount_min, product.amount_max),
        (product.rate_min, product.rate_max),
        (product.term_min, product.term_max),
    )
    return [
        {"code": f"{code}_outside", "detail": detail.format(product.name)}
        for code, details in (
            ("loan_amount", _breaches("loan amount", amount, amounts, en_au.dollars)),
            ("interest_rate", _breaches("rate", rate, rates, en_au.rate)),
            ("loan_term", _breaches("term", term_months, terms, _months)),
        )
        for detail in details
    ]


def _breaches(
    noun: str, value: Limit, limits: tuple[Limit | None, Limit | None], written: Callable[[Limit], str]
) -> Iterator[str]:
    """Sentences with `{}` for the product's name."""
    least, most = limits
    if least is not None and value < least:
        yield f"The {noun} of {written(value)} is below the {{}} minimum of {written(least)}"
    if most is not None and value > most:
        yield f"The {noun} of {written(value)} is above the {{}} maximum of {written(most)}"


def _months(count: int) -> str:
    return en_au.plural(count, "month")


def check(product: Product) -> None:
    """Raises Invalid where limits are reversed or the rules contradict each other."""
    errors = {pointer: [message] for pointer, message in _contradictions(product)}
    if errors:
        raise Invalid(errors)


def _contradictions(product: Product) -> Iterator[tuple[str, str]]:
    limits = {
        "amount": (product.amount_min, product.amount_max),
        "rate": (product.rate_min, product.rate_max),
        "term": (product.term_min, product.term_max),
    }
    for name, (least, most) in limits.items():
        if least is not None and most is not None and least > most:
            yield f"/{name}_max", "The maximum can't be below the minimum."
    if sorted(product.allocation_order) != sorted(ALLOCATION):
        yield "/allocation_order", "Name default interest, fees, interest and principal once each."
    for name, is_set in (("balloon", product.balloon), ("principal_every", product.principal_every > 1)):
        if is_set and product.method not in AMORTISING:
            yield f"/{name}", "This method repays principal at maturity: leave this blank."
    if product.interest_only_periods and product.method not in AMORTISING:
        yield "/interest_only_periods", "Only a method that repays principal in instalments has this: leave it blank."
