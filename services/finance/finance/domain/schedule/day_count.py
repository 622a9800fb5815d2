"""Day count conventions: what part of a year lies between two days, the start included and the end not.

ACT/365F and ACT/364 divide actual days; ACT/ACT (ISDA 2006, 4.16(b)) divides those of a leap year by 366 and the others
by 365; in 30/360 every month counts as a twelfth, and a part of a period by its actual days over the period's.
"""

from datetime import date
from fractions import Fraction

from finance.domain.schedule import due_dates
from finance.domain.schedule.due_dates import Period
from finance.domain.schedule.frequency import MONTHS, WEEKS

YEAR_DAYS = {"ACT/365F": 365, "ACT/364": 364}


def year_fraction(start: date, end: date, day_count: str, period: Period, frequency: str) -> Fraction:
    """The part of a year from `start` to `end`, both inside `period`, exactly."""
    days = (end - start).days
    if day_count in YEAR_DAYS:
        return Fraction(days, YEAR_DAYS[day_count])
    if day_count == "ACT/ACT":
        return _actual(start, end)
    if days == 0:
        return Fraction(0)
    return period.steps * step_of_360(frequency) * Fraction(days, period.days)


def period_fraction(period: Period, day_count: str, frequency: str) -> Fraction:
    """The part of a year that a whole period is."""
    return year_fraction(period.start, period.end, day_count, period, frequency)


def step_of_360(frequency: str) -> Fraction:
    """A step of the frequency in a year of twelve months of thirty days."""
    if frequency in WEEKS:
        return Fraction(7 * WEEKS[frequency], 360)
    return Fraction(MONTHS[frequency], 12)


def nominal_step(frequency: str) -> Fraction:
    """A step of the frequency by its name: a twelfth, a quarter, a 52nd."""
    return Fraction(WEEKS[frequency], 52) if frequency in WEEKS else Fraction(MONTHS[frequency], 12)


def fraction_between(start: date, end: date, day_count: str, frequency: str) -> Fraction:
    """The part of a year from `start` to `end` as one period."""
    return period_fraction(due_dates.between(start, end, frequency), day_count, frequency)


def _actual(start: date, end: date) -> Fraction:
    total = Fraction(0)
    while start < end:
        stop = min(end, date(start.year + 1, 1, 1))
        total += Fraction((stop - start).days, _days_of_year(start.year))
        start = stop
    return total


def _days_of_year(year: int) -> int:
    return (date(year + 1, 1, 1) - date(year, 1, 1)).days
