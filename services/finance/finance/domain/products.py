"""What the house sells: the bounds and rules of a product, which never change once it is made."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

ALLOCATION = ("penalties", "fees", "interest", "principal")
DEFAULT_ON = ("overdue", "balance")  # what default interest runs on
PAYOFFS = ("to_date", "period_end")  # to which day interest is asked on early payout


@dataclass(frozen=True)
class Product:
    """`frequency` None: the application says. `rate_*` and `default_margin` are percent a year, `term_*` months,
    `max_lvr` and `balloon` percent. `gst` says for a fee type whether it carries GST, over the rule by type."""

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


DEFAULT = Product(name="Interest only")


def outside(product: Product, amount: Decimal, rate: Decimal, term_months: int) -> list[dict[str, str]]:
    """What of the terms is outside the product, as `{code, detail}`."""
    return list(_outside(product, amount, rate, term_months))


def _outside(product: Product, amount: Decimal, rate: Decimal, term: int) -> Iterator[dict[str, str]]:
    checks = (
        ("loan_amount", amount, product.amount_min, product.amount_max, "The loan amount of {}"),
        ("interest_rate", rate, product.rate_min, product.rate_max, "The rate of {} %"),
        ("loan_term", term, product.term_min, product.term_max, "The term of {} months"),
    )
    for code, value, least, most, words in checks:
        if least is not None and value < least:
            yield {
                "code": f"{code}_outside",
                "detail": f"{words.format(value)} is below the {least} of {product.name}.",
            }
        if most is not None and value > most:
            yield {"code": f"{code}_outside", "detail": f"{words.format(value)} is above the {most} of {product.name}."}
