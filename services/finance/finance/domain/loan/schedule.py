"""The schedule of a running loan: its instalments, the period that runs, and why it was rescheduled."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from finance.domain.loan.history import ScheduleBasis
from finance.domain.loan.instalment import LoanInstalment
from finance.domain.schedule import due_dates
from finance.domain.schedule.amortisation import amortise
from finance.domain.schedule.due_dates import Period
from finance.domain.schedule.frequency import shift
from finance.domain.schedule.reschedule import reschedule
from finance.domain.schedule.rounding import ZERO
from finance.domain.schedule.terms import Terms


class LoanSchedule:
    """Instalments fall due in order: `current` is the first that has not, the one of the running `period`."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.spans: Sequence[Period] = due_dates.periods(terms)
        self.period = self.spans[0]
        self.instalments = [LoanInstalment.planned(row) for row in amortise(terms).instalments]
        self.basis: list[ScheduleBasis] = []

    @property
    def current(self) -> LoanInstalment | None:
        """None once the last instalment was due, or the loan was paid out."""
        return next((row for row in self.instalments if not row.is_due), None)

    @property
    def upcoming(self) -> list[LoanInstalment]:
        return [row for row in self.instalments if not row.is_due]

    @property
    def unpaid(self) -> Iterator[LoanInstalment]:
        """What is due and not paid in full, as `note_paid` left it: nothing changes that between two payments."""
        return (row for row in self.instalments if row.is_due and row.paid_on is None)

    @property
    def principal_due(self) -> Decimal:
        """The principal of instalments that are due and unpaid."""
        return sum((row.principal_outstanding for row in self.instalments if row.is_due), ZERO)

    @property
    def capitalising(self) -> bool:
        """Whether the interest of the running period will join the principal."""
        row = self.current
        return row is not None and row is not self.instalments[-1] and row.number <= self.terms.capitalised

    def instalment(self, number: int | None) -> LoanInstalment | None:
        return next((row for row in self.instalments if row.number == number), None)

    def part_of_term(self, day: date) -> tuple[int, int]:
        """(days that have passed of the term, days of the whole term)."""
        start, end = self.terms.settlement_date, self.spans[-1].end
        return (min(day, end) - start).days, (end - start).days

    def begin_period(self, day: date) -> None:
        """The period from `day`; after the last due date interest runs on, in periods of the same length."""
        later = [span for span in self.spans if span.start >= day] if self.upcoming else []
        self.period = later[0] if later else self._period_after_term(day)

    def _period_after_term(self, day: date) -> Period:
        return Period(len(self.spans) + 1, day, shift(day, self.terms.frequency, 1))

    def reschedule(self, balance: Decimal, payment: UUID) -> None:
        """New instalments after the running one, for the `balance` that it leaves."""
        row = self.current
        assert row is not None
        row.expect_balance(max(balance, ZERO))
        tail = reschedule(self.terms, self.spans, row.number, balance)
        self._cut_after(row.number, payment)
        self.instalments += [LoanInstalment.planned(new) for new in tail]

    def pay_out(self, day: date, principal: Decimal, interest: Decimal, payment: UUID) -> None:
        """The running instalment is the last, and fell due on `day`."""
        row = self.current
        if row is not None:
            self._cut_after(row.number, payment)
            row.pay_out(day, principal, interest)

    def note_paid(self, day: date, interest_paid: Decimal, prepaid: Decimal) -> None:
        """Note which instalments are paid as of `day`; `interest_paid` in the running period, `prepaid` for later."""
        upcoming = self.upcoming
        if upcoming:
            upcoming[0].note_interest_paid(interest_paid)
        for row in upcoming:
            prepaid -= row.earmark(prepaid)
        for row in self.instalments:
            row.note_paid(day)

    def _cut_after(self, number: int, payment: UUID) -> None:
        self.instalments = [row for row in self.instalments if row.number <= number]
        self.basis.append((str(payment), number))
