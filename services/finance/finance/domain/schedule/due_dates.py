"""The due dates of a loan and the periods between them."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from finance.domain.schedule.frequency import add_months, shift
from finance.domain.schedule.terms import Terms


@dataclass(frozen=True)
class Period:
    """From `start` (included) to `end`, the due date (excluded); `steps` is its length in steps of the frequency."""

    number: int
    start: date
    end: date
    steps: Fraction = Fraction(1)

    @property
    def days(self) -> int:
        return (self.end - self.start).days


def periods(terms: Terms) -> list[Period]:
    """The periods of the terms, in order. Raises OverflowError or ValueError for dates beyond the calendar."""
    due = of(terms)
    starts = [terms.settlement_date, *due[:-1]]
    if terms.planned:
        return [between(start, end, terms.frequency, number) for number, (start, end) in _numbered(starts, due)]
    spans = [Period(number, start, end) for number, (start, end) in _numbered(starts, due)]
    if terms.first_due_date is not None:
        spans[0] = _stub(spans[0], terms.frequency, terms.first_due_date.day)
    elif terms.frequency == "at_maturity":
        spans[0] = Period(1, spans[0].start, spans[0].end, Fraction(terms.periods))
    return spans


def of(terms: Terms) -> list[date]:
    """The due dates of the terms. Raises OverflowError or ValueError for dates beyond the calendar."""
    if terms.planned:
        return [planned.due_date for planned in terms.planned]
    first, settled = terms.first_due_date, terms.settlement_date
    if terms.frequency == "at_maturity":
        return [first or add_months(settled, terms.periods)]
    if first is not None:
        return [shift(first, terms.frequency, step) for step in range(terms.periods)]
    return [shift(settled, terms.frequency, step + 1) for step in range(terms.periods)]


def between(start: date, end: date, frequency: str, number: int = 1) -> Period:
    """The period from `start` to `end`, its length taken from the two dates alone."""
    anchor = end.day
    if start.day > end.day and _ends_month(end):
        anchor = start.day
    return _stub(Period(number, start, end), frequency, anchor)


def _stub(period: Period, frequency: str, anchor: int) -> Period:
    """Its length: whole steps counted back from the due date, then actual days over those of the step they are in."""
    whole = 0
    while (edge := shift(period.end, frequency, -whole - 1, anchor)) >= period.start:
        whole += 1
    reached = shift(period.end, frequency, -whole, anchor)
    part = Fraction((reached - period.start).days, (reached - edge).days)
    return Period(period.number, period.start, period.end, whole + part)


def _ends_month(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]


def _numbered(starts: list[date], due: list[date]) -> list[tuple[int, tuple[date, date]]]:
    return list(enumerate(zip(starts, due, strict=True), start=1))
