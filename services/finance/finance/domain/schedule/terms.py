"""The terms of a loan contract: the schedule is a pure function of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from finance.domain.schedule.frequency import MONTHS, WEEKS, add_months
from finance.domain.schedule.products import DEFAULT, Product
from finance.domain.schedule.rounding import cent

DAY_COUNTS = ("ACT/365F", "ACT/ACT", "30/360", "ACT/364")
_COPIED = (
    "principal", "annual_rate", "method", "frequency", "periods", "settlement_date", "first_due_date", "day_count",
    "interest_only_periods", "capitalised_periods", "principal_every", "lower_rate",
)  # fmt: skip


@dataclass(frozen=True)
class Draw:
    """A part of the principal that is drawn on `date`."""

    date: date
    amount: Decimal


@dataclass(frozen=True)
class PlannedInstalment:
    """A due date of a `custom` schedule, and the principal to be paid on it."""

    due_date: date
    principal: Decimal


@dataclass(frozen=True)
class Terms:
    """`annual_rate` is percent a year. `principal` is the whole facility: what `draws` leave of it is drawn at
    settlement. `balloon` is an amount left to the last due date. `periods` counts instalments, or the months to the
    only one where the frequency is `at_maturity`. The first `capitalised_periods` let interest join the principal, the
    next `interest_only_periods` pay interest, after that principal is due in every `principal_every`-th period.
    `lower_rate` is the rate for payment on time, where the contract states two rates: it is stored, not used."""

    principal: Decimal
    annual_rate: Decimal
    method: str
    frequency: str
    periods: int
    settlement_date: date
    first_due_date: date | None = None
    day_count: str = "ACT/365F"
    balloon: Decimal | None = None
    interest_only_periods: int = 0
    capitalised_periods: int = 0
    principal_every: int = 1
    draws: Sequence[Draw] = ()
    planned: Sequence[PlannedInstalment] = ()
    lower_rate: Decimal | None = None

    @property
    def capitalised(self) -> int:
        """How many periods capitalise interest: the method `capitalised` without a number means all."""
        return self.capitalised_periods or (self.periods if self.method == "capitalised" else 0)

    @property
    def grace(self) -> int:
        """How many periods at the start pay no principal."""
        return self.capitalised + self.interest_only_periods


def of_application(
    loan_amount: Decimal,
    loan_term_months: int,
    rate: Decimal,
    frequency: str | None,
    product: Product | None,
    capitalised_months: int,
    settled_on: date,
) -> Terms:
    """The terms of an application and its product; monthly, and the default product, where not given."""
    product = product or DEFAULT
    frequency = product.frequency or frequency or "monthly"
    periods = instalment_count(loan_term_months, frequency)
    return Terms(
        principal=loan_amount,
        annual_rate=rate,
        method=product.method,
        frequency=frequency,
        periods=loan_term_months if frequency == "at_maturity" else periods,
        settlement_date=settled_on,
        first_due_date=_front_stub(settled_on, loan_term_months, frequency, periods),
        day_count=product.day_count,
        balloon=None if product.balloon is None else cent(Fraction(loan_amount) * Fraction(product.balloon) / 100),
        interest_only_periods=product.interest_only_periods,
        capitalised_periods=_capitalised(product, capitalised_months, frequency, periods),
        principal_every=product.principal_every,
    )


def instalment_count(months: int, frequency: str) -> int:
    """How many instalments so many months have: a week is a 52nd of a year, and a part counts as one."""
    if frequency == "at_maturity":
        return 1
    if frequency in WEEKS:
        return max(1, (months * 52 + 6 * WEEKS[frequency]) // (12 * WEEKS[frequency]))
    return -(-months // MONTHS[frequency])


def _front_stub(settled_on: date, months: int, frequency: str, periods: int) -> date | None:
    """Where the months are no whole number of periods, the first is the short one, so that the last ends the term."""
    short = months % MONTHS[frequency] if frequency in MONTHS else 0
    return add_months(settled_on, short) if short else None


def _capitalised(product: Product, months: int, frequency: str, periods: int) -> int:
    """Interest of a single period is paid at its end anyway, prepaid and flat interest joins nothing."""
    if not months or frequency == "at_maturity" or product.method in ("prepaid", "flat"):
        return 0
    return min(periods, instalment_count(months, frequency))


def of_request(body: Mapping[str, Any]) -> Terms:
    """The terms of a request body; what is left out or null has its default."""
    copied = {name: body[name] for name in _COPIED if body.get(name) is not None}
    return Terms(
        **copied,
        balloon=balloon_of(body.get("balloon"), body["principal"]),
        draws=tuple(Draw(**draw) for draw in body.get("draws") or ()),
        planned=tuple(PlannedInstalment(**planned) for planned in body.get("instalments") or ()),
    )


def balloon_of(balloon: Decimal | str | None, principal: Decimal) -> Decimal | None:
    """An amount unchanged; a percentage of the principal (`60%`) to the cent."""
    if isinstance(balloon, str):
        return cent(Fraction(principal) * Fraction(balloon.rstrip("%")) / 100)
    return balloon
