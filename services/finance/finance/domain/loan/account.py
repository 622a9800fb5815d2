"""The account of a loan while its history is worked through: principal, interest, instalments, and their journals."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from finance.domain.ledger import journal
from finance.domain.ledger.journal import Journal
from finance.domain.loan.accrual import Accrual, UnearnedInterest
from finance.domain.loan.history import History
from finance.domain.loan.instalment import LoanInstalment
from finance.domain.loan.schedule import LoanSchedule
from finance.domain.schedule.day_count import year_fraction
from finance.domain.schedule.rounding import ZERO, cent

YEAR = 365  # of default interest


class LoanAccount:
    """A loan on the day `accrued_to`. Time moves by `advance`; everything else happens on that day.

    `principal` is owed, `interest` that of the running period, `late_interest` what fell due after the last instalment.
    Each change of a balance records its journal, except a payment: it records one journal for all that it meets.
    """

    def __init__(self, history: History) -> None:
        terms = history.terms
        self.history = history
        self.accrued_to = terms.settlement_date
        self.schedule = LoanSchedule(terms)
        self.journals: list[Journal] = []
        self.principal = terms.principal
        self.interest = Accrual()
        self.late_interest = ZERO
        self.default_interest = Accrual()
        self.unearned = UnearnedInterest()
        self.overpaid = ZERO
        self._rate = Fraction(terms.annual_rate) / 100
        self._settle()

    def _settle(self) -> None:
        self.record(journal.disbursed(self.accrued_to, self.principal))
        first = self.schedule.instalments[0]
        if first.number == 0:  # prepaid interest, deducted from the advance
            self.unearned.withhold(first.interest)
            self.record(journal.prepaid_withheld(self.accrued_to, first.interest))
            first.withhold(self.accrued_to)

    def record(self, entry: Journal) -> None:
        self.journals.append(entry)

    # time

    def advance(self, to: date) -> None:
        """Let time pass: instalments fall due, months end, default interest runs."""
        while self.accrued_to < to:
            day = min([to, *(stop for stop in self._stops() if stop > self.accrued_to)])
            self._accrue(day)
            if day == self.schedule.period.end:
                self._close_period()
            elif (day + timedelta(days=1)).day == 1:
                self.post_interest()

    def next_stop(self) -> date | None:
        """The next day on which something is posted or changes without a payment."""
        running = bool(self.principal or self.schedule.upcoming or self.unearned.balance)
        stops = [day for day in self._stops() if day > self.accrued_to] if running else []
        if any(row.due_date == self.accrued_to for row in self.schedule.unpaid):
            stops.append(self.accrued_to + timedelta(days=1))
        return min(stops, default=None)

    def _stops(self) -> list[date]:
        late = (self._late_from(row) for row in self.schedule.unpaid)
        return [self.schedule.period.end, _month_end_after(self.accrued_to), *late]

    def _late_from(self, row: LoanInstalment) -> date:
        return row.due_date + timedelta(days=self.history.rules.grace_days)

    def _accrue(self, day: date) -> None:
        self.interest.earn(self._growth(day))
        self.default_interest.earn(self._default_growth(day))
        self.accrued_to = day

    def _close_period(self) -> None:
        self.post_interest()
        row = self.schedule.current
        if row is None:
            self.late_interest += self.interest.outstanding
        else:
            self._fall_due(row)
        self._begin_period()

    def _fall_due(self, row: LoanInstalment) -> None:
        if self.schedule.capitalising:
            row.capitalise(self.interest.outstanding)
            if row.capitalised:
                self.record(journal.interest_capitalised(self.accrued_to, row.capitalised, number=row.number))
                self.principal += row.capitalised
        row.fall_due(self.interest.posted, self.interest.paid)
        row.expect_balance(self.principal - self.schedule.principal_due)
        self.note_paid()

    def _begin_period(self) -> None:
        self.schedule.begin_period(self.accrued_to)
        self.interest = Accrual()

    # interest

    def interest_to(self, day: date, repaid: Decimal = ZERO) -> Decimal:
        """The interest of the running period up to `day`, if `repaid` of the principal were repaid today."""
        return cent(self.interest.earned + self._growth(day, repaid))

    def post_interest(self) -> None:
        """Post interest of the period that is not posted yet, prepaid interest first; the same for default interest."""
        self._release_withheld()
        accrued = self.interest.unposted
        if accrued:
            prepaid = self.unearned.use_prepaid(accrued)
            self.interest.post(accrued)
            self.interest.pay(prepaid)
            if prepaid:
                self.record(journal.prepaid_earned(self.accrued_to, prepaid))
            if accrued > prepaid:
                self.record(journal.interest_accrued(self.accrued_to, accrued - prepaid))
        default = self.default_interest.unposted
        if default:
            self.default_interest.post(default)
            self.record(journal.default_interest_charged(self.accrued_to, default))

    def _release_withheld(self) -> None:
        if self.unearned.withheld:
            earned = self.unearned.release(Fraction(*self.schedule.part_of_term(self.accrued_to)))
            if earned:
                self.record(journal.prepaid_earned(self.accrued_to, earned))

    def _growth(self, end: date, repaid: Decimal = ZERO) -> Fraction:
        terms, in_term = self.history.terms, self.schedule.current is not None
        if terms.method == "prepaid" and in_term:
            return Fraction(0)
        base = terms.principal if terms.method == "flat" and in_term else self.principal - repaid
        part = year_fraction(self.accrued_to, end, terms.day_count, self.schedule.period, terms.frequency)
        return Fraction(base) * self._rate * part

    def _default_growth(self, end: date) -> Fraction:
        start, rules = self.accrued_to, self.history.rules
        late = [row for row in self.schedule.unpaid if self._late_from(row) <= start] if rules.default_margin else []
        if not late:
            return Fraction(0)
        base = self.principal if rules.default_on == "balance" else sum((row.outstanding for row in late), ZERO)
        return Fraction(base) * Fraction(rules.default_margin) / 100 * Fraction((end - start).days, YEAR)

    def _expect_interest(self) -> None:
        """The interest of the running instalment, as it will be when it falls due."""
        row = self.schedule.current
        if row is not None and self.history.terms.method != "prepaid":
            row.expect_interest(self.interest_to(row.due_date))
            if self.schedule.capitalising:
                row.capitalise(row.interest - self.interest.paid)

    # what a payment does

    def pay_late_interest(self, amount: Decimal) -> None:
        if not ZERO <= amount <= self.late_interest:
            raise ValueError(f"{amount} of {self.late_interest} late interest")
        self.late_interest -= amount

    def pay_principal(self, row: LoanInstalment, amount: Decimal) -> None:
        row.pay_principal(amount)
        self.principal -= amount

    def pay_interest_in_advance(self, amount: Decimal) -> Decimal:
        """First what the period has earned already. Returns the rest, which is not earned yet."""
        earned = min(amount, self.interest.outstanding)
        self.interest.pay(earned)
        self.unearned.prepay(amount - earned)
        return amount - earned

    def pay_principal_early(self, rows: Sequence[LoanInstalment], amount: Decimal, payment: UUID) -> list[Decimal]:
        """The principal of these instalments, then of the rest of the loan, which is rescheduled for it.

        Returns what each instalment got, and last what the rest of the loan got.
        """
        parts, extra = [], amount
        for row in rows:
            part = min(extra, row.principal_outstanding)
            self.pay_principal(row, part)
            parts.append(part)
            extra -= part
        self.principal -= extra
        self._expect_interest()
        if extra > 0 or self.schedule.capitalising:  # interest that was paid does not join the principal either
            self._reschedule(payment)
        return [*parts, extra]

    def _reschedule(self, payment: UUID) -> None:
        row = self.schedule.current
        assert row is not None
        balance = self.principal - self.schedule.principal_due - row.principal_outstanding + row.capitalised
        self.schedule.reschedule(balance, payment)

    def pay_out(self, payment: UUID, interest: Decimal, rebate: Decimal) -> None:
        """All principal is paid, with the `interest` of the running period and less a `rebate` of unearned interest."""
        not_posted = interest - self.interest.outstanding
        if not_posted > 0:
            self.interest.post(not_posted)
            self.record(journal.interest_accrued(self.accrued_to, not_posted))
        self.interest.pay(interest)
        self.unearned.rebate(rebate)
        self.schedule.pay_out(self.accrued_to, self.principal, self.interest.posted, payment)
        self.principal = ZERO
        self._begin_period()
        earned = self.unearned.close()
        if earned:
            self.record(journal.prepaid_earned(self.accrued_to, earned))
        self.note_paid()

    def overpay(self, amount: Decimal) -> None:
        """More was paid than owed; or what was refunded in excess is paid back."""
        self.overpaid += amount

    def refund(self, payment: UUID, amount: Decimal) -> None:
        self.overpaid -= amount
        self.record(journal.overpayment_refunded(self.accrued_to, amount, payment_id=payment))

    def note_paid(self) -> None:
        """Note which instalments are paid as of today, prepaid interest included."""
        self.schedule.note_paid(self.accrued_to, self.interest.paid, self.unearned.prepaid)


def _month_end_after(day: date) -> date:
    end = (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return end if end > day else (end + timedelta(days=32)).replace(day=1) - timedelta(days=1)
