"""How much principal falls due with each instalment before the last, by method."""

from collections.abc import Sequence
from decimal import Decimal, localcontext
from fractions import Fraction

from finance.domain import daycount
from finance.domain.periods import Period
from finance.domain.rounding import ZERO, cent
from finance.domain.terms import Terms

PRECISION = 60  # of the product of 1,600 growth factors: far below a cent on any loan


class Plan:
    """Nothing before the last due date (interest only, capitalised, prepaid); the others say otherwise."""

    def __init__(self, terms: Terms, spans: Sequence[Period]) -> None:
        self.terms = terms
        self.floor = terms.balloon or ZERO
        self.paying = [span for span in spans if _pays(terms, span, len(spans))]
        self._numbers = {span.number for span in self.paying}

    def interest(self, span: Period, earned: Decimal) -> Decimal:
        """What of the interest that the balance earned falls due."""
        return earned

    def of(self, span: Period, balance: Decimal, interest: Decimal) -> Decimal:
        """The principal due at the end of `span`: never below zero, never so much that the balloon is touched."""
        if span.number not in self._numbers:
            return ZERO
        return max(ZERO, min(self.part(balance, interest), balance - self.floor))

    def part(self, balance: Decimal, interest: Decimal) -> Decimal:
        return ZERO


class Prepaid(Plan):
    def interest(self, span: Period, earned: Decimal) -> Decimal:
        return ZERO


class EqualPrincipal(Plan):
    _part: Decimal | None = None

    def part(self, balance: Decimal, interest: Decimal) -> Decimal:
        if self._part is None:
            self._part = cent(Fraction(balance - self.floor) / len(self.paying))
        return self._part


class Flat(EqualPrincipal):
    """Interest on the first principal to the end, whatever was paid back."""

    def interest(self, span: Period, earned: Decimal) -> Decimal:
        return cent(Fraction(self.terms.principal) * Fraction(self.terms.annual_rate) / 100 * _years(self.terms, span))


class Annuity(Plan):
    """EMI = P · Π(1+rᵢ) / fₙ with f₁ = 1 and fᵢ = fᵢ₋₁(1+rᵢ) + 1, over the periods that pay principal."""

    _emi: Decimal | None = None

    def part(self, balance: Decimal, interest: Decimal) -> Decimal:
        if self._emi is None:
            self._emi = self.emi(balance)
        return self._emi - interest

    def emi(self, balance: Decimal) -> Decimal:
        """The level instalment; a balloon B counts as paid with the last: (P · Π(1+rᵢ) − B) / fₙ."""
        with localcontext() as context:
            context.prec = PRECISION
            rate, growth, sum_ = self.terms.annual_rate / 100, Decimal(1), Decimal(0)
            for span in self.paying:
                factor = 1 + rate * _decimal(_years(self.terms, span))
                growth, sum_ = growth * factor, sum_ * factor + 1
            exact = (balance * growth - self.floor) / sum_
        return cent(Fraction(exact))


class Custom(Plan):
    """The principal that was agreed for each due date; what nobody agreed on is left to the last."""

    def of(self, span: Period, balance: Decimal, interest: Decimal) -> Decimal:
        planned = self.terms.planned
        return planned[span.number - 1].principal + ZERO if planned else ZERO


PLANS: dict[str, type[Plan]] = {
    "interest_only": Plan,
    "capitalised": Plan,
    "prepaid": Prepaid,
    "annuity": Annuity,
    "equal_principal": EqualPrincipal,
    "flat": Flat,
    "custom": Custom,
}


def plan(terms: Terms, spans: Sequence[Period]) -> Plan:
    return PLANS[terms.method](terms, spans)


def _pays(terms: Terms, span: Period, last: int) -> bool:
    """Principal is due in every k-th period after the grace, and always in the last."""
    after = span.number - terms.grace
    return span.number == last or (after > 0 and after % terms.principal_every == 0)


def _years(terms: Terms, span: Period) -> Fraction:
    return daycount.of_period(span, terms.day_count, terms.frequency)


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / value.denominator
