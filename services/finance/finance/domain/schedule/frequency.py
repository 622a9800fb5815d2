"""Steps from one due date to the next, anchored to a day of the month; a short month only clamps it."""

from calendar import monthrange
from datetime import date, timedelta

WEEKS = {"weekly": 1, "fortnightly": 2}
MONTHS = {"monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12, "at_maturity": 1}


def add_months(day: date, months: int, anchor: int | None = None) -> date:
    """`day` that many months later, on the `anchor` day (by default its own) or the last day of a shorter month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(anchor or day.day, monthrange(year, month + 1)[1]))


def shift(day: date, frequency: str, steps: int, anchor: int | None = None) -> date:
    """`day` moved by whole steps of the frequency."""
    if frequency in WEEKS:
        return day + timedelta(weeks=WEEKS[frequency] * steps)
    return add_months(day, MONTHS[frequency] * steps, anchor)
