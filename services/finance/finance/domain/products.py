"""What the house sells: the bounds and rules of a product, which never change once it is made."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from lendkit.values.errors import Invalid

METHODS = ("interest_only", "capitalised", "prepaid", "annuity", "equal_principal", "flat", "custom")
AMORTISING = ("annuity", "equal_principal", "flat")  # these pay principal before the last due date
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


def check(product: Product) -> None:
    """Raises Invalid where bounds are upside down or the rules contradict each other."""
    errors = {pointer: [message] for pointer, message in _contradictions(product)}
    if errors:
        raise Invalid(errors)


def _contradictions(product: Product) -> Iterator[tuple[str, str]]:
    bounds = {
        "amount": (product.amount_min, product.amount_max),
        "rate": (product.rate_min, product.rate_max),
        "term": (product.term_min, product.term_max),
    }
    for name, (least, most) in bounds.items():
        if least is not None and most is not None and least > most:
            yield f"/{name}_max", "The most is below the least."
    if sorted(product.allocation_order) != sorted(ALLOCATION):
        yield "/allocation_order", f"Name each of {', '.join(ALLOCATION)} once."
    for name, given in (("balloon", product.balloon), ("principal_every", product.principal_every > 1)):
        if given and product.method not in AMORTISING:
            yield f"/{name}", "This method pays the principal at the end: leave this out."
    if product.interest_only_periods and product.method not in AMORTISING:
        yield "/interest_only_periods", "Only a method that pays principal on the way has this: leave it out."
