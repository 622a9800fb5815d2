"""Repayment methods: how much principal falls due with each instalment before the last."""

from collections.abc import Sequence
from decimal import Decimal, localcontext
from fractions import Fraction

from finance.domain.schedule.day_count import period_fraction
from finance.domain.schedule.due_dates import Period
from finance.domain.schedule.rounding import ZERO, cent
from finance.domain.schedule.terms import Terms

PRECISION = 60  # of the product of 1,600 growth factors: far below a cent on any loan


class RepaymentMethod:
    """No principal before the last due date (interest only, capitalised); the other methods override that.

    `after`: the instalment number from which a rescheduled loan pays its balance; None for a new schedule."""

    def __init__(self, terms: Terms, spans: Sequence[Period], after: int | None = None) -> None:
        self.terms = terms
        self.floor = terms.balloon or ZERO
        paying = [span for span in spans if _pays(terms, span, len(spans))]
        self.paying = [span for span in paying if after is None or span.number > after]
        self._numbers = {span.number for span in paying}

    def interest_due(self, span: Period, earned: Decimal) -> Decimal:
        """What of the interest earned on the balance falls due."""
        return earned

    def principal_due(self, span: Period, balance: Decimal, interest: Decimal) -> Decimal:
        """The principal due at the end of `span`: never below zero, and never cutting into the balloon."""
        if span.number not in self._numbers:
            return ZERO
        return max(ZERO, min(self.principal_part(balance, interest), balance - self.floor))

    def principal_part(self, balance: Decimal, interest: Decimal) -> Decimal:
        return ZERO


class Prepaid(RepaymentMethod):
    def interest_due(self, span: Period, earned: Decimal) -> Decimal:
        return ZERO


class EqualPrincipal(RepaymentMethod):
    _part: Decimal | None = None

    def principal_part(self, balance: Decimal, interest: Decimal) -> Decimal:
        if self._part is None:
            self._part = cent(Fraction(balance - self.floor) / len(self.paying))
        return self._part


class Flat(EqualPrincipal):
    """Interest on the original principal to the end, whatever has been repaid."""

    def interest_due(self, span: Period, earned: Decimal) -> Decimal:
        return cent(Fraction(self.terms.principal) * Fraction(self.terms.annual_rate) / 100 * _years(self.terms, span))


class Annuity(RepaymentMethod):
    """EMI = P · Π(1+rᵢ) / fₙ with f₁ = 1 and fᵢ = fᵢ₋₁(1+rᵢ) + 1, over the periods that pay principal."""

    _emi: Decimal | None = None

    def principal_part(self, balance: Decimal, interest: Decimal) -> Decimal:
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


class Custom(RepaymentMethod):
    """The principal in the contract for each due date; what it doesn't list is left to the last."""

    def principal_due(self, span: Period, balance: Decimal, interest: Decimal) -> Decimal:
        planned = self.terms.planned
        return planned[span.number - 1].principal + ZERO if planned else ZERO


METHODS: dict[str, type[RepaymentMethod]] = {
    "interest_only": RepaymentMethod,
    "capitalised": RepaymentMethod,
    "prepaid": Prepaid,
    "annuity": Annuity,
    "equal_principal": EqualPrincipal,
    "flat": Flat,
    "custom": Custom,
}


def repayment_method(terms: Terms, spans: Sequence[Period], after: int | None = None) -> RepaymentMethod:
    return METHODS[terms.method](terms, spans, after)


def _pays(terms: Terms, span: Period, last: int) -> bool:
    """Principal is due in every k-th period after the grace, and always in the last."""
    after = span.number - terms.grace
    return span.number == last or (after > 0 and after % terms.principal_every == 0)


def _years(terms: Terms, span: Period) -> Fraction:
    return period_fraction(span, terms.day_count, terms.frequency)


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / value.denominator
