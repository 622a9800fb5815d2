"""Amortisation: the schedule of instalments that follows from the terms. A change of terms makes a new schedule.

The interest of a period is round(balance × its part of the year × rate), where the balance is that of each day: draws
raise it on their date. The last instalment pays the balance that is left and its interest, so rounding ends there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from finance.domain.schedule import due_dates, methods, validation
from finance.domain.schedule.day_count import nominal_step, year_fraction
from finance.domain.schedule.due_dates import Period
from finance.domain.schedule.methods import RepaymentMethod
from finance.domain.schedule.rounding import ZERO, cent
from finance.domain.schedule.terms import Draw, Terms
from lendkit.values.errors import Invalid
from lendkit.values.money import LARGEST


@dataclass(frozen=True)
class Instalment:
    """`amount` = principal + interest + fees falls due; `balance` is what is owed after it. Where interest joins the
    principal, `capitalised` says how much: the principal is negative by it, and nothing falls due."""

    number: int
    due_date: date
    principal: Decimal
    interest: Decimal
    balance: Decimal
    fees: Decimal = ZERO
    capitalised: Decimal = ZERO

    @property
    def amount(self) -> Decimal:
        return self.principal + self.interest + self.fees


@dataclass(frozen=True)
class Totals:
    principal: Decimal
    interest: Decimal
    fees: Decimal
    amount: Decimal


@dataclass(frozen=True)
class Schedule:
    instalments: tuple[Instalment, ...]

    @property
    def totals(self) -> Totals:
        rows = self.instalments
        return Totals(
            principal=sum((row.principal for row in rows), ZERO),
            interest=sum((row.interest for row in rows), ZERO),
            fees=sum((row.fees for row in rows), ZERO),
            amount=sum((row.amount for row in rows), ZERO),
        )

    @property
    def maturity_date(self) -> date:
        return self.instalments[-1].due_date


def amortise(terms: Terms) -> Schedule:
    """The schedule of the terms. Raises Invalid, naming the terms that can't be combined or that grow without end."""
    validation.check(terms)
    spans = due_dates.periods(terms)
    first = [_prepaid(terms, spans)] if terms.method == "prepaid" else []
    return Schedule((*first, *_Run(terms, spans).rows()))


def interest_between(
    balance: Decimal,
    annual_rate: Decimal,
    start: date,
    end: date,
    day_count: str,
    frequency: str,
    period: Period | None = None,
) -> Decimal:
    """Interest on `balance` from `start` to `end`, to the cent; `period` is the whole period that contains them."""
    whole = period or due_dates.between(start, end, frequency)
    return cent(_exact(balance, annual_rate, year_fraction(start, end, day_count, whole, frequency)))


def _exact(balance: Decimal, annual_rate: Decimal, part: Fraction) -> Fraction:
    return Fraction(balance) * Fraction(annual_rate) / 100 * part


def _prepaid(terms: Terms, spans: Sequence[Period]) -> Instalment:
    """Principal × rate/12 × months, withheld on the day of settlement."""
    years = sum((span.steps for span in spans), Fraction(0)) * nominal_step(terms.frequency)
    withheld = cent(_exact(terms.principal, terms.annual_rate, years))
    return Instalment(0, terms.settlement_date, ZERO, withheld, terms.principal + ZERO)


@dataclass
class _Run:
    """One walk through the periods, from the first draw to the last due date."""

    terms: Terms
    spans: Sequence[Period]
    balance: Decimal = ZERO
    method: RepaymentMethod = field(init=False)

    def __post_init__(self) -> None:
        self.method = methods.repayment_method(self.terms, self.spans)

    def rows(self) -> Iterator[Instalment]:
        return map(self._row, self.spans)

    def _row(self, span: Period) -> Instalment:
        earned = self._interest(span)
        capitalised = ZERO
        if span is self.spans[-1]:
            paid = self.balance
        elif span.number <= self.terms.capitalised:
            capitalised = earned
            paid = -earned
        else:
            paid = self.method.principal_due(span, self.balance, earned)
        self.balance -= paid
        if self.balance > LARGEST:
            raise Invalid(
                {"/capitalised_periods": ["Capitalised interest would exceed the largest loan: enter fewer periods."]}
            )
        return Instalment(span.number, span.end, paid, earned, self.balance, capitalised=capitalised)

    def _interest(self, span: Period) -> Decimal:
        """By the balance of each day, rounded once; the draws of the period are in the balance afterwards."""
        exact, since = Fraction(0), span.start
        for draw in self._draws(span):
            exact += self._part(since, draw.date, span)
            self.balance, since = self.balance + draw.amount, draw.date
        return self.method.interest_due(span, cent(exact + self._part(since, span.end, span)))

    def _part(self, start: date, end: date, span: Period) -> Fraction:
        part = year_fraction(start, end, self.terms.day_count, span, self.terms.frequency)
        return _exact(self.balance, self.terms.annual_rate, part)

    def _draws(self, span: Period) -> list[Draw]:
        return [draw for draw in drawdowns(self.terms) if span.start <= draw.date < span.end]


def drawdowns(terms: Terms) -> list[Draw]:
    """Every draw in order; principal that no draw names is drawn at settlement."""
    undrawn = terms.principal - sum((draw.amount for draw in terms.draws), ZERO)
    first = [Draw(terms.settlement_date, undrawn)] if undrawn else []
    return first + sorted(terms.draws, key=lambda draw: draw.date)
