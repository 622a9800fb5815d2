"""Where a loan stands while its history is walked through: balance, interest of the running period, what is due."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from finance.domain import daycount, ledger, periods, rest, schedule
from finance.domain.frequency import shift
from finance.domain.history import History, Row
from finance.domain.ledger import Journal
from finance.domain.periods import Period
from finance.domain.rounding import ZERO, cent

YEAR = 365  # of default interest


@dataclass
class Position:
    """`today` is the day reached. Interest is `earned` exactly up to `mark`, of which `posted` stands in the ledger."""

    history: History
    today: date = field(init=False)
    spans: Sequence[Period] = field(init=False)
    rows: list[Row] = field(init=False)
    journals: list[Journal] = field(default_factory=list)
    basis: list[list[object]] = field(default_factory=list)
    balance: Decimal = ZERO
    unearned: Decimal = ZERO
    overpaid: Decimal = ZERO
    earned: Fraction = Fraction(0)
    posted: Decimal = ZERO
    period_paid: Decimal = ZERO
    late_interest: Decimal = ZERO
    withheld: Decimal = ZERO
    released: Decimal = ZERO
    penalty_earned: Fraction = Fraction(0)
    penalty_posted: Decimal = ZERO
    penalty_paid: Decimal = ZERO

    def __post_init__(self) -> None:
        terms = self.history.terms
        self.today = self.mark = terms.settlement_date
        self.spans = periods.of(terms)
        self._rate = Fraction(terms.annual_rate) / 100
        self.rows = [
            Row(row.number, row.due_date, row.principal, row.interest, row.balance, row.capitalised)
            for row in schedule.make(terms).instalments
        ]
        self.period: Period = self.spans[0]
        self._settle()

    def _settle(self) -> None:
        self.balance = self.history.terms.principal
        self.book(ledger.disbursed(self.today, self.balance))
        for row in self.rows[:1]:
            if row.number == 0:
                self.unearned = self.withheld = row.interest
                self.book(ledger.prepaid_withheld(self.today, row.interest))
                row.interest_paid, row.is_due, row.paid_on = row.interest, True, self.today

    def book(self, journal: Journal) -> None:
        self.journals.append(journal)

    # the running period

    @property
    def current(self) -> Row | None:
        """The instalment of the running period; None once the last was due, or the loan was paid out."""
        return next((row for row in self.rows if not row.is_due), None)

    @property
    def upcoming(self) -> list[Row]:
        return [row for row in self.rows if not row.is_due]

    @property
    def capitalising(self) -> bool:
        row = self.current
        return row is not None and row is not self.rows[-1] and row.number <= self.history.terms.capitalised

    @property
    def due_now(self) -> Decimal:
        """Interest of the running period that is in the ledger and not paid."""
        return self.posted - self.period_paid

    def interest_to(self, day: date, less: Decimal = ZERO) -> Decimal:
        """The interest of the running period up to `day`, if `less` of the principal were gone from today on."""
        return cent(self.earned + self._growth(self.mark, day, less))

    def _growth(self, start: date, end: date, less: Decimal = ZERO) -> Fraction:
        terms = self.history.terms
        if terms.method == "prepaid" and self.current is not None:
            return Fraction(0)
        base = terms.principal if terms.method == "flat" and self.current is not None else self.balance - less
        part = daycount.fraction(start, end, terms.day_count, self.period, terms.frequency)
        return Fraction(base) * self._rate * part

    # the clock

    def advance(self, to: date) -> None:
        """Let time pass: due dates fall due, months end, default interest runs."""
        while self.today < to:
            day = min([to, *(day for day in self._stops() if day > self.today)])
            self._pass(day)
            if day == self.period.end:
                self._close_period(day)
            elif (day + timedelta(days=1)).day == 1:
                self.post(day)
            self.today = day

    def next_stop(self) -> date | None:
        """The next day on which something is posted or changes by itself."""
        days = [day for day in self._stops() if day > self.today] if self._alive else []
        if any(row.due_date == self.today for row in self._unpaid):
            days.append(self.today + timedelta(days=1))
        return min(days, default=None)

    @property
    def _alive(self) -> bool:
        return bool(self.balance or self.upcoming or self.unearned)

    def _stops(self) -> list[date]:
        end_of_month = (self.today.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        if end_of_month <= self.today:
            end_of_month = (end_of_month + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        return [self.period.end, end_of_month, *(self._late_from(row) for row in self._unpaid)]

    def _pass(self, day: date) -> None:
        self.earned += self._growth(self.mark, day)
        self.penalty_earned += self._penalty(self.mark, day)
        self.mark = day

    def _penalty(self, start: date, end: date) -> Fraction:
        rules = self.history.rules
        late = [row for row in self._unpaid if self._late_from(row) <= start] if rules.default_margin else []
        if not late:
            return Fraction(0)
        base = self.balance if rules.default_on == "balance" else sum((row.outstanding for row in late), ZERO)
        return Fraction(base) * Fraction(rules.default_margin) / 100 * Fraction((end - start).days, YEAR)

    @property
    def _unpaid(self) -> Iterator[Row]:
        """What is due and not whole yet, as `note_paid` found it: nothing changes that between two payments."""
        return (row for row in self.rows if row.is_due and row.paid_on is None)

    def _late_from(self, row: Row) -> date:
        return row.due_date + timedelta(days=self.history.rules.grace_days)

    # posting

    def post(self, day: date) -> None:
        """Interest since the period began, less what the period has posted; the same for default interest."""
        self._release(day)
        accrued = cent(self.earned) - self.posted
        if accrued > 0:
            ahead = min(self.unearned - self._locked, accrued)
            if ahead > 0:
                self.book(ledger.prepaid_earned(day, ahead))
                self.unearned -= ahead
                self.period_paid += ahead
            if accrued > ahead:
                self.book(ledger.interest_accrued(day, accrued - max(ahead, ZERO)))
            self.posted += accrued
        penalty = cent(self.penalty_earned) - self.penalty_posted
        if penalty > 0:
            self.book(ledger.penalty_charged(day, penalty))
            self.penalty_posted += penalty

    @property
    def _locked(self) -> Decimal:
        """What was withheld for the whole term and has still to be earned by time."""
        return self.withheld - self.released

    def _release(self, day: date) -> None:
        if not self.withheld:
            return
        start, end = self.history.terms.settlement_date, self.spans[-1].end
        passed = Fraction((min(day, end) - start).days, (end - start).days)
        earned = min(cent(Fraction(self.withheld) * passed) - self.released, self.unearned)
        if earned > 0:
            self.book(ledger.prepaid_earned(day, earned))
            self.released += earned
            self.unearned -= earned

    def _close_period(self, day: date) -> None:
        self.post(day)
        row = self.current
        if row is None:
            self.late_interest += self.due_now
        else:
            self._fall_due(row, day)
        self._begin(day)

    def _fall_due(self, row: Row, day: date) -> None:
        if self.capitalising:
            row.capitalised = self.due_now
            row.principal = -row.capitalised
            if row.capitalised:
                self.book(ledger.interest_capitalised(day, row.capitalised, number=row.number))
                self.balance += row.capitalised
        row.interest, row.interest_paid, row.in_advance = self.posted, self.period_paid, ZERO
        row.is_due = True
        row.balance = self.balance - sum((each.principal_left for each in self.rows if each.is_due), ZERO)
        self.note_paid(day)

    def _begin(self, day: date) -> None:
        later = [span for span in self.spans if span.start >= day]
        self.period = later[0] if later and self.upcoming else self._after(day)
        self.earned, self.posted, self.period_paid = Fraction(0), ZERO, ZERO

    def _after(self, day: date) -> Period:
        """After the last due date interest runs on, in periods of the same length."""
        frequency = self.history.terms.frequency
        return Period(len(self.spans) + 1, day, shift(day, frequency, 1))

    # what is paid and what is planned

    def note_paid(self, day: date) -> None:
        """Spread what was paid ahead over the instalments to come, and write down which are paid since today."""
        ahead = self.unearned - self._locked
        current = self.current
        if current is not None:
            current.interest_paid = self.period_paid
        for row in self.upcoming:
            row.in_advance = ZERO
            row.in_advance = min(ahead, row.interest_left)
            ahead -= row.in_advance
        for row in self.rows:
            if row.outstanding:
                row.paid_on = None
            elif row.paid_on is None and (row.is_due or row.amount > 0):
                row.paid_on = day

    def replan(self, cause: object) -> None:
        """A new plan for what comes after the running instalment, whose own interest follows the balance."""
        row = self.current
        assert row is not None
        self.refresh()
        unpaid = sum((each.principal_left for each in self.rows if each.is_due), ZERO)
        left = self.balance - unpaid - row.principal_left + row.capitalised
        tail = rest.plan(self.history.terms, self.spans, row.number, left)
        row.balance = max(left, ZERO)
        self.rows = [each for each in self.rows if each.number <= row.number] + [
            Row(each.number, each.due_date, each.principal, each.interest, each.balance, each.capitalised)
            for each in tail
        ]
        self.basis.append([str(cause), row.number])

    def refresh(self) -> None:
        """The interest of the running instalment, as it will be when it falls due."""
        row = self.current
        if row is not None and self.history.terms.method != "prepaid":
            row.interest = self.interest_to(row.due_date)
            if self.capitalising:
                row.capitalised = row.interest - self.period_paid
                row.principal = -row.capitalised

    def pay_out(self, cause: object, day: date) -> None:
        """Nothing is left: the running instalment is the last, and it fell due today."""
        row = self.current
        if row is not None:
            paid = self.balance
            self.rows = [each for each in self.rows if each.number <= row.number]
            row.due_date, row.is_due, row.capitalised = day, True, ZERO
            row.principal = row.principal_paid = row.principal_paid + paid
            row.interest = row.interest_paid = self.posted
            row.balance, row.in_advance = ZERO, ZERO
            self.basis.append([str(cause), row.number])
        self.balance = ZERO
        self._begin(day)
        self.note_paid(day)
